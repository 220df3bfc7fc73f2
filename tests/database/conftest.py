"""Programmes of a test's own, with servers that never outlive it."""

import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from pipeline.database import embedded, place


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
