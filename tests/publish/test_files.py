"""What a list says, byte by byte, and which columns a form gets of it."""

import pytest

from pipeline.engine.session import FormEngine
from pipeline.publish.columns import columns_read
from pipeline.publish.files import CASE_COLUMNS, Rows, list_file
from tests.forms.forms import STAGES, form_of

FORBIDDEN = ("phone", "xof", "amount", "price", "vulnerab", "country", "surname", "given", "flag", "total")


def test_no_list_of_cases_has_a_column_that_harms():
    """The table is the whole of what records may say to a tablet."""
    for columns in CASE_COLUMNS.values():
        assert not [c for c in columns if any(word in c for word in FORBIDDEN)]


def test_an_empty_list_has_its_header():
    """A form whose list is missing does not open on a tablet."""
    made = list_file("plans", ("name", "label"), Rows(()))
    assert (made.name, made.content, made.rows) == ("plans.csv", b"name,label\n", 0)


def test_the_same_cases_give_the_same_bytes_and_nothing_but_the_columns_asked_for():
    """Otherwise every night would look like a change; and a column nobody reads is a loss for nothing."""
    rows = Rows(({"name": "P1", "label": "Awa S.\n", "birth_year": "1990"}, {"name": "P2", "label": 'Ali, "T."'}), 3)
    made = list_file("persons", ("name", "label"), rows)
    assert made.content == b'name,label\nP1,Awa S.\nP2,"Ali, ""T."""\n'
    assert (made.rows, made.left_out) == (2, 3)
    assert made.content_hash == list_file("persons", ("name", "label"), rows).content_hash


@pytest.mark.parametrize(
    ("stage", "list_name", "read"),
    [
        ("counselling", "persons", {"birth_year"}),
        ("orientation", "persons", {"commune"}),
        ("business_plan", "persons", set()),
        ("committee", "plans", {"sector"}),
        ("committee", "sessions", {"kind"}),
        ("committee", "places", {"level", "parent"}),
        ("committee", "catalogue", set()),
        ("business_plan", "catalogue", {"unit", "reference_price_xof"}),
        ("installation", "plans", {"version", "sector", "commune"}),
        ("training", "partners", {"category", "expert_type"}),
        ("business_plan", "partners", {"expert_type"}),
    ],
)
def test_a_form_gets_only_the_columns_it_reads(stage, list_name, read):
    """A committee's tablet needs no year of birth."""
    known = CASE_COLUMNS.get(list_name) or ("name", "label", "level", "parent", "unit", "reference_price_xof", "sector")
    found = columns_read(form_of(stage).xform, list_name, known)
    assert set(found) == {"name", "label"} | read


@pytest.mark.parametrize("stage", sorted(s for s in STAGES if form_of(s).media))
def test_every_form_opens_with_lists_of_only_these_columns(stage):
    """JavaRosa, the engine of the tablets, refuses a form that asks for a column its list lacks."""
    form = form_of(stage)
    known = {**CASE_COLUMNS, "places": ("name", "label", "level", "parent"),
             "catalogue": ("name", "label", "sector", "unit", "reference_price_xof")}  # fmt: skip
    media = {}
    for file in form.media:
        name = file.removesuffix(".csv")
        columns = columns_read(form.xform, name, known[name])
        media[file] = list_file(name, columns, Rows([dict.fromkeys(columns, "x")])).content
    assert FormEngine(form.xform, media)


def test_twenty_thousand_people_open_on_a_tablet():
    """As many as the setting allows: JavaRosa reads the whole list and knows the last of it."""
    rows = [{"name": f"P{n:07}", "label": f"Awa S. · 1990 · {n}", "birth_year": "1990"} for n in range(20_000)]
    form = form_of("satisfaction")
    made = list_file("persons", columns_read(form.xform, "persons", CASE_COLUMNS["persons"]), Rows(rows))
    engine = FormEngine(form.xform, {"persons.csv": made.content})
    offered = engine.offered("who/person_on_list", {})
    assert offered is not None
    assert (len(offered), offered[-1].name, offered[-1].label) == (20_000, "P0019999", "Awa S. · 1990 · 19999")
    assert len(made.content) < 1_000_000


def test_a_list_looked_into_by_pulldata_counts_too():
    """Older forms, and those of other teams, write it so."""
    xform = "<h><bind calculate=\"pulldata('persons', 'village', 'name', /data/who/commune)\"/></h>"
    assert columns_read(xform, "persons", CASE_COLUMNS["persons"]) == ("name", "label", "village")
