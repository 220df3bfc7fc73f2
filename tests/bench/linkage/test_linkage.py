"""The linkage benchmark is fair: files of another hand at the stated rates, one judge for all, limits that hold."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from ..measure import DidNotFinishError, Limits, run
from . import second_generator
from .__main__ import QUICK
from .contenders import baseline
from .judge import clusters_judged, judged
from .rounds import OWN, Result
from .second_generator import COLUMNS
from .table import table

HERE = Path(__file__).parent
KNOWS_THE_LINKER = ("own.py", Path(__file__).name)


@pytest.fixture(scope="module")
def people():
    """The mentions of each person of a file, the first one first, as dictionaries."""
    mentions = defaultdict(list)
    for row in second_generator.records(20_000, seed=1):
        record = dict(zip(COLUMNS, row, strict=True))
        mentions[record["true_id"]].append(record)
    return mentions


@pytest.fixture
def three_people(tmp_path):
    """A file of six records: a, a, a, b, b, c."""
    file = tmp_path / "six.csv"
    file.write_text("record_id,true_id\n" + "".join(f"{n},{who}\n" for n, who in enumerate("aaabbc")), encoding="utf-8")
    return file


def test_equal_seeds_give_equal_files(tmp_path):
    """A figure must be checkable by whoever doubts it; another seed must give other people."""
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        second_generator.write(tmp_path / name, 500, seed)
    one, same, other = ((tmp_path / name).read_bytes() for name in ("one", "same", "other"))
    assert one == same != other


def test_a_file_has_as_many_records_as_asked(people):
    """And no record twice."""
    ids = [m["record_id"] for group in people.values() for m in group]
    assert len(ids) == len(set(ids)) == 20_000


def test_repeats_and_what_is_missing_keep_to_the_stated_rates(people):
    """15 % repeats; of all records 15 % without birth date, 35 % with a year only, 40 % without a parent's name."""
    everybody = [m for group in people.values() for m in group]
    repeats = [m for group in people.values() for m in group[1:]]
    assert len(repeats) / len(everybody) == pytest.approx(0.15, abs=0.015)
    assert _share(everybody, lambda m: not m["birth_date"]) == pytest.approx(0.15, abs=0.02)
    vague = _share(
        everybody, lambda m: m["birth_precision"] == "year" or m["birth_date"].endswith(("-01-01", "-12-31"))
    )
    assert vague == pytest.approx(0.35, abs=0.07)
    assert _share(everybody, lambda m: not m["mother_given"]) == pytest.approx(0.40, abs=0.03)


def test_repeats_are_written_as_badly_as_stated(people):
    """Half the telephones missing or others, 15 % moved, names of most written otherwise, 10 % swapped."""
    pairs = [(group[0], m) for group in people.values() for m in group[1:]]
    moved = _share(pairs, lambda p: p[0]["commune"] != p[1]["commune"])
    assert moved == pytest.approx(0.15, abs=0.025)
    kept = _share([p for p in pairs if p[0]["phone"]], lambda p: p[0]["phone"] == p[1]["phone"])
    assert kept == pytest.approx(0.50, abs=0.04)
    same_names = _share(pairs, lambda p: _plain(p[0], "surname given_names") == _plain(p[1], "surname given_names"))
    assert 0.20 < same_names < 0.45
    swapped = _share(pairs, lambda p: _plain(p[0], "surname given_names") == _plain(p[1], "given_names surname"))
    assert 0.015 < swapped < 0.06


def test_members_of_a_household_share_what_misleads_a_linker(people):
    """Different people with one telephone, one village and one surname must be common, or siblings are never tried."""
    phones = defaultdict(set)
    for who, group in people.items():
        if group[0]["phone"]:
            phones[group[0]["phone"], group[0]["surname"].lower()].add(who)
    assert sum(len(of) for of in phones.values() if len(of) > 1) > 0.1 * len(people)


@pytest.mark.parametrize(
    "path", sorted(p for p in HERE.rglob("*.py") if p.name not in KNOWS_THE_LINKER), ids=lambda p: p.stem
)
def test_the_other_hand_knows_nothing_of_the_linker(path):
    """A generator or contender that imported the linker's tables would prove the linker with itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not [n for n in names if n.partition(".")[0] == "pipeline"], path


def test_the_best_threshold_takes_equal_scores_together(three_people):
    """Otherwise a contender with one score for all would be credited with an order it does not have."""
    figures = judged(three_people, [0, 0, 0, 3], [1, 2, 5, 4], [9.0, 5.0, 5.0, 1.0])
    assert (figures["precision"], figures["recall"], figures["threshold"]) == (0.75, 0.75, 1.0)
    assert figures["blocking_recall"] == 0.75


def test_chains_are_counted_against_clusters(three_people):
    """Two right links and a wrong one between them join everybody: pairwise figures alone would hide it."""
    figures = judged(three_people, [0, 1, 3, 2], [1, 2, 4, 3], [9.0, 8.0, 6.0, 7.0])
    assert figures["f1"] == pytest.approx(6 / 8)
    # The best cut is after the second link: {a, a, a} alone, three of four pairs.
    assert (figures["cluster_precision"], figures["cluster_recall"]) == (1.0, 0.75)


def test_clusters_without_scores_are_judged_as_they_are(three_people):
    """Dedupe hands over clusters, no pairs."""
    figures = clusters_judged(three_people, [[0, 1], [2, 5], [3, 4]])
    assert figures == pytest.approx({"precision": 2 / 3, "recall": 0.5, "f1": 4 / 7})


def test_a_contender_beyond_its_limits_is_ended():
    """One that takes all the memory would otherwise end the whole comparison."""
    with pytest.raises(DidNotFinishError, match="minutes"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], limits=Limits(0.3, 1000))
    with pytest.raises(DidNotFinishError, match="GB"):
        run([sys.executable, "-c", "x = b'1' * 200_000_000; import time; time.sleep(60)"], limits=Limits(60, 100))


def test_the_table_says_who_did_not_finish():
    """Silence would read as if nobody had tried."""
    figures = {"f1": 0.9, "precision": 0.95, "recall": 0.85}
    text = table(
        [
            Result("second", 2000, 1, OWN, "", 1.0, 2.0, 100.0, figures),
            Result("second", 2000, 1, "dedupe", "did not finish (more than 8 GB)"),
        ]
    )
    assert "| dedupe | did not finish (more than 8 GB) |" in text
    assert "| retour | 0.900 |" in text


def test_the_baseline_is_worth_being_beaten(tmp_path, capsys):
    """A weak baseline would flatter; 0.89 is what such a one reached at 100,000 records of a poorer file."""
    file = tmp_path / "quick.csv"
    second_generator.write(file, QUICK, 1)
    baseline.main(file)
    said = capsys.readouterr().out
    assert float(said.split('"f1": ')[1].split(",")[0]) > 0.89


def _share(some, holds):
    return sum(map(holds, some)) / len(some)


def _plain(record, columns):
    return [record[c].lower().replace("-", " ") for c in columns.split()]
