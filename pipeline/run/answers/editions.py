"""The form editions of a stage: stored as they came, compiled once, and picked by what a submission says."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from ...archive.forms import StoredForm, form_editions, known_versions, store_form_editions
from ...model.form import Form, Privacy, Question
from ...model.source import Source
from ...model.submission import FormEdition
from ...programme import Deployment, Stage
from ...xlsform.compile import compile_workbook
from ...xlsform.privacy import read_privacy
from ...xlsform.problem import FormError
from ...xlsform.read import read_xform
from ..session import Session

DECIDED: frozenset[Privacy] = frozenset({"identity", "sensitive", "text"})
"""Words that somebody wrote down on purpose; ``closed`` is only what stands where nobody did."""


def store_new_editions(session: Session, deployment: Deployment, source: Source) -> int:
    """Editions of the form that the server has and the archive had not; compiled, so that a build need not."""
    with session.engine.begin() as connection:
        known = known_versions(connection, deployment.key)
        new = [_compiled(session, deployment, edition) for edition in source.form_editions(known)]
        return store_form_editions(connection, deployment.stage, deployment.key, new, session.run_id)


def _compiled(session: Session, deployment: Deployment, edition: FormEdition) -> FormEdition:
    """The edition with its XForm; without one if it does not compile: its submissions will be set aside, visibly."""
    if edition.xform or not edition.sheets:
        return edition
    try:
        return replace(edition, xform=compile_workbook(dict(edition.sheets)).form.xform)
    except FormError as error:
        session.telling.say(f"{deployment.key}: form edition {edition.version} does not compile: {error.what}")
        return edition


class Editions:
    """The readable editions of one deployment, oldest first."""

    def __init__(self, stored: list[tuple[StoredForm, Form]]) -> None:
        self._stored = stored
        self._by_version = {v: n for n, (s, _) in enumerate(stored) for v in (*s.edition.aliases, s.edition.version)}

    def __iter__(self) -> Iterator[tuple[int, Form]]:
        """Pairs of number and form."""
        return iter((number, form) for number, (_, form) in enumerate(self._stored))

    @property
    def dated(self) -> list[tuple[datetime | None, Form]]:
        """The forms with the instant of their deployment, oldest first."""
        return [(stored.edition.deployed_at, form) for stored, form in self._stored]

    @property
    def texts(self) -> str:
        """Which whole numbers each edition keeps as text because they identify somebody: the workbook may change it."""
        return " ".join(f"{stored.content_hash.hex()[:16]}={_texts(form)}" for stored, form in self._stored)

    def version(self, number: int) -> str:
        """What submissions carry that were filled with it."""
        return self._stored[number][0].edition.version

    def pick(self, version: str, submitted_at: datetime | None) -> int | None:
        """The number of the edition a submission was filled with; None if it names one that nobody knows.

        A submission that names none (posted by a script, or by hand) was filled with the one in force that day.
        """
        if version:
            return self._by_version.get(version)
        in_force = [
            number
            for number, (stored, _) in enumerate(self._stored)
            if submitted_at is None or stored.edition.deployed_at is None or stored.edition.deployed_at <= submitted_at
        ]
        return in_force[-1] if in_force else (0 if self._stored else None)


def forms_by_age(editions: Iterable[Editions]) -> list[Form]:
    """The forms of several deployments of one stage, oldest first: what the newest says of a question counts."""
    beginning = datetime.min.replace(tzinfo=UTC)
    dated = [pair for one in editions for pair in one.dated]
    return [form for _, form in sorted(dated, key=lambda pair: pair[0] or beginning)]


def readable_editions(connection: Connection, deployment: Deployment) -> list[StoredForm]:
    """The editions of the deployment's form that have an XForm, oldest first."""
    return [stored for stored in form_editions(connection, deployment.key) if stored.edition.xform]


def fingerprint(stored: Iterable[StoredForm]) -> str:
    """Moves when an edition is added or changed: what was set aside for its version deserves another try."""
    return " ".join(sorted(one.content_hash.hex()[:8] for one in stored))


def editions_of(stored: Iterable[StoredForm], stage: Stage) -> Editions:
    """The forms of these editions; privacy as the programme's own workbook says it today, or stricter.

    The office's workbook may close what an old copy on a server left open, and decide what that copy did not. It
    cannot open what an edition called a name: the answers given then stand in the same column.
    """
    today = _privacy(stage.form, stage.form.stat().st_mtime_ns) if stage.form.exists() else {}
    return Editions([(one, _with_privacy(_read(one), today)) for one in stored])


def _read(stored: StoredForm) -> Form:
    return read_xform(stored.edition.xform, stored.edition.sheets or None, name=f"edition {stored.edition.version}")


def _with_privacy(form: Form, today: Mapping[str, Privacy]) -> Form:
    undecided = (q if q.privacy in DECIDED else _said(q, today) for q in form.questions)
    return replace(form, questions=tuple(undecided))


def _said(question: Question, today: Mapping[str, Privacy]) -> Question:
    return replace(question, privacy=today.get(question.path, question.privacy))


def _texts(form: Form) -> str:
    paths = sorted(q.path for q in form.questions if q.type == "integer" and q.privacy == "identity")
    return hashlib.blake2b("\n".join(paths).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=64)
def _privacy(workbook: Path, changed_ns: int) -> Mapping[str, Privacy]:
    return read_privacy(workbook)
