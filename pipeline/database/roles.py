"""Who may read what: one role for analysts and one for the protection focal point, each of one schema only."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from .configure import ANALYST, FOCAL_POINT

READS = {ANALYST: "reporting", FOCAL_POINT: "protected"}
SCHEMAS = ("archive", "answers", "registry", "ops", "reporting", "protected")


def grant(connection: Connection, role: str) -> bool:
    """The role exists and reads its one schema only; False, with a notice in ``ops.notice``, if it may not be.

    Roles belong to the whole server: another programme may have made it, at this very moment even.
    On a server of the organisation our account may not be allowed to make one; that is no reason to stop.
    """
    try:
        with connection.begin_nested():
            _create(connection, role)
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "") or ""
        if state not in {"42501", "42710", "23505"}:
            raise
        if state == "42501":
            _note(connection, role)
            return False
    schema = READS[role]
    for closed in SCHEMAS:
        if closed != schema:
            connection.execute(text(f"REVOKE ALL ON SCHEMA {closed} FROM PUBLIC, {role}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
    connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"))
    connection.execute(text(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}"))
    return True


def exists(connection: Connection, role: str) -> bool:
    """Whether the server knows the role."""
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": role})
    return found.first() is not None


def _create(connection: Connection, role: str) -> None:
    """It cannot log in until ``retour db url --new-password`` gives it a password."""
    if not exists(connection, role):
        connection.execute(text(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"))


def _note(connection: Connection, role: str) -> None:
    """`retour doctor` shows it."""
    connection.execute(
        text("INSERT INTO ops.notice (topic, detail) VALUES ('role', :detail)"),
        {"detail": f"This account may not create the role {role}; let the server's administrator do it."},
    )
