"""Our walk and JavaRosa's own controller meet the same questions and write the same document."""

import re

import pytest

from pipeline.engine.jvm import java
from pipeline.engine.plausible import random_fill
from pipeline.engine.session import FormEngine

from .forms import HOUSEHOLD, PLACES, answers_in, engine, xform

END, NEW_ROW, QUESTION, ROW = 1, 2, 4, 16

NESTED = """
| survey | | | | | | |
| | type | name | label | relevant | repeat_count | calculation |
| | integer | households | H | | | |
| | begin repeat | household | Household | | ${households} | |
| | text | head | Head | | | |
| | integer | size | Size | | | |
| | begin repeat | person | Person | ${size} > 0 | ${size} | |
| | text | person_name | Name | | | |
| | begin group | adult | Adult | ${person_name} != 'enfant' | | |
| | text | trade | Trade | | | |
| | end group | | | | | |
| | end repeat | | | | | |
| | end repeat | | | | | |
| | calculate | people | | | | count(${person}) |
"""


def controller_document(form, filled):
    """The document that ``FormEntryController`` leaves when it is given what stands in ours, screen by screen."""
    answers = {path: list(texts) for path, texts in answers_in(filled).items()}
    model = java("org.javarosa.form.api.FormEntryModel")(form)
    controller = java("org.javarosa.form.api.FormEntryController")(model)
    parse = java("org.javarosa.xform.util.XFormAnswerDataParser").getAnswerData
    form.initialize(True, java("org.javarosa.core.model.instance.InstanceInitializationFactory")())
    while (event := controller.stepToNextEvent()) != END:
        if event in {NEW_ROW, ROW}:
            repeat = str(model.getFormIndex().getReference().toString(False)).split("/", 2)[2]
            more = any(texts for key, texts in answers.items() if key.startswith(f"{repeat}/"))
            if event == NEW_ROW and more:
                controller.newRepeat()
            elif event == ROW and not more:
                controller.deleteRepeat()
        elif event == QUESTION:
            prompt = model.getQuestionPrompt()
            path = "/".join(str(prompt.getIndex().getReference().toString(False)).split("/")[2:])
            text = answers[path].pop(0) if answers.get(path) else ""
            if not prompt.isReadOnly():
                answer = parse(text, prompt.getDataType(), prompt.getQuestion()) if text else None
                assert controller.answerQuestion(model.getFormIndex(), answer, True) == 0, path
    visitor = java("org.javarosa.model.xform.XFormSerializingVisitor")()
    assert form.validate(True) is None
    return bytes(visitor.serializeInstance(form.getMainInstance())).decode()


def without_ids(document):
    """Times and ids differ between two openings of a form."""
    return re.sub(r"<(start|end|today|deviceid|instanceID)(>[^<]*</\1>| />)", "", document)


def fresh_form(source, media):
    """A form of its own, parsed by JavaRosa alone."""
    from pipeline.engine.media import media_at_hand
    from pipeline.engine.opened import parsed

    with media_at_hand(media):
        return parsed(source)


@pytest.mark.parametrize("seed", range(8))
def test_the_controller_writes_the_same_household(seed):
    """Reading the tree directly is faster; it must not be different."""
    media = {"places.csv": PLACES}
    source = xform(HOUSEHOLD)
    filled = random_fill(FormEngine(source, media), seed)
    assert without_ids(controller_document(fresh_form(source, media), filled)) == without_ids(filled.xml)


@pytest.mark.parametrize("counts", [(1, 0), (2, 3), (3, 1)])
def test_the_controller_writes_the_same_counted_rows(counts):
    """Repeats whose number the form sets, one inside the other, with a group hidden by an answer in the row."""
    people = [{"household/person/person_name": name} for name in ("Awa", "enfant", "Issa")]
    row = {"household/size": counts[1], "household/person": people[: counts[1]]}
    filled = engine(NESTED).fill({"households": counts[0], "household": [row] * counts[0]})
    assert filled.complete
    assert without_ids(controller_document(fresh_form(xform(NESTED), {}), filled)) == without_ids(filled.xml)


def test_a_question_shown_by_a_later_answer_is_asked_after_all():
    """An enumerator is sent back to it when the form is finalised."""
    form = engine(
        """
        | survey | | | | | |
        | | type | name | label | relevant | required |
        | | text | why | Why | ${outcome} = 'no' | yes |
        | | text | outcome | O | | |
        """
    )
    assert form.fill({"outcome": "no"}).unanswered_required == ("why",)
    assert form.fill({"outcome": "no", "why": "late"}).complete


def test_a_constraint_broken_by_a_later_answer_is_reported():
    """The tablet checks the whole form once more before it is sent."""
    form = engine(
        """
        | survey | | | | |
        | | type | name | label | constraint |
        | | integer | spent | S | . <= ${ceiling} |
        | | integer | ceiling | C | |
        | | integer | again | A | |
        """
    )
    filled = form.fill({"spent": 5, "ceiling": 3})
    assert [(r.path, r.kind) for r in filled.refused] == [("spent", "constraint")]
