"""The database's refusals reach the reader in our words, without any value of any row."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.errors import StoreError
from pipeline.sql import store_errors


def test_a_refusal_names_table_and_constraint_and_never_the_row(engine):
    """PostgreSQL quotes the whole row."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ops.person (name text PRIMARY KEY, CONSTRAINT short CHECK (name < 'b'))"))
        connection.execute(text("INSERT INTO ops.person VALUES ('a-canary')"))
    for name in ("a-canary", "z-canary"):
        with pytest.raises(StoreError) as caught, store_errors("loading people"), engine.begin() as connection:
            connection.execute(text("INSERT INTO ops.person VALUES (:name)"), {"name": name})
        assert "canary" not in str(caught.value)
        assert "person" in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


def test_a_value_that_does_not_fit_is_refused_without_being_quoted(engine):
    """'invalid input syntax for type integer: "Awa"' has a name in it."""
    with pytest.raises(StoreError) as caught, store_errors("loading"), engine.begin() as connection:
        connection.execute(text("SELECT cast(:name AS integer)"), {"name": "canary"})
    assert "canary" not in str(caught.value)


def be_cut_off(engine):
    """A transaction whose connection the server ends in its middle."""
    with engine.begin() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.execute(text("CREATE TABLE before_the_cut (n int)"))
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        connection.execute(text("CREATE TABLE after_the_cut (n int)"))


def test_a_connection_that_is_cut_is_told_as_such(engine):
    """A server restarts, a cable is pulled; everything since the last commit is gone and the reader must know."""
    with pytest.raises(StoreError, match=r"stopped|lost"), store_errors("loading"):
        be_cut_off(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('before_the_cut')")) is None


def sort_too_much(engine):
    """A sort that needs more temporary disk than the session may have."""
    with engine.connect() as connection:
        connection.execute(text("SET work_mem = '64kB'"))
        connection.execute(text("SET temp_file_limit = '1MB'"))
        connection.execute(text("SELECT count(*) FROM (SELECT n FROM generate_series(1, 300000) n ORDER BY -n) s"))


def test_a_limit_of_the_server_is_told_as_such(engine):
    """The nearest to a full disk that every machine can produce."""
    with pytest.raises(StoreError, match="limit"), store_errors("sorting"):
        sort_too_much(engine)


@pytest.fixture
def small_disk():
    """A real disk of two megabytes that the server may write to."""
    folder = Path(tempfile.mkdtemp(prefix="retour-small-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=1777", "retour-test", str(folder)], capture_output=True
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("only root may mount a small disk")
    inner = folder / "space"
    inner.mkdir()
    yield inner
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_rolls_back_and_says_so(engine, small_disk):
    """A run that filled the disk must leave the rows of before, and tell what to do."""
    name = f"small_{os.getpid()}"
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
        os.chown(small_disk, data.stat().st_uid, -1)
        connection.execute(text(f"CREATE TABLESPACE {name} LOCATION '{small_disk}'"))
        connection.execute(text(f"CREATE TABLE ops.filled (word text) TABLESPACE {name}"))
        connection.execute(text("INSERT INTO ops.filled VALUES ('before')"))
        try:
            with pytest.raises(StoreError, match="disk is full"), store_errors("loading"), engine.begin() as loading:
                loading.execute(text("INSERT INTO ops.filled SELECT repeat('x', 900) FROM generate_series(1, 9000)"))
            assert connection.scalars(text("SELECT word FROM ops.filled")).all() == ["before"]
        finally:
            connection.execute(text("DROP TABLE ops.filled"))
            connection.execute(text(f"DROP TABLESPACE {name}"))
