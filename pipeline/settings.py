"""config/programme.toml and the environment become frozen, checked Settings; an error names file, table, key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import SetupError, did_you_mean

FILE = "config/programme.toml"


@dataclass(frozen=True, slots=True)
class Server:
    """A place submissions come from.

    Attributes:
        kind: ``kobo`` or ``folder``.
        url: of the API (``https://kf.kobotoolbox.org``); for a folder its path.
        openrosa_url: what tablets talk to; the same as ``url`` where nothing else is said.
        read_token / deploy_token: ``env:NAME`` or ``keyring:SERVICE/NAME``, never the token itself.
    """

    name: str
    kind: str
    url: str
    openrosa_url: str
    read_token: str
    deploy_token: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """One project in which a stage is collected; ``uid`` is '' until the first ``forms deploy``."""

    stage: str
    zone: str
    server: str
    uid: str

    @property
    def key(self) -> str:
        """What the database calls it: stage and zone; survives a change of server or uid."""
        return f"{self.stage}/{self.zone}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the practice: a form and the projects it is collected in."""

    name: str
    form: Path
    deployments: tuple[Deployment, ...]
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What protects data from accidents and machines from strain.

    Attributes:
        deletion_share / deletion_count: a pull that finds more deletions than both stops and asks a person.
        overlap_ids: rows below the bookmark that are read again, because ids can appear late.
        scan_days: days between two full scans where the change feed already works.
        answer_bytes: a longer single answer sets the submission aside.
        repeat_depth: repeats nested deeper set it aside.
        wait_seconds: longest silence of a server.
    """

    deletion_share: float = 0.1
    deletion_count: int = 10
    overlap_ids: int = 1000
    scan_days: int = 1
    answer_bytes: int = 1_000_000
    repeat_depth: int = 3
    wait_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """One programme, complete and checked."""

    folder: Path
    name: str
    programme_id: str
    languages: tuple[str, ...]
    currency_code: str
    donor: str
    implementer: str
    synthetic: bool
    servers: Mapping[str, Server]
    stages: tuple[Stage, ...]
    limits: Limits = field(default_factory=Limits)
    database_url: str | None = None

    def stage(self, name: str) -> Stage:
        """The stage of that name, or a SetupError with the nearest one."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        known = did_you_mean(name, (s.name for s in self.stages))
        raise SetupError(FILE, f"there is no stage '{name}'.", known)

    def deployments(self) -> tuple[Deployment, ...]:
        """Deployments of all enabled stages, in the file's order."""
        return tuple(d for s in self.stages if s.enabled for d in s.deployments)
