"""The memory of a process and all that it started, while it runs (Linux: proportional set size)."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import NamedTuple

INTERVAL = 0.1


class Measured(NamedTuple):
    """What a process printed, and the most memory that it and its children held at once, in MB."""

    output: str
    peak: float


def run(arguments: list[str]) -> Measured:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(held, family(process.pid))))
        time.sleep(INTERVAL)
    output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Measured(output, peak / 1024)


def family(process: int) -> list[int]:
    """A process and its descendants."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [process, *(one for child in children for one in family(int(child)))]


def held(process: int) -> int:
    """KB that a process holds, pages shared by n processes counted as 1/n."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
