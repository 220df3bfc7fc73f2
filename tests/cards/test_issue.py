"""Codes are given out once, whatever chance does."""

from datetime import UTC, datetime
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from pipeline.cards.batches import Batch, is_ours, issue, list_batches
from pipeline.cards.replacing import Replacement, read_replacements, record_replacement
from pipeline.model.code import make_code

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def connection(engine):
    with engine.connect() as connection:
        yield connection


def a_batch(kind="person"):
    return Batch(uuid4(), kind, "", "", "awa", AT)


def test_a_code_that_was_given_out_is_drawn_again(connection):
    """The same dice twice: the second batch gets what comes after the first."""
    first = issue(connection, a_batch(), 5, draw=Random(1).choice)
    second = issue(connection, a_batch(), 5, draw=Random(1).choice)
    assert len(set(first) | set(second)) == 10
    dice = Random(1)
    assert [make_code("P", dice.choice) for _ in range(10)] == [*first, *second]


def test_a_code_that_stands_in_a_submission_is_not_given_out(connection):
    """Cards may be older than this database: printed elsewhere, and the archive was never moved."""
    dice = Random(1)
    old, new = (make_code("P", dice.choice) for _ in range(2))
    assert issue(connection, a_batch(), 1, {old}, draw=Random(1).choice) == (new,)
    assert not is_ours(connection, old)
    assert is_ours(connection, new)


def test_a_person_and_a_plan_never_share_a_code(connection):
    """The prefix tells them apart on paper and in every form."""
    person = issue(connection, a_batch("person"), 3, draw=Random(1).choice)
    plan = issue(connection, a_batch("plan"), 3, draw=Random(1).choice)
    assert {code[0] for code in person} == {"P"}
    assert {code[0] for code in plan} == {"B"}


def test_more_codes_than_one_statement_takes_are_counted_as_seen(connection):
    """PostgreSQL takes 65 535 values in a statement; a country has more submissions than that."""
    codes = issue(connection, a_batch(), 3)
    dice = Random(2)
    others = {make_code("B", dice.choice) for _ in range(70_000)}
    (standing,) = list_batches(connection, others | set(codes[:2]))
    assert (standing.count, standing.seen, standing.replaced, standing.is_replacement) == (3, 2, 0, False)


def test_a_code_replaces_one_other_once(connection):
    """The new code is the key, so no chain can close to a ring; and neither kind nor holder changes."""
    old, new = issue(connection, a_batch(), 2)
    plan = issue(connection, a_batch("plan"), 1)[0]
    kept = Replacement(new, old, "perdue", "awa", AT)
    record_replacement(connection, kept)
    for code, replaces in ((new, old), (old, old), (plan, old), ("P2222222", old)):
        with pytest.raises(IntegrityError), connection.begin_nested():
            record_replacement(connection, Replacement(code, replaces, "perdue", "awa", AT))
    assert read_replacements(connection) == (kept,)
