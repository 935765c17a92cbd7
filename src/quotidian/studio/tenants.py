"""Which private folders an environment of Label Studio serves, and the end of environments that serve none any more.

Each environment takes a gigabyte, and a new one is made whenever the pinned packages change. An environment lists the
folders whose last start used it; one whose folders are gone, or have moved on to another environment, is removed. A
running server holds a lock on its environment, so that it is never removed under it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quotidian.errors import StudioError
from quotidian.store import write_atomic
from quotidian.studio.environment import MARKER, PREFIX, Tell, clear, lock_path, locked

TENANTS = "quotidian-tenants.json"


def move_in(place: Path, home: Path) -> bool:
    """Note that a private folder uses an environment, and no other one beside it any more.

    Returns:
        Whether the environment is still there: another process may have found it unused until now.
    """
    with locked(lock_path(place)):
        if not place.is_dir():
            return False
        _keep(place, [*(one for one in _tenants(place) if one != str(home)), str(home)])
    for other in _environments(place.parent):
        with _if_free(lock_path(other)) as free:
            found = _tenants(other)
            if free and other != place and str(home) in found:
                _keep(other, [one for one in found if one != str(home)])
    return True


def remove_unused(place: Path, *, tell: Tell) -> list[Path]:
    """Remove the environments beside this one that serve no folder; whatever is being made or runs is left alone.

    Args:
        place: the environment that is used.
        tell: told what was removed, and what could not be.

    Returns:
        What was removed.
    """
    removed = []
    for other in _environments(place.parent):
        if other == place:
            continue
        with _if_free(lock_path(other)) as free, _if_free(other / MARKER) as idle:
            if not (free and idle) or _tenants(other):
                continue
            try:
                clear(other)
            except StudioError as error:
                tell(f"No server uses this environment any more: {error}")
                continue
        other.with_name(f"{other.name}.log").unlink(missing_ok=True)
        tell(f"Removed {other}, an environment of Label Studio that no server uses any more.")
        removed.append(other)
    return removed


def _keep(place: Path, tenants: list[str]) -> None:
    write_atomic(place / TENANTS, json.dumps(tenants, indent=1).encode() + b"\n")


def _environments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir())


def _tenants(place: Path) -> list[str]:
    """The private folders that an environment serves and that are still there."""
    try:
        listed = json.loads((place / TENANTS).read_bytes())
    except (FileNotFoundError, ValueError):
        return []
    return [one for one in listed if isinstance(one, str) and Path(one).is_dir()] if isinstance(listed, list) else []


@contextmanager
def _if_free(path: Path) -> Iterator[bool]:
    """Hold the lock on a file, if nobody else does and it is there."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)
