"""Runs inside Label Studio's own environment, by its Python, and imports nothing of Quotidian.

``inside.py serve RUNNING PORT`` is the server: it holds a lock on the file RUNNING for as long as it lives, so that the
kernel can tell who it is. Label Studio's own command would take the next port when one is taken; this one fails.

``inside.py user`` makes a user or gives one a new password: JSON on standard input, JSON as the last line of output.
"""

from __future__ import annotations

import errno
import fcntl
import hmac
import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
LOOPBACK = frozenset({HOST, "localhost", "::1", None, "", b"127.0.0.1", b"localhost"})
REDIS = 6379
# The same as in `environment`, of which nothing can be imported here.
MARKER = "quotidian-ready"
CHALLENGE = re.compile(r"/quotidian/([0-9a-f]{32})")

# Django and Label Studio are found in the server's environment only, so no type checker can follow them.
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main() -> int:
    """Do what the arguments say."""
    if sys.argv[1] == "serve":
        serve(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        user()
    return 0


def serve(running: Path, port: int) -> None:
    """Serve until a signal ends it."""
    lock = hold(running, port)
    keep_environment()
    stay_home()
    server = label_studio()
    # Label Studio looks for the next free port; here another port is another server.
    server._get_free_port = lambda wanted, _debug: wanted
    server._app_run = run
    sys.argv[1:] = ["start", "--no-browser", "--internal-host", HOST, "--port", str(port)]
    try:
        server.main()
    finally:
        os.close(lock)


def hold(running: Path, port: int) -> int:
    """Lock the file that tells that this server lives, and write into it where it is."""
    descriptor = os.open(running, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.ftruncate(descriptor, 0)
    state = {"port": port, "python": sys.executable, "version": version("label-studio")}
    os.write(descriptor, json.dumps(state).encode() + b"\n")
    return descriptor


def keep_environment() -> None:
    """Lock this environment, together with other servers, so that nobody removes it as long as this process lives."""
    fcntl.flock(os.open(Path(sys.prefix) / MARKER, os.O_RDWR), fcntl.LOCK_SH)


def stay_home() -> None:
    """From now on no Python code of this process reaches another machine, or another program's Redis.

    Label Studio asks public hosts for tips, versions and feature flags, and would give its work to whatever Redis
    listens on this machine. A PostgreSQL server is reached by its own library, which this does not concern.
    """

    def check(event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.sendto"}:
            address = arguments[1]
            outside = isinstance(address, tuple) and (address[0] not in LOOPBACK or address[1] == REDIS)
        else:
            outside = event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK
        if outside:
            raise OSError(errno.ENETUNREACH, "Quotidian lets Label Studio speak to this machine alone")

    sys.addaudithook(check)


def label_studio() -> Any:
    """Label Studio's server module, with its database made fit for several people."""
    package = Path(importlib.import_module("label_studio").__file__ or "").parent
    sys.path.insert(0, str(package))  # Label Studio imports its parts as top-level modules
    os.environ["DJANGO_SETTINGS_MODULE"] = "label_studio.core.settings.label_studio"
    database = importlib.import_module("django.conf").settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # Readers don't wait for a writer, and a second writer waits instead of failing with "database is locked".
        database.setdefault("OPTIONS", {}).update(
            timeout=30, transaction_mode="IMMEDIATE", init_command="PRAGMA journal_mode=wal"
        )
    return importlib.import_module("label_studio.server")


def run(host: str, port: int) -> None:
    """Make the administrator if there is none, and answer requests."""
    administrator(os.environ["QUOTIDIAN_EMAIL"], os.environ["QUOTIDIAN_PASSWORD"], os.environ["QUOTIDIAN_TOKEN"])
    basehttp = importlib.import_module("django.core.servers.basehttp")
    application = basehttp.get_internal_wsgi_application()
    proved = proving(application, os.environ["QUOTIDIAN_INSTANCE"].encode(), port)
    basehttp.run(host, port, proved, threading=True)


def proving(application: WsgiApp, key: bytes, port: int) -> WsgiApp:
    """Label Studio, able to prove that it is this server and no other, without telling a secret to a stranger."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        challenge = CHALLENGE.fullmatch(environ.get("PATH_INFO", ""))
        if challenge is None:
            return application(environ, start)
        proof = hmac.digest(key, f"{port}:{challenge[1]}".encode(), "sha256").hex().encode()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(proof)))])
        return [proof]

    return answer


def administrator(email: str, password: str, token: str) -> None:
    """Make the administrator with this password and token; both are set anew when the token is another one."""
    users = importlib.import_module("users.models").User.objects
    tokens = importlib.import_module("rest_framework.authtoken.models").Token.objects
    found = users.filter(email=email).first() or users.create_user(email=email, password=password)
    if tokens.filter(user=found, key=token).exists():
        return
    found.is_staff = found.is_superuser = True
    found.username = email.split("@")[0]
    found.set_password(password)
    found.save()
    tokens.filter(user=found).delete()
    tokens.create(user=found, key=token)
    join(found)


def join(member: Any) -> None:
    """Make a user a member of the one organization; it is made with its first member."""
    organizations = importlib.import_module("organizations.models").Organization
    one = organizations.objects.first()
    if one is None:
        one = organizations.create_organization(created_by=member, title="Quotidian", legacy_api_tokens_enabled=True)
    else:
        one.add_user(member)
    member.active_organization = one
    member.save(update_fields=["active_organization"])


def user() -> None:
    """Make a user, or give one a new password."""
    wanted = json.load(sys.stdin)
    label_studio()._setup_env()
    users = importlib.import_module("users.models").User.objects
    found = users.filter(email=wanted["email"]).first()
    if found is not None and not wanted["reset"]:
        answer = "exists"
    elif found is None and wanted["reset"]:
        answer = "missing"
    elif found is None:
        found = users.create_user(
            email=wanted["email"], password=wanted["password"], username=wanted["name"], first_name=wanted["name"]
        )
        join(found)
        answer = "made"
    else:
        found.set_password(wanted["password"])
        found.save()
        answer = "reset"
    sys.stdout.write("\n" + json.dumps({"answer": answer, "id": found.pk if found else None}) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
