"""Lists the office already had come in, are linked like registrations, and go back with the code of each row."""

import tomllib
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from ..errors import SetupError
from ..model.mention import Linked
from ..records.importing.mapping import KINDS, Map, read_map
from ..records.importing.units import Unit, Wrong, gather
from ..registry import imported, mentions, people
from ..registry.imported import ImportedRow
from ..reports.office_list import OfficeList
from ..settings import find_stage
from ..xlsform.compile import compile_workbook
from .daily import on_record
from .linking.job import link_in
from .session import Session
from .telling import Telling

SHOWN = 20
"""Cells that a message names; the returned workbook has them all."""
STATES = {
    "linked": "rattaché",
    "in_review": "à confirmer",
    "parked": "en attente",
    "unidentifiable": "non identifiable",
}
HOW = {
    "founded": "nouvelle personne",
    "card": "même carte qu'une personne connue",
    "list": "même code qu'une personne connue",
    "external": "même numéro externe qu'une personne connue",
    "score": "noms, naissance et lieux concordent avec une personne connue",
    "decision": "décidé par une personne",
    "": "",
}
DOUBT = "ressemble à quelqu'un de connu : retour link review"


@dataclass(slots=True)
class Imported:
    """What one import did, or would do.

    Attributes:
        new: units whose content was not known before; ``rows`` in the sheet.
        wrong: cells that could not be taken; where there are any, nothing was imported.
        found: by number of the row: code, state and why, in French.
    """

    kind: str
    rows: int = 0
    units: int = 0
    new: int = 0
    states: dict[str, int] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    found: dict[int, tuple[str, str, str]] = field(default_factory=dict)


class _DryRun(Exception):  # noqa: N818 no error: the way out of a transaction that shall leave nothing
    pass


def import_list(
    folder: Path,
    telling: Telling,
    kind: str,
    file: Path,
    map_file: Path,
    *,
    sheet: str = "",
    out: Path | None = None,
    by: str = "",
    dry_run: bool = False,
) -> Imported:
    """Every row of the list stands in the registry, or none.

    Args:
        kind: ``persons``, ``groups`` or ``plans``.
        map_file: TOML; which column answers which question.
        out: where the returned workbook goes; None for none.
        by: who says that the list may come in.
        dry_run: link, tell what would happen, and leave nothing behind.

    Raises:
        SetupError: the map, the list or the file to write.
        StoreError: the database refused; nothing was imported.
    """
    if out is not None and out.exists():
        raise SetupError(str(out), "is there already; nothing was overwritten.", "Name another file with --out.")
    with on_record(folder, telling, f"import {kind}") as (session, note):
        told = _map(session, kind, map_file)
        listed = OfficeList(file, sheet)
        listed.check(list(told.columns))
        units, wrong = gather(listed.rows(), told)
        done = Imported(kind, sum(len(u.rows) for u in units), len(units), wrong=wrong)
        if wrong:
            done.found = {w.row: ("", "refusé", f"{w.heading} : {w.what}") for w in reversed(wrong)}
        else:
            _take(session, told, units, done, file.name, by, dry_run)
        if out is not None:
            listed.write_back(out, done.found)
        note({"kind": kind, "units": done.units, "new": done.new, "wrong": len(wrong), "dry_run": dry_run})
        return done


def _map(session: Session, kind: str, map_file: Path) -> Map:
    try:
        document = tomllib.loads(map_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SetupError(
            str(map_file), "there is no such file.", "See 'Lists you already have' in the guide."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(str(map_file), f"is not valid TOML: {error}.", "Mend that line.") from None
    stage = find_stage(session.settings, KINDS[kind])
    return read_map(document, map_file.name, kind, compile_workbook(stage.form).form)


def _take(
    session: Session, told: Map, units: tuple[Unit, ...], done: Imported, file: str, by: str, dry_run: bool
) -> None:
    rows = [_row(session, told, unit, file, by) for unit in units]
    try:
        with session.engine.begin() as connection:
            done.new = len(imported.put_rows(connection, rows, session.run_id))
            link_in(session, connection)
            _tell(connection, rows, units, done)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return


def _row(session: Session, told: Map, unit: Unit, file: str, by: str) -> ImportedRow:
    family = "persons" if told.kind == "persons" else "plans"
    # Made of the key, so that the same row is the same again; and opaque, because ids are shown and keys are people's.
    place = uuid.uuid5(uuid.NAMESPACE_URL, f"{session.settings.programme_id}/{family}/{told.source}/{unit.key}")
    root = f"import:{place}"
    return ImportedRow(family, told.source, told.kind, unit.key, 0, root, unit.told, file, by, unit.rows[0], session.at)


def _tell(connection: Connection, rows: list[ImportedRow], units: tuple[Unit, ...], done: Imported) -> None:
    roots = {row.root_uuid for row in rows}
    kept = {k.mention.mention_id: k for k in mentions.read_mentions(connection, "root_uuid", roots)}
    went = {name: k.linked for name, k in sorted(kept.items()) if k.linked}
    keys = {linked.person_key for linked in went.values() if linked.person_key}
    codes = {person.person_key: person.code for person in people.read_people(connection, keys)}
    for row, unit in zip(rows, units, strict=True):
        ours = [linked for name, linked in went.items() if name.startswith(f"{row.root_uuid}#")]
        for linked in ours:
            done.states[linked.state] = done.states.get(linked.state, 0) + 1
        done.found |= dict.fromkeys(unit.rows, _words(row, ours, codes))


def _words(row: ImportedRow, linked: list[Linked], codes: dict[str, str]) -> tuple[str, str, str]:
    if row.family == "plans":
        return row.key, f"{len(linked)} porteur(s)", ", ".join(sorted({STATES[one.state] for one in linked}))
    if not linked:
        return "", STATES["unidentifiable"], "ni nom ni code"
    one = linked[0]
    why = DOUBT if one.state == "in_review" else HOW.get(one.how, one.how)
    return codes.get(one.person_key, ""), STATES[one.state], why
