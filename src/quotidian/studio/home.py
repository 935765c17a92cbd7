"""The private folder of a Label Studio server: where its things are, its secrets, and which process it is.

``secrets.json`` holds what must not be told (only its user can read it). ``running`` is locked by the server for as
long as it lives, so the kernel tells whether it lives and which process it is: no process number on disk can be stale
or belong to another program by now.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import struct
import sys
import time
from pathlib import Path

import msgspec

from quotidian.errors import InputError, StudioError
from quotidian.record import Record
from quotidian.store import Corpus, write_atomic

# What Quotidian keeps for Label Studio beside a corpus; the server's own folder is in it.
HOME = ".studio"
SERVER = "server"
ADMINISTRATOR = "admin@localhost"
READ_ATTEMPTS = 10
READ_PAUSE = 0.05

# `struct flock`: type, whence, start, length, process.
_FLOCK = struct.Struct("hhlli") if sys.platform.startswith("linux") else struct.Struct("qqihh")


class Secrets(Record, frozen=True, kw_only=True):
    """What the server is started with.

    ``email``, ``password`` and ``token`` let the administrator in; ``signing`` signs sessions; ``instance`` is what the
    server proves its identity with. ``port``, ``database`` (None: SQLite) and ``public_url`` are of the last start.
    """

    email: str
    password: str
    token: str
    signing: str
    instance: str
    port: int | None = None
    database: str | None = None
    public_url: str | None = None

    def __repr__(self) -> str:
        return "Secrets(...)"


class Running(Record, frozen=True, kw_only=True):
    """What a living server tells of itself."""

    port: int
    python: str
    version: str


def default_home(corpus: Corpus) -> Path:
    """The private folder of a corpus' server. It holds people's work, so it is no cache; git ignores it."""
    return corpus.root / HOME / SERVER


def new_secrets() -> Secrets:
    """Random secrets."""
    return Secrets(
        email=ADMINISTRATOR,
        password=secrets.token_urlsafe(15),
        token=secrets.token_hex(20),
        signing=secrets.token_urlsafe(48),
        instance=secrets.token_hex(32),
    )


class Home:
    """The private folder of a server.

    Args:
        root: the folder; :meth:`make` makes it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.data = self.root / "data"
        self.log = self.root / "server.log"
        self.secrets_file = self.root / "secrets.json"
        self.running_file = self.root / "running"
        self.lock_file = self.root / "lock"

    def make(self) -> None:
        """Make the folder, for its user alone, and unseen by git.

        Raises:
            StudioError: the folder is used for something else.
        """
        if self.root.is_dir() and not self.lock_file.exists() and any(self.root.iterdir()):
            raise StudioError(f"{self.root}: holds other things: name a new or empty folder with --home")
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)
        self.lock_file.touch(0o600)
        self.data.mkdir(exist_ok=True)
        write_atomic(self.root / ".gitignore", b"*\n")

    def secrets(self) -> Secrets | None:
        """The secrets; None if there are none yet.

        Raises:
            StudioError: the file is damaged, or others can read it.
        """
        path = self.secrets_file
        try:
            mode = path.stat().st_mode & 0o777
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        if mode & 0o077:
            raise StudioError(
                f"{path}: others can read it (mode {mode:o}, expected 600): run 'chmod 600' on it, or delete it and "
                "start again for new secrets"
            )
        try:
            return Secrets.from_json(content)
        except InputError as error:
            # What a wrong file holds is not shown: it may be a secret.
            raise StudioError(
                f"{path}: {error.problem}: restore it; or delete it and start again: the administrator gets a new "
                "password and token, all work stays (a server on PostgreSQL needs its --database again)"
            ) from None

    def save_secrets(self, value: Secrets) -> None:
        """Keep the secrets, readable by their user alone."""
        write_atomic(self.secrets_file, msgspec.json.format(msgspec.json.encode(value)) + b"\n", mode=0o600)

    def process(self) -> int | None:
        """The process number of the living server, which leads its group; None if none lives."""
        try:
            descriptor = os.open(self.running_file, os.O_RDWR)
        except FileNotFoundError:
            return None
        try:
            return _holder(descriptor)
        finally:
            os.close(descriptor)

    def running(self) -> Running:
        """What the living server told of itself.

        Raises:
            StudioError: the file is damaged.
        """
        for attempt in range(READ_ATTEMPTS):
            try:
                return Running.from_json(self.running_file.read_bytes())
            except InputError as error:
                # A server that holds the lock since a moment ago may be writing still.
                if attempt == READ_ATTEMPTS - 1:
                    raise StudioError(
                        f"{self.running_file}: {error.problem}: the server lives (process {self.process()}), but where "
                        "it answers is not known: stop it with 'quotidian studio down' and start it again"
                    ) from None
                time.sleep(READ_PAUSE)
        raise AssertionError("not reached")


def _holder(descriptor: int) -> int | None:
    """Which process holds the lock on a file."""
    linux = sys.platform.startswith("linux")
    question = (fcntl.F_WRLCK, 0, 0, 0, 0) if linux else (0, 0, 0, fcntl.F_WRLCK, 0)
    try:
        answer = _FLOCK.unpack(fcntl.fcntl(descriptor, fcntl.F_GETLK, _FLOCK.pack(*question)))
    except OSError as error:
        if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL):
            raise StudioError("files can't be locked there: choose a folder on a local disk with --home") from None
        raise
    kind, process = (answer[0], answer[4]) if linux else (answer[3], answer[2])
    if kind == fcntl.F_UNLCK:
        return None
    if process <= 0:
        raise StudioError("a process of another machine or container holds the folder of this server: stop it there")
    return int(process)
