"""Weights learned from answers: nearer to them, never far from where they were, and the same whoever sorts them."""

import random
from math import log2

import pytest

from pipeline.records.linking.learning import Judged, relearn, relearn_if_better
from pipeline.records.linking.reading import read_model

from .kit import a_pair, a_record, compared, shipped


def answers(count, share_same, seed=1):
    """So many doubtful pairs of an office where a telephone that differs speaks less against somebody than we ship."""
    pair, _ = compared(a_record(), a_record(phone="76000001", given_names="Issaka", birth_date="1991-02-03"))
    draw = random.Random(seed)
    return [Judged(pair._replace(left=f"a{n}", right=f"b{n}"), draw.random() < share_same) for n in range(count)]


def learned(judged, **more):
    document, aliases = shipped()
    return relearn(document, read_model(document, aliases), judged, **more)


def bits(document, field, level):
    return read_model(document, shipped()[1]).comparisons[field][level].weight


def test_answers_are_foreseen_better_afterwards():
    """That is what learning is for."""
    found = learned(answers(300, 0.9))
    assert found.after < found.before / 2
    assert bits(found.document, "phone", "different") > bits(shipped()[0], "phone", "different")


def test_the_other_answer_moves_the_other_way():
    """Otherwise the office could only ever loosen it."""
    assert bits(learned(answers(300, 0.0)).document, "given", "similar") <= bits(shipped()[0], "given", "similar")


def test_few_answers_move_little():
    """Three reviews are no reason to link twenty thousand people otherwise."""
    found = learned(answers(3, 1.0))
    moves = [
        abs(bits(found.document, field, level) - bits(shipped()[0], field, level))
        for field, levels in shipped()[0]["comparisons"].items()
        for level in levels
    ]
    assert max(moves) < 1.0


def test_what_was_never_seen_stays_as_it_was():
    """Nobody said anything about it."""
    found, before = learned(answers(100, 0.8)).document, shipped()[0]
    assert found["comparisons"]["birth"]["date_same"] == before["comparisons"]["birth"]["date_same"]
    for kept in ("frequencies", "upper", "lower", "floor", "records", "spread"):
        assert found[kept] == before[kept]


def test_no_answer_changes_nothing():
    """An office that never reviewed keeps the shipped model."""
    found = learned([])
    assert found.document == shipped()[0]
    assert (found.before, found.after) == (0.0, 0.0)


def test_the_order_of_answers_does_not_matter():
    """The version's mark must be the same on two machines."""
    judged = answers(50, 0.7)
    assert learned(judged).document == learned(judged[::-1]).document


def test_an_answer_counts_as_much_as_it_is_said_to():
    """Two files of different size are weighed alike when the shipped weights are made."""
    judged = answers(20, 1.0)
    once, twice = learned([*judged, *answers(20, 1.0, seed=1)][:20]), learned([j._replace(counts=2.0) for j in judged])
    assert twice.after < once.after == pytest.approx(once.after)


def test_what_does_not_foresee_other_answers_is_not_learned():
    """Answers given by chance teach chance: an office must not get worse by being asked."""
    document, aliases = shipped()
    model = read_model(document, aliases)
    assert relearn_if_better(document, model, []) is None
    better = relearn_if_better(document, model, answers(300, 0.9))
    assert better is not None
    assert better.after < 0.6
    foreseen = -log2(1 - 2**-model.family_prior)
    even = [Judged(a_pair(f"a{n:02}", f"b{n:02}", 0.0, ("prior", "records", foreseen)), n % 2 == 0) for n in range(60)]
    assert relearn_if_better(document, model, even) is None
