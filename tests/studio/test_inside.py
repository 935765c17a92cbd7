"""What runs inside Label Studio's environment, where it can be tried outside of it."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import hmac
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from quotidian.studio.inside import proving
from quotidian.studio.process import INSIDE
from tests.studio.visitors import stranger

TRY = """
import runpy, socket, sys
runpy.run_path(sys.argv[1])["stay_home"]()
try:
    exec(sys.argv[2])
except OSError as error:
    print(error)
else:
    print("went through")
"""
STAYS = f"[Errno {errno.ENETUNREACH}] Quotidian lets Label Studio speak to this machine alone"


def attempt(code: str) -> str:
    """What becomes of a piece of code in a process that stays at home."""
    return subprocess.run([sys.executable, "-c", TRY, INSIDE, code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.create_connection(('example.org', 443))",
        "socket.getaddrinfo('example.org', 443)",
        "socket.socket().connect(('192.0.2.1', 80))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "socket.create_connection(('127.0.0.1', 6379))",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')",
    ],
)
def test_nothing_reaches_another_machine_or_a_redis(code: str) -> None:
    assert STAYS in attempt(code)


def test_this_machine_is_reached() -> None:
    with stranger() as (port, _):
        for host in ("127.0.0.1", "localhost"):
            assert attempt(f"socket.create_connection(({host!r}, {port}))") == "went through\n"


def test_a_server_proves_itself_and_passes_everything_else_on() -> None:
    key = b"k" * 64
    started: list[str] = []

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("404 Not Found", [])
        return [environ["PATH_INFO"].encode()]

    proved = proving(application, key, 8080)
    nonce = "0123456789abcdef" * 2

    def ask(path: str) -> bytes:
        return b"".join(proved({"PATH_INFO": path}, lambda status, _headers: started.append(status)))

    proof = hmac.new(key, f"8080:{nonce}".encode(), hashlib.sha256).hexdigest()
    assert ask(f"/quotidian/{nonce}") == proof.encode()
    assert ask(f"/quotidian/{nonce}/") == f"/quotidian/{nonce}/".encode()
    assert ask("/projects/") == b"/projects/"
    assert started == ["200 OK", "404 Not Found", "404 Not Found"]


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    running = tmp_path / "running"
    running.write_text(json.dumps({"port": 1}))
    with running.open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        done = subprocess.run(
            [sys.executable, "-I", INSIDE, "serve", running, "8080"], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("BlockingIOError")
    assert running.read_text() == '{"port": 1}'
