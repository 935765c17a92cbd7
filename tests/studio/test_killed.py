"""A server or a command killed at any point of a push or a pull: the next run goes on, nothing twice, nothing lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from quotidian.errors import StudioUnreachableError
from quotidian.store import Corpus
from quotidian.studio.connection import Patience
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Layer
from tests.studio.faulty import Fault, Faulty, Request, dead, faulty, first
from tests.studio.people import ALL_IDS, BAKERY_ID, COURT_ID, FERRY_ID, HASTY, STORM_ID, Annotator, layers, own_corpus
from tests.studio.servers import kill, start

ANNOTATED = [BAKERY_ID, COURT_ID, FERRY_ID, STORM_ID]
IMPATIENT = Patience(timeout=20, attempts=2, first_wait=0.05)

Kill = Callable[[], None]


def at_work(kill: Kill) -> Fault:
    """Killed while it does what it is asked."""

    def fault(request: Request) -> None:
        killer = threading.Timer(0.05, kill)
        killer.start()
        try:
            request.forward()
        except OSError:
            pass
        finally:
            killer.join()
            dead(request)

    return fault


def before_its_answer(kill: Kill) -> Fault:
    """Killed when all is done, and before anybody hears of it."""

    def fault(request: Request) -> None:
        request.forward()
        kill()
        dead(request)

    return fault


class Point(NamedTuple):
    """Where a server is killed: at this request, after so many of its kind."""

    method: str
    path: str
    skip: int
    fault: Callable[[Kill], Fault]


PUSHING = (
    Point("POST", "/import", 1, at_work),
    Point("POST", "/import", 1, before_its_answer),
    Point("POST", "/import/predictions", 0, before_its_answer),
)
PULLING = (
    Point("GET", "/export", 0, at_work),
    Point("GET", "/export", 1, before_its_answer),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


@pytest.fixture
def bad(label_studio: Server) -> Iterator[Faulty]:
    with faulty(label_studio) as proxy:
        yield proxy


def restarted(server: Server) -> Server:
    assert server.home is not None
    return start(server.home)


def articles(server: Server, corpus: Corpus, name: str) -> list[str]:
    return sorted(str(row.article) for row in Annotator(server, corpus, name).rows())


def test_a_server_killed_during_a_push(new_label_studio: Callable[[], Server], corpus: Corpus) -> None:
    server = new_label_studio()
    for number, (method, path, skip, fault) in enumerate(PUSHING):
        name = f"ann-{number}"
        later = "predictions" in path
        gold = Layer(corpus, "gold")
        if later:
            push(corpus, server, Selection(), annotators=[name], patience=HASTY)
        with faulty(server) as bad:
            bad.meet(method, path, fault(lambda dying=server: kill(dying)), skip=skip)  # type: ignore[misc]
            with pytest.raises(StudioUnreachableError):
                push(corpus, bad, Selection(), annotators=[name], suggestions=gold, batch=2, patience=IMPATIENT)
        server = restarted(server)
        there = articles(server, corpus, name) if (method, skip) == ("POST", 1) else []
        [pushed] = push(corpus, server, Selection(), annotators=[name], suggestions=gold, patience=HASTY).projects
        assert sorted((*pushed.added, *pushed.present)) == list(ALL_IDS)
        assert set(there) <= set(pushed.present)
        assert articles(server, corpus, name) == list(ALL_IDS)
        rows = {row.article: row.predictions for row in Annotator(server, corpus, name).rows()}
        assert rows == {article: int(article in ANNOTATED) for article in ALL_IDS}


def test_a_server_killed_during_a_pull(
    new_label_studio: Callable[[], Server], corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotidian.studio.survey.BATCH", 2)
    server = new_label_studio()
    for number, (method, path, skip, fault) in enumerate(PULLING):
        name = f"ann-{number}"
        push(corpus, server, Selection(), annotators=[name], patience=HASTY)
        ann = Annotator(server, corpus, name)
        for article in ANNOTATED:
            ann.submit(article)
        with faulty(server) as bad:
            bad.meet(method, path, fault(lambda dying=server: kill(dying)), skip=skip)  # type: ignore[misc]
            with pytest.raises(StudioUnreachableError):
                pull(corpus, bad, [name], patience=IMPATIENT)
        server = restarted(server)
        report = pull(corpus, server, [name], patience=HASTY)
        assert report.clean
        assert corpus.annotated_ids(name) == ANNOTATED
        for article in ANNOTATED:
            assert layers(corpus.annotation(article, name)) == layers(corpus.annotation(article))


COMMAND = """
import sys
from pathlib import Path
from quotidian.store import Corpus
from quotidian.studio import survey
from quotidian.studio.existing import connect
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
survey.BATCH = 2
what, root, url, token = sys.argv[1:]
server = connect(url, token)
if what == "push":
    push(Corpus(Path(root)), server, Selection(), annotators=["ann-c"], batch=2)
else:
    pull(Corpus(Path(root)), server)
"""


class Command:
    """A push or a pull in a process of its own, which is killed at a request."""

    def __init__(self, what: str, corpus: Corpus, bad: Faulty) -> None:
        self.arguments = [sys.executable, "-c", COMMAND, what, str(corpus.root), bad.url, bad.token]
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        self.process = subprocess.Popen(self.arguments)
        return self.process.wait(60)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


def test_a_killed_push_goes_on(bad: Faulty, corpus: Corpus) -> None:
    command = Command("push", corpus, bad)
    bad.meet("POST", "/import", first(command.kill), skip=1)
    assert command.run() == -9
    there = articles(bad.server, corpus, "ann-c")
    assert len(there) == 4  # the second request arrived, and nobody was left to hear of it
    assert command.run() == 0
    assert articles(bad.server, corpus, "ann-c") == list(ALL_IDS)


def test_a_killed_pull_goes_on(bad: Faulty, corpus: Corpus) -> None:
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(bad.server, corpus, "ann-c")
    for article in ANNOTATED:
        ann.submit(article)
    command = Command("pull", corpus, bad)
    bad.meet("GET", "/export", first(command.kill), skip=1)
    assert command.run() == -9
    assert corpus.annotated_ids("ann-c") == [BAKERY_ID]
    assert command.run() == 0
    assert corpus.annotated_ids("ann-c") == ANNOTATED
    for article in ANNOTATED:
        assert layers(corpus.annotation(article, "ann-c")) == layers(corpus.annotation(article))
