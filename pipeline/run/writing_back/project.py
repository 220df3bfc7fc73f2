"""The write-back of one project: what differs is looked at on the server, written, looked at again, and noted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from sqlalchemy import Connection

from ...archive.statuses import note_our_statuses
from ...errors import AccessError, SourceError
from ...model.source import StatusBoard
from ...model.submission import Status
from ...programme import Deployment, Stage
from ...warehouse.statuses import set_statuses
from ...writeback import memory
from ...writeback.deciding import Step, Written, has_arrived, intending, next_step
from ..publishing.claiming import claim
from ..session import Session
from .wanted import Candidate, read_candidates
from .written import WrittenBack

AT_ONCE = 200
"""Submissions looked at, written and noted together: what a run that is killed may have to look at again."""


@dataclass(slots=True)
class ProjectWriteBack:
    """One deployment: ``plan``, then ``look`` where there is anything to write, then ``write``."""

    session: Session
    stage: Stage
    deployment: Deployment
    dry_run: bool
    done: WrittenBack = field(init=False)
    to_write: list[Candidate] = field(default_factory=list)
    _memories: dict[str, Written] = field(default_factory=dict)
    _board: StatusBoard | None = None
    _is_marked: bool = False
    _account: str = ""
    _since: datetime | None = None

    def __post_init__(self) -> None:
        self.done = WrittenBack(self.deployment.key)

    def plan(self) -> None:
        """``to_write`` are those whose server must be asked, as far as the last pull tells.

        What needs no server is settled at once.
        """
        approves = self.session.settings.write_back.approve
        with self.session.engine.begin() as connection:
            found = read_candidates(connection, self.deployment, approves=approves)
            self._memories = memory.recall(connection, self.deployment.key)
            steps = [(one, self._step(one, one.held)) for one in found]
            calm = [(one, step) for one, step in steps if not self._must_ask(one, step)]
            self.done.theirs = sum(step.is_theirs for _, step in calm)
            if not self.dry_run:
                self.done.rows_written += memory.forget_erased(connection, self.deployment.key)
                self._settle(connection, calm, {one.root_uuid: one.held for one, _ in calm})
        self.to_write = [one for one, step in steps if self._must_ask(one, step)]

    def _must_ask(self, one: Candidate, step: Step) -> bool:
        """Something is to be written, or a write was under way: what the last pull saw may be older than it."""
        remembered = self._memories.get(one.root_uuid)
        return step.write is not None or (remembered is not None and remembered.intended is not None)

    @contextmanager
    def reason_if_it_fails(self) -> Iterator[None]:
        """A server that fails in the block stops this deployment only, and is its reason in every report."""
        try:
            yield
        except SourceError as error:
            self.done.reason = str(error)

    def look(self, *, take_over: bool) -> None:
        """We may write on the project, if there is anything to write.

        Raises:
            SetupError: another installation keeps it up, or there is no token.
            AccessError: the account may not set statuses there.
        """
        if not self.to_write:
            return
        board = self.session.statuses(self.deployment)
        access = board.check_access()
        if not access.can_set_status:
            raise AccessError(
                self.deployment.key,
                f"account '{access.account}' may not set validation statuses, so none was written.",
                "Give it 'Validate submissions' on the project's sharing page, or leave write_back.enabled false.",
            )
        self._is_marked = board.is_marked(self.session.settings.programme_id, take_over=take_over)
        self._board, self._account, self._since = board, access.account, access.server_time

    def claim(self, *, take_over: bool) -> None:
        """The project carries our mark, if there is anything to write."""
        if self._board is not None and not (self._is_marked or self.dry_run):
            try:
                claim(self.session, [self.deployment], take_over=take_over)
            except SourceError:
                self._board = None
                raise

    def write(self) -> None:
        """The server has what is wanted, if it could be looked at; what it was given before it failed is noted.

        Raises:
            SetupError: another installation was quicker.
            SourceError: not all of it.
        """
        if self._board is None:
            return
        with self.session.telling.step(f"write back {self.deployment.key}", len(self.to_write)) as advance:
            for begin in range(0, len(self.to_write), AT_ONCE):
                self.session.check_alone()
                batch = self.to_write[begin : begin + AT_ONCE]
                self._insist(self._board, batch)
                advance(len(batch))

    def _insist(self, board: StatusBoard, batch: Sequence[Candidate]) -> None:
        """The batch is written; what a failure left undone is looked at again first, for a person may have decided."""
        for attempt in count(2):
            failure = self._write(board, batch)
            if failure is None:
                return
            if not board.pause(attempt):
                raise failure

    def _write(self, board: StatusBoard, batch: Sequence[Candidate]) -> SourceError | None:
        """Look, intend, write, look again, note: killed in between, the next run finds out how far it came.

        Returns why some were not written, None where nothing was left undone.
        """
        before = self._look(board, batch)
        steps = [(one, self._step(one, before[one.root_uuid])) for one in batch if one.root_uuid in before]
        to_write = [(one, step.write) for one, step in steps if step.write is not None]
        if self.dry_run:
            for _, code in to_write:
                self.done.count(code)
            self._finish(batch, before, steps)
            return None
        calm = [(one, step) for one, step in steps if step.write is None]
        with self.session.engine.begin() as connection:
            self._settle(connection, calm, before)
            intended = {one.root_uuid: self._intending(one, step) for one, step in steps if step.write is not None}
            self._remember(connection, intended)
        failure = self._send(board, to_write)
        after = self._look(board, [one for one, _ in to_write])
        undone = self._confirm(to_write, before, after)
        if not undone:
            self._finish(batch, before, steps)
            return None
        return failure or SourceError(
            self.deployment.key,
            f"the server said that it was done, but {undone} submissions show the status they had.",
            "Run again; if it stays, report it with the server's version.",
        )

    def _look(self, board: StatusBoard, batch: Sequence[Candidate]) -> dict[str, Status]:
        """The server's status now, by root uuid, of those that are there."""
        found = board.read([one.place.server_id for one in batch]) if batch else {}
        return {one.root_uuid: found[one.place.server_id] for one in batch if one.place.server_id in found}

    def _send(self, board: StatusBoard, to_write: Sequence[tuple[Candidate, str]]) -> SourceError | None:
        """Each status in one go; a failure says nothing of what was done, so the caller looks."""
        for code in sorted({code for _, code in to_write}):
            try:
                board.write([one.place.server_id for one, wanted in to_write if wanted == code], code)
            except AccessError:
                raise
            except SourceError as failure:
                return failure
        return None

    def _confirm(
        self, to_write: Sequence[tuple[Candidate, str]], before: Mapping[str, Status], after: Mapping[str, Status]
    ) -> int:
        """What the server shows is noted as ours, in one commit; how many show the status they had."""
        done = {one.root_uuid: after[one.root_uuid] for one, code in to_write if self._is_done(after, one, code)}
        with self.session.engine.begin() as connection:
            self._take(connection, {one.root_uuid: one for one, _ in to_write}, done)
        open_ones = [one.root_uuid for one, _ in to_write if one.root_uuid not in done and one.root_uuid in after]
        return sum(after[root] == before[root] for root in open_ones)

    def _is_done(self, after: Mapping[str, Status], one: Candidate, code: str) -> bool:
        """The status is there, and it was we who set it."""
        status = after.get(one.root_uuid)
        return status is not None and status.code == code and (not code or status.by_whom == self._account)

    def _settle(
        self, connection: Connection, calm: Sequence[tuple[Candidate, Step]], now: Mapping[str, Status]
    ) -> None:
        """What needs no writing: writes that an earlier attempt had done after all, and memories that are over."""
        arrived = {
            one.root_uuid: now[one.root_uuid]
            for one, _ in calm
            if has_arrived(one.place, self._memories.get(one.root_uuid), now[one.root_uuid])
        }
        self._take(connection, {one.root_uuid: one for one, _ in calm}, arrived)
        self._remember(connection, {one.root_uuid: step.memory for one, step in calm})

    def _take(self, connection: Connection, ones: Mapping[str, Candidate], done: Mapping[str, Status]) -> None:
        """These statuses are ours: remembered, no news to the next pull, and shown beside the answers."""
        memories = {
            root: Written(ones[root].place, status.code, status.by_whom, status.at) if status.code else None
            for root, status in done.items()
        }
        self._remember(connection, memories)
        key, run_id = self.deployment.key, self.session.run_id
        self.done.rows_written += note_our_statuses(connection, key, run_id, done)
        codes = {root: status.code for root, status in done.items()}
        self.done.rows_written += set_statuses(connection, self.stage.name, key, codes)
        for code in codes.values():
            self.done.count(code)

    def _remember(self, connection: Connection, memories: Mapping[str, Written | None]) -> None:
        """Kept in the database where they differ from what is there, and here."""
        changed = {root: one for root, one in memories.items() if one != self._memories.get(root)}
        key, at = self.deployment.key, self.session.at
        self.done.rows_written += memory.remember(connection, key, changed, self.session.run_id, at)
        for root, one in changed.items():
            self._memories.pop(root, None)
            if one is not None:
                self._memories[root] = one

    def _step(self, one: Candidate, now: Status) -> Step:
        return next_step(one.place, self._memories.get(one.root_uuid), now, one.wanted)

    def _intending(self, one: Candidate, step: Step) -> Written:
        return intending(one.place, step.memory, step.write or "", self._account, self._since)

    def _finish(
        self, batch: Sequence[Candidate], before: Mapping[str, Status], steps: Sequence[tuple[Candidate, Step]]
    ) -> None:
        """Counts what was found on the server, once the batch is through."""
        self.done.gone += len(batch) - len(before)
        self.done.theirs += sum(step.is_theirs for _, step in steps)
