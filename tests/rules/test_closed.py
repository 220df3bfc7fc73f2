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


def outcomes(case):
    """As analysts would see them."""
    return {(one.rule, one.about): (one.outcome, one.on, one.until) for one in judge(case, POLICY)}


def test_rules_that_turn_on_who_was_flagged_are_closed():
    """That somebody was flagged as vulnerable never leaves the office, not even as 'met'."""
    turning = set()
    for case in cases_of(Community(3)):
        if isinstance(case, PersonCase):
            yes, no = outcomes(flagged(case, True)), outcomes(flagged(case, False))
            turning |= {rule for rule, _ in {key for key in {*yes, *no} if yes.get(key) != no.get(key)}}
    assert turning
    assert {rule for rule in turning if not BY_ID[rule].closed} == set()
