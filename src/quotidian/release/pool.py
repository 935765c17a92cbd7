"""The same work on any number of processes, with results in order and a bounded number of them in memory."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from quotidian.errors import BuildError

J = TypeVar("J")
R = TypeVar("R")


def ordered_map(work: Callable[[J], R], jobs: Iterable[J], workers: int) -> Iterator[R]:
    """Do ``work`` on every job; yields the results in the order of the jobs.

    With one worker it runs in this process. With more, ``work`` and the jobs are pickled into fresh processes (so a
    script that calls this needs the ``if __name__ == "__main__"`` guard), and at most ``workers + 2`` results wait.

    Raises:
        BuildError: a worker process died.
    """
    if workers <= 1:
        yield from map(work, jobs)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Fresh processes: Arrow's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(work,))
    waiting: deque[Future[R]] = deque()
    try:
        for job in jobs:
            with _sheltered():
                waiting.append(executor.submit(cast(Callable[[J], R], _work), job))
            if len(waiting) >= workers + 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise BuildError(
            "a worker process died, perhaps because the machine ran out of memory: build again with fewer workers"
        ) from None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _sheltered() -> Iterator[None]:
    """Processes started within the block never get Ctrl-C or SIGTERM: the parent answers, and they end with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: list[Callable[..., object]] = []  # of a worker process: what it was started to do


def _start(work: Callable[..., object]) -> None:
    """Prepare a worker: it knows its work, and does not outlive its parent."""
    _worker.append(work)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: object) -> object:
    return _worker[0](job)
