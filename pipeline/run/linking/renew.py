"""A new version of the linkage model for the office's own people, and for what it decided about doubtful pairs."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ...errors import SetupError
from ...model.linkage import LinkDecision
from ...records.linking.freezing import freeze
from ...records.linking.learning import Judged, Learned, relearn_if_better
from ...records.linking.model import FILE
from ...records.linking.reading import read_model
from ...records.linking.writing import write_model
from ...registry import facts, pairs
from ..daily import on_record
from ..telling import Telling
from .job import check_ready
from .model import read_documents

ENOUGH = 40
"""Decisions below this number teach nothing that chance would not."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a new version rests on.

    Attributes:
        version: of the new model.
        records: how many it is frozen for.
        decisions: reviewed pairs that could teach.
        learned: None where weights stay: too few decisions, or what they teach did not foresee others better.
    """

    version: str
    records: int
    decisions: int
    learned: Learned | None


def renew(folder: Path, telling: Telling, *, dry_run: bool) -> Renewed:
    """config/linkage.json is a new version; people are linked with it by the next ``link run --rebuild``.

    Args:
        dry_run: nothing is written.

    Raises:
        SetupError: nobody was linked yet, the people were linked with another model, or the file cannot be written.
        StoreError: the database refused.
    """
    with on_record(folder, telling, "link renew") as (session, note):
        check_ready(session, rebuild=False)
        document, aliases = read_documents(folder)
        with session.engine.connect() as connection:
            records, judged = pairs.every_evidence(connection), _judged(connection)
        if not records:
            raise SetupError("link renew", "nobody was linked yet.", "Pull and build first: retour run.")
        model = read_model(document, aliases)
        learned = relearn_if_better(document, model, judged) if len(judged) >= ENOUGH else None
        version = f"{_shipped_part(document)} {session.at:%Y-%m-%d}"
        made = freeze(learned.document if learned else document, aliases, records, version)
        if not dry_run:
            _write(folder / FILE, write_model(made))
        note({"version": version, "records": len(records), "decisions": len(judged), "written": not dry_run})
        return Renewed(version, len(records), len(judged), learned)


def _judged(connection: Connection) -> list[Judged]:
    """Decisions in force about two mentions that were weighed against each other."""
    verdicts = {(d.left, d.right): d.verdict == "same" for d in _live(connection)}
    weighed = pairs.pairs_among(connection, [left for left, _ in verdicts])
    return [Judged(pair, verdicts[pair.left, pair.right]) for pair in weighed if (pair.left, pair.right) in verdicts]


def _live(connection: Connection) -> list[LinkDecision]:
    """Oldest first: of two about one pair the later counts."""
    return [one.decision for one in facts.read_decisions(connection) if one.decision.undone_at is None]


def _shipped_part(document: dict[str, Any]) -> str:
    """``2026.2`` of ``2026.2 2026-11-28``."""
    return str(document.get("version", "")).partition(" ")[0] or "1"


def _write(path: Path, text: str) -> None:
    """All of it or nothing; the file before stays beside it."""
    json.loads(text)
    try:
        if path.exists():
            path.with_suffix(".json.before").write_bytes(path.read_bytes())
        fresh = path.with_suffix(".json.new")
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    except OSError as error:
        raise SetupError(FILE, f"cannot be written ({error.strerror}).", "Check the folder, then repeat.") from None
