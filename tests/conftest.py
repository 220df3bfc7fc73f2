"""A real PostgreSQL for the tests: one server per run, one fresh migrated database per test that asks."""

import os
import shutil
import tempfile
import uuid
from pathlib import Path

import psutil
import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text

from pipeline.database import embedded, migrate

FOLDER = "RETOUR_TEST_SERVER"
TEMPLATE = "retour_template"
PREFIX = "retour-tests-"


def pytest_configure(config):
    """One folder for the whole run: the workers of pytest-xdist inherit it and share its server."""
    if hasattr(config, "workerinput"):
        return
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    # The server's account must be able to enter where the tests run as root.
    folder.chmod(0o755)
    os.environ[FOLDER] = str(folder)


def pytest_unconfigure(config):
    """No server outlives the run, and no file of it."""
    if not hasattr(config, "workerinput"):
        remove(Path(os.environ.pop(FOLDER)))


def remove_abandoned():
    """What a killed run left behind is stopped and deleted."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            remove(folder)


def remove(folder: Path):
    """The server of that folder stops, and the folder goes."""
    embedded.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def run_alone(url: URL, statement: str) -> None:
    """One statement outside any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


@pytest.fixture(scope="session")
def database_url() -> str:
    """The server's address as its owner; its database ``retour`` is empty, so make one of your own."""
    server = embedded.start(Path(os.environ[FOLDER]), fast=True)
    return server.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_template(database_url):
    """Name of a migrated database that nobody is connected to; made by whichever worker comes first."""
    owner = create_engine(make_url(database_url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with owner.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(1)"))
        if not connection.scalar(text("SELECT count(*) FROM pg_database WHERE datname = :n"), {"n": TEMPLATE}):
            connection.execute(text("DROP DATABASE IF EXISTS retour_unfinished"))
            connection.execute(text("CREATE DATABASE retour_unfinished"))
            migrate.upgrade(create_engine(make_url(database_url).set(database="retour_unfinished"), poolclass=NullPool))
            connection.execute(text(f"ALTER DATABASE retour_unfinished RENAME TO {TEMPLATE}"))
    return TEMPLATE


@pytest.fixture
def empty_url(database_url):
    """The address of a fresh database without any table of ours; dropped afterwards."""
    yield from fresh(make_url(database_url), "template1")


@pytest.fixture
def engine(database_url, migrated_template):
    """An Engine on a fresh, migrated database of this test alone; dropped afterwards."""
    for url in fresh(make_url(database_url), migrated_template):
        engine = create_engine(url)
        yield engine
        engine.dispose()


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


def fresh(server: URL, template: str):
    """Yields the address of a copy of the template, then drops it whoever is still connected."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    run_alone(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.set(database=name)
    run_alone(server, f"DROP DATABASE {name} WITH (FORCE)")
