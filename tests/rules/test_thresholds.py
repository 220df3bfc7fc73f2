"""config/rules.toml as data managers and programme officers write it."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SetupError
from pipeline.rules.policy import Policy
from pipeline.rules.practice import RULES
from pipeline.rules.thresholds import changed, read_thresholds

NAMES = {"committee.local_minimum", "committee.quorum"}
QUORUM = '[[committee.quorum]]\nvalue = 3\nbecause = "x"\n'


def read(text, names=NAMES):
    """The thresholds of a file."""
    return read_thresholds(tomllib.loads(text), names)


def dated(*rows):
    """A file with these versions of the local minimum."""
    head = '[[committee.local_minimum]]\nbecause = "x"\n'
    return QUORUM + "".join(head + row + "\n" for row in rows)


def test_the_version_in_force_on_the_day_of_the_event_decides():
    """Old cases are judged by the rules of their day, on both sides of every boundary."""
    text = dated("value = 15\nvalid_to = 2018-08-31", "value = 4\nvalid_from = 2018-09-01")
    policy = Policy(date(2020, 1, 1), read(text))
    days = (date(2018, 8, 31), date(2018, 9, 1), None)
    assert [policy.value("committee.local_minimum", day) for day in days] == [15, 4, 4]


def test_a_trial_holds_from_its_day_on_over_what_stands_in_the_file():
    """So an officer sees what a rule would change before adopting it."""
    trial = Policy(date(2020, 1, 1), changed(read(dated("value = 4")), "committee.local_minimum", 5, date(2019, 1, 1)))
    assert [trial.value("committee.local_minimum", d) for d in (date(2018, 12, 31), date(2019, 1, 1))] == [4, 5]


def test_decimals_are_exact_and_none_means_no_threshold():
    """Shares of money never become floats."""
    found = read(dated("value = 0.10"))["committee.local_minimum"][0].value
    assert (type(found), found) == (Decimal, Decimal("0.1"))
    assert read(dated('value = "none"'))["committee.local_minimum"][0].value is None


@pytest.mark.parametrize(
    ("text", "where", "fix"),
    [
        (dated("value = 4", "value = 5\nvalid_from = 2019-01-01"), "[[committee.local_minimum]]", "valid_to"),
        (dated("value = 4").replace("local_minimum", "local_minimun"), "local_minimun", "'committee.local_minimum'"),
        (dated("value = 4\nvalid_form = 2019-01-01"), "valid_form", "'valid_from'"),
        (dated('value = 4\nvalid_from = "2019-01-01"'), "valid_from", "without quotes"),
        (dated("valid_from = 2019-01-01"), "value", "value = 4"),
        ('[[committee.quorum]]\nvalue = 3\n[[committee.local_minimum]]\nvalue=1\nbecause="x"', "because", "why"),
        (QUORUM, "[[committee.local_minimum]]", "retour init"),
        ("[committee.quorum]\nvalue = 3", "committee.quorum", "[["),
    ],
)
def test_a_wrong_threshold_is_named_with_the_way_to_mend_it(text, where, fix):
    """A programme officer edits this file by hand."""
    with pytest.raises(SetupError) as caught:
        read(text)
    assert where in caught.value.where
    assert fix in caught.value.fix


def test_the_file_that_ships_has_every_threshold_that_a_rule_reads_and_no_other():
    """A rule without its number would be unknown for everybody."""
    document = tomllib.loads(Path("config/rules.toml").read_text(encoding="utf-8"))
    assert read_thresholds(document, {name for rule in RULES for name in rule.thresholds})
