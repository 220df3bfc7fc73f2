"""One program in a fresh process: its wall time, processor time and highest memory."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import psutil

from .ground import ROOT

EVERY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """One run, or the medians of several.

    Attributes:
        seconds: the work as the program itself timed it, imports left out.
        cpu_seconds: user and system time of the process and those it started, imports included.
        peak_mb: highest resident memory of the process and those it started, together, in 10**6 bytes.
        said: what the program printed about its work.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may take, with all it started, before it is ended."""

    seconds: float
    memory_mb: float


class DidNotFinishError(Exception):
    """The program took more than its limits; says which."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, limits: Limits | None = None) -> Measured:
    """The program's measures.

    Raises:
        RuntimeError: it failed; with its last words.
        DidNotFinishError: it took more than ``limits`` allow, imports included.
    """
    surroundings = {**os.environ, **(environment or {})}
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    watch = _Watch(process.pid, limits)
    watch.start()
    out, err = process.communicate()
    watch.ended.set()
    watch.join()
    if watch.exceeded:
        raise DidNotFinishError(watch.exceeded)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} failed ({process.returncode}):\n{err[-3000:]}")
    said = json.loads(out) if out.lstrip().startswith("{\n") else json.loads(out.strip().splitlines()[-1])
    return Measured(said["seconds"], watch.cpu_seconds, watch.peak / 1e6, said)


def medians(runs: Sequence[Measured]) -> Measured:
    """Each measure's median; what was said is that of the last run."""
    return Measured(
        median(r.seconds for r in runs),
        median(r.cpu_seconds for r in runs),
        median(r.peak_mb for r in runs),
        runs[-1].said,
    )


class _Watch(threading.Thread):
    """Looks at a process and its children until it has ended."""

    def __init__(self, pid: int, limits: Limits | None) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._limits = limits
        self._begin = time.monotonic()
        self.exceeded = ""
        self.ended = threading.Event()
        self.peak = 0
        self._cpu: dict[int, float] = {}

    @property
    def cpu_seconds(self) -> float:
        """Of all processes seen."""
        return sum(self._cpu.values())

    def run(self) -> None:
        while not self.ended.wait(EVERY_SECONDS):
            try:
                together = [self._process, *self._process.children(recursive=True)]
                self.peak = max(self.peak, sum(p.memory_info().rss for p in together))
                self._cpu |= {p.pid: sum(p.cpu_times()[:2]) for p in together}
                self._end_if_too_much(together)
            except psutil.Error:
                continue

    def _end_if_too_much(self, together: Sequence[psutil.Process]) -> None:
        if self._limits is None:
            return
        if time.monotonic() - self._begin > self._limits.seconds:
            self.exceeded = f"more than {self._limits.seconds / 60:.0f} minutes"
        elif self.peak > self._limits.memory_mb * 1e6:
            self.exceeded = f"more than {self._limits.memory_mb / 1e3:.0f} GB"
        if self.exceeded:
            for process in reversed(together):
                process.kill()
