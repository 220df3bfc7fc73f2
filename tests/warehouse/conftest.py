"""Programmes of a test's own, with servers that never outlive it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from pipeline.warehouse import embedded, place
from tests.conftest import fresh


def ask(server, statement):
    """The one value the statement gives, over the server's own address."""
    engine = create_engine(server.url, poolclass=NullPool)
    with engine.begin() as connection:
        done = connection.execute(text(statement))
        return done.scalar() if done.returns_rows else None


def place_of(programme):
    """Where the programme's database is; it has one."""
    found = place.find(programme)
    assert found is not None
    return found


@pytest.fixture
def open_folder():
    """A new folder that every account can enter, as a programme on a server would stand in."""
    folder = Path(tempfile.mkdtemp(prefix="retour-room-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def programme(open_folder):
    """A programme without a database yet; its path has spaces and accents, as real ones do."""
    folder = open_folder / "Réinsertion à l'été (copie 2)"
    folder.mkdir()
    yield folder
    embedded.stop(folder)


@pytest.fixture(scope="module")
def lasting_programme():
    """A programme whose database lasts for a whole module, for tests that leave it as it was."""
    parent = Path(tempfile.mkdtemp(prefix="retour-room-"))
    parent.chmod(0o755)
    yield parent
    embedded.stop(parent)
    shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture(scope="session")
def common_engine(database_url, migrated_template):
    """An Engine on a migrated database that many tests use one after the other, each taking back what it wrote."""
    for url in fresh(make_url(database_url), migrated_template):
        engine = create_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def connection(common_engine):
    """A connection in a transaction that is rolled back: quicker than a database of one's own."""
    with common_engine.connect() as connection:
        yield connection
        connection.rollback()
