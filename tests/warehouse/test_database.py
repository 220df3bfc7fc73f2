"""The organisation's own server is checked before anything is written, and no message shows its password."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.errors import SetupError, StoreError
from pipeline.warehouse import database, place
from pipeline.warehouse.failures import store_errors

PASSWORD = "s3cret-canary"


def refusal(url, folder):
    """What the reader is told; fails if it gives the password away."""
    with pytest.raises(SetupError) as caught:
        database.open_database(url, folder)
    assert PASSWORD not in str(caught.value)
    assert PASSWORD not in repr(caught.value.__cause__)
    return str(caught.value)


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        (f"mysql://u:{PASSWORD}@localhost/d", "not PostgreSQL"),
        (f"{PASSWORD}", "not an address"),
        (f"postgresql://u:{PASSWORD}@localhost", "names no database"),
        (f"postgresql://u:{PASSWORD}@localhost:notaport/d", "not an address"),
        (f"postgresql://u:{PASSWORD}@no-such-host.invalid/d", "name is unknown"),
    ],
)
def test_a_wrong_address_is_explained_without_its_password(url, meaning, tmp_path):
    """It comes from a variable a person typed, and the message ends up in a mail to support."""
    assert meaning in refusal(url, tmp_path)


def test_a_server_that_is_not_there_is_explained(tmp_path):
    """The most frequent cause of all."""
    port = place.free_port()
    assert "nothing listens" in refusal(f"postgresql://u:{PASSWORD}@127.0.0.1:{port}/d", tmp_path)


def test_a_wrong_password_is_explained(database_url, tmp_path):
    """The second."""
    port = make_url(database_url).query["port"]
    assert "password is wrong" in refusal(f"postgresql://retour:{PASSWORD}@127.0.0.1:{port}/retour", tmp_path)


def test_a_database_that_does_not_exist_is_explained(database_url, tmp_path):
    """The third."""
    wrong = make_url(database_url).set(database="nowhere").render_as_string(hide_password=False)
    assert "no such database" in refusal(wrong, tmp_path)


def test_a_database_that_is_not_utf8_is_refused(database_url, tmp_path):
    """Names with accents would be lost in it, or stop a run in its middle."""
    owner = create_engine(database_url, isolation_level="AUTOCOMMIT")
    name = f"latin_{os.getpid()}"
    with owner.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
        )
        try:
            url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
            assert "LATIN1" in refusal(url, tmp_path)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    owner.dispose()


def test_a_server_too_old_is_refused_and_the_oldest_tried_is_not():
    """What nobody tried must not be trusted with the only copy."""
    database.check_server("here", 150_000, "UTF8")
    with pytest.raises(SetupError, match="PostgreSQL 14"):
        database.check_server("here", 149_999, "UTF8")


@pytest.mark.parametrize("spelling", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_every_usual_spelling_reaches_the_one_driver(spelling):
    """Hosting companies write postgres://, tutorials psycopg2."""
    assert (
        database.parse(f" {spelling}://u:p%40@h:1/d\n").render_as_string(False) == "postgresql+psycopg://u:p%40@h:1/d"
    )


def test_sessions_are_in_utc_whatever_the_address_asks(database_url, tmp_path):
    """Instants read in a server's local zone would shift by hours."""
    url = make_url(database_url).update_query_dict({"options": "-c timezone=Asia/Tokyo -c statement_timeout=7s"})
    with database.open_database(url.render_as_string(hide_password=False), tmp_path) as opened:
        with opened.engine.connect() as connection:
            assert connection.scalar(text("SHOW timezone")) == "UTC"
            assert connection.scalar(text("SHOW statement_timeout")) == "7s"
        assert not opened.is_embedded


def test_the_shown_address_hides_the_password():
    """It is printed by db status and written to logs."""
    assert PASSWORD not in repr(database.connect(database.parse(f"postgresql://u:{PASSWORD}@h/d")))


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
