"""Label Studio's own environment: its pinned packages, apart from those of this package, which it can't live with.

Made once for a lock file and an interpreter, and shared by all corpora of a user. It is whole when its marker is there;
what an interrupted installation left is cleared before the next one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from quotidian.errors import StudioError
from quotidian.schemas import data_folder
from quotidian.store import write_atomic

LOCK = "requirements/label-studio.lock"
MARKER = "quotidian-ready"
PREFIX = "label-studio-"
SHOWN_LINES = 5

Tell = Callable[[str], None]


class Environment(NamedTuple):
    """An environment that is whole: its Python, and the version of Label Studio in it."""

    python: Path
    version: str

    @property
    def place(self) -> Path:
        """Its folder."""
        return self.python.parents[1]


def lock_file() -> Path:
    """The pinned packages, as the repository or the installed package holds them."""
    return data_folder() / LOCK


def pinned_version(lock: Path | None = None) -> str:
    """The version of Label Studio that Quotidian starts, and is tested with.

    Raises:
        StudioError: the pinned packages, by default those that come with Quotidian, don't name it.
    """
    pins = lock or lock_file()
    found = re.search(rb"^label-studio==(\S+)", pins.read_bytes(), re.MULTILINE)
    if found is None:
        raise StudioError(f"{pins}: no pinned label-studio in it: restore the file")
    return found[1].decode()


def default_folder() -> Path:
    """Where environments are kept unless told otherwise: the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "quotidian"


def ensure_environment(
    folder: Path | None = None, *, lock: Path | None = None, tell: Tell | None = None
) -> Environment:
    """The environment of Label Studio; made if it is not there (minutes and a gigabyte, once).

    Args:
        folder: where environments are kept, by default the user's cache folder.
        lock: the pinned packages, by default the ones that come with Quotidian.
        tell: told what happens, when it takes long.

    Raises:
        StudioError: it can't be made; nothing half-made is left.
    """
    pins = lock or lock_file()
    content = pins.read_bytes()
    version = pinned_version(pins)
    interpreter = f"{sys.implementation.cache_tag} {sys.platform} {platform.machine()} {sys.base_prefix}"
    key = hashlib.sha256(content + interpreter.encode()).hexdigest()[:12]
    base = folder or default_folder()
    place = base / f"{PREFIX}{version}-{key}"
    environment = Environment(place / "bin" / "python", version)
    if _whole(place):
        return environment
    base.mkdir(parents=True, exist_ok=True)
    with locked(lock_path(place)) as descriptor:
        if not _whole(place):
            _make(place, pins, version, descriptor, tell or (lambda _message: None))
    return environment


def _whole(place: Path) -> bool:
    return (place / MARKER).is_file() and (place / "bin" / "python").exists()


def _make(place: Path, pins: Path, version: str, lock: int, tell: Tell) -> None:
    """Install into an empty folder; the marker comes last."""
    tell(f"Making the environment of Label Studio {version} in {place} (some minutes and 1 GB, once) ...")
    clear(place)
    log = place.with_name(f"{place.name}.log")
    log.unlink(missing_ok=True)
    try:
        python = str(place / "bin" / "python")
        _run([sys.executable, "-I", "-m", "venv", str(place)], log, lock)
        pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        _run([*pip, "--progress-bar", "off", "--require-hashes", "-r", str(pins)], log, lock)
        write_atomic(place / MARKER, f"label-studio {version}\n".encode())
    except BaseException:
        clear(place)
        raise
    tell("Label Studio is installed.")


def lock_path(place: Path) -> Path:
    """What whoever makes or removes an environment holds locked."""
    return place.with_name(f".{place.name}.lock")


def clear(place: Path) -> None:
    """Remove an environment, whole or not.

    Raises:
        StudioError: it can't be removed.
    """
    try:
        shutil.rmtree(place)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StudioError(f"{place}: can't be cleared: {error.strerror}: remove it and run again") from None


def _run(command: list[str], log: Path, lock: int) -> None:
    """Run a step of the installation; its output goes to the log.

    The step inherits the lock: should this process be killed, nobody clears the folder before the step has ended.
    """
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  # our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=variables,
            pass_fds=(lock,),
        )
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        raise StudioError(
            f"the environment of Label Studio can't be made (nothing half-made was left): {last_lines(log)}\n"
            f"the whole output is in {log}"
        )


def last_lines(log: Path, number: int = SHOWN_LINES) -> str:
    """The last lines of a log that say something, each on its own line."""
    if not log.is_file():
        return "no output"
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        lines = [line.rstrip() for line in file.read().decode(errors="replace").splitlines()]
    shown = [line for line in lines if line][-number:]
    return "\n  ".join(["", *shown]) if shown else "no output"


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold an exclusive lock on a file, waiting for whoever holds it; gives its descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
