"""A private Label Studio server: started on this machine, found again, and stopped."""

from __future__ import annotations

import hmac
import http.client
import secrets
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from quotidian.errors import InputError, StudioError
from quotidian.studio.database import database_variables
from quotidian.studio.environment import Tell, ensure_environment, locked, pinned_version
from quotidian.studio.home import Home, Secrets, new_secrets
from quotidian.studio.ports import LOOPBACK, choose_port
from quotidian.studio.process import PAUSE, START_SECONDS, STOP_SECONDS, start, stop
from quotidian.studio.tenants import move_in, remove_unused

ANSWER_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A Label Studio that answers.

    Attributes:
        url: its address, without a slash at the end.
        token: what lets the administrator in through the API.
        version: of Label Studio.
        email: the administrator's name at the log-in; None for somebody's own server.
        home: the private folder; None for somebody's own server.
        pid: the process; None for somebody's own server.
        python: the Python of its environment; None for somebody's own server.
        public_url: where people on other machines find it, if something passes their requests on to ``url``.
        reused: whether it ran before it was asked for.
    """

    url: str
    token: str = field(repr=False)
    version: str
    email: str | None = None
    home: Path | None = None
    pid: int | None = None
    python: Path | None = None
    public_url: str | None = None
    reused: bool = True

    @property
    def address(self) -> str:
        """Where people find it."""
        return self.public_url or self.url

    @property
    def secrets_file(self) -> Path | None:
        """The file that holds the administrator's password and token."""
        return Home(self.home).secrets_file if self.home is not None else None


def up(
    home: Path,
    *,
    port: int | None = None,
    database: str | None = None,
    public_url: str | None = None,
    environments: Path | None = None,
    tell: Tell | None = None,
    patience: float = START_SECONDS,
) -> Server:
    """The running server of a private folder; it is made and started if it doesn't run.

    Args:
        home: the private folder; made if it is not there.
        port: by default that of the last start; at the first one the first free port from 8080.
        database: URL of a PostgreSQL database; by default that of the last start, SQLite at the first one.
        public_url: where people on other machines find it, such as ``https://annotate.example.org``, when a web server
            there passes requests on to it; by default that of the last start. The server itself listens on this machine
            alone.
        environments: where environments of Label Studio are kept, by default the user's cache folder.
        tell: told what happens, when it takes long.
        patience: seconds that a start may take.

    Raises:
        StudioError: it can't be made or started, the port is another program's, or it runs with another port or
            database than asked for. Nothing is left running that did not run before.
        InputError: the database is no URL of PostgreSQL, or the public address has more than a host and a port.
    """
    database_variables(database)
    public = _origin(public_url) if public_url is not None else None
    place = Home(home)
    place.make()
    with locked(place.lock_file):
        kept = place.secrets()
        if kept is not None:
            _await(place, kept, patience)
        running = find(home)
        if running is not None and kept is not None:
            _same(running, kept, port, database, public)
            if tell is not None and running.version != pinned_version():
                tell(
                    f"It is not Label Studio {pinned_version()}, which Quotidian has come with since: stop it with "
                    "'quotidian studio down' and start it again to change over"
                )
            return running
        known = kept or new_secrets()
        chosen = choose_port(port if port is not None else known.port)
        wanted = msgspec.structs.replace(
            known, port=chosen, database=database or known.database, public_url=public or known.public_url
        )
        environment = ensure_environment(environments, tell=tell)
        while not move_in(environment.place, place.root):
            environment = ensure_environment(environments, tell=tell)
        # Kept before the start: should this process be killed, the data and its secrets still belong together.
        place.save_secrets(wanted)
        if tell is not None:
            tell(f"Starting Label Studio {environment.version} on port {chosen} (up to a minute at the first time) ...")
        try:
            start(place, wanted, chosen, environment, ready=lambda: _proves(chosen, wanted), patience=patience)
        except BaseException:
            # A wrong port or database is not what the next start takes for granted.
            place.save_secrets(known)
            raise
        started = find(home)
        if started is None:
            raise StudioError(f"Label Studio started and ended again: its log is {place.log}")
        remove_unused(environment.place, tell=tell or (lambda _message: None))
        return replace(started, reused=False)


def down(home: Path, *, patience: float = STOP_SECONDS) -> int | None:
    """Stop the server of a private folder, if it runs: all of its processes and no other.

    Args:
        home: the private folder.
        patience: seconds that the server is given to end by itself.

    Returns:
        The process that was stopped; None if none ran.

    Raises:
        StudioError: it can't be stopped.
    """
    place = Home(home)
    if not place.lock_file.exists():
        return None
    with locked(place.lock_file):
        process = place.process()
        if process is not None:
            stop(place, process, patience=patience)
        return process


def find(home: Path) -> Server | None:
    """The running server of a private folder; None if none runs.

    Raises:
        StudioError: a process of it lives and doesn't answer, or its files are damaged.
    """
    place = Home(home)
    process = place.process()
    if process is None:
        return None
    running = place.running()
    known = place.secrets()
    if known is None:
        raise StudioError(
            f"{place.secrets_file}: missing, so the server that runs (process {process}) can't be verified: restore "
            "the file; or stop the server with 'quotidian studio down' and start it again for new secrets"
        )
    if not _proves(running.port, known):
        raise StudioError(
            f"Label Studio lives (process {process}) and doesn't answer on port {running.port}: it is starting, or it "
            f"hangs: its log is {place.log}; 'quotidian studio down' stops it"
        )
    return Server(
        url=f"http://{LOOPBACK}:{running.port}",
        token=known.token,
        version=running.version,
        email=known.email,
        home=place.root,
        pid=process,
        python=Path(running.python),
        public_url=known.public_url,
    )


def require(home: Path) -> Server:
    """The running server of a private folder.

    Raises:
        StudioError: none runs, or it doesn't answer.
    """
    found = find(home)
    if found is None:
        raise StudioError(
            f"no Label Studio runs for {Home(home).root}: start it with 'quotidian studio up', or name another one "
            "with --url and a token"
        )
    return found


def _proves(port: int, known: Secrets) -> bool:
    """Whether our server answers on a port; no secret is shown to whoever does."""
    nonce = secrets.token_hex(16)
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", f"/quotidian/{nonce}")
        proof = connection.getresponse().read(100)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    expected = hmac.digest(known.instance.encode(), f"{port}:{nonce}".encode(), "sha256").hex()
    return hmac.compare_digest(proof, expected.encode())


def _await(place: Home, known: Secrets, patience: float) -> None:
    """Give a server that is starting the time to answer: whoever started it may have been killed."""
    until = time.monotonic() + patience
    while place.process() is not None and time.monotonic() < until and not _proves(place.running().port, known):
        time.sleep(PAUSE)


def _same(running: Server, kept: Secrets, port: int | None, database: str | None, public: str | None) -> None:
    """Refuse to hand out a server that is not the one asked for."""
    on = urlsplit(running.url).port
    if port is not None and port != on:
        raise StudioError(
            f"Label Studio runs on port {on} (process {running.pid}), not on {port}: stop it first with "
            "'quotidian studio down'"
        )
    for what, asked, has in (("database", database, kept.database), ("public address", public, kept.public_url)):
        if asked is not None and asked != has:
            raise StudioError(
                f"Label Studio runs (process {running.pid}) with another {what}: stop it first with "
                "'quotidian studio down'"
            )


def _origin(url: str) -> str:
    """A public address, in the form in which browsers tell it."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise InputError("not a public address", found=url, expected="https://HOST or https://HOST:PORT")
    return f"{parts.scheme}://{parts.netloc}"
