"""A person's word always stands: every way in which ours, theirs and what is wanted can differ."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from pipeline.model.submission import Status
from pipeline.writeback.deciding import Place, Written, has_arrived, intending, next_step, wanted_status

HERE, NOON = Place("aProject", "12"), datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = Status()


def given(code, by_whom="robot", hour=0):
    """A status on the server, given so many hours after noon."""
    return Status(code, by_whom, NOON + timedelta(hours=hour))


def ours(code="on_hold", hour=0, **changes):
    """What we remember having written."""
    status = given(code, hour=hour)
    return Written(**{"place": HERE, "code": code, "by_whom": "robot", "at": status.at} | changes)


def test_what_waits_is_put_on_hold():
    """The team sees in the browser that the office cannot use it yet."""
    step = next_step(HERE, None, NOTHING, "on_hold")
    assert (step.write, step.is_theirs) == ("on_hold", False)


def test_what_is_as_wanted_is_left():
    """Only where something changed is a server asked anything."""
    assert next_step(HERE, None, NOTHING, "").write is None
    assert next_step(HERE, ours(), given("on_hold"), "on_hold").write is None


def test_our_hold_is_lifted_when_the_wait_is_over():
    """Otherwise every mended submission would look unusable for ever."""
    assert next_step(HERE, ours(), given("on_hold"), "").write == ""


def test_our_hold_becomes_an_approval_where_we_approve():
    """In one write, so that nobody sees it without a status in between."""
    assert next_step(HERE, ours(), given("on_hold"), "approved").write == "approved"


def test_our_own_approval_ends_when_it_is_deserved_no_longer():
    """It was edited, and now nobody knows whom it speaks of."""
    assert next_step(HERE, ours("approved"), given("approved"), "on_hold").write == "on_hold"
    assert next_step(HERE, ours("approved"), given("approved"), "").write == ""


@pytest.mark.parametrize(
    ("code", "wanted", "memory"),
    list(
        product(("approved", "not_approved", "on_hold"), ("on_hold", "approved", ""), (None, ours(), ours("approved")))
    ),
)
def test_a_persons_status_is_never_overwritten(code, wanted, memory):
    """Whatever it is, whatever we want, and whatever we had written before."""
    assert next_step(HERE, memory, given(code, "chief", hour=1), wanted).write is None


def test_it_is_said_where_a_persons_word_stands_against_ours():
    """The data manager can ask the person; where both say the same there is nothing to ask."""
    assert next_step(HERE, None, given("approved", "chief"), "on_hold").is_theirs
    assert not next_step(HERE, None, given("on_hold", "chief"), "on_hold").is_theirs
    assert not next_step(HERE, None, given("approved", "chief"), "").is_theirs


@pytest.mark.parametrize("now", [given("on_hold", hour=2), given("on_hold", "chief")])
def test_the_same_status_given_again_is_a_persons(now):
    """The account may be shared: what tells ours from a person's is the server's own clock beside the name."""
    assert next_step(HERE, ours(), now, "").write is None


def test_a_person_who_took_our_hold_away_is_not_contradicted():
    """Taking it away is a decision too; it would come back every night."""
    step = next_step(HERE, ours(), NOTHING, "on_hold")
    assert (step.write, step.is_theirs, step.memory) == (None, True, ours())


def test_a_new_wait_is_put_on_hold_again():
    """What the person decided was about the wait that is over by now."""
    over = next_step(HERE, ours(), NOTHING, "")
    assert (over.write, over.memory) == (None, None)
    assert next_step(HERE, over.memory, NOTHING, "on_hold").write == "on_hold"


def test_a_wait_that_ended_under_a_persons_status_is_forgotten():
    """When the person takes that status away later, nothing of ours may be mistaken for a decision of theirs."""
    over = next_step(HERE, ours(), given("not_approved", "chief"), "")
    assert over.memory is None
    assert next_step(HERE, ours(), given("not_approved", "chief"), "on_hold").memory == ours()


@pytest.mark.parametrize("place", [Place("aProject", "99"), Place("aNewProject", "12")])
def test_a_submission_posted_again_starts_anew(place):
    """The server gives it another number and no status: nobody decided that."""
    assert next_step(place, ours(), NOTHING, "on_hold").write == "on_hold"
    assert next_step(place, ours(), given("on_hold"), "").write is None


def test_a_write_that_was_interrupted_and_done_is_ours():
    """Killed between writing and noting; the server shows it under our account, not before we began."""
    under_way = intending(HERE, None, "on_hold", "robot", NOON)
    step = next_step(HERE, under_way, given("on_hold", hour=0), "on_hold")
    assert (step.write, step.memory) == (None, ours())
    assert next_step(HERE, under_way, given("on_hold"), "").write == ""


def test_a_write_that_was_interrupted_before_it_was_done_is_done_now():
    """Nothing on the server says that a person was there."""
    under_way = intending(HERE, None, "on_hold", "robot", NOON)
    assert next_step(HERE, under_way, NOTHING, "on_hold").write == "on_hold"
    lifting = intending(HERE, ours(), "", "robot", NOON)
    assert next_step(HERE, lifting, given("on_hold"), "").write == ""


def test_a_lift_that_was_interrupted_and_done_leaves_nothing_behind():
    """A later wait must be put on hold again."""
    step = next_step(HERE, intending(HERE, ours(), "", "robot", NOON), NOTHING, "on_hold")
    assert step.write == "on_hold"


@pytest.mark.parametrize("now", [given("on_hold", "chief"), given("on_hold", hour=-1), given("approved")])
def test_what_a_person_set_while_we_were_stopped_is_not_taken_for_ours(now):
    """Another account, an instant before we began, or another status."""
    under_way = intending(HERE, None, "on_hold", "robot", NOON)
    assert not has_arrived(HERE, under_way, now)
    assert next_step(HERE, under_way, now, "").write is None


def test_two_nights_with_nothing_new_remember_the_same():
    """Otherwise a second run would write a row."""
    for memory, now, wanted in product(
        (None, ours(), ours("approved")),
        (NOTHING, given("on_hold"), given("approved"), given("on_hold", "chief", 1), given("not_approved", "chief", 1)),
        ("on_hold", "approved", ""),
    ):
        first = next_step(HERE, memory, now, wanted)
        if first.write is None:
            assert next_step(HERE, first.memory, now, wanted) == first


@pytest.mark.parametrize(
    ("aside", "review", "sure", "approves", "wanted"),
    [
        (True, False, False, False, "on_hold"),
        (False, True, False, False, "on_hold"),
        (True, True, True, True, "on_hold"),
        (False, True, True, True, "on_hold"),
        (False, False, True, True, "approved"),
        (False, False, True, False, ""),
        (False, False, False, True, ""),
    ],
)
def test_what_is_wanted(aside, review, sure, approves, wanted):
    """Approved only where it is wished and nothing at all is open; parked or unidentifiable is neither."""
    found = wanted_status(is_set_aside=aside, is_in_review=review, is_sure=sure, approves=approves)
    assert found == wanted
