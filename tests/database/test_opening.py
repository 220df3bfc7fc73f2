"""The organisation's own server is checked before anything is written, and no message shows its password."""

import os

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.database import opening, place
from pipeline.errors import SetupError

PASSWORD = "s3cret-canary"


def refusal(url, folder):
    """What the reader is told; fails if it gives the password away."""
    with pytest.raises(SetupError) as caught:
        opening.open_database(url, folder)
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
    opening.check_server("here", 150_000, "UTF8")
    with pytest.raises(SetupError, match="PostgreSQL 14"):
        opening.check_server("here", 149_999, "UTF8")


@pytest.mark.parametrize("spelling", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_every_usual_spelling_reaches_the_one_driver(spelling):
    """Hosting companies write postgres://, tutorials psycopg2."""
    assert opening.parse(f" {spelling}://u:p%40@h:1/d\n").render_as_string(False) == "postgresql+psycopg://u:p%40@h:1/d"


def test_sessions_are_in_utc_whatever_the_address_asks(database_url, tmp_path):
    """Instants read in a server's local zone would shift by hours."""
    url = make_url(database_url).update_query_dict({"options": "-c timezone=Asia/Tokyo -c statement_timeout=7s"})
    with opening.open_database(url.render_as_string(hide_password=False), tmp_path) as opened:
        with opened.engine.connect() as connection:
            assert connection.scalar(text("SHOW timezone")) == "UTC"
            assert connection.scalar(text("SHOW statement_timeout")) == "7s"
        assert not opened.is_embedded


def test_the_shown_address_hides_the_password():
    """It is printed by db status and written to logs."""
    assert PASSWORD not in repr(opening.connect(opening.parse(f"postgresql://u:{PASSWORD}@h/d")))
