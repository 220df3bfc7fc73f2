"""Decoding never loses, doubles or crashes, whatever stands in a body."""

import json
import pickle
from collections import Counter
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.decoded import Item
from pipeline.model.form import Form, Question, Repeat
from pipeline.records.decode import Decoder, unknown_version
from pipeline.records.tables import plan_tables

from .stories import GOLDEN, read_story

VISITS = read_story(GOLDEN / "household_visits")
BAD = read_story(GOLDEN / "bad_answers")


def an_item(body: bytes | dict, body_format: Literal["json", "xml"] = "json", number: int = 1) -> Item:
    """One submission; a test says only what stands in it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Item(f"uuid:{number}", f"uuid:{number}", number, "d", "z", "v1", None, raw, body_format)


def reason_of(body, body_format="json", decoder=BAD.decoder):
    """(reason, question) for a submission that must be set aside alone."""
    decoded = decoder.decode([an_item(body, body_format)])
    assert decoded.decoded_count == 0
    assert not any(decoded.rows.values())
    [one] = decoded.set_aside
    return one.reason, one.question


ANSWER = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(["1", "2026-11-20", " "])
)
KEY = st.one_of(
    st.sampled_from(["age", "amount", "held_on", "gps", "comment", "members", "members/age", "_id"]),
    st.text(max_size=5),
)
OBJECT = st.recursive(
    st.dictionaries(KEY, ANSWER, max_size=6),
    lambda inner: st.dictionaries(KEY, st.one_of(ANSWER, inner, st.lists(inner, max_size=3)), max_size=6),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(OBJECT.map(lambda o: json.dumps(o).encode()), st.binary(max_size=40)), max_size=5))
def test_every_submission_is_decoded_or_set_aside_exactly_once(bodies):
    """The books balance whatever a server sends, and nothing ever stops the batch."""
    items = [an_item(body, "xml" if body[:1] == b"<" else "json", number) for number, body in enumerate(bodies, 1)]
    decoded = BAD.decoder.decode(items)
    in_main = [row[2] for row in decoded.rows["bad_answers"]]
    aside = [one.edition_id for one in decoded.set_aside]
    assert sorted(in_main + aside) == [item.edition_id for item in items]
    assert decoded.decoded_count == len(in_main)


@settings(max_examples=60, deadline=None)
@given(OBJECT, st.binary(max_size=30))
def test_arbitrary_xml_never_stops_the_batch(answers, noise):
    """An instance document is as little trusted as JSON."""
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in answers.items() if key.isidentifier())
    for body in (f"<data>{inner}</data>".encode("utf-8", "replace"), b"<data>" + noise + b"</data>"):
        decoded = BAD.decoder.decode([an_item(body, "xml")])
        assert decoded.decoded_count + len(decoded.set_aside) == 1


@settings(max_examples=30, deadline=None)
@given(st.permutations(VISITS.items + BAD.items[:4]))
def test_order_and_batches_do_not_change_rows(shuffled):
    """Tablets come online in any order, and a bad neighbour changes nobody else's rows."""
    usual = VISITS.decoder.decode(VISITS.items + BAD.items[:4])
    whole = VISITS.decoder.decode(shuffled)
    halves = [VISITS.decoder.decode(shuffled[:3]), VISITS.decoder.decode(shuffled[3:])]
    for table, rows in usual.rows.items():
        assert Counter(whole.rows[table]) == Counter(rows)
        assert Counter(halves[0].rows[table] + halves[1].rows[table]) == Counter(rows)
    assert set(map(repr, whole.set_aside)) == set(map(repr, usual.set_aside))


def test_a_decoder_travels_to_a_worker_process():
    """Decode must be picklable, so that it can use the second core."""
    copy = pickle.loads(pickle.dumps(VISITS.decoder))
    assert copy.decode(VISITS.items) == VISITS.decoder.decode(VISITS.items)


def test_an_answer_of_ten_megabytes_is_set_aside_by_its_path():
    """One pasted file must not fill the database nor hide the other answers of its batch."""
    assert reason_of({"comment": "x" * 10_000_000}) == ("too_large", "comment")
    assert reason_of(b"<data><comment>" + b"x" * 10_000_000 + b"</comment></data>", "xml") == ("too_large", "comment")


def test_the_limit_counts_bytes_of_one_answer_and_not_of_the_submission():
    """Long submissions are normal; accents are two bytes."""
    decoder = Decoder("bad_answers", BAD.form, BAD.planned, answer_bytes=10)
    assert decoder.decode([an_item({"comment": "x" * 10, "members": [{"members/age": "1"}] * 9})]).decoded_count == 1
    assert reason_of({"comment": "é" * 6}, decoder=decoder) == ("too_large", "comment")


def test_a_body_beyond_any_form_is_not_even_parsed():
    """A gigabyte of JSON must not take the machine down."""
    decoder = Decoder("bad_answers", BAD.form, BAD.planned, answer_bytes=10)
    assert reason_of({"comment": "x" * 1000}, decoder=decoder) == ("too_large", "")


def test_repeats_four_deep_are_set_aside_but_three_deep_are_not():
    """The stated depth holds on both sides of its threshold."""
    names = ["a", "a/b", "a/b/c", "a/b/c/d"]
    repeats = tuple(Repeat(path, path.rpartition("/")[0] or None) for path in names)
    form = Form("deep", "Deep", "1", tuple(Question(f"{path}/x", "text", path) for path in names), repeats)
    decoder = Decoder("deep", form, plan_tables("deep", form))
    fourth = {"a/b/c/d/x": "4"}
    third = {"a/b/c/x": "3"}
    assert decoder.decode([an_item({"a": [{"a/b": [{"a/b/c": [third]}]}]})]).decoded_count == 1
    assert reason_of({"a": [{"a/b": [{"a/b/c": [third | {"a/b/c/d": [fourth]}]}]}]}, decoder=decoder) == (
        "too_deep",
        "a/b/c/d",
    )


@pytest.mark.parametrize(
    ("body", "body_format", "reason"),
    [
        (b'{"age": "1"', "json", "not_readable"),
        (b'{"comment": "\xff"}', "json", "not_readable"),
        (rb'{"comment": "half a character \ud800"}', "json", "not_readable"),
        (b'["age"]', "json", "not_readable"),
        (b'{"comment": ' + b"[" * 100_000, "json", "too_deep"),
        (b"<html>busy", "xml", "not_readable"),
        (b"<data><comment>\x00</comment></data>", "xml", "not_readable"),
        (b"<a>" * 500 + b"</a>" * 500, "xml", "too_deep"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]><data><comment>&a;</comment></data>', "xml", "not_readable"),
        (b'<data encrypted="yes"><base64EncryptedKey>A</base64EncryptedKey></data>', "xml", "encrypted"),
        (b"<data><age>1</age><age>2</age></data>", "xml", "wrong_type"),
        (b"<data><shoe_size>43</shoe_size></data>", "xml", "unknown_question"),
        (b"<data><members>text<age>1</age></members></data>", "xml", "wrong_type"),
    ],
)
def test_a_body_that_cannot_be_read_says_why(body, body_format, reason):
    """The data manager sees whether the tablet, the server or the form is to blame."""
    assert reason_of(body, body_format)[0] == reason


def test_what_is_said_about_a_refused_submission_carries_no_answer():
    """Set-aside lists are read by more people than the answers are."""
    secret = "Awa-Ouedraogo-70112233"
    for question in ("age", "amount", "held_on", "met_at", "opened_at", "gps", "members"):
        [one] = BAD.decoder.decode([an_item({question: secret})]).set_aside
        assert secret not in repr(one)


def test_a_key_from_a_broken_client_can_be_stored_and_shown():
    """PostgreSQL refuses a NUL: the set-aside list itself would not load."""
    reason, question = reason_of({"shoe\u0000size" + "x" * 500: "1"})
    assert reason == "unknown_question"
    assert question.isprintable()
    assert len(question) <= 200


def test_old_choices_are_kept_and_counted():
    """A list changes while tablets are offline: their answers are right, and somebody should know."""
    decoded = VISITS.decoder.decode(VISITS.items)
    assert decoded.unknown_choices == {"place/province": 1}
    assert [row[-1] for row in decoded.rows["household_visits"]] == ["boulgou", "an_old_province"]


def test_more_distinct_answers_than_are_remembered_stay_right():
    """The memory of converted answers is bounded, and forgetting must not show."""
    items = [an_item({"age": str(age)}, number=age) for age in range(10_000)]
    rows = BAD.decoder.decode([*items, *items]).rows["bad_answers"]
    assert [row[7] for row in rows] == [*range(10_000), *range(10_000)]


def test_a_true_is_not_a_one():
    """Python takes True, 1 and 1.0 for the same key; a memory of answers must not."""
    decoded = BAD.decoder.decode([an_item({"comment": c}, number=n) for n, c in enumerate([1, True, 1.0, "1"])])
    assert [row[-1] for row in decoded.rows["bad_answers"]] == ["1", "true", "1.0", "1"]


def test_an_unknown_version_is_set_aside_by_name():
    """The shell finds no edition; the submission stays countable."""
    aside = unknown_version(an_item({})._replace(form_version="vX\n"))
    assert (aside.reason, aside.root_uuid) == ("unknown_version", "uuid:1")
    assert "vX?" in aside.detail


def test_a_calculation_without_a_value_sets_nothing_aside():
    """JavaRosa writes NaN where an input was blank: nobody typed that, and a typed NaN in a question stays wrong."""
    questions = (
        Question("total", "integer", calculation="${a} * 2"),
        Question("note", "calculate", calculation="1 div 0"),
    )
    form = Form("f", "f", "1", (*questions, Question("a", "integer")))
    decoder = Decoder("f", form, plan_tables("f", form))
    decoded = decoder.decode([an_item({"total": "NaN", "note": "Infinity", "a": "3"})])
    assert [row[-3:] for row in decoded.rows["f"]] == [(None, None, 3)]
    assert reason_of({"a": "NaN"}, decoder=decoder) == ("wrong_type", "a")
