"""The process of a Label Studio server: started apart from this one, waited for, and stopped with all it started."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from quotidian.errors import StudioError
from quotidian.studio.database import database_variables
from quotidian.studio.environment import Environment, last_lines
from quotidian.studio.home import Home, Secrets

INSIDE = Path(__file__).with_name("inside.py")
START_SECONDS = 300.0
STOP_SECONDS = 10.0
PAUSE = 0.1
LOG_BYTES = 20_000_000

# Nobody listens there: what ignores all other switches ends at once instead of waiting for a network.
NOWHERE = "http://127.0.0.1:9"
LOCAL_NAMES = "127.0.0.1,localhost"

# What the server may know of its user's environment. Label Studio reads names as plain as HOST, DEBUG or PASSWORD.
PASSED_ON = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PGPASSFILE", "TMPDIR", "TZ")


def variables(home: Home, secrets: Secrets, port: int) -> dict[str, str]:
    """The whole environment of the server's process."""
    public = secrets.public_url
    hosts = f"{LOCAL_NAMES},{urlsplit(public).hostname}" if public else LOCAL_NAMES
    return {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        **database_variables(secrets.database),
        "LABEL_STUDIO_BASE_DATA_DIR": str(home.data),
        "LABEL_STUDIO_HOST": public or f"http://127.0.0.1:{port}",
        "LABEL_STUDIO_ALLOWED_HOSTS": hosts,
        **({"LABEL_STUDIO_CSRF_TRUSTED_ORIGINS": public} if public else {}),
        "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_DEBUG": "false",
        "SECRET_KEY": secrets.signing,
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), NOWHERE),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), LOCAL_NAMES),
        "QUOTIDIAN_EMAIL": secrets.email,
        "QUOTIDIAN_PASSWORD": secrets.password,
        "QUOTIDIAN_TOKEN": secrets.token,
        "QUOTIDIAN_INSTANCE": secrets.instance,
    }


def start(
    home: Home,
    secrets: Secrets,
    port: int,
    environment: Environment,
    *,
    ready: Callable[[], bool],
    patience: float = START_SECONDS,
) -> None:
    """Start the server and wait until it answers.

    It leads a session of its own, so that it lives on when the command ends or its terminal is closed.

    Raises:
        StudioError: it ended, or did not answer in time; then nothing of it is left running.
    """
    command = [str(environment.python), "-I", "-u", str(INSIDE), "serve", str(home.running_file), str(port)]
    settings = variables(home, secrets, port)
    log = _open_log(home.log)
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        process = os.posix_spawn(
            command[0],
            command,
            settings,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nothing, 0),
                (os.POSIX_SPAWN_DUP2, log, 1),
                (os.POSIX_SPAWN_DUP2, log, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(log)
        os.close(nothing)
    try:
        _wait(home, process, ready, patience)
    except BaseException:
        _end(process)
        raise


def _wait(home: Home, process: int, ready: Callable[[], bool], patience: float) -> None:
    until = time.monotonic() + patience
    while not ready():
        if _ended(process):
            raise StudioError(f"Label Studio ended while it started: {_cause(home.log)}\nits whole log is {home.log}")
        if time.monotonic() > until:
            raise StudioError(
                f"Label Studio did not answer within {patience:g} seconds and was stopped: {last_lines(home.log)}\n"
                f"its whole log is {home.log}"
            )
        time.sleep(PAUSE)


def _cause(log: Path) -> str:
    """Why a process ended: what its last traceback ends in, or else its last lines."""
    lines = last_lines(log, 40).splitlines()
    inner = [number for number, line in enumerate(lines) if line.startswith("    ")]
    return "\n".join(lines[inner[-1] + 1 :]).strip() if inner and inner[-1] + 1 < len(lines) else last_lines(log)


def stop(home: Home, process: int, *, patience: float = STOP_SECONDS) -> None:
    """Stop the living server of a folder, and all that it started.

    Args:
        home: the folder.
        process: the process that holds the folder's lock at this moment, as the kernel tells.
        patience: seconds that it is given to end by itself.

    Raises:
        StudioError: it does not end.
    """
    _signal(process, signal.SIGTERM)
    if not _gone(home, process, patience):
        _signal(process, signal.SIGKILL)
        if not _gone(home, process, STOP_SECONDS):
            raise StudioError(f"Label Studio (process {process}) does not end: end it yourself, then run this again")
    # What it started may outlive it; their group keeps its number as long as one of them lives.
    _signal(process, signal.SIGKILL)


def _end(process: int) -> None:
    """End a server that was started just now, whether it holds the lock yet or not."""
    _signal(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def _signal(process: int, number: signal.Signals) -> None:
    """Send a signal to a process and to the group that it leads."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process, number)


def _gone(home: Home, process: int, patience: float) -> bool:
    """Wait until the server has ended; False if it does not."""
    until = time.monotonic() + patience
    while home.process() == process:
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
        _ended(process)
    return True


def _ended(process: int) -> bool:
    """Whether a child of this process has ended; it is buried then."""
    try:
        return os.waitpid(process, os.WNOHANG)[0] == process
    except ChildProcessError:  # another process started it
        return False


def _open_log(path: Path) -> int:
    """The log, to be added to; a long one is put aside first."""
    if path.is_file() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, f"--- {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} start\n".encode())
    return descriptor
