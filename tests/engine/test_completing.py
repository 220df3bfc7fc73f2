"""A story's answers stand as they were given; only what the form insists on and nobody speaks of is drawn."""

from datetime import date, datetime

import pytest

from pipeline.engine.completing import Completing

from .forms import PLACES, answers_in, engine

NOW = datetime(2018, 3, 1, 9)
FORM = """
| survey | | | | | | |
| | type | name | label | required | relevant | constraint |
| | text | surname | Nom | yes | | |
| | integer | age | Âge | yes | | . >= 18 and . < 100 |
| | text | village | Village | | | |
| | select_one yn | has_phone | Téléphone ? | yes | | |
| | text | phone | Numéro | | ${has_phone} = 'yes' | |
| | begin repeat | members | Membres | | | |
| | text | member_name | Nom | yes | | |
| | integer | share | Part | | | |
| | end repeat | | | | | |
| choices | | | |
| | list_name | name | label |
| | yn | yes | Oui |
| | yn | no | Non |
| settings | | |
| | form_id | version |
| | story | 1 |
"""


@pytest.fixture(scope="module")
def story():
    """Required and optional questions, a condition and a repeat."""
    return engine(FORM, {"places.csv": PLACES})


def told(story, seed=1, **given):
    """The form filled from these answers."""
    return story.fill_with(Completing(given, seed, date(2018, 3, 1)), now=NOW, instance_id="i")


def test_required_questions_nobody_speaks_of_are_answered(story):
    """A story of a flood need not invent an age."""
    filled = told(story, surname="Zongo")
    assert filled.complete
    assert answers_in(filled)["surname"] == ["Zongo"]
    assert 18 <= int(answers_in(filled)["age"][0]) < 100


def test_optional_questions_nobody_speaks_of_stay_blank(story):
    """What is not said is not made up where the form does not ask for it."""
    assert answers_in(told(story))["village"] == [""]


def test_rows_are_exactly_those_given(story):
    """An invented member would be an invented person."""
    assert "members" not in str(answers_in(told(story)))
    filled = told(story, members=[{"members/member_name": "A"}, {"members/share": 3}])
    assert len(answers_in(filled)["members/member_name"]) == 2
    assert answers_in(filled)["members/share"] == ["", "3"]
    assert all(answers_in(filled)["members/member_name"])


def test_a_given_answer_that_is_refused_is_reported_and_not_replaced(story):
    """Otherwise the story would silently become another one."""
    filled = told(story, age=7)
    assert [(refused.path, refused.kind) for refused in filled.refused] == [("age", "constraint")]
    assert answers_in(filled)["age"] == [""]


def test_a_given_answer_that_is_never_asked_is_reported(story):
    """A hidden question swallows what was said."""
    assert told(story, has_phone="no", phone="70000000").unreached == ("phone",)


def test_one_seed_completes_in_one_way(story):
    """A demo that is shown twice is the same demo."""
    assert told(story, 3).xml == told(story, 3).xml
    assert len({told(story, seed).xml for seed in range(9)}) > 1
