"""Every threshold is tried on both sides, and on both sides of each of its days."""

from datetime import timedelta

import pytest

from pipeline.rules.judge import judge
from pipeline.rules.policy import Threshold
from pipeline.rules.practice import BY_ID, RULES

from .cases import policy
from .examples.edges import EDGES, READ_ELSEWHERE

NAMES = [f"{edge.rule} {edge.threshold}" for edge in EDGES]
every_edge = pytest.mark.parametrize("edge", EDGES, ids=NAMES)
ONE_DAY = timedelta(1)


def said(edge, side, versions):
    """Outcome and reason on one side, while these versions of the threshold stand in the file."""
    named = {name.replace(".", "__"): value for name, value in edge.rest.items()}
    judged_by = policy(side.today, **(named | {edge.threshold.replace(".", "__"): versions}))
    (found,) = {(one.outcome, one.reason_fr) for one in judge(side.case, judged_by, [BY_ID[edge.rule]])}
    return found


def version(edge, start=None, end=None):
    """The threshold as the file has it, from a day and up to a day."""
    return [Threshold(edge.threshold, edge.value, start, end)]


def test_every_threshold_of_every_rule_is_tried():
    """A threshold no test crosses may be read the wrong way round."""
    read = {(rule.id, name) for rule in RULES for name in rule.thresholds}
    assert {(edge.rule, edge.threshold) for edge in EDGES} | READ_ELSEWHERE.keys() == read


@every_edge
def test_the_last_case_on_one_side_and_the_first_on_the_other(edge):
    """One franc, one day, one seat more or less decides."""
    (kept, why_kept), (beyond, why_beyond) = (said(edge, s, version(edge)) for s in (edge.kept, edge.beyond))
    assert (kept, beyond) == (edge.kept.outcome, edge.beyond.outcome)
    assert why_kept != why_beyond or kept != beyond
    if edge.word:
        assert (edge.word in why_kept, edge.word in why_beyond) == (False, True)


@every_edge
def test_a_threshold_counts_from_its_first_day_to_its_last(edge):
    """What was done before a rule began, or after it ended, is not judged by it."""
    side = edge.kept if edge.by_kept else edge.beyond
    day = edge.on
    for inside in (version(edge, day), version(edge, None, day)):
        assert said(edge, side, inside) == said(edge, side, version(edge))
    for outside in (version(edge, day + ONE_DAY), version(edge, None, day - ONE_DAY)):
        outcome, why = said(edge, side, outside)
        assert outcome == edge.without
        assert not (edge.word and edge.word in why)
