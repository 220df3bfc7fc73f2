"""Forms are filled in as a tablet fills them in."""

from datetime import UTC, date, datetime

import pytest

from pipeline.engine.session import FormEngine
from pipeline.errors import SetupError

from .forms import ENGLISH, FRENCH, PLACES, answers_in, engine, xform

NOW = datetime(2018, 3, 1, 9, 30, tzinfo=UTC)


def test_answers_stand_in_the_document_under_their_paths(household):
    """The rest of the product reads these documents as it reads a tablet's."""
    filled = household.fill(
        {
            "identity/surname": "OUÉDRAOGO 😀 <&>",
            "identity/age": 34,
            "identity/returned_on": date(2018, 2, 1),
            "province": "boulgou",
            "commune": "c2",
            "skills": ["sewing", "welding"],
            "members": [{"members/member_name": "Awa", "members/share": 5000}, {"members/share": 2500}],
        },
        now=NOW,
    )
    found = answers_in(filled)
    assert filled.complete
    assert found["identity/surname"] == ["OUÉDRAOGO 😀 <&>"]
    assert found["identity/returned_on"] == ["2018-02-01"]
    assert found["skills"] == ["sewing welding"]
    assert found["members/member_name"] == ["Awa", ""]
    assert 'id="household"' in filled.xml
    assert 'version="2018030101"' in filled.xml


def test_repeats_are_summed_and_counted(household):
    """Calculations over a repeat run when rows are added, not only when the form is opened."""
    rows = [{"members/share": amount} for amount in (1000, 2000, 4000)]
    found = answers_in(household.fill({"identity/surname": "ZONGO", "members": rows}))
    assert found["total_share"] == ["7000"]
    assert found["member_count"] == ["3"]


def test_a_repeat_that_is_not_answered_has_no_rows(household):
    """The empty first row of a new form would become a member without a name."""
    found = answers_in(household.fill({"identity/surname": "ZONGO"}))
    assert found["member_count"] == ["0"]
    assert "members/member_name" not in found


@pytest.mark.parametrize(
    ("language", "message"), [(FRENCH, "L'âge va de 18 à 99 ans."), (ENGLISH, "Age goes from 18 to 99.")]
)
def test_a_broken_constraint_is_refused_in_the_enumerators_language(household, language, message):
    """What the tablet would say, word for word; the answer stays out of the document."""
    filled = household.fill({"identity/surname": "ZONGO", "identity/age": 12}, language=language)
    (refused,) = filled.refused
    assert (refused.path, refused.rows, refused.kind, refused.message) == ("identity/age", (), "constraint", message)
    assert answers_in(filled)["identity/age"] == [""]
    assert not filled.complete


def test_a_refusal_in_a_repeat_names_the_row(household):
    """Otherwise nobody finds it among twenty members."""
    rows = [{"members/share": 1}, {"members/share": -1}]
    (refused,) = household.fill({"identity/surname": "ZONGO", "members": rows}).refused
    assert (refused.path, refused.rows) == ("members/share", (2,))


def test_a_refusal_never_carries_the_answer(household):
    """Refusals are counted and printed; answers are not."""
    filled = household.fill({"identity/surname": "ZONGO", "has_phone": "yes", "phone": "7012345"})
    assert [r.kind for r in filled.refused] == ["constraint"]
    assert "7012345" not in repr(filled.refused)


def test_a_choice_that_the_filter_hides_is_refused(household):
    """A commune of another province is not on the screen, so nobody can have tapped it."""
    filled = household.fill({"identity/surname": "ZONGO", "province": "boulgou", "commune": "c3"})
    assert [(r.path, r.kind) for r in filled.refused] == [("commune", "choice")]


def test_a_choice_that_does_not_exist_is_refused(household):
    """One wrong name among several is enough."""
    filled = household.fill({"identity/surname": "ZONGO", "skills": ["sewing", "flying"]})
    assert [(r.path, r.kind) for r in filled.refused] == [("skills", "choice")]


def test_a_text_in_a_number_is_refused(household):
    """The tablet's keyboard would not let it be typed."""
    filled = household.fill({"identity/surname": "ZONGO", "identity/age": "trente"})
    assert [(r.path, r.kind) for r in filled.refused] == [("identity/age", "type")]


def test_what_is_offered_comes_from_the_file_and_its_filter(household):
    """So tests can prove that a committee's list shows exactly the plans it should."""
    offered = household.offered("commune", {"identity/surname": "Z", "province": "boulgou"})
    assert [(choice.name, choice.label) for choice in offered] == [("c1", "Tenkodogo"), ("c2", "Garango")]
    assert household.offered("commune", {"identity/surname": "Z"}) == ()


def test_offered_labels_speak_the_language(household):
    """A label missing in French would be seen by every enumerator."""
    assert [c.label for c in household.offered("skills", language=FRENCH)] == ["Couture", "Soudure"]
    assert [c.label for c in household.offered("skills", language=ENGLISH)] == ["Sewing", "Welding"]


def test_a_select_that_is_never_shown_offers_nothing_at_all(household):
    """None is not the empty list of a filter that finds nothing."""
    assert household.offered("no_such_question") is None


def test_a_hidden_question_is_neither_asked_nor_sent(household):
    """Relevance hides the phone; what was said about it is reported, not smuggled in."""
    filled = household.fill({"identity/surname": "ZONGO", "has_phone": "no", "phone": "70123456"})
    assert "phone" not in answers_in(filled)
    assert filled.unreached == ("phone",)
    assert filled.unanswered_required == ()


def test_a_misspelt_path_is_reported(household):
    """A typing error in a script must not pass as a blank."""
    filled = household.fill({"identity/surname": "Z", "identity/sirname": "Z", "members": [{"members/nmae": "x"}]})
    assert filled.unreached == ("identity/sirname", "members/nmae")


def test_a_required_question_left_blank_is_reported(household):
    """The tablet would not finalise such a form."""
    filled = household.fill({"has_phone": "yes"})
    assert filled.unanswered_required == ("identity/surname", "phone")
    assert not filled.complete


def test_the_form_believes_the_day_it_is_told(household):
    """A demo that plays in 2018 must be refused dates of 2019 by the form's own today()."""
    on = {"identity/surname": "Z", "identity/returned_on": "2018-03-01"}
    assert household.fill(on, now=NOW).complete
    assert [r.path for r in household.fill(on, now=datetime(2018, 2, 28)).refused] == ["identity/returned_on"]


def test_device_metadata_is_the_callers(household):
    """start, end, today, device and instance id are all under control: the same call gives the same document."""
    told = {"now": NOW, "end": datetime(2018, 3, 1, 10), "instance_id": "a-1", "device": {"deviceid": "collect:t1"}}
    filled = household.fill({"identity/surname": "ZONGO", "identity/age": 40}, **told)
    found = answers_in(filled)
    assert found["start"] == ["2018-03-01T09:30:00.000Z"]
    assert found["end"] == ["2018-03-01T10:00:00.000Z"]
    assert found["today"] == ["2018-03-01"]
    assert found["deviceid"] == ["collect:t1"]
    assert found["meta/instanceID"] == [filled.instance_id] == ["uuid:a-1"]
    assert found["meta/instanceName"] == ["ZONGO 40"]
    assert household.fill({"identity/surname": "ZONGO", "identity/age": 40}, **told).xml == filled.xml


def test_metadata_may_be_given_as_answers(household):
    """Recorded submissions can be filled in again with their own start and device."""
    filled = household.fill({"identity/surname": "Z", "start": datetime(2017, 9, 1, 8), "deviceid": "x"}, now=NOW)
    assert answers_in(filled)["start"] == ["2017-09-01T08:00:00.000Z"]
    assert answers_in(filled)["deviceid"] == ["x"]
    assert filled.unreached == ()


def test_fills_do_not_leak_into_each_other(household):
    """The form is parsed once: nothing of one person may stand in the next one's document."""
    household.fill({"identity/surname": "SECRET", "members": [{"members/member_name": "SECRET"}], "has_phone": "yes"})
    assert "SECRET" not in household.fill({}).xml


def test_an_unknown_language_is_named(household):
    """With the nearest one that the form has."""
    with pytest.raises(SetupError, match=r"Did you mean 'Français \(fr\)'"):
        household.fill({}, language="Français")


def test_every_kind_of_answer_is_written_as_a_tablet_writes_it():
    """Decode is built on these texts."""
    form = engine(
        """
        | survey | | | |
        | | type | name | label |
        | | geopoint | here | H |
        | | geotrace | way | W |
        | | image | photo | P |
        | | acknowledge | ok | O |
        | | rank l | order | R |
        | | datetime | at | A |
        | | time | clock | C |
        | | decimal | weight | W |
        | | barcode | code | B |
        | | start-geopoint | place | |
        | choices | | | |
        | | list_name | name | label |
        | | l | a | A |
        | | l | b | B |
        """
    )
    said = {
        "here": (12.5, -1.5, 300, 4),
        "way": [(1, 2), (3, 4)],
        "photo": "carte é.jpg",
        "ok": True,
        "order": ["b", "a"],
        "at": datetime(2018, 2, 3, 4, 5),
        "clock": "14:05",
        "weight": "1.5",
        "code": "0012",
        "place": (12.5, -1.5),
    }
    filled = form.fill(said)
    found = answers_in(filled)
    assert filled.complete
    assert filled.unreached == ()
    assert filled.files == ("carte é.jpg",)
    assert found["here"] == ["12.5 -1.5 300.0 4.0"]
    assert found["way"] == ["1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0"]
    assert found["order"] == ["b a"]
    assert found["at"] == ["2018-02-03T04:05:00.000Z"]
    assert found["clock"] == ["14:05:00.000Z"]
    assert found["code"] == ["0012"]
    assert found["ok"] == ["OK"]
    assert found["place"] == ["12.5 -1.5 0.0 0.0"]


def test_pulldata_reads_the_csv_beside_the_form():
    """Collect lends this function to JavaRosa; forms rely on it."""
    form = engine(
        """
        | survey | | | | |
        | | type | name | label | calculation |
        | | text | code | C | |
        | | calculate | label | | pulldata('places', 'label', 'name', ${code}) |
        """,
        {"places.csv": PLACES},
    )
    assert answers_in(form.fill({"code": "c3"}))["label"] == ["Koudougou"]
    assert answers_in(form.fill({"code": "c9"}))["label"] == [""]


def test_a_list_that_is_not_beside_the_form_is_named():
    """Collect would show an empty list, and the enumerator would lose the day."""
    table = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file places.csv | c | C |\n"
    with pytest.raises(SetupError, match=r"places\.csv"):
        engine(table)


def test_a_list_without_rows_is_offered_empty():
    """The first case list of a new office is empty, and the form must open all the same."""
    table = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file places.csv | c | C |\n"
    assert engine(table, {"places.csv": b"name,label\n"}).offered("c") == ()


def test_a_form_that_breaks_the_parser_gives_a_sentence():
    """Nobody in the field reads a Java stack trace."""
    table = "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"
    broken = xform(table).replace('type="string"', 'type="string" calculate="nothing(("', 1)
    with pytest.raises(SetupError) as raised:
        FormEngine(broken, {})
    assert "\tat " not in str(raised.value)
    assert "Exception" not in str(raised.value)


def test_an_expression_that_fails_names_the_question_and_not_the_answer():
    """The message goes to a log."""
    form = engine(
        """
        | survey | | | | |
        | | type | name | label | calculation |
        | | text | secret | S | |
        | | calculate | days | | date(${secret}) |
        """
    )
    with pytest.raises(SetupError, match="secret") as raised:
        form.fill({"secret": "Aminata"})
    assert "Aminata" not in str(raised.value)
