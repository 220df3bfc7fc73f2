"""Decoding beside storing: in a long load a second process decodes while this one stores what came before."""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import IO

from ...model.decoded import Encoded, Item
from ...records.decode import Decoder

AT_ONCE = 250
"""Submissions of a job: all that is made of them stays in the processor's cache, which saves a fifth of its time."""

HERE = 80
"""Jobs done in this process first: below that, starting a second process costs more than it saves."""

AHEAD = 8
"""Jobs with the second process at once; bounds memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """Submissions of one form edition, and what decodes them."""

    decoder: Decoder
    items: list[Item]

    def done_here(self) -> Encoded:
        """The rows, decoded in this process."""
        return self.decoder.encode(self.items)


def decode_all(jobs: Iterable[Job | Encoded], processors: int = os.cpu_count() or 1) -> Iterator[Encoded]:
    """What each job decodes to, in the order of the jobs; what is decoded already passes through.

    A second process that does not start, or dies, costs only its speed: its jobs are done here.

    Args:
        jobs: read a little ahead of what is yielded.
        processors: of this machine; with a single one nothing is gained by a second process.
    """
    coming = iter(jobs)
    for job in coming if processors < 2 else islice(coming, HERE):
        yield job if isinstance(job, Encoded) else job.done_here()
    waiting: deque[Future[Encoded]] = deque()
    with closing(_Second()) as second:
        for job in coming:
            waiting.append(second.submit(job))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Second:
    """The second process; a thread hands it one job after the other and waits for each answer."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decode")
        self._process: subprocess.Popen[bytes] | None = None
        self._known: dict[int, int] = {}
        self._is_lost = False

    def submit(self, job: Job | Encoded) -> Future[Encoded]:
        return self._thread.submit(self._done, job)

    def close(self) -> None:
        """The process ends because nothing more can come."""
        self._thread.shutdown(cancel_futures=True)
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _done(self, job: Job | Encoded) -> Encoded:
        if isinstance(job, Encoded):
            return job
        if not self._is_lost:
            try:
                return self._ask(job)
            except (OSError, EOFError, pickle.UnpicklingError):
                self._is_lost = True
        return job.done_here()

    def _ask(self, job: Job) -> Encoded:
        if self._process is None:
            # Answers of people pass through its pipes only; what it might say of an accident is not shown.
            command = [sys.executable, "-m", f"{__package__}.second_process_main"]
            pipe, silent = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=silent)  # noqa: S603 ourselves
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None and answered is not None  # noqa: S101, PT018 both are pipes
        # A decoder travels once: it carries its whole form.
        is_new = id(job.decoder) not in self._known
        number = self._known.setdefault(id(job.decoder), len(self._known))
        _send(asked, (number, job.decoder if is_new else None, job.items))
        return Encoded(*pickle.load(answered))  # noqa: S301 from our own process


def _send(stream: IO[bytes], message: object) -> None:
    pickle.dump(message, stream, protocol=5)
    stream.flush()
