"""A programme in miniature for each test that changes it, and one for all tests that only read."""

from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url

from pipeline.sandbox.faults import Faults
from pipeline.sandbox.serve import running

from ..conftest import fresh
from .ground import TOKEN, Ground


@contextmanager
def a_ground(folder, database_url, template, accounts=None):
    """A programme with a database of its own, in which its server keeps its submissions too."""
    for url in fresh(make_url(database_url), template):
        engine, faults = create_engine(url, pool_pre_ping=True), Faults()
        with running(engine, accounts, faults=faults, token=TOKEN) as server:
            yield Ground(folder, engine, server, faults)
        engine.dispose()


@pytest.fixture
def bare(tmp_path, database_url, migrated_template):
    """Database and server; nothing is laid yet."""
    with a_ground(tmp_path / "programme", database_url, migrated_template) as ground:
        yield ground


@pytest.fixture
def ground(bare):
    """The form is deployed, nothing is filled yet."""
    bare.lay().done("forms", "deploy")
    return bare
