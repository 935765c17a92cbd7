"""A private Label Studio server: started on this machine, found again, stopped; or somebody's own server, checked."""

from __future__ import annotations

import hmac
import http.client
import json
import secrets
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from quotidian.errors import InputError, StudioAccessError, StudioError, StudioUnreachableError
from quotidian.studio.environment import Tell, ensure_environment, locked
from quotidian.studio.home import Home, Secrets, new_secrets
from quotidian.studio.process import START_SECONDS, start, stop

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8080
PORTS_TRIED = 100
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
        reused: whether it ran before it was asked for.
    """

    url: str
    token: str = field(repr=False)
    version: str
    email: str | None = None
    home: Path | None = None
    pid: int | None = None
    python: Path | None = None
    reused: bool = True

    @property
    def secrets_file(self) -> Path | None:
        """The file that holds the administrator's password and token."""
        return Home(self.home).secrets_file if self.home is not None else None


def up(
    home: Path,
    *,
    port: int | None = None,
    database: str | None = None,
    environments: Path | None = None,
    tell: Tell | None = None,
    patience: float = START_SECONDS,
) -> Server:
    """The running server of a private folder; it is made and started if it doesn't run.

    Args:
        home: the private folder; made if it is not there.
        port: by default that of the last start; at the first one the first free port from 8080.
        database: URL of a PostgreSQL database; by default that of the last start, SQLite at the first one.
        environments: where environments of Label Studio are kept, by default the user's cache folder.
        tell: told what happens, when it takes long.
        patience: seconds that a start may take.

    Raises:
        StudioError: it can't be made or started, the port is another program's, or it runs with another port or
            database than asked for. Nothing is left running that did not run before.
        InputError: the database is no URL of PostgreSQL.
    """
    place = Home(home)
    place.make()
    with locked(place.lock_file):
        kept = place.secrets()
        running = find(home)
        if running is not None and kept is not None:
            _same(running, kept, port, database)
            return running
        known = kept or new_secrets()
        chosen = _choose(port if port is not None else known.port, known.port is None and port is None)
        wanted = msgspec.structs.replace(known, port=chosen, database=database or known.database)
        environment = ensure_environment(environments, tell=tell)
        # Kept before the start: whatever happens then, the data and its secrets belong together.
        place.save_secrets(wanted)
        if tell is not None:
            tell(f"Starting Label Studio {environment.version} on port {chosen} (up to a minute at the first time) ...")
        start(place, wanted, chosen, environment, ready=lambda: _proves(chosen, wanted), patience=patience)
        started = find(home)
        if started is None:
            raise StudioError(f"Label Studio started and ended again: its log is {place.log}")
        return replace(started, reused=False)


def down(home: Path) -> int | None:
    """Stop the server of a private folder, if it runs: all of its processes and no other.

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
            stop(place, process)
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


def connect(url: str, token: str) -> Server:
    """Somebody's own Label Studio server, after it has accepted the token.

    Args:
        url: its address.
        token: a legacy token or a personal access token of one of its users.

    Raises:
        InputError: no such address can be.
        StudioUnreachableError: it doesn't answer, or is no Label Studio.
        StudioAccessError: it refuses the token.
    """
    address = url.rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError("not an address of a server", found=url, expected="http://HOST:PORT or https://HOST")
    release = _ask(address, "/api/version", None, "asking for its version").get("release")
    if not isinstance(release, str):
        raise StudioUnreachableError(address, "asking for its version", "the answer is not Label Studio's", 1)
    _ask(address, "/api/current-user/whoami", _credentials(address, token), "showing the token")
    return Server(url=address, token=token, version=release)


def _credentials(address: str, token: str) -> str:
    """The header of a token: personal access tokens are exchanged for one that lives some minutes."""
    if token.count(".") != 2:
        return f"Token {token}"
    answer = _ask(address, "/api/token/refresh", None, "showing the token", body={"refresh": token})
    return f"Bearer {answer.get('access')}"


def _ask(
    address: str, path: str, credentials: str | None, doing: str, *, body: dict[str, str] | None = None
) -> dict[str, object]:
    """One answer of a server, which must be a JSON object."""
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if credentials is not None:
        headers["Authorization"] = credentials
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(address + path, data=data, headers=headers)  # noqa: S310  # http or https
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:  # noqa: S310  # http or https
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in {401, 403}:
            raise StudioAccessError(address, f"HTTP {error.code} {error.reason}") from None
        raise StudioUnreachableError(address, doing, f"HTTP {error.code} {error.reason}", 1) from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise StudioUnreachableError(address, doing, str(reason) or type(error).__name__, 1) from None
    except ValueError:
        raise StudioUnreachableError(address, doing, "the answer is not Label Studio's", 1) from None
    if not isinstance(answer, dict):
        raise StudioUnreachableError(address, doing, "the answer is not Label Studio's", 1)
    return answer


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


def _same(running: Server, kept: Secrets, port: int | None, database: str | None) -> None:
    """Refuse to hand out a server that is not the one asked for."""
    on = urlsplit(running.url).port
    if port is not None and port != on:
        raise StudioError(
            f"Label Studio runs on port {on} (process {running.pid}), not on {port}: stop it first with "
            "'quotidian studio down'"
        )
    if database is not None and database != kept.database:
        raise StudioError(
            f"Label Studio runs (process {running.pid}) with another database: stop it first with "
            "'quotidian studio down'"
        )


def _choose(port: int | None, any_port: bool) -> int:
    """A port that nobody listens on: the given one, or the first free one."""
    if any_port:
        for candidate in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
            if _free(candidate):
                return candidate
        raise StudioError(f"no free port from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1}: name one with --port")
    assert port is not None
    if not 0 < port < 65536:
        raise InputError("not a port", found=port, expected="a number from 1 to 65535")
    if not _free(port):
        raise StudioError(
            f"port {port} is taken by another program, which is left alone: end that program, or name another port "
            "with --port"
        )
    return port


def _free(port: int) -> bool:
    """Whether a server can listen on a port of this machine."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return False
    with socket.socket() as probe:
        # As the server will do: the port of one that ended just now is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise StudioError(f"port {port} is not for ordinary users: name one above 1023 with --port") from None
        except OSError:
            return False
    return True
