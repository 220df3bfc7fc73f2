"""What is encoded for COPY while decoding is what decoding gives, written value by value."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.decoded import ABSENT, Item
from pipeline.records.writing import copy_lines

from ..encoded import encoded
from .stories import GOLDEN, STORIES, as_xml, read_story

TOLD_TWICE = [story for story in STORIES if (story / "instances").is_dir()]
BAD, VISITS = (read_story(GOLDEN / name) for name in ("bad_answers", "household_visits"))


def assert_equal(decoder, main, items):
    """The fast way and the plain way give the same batch."""
    assert decoder.encode(items) == encoded(decoder.decode(items), main)


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_a_story_is_encoded_as_it_is_decoded(folder):
    """Two ways to the same rows must not drift apart."""
    story = read_story(folder)
    assert_equal(story.decoder, story.planned.tables[0].name, story.items)
    for item in story.items:
        assert_equal(story.decoder, story.planned.tables[0].name, [item])


@pytest.mark.parametrize("folder", TOLD_TWICE, ids=lambda folder: folder.name)
def test_a_story_told_in_xml_too(folder):
    """A backfill has line ends and tabs without any backslash."""
    story = read_story(folder)
    assert_equal(story.decoder, story.planned.tables[0].name, as_xml(folder, story.items))


ODD = st.text(alphabet=st.sampled_from("a é\\\t\n\r\x01N.0123456789-:T\u2028"), max_size=12)
WRITTEN = (
    "1",
    "007",
    "12.50",
    "1.0E7",
    "2026-11-20",
    "08:01:00.000+01:00",
    "2026-11-20T08:01:00.000+03:00",
    "OK",
    "NaN",
)
USUAL = st.sampled_from([*WRITTEN, "12.1 -1.5 3 4", "0 0;0 1;1 1", "other", "a b a", "\\N", " ", "moore bissa"])
ANSWER = st.one_of(USUAL, ODD, st.none(), st.booleans(), st.integers(-5, 10**20), st.floats())


def answers_of(decoder):
    """Random submissions that answer the form's own questions, and now and then one it does not have."""
    form = decoder.__reduce__()[1][1]
    repeats = {repeat.path for repeat in form.repeats}
    asked = {place: [q.path for q in form.questions if (q.repeat or "") == place] for place in ("", *repeats)}

    def level(place):
        unknown = [] if place else ["_id", "never asked"]
        said = st.dictionaries(st.sampled_from([*asked[place] * 5, *unknown]), ANSWER)
        for below in sorted(one for one in repeats if _parent(one, repeats) == place):
            rows = st.lists(level(below), max_size=3) | ANSWER
            said = st.builds(lambda told, given, path=below: told | {path: given}, said, rows) | said
        return said

    return st.lists(level(""), max_size=4)


def _parent(path, repeats):
    around = [one for one in repeats if path.startswith(f"{one}/")]
    return max(around, key=len, default="")


@pytest.mark.parametrize("story", [BAD, VISITS], ids=["bad_answers", "household_visits"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_answered_is_encoded_as_it_is_decoded(story, data):
    """Also what nobody thought of when writing the stories."""
    said = data.draw(answers_of(story.decoder))
    bodies = [json.dumps(one, ensure_ascii=data.draw(st.booleans())).encode("utf-8", "replace") for one in said]
    items = [Item(f"uuid:{n}", "i", n, "d", "z", "v1", None, body) for n, body in enumerate(bodies)]
    assert_equal(story.decoder, story.planned.tables[0].name, items)


def test_lines_escape_what_copy_would_misread():
    """A tab inside an answer must not move all others one column on."""
    lines = copy_lines([("a\tb", "c"), (1, 2)], [("d\\e", ABSENT), ("f\ng\r", "h")], is_clean=False)
    assert lines == b"a\\tb\t1\td\\\\e\tf\\ng\\r\nc\t2\t\x01\th\n"
    assert copy_lines([(ABSENT, None)], [], is_clean=True) == b"\\x01\n\x01\n"
