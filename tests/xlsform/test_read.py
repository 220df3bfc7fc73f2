"""What an XLSForm says arrives in the Form, whatever pyxform made of it in between."""

import json

import pytest

from pipeline.xlsform.compile import compile_workbook
from pipeline.xlsform.problem import FormError
from pipeline.xlsform.read import read_xform

from .drawn import RECORDED, YES_NO, form, question, row, save, sheets

TWO_LANGUAGES = """
| survey |
|        | type              | name | label::Français (fr) | label::English (en) | hint::Français (fr) | image::Français (fr) |
|        | select_one yes_no | ok   | Bien ?               | Fine?               | Un mot              | smile.png            |
|        | note              | bye  | Merci, ${ok}         |                     |                     |                      |
| choices |
|        | list_name | name | label::English (en) | label::Français (fr) |
|        | yes_no    | yes  | Yes                 | Oui                  |
|        | yes_no    | no   | No                  | -                    |
| settings |
|        | form_id | default_language |
|        | two     | Français (fr)    |
"""

TYPES = [
    ("text", "text"),
    ("integer", "integer"),
    ("decimal", "decimal"),
    ("range", "range"),
    ("date", "date"),
    ("time", "time"),
    ("dateTime", "datetime"),
    ("geopoint", "geopoint"),
    ("geotrace", "geotrace"),
    ("geoshape", "geoshape"),
    ("barcode", "barcode"),
    ("image", "image"),
    ("audio", "audio"),
    ("video", "video"),
    ("file", "file"),
    ("acknowledge", "acknowledge"),
    ("note", "note"),
    ("select_one yes_no", "select_one"),
    ("select_multiple yes_no", "select_multiple"),
    ("rank yes_no", "rank"),
    ("select_one_from_file places.csv", "select_one"),
    ("select_multiple_from_file places.csv", "select_multiple"),
    ("start", "start"),
    ("end", "end"),
    ("today", "today"),
    ("deviceid", "deviceid"),
    ("username", "username"),
    ("phonenumber", "phonenumber"),
    ("email", "email"),
    ("start-geopoint", "start-geopoint"),
    ("background-audio", "background-audio"),
    ("hidden", "hidden"),
]


@pytest.mark.parametrize(("written", "expected"), TYPES)
def test_every_type_is_recognised_in_the_xform(written, expected):
    """The decoder picks the column by it; pyxform binds most of them as string."""
    assert question(form(row(written, "q"), row("text", "z")), "q").type == expected


def test_a_calculation_without_a_control_is_a_calculate():
    """It is stored, and nobody is asked for it."""
    found = question(form(row("integer", "age"), row("calculate", "next", calculation="${age} + 1")), "next")
    assert (found.type, found.calculation) == ("calculate", "${age} + 1")


def test_a_calculation_with_a_type_of_its_own_keeps_it():
    """``bind::type`` is how a form says that a sum is a number."""
    drawn = form(row("integer", "age"), row("calculate", "next", calculation="${age} + 1", **{"bind::type": "int"}))
    assert question(drawn, "next").type == "integer"


def test_a_calculation_run_by_another_answer_is_a_calculate():
    """With ``trigger`` pyxform writes no calculate into the bind; without care it looks like a hidden question."""
    drawn = form(row("integer", "age"), row("calculate", "at", calculation="now()", trigger="${age}"))
    assert (question(drawn, "at").type, question(drawn, "at").calculation) == ("calculate", "now()")


def test_a_read_only_text_is_no_note_where_the_workbook_says_text():
    """In the XForm both look the same; a note has no column, a text has."""
    assert question(form(row("text", "shown", readonly="yes")), "shown").type == "text"


def test_an_audit_log_is_found_in_meta_and_nothing_else_of_it_is_a_question():
    """InstanceID and instanceName are the server's; audit.csv is an answer's file."""
    drawn = form(row("audit", "audit"), row("text", "a"), instance_name="${a}")
    assert [(q.path, q.type) for q in drawn.questions] == [("a", "text"), ("meta/audit", "audit")]


def test_groups_make_paths_and_repeats_have_parents():
    """The path is the key of the answer; the repeat says which table it lands in."""
    drawn = form(
        row("begin_group", "g"),
        row("begin_repeat", "members", repeat_count="3"),
        row("text", "name"),
        row("begin_repeat", "visits"),
        row("date", "on"),
        row("end_repeat"),
        row("end_repeat"),
        row("end_group"),
    )
    assert [(r.path, r.parent) for r in drawn.repeats] == [("g/members", None), ("g/members/visits", "g/members")]
    assert question(drawn, "g/members/name").repeat == "g/members"
    assert question(drawn, "g/members/visits/on").repeat == "g/members/visits"
    assert drawn.repeats[0].labels == {"": "Question members"}


def test_a_repeat_count_that_is_computed_is_a_question_of_its_own():
    """Pyxform adds a node for it, and submissions carry it: without it they would be set aside."""
    drawn = form(
        row("integer", "n"), row("begin_repeat", "m", repeat_count="${n} + 1"), row("text", "a"), row("end_repeat")
    )
    found = question(drawn, "m_count")
    assert (found.type, found.repeat, found.privacy) == ("calculate", None, "closed")


def test_an_empty_group_is_no_question():
    """It is a leaf of the instance like any question."""
    drawn = form(row("begin_group", "g", relevant="1 = 2"), row("end_group"), row("text", "a"))
    assert [q.path for q in drawn.questions] == ["a"]


def test_a_grid_asks_its_questions_and_its_headings_are_notes():
    """The rows pyxform adds for ``table-list`` are never answered, but stand in every submission's XML."""
    drawn = form(row("begin_group", "g", appearance="table-list"), row("select_one yes_no", "q"), row("end_group"))
    kinds = {q.path.split("_")[0]: q.type for q in drawn.questions}
    assert kinds == {"g/generated": "note", "g/reserved": "note", "g/q": "select_one"}


def test_or_other_is_recognised_and_its_free_text_never_opens_by_itself():
    """The text may name a person even where the choice itself is open."""
    drawn = form(row("select_one yes_no or_other", "q", privacy="open"))
    assert question(drawn, "q").or_other
    assert (question(drawn, "q_other").type, question(drawn, "q_other").privacy) == ("text", "text")


def test_choices_from_a_file_name_the_file_and_no_list():
    """Its labels come with the file, not with the form."""
    drawn = form(row("text", "z"), row("select_one_from_file places.csv", "p", choice_filter="zone = ${z}"))
    found = question(drawn, "p")
    assert (found.file, found.choice_list, found.choice_filter) == ("places.csv", None, "zone = ${z}")
    assert drawn.media == ("places.csv",)


def test_choices_from_a_repeat_have_neither_list_nor_file():
    """They are other answers of the same submission."""
    drawn = form(row("begin_repeat", "m"), row("text", "n"), row("end_repeat"), row("select_one ${n}", "chief"))
    assert (question(drawn, "chief").choice_list, question(drawn, "chief").file) == (None, None)


def test_search_reads_its_file_and_its_placeholder_list_is_not_one():
    """With Collect's search() the choices sheet holds names of columns, not answers."""
    drawn = form(row("select_one yes_no", "v", appearance="minimal search('villages')"))
    assert (question(drawn, "v").file, question(drawn, "v").choice_list) == ("villages.csv", None)
    assert drawn.media == ("villages.csv",)


def test_labels_come_in_every_language_default_first():
    """What pyxform writes for a missing translation ('-') is no label; a choice's own '-' is one."""
    drawn = compile_workbook(TWO_LANGUAGES).form
    assert drawn.languages == ("Français (fr)", "English (en)")
    assert question(drawn, "ok").labels == {"Français (fr)": "Bien ?", "English (en)": "Fine?"}
    assert question(drawn, "ok").hints == {"Français (fr)": "Un mot"}
    assert question(drawn, "bye").labels == {"Français (fr)": "Merci, ${ok}"}
    assert drawn.lists["yes_no"][0].labels == {"Français (fr)": "Oui", "English (en)": "Yes"}
    assert drawn.media == ("smile.png",)


def test_a_form_without_languages_has_the_nameless_one():
    """Label tables need a key even where the workbook names none."""
    drawn = form(row("select_one yes_no", "q", "Ça va ?"))
    assert drawn.languages == ("",)
    assert question(drawn, "q").labels == {"": "Ça va ?"}
    assert [c.labels for c in drawn.lists["yes_no"]] == [{"": "Oui"}, {"": "Non"}]


def test_expressions_read_as_the_workbook_wrote_them():
    """Otherwise a form would seem changed when only the root's name is another, as on KoBoToolbox."""
    drawn = form(
        row("begin_group", "g"),
        row("integer", "age", constraint=". > 0 and . < 120", required="yes"),
        row("end_group"),
        row("begin_repeat", "m"),
        row("text", "n"),
        row("text", "k", relevant="${n} != '' and ${age} > 17 or ${n} = '/data/g/age'", default="x"),
        row("end_repeat"),
        row("date", "d", default="today()"),
    )
    assert question(drawn, "m/k").relevant == "${n} != '' and ${age} > 17 or ${n} = '/data/g/age'"
    assert (question(drawn, "g/age").constraint, question(drawn, "g/age").required) == (". > 0 and . < 120", True)
    assert (question(drawn, "m/k").default, question(drawn, "d").default) == ("x", "today()")


def test_privacy_and_row_come_from_the_survey_sheet_by_path():
    """Pyxform drops unknown columns; the same name in two groups must not mix them up."""
    drawn = form(
        row("begin group", "a"),
        row("text", "n", privacy="Identity"),
        row("end group"),
        row("begin_repeat", "b"),
        row("text", "n", privacy="open"),
        row("end_repeat"),
        row("text", "free", privacy="public"),
        row("text", "none"),
    )
    found = {q.path: (q.privacy, q.row) for q in drawn.questions}
    assert found == {"a/n": ("identity", 3), "b/n": ("open", 6), "free": ("closed", 8), "none": ("closed", 9)}


def test_a_disabled_row_does_not_lend_its_privacy():
    """A second row of the same name that pyxform skips could open the real one."""
    drawn = form(row("text", "n", privacy="open", disabled="yes"), row("text", "n", privacy="identity"))
    assert question(drawn, "n").privacy == "identity"


@pytest.mark.parametrize("ending", ["xlsx", "bytes", "csv", "md"])
def test_every_kind_of_workbook_carries_its_privacy(tmp_path, ending):
    """A privacy that is lost on the way would close a report; one that is invented would open a name."""
    source = {
        "xlsx": lambda: save(tmp_path / "é a.xlsx", sheets(row("text", "n", privacy="open"))),
        "bytes": lambda: save(tmp_path / "a.xlsx", sheets(row("text", "n", privacy="open"))).read_bytes(),
        "csv": lambda: _written(tmp_path / "a.csv", "survey\n,type,name,label,privacy\n,text,n,N,open\n"),
        "md": lambda: "| survey |\n| | type | name | label | privacy |\n| | text | n | N | open |\n",
    }[ending]()
    assert question(compile_workbook(source).form, "n").privacy == "open"


def _written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_entities_keep_their_bookkeeping_to_themselves():
    """The entity node is the server's, whatever container it stands in."""
    content = sheets(row("text", "n", save_to="full"), row("begin_repeat", "r"), row("text", "a"), row("end_repeat"))
    content["entities"] = [{"list_name": "people", "label": "${n}"}]
    assert [q.path for q in compile_workbook(content).form.questions] == ["n", "r/a"]


def test_external_choices_come_as_itemsets():
    """select_one_external needs a second file that pyxform makes."""
    content = sheets(row("text", "z"), row("select_one_external towns", "t", choice_filter="zone=${z}"))
    content["external_choices"] = [{"list_name": "towns", "name": "a", "label": "A", "zone": "1"}]
    compiled = compile_workbook(content)
    assert (question(compiled.form, "t").type, question(compiled.form, "t").file) == ("select_one", "itemsets.csv")
    assert "towns" in compiled.itemsets


def test_a_form_from_the_server_reads_like_its_workbook():
    """Editions deployed long ago exist only as XForms; everything in them is closed."""
    found = read_xform((RECORDED / "kobo-household-1.xml").read_text(encoding="utf-8"))
    kinds = {q.path: q.type for q in found.questions}
    assert kinds["demo/age"] == "integer"
    assert kinds["crops"] == "select_multiple"
    assert kinds["members/visits/v_note"] == "text"
    assert (kinds["photo"], kinds["voice"], kinds["thanks"]) == ("image", "audio", "note")
    assert not {"__version__", "formhub/uuid", "meta/instanceID", "meta/instanceName"} & kinds.keys()
    assert {q.privacy for q in found.questions} == {"closed"}
    assert (found.form_id, found.languages) == ("aQgzYEt96rWt87LJKrTUWF", ("English (en)", "Français (fr)"))
    assert question(found, "demo/loc/village").file == "villages.csv"
    assert question(found, "n_members").calculation == "count(${members})"


def test_sheets_beside_a_server_form_give_rows_and_privacy():
    """Version content keeps the survey's rows, with types and lists apart."""
    content = json.loads((RECORDED / "kobo-household-content.json").read_text(encoding="utf-8"))
    survey = [r | {"privacy": "open" if r.get("name") == "age" else ""} for r in content["survey"]]
    found = read_xform((RECORDED / "kobo-household-1.xml").read_text(encoding="utf-8"), {"survey": survey})
    assert (question(found, "demo/age").privacy, question(found, "demo/age").row) == ("open", 11)
    assert question(found, "members/visits/v_note").row == 24


def test_an_encrypted_form_says_so():
    """Its submissions arrive as ciphertext."""
    assert read_xform((RECORDED / "kobo-encrypted.xml").read_text(encoding="utf-8")).encrypted
    assert not form(row("text", "a")).encrypted


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<a/>",
        "not xml",
        "<h:html xmlns:h='x'><h:head/></h:html>",
        "<html><head><model><instance/></model></head><body/></html>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        "\ud800",
    ],
)
def test_what_is_no_xform_is_refused(document):
    """A server can answer with anything; entities are refused before the parser sees them."""
    with pytest.raises(FormError):
        read_xform(document)


def test_choices_inside_their_question_are_a_list_named_by_it():
    """Old forms write the choices into the body."""
    xml = """<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><h:title>T</h:title>
    <model><instance><d id="i"><g><q/></g></d></instance><bind nodeset="/d/g/q" type="select1"/></model></h:head><h:body>
    <select1 ref="/d/g/q"><label>Q</label><item><label>Oui</label><value>1</value></item></select1></h:body></h:html>"""
    found = read_xform(xml)
    assert question(found, "g/q").choice_list == "g/q"
    assert [(c.name, c.labels) for c in found.lists["g/q"]] == [("1", {"": "Oui"})]


def test_duplicate_choices_under_filters_count_once():
    """``allow_choice_duplicates`` lets one code stand under several regions; a label table has one key."""
    twice = [*YES_NO, {"list_name": "yes_no", "name": "yes", "label": "Oui encore"}]
    drawn = form(row("select_one yes_no", "q"), choices=twice, allow_choice_duplicates="yes")
    assert [c.name for c in drawn.lists["yes_no"]] == ["yes", "no"]
