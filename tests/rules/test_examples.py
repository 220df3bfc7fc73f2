"""Every rule is tried at every outcome it declares, by an example small enough to read."""

import pytest

from pipeline.rules.judge import judge
from pipeline.rules.practice import BY_ID, RULES

from .examples import events, goods, people, plans

EXAMPLES = people.EXAMPLES | events.EXAMPLES | plans.EXAMPLES | goods.EXAMPLES
EVERY = [(rule, outcome) for rule, told in EXAMPLES.items() for outcome in told]
CASES = [example for told in EXAMPLES.values() for example in told.values()]


def test_every_rule_has_an_example_of_each_outcome_it_declares():
    """A rule that nobody saw broken may be one that cannot break."""
    assert {rule: set(told) for rule, told in EXAMPLES.items()} == {rule.id: set(rule.outcomes) for rule in RULES}


@pytest.mark.parametrize(("rule", "outcome"), EVERY)
def test_the_example_has_that_outcome(rule, outcome):
    """And no other: each verdict of the rule about this case."""
    case, policy = EXAMPLES[rule][outcome]
    found = judge(case, policy, [BY_ID[rule]])
    assert {one.outcome for one in found} == {outcome}


def test_whatever_the_case_each_rule_says_something_it_declared_and_how_to_mend_it():
    """A verdict without a reason, or an outcome nobody expects, is no help to whoever must act."""
    for case, policy in CASES:
        found = judge(case, policy)
        assert {one.rule for one in found} == {rule.id for rule in RULES if rule.subject == found[0].subject_kind}
        for one in found:
            assert one.outcome in BY_ID[one.rule].outcomes, one.rule
            assert all((one.reason_fr, one.reason_en)), one.rule
            assert one.outcome != "broken" or all((one.mend_fr, one.mend_en)), one.rule


def test_two_verdicts_of_one_rule_about_one_case_are_told_apart():
    """Findings are kept with their history: one that cannot be named cannot be compared with yesterday's."""
    for case, policy in CASES:
        named = [(one.rule, one.about) for one in judge(case, policy)]
        assert len(named) == len(set(named))
