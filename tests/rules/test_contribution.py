"""What holders bring of their own."""

from dataclasses import replace
from datetime import date

from pipeline.rules.contribution import has_own_contribution
from pipeline.rules.policy import Threshold

from .cases import a_draft, a_plan, a_plan_case, policy

REQUIRED = policy(contribution__required=True)


def judged(case, by=REQUIRED):
    """The one verdict."""
    (verdict,) = has_own_contribution.judge(case, by)
    return verdict


def of(**changes):
    """The case of a plan whose draft has these changes."""
    return a_plan_case(a_plan(a_draft(**changes)))


def test_a_contribution_meets_the_rule():
    """The practice asks for something in kind or in goods, however small."""
    assert judged(of()).outcome == "met"


def test_a_reasoned_waiver_meets_the_rule_and_is_named():
    """Nobody is refused because of extreme vulnerability; the committee sees that it was waived."""
    verdict = judged(of(contributions=(), waiver="disability"))
    assert (verdict.outcome, verdict.fr) == ("met", "Dispense motivée : handicap.")


def test_neither_of_them_is_broken_and_says_what_would_mend_it():
    """Who brings nothing and says nothing has missed a question."""
    verdict = judged(of(contributions=(), waiver=""))
    assert verdict.outcome == "broken"
    assert "apportent" in verdict.mend_fr


def test_a_plan_drafted_before_the_rule_began_is_not_judged_by_it():
    """A threshold counts from its own first day, and on it."""
    since = policy(contribution__required=[Threshold("contribution.required", True, date(2019, 3, 5))])
    assert judged(of(contributions=(), waiver="", drafted_on=date(2019, 3, 4)), since).outcome == "not_applicable"
    assert judged(of(contributions=(), waiver="", drafted_on=date(2019, 3, 5)), since).outcome == "broken"


def test_a_plan_nobody_has_received_is_unknown():
    """A review can come before its plan: tablets are online in any order."""
    assert judged(a_plan_case(replace(a_plan(), drafts=()))).outcome == "unknown"
