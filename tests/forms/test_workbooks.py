"""Each workbook is fit for a tablet: valid, in both languages, with a decision on who may see each answer."""

import re

import pytest
from openpyxl import load_workbook

from pipeline.engine.session import FormEngine
from pipeline.engine.validate import validate_xform
from pipeline.settings import load_settings
from pipeline.xlsform.check import check_workbook
from pipeline.xlsform.lists import drift, read_shared_lists
from pipeline.xlsform.sheets import read_workbook
from pipeline.xlsform.survey_rows import survey_rows

from .forms import CONFIG, ENGLISH, FRENCH, ROOT, STAGES, form_of, shipped_lists, workbook

WITHOUT_ANSWER = {"note", "audit"}
PERSON_CODE = re.compile(r"(person_(card|typed|on_list|code)|person_id|person_code_typed)$")
each_stage = pytest.mark.parametrize("stage", STAGES)


def rows_of(stage):
    """Rows of the survey sheet that are questions, groups or repeats."""
    return list(survey_rows(read_workbook(workbook(stage)).sheets["survey"]))


@each_stage
def test_the_checks_find_nothing(stage):
    """pyxform, ODK Validate and our own rules: a warning that stays is a warning nobody reads."""
    assert check_workbook(workbook(stage), validate_xform, set(shipped_lists())) == []


@each_stage
def test_the_form_opens_before_any_record_exists(stage):
    """On the first day the lists of people, plans and sessions are empty."""
    engine = FormEngine(form_of(stage).xform, shipped_lists())
    assert engine.fill({}).xml


@each_stage
def test_lists_are_the_shared_ones(stage):
    """Two forms that call one thing by two names cannot be counted together."""
    assert drift(workbook(stage), read_shared_lists(CONFIG / "lists")) == []


def test_a_list_of_several_forms_is_shared():
    """A list that two workbooks carry and config/lists does not would drift apart unseen."""
    seen: dict[str, list[str]] = {}
    for stage in STAGES:
        for name in form_of(stage).lists:
            seen.setdefault(name, []).append(stage)
    shared = set(read_shared_lists(CONFIG / "lists"))
    assert {name for name, stages in seen.items() if len(stages) > 1} - shared == set()
    assert shared - set(seen) == set()


@each_stage
def test_every_answer_has_a_decided_privacy(stage):
    """An undecided one is closed: safe, but lost to statistics."""
    assert [q.path for q in form_of(stage).questions if q.type not in WITHOUT_ANSWER and q.privacy == "closed"] == []


@each_stage
def test_free_text_is_never_open(stage):
    """People write names into text, whatever the hint says."""
    free = [q for q in form_of(stage).questions if q.type == "text" and q.privacy == "open"]
    assert [q.path for q in free if "regex(" not in (q.constraint or "") and not q.name.endswith(NUMBERS)] == []


NUMBERS = ("_number", "_batch")


@each_stage
def test_names_phones_and_codes_of_people_are_identity(stage):
    """Analysts get pseudonyms: a code on a card leads to a person."""
    telling = re.compile(
        r"^(phone_number|surname|given_names|usual_name|(father|mother)_given|\w+_phone|\w+_name|\w*photo|\w+_signature)$"
    )
    people = re.compile(r"^(person|late|got|member|chooser|tested)_(card|code|typed|on_list|label)$|^attendees$")
    for question in form_of(stage).questions:
        is_place = question.name.endswith("commune_name")
        if (
            question.type not in WITHOUT_ANSWER
            and not is_place
            and (telling.search(question.name) or people.search(question.name))
        ):
            assert question.privacy == "identity", question.path


@each_stage
def test_positions_are_identity(stage):
    """A point on a map is somebody's home or yard."""
    assert {q.privacy for q in form_of(stage).questions if q.type.startswith("geo")} <= {"identity"}


@each_stage
def test_the_instance_name_is_a_code_and_a_date(stage):
    """Tablets lie around: the list of filled forms must show no name. The code on the card is the only exception."""
    settings = load_workbook(workbook(stage), read_only=True)["settings"]
    heading, values = settings.iter_rows(values_only=True, max_row=2)
    named = re.findall(r"\$\{(\w+)\}", str(dict(zip(heading, values, strict=True))["instance_name"]))
    by_name = {question.name: question for question in form_of(stage).questions}
    assert named
    for name in named:
        assert by_name[name].privacy == "open" or PERSON_CODE.match(name), name


@each_stage
def test_everything_shown_speaks_french_and_english(stage):
    """An enumerator who meets an English label guesses."""
    form = form_of(stage)
    assert form.languages == (FRENCH, ENGLISH)
    for row in rows_of(stage):
        if row.type in {"calculate", "start", "end", "today", "deviceid", "username", "audit"}:
            continue
        assert all(row.cells.get(f"label::{language}") for language in form.languages), row.path
    for name, choices in form.lists.items():
        assert all(c.labels.get(language) for c in choices for language in form.languages), name


@each_stage
def test_a_constraint_says_what_is_right(stage):
    """'Invalid' helps nobody in the sun."""
    for row in rows_of(stage):
        if row.cells.get("constraint"):
            messages = [row.cells.get(f"constraint_message::{language}", "") for language in (FRENCH, ENGLISH)]
            assert all(len(message) > 15 for message in messages), row.path


@each_stage
def test_only_functions_that_the_engine_has(stage):
    """search() and pulldata() are Collect's own: no check and no web form executes them."""
    assert not re.search(r"\b(?:search|pulldata)\s*\(", form_of(stage).xform)


@each_stage
def test_time_device_and_audit_are_recorded(stage):
    """Clock skew, copied interviews and edits are found with them."""
    types = {question.type for question in form_of(stage).questions}
    assert {"start", "end", "today", "deviceid", "audit"} <= types


@each_stage
def test_photos_wait_for_consent(stage):
    """A photo taken first and asked about later has been taken."""
    for question in form_of(stage).questions:
        is_of_people = question.type == "image" and question.name in {"photo", "receiver_signature"}
        assert not is_of_people or "consent} = 'yes'" in (question.relevant or ""), question.path


@each_stage
def test_a_sensitive_question_can_be_left(stage):
    """Nobody is asked twice whether they were hurt: a list says 'prefers not to answer', or blank is allowed."""
    form = form_of(stage)
    ours = {"yes_no", "phone_owners", "services", "protection_states", "actions_taken", "complaint_subjects"}
    for question in form.questions:
        if question.privacy == "sensitive" and question.required and question.choice_list not in {None, *ours}:
            names = {choice.name for choice in form.lists[str(question.choice_list)]}
            assert names & {"no_answer", "unknown"}, question.path


def test_visits_can_say_that_the_area_is_closed():
    """Insecurity is not a refusal."""
    visited = {"immediate_follow_up", "counselling", "follow_up", "satisfaction", "sustainability"}
    for stage in visited:
        assert "zone_inaccessible" in {c.name for c in form_of(stage).lists["visit_outcomes"]}
    for stage in ("orientation", "training", "session_plan"):
        assert "zone_inaccessible" in {c.name for c in form_of(stage).lists["event_outcomes"]}


def test_every_workbook_is_a_stage_and_protection_is_off():
    """A form nobody deploys is forgotten; one that holds violence and trafficking is switched on with care only."""
    stages = {stage.name: stage for stage in load_settings(ROOT).stages}
    assert sorted(stages) == list(STAGES)
    assert [name for name, stage in stages.items() if not stage.enabled] == ["protection"]


def test_focus_groups_and_shared_forms_hold_no_violence():
    """Trafficking and violence are words of the protection form alone."""
    for stage in STAGES:
        names = {choice.name for choices in form_of(stage).lists.values() for choice in choices}
        assert stage == "protection" or not names & {"trafficking", "violence"}, stage


def test_focus_groups_know_nobody():
    """What was said there cannot be laid at anyone's door."""
    asked = [q for q in form_of("focus_group").questions if q.name != "enumerator"]
    assert [q.path for q in asked if q.privacy == "identity"] == []
    assert not {"barcode", "image", "geopoint"} & {q.type for q in asked}


def test_immediate_follow_up_never_says_why():
    """Its list is a list of who is due: the reason would tell the neighbour who reads over the shoulder."""
    form = form_of("immediate_follow_up")
    assert "vulnerabilities" not in form.lists
    assert [q.path for q in form.questions if q.type == "text" and q.privacy == "text"] == []
