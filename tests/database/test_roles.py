"""Analysts read ``reporting`` and the protection focal point ``protected``, and neither anything else."""

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from pipeline.database import console, embedded, migrate, opening

CLOSED = ("archive", "answers", "registry", "ops", "protected")


def as_role(engine, role, statement):
    """The rows this role gets."""
    with engine.connect() as connection:
        connection.execute(text(f"SET ROLE {role}"))
        return connection.execute(text(statement)).all()


def as_analyst(engine, statement):
    """The rows an analyst gets."""
    return as_role(engine, "retour_analyst", statement)


@pytest.mark.parametrize("schema", CLOSED)
def test_an_analyst_reads_nothing_in_an_identified_schema(engine, schema):
    """They must never see a name, also not in a table that is made later."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {schema}.people AS SELECT 'canary' AS name"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_analyst(engine, f"SELECT * FROM {schema}.people")


@pytest.mark.parametrize("schema", ["archive", "answers", "registry", "ops", "reporting"])
def test_the_focal_point_reads_nothing_but_protected(engine, schema):
    """Who is trusted with one kind of secret is not thereby trusted with all names."""
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {schema}.people AS SELECT 'canary' AS name"))
        connection.execute(text("CREATE TABLE protected.cases AS SELECT 'case' AS name"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role(engine, "retour_focal_point", f"SELECT * FROM {schema}.people")
    assert as_role(engine, "retour_focal_point", "SELECT * FROM protected.cases") == [("case",)]
    for change in ("DELETE FROM protected.cases", "CREATE TABLE protected.mine (n int)"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_role(engine, "retour_focal_point", change)


def test_an_analyst_cannot_read_the_keys(engine):
    """With the pseudonym key, every pseudonym could be turned back."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_analyst(engine, "SELECT * FROM archive.key")


def test_an_analyst_reads_views_made_after_the_role_over_tables_it_cannot(engine):
    """Reports grow; nobody must remember to grant."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE answers.visit AS SELECT 'canary' AS name, 'Daloa' AS zone"))
        connection.execute(text("CREATE VIEW reporting.visits AS SELECT zone FROM answers.visit"))
    assert as_analyst(engine, "SELECT * FROM reporting.visits") == [("Daloa",)]


def test_an_analyst_changes_nothing(engine):
    """A report must not be able to alter what it reports."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE reporting.counts AS SELECT 1 AS n"))
    statements = [
        "DELETE FROM reporting.counts",
        "CREATE TABLE reporting.mine (n int)",
        "CREATE TABLE public.mine (n int)",
    ]
    for statement in statements:
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_analyst(engine, statement)


def test_an_account_that_may_not_create_roles_gets_a_database_and_a_notice(lasting_programme):
    """On the organisation's server the administrator gives us a database, not the right to make roles."""
    server = embedded.start(lasting_programme, fast=True)
    owner = create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with owner.connect() as connection:
        connection.execute(text("CREATE ROLE plain LOGIN PASSWORD 'for-this-test'"))
        connection.execute(text("CREATE DATABASE plain OWNER plain"))
    url = f"postgresql://plain:for-this-test@127.0.0.1:{server.place.port}/plain"
    with opening.open_database(url, lasting_programme) as opened:
        assert migrate.upgrade(opened.engine)
        with opened.engine.connect() as connection:
            told = " ".join(connection.execute(text("SELECT detail FROM ops.notice")).scalars())
            assert "retour_analyst" in told
            assert "retour_focal_point" in told


def test_the_new_password_opens_reporting_over_tcp_and_replaces_the_old_one(programme):
    """What Excel and Power BI use; whoever left with the old password is out."""
    with opening.open_database(None, programme, fast=True) as opened:
        migrate.upgrade(opened.engine)
        old = console.new_password(opened.engine)
        new = console.new_password(opened.engine)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(console.reader_address(opened, old))
        with psycopg.connect(console.reader_address(opened, new)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("retour_analyst",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM archive.key")
        assert make_url(console.reader_address(opened)).password is None


def test_each_role_has_a_password_of_its_own(programme):
    """An analyst's password must not open the focal point's schema."""
    with opening.open_database(None, programme, fast=True) as opened:
        migrate.upgrade(opened.engine)
        focal_point = console.new_password(opened.engine, "retour_focal_point")
        analyst = console.new_password(opened.engine)
        address = console.reader_address(opened, focal_point, "retour_focal_point")
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("retour_focal_point",)
            assert connection.execute("SELECT count(*) FROM protected.form_status").fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM reporting.form_status")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(console.reader_address(opened, analyst, "retour_focal_point"))
