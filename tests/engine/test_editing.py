"""A form that was sent is opened again, changed, and sent as an edition of itself."""

import pytest

from pipeline.errors import SetupError

from .forms import answers_in, engine

FIRST = {
    "identity/surname": "ZONGO",
    "identity/age": 30,
    "has_phone": "yes",
    "phone": "70123456",
    "members": [{"members/member_name": "Awa"}, {"members/member_name": "Issa"}, {"members/member_name": "Salif"}],
}


@pytest.fixture
def sent(household):
    return household.fill(FIRST, instance_id="first")


def test_an_edit_has_a_new_id_and_names_the_old_one(household, sent):
    """DeprecatedID is how the server finds the submission that this one replaces."""
    edited = household.edit(sent.xml, {"identity/age": 31}, instance_id="second")
    found = answers_in(edited)
    assert found["meta/instanceID"] == ["uuid:second"]
    assert found["meta/deprecatedID"] == ["uuid:first"]
    assert found["identity/age"] == ["31"]


def test_an_edit_of_an_edit_names_only_the_last_one(household, sent):
    """Two deprecated ids in one document would make two truths."""
    second = household.edit(sent.xml, {}, instance_id="second")
    third = answers_in(household.edit(second.xml, {}, instance_id="third"))
    assert third["meta/deprecatedID"] == ["uuid:second"]


def test_what_is_not_mentioned_stays(household, sent):
    """The rows, the phone and the start are as they were."""
    edited, before = answers_in(household.edit(sent.xml, {"identity/age": 31})), answers_in(sent)
    for path in ("identity/surname", "phone", "members/member_name", "start", "deviceid"):
        assert edited[path] == before[path]


def test_none_blanks_an_answer(household, sent):
    """A blank clears: the pipeline must be able to meet one."""
    assert answers_in(household.edit(sent.xml, {"identity/age": None}))["identity/age"] == [""]


def test_an_answer_hidden_by_an_edit_leaves_the_document(household, sent):
    """The phone of somebody who has none any more is not sent again."""
    assert "phone" not in answers_in(household.edit(sent.xml, {"has_phone": "no"}))


def test_rows_are_changed_taken_out_and_added_by_place(household, sent):
    """The second member leaves, the third changes, a fourth joins."""
    rows = [{}, None, {"members/share": 5}, {"members/member_name": "Noélie"}]
    found = answers_in(household.edit(sent.xml, {"members": rows}))
    assert found["members/member_name"] == ["Awa", "Salif", "Noélie"]
    assert found["members/share"] == ["", "5", ""]
    assert found["member_count"] == ["3"]


def test_another_forms_document_is_refused(household):
    """A saved form opened with the wrong definition would lose its answers in silence."""
    other = engine("| survey | | | |\n| | type | name | label |\n| | text | a | A |\n").fill({"a": "x"})
    with pytest.raises(SetupError, match="no instance of 'household'"):
        household.edit(other.xml, {})


def test_a_document_cut_short_is_refused(household, sent):
    """Half an upload is not a form."""
    with pytest.raises(SetupError, match="can't be read"):
        household.edit(sent.xml[:200], {})
