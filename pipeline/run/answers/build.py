"""Build: what changed in the archive becomes typed answers, labels and views; one transaction per stage."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from ...archive.forms import StoredForm
from ...archive.read import last_seq
from ...database.lock import only_one_build
from ...model.table import Table
from ...programme import Deployment, Stage
from ...records.decode import Decoder
from ...records.tables import plan_tables
from ...warehouse.apart import keep_apart
from ...warehouse.bookkeeping import build_marks
from ...warehouse.labels import load_labels
from ...warehouse.load import clear
from ...warehouse.reporting import refresh_views
from ...warehouse.shapes import ensure_tables, named_columns
from ..session import Session
from .editions import Editions, editions_of, fingerprint, forms_by_age, readable_editions
from .loading import Built, Loading, Pulling

DECODER = "1"
"""Raised when decoding changes its mind about something: the next build then decodes everything again."""


def build(
    session: Session,
    stages: Iterable[Stage],
    *,
    rebuild: bool = False,
    retry: bool = False,
    begun: Iterable[Built] = (),
) -> list[Built]:
    """Every stage's tables hold what the archive holds now.

    Args:
        session: holding the lock.
        stages: to build.
        rebuild: decode everything again, as after a change of the program.
        retry: also try again what is set aside.
        begun: what was built beside the pull; counted with the rest.

    Raises:
        StoreError: the database refused; that stage is as it was, those before it are done.
    """
    chosen = list(stages)
    _close_others(session, chosen)
    built = {stage.name: _build_stage(session, stage, rebuild, retry) for stage in chosen}
    for one in begun:
        built[one.stage] += one
    return list(built.values())


def build_beside(session: Session, stage: Stage, pulling: Pulling) -> Built:
    """A stage that was never built holds what a pull brought, a moment after it did; all at once, when it has ended.

    An ordinary build afterwards finds only what changed since. A stage that somebody may be reading is left to it:
    its tables could be locked for as long as the pull takes.

    Args:
        session: of a process beside the one that pulls and holds the lock.
        stage: of which ``pulling`` is a deployment.

    Raises:
        StoreError: the database refused; the stage is as it was.
    """
    return _build_stage(session, stage, False, False, pulling)


def _close_others(session: Session, chosen: Sequence[Stage]) -> None:
    """A restricted stage that is switched off, or not asked for, is out of ``reporting`` too."""
    with session.engine.begin() as connection:
        for stage in session.settings.stages:
            if stage.restricted and stage not in chosen:
                keep_apart(connection, stage.name, True)


def _build_stage(session: Session, stage: Stage, rebuild: bool, retry: bool, pulling: Pulling | None = None) -> Built:
    built = Built(stage.name)
    session.check_alone()
    with session.engine.begin() as connection:
        only_one_build(connection, session.settings.programme_id)
        if pulling and any(build_marks(connection, d.key) for d in stage.deployments):
            return built
        built.rows_written += keep_apart(connection, stage.name, stage.restricted)
        stored = {d: readable_editions(connection, d) for d in stage.deployments}
        marks = {d: _marks_now(connection, stage, d, stored[d]) for d in stage.deployments}
        if not rebuild and not retry and all(marks[d].items() <= build_marks(connection, d.key).items() for d in marks):
            return built
        editions = {d: editions_of(stored[d], stage) for d in stage.deployments}
        for deployment in marks:
            marks[deployment]["texts"] = editions[deployment].texts
        forms = forms_by_age(editions.values())
        if not forms:
            if all(int(now["seq"]) == 0 for now in marks.values()):
                return built
            # Without any readable edition every submission is set aside; the table they are missing from must exist.
            built.rows_written += ensure_tables(connection, stage.name, [Table(stage.name, "main", ())])
        tables_are_new = not named_columns(connection, stage.name)
        decoders, named = _decoders(connection, session, stage, editions)
        built.rows_written += named
        if rebuild or _decodes_otherwise(connection, marks):
            clear(connection, stage.name)
            rebuild = True
        for deployment in stage.deployments:
            choices = (rebuild, retry, tables_are_new)
            loading = Loading(session, stage, deployment, editions[deployment], decoders, built, *choices)
            is_pulled = pulling is not None and pulling.deployment == deployment.key
            loading.load(connection, marks[deployment], pulling if is_pulled else None)
        built.rows_written += load_labels(connection, stage.name, forms)
        built.rows_written += refresh_views(connection, stage.name, forms)
    return built


def _marks_now(
    connection: Connection, stage: Stage, deployment: Deployment, stored: list[StoredForm]
) -> dict[str, str]:
    """All that the deployment's rows, labels and views are made of; as long as it stands, nothing needs building."""
    workbook = stage.form.read_bytes() if stage.form.exists() else b""
    return {
        "seq": str(last_seq(connection, deployment.key)),
        "decoder": DECODER,
        "editions": fingerprint(stored),
        "workbook": hashlib.blake2b(workbook, digest_size=8).hexdigest(),
    }


def _decodes_otherwise(connection: Connection, marks: Mapping[Deployment, Mapping[str, str]]) -> bool:
    """What stands in the tables was decoded by a program, or under a workbook, that read answers differently."""
    for deployment, now in marks.items():
        before = build_marks(connection, deployment.key)
        if before.get("decoder", DECODER) != DECODER:
            return True
        texts = dict(pair.split("=") for pair in before.get("texts", "").split())
        if any(texts.get(edition, text) != text for edition, text in (p.split("=") for p in now["texts"].split())):
            return True
    return False


def _decoders(
    connection: Connection, session: Session, stage: Stage, editions: dict[Deployment, Editions]
) -> tuple[dict[tuple[Deployment, int], Decoder], int]:
    """One decoder per edition, over tables that exist; and how many names were given for the first time."""
    limits = session.settings.limits
    given = list(named_columns(connection))
    decoders: dict[tuple[Deployment, int], Decoder] = {}
    named = 0
    for deployment, one in editions.items():
        for number, form in one:
            planned = plan_tables(stage.name, form, given)
            given += planned.new_names
            named += ensure_tables(connection, stage.name, planned.tables, one.version(number))
            decoders[deployment, number] = Decoder(
                stage.name, form, planned, answer_bytes=limits.answer_bytes, repeat_depth=limits.repeat_depth
            )
    return decoders, named
