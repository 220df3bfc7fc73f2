"""One migrated database for many tests, each in a transaction that is rolled back."""

import pytest
from sqlalchemy import create_engine, make_url

from tests.conftest import fresh


@pytest.fixture(scope="module")
def common_engine(database_url, migrated_template):
    """An Engine that many tests use one after the other, each taking back what it wrote."""
    for url in fresh(make_url(database_url), migrated_template):
        engine = create_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def connection(common_engine):
    """A connection in a transaction that is rolled back."""
    with common_engine.connect() as connection:
        yield connection
        connection.rollback()
