"""One decision about one version of a plan, and its fairness."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.meeting import Decided
from pipeline.rules.decision import both_criteria_are_scored, is_taken_once, version_is_known
from pipeline.rules.fairness import conflict_means_abstention, gives_reasons, holder_is_heard, rests_on_outside_opinion

from .cases import HELD, a_decision, a_draft, a_meeting, a_plan, a_plan_case, origin, policy

POLICY = policy()
EVERY = (
    is_taken_once,
    version_is_known,
    both_criteria_are_scored,
    gives_reasons,
    holder_is_heard,
    conflict_means_abstention,
)


def case(*decisions, **plan):
    """A plan with these decisions, all in one meeting."""
    decided = tuple(d if isinstance(d, Decided) else Decided(a_meeting(), d) for d in decisions)
    return a_plan_case(replace(a_plan(), decisions=decided, **plan))


def judged(rule, subject):
    """The one outcome."""
    (verdict,) = rule.judge(subject, POLICY)
    return verdict.outcome


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.id)
def test_a_plan_nobody_examined_is_not_judged(rule):
    """Waiting is no fault of the plan."""
    assert judged(rule, case()) == "not_applicable"


def twin(**changes):
    """The same decision on another tablet."""
    return a_decision(origin=origin("committee", 2)._replace(row="decisions/1"), **changes)


def test_one_decision_in_a_meeting_is_one():
    """The rule is about pairs."""
    assert judged(is_taken_once, case(a_decision())) == "met"


def test_the_same_decision_from_two_tablets_is_said_twice():
    """Nothing contradicts, but the minutes count one."""
    (verdict,) = is_taken_once.judge(case(a_decision(), twin()), POLICY)
    assert (verdict.outcome, "même" in verdict.fr) == ("broken", True)


def test_two_different_decisions_in_one_meeting_contradict_each_other():
    """Somebody must say which one the minutes have."""
    (verdict,) = is_taken_once.judge(case(a_decision(), twin(decision="rejected")), POLICY)
    assert (verdict.outcome, "différentes" in verdict.fr) == ("broken", True)


def test_another_meeting_or_another_version_is_another_decision():
    """An adjourned plan comes back."""
    later = Decided(a_meeting(meeting_id="C-2"), twin())
    for second in (later, twin(version=2)):
        assert {v.outcome for v in is_taken_once.judge(case(a_decision(), second), POLICY)} == {"met"}


def test_two_days_under_one_code_are_two_meetings():
    """Codes are given by month and place: adjourned on the 8th and validated on the 22nd contradict nothing."""
    later = Decided(a_meeting(held_on=date(2019, 3, 28)), twin())
    verdicts = list(is_taken_once.judge(case(a_decision(decision="adjourned"), later), POLICY))
    assert [v.outcome for v in verdicts] == ["met", "met"]
    assert len({v.about for v in verdicts}) == 2


def test_a_decision_is_about_a_version_that_was_there():
    """On the day of drafting it is; the day before it was not."""
    drafted = a_plan(a_draft(drafted_on=HELD))
    here = {"drafts": drafted.drafts, "versions": drafted.versions}
    assert judged(version_is_known, case(a_decision(), **here)) == "met"
    before = Decided(a_meeting(held_on=date(2019, 3, 19)), a_decision())
    assert judged(version_is_known, case(before, **here)) == "broken"


def test_a_version_nobody_received_is_broken_and_an_unnamed_one_unknown():
    """What was decided about must be readable."""
    assert judged(version_is_known, case(a_decision(version=7))) == "broken"
    assert judged(version_is_known, case(a_decision(version=None))) == "unknown"


def test_a_decision_about_a_plan_that_waits_on_a_tablet_is_no_fault():
    """Nobody can say yet which versions there are."""
    waiting = case(a_decision(), drafts=(), versions=())
    assert judged(version_is_known, waiting) == "unknown"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "met"),
        ({"relevance": None}, "broken"),
        ({"viability": None}, "broken"),
        ({"decision": "adjourned", "viability": None}, "not_applicable"),
    ],
)
def test_both_criteria_are_scored(changes, outcome):
    """Relevance to the place and viability; an adjourned plan is not scored yet."""
    assert judged(both_criteria_are_scored, case(a_decision(**changes))) == outcome


@pytest.mark.parametrize("decision", ["rejected", "adjourned"])
def test_a_refusal_gives_its_reasons(decision):
    """The holders have a right to know what would change the answer."""
    assert judged(gives_reasons, case(a_decision(decision=decision))) == "broken"
    assert judged(gives_reasons, case(a_decision(decision=decision, reasons=("not_viable",)))) == "met"
    assert judged(gives_reasons, case(a_decision())) == "not_applicable"


@pytest.mark.parametrize(("heard", "outcome"), [(True, "met"), (False, "broken"), (None, "unknown")])
def test_a_holder_is_heard(heard, outcome):
    """Two migrants defend their project on the sheet's photo."""
    assert judged(holder_is_heard, case(a_decision(holder_heard=heard))) == outcome


@pytest.mark.parametrize(
    ("conflict", "abstentions", "outcome"),
    [(False, 0, "met"), (True, 1, "met"), (True, 0, "broken"), (True, None, "broken"), (None, None, "unknown")],
)
def test_a_relative_abstains(conflict, abstentions, outcome):
    """A conflict of interest is no fault; a vote in spite of it is."""
    assert judged(conflict_means_abstention, case(a_decision(conflict=conflict, abstentions=abstentions))) == outcome


def outside(opinions=(), **seat):
    """The outcome for a decision by a committee of these seats."""
    members = tuple(member._replace(**seat) for member in a_meeting().members)
    decided = Decided(a_meeting(members=members), a_decision(opinions=opinions))
    (verdict,) = rests_on_outside_opinion.judge(a_plan_case(replace(a_plan(), decisions=(decided,))), policy())
    return verdict.outcome


def test_an_opinion_from_outside_is_behind_every_decision():
    """Nobody written is not known while outsiders sat there, and broken where none did; secretaries do not count."""
    assert outside(("civil_society",), is_implementer=True) == "met"
    assert outside() == "unknown"
    assert outside(is_implementer=None) == "unknown"
    assert outside(is_implementer=True) == "broken"
    (verdict,) = rests_on_outside_opinion.judge(a_plan_case(replace(a_plan(), decisions=())), policy())
    assert verdict.outcome == "not_applicable"
