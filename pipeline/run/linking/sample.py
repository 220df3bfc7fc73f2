"""Writes a labelled file of invented people, for judging record linkage; never over an existing file."""

import csv
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ...errors import SetupError
from ...simulation.labelled import COLUMNS, LEVELS, labelled_rows
from ..telling import Telling

BAR_EVERY = 5_000
NOISE_LEVELS = tuple(LEVELS)


@dataclass(frozen=True, slots=True)
class Sample:
    """What lies in a labelled file.

    Attributes:
        pairs: pairs of records that are one person: what a perfect linker would find.
    """

    file: Path
    people: int
    records: int
    pairs: int
    noise: str
    seed: int


def write_sample(file: Path, telling: Telling, *, people: int, noise: str, seed: int) -> Sample:
    """A CSV file in UTF-8 of so many synthetic people, 15 % of its records second or third mentions.

    Args:
        people: 1 or more.
        noise: one of ``NOISE_LEVELS``.

    Raises:
        SetupError: the file exists already or cannot be written.
    """
    mentions: Counter[str] = Counter()
    try:
        with file.open("x", encoding="utf-8", newline="") as out:
            try:
                _write(out, telling, mentions, people, noise, seed)
            except BaseException:
                # Half a file would give half the truth, and stand in the way of the next attempt.
                out.close()
                with suppress(OSError):
                    file.unlink()
                raise
    except FileExistsError:
        raise SetupError(str(file), "exists already; it was left as it is.", "Choose another name.") from None
    except OSError as error:
        raise SetupError(
            str(file), f"cannot be written ({error.strerror}).", "Choose a folder that exists and is yours."
        ) from None
    pairs = sum(count * (count - 1) // 2 for count in mentions.values())
    return Sample(file, len(mentions), mentions.total(), pairs, noise, seed)


def _write(out: TextIO, telling: Telling, mentions: Counter[str], people: int, noise: str, seed: int) -> None:
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    with telling.step("records", None) as advance:
        for number, row in enumerate(labelled_rows(people, noise, seed), 1):
            writer.writerow(row.values())
            mentions[row["true_id"]] += 1
            if number % BAR_EVERY == 0:
                advance(BAR_EVERY)
