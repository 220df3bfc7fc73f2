"""A trial tells what another threshold would change, on the programme's own cases, and leaves no trace."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.rules.policy import Policy
from pipeline.rules.trial import trial_of
from pipeline.run.judging.trial import compare
from pipeline.run.telling import Silent

from ..rules.documents import shipped
from .lived import AWA, BEGUEDO, FATI, GARANGO, ISSA, Lived

TODAY = date(2019, 4, 1)
PARENTS = {GARANGO: "BF-BLG", BEGUEDO: "BF-BLG"}
MINIMUM = "committee.local_minimum"


@pytest.fixture
def lived(engine):
    """Three plans of March 2019 in two communes, judged before the review was asked for."""
    with engine.begin() as connection:
        world = Lived(connection, policy=Policy(TODAY, shipped(), parents=PARENTS))
        for number, (card, commune) in enumerate(((AWA, GARANGO), (ISSA, GARANGO), (FATI, BEGUEDO)), 1):
            world.register(card)
            world.draft(f"B-{number}", card, commune=commune)
        world.link()
        yield world


def tried(lived, *settings, since=None):
    """The trial's outcome on these cases."""
    book = lived.book()
    return compare(book, trial_of(book.policy, settings, since), Silent())


def told(trial):
    """What changes: rule, case, from, to."""
    return [(one.rule, one.subject, one.before, one.after) for one in trial.moved]


def test_two_plans_call_a_meeting_where_two_are_enough(lived):
    """Garango has two that wait, Béguédo one."""
    found = tried(lived, f"{MINIMUM}=2")
    assert told(found) == [("committee.local_meeting", GARANGO, "met", "broken")]
    assert (found.cases, found.subjects) == (2, 1)
    assert found.document()["counts"] == [
        {"rule": "committee.local_meeting", "from": "met", "to": "broken", "findings": 1}
    ]


def test_the_text_says_what_was_tried_and_why_each_case_changes(lived):
    """A programme officer decides on it."""
    found = tried(lived, f"{MINIMUM}=2", since=date(2018, 9, 1))
    text = " ".join(found.heading())
    assert f"{MINIMUM} = 2" in text
    assert f"{MINIMUM} = 4" in text
    assert "1er sept. 2018" in text
    ((title, sentence, rows),) = found.groups()
    assert title == "committee.local_meeting : respectée → non respectée (1)"
    assert sentence.startswith("Une réunion locale")
    assert rows == [(f"localité {GARANGO}", "", "2 plan(s) sur 4.", "2 plans attendent.")]


def test_another_level_of_places_makes_other_cases(lived):
    """The communes' meetings go, the province's comes with all three plans."""
    found = tried(lived, "committee.local_level=province", f"{MINIMUM}=3")
    assert told(found) == [
        ("committee.local_meeting", "BF-BLG", None, "broken"),
        ("committee.local_meeting", BEGUEDO, "met", None),
        ("committee.local_meeting", GARANGO, "met", None),
    ]


def test_people_are_named_by_the_code_of_their_card(lived):
    """It is what stands on the lists; a random key says nothing to anybody."""
    lived.policy = replace(lived.policy, today=date(2019, 6, 1))
    found = tried(lived, "orientation.latest_days=200")
    assert {one.subject for one in found.moved} == {AWA, ISSA, FATI}
    assert {(one.before, one.after) for one in found.moved} == {("broken", "unknown")}


def test_a_value_that_changes_nothing_says_so(lived):
    """An empty table would leave doubt whether anything was judged."""
    found = tried(lived, f"{MINIMUM}=4")
    assert not found.moved
    assert "Aucun cas ne change." in found.heading()
