"""People's ways through the forms, told in tests/golden/journeys and filled in by the engine of the tablets.

A story is a folder: ``story.fr.txt`` says what happens; ``NN_<form>.json`` is one form filled on one day (``now``),
with its answers by path, what it must refuse with which French message, and values it must compute.
"""

import json
from datetime import datetime
from time import perf_counter

import pytest

from tests.engine.forms import answers_in

from .forms import FRENCH, ROOT, STAGES, engine_of, form_of

JOURNEYS = ROOT / "tests/golden/journeys"
STEPS = sorted(JOURNEYS.glob("*/*.json"))
each_step = pytest.mark.parametrize("path", STEPS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def played(path):
    """One step, and the form as it was filled."""
    step = json.loads(path.read_text(encoding="utf-8"))
    now = datetime.fromisoformat(step["now"])
    return step, engine_of(step["form"]).fill(step["answers"], now=now, language=FRENCH, instance_id=path.stem)


@each_step
def test_the_form_takes_the_answers_or_says_what_is_right(path):
    """A right answer refused stops the work; a wrong one taken harms somebody; a wrong message helps nobody."""
    step, filled = played(path)
    told = {(refusal.path, refusal.kind, refusal.message) for refusal in filled.refused}
    assert told == {(each["path"], each["kind"], each["message"]) for each in step.get("refused", ())}
    if not told:
        assert filled.unanswered_required == ()
        assert filled.unreached == ()


@each_step
def test_the_form_computes_what_the_story_says(path):
    """Totals, codes and counts are what later stages and reports read."""
    step, filled = played(path)
    found = answers_in(filled)
    for question, value in step.get("values", {}).items():
        assert found.get(question) == [value], question


@each_step
def test_a_step_shows_no_name_on_the_list_of_filled_forms(path):
    """The tablet's list of filled forms is read over shoulders."""
    step, filled = played(path)
    shown = " ".join(answers_in(filled)["meta/instanceName"])
    names = [
        question.name
        for question in form_of(step["form"]).questions
        if question.privacy == "identity" and str(step["answers"].get(question.path, "")) in shown.split()
    ]
    assert all(name.endswith(("_card", "_code", "_typed", "_on_list")) for name in names)


def test_every_form_is_part_of_a_story():
    """A form that no story fills was never thought through."""
    assert {path.stem.partition("_")[2] for path in STEPS} == set(STAGES)


def test_each_story_is_told():
    """A reader who knows no JSON can say whether the story is true to life."""
    for folder in {path.parent for path in STEPS}:
        assert len((folder / "story.fr.txt").read_text(encoding="utf-8")) > 60


def test_one_persons_journey_is_filled_fast():
    """A demo of hundreds of people is made of these; ten times the usual time allows for a busy machine."""
    steps = sorted((JOURNEYS / "shop_survives_a_year").glob("*.json"))
    for path in steps:
        played(path)
    began = perf_counter()
    for path in steps:
        played(path)
    assert perf_counter() - began < 3


def test_every_required_question_is_part_of_a_story():
    """What must be answered must make sense in somebody's life."""
    reached: dict[str, set[str]] = {stage: set() for stage in STAGES}
    for path in STEPS:
        step, filled = played(path)
        reached[step["form"]] |= filled.reached
    for stage in STAGES:
        asked = set(engine_of(stage).questions)
        required = {question.path for question in form_of(stage).questions if question.required} & asked
        assert required - reached[stage] == set(), stage
