"""The daily jobs: pull, build, both in one run, and write-back, each on record and each ending in its report."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from ..archive import runs
from ..errors import RetourError, SetupError
from ..programme import Stage
from ..settings import choose_stages
from ..sql import store_errors
from .answers.beside import Beside
from .answers.build import build
from .answers.loading import Built
from .answers.pull import Pulled, marks_of, pull
from .linking.job import Linked, check_ready, link
from .report import Report, balance
from .session import Session, open_session
from .telling import Telling
from .writing_back.write_back import write_back, write_back_after_run
from .writing_back.written import WriteBackReport, WrittenBack


def run_pull(
    folder: Path, telling: Telling, stages: Sequence[str] = (), *, confirm: bool = False, scan: bool = False
) -> Report:
    """The archive holds what the servers hold; see ``pull``."""
    with _job(folder, telling, "pull", stages) as (session, chosen, end):
        return end(_pull(session, chosen, confirm=confirm, scan=scan), [])


def run_build(
    folder: Path, telling: Telling, stages: Sequence[str] = (), *, rebuild: bool = False, retry: bool = False
) -> Report:
    """The database holds what the archive holds, and people are linked and judged; see ``build`` and ``link``."""
    with _job(folder, telling, "build", stages) as (session, chosen, end):
        check_ready(session, rebuild=rebuild)
        built = build(session, chosen, rebuild=rebuild, retry=retry)
        return end([], built, link(session, rebuild=rebuild, thorough=retry))


def run_all(
    folder: Path, telling: Telling, stages: Sequence[str] = (), *, rebuild: bool = False, scan: bool = False
) -> Report:
    """Pull, build, link, judge, and where it is wished write back: what a scheduler calls every night."""
    with _job(folder, telling, "run", stages) as (session, chosen, end):
        check_ready(session, rebuild=rebuild)
        with Beside(session) as beside:
            pulled = _pull(session, chosen, confirm=False, scan=scan, beside=None if rebuild else beside)
            built = build(session, chosen, rebuild=rebuild, begun=beside.built())
        linked = link(session, rebuild=rebuild)
        wants_it = session.settings.write_back.enabled
        return end(pulled, built, linked, write_back_after_run(session, chosen) if wants_it else [])


def run_write_back(
    folder: Path, telling: Telling, stages: Sequence[str] = (), *, take_over: bool = False
) -> WriteBackReport:
    """Validation statuses on the servers are what is wanted here; see ``write_back``."""
    with on_record(folder, telling, "write-back") as (session, note):
        done = write_back(session, choose_stages(session.settings, stages), take_over=take_over)
        report = WriteBackReport(session.settings.name, False, done)
        note(report.document() | {"outcome": "incomplete" if report.exit_code else "done"})
        return report


def run_link(folder: Path, telling: Telling, *, rebuild: bool = False) -> Report:
    """People, plans and findings are what the answers and the decisions make them; see ``link``."""
    with _job(folder, telling, "link run", ()) as (session, _, end):
        return end([], [], link(session, rebuild=rebuild, thorough=True))


def _pull(
    session: Session, stages: Sequence[Stage], *, confirm: bool, scan: bool, beside: Beside | None = None
) -> list[Pulled]:
    deployments = session.deployed(stages)
    if not deployments:
        raise SetupError(
            "config/programme.toml", "no chosen stage is deployed anywhere.", "Run 'retour forms deploy' first."
        )
    return pull(session, deployments, confirm=confirm, scan=scan, beside=beside)


class End(Protocol):
    """Ends a job in its report; ``linked`` is what linking and judging did, None where the job does neither."""

    def __call__(
        self,
        pulled: list[Pulled],
        built: list[Built],
        linked: Linked | None = None,
        back: Sequence[WrittenBack] = (),
        /,
    ) -> Report:
        """The report of what was pulled, built, linked and written back."""


Note = Callable[[dict[str, Any]], None]


@contextmanager
def on_record(folder: Path, telling: Telling, command: str) -> Iterator[tuple[Session, Note]]:
    """The session of a writing command, and what notes its counts; a run that fails is on record as failed."""
    with open_session(folder, telling) as session:
        with session.engine.begin() as connection:
            if runs.start(connection, session.run_id, command):
                telling.say("The last run was interrupted; this one goes on where it stopped.")
        noted: dict[str, Any] = {}
        try:
            with store_errors(f"retour {command}"):
                yield session, noted.update
        except RetourError as error:
            # Where the database is gone, the record says 'interrupted' at the next run; the cause matters more.
            with suppress(RetourError), store_errors("ops.run"):
                _finish(session, "failed", {}, str(error))
            raise
        _finish(session, noted.pop("outcome", "done"), noted)


def _finish(session: Session, outcome: runs.Outcome, counts: dict[str, Any], message: str = "") -> None:
    with session.engine.begin() as connection:
        runs.finish(connection, session.run_id, outcome, counts, message)


@contextmanager
def _job(
    folder: Path, telling: Telling, command: str, names: Sequence[str]
) -> Iterator[tuple[Session, list[Stage], End]]:
    """The session, the chosen stages, and what ends the job in its report."""
    with on_record(folder, telling, command) as (session, note):
        stages = choose_stages(session.settings, names)

        def end(
            pulled: list[Pulled],
            built: list[Built],
            linked: Linked | None = None,
            back: Sequence[WrittenBack] = (),
            /,
        ) -> Report:
            report = balance(session, command, pulled, built, linked)
            report.take_written_back(back)
            outcome = "done" if report.exit_code == 0 else "incomplete"
            note(report.document() | {"marks": marks_of(pulled), "outcome": outcome})
            return report

        yield session, stages, end
