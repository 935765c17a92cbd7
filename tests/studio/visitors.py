"""People and programs at the door of a Label Studio, for tests: what they send, and whether they get in."""

from __future__ import annotations

import http.server
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar

FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Somebody with a browser: keeps cookies, fills in forms."""

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self.url = url
        self.headers = headers or {}
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str) -> tuple[int, str]:
        """Status and content of a page."""
        return self._open(urllib.request.Request(self.url + path, headers=self.headers))

    def post(self, path: str) -> tuple[int, str]:
        """Ask for something to be made."""
        return self._open(urllib.request.Request(self.url + path, data=b"", headers=self.headers))

    def submit(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Fill in the form of a page and send it."""
        _, page = self.get(path)
        found = FIELD.search(page)
        assert found is not None, f"no form at {path}"
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], **fields}).encode()
        return self._open(urllib.request.Request(self.url + path, data=data, headers=self.headers))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def gets_in(url: str, email: str, password: str) -> bool:
    """Whether somebody gets in with this name and password."""
    browser = Browser(url)
    browser.submit("/user/login/", {"email": email, "password": password})
    status, page = browser.get("/api/current-user/whoami")
    return status == 200 and f'"email":"{email}"' in page


@contextmanager
def stranger(answer: bytes = b'{"status": "UP"}', port: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Another program that answers every request in the same way; gives its port and what it was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server wants
            asked.append(f"{self.requestline}\n{self.headers}")
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's own name
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()
