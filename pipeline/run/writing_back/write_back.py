"""Write-back: what waits here is on hold on its server, where no person has said otherwise."""

from collections.abc import Sequence
from pathlib import Path

from ...errors import SetupError
from ...programme import Deployment, Stage
from ...settings import choose_stages
from ..session import Session, open_session
from ..telling import Telling
from .project import ProjectWriteBack
from .written import WriteBackReport, WrittenBack


def write_back(
    session: Session, stages: Sequence[Stage], *, dry_run: bool = False, take_over: bool = False
) -> list[WrittenBack]:
    """Statuses on the servers are what is wanted here; a server that refuses stops only its own deployments.

    Folders have no server to write to and are left out; a deployment with nothing to change is not asked anything.
    All projects are looked at before the first is written on.

    Args:
        session: after the last build and link; holding the lock unless it is a dry run.
        stages: whose deployments.
        dry_run: look, and say what would be written.
        take_over: projects of another installation become this one's.

    Raises:
        SetupError: no token, or another installation keeps one of the projects up; nothing was written.
        StoreError: the database refused; what was written on servers before is noted.
    """
    every = [(stage, one) for stage in stages for one in _on_servers(session, stage)]
    projects = [ProjectWriteBack(session, stage, one, dry_run) for stage, one in every]
    for project in projects:
        project.plan()
    for project in projects:
        with project.reason_if_it_fails():
            project.look(take_over=take_over)
    for project in projects:
        with project.reason_if_it_fails():
            project.claim(take_over=take_over)
    for project in projects:
        with project.reason_if_it_fails():
            project.write()
    return [project.done for project in projects]


def write_back_after_run(session: Session, stages: Sequence[Stage]) -> list[WrittenBack]:
    """The same at the end of ``retour run``: what is loaded is loaded, so a refusal is a reason and no error."""
    try:
        return write_back(session, stages)
    except SetupError as error:
        keys = [one.key for stage in stages for one in _on_servers(session, stage)]
        return [WrittenBack(key, reason=str(error)) for key in keys]


def look_ahead(folder: Path, telling: Telling, names: Sequence[str], *, take_over: bool = False) -> WriteBackReport:
    """What a write-back would write; nothing is written anywhere, not even the record of a run.

    Raises:
        SetupError: as ``write_back``.
    """
    with open_session(folder, telling, writes=False) as session:
        stages = choose_stages(session.settings, names)
        done = write_back(session, stages, dry_run=True, take_over=take_over)
        return WriteBackReport(session.settings.name, True, done)


def _on_servers(session: Session, stage: Stage) -> list[Deployment]:
    return [d for d in session.deployed([stage]) if session.settings.servers[d.server].kind != "folder"]
