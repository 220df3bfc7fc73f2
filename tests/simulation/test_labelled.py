"""Labelled files keep their stated rates, tell nothing of the truth but in its column, and hang on their seed alone."""

import ast
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pipeline.simulation import noise
from pipeline.simulation.labelled import COLUMNS, LEVELS, labelled_mentions, labelled_rows
from pipeline.simulation.noise import mistype, respell

PEOPLE = 20_000
EVIDENCE = COLUMNS[1:-1]
STRIKES = ("variant", "mistyped", "swapped", "phone_lost", "moved", "flight_missing", "flight_other")


@cache
def mentions(noise="field", seed=3, people=PEOPLE):
    return list(labelled_mentions(people, noise, seed))


def cell(mention, column):
    return mention.cells[EVIDENCE.index(column)]


def repeats(noise="field"):
    """(first mention, second or third mention) of one person."""
    first = {m.true_id: m for m in mentions(noise) if m.number == 1}
    return [(first[m.true_id], m) for m in mentions(noise) if m.number > 1]


def bare(text):
    letters = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).lower()


def names(mention):
    return bare(cell(mention, "surname")), bare(cell(mention, "given_names"))


def share(found, among):
    among = list(among)
    return sum(map(found, among)) / len(among)


@pytest.mark.parametrize("noise", LEVELS)
def test_fifteen_percent_of_the_records_are_second_or_third_mentions(noise):
    """Whatever the level, so that figures of two levels can be compared."""
    numbers = Counter(m.number for m in mentions(noise))
    assert set(numbers) == {1, 2, 3}
    assert numbers[1] == PEOPLE
    assert (numbers[2] + numbers[3]) / numbers.total() == pytest.approx(0.15, abs=0.01)


@pytest.mark.parametrize("rate", STRIKES)
@pytest.mark.parametrize("noise", ["light", "field", "heavy"])
def test_repeats_are_struck_as_often_as_stated(noise, rate):
    """A rate nobody meets in the file would be a claim."""
    found = share(lambda pair: rate in pair[1].changes, repeats(noise))
    assert found == pytest.approx(getattr(LEVELS[noise], rate), abs=0.03)


@pytest.mark.parametrize("noise", ["light", "field", "heavy"])
def test_what_is_missing_is_missing_as_often_as_stated(noise):
    """Counted on the records, whatever the generator says of them."""
    stated, records = LEVELS[noise], mentions(noise)
    dates = [cell(m, "birth_date") for m in records]
    assert share(lambda day: not day, dates) == pytest.approx(stated.birth_missing, abs=0.012)
    years = share(lambda day: len(day) == 4 or day.endswith(("-01-01", "-12-31")), dates)
    assert years == pytest.approx(stated.birth_year_only, abs=0.015)
    for parent in ("father_given", "mother_given"):
        named = [cell(m, parent) for m in records]
        assert share(lambda name: not name, named) == pytest.approx(stated.parents_missing, abs=0.015)


def test_the_rates_of_field_are_those_the_linker_is_judged_at():
    """Somebody who eased them would make every figure better."""
    field = LEVELS["field"]
    assert (field.variant, field.mistyped, field.swapped) == (0.60, 0.20, 0.10)
    assert (field.birth_missing, field.birth_year_only, field.birth_off) == (0.15, 0.35, 0.10)
    assert (field.phone_lost, field.moved, field.parents_missing) == (0.50, 0.15, 0.40)


def test_a_year_is_off_by_one_or_two_as_often_as_stated():
    """Counted where both records give a date."""
    years = [(cell(f, "birth_date")[:4], cell(r, "birth_date")[:4]) for f, r in repeats()]
    apart = [abs(int(one) - int(other)) for one, other in years if one and other]
    assert share(bool, apart) == pytest.approx(LEVELS["field"].birth_off, abs=0.02)
    assert max(apart) == 2


def test_what_a_repeat_is_said_to_have_lost_is_gone_from_it():
    """The truth handed to a test must be what stands in the file."""
    for first, repeat in repeats():
        phone = cell(repeat, "phone")
        assert ("phone_lost" in repeat.changes) == (not phone or phone != cell(first, "phone"))
        assert ("moved" in repeat.changes) == (cell(repeat, "commune") != cell(first, "commune"))
        assert ("flight_missing" in repeat.changes) == (not cell(repeat, "arrival_batch"))


def test_a_variant_differs_by_more_than_accents_and_capitals():
    """Otherwise a mere lowercase would find six in ten of them."""
    varied = [(f, r) for f, r in repeats() if r.changes & {"variant", "mistyped", "swapped"} == {"variant"}]
    assert len(varied) > 500
    assert share(lambda pair: names(pair[0]) == names(pair[1]), varied) == 0


def test_a_swapped_name_stands_in_the_other_column():
    """Surname and given names change places; nothing else does."""
    swapped = [(f, r) for f, r in repeats() if r.changes & {"variant", "mistyped", "swapped"} == {"swapped"}]
    assert len(swapped) > 50
    assert all(names(first) == names(repeat)[::-1] for first, repeat in swapped)


def test_clean_repeats_are_the_same_words():
    """Level 'none' is where a linker must not miss anybody."""
    assert all(
        first.cells[:-1] == repeat.cells[:-1] or precision_alone(first, repeat) for first, repeat in repeats("none")
    )


def precision_alone(first, repeat):
    differing = {c for c, one, other in zip(EVIDENCE, first.cells, repeat.cells, strict=True) if one != other}
    return differing <= {"birth_precision"}


def test_one_seed_gives_one_file_and_another_seed_another():
    """A figure is quoted with its seed, so that anybody can measure it again."""
    assert list(labelled_rows(500, "field", 7)) == list(labelled_rows(500, "field", 7))
    first, other = ({row["surname"] + row["phone"] for row in labelled_rows(500, "field", s)} for s in (7, 8))
    assert len(first & other) < 0.2 * len(first)


def test_one_seed_gives_the_same_people_at_every_level():
    """So that what differs between two levels is the noise."""
    one, other = ([m for m in mentions(noise) if m.number == 1] for noise in ("none", "field"))
    same = [names(a) == names(b) and a.true_id == b.true_id for a, b in zip(one, other, strict=True)]
    assert all(same)


def test_neither_order_nor_record_ids_tell_the_truth():
    """A linker that sorts by id must gain nothing."""
    rows = list(labelled_rows(4_000, "field", 5))
    assert tuple(rows[0]) == COLUMNS
    ids = [row["record_id"] for row in rows]
    assert ids == sorted(set(ids))
    assert not set(ids) & {row["true_id"] for row in rows}
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row["true_id"], []).append(place)
    apart = [abs(p[1] - p[0]) for p in places.values() if len(p) > 1]
    # Two places drawn at random lie a third of the file apart.
    assert sum(apart) / len(apart) == pytest.approx(len(rows) / 3, rel=0.1)


def test_rows_and_mentions_are_the_same_records():
    """The truth that tests measure on is the truth of the file."""
    rows = Counter((*[row[c] for c in EVIDENCE], row["true_id"]) for row in labelled_rows(800, "heavy", 2))
    assert rows == Counter((*m.cells, m.true_id) for m in labelled_mentions(800, "heavy", 2))


@pytest.mark.parametrize("seed", range(20))
def test_respelt_and_mistyped_names_are_other_names(seed):
    """A noise that changes nothing makes every linker look good."""
    import random

    chance = random.Random(seed)
    for name in ("Ouédraogo", "Ky", "Da", "Zongo", "Abdoul Aziz", "Sib", "Élise", "Ali"):
        assert bare(respell(chance, name)) != bare(name)
        assert bare(mistype(chance, name)) != bare(name)


def test_the_noise_reads_no_table_of_the_linker():
    """A linker that is tested on its own alias table proves nothing; that neither imports the other is held elsewhere."""
    root = Path(noise.__file__).parent
    sources = [root / "noise.py", *sorted((root / "labelled").glob("*.py"))]
    assert len(sources) > 5
    for source in sources:
        tree = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        called = {getattr(n.func, "id", getattr(n.func, "attr", "")) for n in tree if isinstance(n, ast.Call)}
        assert not called & {"open", "read_text", "read_bytes", "read_csv", "files", "import_module"}, source.name
