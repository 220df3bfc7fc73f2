"""When a project gets its lists: only if a tablet would see something else, and once in a window."""

from datetime import UTC, datetime, timedelta

from pipeline.publish.files import ListFile
from pipeline.publish.sent import Sent
from pipeline.publish.window import due

AT = datetime(2019, 7, 2, 2, tzinfo=UTC)
NIGHT = timedelta(hours=20)
OLD, NEW = ListFile("plans.csv", b"name,label\n", 0), ListFile("plans.csv", b"name,label\nB1,x\n", 1)


def before(hours_ago=24.0, **changes):
    """The old list, as it was sent."""
    sent = Sent("plans.csv", "aUid", OLD.content_hash, True, AT - timedelta(hours=hours_ago))
    return {"plans.csv": sent._replace(**changes)}


def found(files, sent, now=False):
    return due(files, sent, "aUid", AT, NIGHT, now=now)


def test_what_was_sent_is_not_sent_again():
    """Each redeployment costs every tablet a download."""
    assert not found([OLD], before()).has_news
    assert found([NEW], before()).changed == (NEW,)


def test_the_window_opens_on_the_hour():
    """A nightly job that begins a minute early must not wait a day: the window is shorter than a day."""
    assert found([NEW], before(19.9)).not_before == AT - timedelta(hours=19.9) + NIGHT
    assert found([NEW], before(20)).not_before is None
    assert found([NEW], before(0.1), now=True).not_before is None
    assert found([OLD], before(0.1)).not_before is None


def test_what_was_cut_off_does_not_wait():
    """Tablets may see half of it."""
    cut = found([OLD], before(0.1, is_done=False))
    assert (cut.changed, cut.is_resumed, cut.not_before) == ((OLD,), True, None)


def test_another_project_was_sent_nothing():
    """The zone has a new project; its lists are empty."""
    other = found([OLD], before(0.1, uid="anotherUid"))
    assert (other.changed, other.gone, other.not_before) == ((OLD,), (), None)


def test_a_list_that_the_form_reads_no_more_is_taken_away():
    """People on it would stay on every tablet for ever."""
    gone = found([], before())
    assert (gone.gone, gone.has_news) == (("plans.csv",), True)
