"""No rule gives a closed answer away to analysts, who see outcomes: what turns on such an answer is marked as closed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.case import PersonCase
from pipeline.rules.judge import judge
from pipeline.rules.practice import BY_ID
from pipeline.run.judging.policy import read_ruling
from tests.bench.community import Community
from tests.bench.community_cases import cases_of

POLICY = read_ruling(Path(__file__).parents[2], datetime(2020, 6, 1, tzinfo=UTC)).policy


def flagged(case, is_flagged):
    """The same person, flagged as vulnerable at arrival or not."""
    registered = tuple(replace(one, is_flagged=is_flagged) for one in case.journey.registrations)
    return replace(case, journey=replace(case.journey, registrations=registered))


def complaining(case, state):
    """The same person, whose surveys note a complaint in that state, or none."""
    surveys = tuple(one._replace(complaint_state=state) for one in case.journey.surveys)
    return replace(case, journey=replace(case.journey, surveys=surveys))


def turning(cases, one, other):
    """Rules that say something else of the one than of the other."""
    found = set()
    for case in cases:
        yes, no = outcomes(one(case)), outcomes(other(case))
        found |= {rule for rule, _ in {key for key in {*yes, *no} if yes.get(key) != no.get(key)}}
    return found


def people():
    """Lives of synthetic people."""
    return [case for case in cases_of(Community(3)) if isinstance(case, PersonCase)]


def outcomes(case):
    """As analysts would see them."""
    return {(one.rule, one.about): (one.outcome, one.on, one.until) for one in judge(case, POLICY)}


def test_rules_that_turn_on_who_was_flagged_are_closed():
    """That somebody was flagged as vulnerable never leaves the office, not even as 'met'."""
    found = turning(people(), lambda case: flagged(case, True), lambda case: flagged(case, False))
    assert found
    assert {rule for rule in found if not BY_ID[rule].closed} == set()


def test_rules_that_turn_on_who_complained_are_closed():
    """Whoever complained must not be found by counting outcomes."""
    surveyed = [case for case in people() if case.journey.surveys]
    for state in ("open", "closed"):
        found = turning(
            surveyed, lambda case, state=state: complaining(case, state), lambda case: complaining(case, "")
        )
        assert found
        assert {rule for rule in found if not BY_ID[rule].closed} == set()
