"""Cards: codes recorded first and printed then, what became of them, and a new card for a lost one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from ..cards.batches import PREFIX, Batch, Kind, Standing, is_ours, issue, list_batches
from ..cards.replacing import Replacement, newest_codes, read_code, read_replacements, record_replacement
from ..cards.seen import written_codes
from ..cards.sheet import Sheet, pages_needed, sheets_as_pdf
from ..errors import SetupError, did_you_mean
from ..sql import store_errors
from ..warehouse.schemas import schemas_of_tables
from ..warehouse.shapes import named_columns
from .daily import on_record
from .planning.new_file import cannot_write, check_new_pdf
from .session import Session, open_session
from .telling import Telling

KIND_OF = {prefix: kind for kind, prefix in PREFIX.items()}


@dataclass(frozen=True, slots=True)
class Printed:
    """Cards that are recorded and lie in a file."""

    batch: Batch
    count: int
    pages: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a replacement did.

    Attributes:
        asked: the code the person named.
        old: the code that was in use until now; another than ``asked`` if that had been replaced before.
        new: the code that holds from now on.
    """

    asked: str
    old: str
    new: str


def print_cards(
    folder: Path, telling: Telling, file: Path, *, count: int, kind: Kind, receiver: str, zone: str, by: str
) -> Printed:
    """New codes are recorded as a batch and lie in ``file`` as A4 sheets; either both or nothing.

    Raises:
        SetupError: the file is there already or cannot be written, or no deployment has that zone.
        StoreError: the database refused.
    """
    check_new_pdf(file, "cards are printed as PDF.", "cards.pdf")
    with on_record(folder, telling, "cards") as (session, note):
        _refuse_zone(session, zone)
        batch = Batch(uuid4(), kind, receiver, zone, by, session.at, session.run_id)
        with _put_in_place(file) as partial, _recording(session) as connection:
            codes = issue(connection, batch, count, _written(connection))
            _write(partial, session, batch, codes)
        note({"batch": str(batch.batch_id), "kind": kind, "cards": count})
    return Printed(batch, count, pages_needed(count))


def read_batches(folder: Path, telling: Telling) -> tuple[Standing, ...]:
    """All batches, oldest first, with what the submissions built last say of their codes."""
    with open_session(folder, telling, writes=False) as session, session.engine.connect() as connection:
        return list_batches(connection, _written(connection))


def replace_card(folder: Path, telling: Telling, typed: str, *, why: str, by: str, file: Path | None) -> Replaced:
    """A new code stands for whoever held the old one; the old one stays as an alias, for ever.

    A code that was replaced already leads to the newest one, and that is replaced.

    Args:
        typed: as it stands on the card, with or without the gap.
        why: in a few words, without a name.
        by: who says that they decided it.
        file: for the one card that is printed; None prints nothing.

    Raises:
        SetupError: it is no code, it was never given out here, the reason is missing, or the file.
        StoreError: the database refused.
    """
    code = read_code(typed)
    if len(why.strip()) < 5:
        raise SetupError(
            "cards replace", "the reason is missing.", "Say why in a few words, without a name: --why '…'."
        )
    if file is not None:
        check_new_pdf(file, "cards are printed as PDF.", "cards.pdf")
    with on_record(folder, telling, "cards replace") as (session, note):
        with _put_in_place(file) as partial, _recording(session) as connection:
            old, batch, codes = _replace(connection, session, code, why, by)
            _write(partial, session, batch, codes)
        note({"batch": str(batch.batch_id), "kind": batch.kind, "cards": 1})
    return Replaced(code, old, codes[0])


def _replace(
    connection: Connection, session: Session, code: str, why: str, by: str
) -> tuple[str, Batch, tuple[str, ...]]:
    """(the code that was in use, the batch of the new one, the new one alone)."""
    if not is_ours(connection, code):
        # The code is not repeated: this sentence goes into the record of runs, and a code stands for a person.
        raise SetupError(
            "cards replace",
            "no card with this code was printed here.",
            "Compare it with the card; if another database printed it, import that one's archive first.",
        )
    old = newest_codes(read_replacements(connection)).get(code, code)
    batch = Batch(uuid4(), KIND_OF[code[0]], "", "", by, session.at, session.run_id)
    codes = issue(connection, batch, 1, _written(connection))
    record_replacement(connection, Replacement(codes[0], old, why.strip(), by, session.at, session.run_id))
    return old, batch, codes


def _written(connection: Connection) -> frozenset[str]:
    """Codes in any answers table: in text columns, and among the answers of a select_multiple."""
    columns: dict[tuple[str, str], list[str]] = {}
    schemas = schemas_of_tables(connection)
    for named in named_columns(connection):
        place = schemas[named.table], named.table
        if not named.column and named.path.endswith("#choices"):
            columns.setdefault(place, []).append("choice")
        elif named.column and named.kind == "text":
            columns.setdefault(place, []).append(named.column)
    return written_codes(connection, columns)


@contextmanager
def _recording(session: Session) -> Iterator[Connection]:
    """One transaction: a card that is not recorded is not printed, and the other way round."""
    with store_errors("recording cards"), session.engine.begin() as connection:
        yield connection


@contextmanager
def _put_in_place(file: Path | None) -> Iterator[Path | None]:
    """A name to write to; the file has its own only after the codes in it are committed."""
    if file is None:
        yield None
        return
    partial = file.with_name(file.name + ".partial")
    try:
        yield partial
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    try:
        partial.rename(file)
    except OSError as error:
        raise SetupError(
            str(file), f"cannot be written ({error.strerror}).", f"The recorded cards lie in {partial.name}: rename it."
        ) from None


def _write(file: Path | None, session: Session, batch: Batch, codes: tuple[str, ...]) -> None:
    if file is None:
        return
    settings = session.settings
    margin = " · ".join(filter(None, (f"lot {str(batch.batch_id)[:8]}", batch.zone, batch.receiver)))
    sheet = Sheet(batch.kind, settings.name, settings.contact, margin, settings.synthetic)
    with session.telling.step("printing", len(codes)):
        content = sheets_as_pdf(sheet, codes, batch.printed_at)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise cannot_write(file, error) from None


def _refuse_zone(session: Session, zone: str) -> None:
    zones = {d.zone for d in session.settings.deployments()}
    if zone and zone not in zones:
        raise SetupError("--zone", f"no deployment has the zone '{zone}'.", did_you_mean(zone, zones))
