"""How two records agree, field by field, and what an agreement is worth."""

import pytest

from pipeline.records.linking.comparisons import COMPARISONS, SILENT
from pipeline.records.linking.splink_settings import gamma_of, level_of

from .kit import a_record, compared, level, model


@pytest.mark.parametrize(
    ("field", "changes", "expected"),
    [
        ("surname", {"surname": "WEDRAOGO"}, "same"),
        ("surname", {"surname": "Ouedragoo"}, "close"),
        ("surname", {"surname": "Kaboré"}, "different"),
        ("surname", {"surname": "O"}, "different"),
        ("surname", {"surname": "Issa", "given_names": "Ouédraogo"}, "swapped"),
        ("given", {"surname": "Issa", "given_names": "Ouédraogo"}, "swapped"),
        ("given", {"given_names": "ISSA"}, "same"),
        ("given", {"given_names": "Issaka"}, "similar"),
        ("given", {"given_names": "I"}, "initial"),
        ("given", {"given_names": "Issa Rasmané"}, "part"),
        ("given", {"given_names": "Boukaré"}, "different"),
        ("sex", {"sex": "female"}, "different"),
        ("place", {"village": "Secteur 9"}, "commune_other_village"),
        ("place", {"commune": "Dori"}, "moved"),
        ("place", {"village": ""}, "commune"),
        ("father", {"father_given": "Boukaré"}, "different"),
        ("mother", {"mother_given": "AWA"}, "same"),
        ("batch", {"commune": "Dori"}, "same"),
        ("batch", {"arrival_batch": "F-13"}, "different"),
        ("country", {"country": "ML"}, "different"),
    ],
)
def test_an_agreement_has_the_degree_a_clerk_would_give_it(field, changes, expected):
    """A wrong degree is a wrong weight for everybody."""
    assert level(field, **changes).level == expected


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("surname", {"surname": "-"}), ("given", {"given_names": ""}), ("sex", {"sex": ""}), ("phone", {"phone": ""}),
        ("place", {"commune": "", "village": ""}), ("father", {"father_given": "inconnu"}),
        ("mother", {"mother_given": ""}), ("batch", {"arrival_batch": ""}), ("country", {"country": ""}),
    ],
)  # fmt: skip
def test_what_is_not_said_speaks_neither_for_nor_against(field, changes):
    """A form that asks less must not make strangers of its people, nor one person of two unknown names."""
    assert level(field, **changes) is None


@pytest.mark.parametrize("changes", [{"given_names": "Issaka"}, {"surname": "Issa", "given_names": "Ouedraogo"}, {}])
def test_a_pair_weighs_the_same_from_either_side(changes):
    """Which form came first must not decide who is who."""
    one, other = a_record(), a_record(**changes)
    assert compared(one, other)[0].weight == compared(other, one)[0].weight


def test_a_rare_name_says_more_than_ouedraogo():
    """Every seventh person is called Ouédraogo."""
    common, rare = (compared(*[a_record(surname=name)] * 2)[1]["surname"].weight for name in ("Ouédraogo", "Tiombiano"))
    assert rare > common + 2


def test_the_parts_add_up_to_the_weight():
    """A data manager is shown the parts; a sum that differs would be believed by nobody."""
    pair, parts = compared(a_record(), a_record(given_names="Issaka", birth_date="1991-01-01", phone=""))
    assert sum(part.weight for part in parts.values()) == pytest.approx(pair.weight)


def test_brothers_are_set_off_against_the_household():
    """Independent weights would link siblings: number, village, surname, parents and flight are all the same."""
    pair, parts = compared(a_record(), a_record(given_names="Boukaré", birth_date="1994-03-02"))
    assert parts["family"].weight < -4
    assert pair.weight < model().lower


def test_a_stranger_of_the_same_name_is_nobody():
    """Two Issa Ouédraogo of one age live in every town."""
    other = a_record(
        phone="76000001", commune="Dori", village="Secteur 1", father_given="Ali", mother_given="Adama",
        arrival_batch="F-40", birth_date="1990-11-03",
    )  # fmt: skip
    assert compared(a_record(), other)[0].weight < model().lower


def test_the_same_person_written_worse_is_linked():
    """A variant, a year instead of a day, no telephone: the daily case."""
    worse = a_record(surname="WEDRAOGO", given_names="issa", birth_date="1990-01-01", phone="", mother_given="")
    assert compared(a_record(), worse)[0].weight > model().upper


def test_sex_that_differs_speaks_against_and_forbids_nothing():
    """A slip of the thumb: with all else the same it is one person still."""
    pair, parts = compared(a_record(), a_record(sex="female"))
    assert parts["sex"].weight < -1
    assert pair.weight > model().upper


def test_the_same_evidence_weighs_one_bit_less_among_twice_as_many():
    """Among more people more strangers agree by chance; a fixed threshold would decay with growth."""
    few, many = (compared(a_record(), a_record(phone=""), records=n)[1]["prior"].weight for n in (10_000, 20_000))
    assert few - many == pytest.approx(1.0)


def test_splink_numbers_levels_as_we_name_them():
    """Splink counts from the last level upward; one off would explain a pair by the wrong sentence."""
    for field, conditions in COMPARISONS.items():
        for condition in conditions:
            assert level_of(field, gamma_of(field, condition.level)) == condition.level
        assert level_of(field, 0) == conditions[-1].level
        assert level_of(field, -1) == SILENT
