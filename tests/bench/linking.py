"""A night's linking, measured: 100 new mentions into many known people; ``python -m tests.bench.linking``."""

import argparse
import dataclasses
import tempfile
import time
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import create_engine, text

from pipeline.database import embedded, migrate
from pipeline.model.answers import Origin
from pipeline.model.linkage import Evidence
from pipeline.model.mention import Mention, Told
from pipeline.model.steps import Registration
from pipeline.run.linking.identities import Giving
from pipeline.run.linking.linking import Linking
from pipeline.run.linking.model import read_linkage
from pipeline.run.linking.scoring import Weighing
from pipeline.run.linking.spoken import Changed, Spoken
from pipeline.simulation.labelled import labelled_rows

from .ground import ROOT

SIZES, NEW, ROUNDS = (10_000, 100_000), 100, 5
GOAL_SECONDS, GOAL_RATIO = 0.3, 2.0
AT = datetime(2026, 1, 1, tzinfo=UTC)


class Timed:
    """A scorer that adds up how long it took."""

    def __init__(self, scorer):
        self._scorer, self.seconds = scorer, 0.0

    def __getattr__(self, name):
        def timed(*arguments):
            began = time.perf_counter()
            try:
                return getattr(self._scorer, name)(*arguments)
            finally:
                self.seconds += time.perf_counter() - began

        return timed


@dataclasses.dataclass
class Registered:
    """Registrations, of which some are new since the last linking."""

    records: list[Evidence]
    fresh: list[Evidence] = dataclasses.field(default_factory=list)

    def changed(self, connection, *, everything, thorough):
        return Changed({"registration": frozenset(f"uuid:{one.record_id}" for one in self.fresh)})

    def said(self, connection, stage, roots):
        wanted = None if roots is None else frozenset(roots)
        for one in self.fresh:
            if wanted is None or f"uuid:{one.record_id}" in wanted:
                yield spoken(one)


def spoken(one: Evidence) -> Spoken:
    """The registration that says this of somebody."""
    root = f"uuid:{one.record_id}"
    origin = Origin("registration", root, 1, "1", "all")
    mention_id, on = f"{root}#who", date(2026, 1, 1)
    told = tuple(Told(f, v, f"person/{f}") for f, v in zip(Evidence._fields[1:], one[1:], strict=True) if v)
    mention = Mention(mention_id, origin, "registered", "", "", "", one._replace(record_id=mention_id), on, told)
    noun = Registration(origin, mention_id, on, on, one.arrival_batch, one.commune, True, False, (), on)
    return Spoken(root, "registration", "registration/all", "all", 1, AT, (mention,), (noun,))


def people(count: int, seed: int) -> list[Evidence]:
    """So many records of the generator's noise ``field``; SYNTHETIC."""
    rows = islice(labelled_rows(count, "field", seed), count)
    return [Evidence(**{field: row.get(field, "") for field in Evidence._fields}) for row in rows]


def measure(engine, count: int, seed: int) -> dict[str, float]:
    """Seconds of the first linking of so many records, and of 100 new ones into them: the median of a few nights."""
    linkage = read_linkage(ROOT)
    records = people(count + NEW * ROUNDS, seed)
    nights = []
    with engine.connect() as connection, connection.begin() as transaction:
        sayings = Registered(records, records[:count])
        first, _ = linked(connection, sayings, linkage)
        connection.execute(text("ANALYZE"))
        for night in range(ROUNDS):
            begin = count + night * NEW
            sayings.fresh = records[begin : begin + NEW]
            nights.append(linked(connection, sayings, linkage))
        transaction.rollback()
    whole, scoring = (sorted(column)[ROUNDS // 2] for column in zip(*nights, strict=True))
    return {"first": first, "new": whole, "scoring": scoring}


def linked(connection, sayings, linkage) -> tuple[float, float]:
    """Seconds of one linking, and of the scoring in it."""
    scorer = Timed(Weighing(linkage.model))
    began = time.perf_counter()
    Linking(connection, sayings, linkage, Giving(AT), scorer).run()
    return time.perf_counter() - began, scorer.seconds


def main() -> None:
    """Figures beside their goals."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.linking", description=main.__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=SIZES, help="records known already")
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="retour-linking-") as folder:
        Path(folder).chmod(0o755)
        engine = create_engine(embedded.start(Path(folder), fast=True).url)
        migrate.upgrade(engine)
        print(f"SYNTHETIC, noise field, seed {chosen.seed}; seconds, median of {ROUNDS}")
        found = {size: measure(engine, size, chosen.seed) for size in sorted(chosen.size)}
        for size, one in found.items():
            print(
                f"{size:>9,} known: first {one['first']:.1f} · {NEW} new {one['new']:.3f}, of which scoring {one['scoring']:.3f}"
            )
        ratio = found[max(found)]["new"] / found[min(found)]["new"]
        print(f"goals: {NEW} new under {GOAL_SECONDS} s, ratio at most {GOAL_RATIO}; ratio {ratio:.2f}")
        engine.dispose()
        embedded.stop(Path(folder))


if __name__ == "__main__":
    main()
