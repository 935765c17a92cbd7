"""A bad connection to a good server: a small proxy on loopback that fails where a test asks it to."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from quotidian.studio.server import Server

# Headers that belong to one connection and are made anew for the next.
HOP = {"connection", "transfer-encoding", "content-length", "host", "keep-alive", "server", "date"}


@dataclass(slots=True)
class Answer:
    """What the real server says."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Fault = Callable[["Request"], None]


@dataclass(slots=True)
class Request:
    """One request on its way; a fault forwards it or not, and answers it or not."""

    handler: BaseHTTPRequestHandler
    target: str
    body: bytes
    released: threading.Event

    def forward(self) -> Answer:
        """Ask the real server."""
        parts = urlsplit(self.target)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            headers = {name: value for name, value in self.handler.headers.items() if name.lower() not in HOP}
            connection.request(self.handler.command, self.handler.path, self.body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def answer(self, answer: Answer, *, cut: bool = False) -> None:
        """Give an answer, or the first half of it."""
        self.handler.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in HOP:
                self.handler.send_header(name, value)
        self.handler.send_header("Content-Length", str(len(answer.body)))
        self.handler.end_headers()
        self.handler.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)


@dataclass(slots=True)
class Rule:
    """The next ``times`` requests of this method whose path holds ``part`` meet a fault, after ``skip`` that don't."""

    method: str
    part: str
    fault: Fault
    times: int
    skip: int


@dataclass(slots=True)
class Faulty:
    """The proxy; as a server it can be pushed to and pulled from."""

    server: Server
    port: int = 0
    rules: list[Rule] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return self.url

    @property
    def token(self) -> str:
        return self.server.token

    def meet(self, method: str, part: str, fault: Fault, *, times: int = 1, skip: int = 0) -> None:
        """Let requests meet a fault."""
        self.rules.append(Rule(method, part, fault, times, skip))

    def fault(self, method: str, path: str) -> Fault | None:
        with self.lock:
            self.seen.append(f"{method} {path}")
            for rule in self.rules:
                if rule.method != method or rule.part not in path or rule.times == 0:
                    continue
                if rule.skip:
                    rule.skip -= 1
                    continue
                rule.times -= 1
                return rule.fault
        return None


def refused(status: int, body: bytes = b"{}") -> Fault:
    """An answer without asking the server."""
    return lambda request: request.answer(Answer(status, [("Content-Type", "application/json")], body))


def arrived_then(status: int) -> Fault:
    """The server does what it is asked, and the answer says that it failed."""

    def fault(request: Request) -> None:
        request.forward()
        request.answer(Answer(status, [("Content-Type", "text/html")], b"<h1>Server Error</h1>"))

    return fault


def silence(request: Request) -> None:
    """The server does what it is asked, and nobody hears of it."""
    request.forward()
    request.released.wait(30)


def late(request: Request) -> None:
    """The request reaches the server only when the proxy is told to let it go."""
    request.released.wait(30)
    request.forward()


def cut(request: Request) -> None:
    """Half of the answer, then nothing."""
    request.answer(request.forward(), cut=True)


def dead(request: Request) -> None:
    """The connection ends."""
    request.handler.close_connection = True


def first(do: Callable[[], object]) -> Fault:
    """Something happens, and then the request goes its way."""

    def fault(request: Request) -> None:
        do()
        try:
            request.answer(request.forward())
        except OSError:
            dead(request)

    return fault


@contextmanager
def faulty(server: Server) -> Iterator[Faulty]:
    """A proxy before a server."""
    proxy = Faulty(server)

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self, proxy.server.url, body, proxy.released)
            fault = proxy.fault(self.command, self.path)
            if fault is not None:
                fault(request)
                return
            try:
                answer = request.forward()
            except OSError:
                dead(request)
            else:
                request.answer(answer)

        do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815  # the names that the handler looks for

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that went away is what these tests are about."""

    httpd = Quiet(("127.0.0.1", 0), Handler)
    proxy.port = httpd.server_address[1]
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.released.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()
