"""The archive moved between databases, and mass deletions confirmed by a person."""

import os
from pathlib import Path
from typing import BinaryIO

from ..archive import deletions
from ..archive.attachments import want_missing_again
from ..archive.moved import Moved
from ..archive.transfer_in import Imported, import_
from ..archive.transfer_out import export
from ..errors import SetupError
from .daily import on_record
from .session import open_session
from .telling import Telling

DECISIONS = (
    Moved("registry.card_batch", ("batch_id",)),
    Moved("registry.card", ("code",)),
    Moved("registry.card_replacement", ("code",)),
    Moved("registry.identity", ("handle",)),
    Moved("registry.link_decision", ("decision_id",)),
    Moved("registry.link_undo", ("decision_id",)),
    Moved("registry.imported_row", ("family", "source", "kind", "key", "edition")),
    Moved("ops.rule_override", ("override_id",)),
    Moved("ops.override_withdrawal", ("override_id",)),
    Moved("ops.finding_change", ("subject_kind", "subject", "rule", "about", "changed_at", "after")),
    Moved("ops.written_status", ("deployment", "root_uuid"), root_column="root_uuid", newest_by="noted_at"),
)
"""What people decided, when verdicts turned, and what we wrote on servers: no rebuild could find it again. It travels
in this order.
"""


def export_archive(folder: Path, telling: Telling, file: Path) -> dict[str, int]:
    """The whole archive in one file (zstd JSON lines); counts of lines by kind.

    Raises:
        SetupError: the file is there already or cannot be written.
        StoreError: the database refused.
    """
    if file.exists():
        raise SetupError(str(file), "is there already; nothing was overwritten.", "Name another file.")
    partial = file.with_name(file.name + ".partial")
    try:
        with open_session(folder, telling, writes=False) as session, _opened_alone(partial) as stream:
            counts = export(session.engine, stream, DECISIONS, session.settings.programme_id)
        partial.rename(file)
    finally:
        # A part of an archive is of no use, and everybody's answers all the same.
        partial.unlink(missing_ok=True)
    return counts


def import_archive(folder: Path, telling: Telling, file: Path) -> Imported:
    """The file's archive is merged into this programme's, all or nothing; run 'build' afterwards.

    Raises:
        SetupError: no such file, or not an archive.
        StoreError: the database refused; nothing of the file is in.
    """
    with on_record(folder, telling, "archive import") as (session, note), _opened(file, "rb") as stream:
        imported = import_(session.engine, stream, file.name, DECISIONS, session.settings.programme_id)
        for deployment in session.settings.deployments():
            want_missing_again(session.engine, deployment.key, folder / "attachments")
        note({"imported": {name: getattr(imported, name) for name in Imported.__slots__}})
        return imported


def confirm_deletions(folder: Path, telling: Telling) -> dict[str, int]:
    """A person says that what is missing on the servers is really gone; how many were deleted, by deployment."""
    with on_record(folder, telling, "archive confirm-deletions") as (session, note):
        with session.engine.begin() as connection:
            waiting = deletions.pending(connection)
            done = {key: deletions.confirm_pending(connection, key, session.run_id) for key in waiting}
        note({"confirmed": done})
        return done


def pending_deletions(folder: Path, telling: Telling) -> dict[str, int]:
    """How many wait for a person, by deployment."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return deletions.pending(connection)


def _opened_alone(file: Path) -> BinaryIO:
    """A new file that only its owner can read: it holds what people said, in plain text."""
    file.unlink(missing_ok=True)
    try:
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb")
    except OSError as error:
        raise SetupError(str(file), f"cannot be opened ({error.strerror}).", "Check the name and the folder.") from None


def _opened(file: Path, mode: str) -> BinaryIO:
    try:
        return file.open(mode)  # type: ignore[return-value]
    except OSError as error:
        raise SetupError(str(file), f"cannot be opened ({error.strerror}).", "Check the name and the folder.") from None
