"""A small Hub on the loopback: what ``huggingface_hub`` asks for when it downloads a dataset, and nothing more."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Hub:
    """One dataset repository; each revision (a branch or tag) is a folder.

    Attributes:
        repository: ``namespace/name``.
        revisions: folders by revision; may be changed while the server runs.
        asked: paths of all requests.
        url: where it is.
    """

    def __init__(self, repository: str, revisions: dict[str, Path]) -> None:
        self.repository = repository
        self.revisions = revisions
        self.asked: list[str] = []
        self.url = ""

    def commit(self, revision: str) -> str | None:
        """The commit that a revision, or the commit itself, stands for."""
        commits = {
            name: hashlib.sha1(f"{name}{folder}".encode()).hexdigest() for name, folder in self.revisions.items()
        }
        return revision if revision in commits.values() else commits.get(revision)

    def folder(self, commit: str) -> Path:
        """The files of a commit."""
        return next(folder for name, folder in self.revisions.items() if self.commit(name) == commit)

    def info(self, commit: str) -> dict[str, object]:
        """What the API tells of a commit."""
        files = sorted(path for path in self.folder(commit).rglob("*") if path.is_file())
        names = [path.relative_to(self.folder(commit)).as_posix() for path in files]
        return {
            "id": self.repository,
            "sha": commit,
            "lastModified": "2026-01-01T00:00:00.000Z",
            "siblings": [{"rfilename": name} for name in names],
            "cardData": {},
            "tags": [],
            "private": False,
            "gated": False,
            "disabled": False,
            "downloads": 0,
            "likes": 0,
        }

    def tree(self, commit: str) -> list[dict[str, object]]:
        """All files of a commit."""
        folder = self.folder(commit)
        return [
            {
                "type": "file",
                "oid": hashlib.sha1(path.read_bytes()).hexdigest(),
                "size": path.stat().st_size,
                "path": path.relative_to(folder).as_posix(),
            }
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]


@contextlib.contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """The hub, reachable while the block runs."""

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Nothing: the test looks at ``asked``."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        hub = self.served
        path = unquote(urlsplit(self.path).path)
        hub.asked.append(path)
        api = f"/api/datasets/{hub.repository}/"
        files = f"/datasets/{hub.repository}/resolve/"
        if path.startswith(f"{api}revision/"):
            self._json(path.removeprefix(f"{api}revision/"), hub.info, with_body)
        elif path.startswith(f"{api}tree/"):
            self._json(path.removeprefix(f"{api}tree/"), hub.tree, with_body)
        elif path.startswith(files):
            revision, _, name = path.removeprefix(files).partition("/")
            self._file(revision, name, with_body)
        else:
            self._refuse("RepoNotFound")

    def _json(self, revision: str, make: object, with_body: bool) -> None:
        commit = self.served.commit(revision)
        if commit is None:
            self._refuse("RevisionNotFound")
            return
        assert callable(make)
        self._send(json.dumps(make(commit)).encode(), {"Content-Type": "application/json"}, with_body)

    def _file(self, revision: str, name: str, with_body: bool) -> None:
        commit = self.served.commit(revision)
        path = None if commit is None else self.served.folder(commit) / name
        if commit is None or path is None or not path.is_file():
            self._refuse("EntryNotFound" if commit else "RevisionNotFound")
            return
        data = path.read_bytes()
        headers = {"ETag": f'"{hashlib.sha1(data).hexdigest()}"', "X-Repo-Commit": commit}
        self._send(data, {"Content-Type": "application/octet-stream", **headers}, with_body)

    def _send(self, data: bytes, headers: dict[str, str], with_body: bool) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def _refuse(self, code: str) -> None:
        self.send_response(404)
        self.send_header("X-Error-Code", code)
        self.send_header("X-Error-Message", code)
        self.send_header("Content-Length", "0")
        self.end_headers()
