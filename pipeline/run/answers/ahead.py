"""Work done ahead of whoever takes its results, in a thread of its own."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(results: Iterable[T], count: int = 4) -> Iterator[T]:
    """The same results in the same order; the next ``count`` are made while the last one is used.

    For results that take this processor, used by somebody who waits for another one. What making them raises is
    raised here, after the results before it.
    """
    coming = iter(results)
    end = object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as thread:
        asked: deque[Future[T | object]] = deque(thread.submit(next, coming, end) for _ in range(count))
        try:
            while (result := asked.popleft().result()) is not end:
                asked.append(thread.submit(next, coming, end))
                yield result  # type: ignore[misc]
        finally:
            thread.shutdown(wait=False, cancel_futures=True)
