"""The same results in the same order on any number of processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from quotidian.errors import BuildError
from quotidian.release.pool import ordered_map


def square(number: int) -> int:
    """Slow for even numbers, so that results come out of order."""
    time.sleep(0.02 * (number % 2 == 0))
    return number * number


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(number: int) -> int:
    raise ValueError(f"no {number}")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    assert list(ordered_map(square, range(20), workers)) == [number * number for number in range(20)]


@pytest.mark.parametrize("workers", [1, 2])
def test_jobs_are_taken_as_they_are_needed(workers: int) -> None:
    taken: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = ordered_map(square, jobs(), workers)
    assert next(results) == 0
    assert len(taken) <= workers + 2
    results.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_work_is_raised_here(workers: int) -> None:
    with pytest.raises(ValueError, match="no 0"):
        list(ordered_map(refuse, range(3), workers))


def test_a_worker_that_died_ends_the_work_with_a_sentence() -> None:
    with pytest.raises(BuildError) as caught:
        list(ordered_map(die, range(10), 2))
    assert str(caught.value) == (
        "a worker process died, perhaps because the machine ran out of memory: build again with fewer workers"
    )
