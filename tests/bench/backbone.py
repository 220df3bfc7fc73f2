"""Measures the backbone beside its peers in one run, prints the table, and writes docs/bench.md."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .ground import ROOT, Ground, laid
from .measure import Measured, medians, run
from .page import Results, Row, write_page

PEERS = ROOT / ".venv/bench" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OFFICE = 20_000
PROGRAMME = 100_000
SMALL = 10_000
NEW = 100
LATENCY_MS = 300
PACKAGE = "tests.bench.contenders"

Contender = Callable[[Ground], Measured]


def retour(ground: Ground) -> Measured:
    """``retour run`` in a programme with an empty database."""
    with ground.database("retour_own", migrated=True) as url:
        return own(ground.programme("own"), url, "load")


def own(programme: Path, url: str, job: str) -> Measured:
    """One job of retour in a programme."""
    command = [sys.executable, "-m", f"{PACKAGE}.own", str(programme), job]
    return run(command, {"RETOUR_DATABASE_URL": url})


def dlt(ground: Ground) -> Measured:
    """What dlt does by its own choices."""
    return _dlt(ground, "")


def dlt_csv(ground: Ground) -> Measured:
    """The same by COPY from CSV files, its fastest way into PostgreSQL."""
    return _dlt(ground, "csv")


def _dlt(ground: Ground, file_format: str) -> Measured:
    with ground.database("retour_dlt") as url:
        folder = ground.folder / f"dlt-{time.monotonic_ns()}"
        command = [str(PEERS), "-m", f"{PACKAGE}.dlt_merge", ground.project, url, str(folder), file_format]
        return run(command, {"RUNTIME__DLTHUB_TELEMETRY": "false"})


def pandas(ground: Ground) -> Measured:
    """Frames into three tables."""
    with ground.database("retour_pandas") as url:
        return run([str(PEERS), "-m", f"{PACKAGE}.pandas_frames", ground.project, url])


def copy_alone(ground: Ground) -> Measured:
    """The rows that retour stores in ``answers``, as ready-made bytes, into the same tables emptied."""
    with ground.database("retour_floor", migrated=True) as url:
        own(ground.programme("own"), url, "load")
        folder = ground.folder / "floor"
        folder.mkdir(exist_ok=True)
        run([str(PEERS), "-m", f"{PACKAGE}.copy_alone", url, str(folder), "prepare"])
        return run([str(PEERS), "-m", f"{PACKAGE}.copy_alone", url, str(folder), "load"])


ALL: dict[str, Contender] = {
    "retour": retour,
    "dlt": dlt,
    "dlt, CSV": dlt_csv,
    "pandas": pandas,
    "COPY alone": copy_alone,
}


def compare(ground: Ground, results: Results, rows: int, names: list[str], times: int, wait_ms: int = 0) -> None:
    """The contenders one after the other, ``times`` times over, so that a busy minute hits all of them."""
    ground.show(rows, wait_ms=wait_ms)
    taken: dict[str, list[Measured]] = {name: [] for name in names}
    for _ in range(times):
        for name in names:
            taken[name].append(ALL[name](ground))
            _tell(f"{rows} rows, {wait_ms} ms: {name} {taken[name][-1].seconds:.2f} s")
            if taken[name][-1].said["submissions"] != rows:
                raise AssertionError(f"{name} stored {taken[name][-1].said['submissions']} of {rows}")
    results.rows += [Row(rows, wait_ms, name, times, medians(runs)) for name, runs in taken.items()]


def compare_increments(ground: Ground, results: Results, rows: int) -> None:
    """What a small pull costs beside a large archive, and what pulling everything again writes."""
    with _loaded(ground, NEW) as (programme, url, first):
        results.new_into_empty = first
        ground.show(2 * NEW, feed=True)
        results.new_into_small = own(programme, url, "load")
    with _loaded(ground, rows) as (programme, url, _):
        ground.show(rows + NEW, feed=True)
        results.new_into_full = own(programme, url, "load")
        _tell(f"{NEW} new into {rows}: {results.new_into_full.seconds:.2f} s")
        everything = ground.programme("own", overlap=10 * rows)
        before = ground.written(url)
        results.again = own(everything, url, "again")
        results.written_again = {t: n - before.get(t, 0) for t, n in ground.written(url).items() if n != before.get(t)}
        _tell(f"{rows} unchanged again: {results.again.seconds:.2f} s, rows written {results.written_again}")


@contextmanager
def _loaded(ground: Ground, rows: int) -> Iterator[tuple[Path, str, Measured]]:
    """A programme whose database holds so many submissions, not analysed by anything but the load itself."""
    with ground.database("retour_own", migrated=True) as url:
        ground.show(rows, feed=True)
        programme = ground.programme("own")
        yield programme, url, own(programme, url, "load")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """The whole benchmark; ``--quick`` runs each contender once, on 10,000 submissions, and writes no page."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int, default=PROGRAMME, help="submissions of the large comparison")
    parser.add_argument(
        "--times", type=int, default=3, help="runs of the comparisons up to 20,000; the large one has one"
    )
    chosen = parser.parse_args()
    large = SMALL if chosen.quick else chosen.rows
    results = Results(large)
    with laid(large + NEW) as ground:
        compare(ground, results, SMALL, list(ALL), 1 if chosen.quick else chosen.times)
        if not chosen.quick:
            compare(ground, results, OFFICE, list(ALL), chosen.times)
            compare(ground, results, large, ["retour", "dlt", "pandas", "COPY alone"], 1)
        compare(ground, results, SMALL, ["retour", "dlt", "pandas"], 1, LATENCY_MS)
        compare_increments(ground, results, large)
    text = results.text()
    print(text)
    if not chosen.quick:
        write_page(ROOT / "docs/bench.md", text)


if __name__ == "__main__":
    main()
