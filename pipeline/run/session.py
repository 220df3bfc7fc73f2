"""One command at work: settings read, database open and current, lock held, sources at hand."""

import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from ..database.lock import RunLock, only_one_run
from ..database.opening import Database, open_database
from ..model.source import Source, StatusBoard
from ..programme import Deployment, Server, Settings, Stage
from ..settings import choose_stages, load_settings
from ..sql import store_errors
from ..tokens import read_token
from .answers.collecting import rare_collections
from .telling import Telling

if TYPE_CHECKING:
    from ..sources.kobo_deploy import KoboDeployer

# Sources, migrations and the practice server are imported where they are used: a process that only builds needs none
# of them, and is 50 MB smaller for it.


def utc_now() -> datetime:
    """This instant; the one place where the shell asks the clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Session:
    """What every job of the shell is given.

    Attributes:
        at: UTC instant at which the command began; all that it writes carries it.
        run_id: of this command's own record.
    """

    settings: Settings
    database: Database
    telling: Telling
    at: datetime
    run_id: uuid.UUID = field(default_factory=uuid.uuid4)
    _open: ExitStack = field(default_factory=ExitStack)
    _sandbox: tuple[str, str] | None = None
    _lock: RunLock | None = None

    @property
    def engine(self) -> Engine:
        """The open database."""
        return self.database.engine

    def deployed(self, stages: Iterable[Stage] | None = None) -> list[Deployment]:
        """Deployments of these stages (of all enabled ones if None) that there is something to read from."""
        chosen = choose_stages(self.settings, ()) if stages is None else stages
        every = (d for stage in chosen for d in stage.deployments)
        return [d for d in every if d.uid or self.settings.servers[d.server].kind == "folder"]

    def check_alone(self) -> None:
        """Nothing, as long as no other run can have begun; StoreError once the database was cut off in between."""
        if self._lock:
            self._lock.check()

    def source(self, deployment: Deployment) -> Source:
        """Where the deployment's submissions come from.

        Raises:
            SetupError: no token, no uid, or an address that is none.
        """
        from ..sources.open import open_source

        server = self.settings.servers[deployment.server]
        if server.kind == "folder":
            folder = self.settings.folder / server.url / deployment.uid
            return open_source("folder", str(folder))
        url, token = self._reach(server, server.read_token)
        wait = self.settings.limits.wait_seconds
        return open_source("kobo", url, uid=deployment.uid, token=token, wait_seconds=wait)

    def statuses(self, deployment: Deployment) -> StatusBoard:
        """The deployment's validation statuses, under the account that reads: it runs every night and needs no more
        than the right to validate.

        Raises:
            SetupError: no token, or an address that is none.
        """
        from ..sources.open import open_statuses

        server = self.settings.servers[deployment.server]
        url, token = self._reach(server, server.read_token)
        return open_statuses(url, deployment.uid, token=token, wait_seconds=self.settings.limits.wait_seconds)

    def deployer(self, server: Server) -> "KoboDeployer":
        """What deploys forms and lists to a server."""
        from ..sources.open import open_deployer

        url, token = self._reach(server, server.deploy_token or server.read_token)
        openrosa = server.openrosa_url if server.kind == "kobo" else url
        return open_deployer(url, openrosa, token=token, wait_seconds=self.settings.limits.wait_seconds)

    def sandbox_address(self) -> tuple[str, str]:
        """Address and token of the practice server, which runs inside this process from the first time it is asked."""
        if self._sandbox is None:
            from ..sandbox.serve import running

            token = secrets.token_hex(20)
            self._sandbox = self._open.enter_context(running(self.engine, token=token)), token
        return self._sandbox

    def _reach(self, server: Server, reference: str) -> tuple[str, str]:
        if server.kind == "sandbox":
            return self.sandbox_address()
        return server.url, read_token(reference)


@contextmanager
def open_session(
    folder: Path, telling: Telling, *, writes: bool = True, now: Callable[[], datetime] = utc_now
) -> Iterator[Session]:
    """The programme in ``folder``, ready to work; everything it opened is closed afterwards.

    Args:
        folder: of the programme.
        telling: where progress goes.
        writes: whether the command changes the programme's data; two such commands never run at once.
        now: the clock.

    Raises:
        SetupError: the programme, the database or the lock; nothing was touched.
        StoreError: the database refused anything inside the block.
    """
    from ..database import migrate

    settings = load_settings(folder.resolve())
    with open_database(settings.database_url, settings.folder) as database, ExitStack() as stack:
        stack.enter_context(store_errors("database"))
        for notice in database.notices:
            telling.say(notice)
        if database.is_embedded:
            migrate.upgrade(database.engine)
        else:
            migrate.check_current(database.engine)
        lock = None
        if writes:
            stack.enter_context(rare_collections())
            lock = stack.enter_context(only_one_run(database.engine, settings.programme_id))
        yield Session(settings, database, telling, now(), _open=stack, _lock=lock)
