"""Whatever happens on a server, in whatever order, the archive stands as a model of ten lines says."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pipeline.archive.bookmarks import Bookmark
from pipeline.archive.deletions import delete
from pipeline.archive.read import books
from pipeline.archive.reconcile import confirm_deletions
from pipeline.archive.scan import Scan

from .samples import HERE, RUN, a_photo, a_submission, an_archive, approved, footprint, held, root
from .test_deletions import prints

EVENTS = st.one_of(
    st.tuples(st.sampled_from(["post", "edit", "blank", "delete", "approve", "withdraw", "photo"]), st.integers(1, 5)),
    st.tuples(st.just("pull"), st.just(0)),
)


class Server:
    """A server as a dictionary: what each submission says now."""

    def __init__(self):
        self.rows = {}
        self.last_id = 1000
        self.edits = {}

    def apply(self, event, number):
        """One thing that people do; what cannot be done is not done."""
        if event == "post" and number not in self.rows:
            self.last_id += 1
            self.rows[number] = {"edit": 0, "server_id": str(self.last_id), "answers": {"a": "1"}}
        elif number in self.rows:
            row = self.rows[number]
            if event in ("edit", "blank"):
                row["edit"] += 1
                row["answers"] = {"a": str(row["edit"])} if event == "edit" else {}
            elif event == "delete":
                del self.rows[number]
            elif event == "approve":
                row["status"] = approved(hour=row["edit"] % 24)
            elif event == "withdraw":
                row.pop("status", None)
            elif event == "photo":
                row["attachments"] = (*row.get("attachments", ()), a_photo(attachment_id=f"f{row['edit']}"))

    def submissions(self):
        """All rows, as a page would bring them."""
        return [a_submission(number, **row) for number, row in self.rows.items()]


def pull(engine, server):
    """New rows by a page, everything else by a scan, as the shell does it."""
    archive, page = an_archive(engine), server.submissions()
    mark = int(archive.bookmark("server_id") or 0)
    archive.store_page([s for s in page if int(s.server_id) > mark], Bookmark("server_id", str(server.last_id)))
    scan = Scan(engine, HERE)
    scan.take(prints(*page))
    found = scan.finish()
    wanted = found.to_read | found.missing
    fetched = [s for s in page if s.root_uuid in wanted]
    archive.store_page(fetched)
    with engine.begin() as connection:
        delete(connection, HERE, confirm_deletions(found.missing, [s.root_uuid for s in fetched]), RUN)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENTS, max_size=30))
def test_after_any_history_the_archive_is_what_the_server_is(engine, events):
    """Edits, blanks, deletions, re-posts, statuses and files in any order; a second pull changes nothing."""
    with engine.begin() as connection:
        connection.execute(text("truncate archive.submission, archive.edition, archive.tombstone, archive.bookmark"))
    server, ever = Server(), set()
    for event, number in [*events, ("pull", 0)]:
        if event == "pull":
            pull(engine, server)
            ever |= set(server.rows)
        else:
            server.apply(event, number)
    now = held(engine)
    expected = {s.root_uuid: (s.body, s.instance_id, s.server_id, s.status.code) for s in server.submissions()}
    present = {k: (a.body, a.instance_id, a.server_id, a.status_code) for k, a in now.items() if a.state == "present"}
    assert without_envelopes(present) == without_envelopes(expected)
    assert {k for k, a in now.items() if a.state == "deleted"} == {root(n) for n in ever - set(server.rows)}
    with engine.connect() as connection:
        assert books(connection, HERE).present == len(server.rows)
    before = footprint(engine)
    pull(engine, server)
    assert footprint(engine) == before


def without_envelopes(rows):
    """A deleted submission posted again unchanged keeps its edition, whose bytes carry the server's old number."""
    return {key: (body.partition(b",")[2], *rest) for key, (body, *rest) in rows.items()}
