"""Build: what changed in the archive becomes typed answers, labels and views; one transaction per stage."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ..archive.forms import StoredForm
from ..archive.read import by_root, changed_since, gone_since, last_seq
from ..model.archived import Archived
from ..model.decoded import Decoded, Item, SetAside
from ..model.table import Table
from ..programme import Deployment, Stage
from ..records.decode import Decoder, unknown_version
from ..records.tables import plan_tables
from ..warehouse.apart import keep_apart
from ..warehouse.bookkeeping import build_marks, put_build_marks
from ..warehouse.labels import load_labels
from ..warehouse.load import clear, load
from ..warehouse.reporting import refresh_views
from ..warehouse.set_aside import list_set_aside
from ..warehouse.shapes import ensure_tables, named_columns
from ..warehouse.statuses import set_statuses
from .editions import Editions, editions_of, fingerprint, forms_by_age, readable_editions
from .second_process import Job, decode_all
from .session import Session

DECODER = "1"
"""Raised when decoding changes its mind about something: the next build then decodes everything again."""
ENCRYPTED = "the form is encrypted on the tablet, and no key is at hand"


@dataclass(slots=True)
class Built:
    """What a build did to one stage; ``rows_written`` counts every row in every table it touched."""

    stage: str
    decoded: int = 0
    rows_written: int = 0
    unknown_choices: Counter[str] = field(default_factory=Counter)


def build(session: Session, stages: Iterable[Stage], *, rebuild: bool = False, retry: bool = False) -> list[Built]:
    """Every stage's tables hold what the archive holds now.

    Args:
        session: holding the lock.
        stages: to build.
        rebuild: decode everything again, as after a change of the program.
        retry: also try again what is set aside.

    Raises:
        StoreError: the database refused; that stage is as it was, those before it are done.
    """
    chosen = list(stages)
    _close_others(session, chosen)
    return [_build_stage(session, stage, rebuild, retry) for stage in chosen]


def _close_others(session: Session, chosen: Sequence[Stage]) -> None:
    """A restricted stage that is switched off, or not asked for, is out of ``reporting`` too."""
    with session.engine.begin() as connection:
        for stage in session.settings.stages:
            if stage.restricted and stage not in chosen:
                keep_apart(connection, stage.name, True)


def _build_stage(session: Session, stage: Stage, rebuild: bool, retry: bool) -> Built:
    built = Built(stage.name)
    session.check_alone()
    with session.engine.begin() as connection:
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
        decoders, named = _decoders(connection, session, stage, editions)
        built.rows_written += named
        if rebuild or _decodes_otherwise(connection, marks):
            clear(connection, stage.name)
            rebuild = True
        for deployment in stage.deployments:
            work = _Work(session, stage, deployment, editions[deployment], decoders, built, rebuild, retry)
            work.load(connection, marks[deployment])
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


@dataclass(slots=True)
class _Work:
    """The load of one deployment."""

    session: Session
    stage: Stage
    deployment: Deployment
    editions: Editions
    decoders: dict[tuple[Deployment, int], Decoder]
    built: Built
    rebuild: bool
    retry: bool
    statuses: dict[str, str] = field(default_factory=dict)
    since: int = 0

    def load(self, connection: Connection, now: dict[str, str]) -> None:
        """Rows, statuses and the marks ``now``, in the caller's transaction."""
        key = self.deployment.key
        marks = build_marks(connection, key)
        self.since = 0 if self.rebuild else int(marks.get("seq", "0"))
        again: frozenset[str] = frozenset()
        if self.since and (self.retry or marks.get("editions") != now["editions"]):
            again = self._waiting(connection)
        counts = load(
            connection,
            self.stage.name,
            key,
            self._batches(connection, again),
            removed=gone_since(connection, key, self.since),
            run_id=self.session.run_id,
            at=self.session.at,
        )
        self.built.rows_written += counts.written + set_statuses(connection, self.stage.name, key, self.statuses)
        self.built.rows_written += put_build_marks(connection, key, now)

    def _waiting(self, connection: Connection) -> frozenset[str]:
        """What was set aside: a form edition that came since, or a changed limit, may help it."""
        waiting = list_set_aside(connection, [self.deployment.key], with_dismissed=True)
        return frozenset(w.root_uuid for w in waiting)

    def _batches(self, connection: Connection, again: frozenset[str]) -> Iterator[Decoded]:
        for decoded in decode_all(self._jobs(connection, again)):
            self._count(decoded)
            yield decoded

    def _jobs(self, connection: Connection, again: frozenset[str]) -> Iterator[Job | Decoded]:
        with self.session.telling.step(f"build {self.deployment.key}") as advance:
            for batch in changed_since(connection, self.deployment.key, self.since):
                yield from self._sorted(batch)
                advance(len(batch))
                again -= {row.root_uuid for row in batch}
            for batch in by_root(connection, self.deployment.key, again):
                yield from self._sorted(batch)

    def _sorted(self, batch: list[Archived]) -> Iterator[Job | Decoded]:
        """One job per form edition that the batch was filled with, and what has none, set aside."""
        by_edition: dict[int, list[Item]] = {}
        aside = Decoded()
        for row in batch:
            if row.state != "present":
                continue
            if row.status_code or self.since:
                self.statuses[row.root_uuid] = row.status_code
            number = self.editions.pick(row.form_version, row.submitted_at)
            if row.encrypted:
                aside.set_aside.append(SetAside(row.root_uuid, row.edition_id, "encrypted", "", ENCRYPTED))
            elif number is None:
                aside.set_aside.append(unknown_version(self._item(row)))
            else:
                by_edition.setdefault(number, []).append(self._item(row))
        for number, items in by_edition.items():
            yield Job(self.decoders[self.deployment, number], items)
        if aside.set_aside:
            yield aside

    def _count(self, decoded: Decoded) -> None:
        self.built.decoded += decoded.decoded_count
        self.built.unknown_choices += decoded.unknown_choices

    def _item(self, row: Archived) -> Item:
        return Item(
            row.root_uuid,
            row.instance_id,
            row.edition_id,
            self.deployment.key,
            self.deployment.zone,
            row.form_version,
            row.submitted_at,
            row.body,
            row.body_format,
        )
