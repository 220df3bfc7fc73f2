"""The office's table of given names: read as people save it, refused with the row where it contradicts itself."""

import pytest

from pipeline.errors import SetupError
from pipeline.records.linking.aliases import read_aliases, stand_in
from pipeline.records.linking.names import joined_key

from .kit import level, shipped


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_name_of_a_row_has_the_same_stand_in(delimiter):
    """French Excel writes semicolons; a remark and an empty row are no group."""
    rows = ["same_name,variant,variant", "# heard at the border", "Boureima,Ibrahim,Ibrahima", ",,", "Fatimata,Fati,"]
    aliases = read_aliases("\ufeff" + "\n".join(rows).replace(",", delimiter))
    assert len({stand_in(aliases, joined_key(name)) for name in ("BOUREIMA", "Ibrahim", "ibrahima")}) == 1
    assert stand_in(aliases, joined_key("Fati")) == stand_in(aliases, joined_key("Fatimata"))
    assert stand_in(aliases, "isa") == "isa"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Boureima,Ibrahim\n", "the first heading is 'Boureima'"),
        ("same_name,variant\nIssa,\n", "row 2: 'Issa' stands alone"),
        ("same_name,variant\nIssa,Isaac\nMoussa,Issa\n", "row 3: 'Issa' is also in the group of row 2"),
        ("same_name,variant\nIssa,---\n", "'---' is no name"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(content, said):
    """A name in two groups would make one person of two, depending on the order of rows."""
    with pytest.raises(SetupError) as refused:
        read_aliases(content)
    assert said in str(refused.value)


def test_the_shipped_table_joins_what_the_country_calls_one_name():
    """Ibrahim is called Boureima by his family and by half of the forms."""
    aliases = read_aliases(shipped()[1])
    assert stand_in(aliases, joined_key("Boureima")) == stand_in(aliases, joined_key("Ibrahim"))
    assert level("given", given_names="Idrissa").level != "variant"
