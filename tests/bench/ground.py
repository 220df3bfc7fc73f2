"""The ground all contenders run on: one PostgreSQL with fsync on, one server process, one fresh database each."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests
from sqlalchemy import URL, NullPool, create_engine, text

from pipeline.database import embedded, migrate

from .questionnaire import STAGE, write_workbook
from .submissions import UID

ROOT = Path(__file__).parents[2]
PROGRAMME = """[programme]
name = "Bench"
id = "bench"
languages = ["Français (fr)", "English (en)"]
synthetic = true

[server.bench]
kind = "kobo"
url = "{url}"
read_token = "env:RETOUR_BENCH_TOKEN"

[[stage]]
name = "{stage}"
[[stage.deployment]]
zone = "all"
server = "bench"
uid = "{uid}"

[limits]
overlap_ids = {overlap}
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a measurement happens.

    Attributes:
        served: address of the server process.
        owner: of the PostgreSQL server; all contenders connect over TCP with a password.
    """

    folder: Path
    served: str
    owner: URL
    port: int
    password: str
    postmaster: int

    def show(self, rows: int, *, wait_ms: int = 0, gzip: bool = False, feed: bool = False) -> None:
        """The server shows so many rows from now on, with or without latency, compression and change feed."""
        question: dict[str, int] = {"rows": rows, "wait_ms": wait_ms, "gzip": int(gzip), "feed": int(feed)}
        requests.get(f"{self.served}/bench/", params=question, timeout=60).raise_for_status()

    @property
    def project(self) -> str:
        """Address of the project, as contenders without a KoBoToolbox source ask for it."""
        return f"{self.served}/api/v2/assets/{UID}/"

    def address(self, database: str) -> str:
        """How a contender reaches a database."""
        return f"postgresql://bench:{self.password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, name: str, *, migrated: bool = False) -> Iterator[str]:
        """The address of a fresh database, dropped afterwards; ``migrated`` has the fixed tables of retour."""
        self.alone(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.alone(f"CREATE DATABASE {name} OWNER bench")
        if migrated:
            migrate.upgrade(create_engine(self._engine_url(name), poolclass=NullPool))
        # The next contender does not pay for the pages this one left to write.
        self.alone("CHECKPOINT")
        yield self.address(name)
        self.alone(f"DROP DATABASE {name} WITH (FORCE)")

    def alone(self, statement: str, database: str = "postgres") -> list[tuple]:
        """One statement outside any transaction, as the owner; its rows."""
        engine = create_engine(self.owner.set(database=database), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            done = connection.execute(text(statement))
            return [tuple(row) for row in done] if done.returns_rows else []

    def written(self, url: str) -> dict[str, int]:
        """Rows inserted, updated and deleted until now in each table of a database that nobody is connected to."""
        rows = self.alone(
            "SELECT schemaname || '.' || relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables",
            url.rpartition("/")[2],
        )
        return {table: int(count) for table, count in rows}

    def database_cpu(self) -> float:
        """User and system seconds that all processes of the database server have used until now."""
        own = psutil.Process(self.postmaster)
        times = [p.cpu_times() for p in (own, *own.children())]
        # Those of a backend that has ended are counted by its parent.
        return sum(t.user + t.system for t in times) + times[0].children_user + times[0].children_system

    def programme(self, name: str, *, overlap: int = 1000) -> Path:
        """A programme of retour that reads the served project.

        Args:
            overlap: ids below the bookmark that every pull reads again; a large number reads everything.
        """
        folder = self.folder / name
        workbook = folder / f"forms/{STAGE}.xlsx"
        if not workbook.exists():
            write_workbook(workbook)
        settings = PROGRAMME.format(url=self.served, stage=STAGE, uid=UID, overlap=overlap)
        # Prices, places and rules as `retour init` lays them.
        shutil.copytree(ROOT / "config", folder / "config", dirs_exist_ok=True)
        (folder / "config/programme.toml").write_text(settings, encoding="utf-8")
        return folder

    def _engine_url(self, database: str) -> str:
        return self.address(database).replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def laid(rows: int) -> Iterator[Ground]:
    """The ground with ``rows`` submissions ready to be shown; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="retour-bench-"))
    # The database server's account must be able to enter where the benchmark runs as root.
    folder.chmod(0o755)
    command = [sys.executable, "-m", "tests.bench.server", str(rows)]
    try:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield _ground(folder, process)
            finally:
                process.terminate()
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _ground(folder: Path, process: subprocess.Popen[str]) -> Ground:
    server = embedded.start(folder)
    password = secrets.token_hex(16)
    assert process.stdout is not None
    ground = Ground(
        folder, process.stdout.readline().strip(), server.url, server.postmaster.port, password, server.postmaster.pid
    )
    ground.alone(f"CREATE ROLE bench LOGIN SUPERUSER PASSWORD '{password}'")
    os.environ["RETOUR_BENCH_TOKEN"] = "made-up"
    return ground
