"""Who may read what: one role for analysts, which sees the schema ``reporting`` and nothing else."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from .configure import ANALYST

CLOSED = ("archive", "answers", "registry", "ops")


def grant(connection: Connection) -> bool:
    """The analyst's role exists and reads ``reporting`` only; False, with a notice in ``ops.notice``, if it may not be.

    Roles belong to the whole server: another programme may have made it, at this very moment even.
    On a server of the organisation our account may not be allowed to make one; that is no reason to stop.
    """
    try:
        with connection.begin_nested():
            _create(connection)
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "") or ""
        if state not in {"42501", "42710", "23505"}:
            raise
        if state == "42501":
            _note(connection)
            return False
    for schema in CLOSED:
        connection.execute(text(f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {ANALYST}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA reporting TO {ANALYST}"))
    connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO {ANALYST}"))
    connection.execute(text(f"ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO {ANALYST}"))
    return True


def exists(connection: Connection) -> bool:
    """Whether the server knows the analyst's role."""
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": ANALYST})
    return found.first() is not None


def _create(connection: Connection) -> None:
    """It cannot log in until ``retour db url --new-password`` gives it a password."""
    if not exists(connection):
        connection.execute(text(f"CREATE ROLE {ANALYST} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"))


def _note(connection: Connection) -> None:
    """`retour doctor` shows it."""
    connection.execute(
        text("INSERT INTO ops.notice (topic, detail) VALUES ('role', :detail)"),
        {"detail": f"This account may not create the role {ANALYST}; let the server's administrator do it."},
    )
