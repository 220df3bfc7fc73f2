"""Judging, measured: every rule over a whole programme, and a night in which a hundred cases changed.

``python -m tests.bench.judging`` writes docs/bench-judging.md; ``--people`` and ``--offices`` make it smaller.
"""

import argparse
import os
import platform
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import URL, create_engine, text

from pipeline.database import embedded, migrate
from pipeline.findings.counting import count_findings
from pipeline.registry import marks
from pipeline.rules.judge import judge_all
from pipeline.rules.policy import Policy
from pipeline.run.judging.casebook import CaseBook
from pipeline.run.judging.judging import Judging
from pipeline.run.judging.policy import read_ruling
from pipeline.run.judging.reading import Reading
from pipeline.run.linking.identities import Giving
from pipeline.run.linking.linking import Linking
from pipeline.run.linking.model import Linkage, read_linkage
from pipeline.run.linking.spoken import Changed, Spoken
from pipeline.run.linking.touched import Touched

from .community import PEOPLE, PLANS, Community
from .community_cases import cases_of
from .ground import ROOT

AT = datetime(2020, 6, 1, 12, tzinfo=UTC)
GOAL_SECONDS = 60
CHANGED = 100
OFFICES = (1_000, 20_000)


@dataclass(frozen=True, slots=True)
class Part:
    """What one process judged: seconds by the clock and by the processor, of judging alone."""

    findings: int
    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class Night:
    """A programme of so many people, judged whole, and after a hundred submissions changed.

    Attributes:
        judged: cases of that night.
        written: rows that night.
    """

    people: int
    findings: int
    whole_seconds: float
    seconds: float
    processor_seconds: float
    judged: int
    written: int


def policy() -> Policy:
    """The shipped one."""
    return read_ruling(ROOT, AT).policy


def judge_part(numbers: range) -> Part:
    """Communities one after the other; making their cases is not counted."""
    rules_by, found, seconds, processor = policy(), 0, 0.0, 0.0
    for number in numbers:
        cases = list(cases_of(Community(number)))
        began, worked = time.perf_counter(), time.process_time()
        found += sum(1 for _ in judge_all(cases, rules_by))
        seconds += time.perf_counter() - began
        processor += time.process_time() - worked
    return Part(found, seconds, processor)


def judge_everything(people: int, processes: int) -> list[Part]:
    """The same communities, shared between processes."""
    count = people // PEOPLE
    shares = [range(start, count, processes) for start in range(processes)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(judge_part, shares))


class NoScorer:
    """Everybody has a card: nobody is weighed."""

    def blocks(self, records):
        """None."""
        return {}

    def every(self, records):
        """None."""
        return []

    def new(self, new, known):
        """None."""
        return []

    def these(self, records, wanted):
        """None."""
        return []


class Sent:
    """All that was sent, as linking asks for it."""

    def __init__(self, people: int) -> None:
        self.there: dict[str, Spoken] = {}
        for number in range(people // PEOPLE):
            self.there |= {one.root_uuid: one for one in Community(number).submissions()}
        self.fresh: dict[str, set[str]] = {}
        for root, one in self.there.items():
            self.fresh.setdefault(one.stage, set()).add(root)

    def changed(self, connection, *, everything, thorough):
        """What was not read yet."""
        first = not marks.stages_read(connection)
        return Changed({stage: None if first else frozenset(roots) for stage, roots in self.fresh.items()})

    def said(self, connection, stage, roots):
        """By root uuid where they are named, else all of the stage."""
        named = self.fresh[stage] if roots is None else roots
        return iter([self.there[root] for root in named if root in self.there])

    def touch(self, count: int) -> None:
        """So many submissions are edited: the same words in another edition."""
        self.fresh = {}
        roots = sorted(self.there)
        for root in roots[:: len(roots) // count][:count]:
            one = self.there[root]
            self.there[root] = _edited(one)
            self.fresh.setdefault(one.stage, set()).add(root)


def _edited(one: Spoken) -> Spoken:
    number = one.edition_id + 5_000
    mentions = tuple(replace(m, origin=m.origin._replace(edition_id=number)) for m in one.mentions)
    nouns = tuple(
        n._replace(origin=n.origin._replace(edition_id=number))
        if hasattr(n, "_replace")
        else replace(n, origin=n.origin._replace(edition_id=number))
        for n in one.nouns
    )
    return one._replace(edition_id=number, mentions=mentions, nouns=nouns)


def one_night(url: URL, people: int) -> Night:
    """In a database of its own."""
    engine = create_engine(url)
    migrate.upgrade(engine)
    sent = Sent(people)
    with engine.begin() as connection:
        _link(connection, sent)
    with engine.begin() as connection:
        began = time.perf_counter()
        _judge(connection, sent, Touched(everything=True))
        whole = time.perf_counter() - began
    sent.touch(CHANGED)
    with engine.begin() as connection:
        touched = _link(connection, sent)
    with engine.begin() as connection:
        began, worked = time.perf_counter(), time.process_time()
        cases, written = _judge(connection, sent, touched)
        night = time.perf_counter() - began, time.process_time() - worked
    with engine.connect() as connection:
        findings = sum(one.findings for one in count_findings(connection))
    engine.dispose()
    return Night(people, findings, whole, *night, cases, written)


def _link(connection, sent: Sent) -> Touched:
    linkage = Linkage(read_linkage(ROOT).model, "1")
    linking = Linking(connection, sent, linkage, Giving(AT), NoScorer())
    linking.run()
    return linking.touched


def _judge(connection, sent: Sent, touched: Touched) -> tuple[int, int]:
    """Cases judged and rows written."""
    judging = Judging(CaseBook(Reading(connection, sent, {}), policy()), AT, None)
    cases = 0 if touched.everything else sum(len(some or ()) for some in judging.reached(touched).values())
    return cases, judging.run(touched, "1").rows


def write_page(people: int, alone: list[Part], both: list[Part], nights: list[Night]) -> None:
    """docs/bench-judging.md, with what was seen."""
    worked = max(part.processor_seconds for part in both)
    rows = [
        _row(f"{people:,}", f"{people // PEOPLE * PLANS:,}", 1, alone),
        _row(f"{people:,}", f"{people // PEOPLE * PLANS:,}", 2, both),
    ]
    few, many = nights
    lines = [
        "# How fast rules judge",
        "",
        "Generated by `make bench`; do not edit.",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}. Made-up communities of {PEOPLE} people and {PLANS} plans "
        "(`tests/bench/community.py`).",
        "",
        "Every rule over cases in memory; the seconds are those of judging, making the cases left out:",
        "",
        "| people | plans | processes | findings | seconds | processor seconds |",
        "|--:|--:|--:|--:|--:|--:|",
        *rows,
        "",
        f"The goal is {GOAL_SECONDS} s on 2 cores: {'reached' if worked < GOAL_SECONDS else 'not reached'}, the busier of "
        f"two processes worked {worked:.0f} s. What the clock shows beyond that, other programs on the machine took.",
        "",
        f"A programme in PostgreSQL: judged whole, read and written, and after {CHANGED} submissions changed:",
        "",
        "| people | findings | whole, first time: s | changed night: cases judged | s | processor s | rows written |",
        "|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {n.people:,} | {n.findings:,} | {n.whole_seconds:.1f} | {n.judged:,} | {n.seconds:.2f} |"
            f" {n.processor_seconds:.2f} | {n.written:,} |"
            for n in nights
        ),
        "",
        f"Twenty times as many people cost {_each(many) / _each(few):.2f} times as much for each case judged in the night.",
        "",
    ]
    (ROOT / "docs/bench-judging.md").write_text("\n".join(lines), encoding="utf-8")


def _row(people: str, plans: str, processes: int, parts: list[Part]) -> str:
    found, worked = sum(p.findings for p in parts), sum(p.processor_seconds for p in parts)
    return f"| {people} | {plans} | {processes} | {found:,} | {max(p.seconds for p in parts):.1f} | {worked:.1f} |"


def _each(night: Night) -> float:
    return night.processor_seconds / max(night.judged, 1)


def main() -> None:
    """Measures everything and writes the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--offices", type=int, nargs=2, default=OFFICES)
    chosen = parser.parse_args()
    alone, both = (judge_everything(chosen.people, processes) for processes in (1, 2))
    print(alone, both, sep="\n")
    with tempfile.TemporaryDirectory(prefix="retour-bench-") as folder:
        # The server's account must be able to enter where the bench runs as root.
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder))
        try:
            nights = []
            for people in chosen.offices:
                engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
                with engine.connect() as connection:
                    connection.execute(text(f"CREATE DATABASE office_{people}"))
                engine.dispose()
                nights.append(one_night(server.url.set(database=f"office_{people}"), people))
                print(nights[-1])
        finally:
            embedded.stop(Path(folder))
    write_page(chosen.people, alone, both, nights)


if __name__ == "__main__":
    main()
