"""What could not be decoded: visible, counted, dismissed once, resolved by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from pipeline.model.decoded import SetAside
from pipeline.warehouse.load import clear
from pipeline.warehouse.set_aside import count_set_aside, dismiss, list_set_aside

from .stage import NOON, NORTH, SOUTH, a_person, load_people

LATER = NOON + timedelta(days=1)


def broken(root="uuid:1", edition=2, reason="wrong_type", detail="a text stands where a number belongs"):
    return SetAside(root, edition, reason, "age", detail)


def test_an_edit_that_cannot_be_decoded_replaces_the_rows(connection):
    """The answers of the edition before must not pass for the present ones."""
    load_people(connection, a_person(), a_person("uuid:2", 5))
    counts = load_people(connection, set_aside=[broken()])
    assert connection.execute(text("SELECT root_uuid FROM answers.returnee")).scalars().all() == ["uuid:2"]
    assert connection.scalar(text("SELECT count(*) FROM answers.returnee__members WHERE root_uuid = 'uuid:1'")) == 0
    (waiting,) = list_set_aside(connection)
    assert (waiting.root_uuid, waiting.edition_id, waiting.question, waiting.since) == ("uuid:1", 2, "age", NOON)
    assert counts.queue == 1


@pytest.mark.parametrize("into_empty", [True, False])
def test_what_is_decoded_after_all_leaves_the_queue(connection, into_empty):
    """Nobody should look at what has resolved itself."""
    if not into_empty:
        load_people(connection, a_person("uuid:2", 1))
    load_people(connection, set_aside=[broken()])
    counts = load_people(connection, a_person(edition=3))
    assert list_set_aside(connection) == ()
    assert counts.queue == 1


@pytest.mark.parametrize("into_empty", [True, False])
def test_what_was_removed_leaves_the_queue(connection, into_empty):
    """A deletion cascades to the queue as well."""
    if not into_empty:
        load_people(connection, a_person("uuid:2", 1))
    load_people(connection, set_aside=[broken()])
    assert load_people(connection, removed=["uuid:1"]).queue == 1
    assert list_set_aside(connection) == ()


def test_the_same_again_writes_nothing(connection):
    """A second run with nothing new leaves the queue as it is, its date too."""
    load_people(connection, a_person("uuid:2", 1), set_aside=[broken()])
    assert load_people(connection, a_person("uuid:2", 1), set_aside=[broken()], at=LATER).written == 0
    assert list_set_aside(connection)[0].since == NOON


def test_a_dismissal_survives_a_rebuild_and_stays_counted(connection):
    """A person decided; the program asks again only about something new."""
    load_people(connection, a_person("uuid:2", 1), set_aside=[broken()])
    assert dismiss(connection, NORTH, "uuid:1", "data manager", "a test of the tablet", LATER)
    clear(connection, "returnee")
    load_people(connection, a_person("uuid:2", 1), set_aside=[broken(detail="said more clearly now")], at=LATER)
    assert list_set_aside(connection) == ()
    (kept,) = list_set_aside(connection, with_dismissed=True)
    assert (kept.dismissed_at, kept.dismissed_why, kept.since) == (LATER, "a test of the tablet", NOON)
    assert count_set_aside(connection) == {NORTH: (1, 1)}


@pytest.mark.parametrize("news", [broken(edition=3), broken(reason="too_large")])
def test_a_new_edition_or_reason_is_asked_again(connection, news):
    """The dismissal spoke of something else."""
    load_people(connection, set_aside=[broken()])
    dismiss(connection, NORTH, "uuid:1", "data manager", "known", LATER)
    load_people(connection, set_aside=[news], at=LATER)
    assert [(w.since, w.dismissed_at, w.dismissed_why) for w in list_set_aside(connection)] == [(LATER, None, "")]


def test_dismissing_what_is_not_there_is_told(connection):
    """A mistyped id must not look like a decision."""
    assert not dismiss(connection, NORTH, "uuid:none", "data manager", "why", NOON)


def test_the_queue_of_one_deployment_is_its_own(connection):
    """Two zones, two teams."""
    load_people(connection, set_aside=[broken()])
    load_people(connection, set_aside=[broken("uuid:8")], deployment=SOUTH)
    assert [w.root_uuid for w in list_set_aside(connection, [SOUTH])] == ["uuid:8"]
    assert load_people(connection, removed=["uuid:1"], deployment=SOUTH).queue == 0
