"""Whoever nobody has recognised yet is on hold on the server, and approved by us only where the office wishes it."""

import pytest

from .statuses import counts, decide, status_of, write_back
from .whoiswho import CARDS, a_copy, a_programme

ONE, TWO, THREE, NOBODY = CARDS
DOUBLE = {"card": TWO, "surname": "SAVADOGO", "on": "2026-01-12"}
APPROVE = "[write_back]\napprove = true\n\n[limits]"


@pytest.fixture(scope="module")
def programme(tmp_path_factory, database_url, migrated_template):
    """Somebody was registered twice with two cards, and it is doubtful; a talk has a card that nobody was given."""
    folder = tmp_path_factory.mktemp("people") / "programme"
    with a_programme(folder, database_url, migrated_template) as ground:
        ground.first = ground.register(ONE).instance_id
        ground.run()
        ground.double = ground.register(**DOUBLE).instance_id
        ground.talk = ground.counsel(ONE).instance_id
        ground.parked = ground.counsel(NOBODY).instance_id
        ground.run()
        yield ground


@pytest.fixture
def doubtful(programme, tmp_path):
    """A copy of its database and settings, for one test to decide in; the statuses of an earlier test are gone."""
    for ground in a_copy(programme, tmp_path):
        for name in ("first", "double", "talk", "parked"):
            setattr(ground, name, getattr(programme, name))
        with programme.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE sandbox.submissions SET status = '{}'")
        yield ground


def statuses(ground):
    """Code of the status of each of the four, '' for none."""
    return tuple(
        status_of(ground, getattr(ground, name), zone)[0]
        for name, zone in (
            ("first", "registration"),
            ("double", "registration"),
            ("talk", "counselling"),
            ("parked", "counselling"),
        )
    )


def test_what_is_in_review_is_on_hold_until_a_person_says_who_it_is(doubtful):
    """The team that registered them can be asked meanwhile; a parked talk waits for nobody's word and is left."""
    assert counts(write_back(doubtful)["registration/registration"]) == (1, 0, 0, 0, 0)
    assert statuses(doubtful) == ("", "on_hold", "", "")
    doubtful.done("link", "decide", ONE, TWO, "same", "--why", "même père, même village", "--by", "Awa K.")
    assert counts(write_back(doubtful)["registration/registration"]) == (0, 1, 0, 0, 0)
    assert statuses(doubtful) == ("", "", "", "")
    assert doubtful.run()["rows_written"] == 0


def test_a_decision_taken_back_is_a_new_wait(doubtful):
    """Nobody knows any more who it is."""
    write_back(doubtful)
    doubtful.done("link", "decide", ONE, TWO, "different", "--why", "ce sont deux sœurs", "--by", "Awa K.")
    write_back(doubtful)
    doubtful.done("link", "undo", "--why", "c'était une erreur", "--by", "Awa K.")
    assert counts(write_back(doubtful)["registration/registration"]) == (1, 0, 0, 0, 0)


def test_approving_is_off_unless_the_office_wishes_it(doubtful):
    """To approve is a person's act."""
    assert write_back(doubtful)["registration/registration"]["approved"] == 0
    assert "approved" not in statuses(doubtful)


def test_only_what_is_decoded_and_speaks_of_known_people_is_approved(doubtful):
    """Not what is in review, nor what is parked: it is about somebody whom nobody has registered."""
    doubtful.change_settings(r"\[limits\]", APPROVE)
    write_back(doubtful)
    assert statuses(doubtful) == ("approved", "on_hold", "approved", "")
    assert doubtful.run()["rows_written"] == 0
    doubtful.done("link", "decide", ONE, TWO, "same", "--why", "même père, même village", "--by", "Awa K.")
    write_back(doubtful)
    assert statuses(doubtful) == ("approved", "approved", "approved", "")


def test_our_approvals_end_with_the_setting(doubtful):
    """What the server shows follows from the settings and the answers alone; a person's approval stays."""
    doubtful.change_settings(r"\[limits\]", APPROVE)
    write_back(doubtful)
    decide(doubtful, doubtful.talk, "not_approved", zone="counselling")
    doubtful.run()
    doubtful.change_settings("approve = true", "approve = false")
    write_back(doubtful)
    assert statuses(doubtful) == ("", "on_hold", "not_approved", "")


def test_what_was_pulled_and_not_yet_built_is_left_alone(doubtful):
    """Nothing is known of the new edition: neither that it waits, nor that it does not."""
    write_back(doubtful)
    with doubtful.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE archive.submission SET changed_seq = nextval('archive.change_seq')")
    doubtful.done("link", "decide", ONE, TWO, "same", "--why", "même père, même village", "--by", "Awa K.")
    assert counts(write_back(doubtful)["registration/registration"]) == (0, 0, 0, 0, 0)
    assert statuses(doubtful)[1] == "on_hold"


def test_a_hold_whose_note_was_lost_is_lifted_although_no_pull_came_between(doubtful):
    """Killed after the server did it; somebody decides meanwhile. What the last pull saw is older than our own write."""
    write_back(doubtful)
    with doubtful.engine.begin() as connection:
        # As a kill leaves it between the server's answer and our note.
        connection.exec_driver_sql(
            "UPDATE ops.written_status SET intended = code, intended_by = by_whom,"
            " intended_since = at - interval '1 second', code = '', by_whom = '', at = NULL"
        )
        connection.exec_driver_sql(
            "UPDATE archive.submission SET status_code = '', status_by = '', status_at = NULL, status_is_ours = false"
            " WHERE status_code <> ''"
        )
    doubtful.done("link", "decide", ONE, TWO, "same", "--why", "même père, même village", "--by", "Awa K.")
    write_back(doubtful)
    assert statuses(doubtful) == ("", "", "", "")


def test_an_override_follows_the_card_it_was_declared_by_through_a_union_and_its_undoing(doubtful):
    """It was said of whoever holds that card; it must not stay with the other person."""
    doubtful.done("link", "decide", ONE, TWO, "same", "--why", "même père, même village", "--by", "Awa K.")
    why = ("--why", "malade cette année", "--by", "Awa K.")
    doubtful.done("override", "declare", "orientation.everybody", TWO, "--until", "2099-01-01", *why)
    assert overridden(doubtful) == {ONE: True, TWO: True}
    doubtful.done("link", "undo", "--why", "c'était une erreur", "--by", "Awa K.")
    assert overridden(doubtful) == {ONE: False, TWO: True}
    doubtful.done("override", "withdraw", "orientation.everybody", TWO, *why)
    assert overridden(doubtful) == {ONE: False, TWO: False}


def overridden(ground):
    """By card: whether the explanation tells of the override."""
    return {card: "malade cette année" in ground.done("explain", card).out for card in (ONE, TWO)}
