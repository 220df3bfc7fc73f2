"""The run report: books per deployment that must balance, rows written, and the exit code they lead to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ..archive.read import books
from ..archive.statuses import edited_after_approval
from ..programme import Deployment
from ..warehouse.bookkeeping import FormStatus, build_marks, form_statuses, put_form_status
from ..warehouse.counting import count_decoded
from ..warehouse.set_aside import count_set_aside
from .answers.loading import Built
from .answers.pull import Pulled
from .judging.books import FindingBooks, read_finding_books
from .judging.policy import country_day
from .linking.books import PeopleBooks, read_people_books
from .linking.job import Linked
from .session import Session
from .writing_back.written import INCOMPLETE, WrittenBack


@dataclass(frozen=True, slots=True)
class Books:
    """One deployment, like an account: the server's rows are in the archive, the archive's are decoded or set aside.

    Attributes:
        server: rows the server counts; None where it cannot say.
        archived: submissions present; ``deleted`` ones are beside them.
        erased: erased here for ever; the server may still have them.
        dismissed: of those set aside, how many a person decided to leave so.
        reason: why the deployment is not proved complete; '' where it is.
        to_build: the archive has moved since the last build; decoded and set aside are those of that build.
        edited_after_approval: server ids of submissions that are still called approved, which nobody approved as
            they are now.
    """

    deployment: str
    stage: str
    zone: str
    server: int | None
    archived: int
    decoded: int
    set_aside: int
    dismissed: int
    deleted: int
    erased: int = 0
    new: int = 0
    edited: int = 0
    deleted_now: int = 0
    files: int = 0
    files_waiting: int = 0
    reason: str = ""
    to_build: bool = False
    edited_after_approval: tuple[str, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Archived = decoded + set aside, once it is built; and, where the reading was complete, server = archived."""
        kept = self.to_build or self.archived == self.decoded + self.set_aside
        return kept and (bool(self.reason) or self.server in (None, self.archived, self.archived + self.erased))


@dataclass(slots=True)
class Report:
    """What one command did, for people and, by ``document``, for machines."""

    programme: str
    command: str
    run_id: str
    started_at: datetime
    is_synthetic: bool
    books: list[Books]
    rows_written: int = 0
    has_failed_reading: bool = False
    people: PeopleBooks | None = None
    findings: FindingBooks | None = None
    linked: Linked | None = None
    unknown_choices: Counter[str] = field(default_factory=Counter)
    written_back: Sequence[WrittenBack] = ()

    @property
    def is_balanced(self) -> bool:
        """All books balance, those of people too."""
        return all(b.is_balanced for b in self.books) and (self.people is None or self.people.is_balanced)

    @property
    def exit_code(self) -> int:
        """0, or 4 where a source could not be read or written to completely, or the books do not balance."""
        failed = self.has_failed_reading or any(form.reason for form in self.written_back)
        return INCOMPLETE if failed or not self.is_balanced else 0

    def take_written_back(self, forms: Sequence[WrittenBack]) -> None:
        """The write-back at the end of the run counts in this report."""
        self.written_back = forms
        self.rows_written += sum(form.rows_written for form in forms)

    def document(self) -> dict[str, Any]:
        """One JSON document with the counts per form, ``rows_written`` over all tables, and ``balanced``."""
        return {
            "programme": self.programme,
            "synthetic": self.is_synthetic,
            "command": self.command,
            "run_id": self.run_id,
            "started_at": self.started_at.isoformat(),
            "forms": [
                {name: getattr(b, name) for name in Books.__slots__}
                | {"complete": not b.reason, "balanced": b.is_balanced}
                for b in self.books
            ],
            "people": self.people.document() if self.people else None,
            "findings": self._findings(),
            "written_back": [form.document() for form in self.written_back],
            "rows_written": self.rows_written,
            "unknown_choices": self.unknown_choices,
            "complete": not any(b.reason for b in self.books),
            "balanced": self.is_balanced,
        }

    def _findings(self) -> dict[str, Any] | None:
        """With what this command changed in them, where it judged."""
        if self.findings is None:
            return None
        judged = self.linked.judged if self.linked else None
        turned = {"newly_broken": judged.newly_broken, "mended": judged.mended} if judged else {}
        return self.findings.document() | turned


def balance(
    session: Session, command: str, pulled: Sequence[Pulled], built: Sequence[Built], linked: Linked | None = None
) -> Report:
    """The books after the work, written where reports read them; writes nothing where they are as before."""
    touched = {b.stage for b in built} | {p.deployment.key for p in pulled}
    with session.engine.begin() as connection:
        report = read_books(session, connection, command, pulled)
        written = sum(_note(connection, session, b) for b in report.books if touched & {b.stage, b.deployment})
    report.has_failed_reading = any(p.reason for p in pulled)
    report.rows_written = written + sum(p.rows_written for p in pulled) + sum(b.rows_written for b in built)
    report.linked = linked
    report.rows_written += linked.rows_written + linked.judged.rows if linked else 0
    report.unknown_choices = sum((b.unknown_choices for b in built), Counter())
    return report


def read_books(session: Session, connection: Connection, command: str, pulled: Sequence[Pulled] = ()) -> Report:
    """The books as they stand now; ``pulled`` brings what this command learnt of the servers."""
    by_key = {p.deployment.key: p for p in pulled}
    before = {s.deployment: s for s in form_statuses(connection)}
    aside = count_set_aside(connection)
    found = [
        _books(connection, d, by_key.get(d.key), before.get(d.key), aside.get(d.key, (0, 0)))
        for d in session.deployed()
    ]
    settings = session.settings
    open_stages = {stage.name for stage in settings.stages if not stage.restricted}
    decoded = {b.deployment: b.decoded for b in found if b.stage in open_stages}
    people = read_people_books(connection, decoded, session.at)
    findings = read_finding_books(connection, country_day(session.at))
    return Report(
        settings.name,
        command,
        str(session.run_id),
        session.at,
        settings.synthetic,
        found,
        people=people,
        findings=findings,
    )


def _books(
    connection: Connection,
    deployment: Deployment,
    pulled: Pulled | None,
    before: FormStatus | None,
    aside: tuple[int, int],
) -> Books:
    held = books(connection, deployment.key)
    facts = Books(
        deployment=deployment.key,
        stage=deployment.stage,
        zone=deployment.zone,
        server=before.server_count if before else None,
        archived=held.present,
        decoded=count_decoded(connection, deployment.stage, deployment.key),
        set_aside=aside[0],
        dismissed=aside[1],
        deleted=held.deleted,
        erased=held.erased,
        files_waiting=held.files_pending,
        reason=before.reason if before else "",
        to_build=build_marks(connection, deployment.key).get("seq", "0") != str(held.last_seq),
        edited_after_approval=edited_after_approval(connection, deployment.key),
    )
    if pulled is None:
        return facts
    return replace(
        facts,
        server=pulled.server_count,
        new=pulled.stored.new,
        edited=pulled.stored.edited,
        deleted_now=pulled.deleted,
        files=pulled.files.stored,
        reason=pulled.reason,
    )


def _note(connection: Connection, session: Session, b: Books) -> int:
    status = FormStatus(
        deployment=b.deployment,
        stage=b.stage,
        zone=b.zone,
        is_complete=not b.reason,
        since=session.at,
        reason=b.reason,
        server_count=b.server,
        archived_count=b.archived,
        decoded_count=b.decoded,
        set_aside_count=b.set_aside,
        deleted_count=b.deleted,
    )
    return int(put_form_status(connection, status))
