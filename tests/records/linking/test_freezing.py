"""A new version for the records an office has: what is common among them, how many there are; weights stay."""

import json

from pipeline.model.linkage import Evidence
from pipeline.records.linking.freezing import freeze
from pipeline.records.linking.names import joined_key
from pipeline.records.linking.reading import read_model

from .kit import a_record, shipped


def frozen(records, version="office 1"):
    document, aliases = shipped()
    made = freeze(document, aliases, records, version)
    return made, read_model(made, aliases)


def test_the_number_of_records_is_frozen_and_weights_stay():
    """Weights are the same evidence everywhere; how likely two strangers agree depends on how many there are."""
    made, model = frozen([a_record(f"r{n}", given_names=f"Issa{n}") for n in range(50)])
    assert (model.records, model.version) == (50, "office 1")
    before = shipped()[0]["comparisons"]
    assert made["comparisons"]["given"] == before["given"]
    assert made["comparisons"]["birth"] == before["birth"]


def test_a_name_common_here_becomes_weaker_evidence():
    """In one village half of the people bear the chief's name."""
    _, model = frozen([a_record(f"r{n}", surname="Tiombiano") for n in range(4000)])
    shipped_model = read_model(*shipped())
    key = joined_key("Tiombiano")
    assert model.frequencies.of_surname(key) > 0.7 > 0.1 > shipped_model.frequencies.of_surname(key)


def test_a_small_office_keeps_the_country_in_mind():
    """Ten people say little about how common a name is."""
    _, model = frozen([a_record(f"r{n}", surname="Tiombiano") for n in range(10)])
    assert model.frequencies.of_surname(joined_key("Ouédraogo")) > 0.1


def test_one_village_makes_the_village_weak_evidence():
    """Where all live in one place, living there says nothing."""
    made, _ = frozen([a_record(f"r{n}") for n in range(500)])
    place = made["comparisons"]["place"]
    assert place["village"]["u"] > shipped()[0]["comparisons"]["place"]["village"]["u"] * 10
    assert made["spread"]["village"] == 1.0


def test_villages_of_one_name_in_two_communes_are_two():
    """Every town has its Secteur 1."""
    made, _ = frozen([a_record(f"r{n}", commune=f"C{n % 10}", village="Secteur 1") for n in range(500)])
    assert made["spread"]["village"] < 0.11


def test_nobody_can_be_found_in_a_frozen_model():
    """The file is mailed to whoever helps; a name that one person bears would give them away."""
    made, _ = frozen([a_record(f"r{n}") for n in range(5000)] + [a_record("x", surname="Zzyzx", phone="70998877")])
    text = json.dumps(made)
    assert joined_key("Zzyzx") not in text
    assert "70998877" not in text


def test_the_order_of_records_does_not_matter():
    """The version's mark must be the same on two machines."""
    records = [a_record(f"r{n}", surname=["Kaboré", "Zongo", "Sana"][n % 3]) for n in range(90)]
    assert json.dumps(frozen(records)[0]) == json.dumps(frozen(records[::-1])[0])


def test_an_empty_office_gets_the_shipped_model():
    """Nothing is known yet, so nothing is changed."""
    assert frozen([])[0] == shipped()[0] | {"version": "office 1"}
    assert frozen([Evidence("a"), Evidence("b")])[1].records == 2
