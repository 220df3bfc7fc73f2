"""Labelled files of both generators, made once and kept until the benchmark ends."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ..ground import ROOT
from . import second_generator

GENERATORS = ("first", "second")
# The first generator counts people, the second records: so many records come of one person.
RECORDS_PER_PERSON = 1.177
RETOUR = (sys.executable, "-c", "import cli; cli.main()")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One file to judge on.

    Attributes:
        records: about how many.
    """

    generator: str
    records: int
    seed: int
    path: Path


def labelled(folder: Path, generator: str, records: int, seed: int) -> Labelled:
    """The file, written unless it is there; equal arguments give equal bytes."""
    path = folder / f"{generator}-{records}-{seed}.csv"
    if not path.exists():
        if generator == "second":
            second_generator.write(path, records, seed)
        else:
            people = round(records / RECORDS_PER_PERSON)
            arguments = ["link", "sample", "--people", people, "--noise", "field", "--seed", seed, "--out", path]
            subprocess.run([*RETOUR, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)
    return Labelled(generator, records, seed, path)
