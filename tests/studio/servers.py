"""Real Label Studio servers for tests, each on a copy of one prepared folder, so that a start takes seconds."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
from pathlib import Path

from quotidian.errors import StudioError
from quotidian.studio.environment import ensure_environment, locked
from quotidian.studio.process import INSIDE
from quotidian.studio.server import Server, down, up

# Kept between runs; git ignores it.
CACHE = Path(__file__).parents[2] / ".cache"
ATTEMPTS = 5


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


def cache_name() -> str:
    """Names what is prepared, by the versions of what prepares it."""
    environment = ensure_environment(CACHE)
    made_by = hashlib.sha256(INSIDE.read_bytes()).hexdigest()[:12]
    return f"studio-{environment.python.parents[1].name}-{made_by}"


def prepared_home() -> Path:
    """A folder whose database is set up and whose server is stopped; made once."""
    place = CACHE / cache_name()
    with locked(CACHE / ".studio.lock"):
        if not place.is_dir():
            making = place.with_name(f"{place.name}.part")
            shutil.rmtree(making, ignore_errors=True)
            start(making)
            down(making)
            making.rename(place)
    return place


def copy_home(target: Path) -> Path:
    """A copy of the prepared folder."""
    shutil.copytree(prepared_home(), target)
    return target


def start(home: Path, *, database: str | None = None) -> Server:
    """Start the server of a folder on a port of its own."""
    for attempt in range(ATTEMPTS):
        try:
            return up(home, port=free_port(), database=database, environments=CACHE)
        except StudioError as error:
            # Between the choice of the port and its use another test may have taken it.
            if attempt == ATTEMPTS - 1 or not ("is taken" in str(error) or "Address already in use" in str(error)):
                raise
    raise AssertionError("not reached")


def kill(server: Server) -> None:
    """What a crash does: no time to finish anything."""
    assert server.pid is not None
    assert server.home is not None
    os.kill(server.pid, signal.SIGKILL)
    os.waitpid(server.pid, 0)
