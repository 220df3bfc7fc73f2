"""The contenders one after the other on the same file, each in a fresh process with the same limits."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..ground import ROOT
from ..measure import DidNotFinishError, Limits, run
from .files import Labelled, labelled

PEERS = ROOT / ".venv/bench-linkage" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LIMITS = Limits(seconds=600, memory_mb=8_000)
# A lesson larger than this teaches no more, and would not fit.
LESSON = 100_000
PACKAGE = "tests.bench.linkage.contenders"
OWN = "retour"


@dataclass(frozen=True, slots=True)
class Result:
    """One contender on one file.

    Attributes:
        why_not: why there are no figures; empty where there are.
        figures: as the contender said them, shares from 0 to 1.
        peak_mb: highest resident memory of all its processes, in 10**6 bytes.
    """

    generator: str
    records: int
    seed: int
    contender: str
    why_not: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    figures: dict[str, Any] | None = None


def _peer(module: str, *more: str) -> Callable[[Labelled], list[str]]:
    return lambda file: [str(PEERS), "-m", f"{PACKAGE}.{module}", str(file.path), *more]


def _own(file: Labelled) -> list[str]:
    return [sys.executable, "-m", "tests.bench.linkage.own", str(file.path)]


def _ceiling(file: Labelled) -> list[str]:
    lesson = labelled(file.path.parent, file.generator, min(file.records, LESSON), file.seed + 1000)
    return _peer("boosting", str(lesson.path))(file)


CONTENDERS: dict[str, Callable[[Labelled], list[str]]] = {
    OWN: _own,
    "baseline by hand": _peer("baseline"),
    "Splink tuned": _peer("splink_tuned"),
    "Splink stock": _peer("splink_stock"),
    "recordlinkage, logistic": _peer("recordlinkage_pairs", "logistic"),
    "recordlinkage, ECM": _peer("recordlinkage_pairs", "ecm"),
    "dedupe": _peer("dedupe_learned"),
    "boosting (ceiling)": _ceiling,
}


class Rounds:
    """Results so far; each is told and kept as soon as it is there."""

    def __init__(self, kept: Path | None = None, *, again: bool = True) -> None:
        """``again`` False takes over what ``kept`` holds; what is in it is not played once more."""
        lines = kept.read_text(encoding="utf-8").splitlines() if kept and kept.exists() and not again else []
        self.results = [Result(**json.loads(line)) for line in lines]
        self._kept = kept

    def play(self, file: Labelled, names: Sequence[str]) -> None:
        """Each contender on one file; one that did not finish on less of the same generator is not tried again."""
        done = {
            r.contender
            for r in self.results
            if (r.generator, r.records, r.seed) == (file.generator, file.records, file.seed)
        }
        for name in names:
            if name in done:
                continue
            before = [r for r in self.results if r.contender == name and r.why_not and r.records <= file.records]
            result = _again(before[-1], file) if before else play(file, name)
            self._add(result)

    def _add(self, result: Result) -> None:
        self.results.append(result)
        told = result.why_not or f"{result.seconds:.1f} s, {result.peak_mb:.0f} MB, F1 {f1(result):.3f}"
        print(f"{result.generator} {result.records} seed {result.seed}: {result.contender}: {told}", file=sys.stderr)
        if self._kept:
            self._kept.parent.mkdir(exist_ok=True)
            with self._kept.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(result)) + "\n")


def play(file: Labelled, name: str) -> Result:
    """One contender on one file; a failure is a result too, or one peer's crash would cost all the others' hours."""
    place = (file.generator, file.records, file.seed, name)
    try:
        measured = run(CONTENDERS[name](file), limits=LIMITS)
    except DidNotFinishError as too_much:
        return Result(*place, why_not=f"did not finish ({too_much})")
    except RuntimeError as failed:
        return Result(*place, why_not=f"failed: {str(failed).strip().splitlines()[-1]}")
    return Result(*place, "", measured.seconds, measured.cpu_seconds, measured.peak_mb, dict(measured.said))


def f1(result: Result) -> float:
    """The figure that contenders are ranked by: of pairs, at the threshold that is best for that very file."""
    figures = result.figures or {}
    return float(figures.get("f1", figures.get("cluster_f1", 0.0)))


def _again(before: Result, file: Labelled) -> Result:
    why = before.why_not if before.records == file.records else f"not tried: {before.why_not} at {before.records:,}"
    return Result(file.generator, file.records, file.seed, before.contender, why)
