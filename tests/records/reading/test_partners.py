"""Partners: the office's list, and what the forms say since."""

from pipeline.model.partner import Partner
from pipeline.records.reading.partners import PARTNER, all_partners, listed_partner, read_partner

from .said import answers

VET = listed_partner(
    {"name": "vet", "label": "Direction", "category": "technical_expert", "expert_type": "livestock",
     "sector": "livestock", "commune": "BF-BLG-tenkodogo", "status": "exemple"}
)  # fmt: skip


def told(**said):
    """A submission of the form about the vet."""
    paths = {path.rpartition("/")[2]: path for path in PARTNER}
    return read_partner(answers("partner", {paths[name]: value for name, value in said.items()}))


def test_a_listed_partner_is_read_with_what_it_knows_and_where_it_works():
    """The list is what the office has before any form is filled in."""
    expected = Partner("vet", "Direction", "technical_expert", "livestock", ("livestock",), "BF-BLG-tenkodogo")
    assert expected == VET
    assert listed_partner({"name": "anpe", "sector": ""}).sectors == ()


def test_a_form_speaks_over_the_list_where_it_says_something():
    """Somebody updated it; what they left out stays."""
    (one,) = all_partners([VET], [told(partner_code="vet", sectors=("trade", "crafts"), partner_region="BF48")])
    assert one == VET._replace(sectors=("trade", "crafts"), commune="BF48")


def test_the_latest_word_counts_and_a_partnership_that_ended_is_not_invited():
    """Nobody is called to a meeting of a programme they left, and everybody who came back is."""
    ended, again = told(partner_code="vet", partner_state="ended"), told(partner_code="vet", partner_state="active")
    assert all_partners([VET], [ended]) == ()
    assert all_partners([VET], [ended, again]) == (VET,)


def test_a_new_partner_joins_the_list_in_order_of_its_code():
    """Two readings of the same submissions give the same list."""
    new = told(partner_code_new="artisans", partner_label="Artisans", category="civil_society")
    assert [one.code for one in all_partners([VET], [new])] == ["artisans", "vet"]


def test_a_form_that_names_nobody_is_no_partner():
    """Nothing is guessed."""
    assert told(partner_label="Quelqu'un") is None


def test_the_contact_person_is_not_read():
    """Whom to invite is an organisation; a name and a phone stay in their table."""
    assert not any("focal" in path for path in PARTNER)
