"""Judges linkage beside its peers: ``python -m tests.bench.linkage``; see docs/linkage.md."""

import argparse
import tempfile
from pathlib import Path

from ..ground import ROOT
from .files import GENERATORS, labelled
from .rounds import CONTENDERS, OWN, Rounds
from .table import table

SIZES = (10_000, 100_000, 1_000_000)
# No weight was ever tuned on a file of these seeds.
SEEDS = (2201, 2202, 2203, 2204, 2205)
QUICK = 2_000
# Up to so many records a contender is judged on every seed, above on the first alone: all would take a day.
ALL_SEEDS_TO = {"baseline by hand": 100_000, "Splink tuned": 100_000, "dedupe": 0, OWN: 100_000}
OTHERS_TO = 10_000
PAGE = ROOT / "docs/linkage.md"
MARK = "<!-- figures -->\n"


def main() -> None:
    """The whole comparison; figures are printed, and written into the page with --write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.linkage", description=main.__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=SIZES, help="records of each file")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--generator", choices=GENERATORS, help="only files of this one")
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS), help="only these contenders")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} records, one seed")
    parser.add_argument("--go-on", action="store_true", help="keep what bench-results/linkage.jsonl holds already")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/linkage.md")
    chosen = parser.parse_args()
    sizes, seeds = ([QUICK], chosen.seeds[:1]) if chosen.quick else (chosen.size, chosen.seeds)
    rounds = Rounds(ROOT / "bench-results/linkage.jsonl", again=not chosen.go_on)
    for generator in [chosen.generator] if chosen.generator else GENERATORS:
        for size in sorted(sizes):
            compare(rounds, generator, size, seeds, chosen.only)
    text = table(rounds.results)
    print(text)
    if chosen.write:
        before = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(f"{before}{MARK}\n{text}\n", encoding="utf-8")


def compare(rounds: Rounds, generator: str, size: int, seeds: list[int], names: list[str]) -> None:
    """All contenders on all seeds of one size; the files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="retour-linkage-") as folder:
        for n, seed in enumerate(seeds):
            some = [x for x in names if n == 0 or size <= ALL_SEEDS_TO.get(x, OTHERS_TO)]
            rounds.play(labelled(Path(folder), generator, size, seed), some)


if __name__ == "__main__":
    main()
