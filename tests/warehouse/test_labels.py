"""Labels per language follow the newest edition; completeness and marks are written only when they change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from pipeline.model.form import Choice
from pipeline.warehouse.bookkeeping import FormStatus, build_marks, form_statuses, put_build_marks, put_form_status
from pipeline.warehouse.labels import load_labels, sort_key

from .stage import NOON, NORTH, a_form


def languages(connection):
    query = """SELECT choice, language, label, position FROM answers.choice_label
               WHERE list = 'language' ORDER BY choice, language"""
    return [tuple(row) for row in connection.execute(text(query))]


def test_a_newer_label_wins_and_an_old_choice_keeps_its_own(connection):
    """Old answers still name the choice that the form dropped."""
    first = a_form()
    newer = replace(first, lists={**first.lists, "language": (Choice("moore", {"fr": "Moré", "en": "Mossi"}),)})
    load_labels(connection, "returnee", [first])
    assert load_labels(connection, "returnee", [first, newer]) == 2
    assert languages(connection) == [
        ("bissa", "fr", "Bissa", 1),
        ("moore", "en", "Mossi", 1),
        ("moore", "fr", "Moré", 1),
    ]


def test_another_stage_keeps_its_labels(connection):
    """Stages share the tables, not the rows."""
    load_labels(connection, "returnee", [a_form()])
    load_labels(connection, "other", [a_form()])
    assert load_labels(connection, "other", []) > 0
    assert len(languages(connection)) == 2


@pytest.mark.parametrize("strange", ["N\x00on", "N\ud800on"])
def test_a_label_no_database_can_store_is_marked(connection, strange):
    """A damaged workbook must not stop every load."""
    load_labels(connection, "returnee", [replace(a_form(), lists={"language": (Choice("a", {"fr": strange}),)})])
    assert len(languages(connection)) == 1


def test_french_order_needs_no_collation():
    """The embedded PostgreSQL knows none, so the key is made here."""
    names = ["Zone", "écheveau", "Étang", "Œuvre", "ète", "eau"]
    assert sorted(names, key=sort_key) == ["eau", "écheveau", "Étang", "ète", "Œuvre", "Zone"]


def a_status(**changes):
    return replace(FormStatus(NORTH, "returnee", "nord", True, NOON, "", 5, 5, 4, 1, 0), **changes)


def test_equal_books_are_not_written_again(connection):
    """A second run with nothing new writes nothing but its own record."""
    assert put_form_status(connection, a_status())
    assert not put_form_status(connection, a_status(since=NOON + timedelta(days=1)))


def test_a_form_is_incomplete_since_it_became_so(connection):
    """Reports say from when on a figure cannot be trusted; a growing count does not restart the clock."""
    later, last = NOON + timedelta(days=1), NOON + timedelta(days=2)
    put_form_status(connection, a_status())
    put_form_status(connection, a_status(is_complete=False, since=later, reason="the server was down"))
    put_form_status(connection, a_status(is_complete=False, since=last, reason="the server was down", server_count=6))
    (status,) = form_statuses(connection)
    assert (status.is_complete, status.since, status.server_count) == (False, later, 6)
    assert connection.scalar(text("SELECT is_complete FROM reporting.form_status")) is False


def test_marks_are_written_when_they_move(connection):
    """The next build starts there."""
    assert build_marks(connection, NORTH) == {}
    assert put_build_marks(connection, NORTH, {"seq": "7", "decoder": "1"}) == 2
    assert put_build_marks(connection, NORTH, {"seq": "8", "decoder": "1"}) == 1
    assert build_marks(connection, NORTH) == {"seq": "8", "decoder": "1"}
