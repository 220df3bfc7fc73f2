"""Whatever happened and in whatever batches it came: linking what changed gives the rows of linking everything."""

from collections import defaultdict

import pytest
from sqlalchemy import text

from pipeline.registry import facts
from pipeline.registry.case_tables import DERIVED
from pipeline.registry.rows import clear

from .histories import History


@pytest.fixture
def connection(engine):
    """In a transaction that each history begins, and that is rolled back after it."""
    with engine.connect() as connection:
        yield connection


def same_as_rebuilt(connection, seed, batches):
    """One history, linked batch by batch, then rebuilt; fails where a row differs."""
    with connection.begin() as transaction:
        history = History(connection, seed)
        history.live(batches)
        rows, given = history.rows(), history.identities()
        assert history.link() == 0, f"history {seed}: nothing was new, and something was written"
        told = history.turns()
        history.link(rebuild=True)
        assert history.turns() == told, f"history {seed}: a rebuild changed a verdict"
        assert history.identities() == given, f"history {seed}: a rebuild gave out an id"
        for table, found in history.rows().items():
            assert found == rows[table], f"history {seed}: {table} differs"
        transaction.rollback()
    return {table: len(found) for table, found in rows.items()}


@pytest.mark.parametrize("tenth", range(5))
def test_what_changed_linked_alone_equals_everything_linked_again(connection, tenth):
    """A night's run must not leave the office with other people than a rebuild would."""
    counts = [same_as_rebuilt(connection, seed, 5) for seed in range(tenth * 10, tenth * 10 + 10)]
    for table in ("pair", "person", "person_value", "plan_version", "plan_change", "membership", "event", "finding"):
        assert any(one[table] for one in counts), f"no history of these ever wrote a {table}"


@pytest.mark.soak
@pytest.mark.parametrize("fiftieth", range(10))
def test_it_does_over_five_hundred_long_histories(connection, fiftieth):
    """What happens once in a hundred programmes happens to somebody."""
    for seed in range(1000 + fiftieth * 50, 1050 + fiftieth * 50):
        same_as_rebuilt(connection, seed, 12)


@pytest.mark.parametrize("seed", range(200, 206))
def test_the_order_of_arrival_does_not_matter_given_the_ids_given_out(connection, seed):
    """Tablets come online in any order: who is who must not depend on whose battery lasted."""
    with connection.begin() as transaction:
        history = History(connection, seed)
        history.live(5)
        before = _who_is_who(connection)
        there = list(history.world.there.items())
        clear(connection, DERIVED)
        history.chance.shuffle(there)
        history.world.there.clear()
        while there:
            history.world.there.update(there.pop() for _ in range(min(len(there), 4)))
            history.link()
        assert _who_is_who(connection) == before
        transaction.rollback()


def _who_is_who(connection):
    """Where each mention went, and what each person is called."""
    went = connection.execute(
        text("SELECT mention_id, component, state, person_key, how, weight FROM registry.mention ORDER BY 1")
    )
    people = connection.execute(text("SELECT person_key, code, standing, zone, doubts FROM registry.person ORDER BY 1"))
    return list(map(str, went)), list(map(str, people))


@pytest.mark.parametrize("seed", range(300, 306))
def test_a_decision_taken_back_leaves_everybody_as_before(connection, seed):
    """A wrong merge of two people must cost nothing but the two commands."""
    with connection.begin() as transaction:
        history = History(connection, seed)
        history.live(4)
        before = _groups(connection)
        for _ in range(2):
            history.decide()
        history.link()
        for one in facts.read_decisions(connection)[-2:]:
            if one.decision.undone_at is None:
                at = history.world.later()
                facts.record_undo(connection, one.decision_id, why="", undone_by="", undone_at=at, run_id=None)
        history.link()
        assert _groups(connection) == before
        transaction.rollback()


def _groups(connection):
    """Which mentions are one person, by the key they have."""
    groups = defaultdict(set)
    for key, mention_id in connection.execute(text("SELECT person_key, mention_id FROM registry.mention")):
        groups[key].add(mention_id)
    return dict(groups)
