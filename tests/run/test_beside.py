"""Rows built beside a pull are those of an ordinary build, and what goes wrong beside it costs only the head start."""

import io
import json
from contextlib import contextmanager

import psutil
import pytest

from pipeline.archive import deletions
from pipeline.archive.store import Archive
from pipeline.run.answers.beside import END, PAGE, Beside, Told
from pipeline.run.answers.build import build, build_beside
from pipeline.run.answers.editions import store_new_editions
from pipeline.run.answers.pull import pull
from pipeline.run.session import open_session
from pipeline.run.telling import Silent
from pipeline.sources.kobo_rows import received

from .typed import environment

COUNT = "SELECT count(*) FROM answers.household"


@pytest.fixture
def filled(ground):
    """Six households on the server, the rows of its data list, and two of them edited."""
    ground.filled = [ground.fill(village=f"Village {n}", children=n) for n in range(6)]
    ground.rows_before = listed(ground)
    for one in ground.filled[1:3]:
        ground.edit(one, children=20, members=[None])
    ground.rows_after = listed(ground)
    return ground


def listed(ground):
    """Submissions as a pull brings them, in the order of their ids."""
    rows = ground.ask("GET", f"assets/{ground.uid()}/data/?format=json").json()["results"]
    return [received(json.dumps(row).encode(), ground.uid()) for row in sorted(rows, key=lambda row: row["_id"])]


@contextmanager
def at_work(ground):
    """A session that knows the form."""
    with environment(ground.variables), open_session(ground.folder, Silent()) as session:
        (deployment,) = session.deployed()
        store_new_editions(session, deployment, session.source(deployment))
        yield session, deployment


class Bringing:
    """A pull that goes on to its next step whenever it is waited for."""

    def __init__(self, session, deployment, *steps):
        self.deployment, self._session, self._steps = deployment.key, session, list(steps)
        self.archive = Archive(session.engine, deployment.key, session.run_id)

    def wait(self):
        step = self._steps.pop(0)
        step() if callable(step) else self.archive.store_page(step)
        return bool(self._steps)


def test_what_is_built_beside_a_pull_is_what_a_rebuild_builds(filled):
    """Edits and deletions come while the second process is in the middle of it: nothing double, lost or outdated."""
    before, after = filled.rows_before, filled.rows_after
    with at_work(filled) as (session, deployment):
        gone = frozenset([before[0].root_uuid])

        def one_is_deleted():
            with session.engine.begin() as connection:
                deletions.delete(connection, deployment.key, gone, session.run_id)

        # The second page brings an edit of the first and two editions of one; a deletion and an edit come last.
        pages = (before[:2], [after[1], before[3]], one_is_deleted, [before[2], after[2], before[4]], [before[5]])
        beside = build_beside(session, session.settings.stages[0], Bringing(session, deployment, *pages))
        (built,) = build(session, session.settings.stages[:1], begun=[beside])
        assert filled.rows(COUNT) == [(5,)]
        assert filled.rows("SELECT count(*) FROM answers.household WHERE children = 20") == [(2,)]
        assert built.rows_written == beside.rows_written
        found = filled.snapshot()
        build(session, session.settings.stages[:1], rebuild=True)
    assert filled.snapshot() == found


def test_what_was_not_built_beside_is_built_afterwards(filled):
    """A pull may go on changing the archive after its last page."""
    with at_work(filled) as (session, deployment):
        pulling = Bringing(session, deployment, filled.rows_before[:4])
        beside = build_beside(session, session.settings.stages[0], pulling)
        pulling.archive.store_page(filled.rows_after)
        (built,) = build(session, session.settings.stages[:1], begun=[beside])
    assert (beside.decoded, built.decoded) == (4, 8)
    assert filled.rows("SELECT count(*), sum(children) FROM answers.household") == [(6, 0 + 20 + 20 + 3 + 4 + 5)]


def test_a_pull_that_dies_leaves_nothing_built(filled):
    """The stage appears whole or not at all, and only the process that holds the lock says when."""
    with at_work(filled) as (session, deployment):

        def dies():
            raise EOFError

        with pytest.raises(EOFError):
            build_beside(session, session.settings.stages[0], Bringing(session, deployment, filled.rows_before, dies))
        assert filled.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'household'") == [(0,)]


def test_only_a_stage_that_nobody_reads_is_built_beside(filled):
    """Its tables may be locked as long as a server takes to hand over a hundred thousand rows."""
    filled.run()
    with at_work(filled) as (session, deployment):
        built = build_beside(session, session.settings.stages[0], Bringing(session, deployment, filled.rows_before))
    assert (built.decoded, built.rows_written) == (0, 0)


def pulled(ground, large, first=lambda beside, deployment: None):
    """(decoded, rows written) beside a first pull with its build; ``first`` happens before."""
    with environment(ground.variables), open_session(ground.folder, Silent()) as session:
        before = children()
        with Beside(session, large, processors=2) as beside:
            first(beside, *session.deployed())
            (done,) = pull(session, session.deployed(), beside=beside)
            begun = [(one.decoded, one.rows_written) for one in beside.built()]
            (built,) = build(session, session.settings.stages[:1], begun=beside.built())
        assert children() == before, "the second process outlived the run"
    assert (done.is_complete, built.decoded) == (True, 6)
    assert begun in ([], [(6, built.rows_written)]), "the ordinary build found something left to do"
    return begun


def children():
    """Processes that this one started and that still live."""
    return set(psutil.Process().children())


def test_a_large_first_pull_is_built_by_a_second_process(filled):
    """Both processors work."""
    assert pulled(filled, large=6)
    assert filled.rows(COUNT) == [(6,)]


def test_a_small_pull_starts_no_second_process(filled):
    """A daily run ends before a second process had begun."""
    assert pulled(filled, large=7) == []
    assert filled.rows(COUNT) == [(6,)]


def test_a_second_process_that_dies_costs_only_its_head_start(filled):
    """A machine short of memory ends it; the ordinary build does it all."""

    def starts_and_dies(beside, deployment):
        before = children()
        beside.page_stored(deployment, 6)
        (second,) = children() - before
        second.kill()

    assert pulled(filled, large=6, first=starts_and_dies) == []
    assert filled.rows(COUNT) == [(6,)]


def test_silence_is_not_the_end_of_a_pull():
    """A pipe that closes without a word means that the process that pulls is dead, and the lock with it."""
    told = Told("household/centre", io.BytesIO(PAGE + END + PAGE))
    assert [told.wait(), told.wait(), told.wait()] == [True, False, True]
    with pytest.raises(EOFError):
        told.wait()
