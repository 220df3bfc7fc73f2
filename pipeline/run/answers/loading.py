"""One deployment's submissions on their way from the archive into the answers tables, in the caller's transaction."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from ...archive.read import by_root, changed_since, gone_since, last_seq, untouched_since
from ...model.archived import Archived
from ...model.decoded import Encoded, Item, SetAside
from ...programme import Deployment, Stage
from ...records.decode import Decoder, unknown_version
from ...warehouse.bookkeeping import build_marks, put_build_marks
from ...warehouse.load import load
from ...warehouse.set_aside import list_set_aside
from ...warehouse.statuses import set_statuses
from ..session import Session
from .ahead import ahead
from .editions import Editions
from .second_process import AT_ONCE, Job, decode_all

ENCRYPTED = "the form is encrypted on the tablet, and no key is at hand"


@dataclass(slots=True)
class Built:
    """What a build did to one stage; ``rows_written`` counts every row in every table it touched."""

    stage: str
    decoded: int = 0
    rows_written: int = 0
    unknown_choices: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Built") -> "Built":
        """Both together."""
        self.decoded += other.decoded
        self.rows_written += other.rows_written
        self.unknown_choices += other.unknown_choices
        return self


class Pulling(Protocol):
    """A pull that is under way in another process."""

    deployment: str

    def wait(self) -> bool:
        """True as soon as another page is in the archive; False once the last one is."""


@dataclass(slots=True)
class Loading:
    """The load of one deployment; ``since`` is the change up to which it is loaded."""

    session: Session
    stage: Stage
    deployment: Deployment
    editions: Editions
    decoders: dict[tuple[Deployment, int], Decoder]
    built: Built
    rebuild: bool
    retry: bool
    tables_are_new: bool
    statuses: dict[str, str] = field(default_factory=dict)
    since: int = 0

    def load(self, connection: Connection, now: dict[str, str], pulling: Pulling | None = None) -> None:
        """Rows, statuses and the marks ``now``.

        Args:
            now: what is to be true afterwards.
            pulling: a pull of this very deployment to keep step with.
        """
        key = self.deployment.key
        marks = build_marks(connection, key)
        self.since = 0 if self.rebuild else int(marks.get("seq", "0"))
        if pulling is not None:
            self._keep_step(connection, pulling)
            now |= {"seq": str(last_seq(connection, key))}
        again: frozenset[str] = frozenset()
        if self.since and (self.retry or marks.get("editions") != now["editions"]):
            again = self._waiting(connection)
        self._load(connection, decode_all(self._jobs(connection, again)), gone_since(connection, key, self.since))
        self.built.rows_written += set_statuses(connection, self.stage.name, key, self.statuses)
        self.built.rows_written += put_build_marks(connection, key, now)

    def _keep_step(self, connection: Connection, pulling: Pulling) -> None:
        """Loaded is what the pull brought until it ended, or until it changed anything that it had brought before."""
        # By a connection of its own: the next page is read and decoded while the database still loads the last.
        with self.session.engine.connect() as reading:
            self._load(connection, ahead(decode_all(self._pulled(reading, pulling), processors=1)), [])

    def _pulled(self, connection: Connection, pulling: Pulling) -> Iterator[Job | Encoded]:
        is_under_way = True
        while is_under_way:
            is_under_way = pulling.wait()
            while batch := untouched_since(connection, self.deployment.key, self.since):
                yield from self._sorted(batch)
                self.since = batch[-1].changed_seq

    def _load(self, connection: Connection, batches: Iterator[Encoded], removed: list[str]) -> None:
        counts = load(
            connection,
            self.stage.name,
            self.deployment.key,
            self._counted(batches),
            removed=removed,
            run_id=self.session.run_id,
            at=self.session.at,
            tables_are_new=self.tables_are_new,
        )
        self.built.rows_written += counts.written

    def _waiting(self, connection: Connection) -> frozenset[str]:
        """What was set aside: a form edition that came since, or a changed limit, may help it."""
        waiting = list_set_aside(connection, [self.deployment.key], with_dismissed=True)
        return frozenset(w.root_uuid for w in waiting)

    def _counted(self, batches: Iterator[Encoded]) -> Iterator[Encoded]:
        for decoded in batches:
            self.built.decoded += decoded.decoded_count
            self.built.unknown_choices += decoded.unknown_choices
            yield decoded

    def _jobs(self, connection: Connection, again: frozenset[str]) -> Iterator[Job | Encoded]:
        with self.session.telling.step(f"build {self.deployment.key}") as advance:
            for batch in changed_since(connection, self.deployment.key, self.since):
                yield from self._sorted(batch)
                advance(len(batch))
                again -= {row.root_uuid for row in batch}
            for batch in by_root(connection, self.deployment.key, again):
                yield from self._sorted(batch)

    def _sorted(self, batch: list[Archived]) -> Iterator[Job | Encoded]:
        """Jobs, each of one form edition that the batch was filled with, and what has none, set aside."""
        by_edition: dict[int, list[Item]] = {}
        aside = Encoded()
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
            decoder = self.decoders[self.deployment, number]
            yield from (Job(decoder, items[begin : begin + AT_ONCE]) for begin in range(0, len(items), AT_ONCE))
        if aside.set_aside:
            yield aside

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
