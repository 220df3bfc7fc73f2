"""The model's file is checked entry by entry; a message says which one is wrong."""

from copy import deepcopy

import pytest

from pipeline.errors import SetupError
from pipeline.records.linking.reading import read_model
from pipeline.records.linking.writing import write_model

from .kit import CONFIG, shipped


def changed(place, value):
    """The shipped document with one entry replaced, or taken out where ``value`` is None."""
    document = deepcopy(shipped()[0])
    *way, last = place.split(".")
    table = document
    for name in way:
        table = table[name]
    if value is None:
        del table[last]
    else:
        table[last] = value
    return document


def test_the_shipped_model_is_read():
    """Otherwise nothing is ever linked."""
    model = read_model(*shipped())
    assert model.floor <= model.lower <= model.upper
    assert model.comparisons["sex"]["same"].weight > 0 > model.comparisons["sex"]["different"].weight


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("version", None, "version"), ("version", "", "no text"), ("records", 0, "records: is 0"),
        ("records", "many", "'many'"), ("upper", -50, "ascend"), ("comparisons.sex", None, "sex: is missing"),
        ("comparisons.sex.same", None, "comparisons.sex.same: is missing"),
        ("comparisons.sex.same.m", 0, "comparisons.sex.same.m: is 0"),
        ("comparisons.sex.sames", {"m": 1, "u": 1, "family": 0}, "did you mean"), ("comparisons.sexe", {}, "not known"),
        ("frequencies.surname.zongo", 3, "frequencies.surname.zongo: is 3"), ("spread", 4, "no table"),
        ("rare", True, "rare: is True"), ("spread.batch", float("nan"), "spread.batch: is nan"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(place, value, said):
    """Four hundred lines: 'invalid model' would help nobody."""
    with pytest.raises(SetupError) as refused:
        read_model(changed(place, value), shipped()[1])
    assert "config/linkage.json" in str(refused.value)
    assert said.casefold() in str(refused.value).casefold()


def test_two_entries_of_one_name_are_added():
    """The office makes two names one in its table; their shares are one name's then."""
    document, _aliases = shipped()
    document["frequencies"]["given"] |= {"unoki": 0.01, "duoki": 0.02}
    model = read_model(document, "same_name,variant\nunoki,duoki\n")
    assert model.frequencies.of_given(model.aliases["duoki"]) == pytest.approx(0.03)


def test_a_model_is_written_as_it_was_read():
    """A version beside the one before must differ in what changed, and in nothing else."""
    assert write_model(shipped()[0]) == (CONFIG / "linkage.json").read_text(encoding="utf-8")
