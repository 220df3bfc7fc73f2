"""Statuses of our own are no news when they come back; a person's are, even under our account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from pipeline.archive.holding import Stored
from pipeline.archive.scan import Scan
from pipeline.archive.statuses import edited_after_approval, note_our_statuses
from pipeline.model.submission import Status

from .samples import HERE, RUN, a_submission, an_archive, approved, count, footprint, held, root
from .test_deletions import prints

ROBOT = approved("robot", hour=1)


def note(engine, **statuses):
    """These statuses are ours, by the number of the submission; rows written."""
    with engine.begin() as connection:
        return note_our_statuses(connection, HERE, RUN, {root(int(n[1:])): s for n, s in statuses.items()})


def history(engine):
    with engine.connect() as connection:
        query = "select code, by_whom, is_ours from archive.status_history order by status_history_id"
        return [tuple(row) for row in connection.execute(text(query))]


def outlived(engine):
    with engine.connect() as connection:
        return edited_after_approval(connection, HERE)


def test_a_status_we_wrote_ourselves_is_no_news(engine):
    """Else each write-back would cause a build, and the next pull would write rows."""
    an_archive(engine).store_page([a_submission()])
    assert note(engine, n1=ROBOT) == 2
    before = footprint(engine)
    assert an_archive(engine).store_page([a_submission(status=ROBOT)]) == Stored(unchanged=1)
    assert footprint(engine) == before
    assert history(engine) == [("approved", "robot", True)]


def test_noting_the_same_again_writes_nothing(engine):
    """A second night with nothing new writes no row."""
    an_archive(engine).store_page([a_submission()])
    note(engine, n1=ROBOT)
    before = footprint(engine)
    assert note(engine, n1=ROBOT) == 0
    assert footprint(engine) == before


def test_one_we_took_away_is_no_news(engine):
    """The server keeps nothing of it, neither who nor when."""
    an_archive(engine).store_page([a_submission()])
    note(engine, n1=ROBOT)
    assert note(engine, n1=Status()) == 2
    assert an_archive(engine).store_page([a_submission()]) == Stored(unchanged=1)
    assert history(engine)[-1] == ("", "", True)


@pytest.mark.parametrize("status", [approved("chief", hour=1), approved("robot", hour=2), Status()])
def test_what_a_person_did_since_is_news(engine, status):
    """The same status from somebody else, the same again under our account, or ours taken away: each is a decision."""
    an_archive(engine).store_page([a_submission()])
    note(engine, n1=ROBOT)
    assert an_archive(engine).store_page([a_submission(status=status)]).status_changed == 1
    assert history(engine)[-1] == (status.code, status.by_whom, False)


def test_a_status_that_a_pull_brought_first_is_called_ours_afterwards(engine):
    """We were killed after writing it and before noting it: one row of history, and it says ours."""
    an_archive(engine).store_page([a_submission(status=ROBOT)])
    assert history(engine) == [("approved", "robot", False)]
    assert note(engine, n1=ROBOT) == 2
    assert history(engine) == [("approved", "robot", True)]


def test_an_erased_submission_is_not_noted(engine):
    """Nothing of it may come back, not even that it had a status."""
    an_archive(engine).store_page([a_submission()])
    with engine.begin() as connection:
        connection.execute(text("update archive.submission set state = 'erased'"))
    assert note(engine, n1=ROBOT) == 0
    assert count(engine, "archive.status_history") == 0


def test_an_edit_after_an_approval_is_found(engine):
    """KoBoToolbox keeps the status: what the chief approved is not what stands there now."""
    an_archive(engine).store_page([a_submission(status=approved())])
    assert outlived(engine) == ()
    an_archive(engine).store_page([a_submission(edit=1, status=approved())])
    assert outlived(engine) == (held(engine)[root(1)].server_id,)


def test_a_new_approval_after_the_edit_settles_it(engine):
    """The same person approved again: another instant, another decision."""
    an_archive(engine).store_page([a_submission(status=approved())])
    an_archive(engine).store_page([a_submission(edit=1, status=approved())])
    an_archive(engine).store_page([a_submission(edit=1, status=approved(hour=20))])
    assert outlived(engine) == ()


def test_an_edit_before_the_approval_is_none(engine):
    """The enumerator corrected it, then the chief approved it: that is how it should be."""
    an_archive(engine).store_page([a_submission()])
    an_archive(engine).store_page([a_submission(edit=1)])
    an_archive(engine).store_page([a_submission(edit=1, status=approved())])
    assert outlived(engine) == ()


def test_an_edit_and_an_approval_of_the_same_night_are_not_accused(engine):
    """Nobody can tell which was first, and a correction that is then approved is the usual case."""
    an_archive(engine).store_page([a_submission()])
    an_archive(engine).store_page([a_submission(edit=1, status=approved())])
    assert outlived(engine) == ()


def test_our_own_approval_is_not_reported(engine):
    """No person looked at it, and the pipeline judges every edition anew."""
    an_archive(engine).store_page([a_submission()])
    note(engine, n1=ROBOT)
    an_archive(engine).store_page([a_submission(edit=1, status=ROBOT)])
    assert outlived(engine) == ()


def test_the_scan_sees_a_status_given_again(engine):
    """The code is the same, and the decision is not."""
    an_archive(engine).store_page([a_submission(status=approved())])
    again = a_submission(status=replace(approved(), at=approved().at + timedelta(hours=3)))
    assert Scan(engine, HERE).take(prints(again)).status_changed == {root(1)}
    assert Scan(engine, HERE).take(prints(a_submission(status=approved()))).to_read == frozenset()
