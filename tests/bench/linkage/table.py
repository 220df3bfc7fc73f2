"""The linkage benchmark's results as Markdown: one table per generator and size, contenders over all seeds."""

from collections.abc import Iterable
from itertools import groupby
from statistics import median

from .rounds import OWN, Result, f1

_HEAD = (
    "| contender | F1, worst | F1, all seeds | precision | recall | F1 of clusters | seconds | processor seconds | peak memory MB | seeds |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)


def table(results: Iterable[Result]) -> str:
    """Sections by generator and size; precision and recall are those of the worst seed; seconds are medians."""
    ordered = sorted(results, key=lambda r: (r.generator, r.records))
    sections = []
    for (generator, records), of_size in groupby(ordered, key=lambda r: (r.generator, r.records)):
        some = list(of_size)
        seeds = ", ".join(str(s) for s in sorted({r.seed for r in some}))
        names = list(dict.fromkeys(r.contender for r in some))
        rows = [_row(name, [r for r in some if r.contender == name]) for name in names]
        own = [_own(r) for r in some if r.contender == OWN and r.figures]
        sections.append(
            "\n".join([f"### {records:,} records, {generator} generator, seeds {seeds}\n", *_HEAD, *rows, "", *own])
        )
    return "\n\n".join(sections)


def _row(name: str, results: list[Result]) -> str:
    done = [r for r in results if r.figures]
    if not done:
        return f"| {name} | {results[0].why_not} | | | | | | | | |"
    worst = min(done, key=f1)
    span = f"{f1(worst):.3f}–{max(map(f1, done)):.3f}"
    figures = worst.figures or {}
    cells = [
        f"{f1(worst):.3f}",
        span,
        _share(figures.get("precision", figures.get("cluster_precision"))),
        _share(figures.get("recall", figures.get("cluster_recall"))),
        _share(figures.get("cluster_f1")),
        f"{median(r.seconds for r in done):.1f}",
        f"{median(r.cpu_seconds for r in done):.1f}",
        f"{max(r.peak_mb for r in done):.0f}",
        str(len(done)) if len(done) == len(results) else f"{len(done)} of {len(results)}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _own(result: Result) -> str:
    """What retour says beyond the common columns, one line per seed."""
    said = {k: v for k, v in (result.figures or {}).items() if isinstance(v, int | float)}
    return f"- {OWN}, seed {result.seed}: " + ", ".join(f"{name} {value:.4g}" for name, value in said.items())
