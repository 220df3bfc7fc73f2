"""The fixed tables come from hand-written steps, all or nothing."""

import pytest
from sqlalchemy import create_engine, text

from pipeline.database import migrate
from pipeline.errors import SetupError


@pytest.fixture
def empty(empty_url):
    engine = create_engine(empty_url)
    yield engine
    engine.dispose()


def test_an_empty_database_becomes_current(empty):
    """The first run of a programme starts from nothing."""
    assert migrate.current(empty) is None
    taken = migrate.upgrade(empty)
    assert taken[0] == "0001_schemas"
    assert migrate.current(empty) == migrate.newest() == taken[-1]


def test_a_second_upgrade_does_nothing(engine):
    """It runs at the start of every command."""
    assert migrate.upgrade(engine) == ()


def test_a_newer_database_is_refused(engine):
    """An old program would misread tables that a newer one has changed."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE ops.alembic_version SET version_num = '9999_future'"))
    with pytest.raises(SetupError, match=r"9999_future.*newer"):
        migrate.upgrade(engine)
    with pytest.raises(SetupError, match=r"9999_future.*newer"):
        migrate.check_current(engine)


def test_the_keys_are_random_and_stay(engine):
    """Pseudonyms must be the same after every upgrade, and not guessable."""
    question = text("SELECT name, value FROM archive.key ORDER BY name")
    with engine.connect() as connection:
        keys = {row.name: bytes(row.value) for row in connection.execute(question)}
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert {row.name: bytes(row.value) for row in connection.execute(question)} == keys
    assert set(keys) == {"erasure", "pseudonym"}
    assert len(set(keys.values())) == 2
    assert {len(value) for value in keys.values()} == {32}
