"""People who may log in to our server: made inside its environment, because its API takes no passwords."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
from dataclasses import dataclass, field

from quotidian.errors import InputError, StudioError
from quotidian.studio.annotators import check_annotator
from quotidian.studio.home import Home
from quotidian.studio.process import INSIDE, variables
from quotidian.studio.server import Server

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
LONGEST_EMAIL = 255
SHORTEST_PASSWORD = 8
SECONDS = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """Somebody who may log in with ``email`` and ``password``; ``id`` is the server's."""

    id: int
    name: str
    email: str
    password: str = field(repr=False)


def add_user(server: Server, name: str, password: str | None = None, *, email: str | None = None) -> User:
    """Let an annotator log in.

    Args:
        server: a server that :func:`quotidian.studio.server.up` started.
        name: the annotator, as the folder under ``annotations/`` is named.
        password: what they log in with, at least eight characters; by default a random one.
        email: what they log in as; by default ``<name>@localhost``, to which no mail is ever sent.

    Raises:
        InputError: no such name, password or address can be, or there is such a user already.
        StudioError: the server is somebody's own, or refuses.
    """
    wanted = _wanted(name, password, email)
    answer, number = _inside(server, wanted, reset=False)
    if answer == "exists":
        raise InputError(
            "there is such a user already", found=wanted.email, mend="give a new password with 'studio user password'"
        )
    return User(id=number, name=name, email=wanted.email, password=wanted.password)


def set_password(server: Server, name: str, password: str | None = None, *, email: str | None = None) -> User:
    """Give an annotator a new password; arguments and errors as in :func:`add_user`."""
    wanted = _wanted(name, password, email)
    answer, number = _inside(server, wanted, reset=True)
    if answer == "missing":
        raise InputError("there is no such user", found=wanted.email, mend="make one with 'studio user add'")
    return User(id=number, name=name, email=wanted.email, password=wanted.password)


def default_email(name: str) -> str:
    """What an annotator logs in as, unless told otherwise."""
    return f"{name}@localhost"


def _wanted(name: str, password: str | None, email: str | None) -> User:
    check_annotator(name)
    # Label Studio looks for the lower-case form of what is typed at the log-in.
    address = (email or default_email(name)).lower()
    if EMAIL.fullmatch(address) is None or len(address) > LONGEST_EMAIL:
        raise InputError("not an e-mail address", found=email, expected="NAME@HOST")
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise InputError("the password is too short", expected=f"at least {SHORTEST_PASSWORD} characters")
    return User(id=0, name=name, email=address, password=password or secrets.token_urlsafe(12))


def _inside(server: Server, wanted: User, *, reset: bool) -> tuple[str, int]:
    """Ask Django in the server's environment; its answer and the user's number."""
    if server.home is None or server.python is None:
        raise StudioError(
            f"users of {server.url} are made by its own administrator: this works on a server of 'quotidian studio up'"
        )
    home = Home(server.home)
    known = home.secrets()
    if known is None or known.port is None:
        raise StudioError(f"{home.secrets_file}: missing: start the server again with 'quotidian studio up'")
    done = subprocess.run(  # noqa: S603  # our own command
        [str(server.python), "-I", str(INSIDE), "user"],
        input=json.dumps({"name": wanted.name, "email": wanted.email, "password": wanted.password, "reset": reset}),
        capture_output=True,
        text=True,
        env=variables(home, known, known.port),
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-1:] or ["no output"]
        raise StudioError(f"{wanted.email} can't be made a user: {said[0]}")
    answer = json.loads(done.stdout.splitlines()[-1])
    return str(answer["answer"]), int(answer["id"] or 0)
