"""A new edition of a form is compared with the deployed one before any tablet sees it."""

import pytest

from pipeline.xlsform.change import Change
from pipeline.xlsform.constraint import is_tightened
from pipeline.xlsform.diff import compare_forms, is_breaking
from pipeline.xlsform.read import read_xform

from .drawn import RECORDED, YES_NO, form, row

MAYBE = {"list_name": "yes_no", "name": "maybe", "label": "Peut-être"}
OTHER_LIST = [c | {"list_name": "answers"} for c in YES_NO]


def a_form(*more, drop=(), choices=YES_NO, **changed):
    """One form of every kind of trouble; ``changed[name]`` replaces cells of a row, ``drop`` leaves rows out."""
    rows = [
        row("begin_group", "g"),
        row("text", "surname", "Nom de famille", privacy="identity"),
        row("integer", "age", "Âge", privacy="open", constraint=". >= 0 and . <= 120"),
        row("select_one yes_no", "agreed", "D'accord ?", privacy="open"),
        row("end_group"),
        row("begin_repeat", "members"),
        row("text", "first_name", "Prénom", privacy="identity"),
        row("end_repeat"),
        row("integer", "amount", "Montant demandé", privacy="sensitive"),
        row("select_one_from_file places.csv", "place", "Lieu", privacy="open"),
        row("calculate", "double", calculation="${amount} * 2", privacy="open"),
        row("note", "thanks", "Merci"),
        *more,
    ]
    kept = [r | changed.get(r["name"] or r["type"], {}) for r in rows if (r["name"] or r["type"]) not in drop]
    return form(*kept, choices=choices)


def changes(new, old=None, readers=None):
    return [(c.kind, c.path, c.weight) for c in compare_forms(old or a_form(), new, readers)]


def test_the_same_form_has_no_change():
    """A gate that opens on nothing would be forced open on everything."""
    assert compare_forms(a_form(), a_form()) == []


MUTATIONS = {
    "renamed": (a_form(surname={"name": "family_name"}), ("question renamed", "g/surname", "breaking")),
    "removed": (a_form(drop=["amount", "double"]), ("question removed", "amount", "breaking")),
    "a note removed": (a_form(drop=["thanks"]), ("question removed", "thanks", "safe")),
    "added": (a_form(row("date", "born_on")), ("question added", "born_on", "safe")),
    "added required": (a_form(row("date", "born_on", required="yes")), ("question added", "born_on", "care")),
    "type changed": (a_form(surname={"type": "date"}), ("type changed", "g/surname", "breaking")),
    "type widened": (a_form(amount={"type": "text"}), ("type changed", "amount", "breaking")),
    "type, same column": (a_form(surname={"type": "barcode"}), ("type changed", "g/surname", "care")),
    "one to many": (a_form(agreed={"type": "select_multiple yes_no"}), ("type changed", "g/agreed", "breaking")),
    "out of its group": (a_form(drop=["begin_group", "end_group", "g"]), ("question moved", "g/age", "breaking")),
    "out of its repeat": (
        a_form(drop=["members", "end_repeat"]),
        ("moved out of a repeat", "members/first_name", "breaking"),
    ),
    "into a repeat": (
        a_form(g={"type": "begin_repeat"}, end_group={"type": "end_repeat"}),
        ("moved into a repeat", "g/age", "breaking"),
    ),
    "repeat renamed": (a_form(members={"name": "people"}), ("repeat removed", "members", "breaking")),
    "choice removed": (a_form(choices=YES_NO[:1]), ("choice removed", "yes_no", "breaking")),
    "choice added": (a_form(choices=[*YES_NO, MAYBE]), ("choice added", "yes_no", "safe")),
    "choice reworded": (
        a_form(choices=[YES_NO[0] | {"label": "Jamais"}, YES_NO[1]]),
        ("choice label changed", "yes_no", "care"),
    ),
    "list renamed, same codes": (
        a_form(agreed={"type": "select_one answers"}, choices=[*YES_NO, *OTHER_LIST]),
        ("list swapped", "g/agreed", "safe"),
    ),
    "list swapped for other codes": (
        a_form(agreed={"type": "select_one answers"}, choices=[*YES_NO, OTHER_LIST[0], OTHER_LIST[1] | {"name": "z"}]),
        ("list swapped", "g/agreed", "breaking"),
    ),
    "constraint tightened": (
        a_form(age={"constraint": ". >= 18 and . <= 120"}),
        ("constraint tightened", "g/age", "breaking"),
    ),
    "constraint widened": (a_form(age={"constraint": ". >= 0 and . <= 130"}), ("constraint changed", "g/age", "care")),
    "constraint added": (a_form(amount={"constraint": ". > 0"}), ("constraint added", "amount", "breaking")),
    "constraint removed": (a_form(age={"constraint": None}), ("constraint removed", "g/age", "care")),
    "required added": (a_form(amount={"required": "yes"}), ("required added", "amount", "care")),
    "relevance changed": (a_form(amount={"relevant": "${age} > 17"}), ("relevance changed", "amount", "care")),
    "calculation changed": (a_form(double={"calculation": "${amount} * 3"}), ("calculation changed", "double", "care")),
    "list file gone": (a_form(place={"type": "select_one yes_no"}), ("file removed", "places.csv", "breaking")),
    "filter changed": (a_form(place={"choice_filter": "a=${age}"}), ("filter changed", "place", "care")),
    "label changed": (a_form(age={"label": "Âge du chef de ménage"}), ("label changed", "g/age", "care")),
    "hint added": (a_form(age={"hint": "En années"}), ("hint changed", "g/age", "safe")),
    "appearance": (a_form(age={"appearance": "thousands-sep"}), ("appearance changed", "g/age", "safe")),
    "default": (a_form(age={"default": "1"}), ("default changed", "g/age", "care")),
    "opened": (a_form(amount={"privacy": "open"}), ("privacy loosened", "amount", "breaking")),
    "loosened": (a_form(surname={"privacy": "sensitive"}), ("privacy loosened", "g/surname", "care")),
    "closed": (a_form(age={"privacy": None}), ("privacy tightened", "g/age", "care")),
}


@pytest.mark.parametrize(("new", "expected"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_mutation_is_found_and_classed(new, expected):
    """A change that is missed here is found in the reports, a month later."""
    assert expected in changes(new)


@pytest.mark.parametrize(("new", "expected"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_only_a_breaking_mutation_closes_the_gate(new, expected):
    """Somebody has to write a reason for it; for the others nobody should."""
    assert is_breaking(compare_forms(a_form(), new)) == (expected[2] == "breaking")


def test_a_new_order_is_safe_and_told_once():
    """Answers are keyed by path, not by place."""
    old, new = form(row("text", "a"), row("text", "b")), form(row("text", "b"), row("text", "a"))
    assert changes(new, old) == [("order changed", "", "safe")]


def test_two_candidates_make_no_renaming():
    """A guess would hide that a column dies."""
    old = form(row("text", "a", "Membre 1"))
    new = form(row("text", "b", "Membre 2"), row("text", "c", "Membre 3"))
    assert ("question removed", "a", "breaking") in changes(new, old)


def test_a_language_that_goes_is_breaking_and_one_that_comes_is_safe():
    """Tablets set to it would suddenly show another."""
    survey = {"type": "text", "name": "a", "label::Français (fr)": "A"}
    both, one = form(survey | {"label::English (en)": "A"}), form(survey)
    assert changes(one, both) == [("language removed", "", "breaking")]
    assert changes(both, one) == [("language added", "", "safe")]


def test_encryption_is_breaking_both_ways():
    """On: nothing can be read without the key. Off: the server's staff reads everything."""
    encrypted = read_xform((RECORDED / "kobo-encrypted.xml").read_text(encoding="utf-8"))
    plain = read_xform(encrypted.xform.replace("base64RsaPublicKey", "x"))
    assert changes(encrypted, plain) == changes(plain, encrypted) == [("encryption changed", "", "breaking")]


def test_what_reads_a_question_is_named_beside_its_change():
    """'Removed' says little; 'removed, and the linkage reads it' stops a hand."""
    readers = {"g/surname": ["linkage surname", "column registration.surname"], "g/agreed": ["rule has_agreed"]}
    found = compare_forms(a_form(), a_form(drop=["surname"], choices=YES_NO[:1]), readers)
    assert {c.path: c.readers for c in found} == {
        "g/surname": ("linkage surname", "column registration.surname"),
        "yes_no": ("rule has_agreed",),
    }


def test_a_note_that_something_reads_is_breaking_to_remove():
    """Readers beat the rule that notes hold nothing."""
    found = compare_forms(a_form(), a_form(drop=["thanks"]), {"thanks": ["report x"]})
    assert [c.weight for c in found] == ["breaking"]


def test_breaking_changes_come_first():
    """The list is read from the top, and often not to the end."""
    weights = [
        c.weight for c in compare_forms(a_form(), a_form(row("date", "d"), drop=["surname"], age={"label": "X"}))
    ]
    assert weights == sorted(weights, key=["breaking", "care", "safe"].index)


def test_an_edition_from_a_server_differs_only_in_what_was_changed():
    """Root name, paths in expressions and missing privacy are the server's ways, not changes."""
    old, new = (read_xform((RECORDED / f"kobo-household-{n}.xml").read_text(encoding="utf-8")) for n in (1, 2))
    assert changes(new, old) == [("question added", "new_q", "safe")]


def test_a_workbook_against_its_deployed_self_opens_nothing():
    """The server keeps no privacy: comparing with it must not cry 'opened' at every question."""
    new = a_form()
    deployed = read_xform(
        new.xform.replace("/data/", "/aXyz/").replace("<data ", "<aXyz ").replace("</data>", "</aXyz>")
    )
    assert compare_forms(deployed, new) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (". > 0", ". > 1", True),
        (". > 0", ". >= 0", False),
        (". >= 0", ". > 0", True),
        (". < 10", ". < 9", True),
        (". < 10", ". < 11", False),
        (". < 10", ". < 11 and . > 0", True),
        (". > 0 and . < 5", ". > 0", False),
        ("string-length(.) = 8", "string-length(.) <= 8", False),
        ("string-length(.) <= 8", "string-length(.) = 8", True),
        ("regex(., 'a')", "regex(., 'a') and . != 'b'", True),
        ("regex(., 'a')", "regex(., 'b')", None),
        (". = 1 or . = 2", ". = 1", None),
        (". = 1", ". = 1 or . = 2", None),
        (". = -1", ". >= -1.5", False),
    ],
)
def test_a_tightened_constraint_is_told_from_a_widened_one(old, new, expected):
    """Where nobody can tell, it says so, and a person looks."""
    assert is_tightened(old, new) is expected


def test_large_rewrites_are_compared_quickly():
    """A form rewritten from nothing has thousands of pairs to weigh."""
    old = form(*(row("text", f"a{n}", f"Question numéro {n} sur le ménage") for n in range(120)))
    new = form(*(row("text", f"b{n}", f"Tout autre chose, au sujet de {n}") for n in range(120)))
    kinds = [c.kind for c in compare_forms(old, new)]
    assert (kinds.count("question removed"), kinds.count("question added")) == (120, 120)


def test_a_change_says_what_and_why():
    """Both are read aloud to the person who decides."""
    told = compare_forms(a_form(), a_form(drop=["surname"]))[0]
    assert told == Change(
        "question removed",
        "g/surname",
        "breaking",
        "'g/surname' (text) is gone.",
        "New submissions have no answer there; the column stays and fills no more.",
    )
