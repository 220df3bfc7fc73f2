"""The server's configuration files as text: settings for a laptop, and who may connect how."""

import sys
from pathlib import Path

OWNER = "retour"
DATABASE = "retour"
ANALYST = "retour_analyst"
FOCAL_POINT = "retour_focal_point"
SETTINGS_FILE = "retour.conf"

LAPTOP = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "192MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "min_wal_size": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "synchronous_commit": "on",
    # The log must never show a name, and an error quotes it: 'invalid input syntax for type integer: "Awa"'.
    # At this level errors of statements, which their client hears anyway, are left out; the server's own are not.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_checkpoints": "off",
}

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "120",
}
"""For tests: a crash of the machine may destroy such a database."""


def settings_text(port: int, socket_folder: Path | None, *, fast: bool) -> str:
    """The text of ``retour.conf``, written anew at each start because folders move and ports change."""
    values = LAPTOP | (FAST if fast else {})
    values |= {"port": str(port), "unix_socket_directories": str(socket_folder) if socket_folder else ""}
    values |= {"unix_socket_permissions": "0700"}
    if sys.platform == "win32":
        del values["unix_socket_permissions"]
    lines = [f"{name} = '{_quoted(value)}'" for name, value in values.items()]
    return "\n".join(["# Written by retour at each start. Your own settings belong in postgresql.conf.", *lines, ""])


def hba_text() -> str:
    """The text of ``pg_hba.conf``: the owner by the name of the account, everybody else by password."""
    local = [] if sys.platform == "win32" else [f"local all {OWNER} peer map=retour"]
    return "\n".join([*local, "host all all 127.0.0.1/32 scram-sha-256", ""])


def ident_text(accounts: set[str]) -> str:
    """The text of ``pg_ident.conf``: these accounts of the machine own the database."""
    return "".join(f'retour "{name}" {OWNER}\n' for name in sorted(accounts))


def _quoted(value: str) -> str:
    """The inside of a quoted value in PostgreSQL's configuration."""
    return value.replace("\\", "\\\\").replace("'", "''")
