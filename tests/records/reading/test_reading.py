"""Submissions say whom they speak of and what happened, as each form asks it; nothing is guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model.answers import Answers, Row
from pipeline.model.plan import Draft
from pipeline.model.steps import Attendance, Registration
from pipeline.records.reading.read import PATHS, paths_of, read, speaks_of_people
from pipeline.records.reading.who import phones_of
from pipeline.xlsform.compile import compile_workbook

FORMS = Path(__file__).parents[3] / "forms"
AT = datetime(2026, 3, 2, tzinfo=UTC)


def answers(stage, values, **repeats):
    """A submission with these answers; rows of repeats are dicts, a parent's number under ``_parent``."""
    rows = {
        path.replace("__", "/"): tuple(
            Row(n, said.get("_parent", 0), n, {k: v for k, v in said.items() if k != "_parent"})
            for n, said in enumerate(given, 1)
        )
        for path, given in repeats.items()
    }
    return Answers(stage, "uuid:1", "uuid:1", 7, "v1", f"{stage}/north", "north", AT, values, rows)


@pytest.mark.parametrize("stage", PATHS)
def test_every_question_that_is_read_stands_in_the_form(stage):
    """A question renamed in a workbook would silently be nobody's answer."""
    asked = {question.path for question in compile_workbook(FORMS / f"{stage}.xlsx").form.questions}
    assert PATHS[stage] - asked == set()


REGISTRATION = {
    "today": date(2026, 3, 2),
    "arrival/person_code": "p222222p ",
    "arrival/arrival_batch": "V2026-01",
    "arrival/returned_on": date(2026, 2, 20),
    "arrival/country_of_return": "LBY",
    "consent/consent_given": "yes",
    "person/identity/surname": "Ouédraogo",
    "person/identity/given_names": "Awa",
    "person/identity/sex": "female",
    "person/birth/birth_precision": "age",
    "person/birth/age_years": 30,
    "person/birth/birth_year_known": "1996",
    "person/origin/return_place/commune": "BF-BLG-garango",
    "person/origin/return_place/village_on_list": "BF-BLG-garango-1",
    "person/situation/needs_immediate_follow_up": "yes",
}


def test_a_registration_says_who_and_each_thing_with_its_question():
    """Provenance is asked for when two forms disagree."""
    said = read(
        answers(
            "registration",
            REGISTRATION,
            person__phones=[
                {"person/phones/phone/phone_number": "+226 70 11 22 33", "person/phones/phone/phone_owner": "self"},
                {"person/phones/phone/phone_number": "71223344", "person/phones/phone/phone_owner": "neighbour"},
            ],
        )
    )
    (mention,), (noun,) = said.mentions, said.nouns
    assert (mention.mention_id, mention.role, mention.code, mention.code_from) == (
        "uuid:1#who",
        "registered",
        "P222222P",
        "card",
    )
    assert mention.evidence is not None
    assert mention.evidence.record_id == mention.mention_id
    assert (mention.evidence.birth_date, mention.evidence.birth_precision) == ("1996", "age")
    assert (mention.evidence.phone, mention.evidence.commune) == ("70112233", "BF-BLG-garango")
    told = {one.field: (one.value, one.question) for one in mention.told}
    assert told["birth_date"] == ("1996", "person/birth/age_years")
    assert told["returned_on"] == (date(2026, 2, 20), "arrival/returned_on")
    assert isinstance(noun, Registration)
    assert (noun.has_consented, noun.is_flagged, noun.registered_on) == (True, True, date(2026, 3, 2))


def test_a_registration_without_any_identity_is_still_a_mention():
    """Somebody stood there; the books must say so."""
    (mention,) = read(answers("registration", {"today": date(2026, 3, 2)})).mentions
    assert (mention.evidence, mention.code, mention.told) == (None, "", ())


@pytest.mark.parametrize(
    ("who", "code", "source", "surname"),
    [
        ({"who/person_card": "P222222P", "who/person_name": ""}, "P222222P", "card", ""),
        ({"who/person_typed": "p222222p"}, "P222222P", "card", ""),
        ({"who/person_on_list": "P333333J"}, "P333333J", "list", ""),
        ({"who/person_name": "Awa Sana", "who/person_birth_year": 1990}, "", "", "Awa Sana"),
    ],
)
def test_a_talk_is_with_whoever_the_card_the_list_or_the_name_means(who, code, source, surname):
    """In that order: a card is in the person's hand."""
    said = read(answers("counselling", who | {"talk/counselled_on": date(2026, 3, 3), "talk/outcome": "done"}))
    (mention,) = said.mentions
    assert (mention.code, mention.code_from, mention.on) == (code, source, date(2026, 3, 3))
    assert (mention.evidence.surname if mention.evidence else "") == surname
    assert said.nouns[0].mention_id == mention.mention_id


def test_a_talk_with_nobody_told_is_no_mention_and_still_a_talk():
    """An absent person whose card was not scanned."""
    said = read(answers("counselling", {"talk/outcome": "absent"}))
    assert said.mentions == ()
    assert said.nouns[0].mention_id == ""


def test_everybody_at_a_session_is_there_once_with_the_pathway_they_chose():
    """Ticked on the list, or written down because they came late."""
    said = read(
        answers(
            "orientation",
            {
                "session/session_code": "S1",
                "session/held_on": date(2026, 4, 1),
                "content/roster/attendees": ("P222222P", "P333333J"),
            },
            content__choices=[
                {"content/choices/choice/chooser_code": "P333333J", "content/choices/choice/choice_pathway": "job"}
            ],
            content__late=[
                {"content/late/late_one/late_name": "Issa", "content/late/late_one/late_pathway": "own_business"},
                {"content/late/late_one/late_name": ""},
            ],
        )
    )
    attended = [one for one in said.nouns if isinstance(one, Attendance)]
    assert [(one.mention_id.partition("#")[2], one.pathway) for one in attended] == [
        ("attendees/1", ""),
        ("attendees/2", "job"),
        ("content/late/1", "own_business"),
    ]
    assert [mention.code for mention in said.mentions] == ["P222222P", "P333333J", ""]
    assert said.nouns[0].attendees == tuple(one.mention_id for one in attended)


def test_a_draft_has_its_members_lines_and_what_the_tablet_computed():
    """Totals are compared later with what the lines come to."""
    said = read(
        answers(
            "business_plan",
            {"plan/plan_id": "b2222222", "plan/plan_version": 2, "totals/total_xof": Decimal(5000)},
            members=[{"members/member/member_id": "P444444E", "members/member/member_code": "P444444E"}, {}],
            budget_lines=[
                {"budget_lines/line/quantity": Decimal("2.5"), "budget_lines/line/unit_price_xof": 2000},
            ],
        )
    )
    (draft,) = said.nouns
    assert isinstance(draft, Draft)
    assert (draft.plan_code, draft.version, draft.total, draft.received_at) == ("B2222222", 2, Decimal(5000), AT)
    assert [member.mention_id for member in draft.members] == ["uuid:1#members/1"]
    assert said.mentions[0].origin.row == "members/1"
    assert (draft.lines[0].quantity, draft.lines[0].unit_price) == (Decimal("2.5"), 2000)


def test_a_decision_is_read_with_its_own_amended_lines():
    """Two plans decided in one meeting must not share an amendment."""
    (meeting,) = read(
        answers(
            "committee",
            {"meeting/meeting_id": "C1"},
            decisions=[
                {"decisions/decision_facts/decided_plan_id": "B1", "decisions/verdict/decision": "validated"},
                {"decisions/decision_facts/decided_plan_id": "B2", "decisions/verdict/decision": "validated_amended"},
            ],
            decisions__amended_lines=[{"_parent": 2, "decisions/amended_lines/amended/amended_item": "goat"}],
        )
    ).nouns
    assert [(one.plan_code, len(one.amended_lines), one.origin.row) for one in meeting.decisions] == [
        ("B1", 0, "decisions/1"),
        ("B2", 1, "decisions/2"),
    ]


def test_a_stage_of_the_offices_own_still_says_whom_it_met():
    """A form added next year must not lose its people."""
    assert "who/person_card" in paths_of("health_visit")
    (mention,) = read(answers("health_visit", {"who/person_card": "P222222P"})).mentions
    assert mention.code == "P222222P"


def test_only_a_form_that_asks_about_nobody_is_not_read_for_people():
    """A market survey of a hundred thousand stalls would cost the night for nothing; a person missed, far more."""
    assert not speaks_of_people("market_survey", ["stall", "today", "gps#latitude"])
    assert speaks_of_people("health_visit", ["stall", "who/person_phone"])
    assert all(speaks_of_people(stage, ()) for stage in PATHS)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (["+226 70 11 22 33"], "70112233"),
        (["0022601020304"], "01020304"),
        (["70112233", "70-11-22-33", "123"], "70112233"),
        ([""], ""),
    ],
)
def test_phones_are_national_numbers_of_eight_digits(written, numbers):
    """One number in three spellings is one number; leading zeros stay."""
    assert phones_of(written) == numbers
