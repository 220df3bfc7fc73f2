"""Which pairs are found at all, and that every way of finding them finds the same."""

import random

import pytest

from pipeline.model.linkage import Evidence
from pipeline.records.linking.blocking import rules
from pipeline.records.linking.score import block_keys, block_keys_all, score_all, score_new, score_pairs

from .kit import a_record, compared, model

SURNAMES = ["Ouédraogo", "Wédraogo", "Kaboré", "Zongo", "Songo", "Sawadogo", "Issa", "O", ""]
GIVEN = ["Issa", "Issaka", "Boukaré", "Mariam", "Abdoul Aziz", "Aziz", "I", "Ouédraogo", ""]


def somebody(draw, number):
    """A record of few values, so that many agree."""
    return Evidence(
        f"r{number:03}", draw.choice(SURNAMES), draw.choice(GIVEN), draw.choice(["male", "female", ""]),
        draw.choice(["1990-05-12", "1990-12-05", "1991", "1990-01-01", "1960-02-03", ""]), "",
        draw.choice(["70123456", "70123457", "76543210", ""]), draw.choice(["Kaya", "Dori", ""]),
        draw.choice(["Secteur 4", "Sector 4", "Bogandé", ""]), draw.choice(["Hamado", "Hamadou", "Ali", ""]),
        draw.choice(["Awa", "Hawa", ""]), draw.choice(["F-12", "F-13", ""]), draw.choice(["CI", ""]),
    )  # fmt: skip


@pytest.fixture(scope="module", params=[1, 2, 3])
def crowd(request):
    """Sixty records that share a great deal."""
    draw = random.Random(request.param)
    return [somebody(draw, number) for number in range(60)]


def test_no_pair_that_weighs_enough_is_dropped_unweighed(crowd):
    """Most candidates are turned away by a quick bound; one turned away wrongly is a person counted twice."""
    small = model(block_pairs=1e9)
    keys = block_keys_all(small, crowd)
    every = [(a.record_id, b.record_id) for n, a in enumerate(crowd) for b in crowd[n + 1 :]]
    sharing = {pair for pair in every if keys[pair[0]] & keys[pair[1]]}
    weighed = [pair for pair in score_pairs(small, crowd, every) if (pair.left, pair.right) in sharing]
    assert weighed
    assert score_all(small, crowd) == weighed


def test_new_against_known_finds_what_all_together_finds(crowd):
    """Incremental must equal rebuilt, to the last bit."""
    new, known = crowd[:20], crowd[20:]
    ours = {one.record_id for one in new}
    assert score_new(model(), new, known) == [p for p in score_all(model(), crowd) if {p.left, p.right} & ours]


def test_the_order_of_records_does_not_matter(crowd):
    """Tablets come online in any order."""
    assert score_all(model(), crowd) == score_all(model(), crowd[::-1])


def test_a_record_has_the_keys_it_has_in_a_crowd(crowd):
    """Keys are stored, and compared with keys made years later."""
    for record in crowd[:5]:
        assert block_keys(model(), record) == block_keys_all(model(), crowd)[record.record_id]


@pytest.mark.parametrize(
    "changes",
    [
        {"surname": "Wedraogo", "given_names": "ISSA", "phone": "", "village": ""},
        {"surname": "Issa", "given_names": "Ouedraogo", "commune": "Dori", "phone": ""},
        {"surname": "Kaboré", "phone": "", "village": "", "birth_date": "1990"},
        {"given_names": "Boukaré", "commune": "Dori", "phone": ""},
        {"surname": "", "given_names": ""},
        {"birth_date": "", "birth_precision": "", "phone": "", "arrival_batch": ""},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_whatever_is_missing_or_wrong_something_else_brings_two_records_together(changes):
    """One rule alone misses everybody with a fault in its fields; the union misses hardly any."""
    small = model(records=10_000)
    assert block_keys(small, a_record("a")) & block_keys(small, a_record("b", **changes))


def test_a_key_that_would_gather_a_crowd_says_more_first():
    """Everybody in one village would be compared with everybody: in a large file a common name needs a year beside it."""
    few, many = (sum(1 for _ in block_keys(model(records=n), a_record())) for n in (1_000, 10_000_000))
    assert many < few


def test_five_hundred_people_of_one_name_and_year_stay_five_hundred():
    """Namesakes are the country's normal case: nothing may crash, and nobody becomes somebody else by name alone."""
    crowd = [Evidence(f"r{n:03}", "Ouédraogo", "Issa", "male", "1990", "year") for n in range(500)]
    assert [pair for pair in score_all(model(), crowd) if pair.weight >= model().lower] == []


def test_who_says_nothing_is_compared_with_nobody():
    """An empty identity has no key; two of them are not one person."""
    assert block_keys(model(), Evidence("a")) == frozenset()
    assert score_all(model(), [Evidence("a"), Evidence("b")]) == score_all(model(), []) == []


def test_a_whole_name_in_one_cell_is_read_as_the_country_writes_it():
    """Many lists have one column for the name: surname first."""
    pair, parts = compared(a_record(), a_record(surname="OUEDRAOGO Issa", given_names=""))
    assert (parts["surname"].level, parts["given"].level) == ("same", "same")
    assert pair.weight > model().upper


def test_rules_of_one_name_share_their_keys():
    """Two names written in exchanged places meet only if both orders lead to one key."""
    swapped = a_record("b", surname="Issa", given_names="Ouédraogo")
    assert block_keys(model(), a_record("a")) & block_keys(model(), swapped)
    assert len({rule.name for rule in rules(model())}) > 10
