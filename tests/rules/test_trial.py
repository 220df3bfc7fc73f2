"""What another threshold would change, before anybody adopts it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.errors import SetupError
from pipeline.model.case import LocalityCase, MeetingCase, PersonCase, SessionCase
from pipeline.model.steps import Session
from pipeline.rules.judge import judge
from pipeline.rules.policy import Policy, Threshold
from pipeline.rules.practice import RULES
from pipeline.rules.trial import moved, trial_of

from .cases import HELD, MEETING, TODAY, a_journey, a_meeting, a_plan, a_plan_case, origin
from .documents import shipped
from .goods import a_purchase, a_visit, handed_over, installed, purchased

POLICY = Policy(date(2020, 1, 1), shipped())
MINIMUM = "committee.local_minimum"


def minimum(since, *days):
    """The local minimum on these days, tried as 6 from a day on."""
    policy = trial_of(POLICY, [f"{MINIMUM}=6"], since).policy
    return [policy.value(MINIMUM, day) for day in days]


LARGE, LAST_LARGE, FIRST_SMALL = date(2018, 1, 1), date(2018, 8, 31), date(2018, 9, 1)


def test_a_trial_without_a_day_holds_for_every_day():
    """The question is then: what if this had always been the rule."""
    assert minimum(None, LARGE, LAST_LARGE, FIRST_SMALL, None) == [6, 6, 6, 6]


def test_a_trial_from_a_day_holds_over_later_versions_of_the_file():
    """Otherwise a trial from 2018 would end where the file next changes, and show half of its effect."""
    since = date(2018, 3, 1)
    assert minimum(since, LARGE, date(2018, 2, 28), since, FIRST_SMALL, date(2019, 1, 1)) == [15, 15, 6, 6, 6]


def test_a_trial_from_a_day_leaves_earlier_days_as_they_are():
    """What happened before is judged by the rules of its day, in a trial too."""
    assert minimum(date(2019, 1, 1), LAST_LARGE, FIRST_SMALL, date(2018, 12, 31), date(2019, 1, 1)) == [15, 4, 4, 6]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("committee.local_minimum= 5 ", 5),
        ("purchases.quotations_from_xof=500 000", 500000),
        ("ceilings.person_xof=650000", 650000),
        ("amendment.review_above=0,15", Decimal("0.15")),
        ("procurement.review_required=non", False),
        ("visits.months=3,9", (3, 9)),
        ("training.modules=spirit", ("spirit",)),
        ("committee.local_level=province", "province"),
        ("committee.quorum=aucun", None),
    ],
)
def test_values_are_typed_as_those_of_the_file(setting, value):
    """A number read as text would compare with nothing, and the trial would show an empty change."""
    (tried,) = trial_of(POLICY, [setting]).settings
    assert (tried.value, type(tried.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("settings", "since", "where", "fix"),
    [
        (["committee.local_minimun=5"], None, "committee.local_minimun", MINIMUM),
        (["committee.local_minimum"], None, "committee.local_minimum", "--set"),
        (["committee.local_minimum=cinq"], None, MINIMUM, "4"),
        (["committee.local_minimum=4.5"], None, MINIMUM, "4"),
        (["committee.local_minimum=-1"], None, MINIMUM, "none"),
        (["amendment.review_above=beaucoup"], None, "amendment.review_above", "0.1"),
        (["procurement.review_required=peut-être"], None, "procurement.review_required", "yes"),
        (["visits.months=3,six"], None, "visits.months", "3, 6, 12"),
        (["committee.local_level=village"], None, "committee.local_level", "commune"),
        ([f"{MINIMUM}=5", f"{MINIMUM}=6"], None, MINIMUM, "one value"),
        ([f"{MINIMUM}=5"], date(2020, 1, 2), "2020-01-02", "past"),
    ],
)
def test_a_wrong_trial_says_what_to_write(settings, since, where, fix):
    """A programme officer types it by hand."""
    with pytest.raises(SetupError) as caught:
        trial_of(POLICY, settings, since)
    assert where in caught.value.where
    assert fix in caught.value.fix


def test_only_rules_that_read_the_threshold_are_judged():
    """No other outcome can change, and a large programme answers sooner."""
    assert [rule.id for rule in trial_of(POLICY, ["committee.quorum=4"]).rules] == ["committee.quorum"]


def test_what_changes_is_told_with_both_reasons():
    """Three voting seats make a quorum of three, not one of four; a quorum that is kept is no change."""
    case = MeetingCase(MEETING, (a_meeting(),))
    trial = trial_of(POLICY, ["committee.quorum=4"])
    changes = list(moved(judge(case, POLICY, trial.rules), judge(case, trial.policy, trial.rules)))
    assert [(c.rule, c.subject, c.before, c.after) for c in changes] == [("committee.quorum", MEETING, "met", "broken")]
    assert ("3" in changes[0].reason_before, "4" in changes[0].reason_after) == (True, True)
    same = trial_of(POLICY, ["committee.quorum=2"])
    assert not list(moved(judge(case, POLICY, same.rules), judge(case, same.policy, same.rules)))


def test_a_finding_that_comes_or_goes_is_a_change():
    """Another list of visits makes other verdicts, not other outcomes of the same ones."""
    case = installed(handed_over(), visits=(a_visit(),))
    trial = trial_of(POLICY, ["visits.months=3"])
    changes = moved(judge(case, POLICY, trial.rules), judge(case, trial.policy, trial.rules))
    assert {(c.about, c.after) for c in changes} == {("6 mois", None), ("12 mois", None)}


class Noted(dict[str, tuple[Threshold, ...]]):
    """Thresholds that remember which of them were read."""

    def __init__(self, thresholds: Mapping[str, tuple[Threshold, ...]]) -> None:
        super().__init__(thresholds)
        self.read: set[str] = set()

    def get(self, name, default=None):
        """As a dict does, and remembered."""
        self.read.add(name)
        return super().get(name, default)


def cases():
    """One case of every kind, with something of everything."""
    plan = installed(purchased(a_purchase()), handed_over(), visits=(a_visit(),))
    session = Session(origin("training"), "training", "F-1", HELD, HELD, "BF-BLG-garango", "held", 1)
    amended = replace(a_plan(), decisions=(), reviews=())
    yield PersonCase(a_journey(), (a_plan(), plan.plan), ("B",))
    yield from (plan, a_plan_case(amended), MeetingCase(MEETING, (a_meeting(),)))
    yield SessionCase("F-1", "training", (session,))
    yield LocalityCase("BF-BLG-garango", "commune", (amended,))


def test_a_rule_reads_only_thresholds_it_names():
    """A trial judges the rules that name the threshold: one that reads it in secret would be left out."""
    for rule in RULES:
        noted = Noted(shipped())
        for case in cases():
            judge(case, replace(Policy(TODAY), thresholds=noted), (rule,))
        assert noted.read <= set(rule.thresholds), rule.id
