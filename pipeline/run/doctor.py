"""Doctor: everything a run needs, looked at one by one; each finding says what is wrong and how to mend it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from ..database.facts import DatabaseFacts, database_facts
from ..engine.jvm import java_facts
from ..errors import RetourError, SetupError, SourceError
from ..model.submission import Access
from ..programme import Deployment, Server
from ..rules.thresholds import FILE
from ..sources.clock import clock_skew_seconds
from ..tokens import read_token
from .judging.policy import read_ruling
from .session import Session, open_session
from .telling import Telling

Verdict = Literal["ok", "look", "broken"]
LEAST_FREE_BYTES = 2_000_000_000
MOST_SKEW_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``fix`` is '' where nothing is to be done."""

    name: str
    verdict: Verdict
    what: str
    fix: str = ""


def examine(folder: Path, telling: Telling) -> list[Check]:
    """All checks in the order in which a run needs them; one that fails does not stop the others."""
    try:
        with open_session(folder, telling, writes=False) as session:
            checks = [Check("programme", "ok", f"{session.settings.name} in {session.settings.folder}")]
            checks += _of_database(database_facts(session.database, session.settings.folder, os.environ))
            checks += _guarded("rules", partial(_of_rules, session))
            checks += _guarded("java", _of_java)
            readable = set()
            for name, server in session.settings.servers.items():
                found = _of_server(session, server) if server.kind == "kobo" else []
                checks += found
                if not any(c.verdict == "broken" for c in found):
                    readable.add(name)
            for deployment in session.deployed():
                if deployment.server in readable:
                    checks += _guarded(deployment.key, partial(_of_deployment, session, deployment))
            return checks
    except RetourError as error:
        return [Check("programme", "broken", f"{error.where}: {error.what}", error.fix)]


def _guarded(name: str, look: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(look())
    except RetourError as error:
        return [Check(name, "broken", f"{error.where}: {error.what}", error.fix)]


def _of_database(facts: DatabaseFacts) -> Iterator[Check]:
    yield Check("database", "ok", f"PostgreSQL {facts.version}, {facts.size_bytes / 1e6:.0f} MB")
    if facts.free_bytes is not None:
        scarce = facts.free_bytes < LEAST_FREE_BYTES
        fix = "Make room before the next run." if scarce else ""
        yield Check("disk", "look" if scarce else "ok", f"{facts.free_bytes / 1e9:.1f} GB are free", fix)
    if facts.synchronised_by:
        yield Check(
            "folder",
            "broken",
            f"the programme lies in a folder that {facts.synchronised_by} copies elsewhere",
            "Move it out: a copied database breaks, and personal data leave this machine.",
        )
    verdict: Verdict = "ok" if facts.is_encrypted else "look"
    fix = "" if facts.is_encrypted else "Turn on disk encryption (BitLocker, FileVault, LUKS): laptops get stolen."
    yield Check("encryption", verdict, facts.encryption or "nobody can tell whether the disk is encrypted", fix)
    skewed = abs(facts.clock_skew_seconds) > MOST_SKEW_SECONDS
    yield Check(
        "clock", "look" if skewed else "ok", f"differs from the database's by {abs(facts.clock_skew_seconds):.0f} s"
    )
    for notice in facts.notices:
        yield Check("database", "look", notice)


def _of_rules(session: Session) -> Iterator[Check]:
    """Thresholds, catalogue and places: a run that cannot judge stops before it begins."""
    policy = read_ruling(session.settings.folder, session.at).policy
    unset = sum(policy.value(name) is None for name in policy.thresholds)
    yield Check("rules", "ok", f"{len(policy.thresholds)} thresholds are set in {FILE}, {unset} of them to none today")


def _of_java() -> Iterator[Check]:
    facts = java_facts()
    yield Check("java", "ok", f"Java {facts.java_version}, JavaRosa {facts.javarosa_version}, both from wheels")


def _of_server(session: Session, server: Server) -> list[Check]:
    """One server a programme's enabled stages use: that it answers, its clock, and that its tokens are at hand."""
    if not any(d.server == server.name for s in session.settings.stages if s.enabled for d in s.deployments):
        return []
    name = f"server {server.name}"
    checks = _guarded(name, partial(_of_clock, name, server.url))
    for use, reference in (("reading", server.read_token), ("deploying", server.deploy_token)):
        if reference:
            checks += _guarded(name, partial(_of_token, name, use, reference))
    return checks


def _of_clock(name: str, url: str) -> Iterator[Check]:
    skew = clock_skew_seconds(url)
    skewed = abs(skew) > MOST_SKEW_SECONDS
    fix = "Set this machine's clock: let it take the time from the network." if skewed else ""
    yield Check(name, "look" if skewed else "ok", f"{url} answers; clocks differ by {abs(skew):.0f} s", fix)


def _of_token(name: str, use: str, reference: str) -> Iterator[Check]:
    read_token(reference)
    yield Check(name, "ok", f"the token for {use} is at hand ({reference})")


def _of_deployment(session: Session, deployment: Deployment) -> Iterator[Check]:
    source = session.source(deployment)
    access = source.check_access()
    if not access.can_read:
        yield Check(
            deployment.key,
            "broken",
            f"account '{access.account}' may not read submissions",
            "Share the project with it.",
        )
        return
    yield Check(deployment.key, "ok", f"account '{access.account}' reads it; {source.count()} submissions")
    yield from _of_access(deployment, access)
    if session.settings.write_back.enabled and not access.can_set_status:
        yield Check(
            deployment.key,
            "broken",
            f"account '{access.account}' may not set validation statuses, which write_back.enabled asks for",
            "Give it 'Validate submissions' on the project's sharing page.",
        )
    if session.settings.servers[deployment.server].kind != "folder":
        yield from _of_mark(session, deployment)


def _of_mark(session: Session, deployment: Deployment) -> Iterator[Check]:
    """A project that another installation keeps up is not written to; what hinders looking is told elsewhere."""
    try:
        deployer = session.deployer(session.settings.servers[deployment.server])
    except SetupError:
        return
    try:
        deployer.is_marked(deployment.uid, session.settings.programme_id)
    except SetupError as other:
        yield Check(deployment.key, "look", other.what, other.fix)
    except SourceError:
        return


def _of_access(deployment: Deployment, access: Access) -> Iterator[Check]:
    if not access.sees_all:
        yield Check(
            deployment.key,
            "broken",
            f"account '{access.account}' sees only part of the submissions",
            "Give it 'View submissions' without restriction; until then every report says incomplete.",
        )
    if not access.can_see_changes:
        yield Check(
            deployment.key,
            "look",
            "its change feed is closed to this account, so every run compares all rows",
            "To make runs faster, give the account 'Manage project'.",
        )
