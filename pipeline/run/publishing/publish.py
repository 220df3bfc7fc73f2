"""Publish: fresh case lists go to the tablets, only where they changed, once in a window, read back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from ...errors import RetourError, SetupError, SourceError
from ...model.form import Form
from ...programme import Deployment, Stage
from ...publish import sent
from ...publish.files import ListFile
from ...publish.window import Due, due
from ...settings import choose_stages
from ...sources.kobo_deploy import Deployed
from ...xlsform.compile import compile_workbook
from ...xlsform.read import read_xform
from ..answers.editions import readable_editions
from ..session import Session
from .case_lists import CaseLists, contents
from .claiming import claim

Outcome = Literal["sent", "unchanged", "waits", "would_send", "archived", "failed"]
"""``archived``: somebody closed the project on the server; a redeployment would open it again, so nothing is sent."""


@dataclass(frozen=True, slots=True)
class Published:
    """One project after ``retour publish``.

    Attributes:
        files: what its tablets should have; ``changed`` the names of those that differ from what was sent before.
        download_bytes: what each tablet fetches: the changed lists, and the form, whose version is new.
        seen: the tablets' own manifest shows every file; None where it cannot be reached.
        not_before: when the window opens, where it is shut.
        reason: why it failed, '' otherwise.
        out_of_reach: cases that wait for this stage and are of no zone that has a list.
    """

    deployment: Deployment
    outcome: Outcome
    files: tuple[ListFile, ...] = ()
    changed: tuple[str, ...] = ()
    download_bytes: int = 0
    seen: bool | None = None
    not_before: datetime | None = None
    reason: str = ""
    out_of_reach: int = 0
    exit_code: int = 0

    @property
    def left_out(self) -> int:
        """Cases that did not fit."""
        return sum(one.left_out for one in self.files)

    def document(self) -> dict[str, object]:
        """For machines and for the run's record: counts only, no case."""
        return {
            "deployment": self.deployment.key,
            "outcome": self.outcome,
            "lists": [_document(f) | {"new": f.name in self.changed} for f in self.files],
            "download_bytes": self.download_bytes,
            "devices_see": self.seen,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "out_of_reach": self.out_of_reach,
            "reason": self.reason,
        }


def _document(file: ListFile) -> dict[str, object]:
    return {"name": file.name, "rows": file.rows, "left_out": file.left_out, "bytes": len(file.content)}


@dataclass(frozen=True, slots=True)
class _Ready:
    """One project with its files and what is to be done about them."""

    stage: Stage
    deployment: Deployment
    form: Form
    files: list[ListFile]
    due: Due
    out_of_reach: int

    def outcome(self, outcome: Outcome) -> Published:
        changed = tuple(f.name for f in self.due.changed)
        size = sum(len(f.content) for f in self.due.changed)
        download = (
            size + len(self.form.xform.encode()) if self.due.has_news and outcome not in ("waits", "archived") else 0
        )
        shown = Published(self.deployment, outcome, tuple(self.files), changed, download)
        return replace(shown, not_before=self.due.not_before, out_of_reach=self.out_of_reach)


def publish(
    session: Session, names: Sequence[str] = (), *, now: bool = False, take_over: bool = False, dry_run: bool = False
) -> list[Published]:
    """Tablets get today's case lists; a server that fails stops only its own projects.

    Args:
        session: holding the lock.
        names: stages; all enabled ones if empty.
        now: do not wait for the window.
        take_over: projects that another installation keeps up become this one's.
        dry_run: ask no server and send nothing; only say what would be sent.

    Raises:
        SetupError: nothing is deployed, a list is missing, or another installation keeps a project up: nothing was
            sent.
        StoreError: the database refused.
    """
    ready = _ready(session, names, now=now, take_over=take_over)
    going = [one for one in ready if one.due.has_news and one.due.not_before is None]
    if dry_run:
        return [one.outcome("would_send" if one in going else _standing(one)) for one in ready]
    failed = _claimed(session, going, take_over=take_over)
    return [
        failed.get(one.deployment.key) or (_send(session, one) if one in going else one.outcome(_standing(one)))
        for one in ready
    ]


def _standing(one: _Ready) -> Outcome:
    return "waits" if one.due.not_before else "unchanged"


def _ready(session: Session, names: Sequence[str], *, now: bool, take_over: bool) -> list[_Ready]:
    stages = choose_stages(session.settings, names)
    pairs = [(s, d) for s in stages for d in s.deployments if d.uid and _is_kobo(session, d)]
    if not pairs:
        raise SetupError(
            "config/programme.toml", "no chosen stage is deployed anywhere.", "Run 'retour forms deploy' first."
        )
    window = timedelta(hours=session.settings.publishing.window_hours)
    found = []
    with session.engine.connect() as connection, session.telling.step("lists", len(pairs)) as advance:
        lists = CaseLists(session, connection)
        for stage, deployment in pairs:
            form = deployed_form(connection, stage, deployment)
            files = lists.files(stage, deployment, form)
            # After another installation nothing that this one sent counts any more.
            known = {} if take_over else sent.read_sent(connection, deployment.key)
            todo = due(files, known, deployment.uid, session.at, window, now=now)
            reads_cases = any(f.name in ("persons.csv", "plans.csv") for f in files)
            missed = lists.out_of_reach(stage) if reads_cases else 0
            found.append(_Ready(stage, deployment, form, files, todo, missed))
            advance(1)
    return found


def _is_kobo(session: Session, deployment: Deployment) -> bool:
    return session.settings.servers[deployment.server].kind != "folder"


def deployed_form(connection: Connection, stage: Stage, deployment: Deployment) -> Form:
    """The form as tablets have it: which lists and columns they need; the workbook's where the archive has none yet."""
    stored = readable_editions(connection, deployment)
    if not stored:
        return compile_workbook(stage.form).form
    edition = stored[-1].edition
    return read_xform(edition.xform, edition.sheets or None, name=f"edition {edition.version}")


def _claimed(session: Session, going: Sequence[_Ready], *, take_over: bool) -> dict[str, Published]:
    """Every project is this installation's; those whose server failed meanwhile, by deployment."""
    failed: dict[str, Published] = {}
    by_server: dict[str, list[_Ready]] = {}
    for one in going:
        by_server.setdefault(one.deployment.server, []).append(one)
    for ours in by_server.values():
        try:
            claim(session, [one.deployment for one in ours], take_over=take_over)
        except SourceError as error:
            failed |= {one.deployment.key: _failure(one, error) for one in ours}
    return failed


def _failure(one: _Ready, error: RetourError) -> Published:
    return replace(one.outcome("failed"), reason=str(error), exit_code=error.exit_code)


def _send(session: Session, one: _Ready) -> Published:
    """The lists are on the tablets; on record before the first byte, so that a cut leaves a trace."""
    session.check_alone()
    uid = one.deployment.uid
    deployer = session.deployer(session.settings.servers[one.deployment.server])
    try:
        if deployer.is_archived(uid):
            return one.outcome("archived")
        _note(session, one, is_done=False)
        media = contents(one.files)
        done = deployer.deploy_media(uid, media, one.due.gone, is_resumed=one.due.is_resumed)
    except (SetupError, SourceError) as error:
        return _failure(one, error)
    if done and done.devices_see_media is False:
        return _failure(one, _unseen(session, one, done))
    _note(session, one, is_done=True)
    return replace(one.outcome("sent" if done else "unchanged"), seen=done.devices_see_media if done else True)


def _unseen(session: Session, one: _Ready, done: Deployed) -> SourceError:
    return SourceError(
        f"{one.deployment.key}, project '{done.uid}'",
        "the new lists are on the server, but its manifest for tablets still shows the old ones.",
        "Run 'retour publish' again in a few minutes.",
    )


def _note(session: Session, one: _Ready, *, is_done: bool) -> None:
    files = one.files if is_done else one.due.changed
    with session.engine.begin() as connection:
        key, uid = one.deployment.key, one.deployment.uid
        sent.put_sent(connection, key, uid, files, session.at, session.run_id, is_done=is_done)
        if is_done:
            sent.forget_sent(connection, key, one.due.gone)
