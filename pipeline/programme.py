"""A programme as its file describes it: servers, stages, deployments, limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A place submissions come from.

    Attributes:
        kind: ``kobo``, ``folder`` (exported files) or ``sandbox`` (the practice server that retour runs itself).
        url: of the API (``https://kf.kobotoolbox.org``); for a folder its path; '' for a sandbox.
        openrosa_url: what tablets talk to; the same as ``url`` where nothing else is said.
        read_token / deploy_token: ``env:NAME`` or ``keyring:SERVICE/NAME``, never the token itself; '' for none.
    """

    name: str
    kind: str
    url: str
    openrosa_url: str
    read_token: str
    deploy_token: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """One project in which a stage is collected; ``uid`` is '' until the first ``forms deploy``.

    Attributes:
        places: codes of the communes, provinces or regions whose cases its lists hold; empty = those its zone has met.
    """

    stage: str
    zone: str
    server: str
    uid: str
    places: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the database calls it: stage and zone; survives a change of server or uid."""
        return f"{self.stage}/{self.zone}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the practice: a form and the projects it is collected in.

    Attributes:
        restricted: its answers stand apart, in the schema ``protected``; analysts see nothing of it.
    """

    name: str
    form: Path
    deployments: tuple[Deployment, ...]
    enabled: bool = True
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What protects data from accidents and machines from strain.

    Attributes:
        deletion_share / deletion_count: a pull that finds more deletions than both stops and asks a person.
        overlap_ids: ids below the bookmark that are read again, because rows can appear late.
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
class Names:
    """Which papers may hold names of people; without a word in the file none does.

    Attributes:
        committee: the committee's pack: names of the holders beside their codes, and what they wrote in free text.
        certificates: the list of certificates to call back: names and phones of the receivers.
    """

    committee: bool = False
    certificates: bool = False


@dataclass(frozen=True, slots=True)
class Publishing:
    """How case lists go to the tablets.

    Attributes:
        window_hours: at least so many between two redeployments of a form for its lists: each costs every tablet a
            download.
        cases: the most a list may hold.
        one_zone: a list holds cases of its deployment's zone only; else of the whole programme.
    """

    window_hours: float = 20.0
    cases: int = 500
    one_zone: bool = True


@dataclass(frozen=True, slots=True)
class WriteBack:
    """What the pipeline may say on the servers.

    Attributes:
        enabled: ``retour run`` ends in a write-back; off, nothing but ``retour write-back`` ever writes a status.
        approve: what is decoded and speaks of known people alone is approved too, and not only put on hold if not.
    """

    enabled: bool = False
    approve: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """One programme, complete and checked.

    Attributes:
        folder: where ``config/`` and ``forms/`` lie.
        languages: as the workbooks name them, the first one for reports and messages to the field.
        synthetic: the data are made up; every surface says so.
        database_url: from ``RETOUR_DATABASE_URL``; None = the embedded PostgreSQL.
        contact: the line on every card that says whom to call or where to go; '' for none.
    """

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
    write_back: WriteBack = field(default_factory=WriteBack)
    database_url: str | None = field(default=None, repr=False)
    contact: str = ""
    names: Names = field(default_factory=Names)
    publishing: Publishing = field(default_factory=Publishing)

    def deployments(self) -> tuple[Deployment, ...]:
        """Deployments of all enabled stages, in the file's order."""
        return tuple(d for s in self.stages if s.enabled for d in s.deployments)
