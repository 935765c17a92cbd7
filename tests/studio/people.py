"""What annotators do in Label Studio, done through its API, and corpora to do it with."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import msgspec
import orjson

from quotidian.model import Annotation
from quotidian.store import INFO, Corpus, to_json, write_atomic
from quotidian.studio.client import Client, TaskRow
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.project import projects_of
from quotidian.studio.to_task import prediction
from tests.release.corpora import COURT, STORM, full_corpus, hydrate

# Waits that a test can afford.
HASTY = Patience(timeout=20, attempts=4, first_wait=0.05)
ONCE = Patience(timeout=20, attempts=1)

FERRY_ID = "harbour-gazette-2026-03-03-ferry-line-reopens"
BAKERY_ID = "city-desk-2026-04-10-bakery-stays"
STORM_ID = "open-news-2026-05-01-storm-damages-pier"
COURT_ID = "closed-press-2026-05-02-ferry-company-fined"
WAITING_ID = "city-desk-2026-06-01-museum-opens"
ALL_IDS = tuple(sorted((FERRY_ID, BAKERY_ID, STORM_ID, COURT_ID, WAITING_ID)))


def own_corpus(root: Path) -> Corpus:
    """Articles of all kinds, hydrated, in a corpus whose name no other test uses on the shared server."""
    corpus = full_corpus(root)
    info = msgspec.structs.replace(corpus.info, name=f"harbour-{uuid.uuid4().hex[:12]}")
    write_atomic(root / INFO, to_json(info))
    corpus = Corpus(root)
    hydrate(corpus, STORM, COURT)
    return corpus


class Annotator:
    """Somebody who works in their project.

    Args:
        server: where.
        corpus: what.
        name: who.
    """

    def __init__(self, server: Reachable, corpus: Corpus, name: str) -> None:
        self.client = Client(server, HASTY)
        self.corpus = corpus
        self.project = projects_of(self.client, corpus)[name].id
        self.sdk = self.client.connection.sdk
        self.submitted: dict[str, int] = {}
        self.user: dict[str, int] = {}  # as whom they submit; else as the one whose token it is
        self.known: dict[str, int] = {}  # tasks by article, which then needn't be looked up

    @property
    def project_address(self) -> str:
        return self.client.project_address(self.project)

    def rows(self) -> list[TaskRow]:
        return self.client.tasks(self.project)

    def task(self, article: str) -> int:
        """The number of an article's task."""
        return self.known.get(article) or self.row(article).id

    def row(self, article: str) -> TaskRow:
        [row] = [row for row in self.rows() if row.article == article]
        return row

    def address(self, article: str) -> str:
        return self.client.task_address(self.project, self.task(article))

    def result(self, annotation: Annotation) -> list[Any]:
        """An annotation as the editor would send it."""
        text = self.corpus.text(annotation.article)
        result = prediction(annotation, text, model_version="")["result"]
        assert isinstance(result, list)
        return result

    def submit(self, article: str, result: list[Any] | None = None, seconds: float = 60.0) -> int:
        """Submits the gold annotation of an article, or another result; the number of what was submitted."""
        result = self.result(self.corpus.annotation(article)) if result is None else result
        made = self.sdk.annotations.create(id=self.task(article), result=result, lead_time=seconds, **self.user)
        self.submitted[article] = int(made.id)
        return self.submitted[article]

    def accept(self) -> None:
        """Makes every suggestion an annotation, as a program does it."""
        for one in self.sdk.predictions.list(project=self.project):
            self.sdk.annotations.create(id=one.task, result=one.result, parent_prediction=one.id, lead_time=60.0)

    def log_in(self, name: str) -> None:
        """From now on, submit as this user, who is new."""
        made = self.sdk.users.create(username=name, email=f"{name}@localhost")
        self.user = {"completed_by": int(made.id)}

    def update(self, submitted: int, result: list[Any]) -> None:
        self.sdk.annotations.update(id=submitted, result=result)

    def withdraw(self, submitted: int) -> None:
        self.sdk.annotations.delete(id=submitted)

    def skip(self, article: str) -> None:
        self.sdk.annotations.create(id=self.task(article), result=[], was_cancelled=True)

    def draft(self, article: str, result: list[Any], of: int | None = None) -> None:
        """Saves work without submitting it; ``of`` is what was submitted before."""
        http = self.sdk._client_wrapper.httpx_client
        where = f"api/tasks/{self.task(article)}" + (f"/annotations/{of}" if of is not None else "")
        answer = http.request(f"{where}/drafts", method="POST", json={"result": result, "lead_time": 3})
        assert answer.status_code < 300, answer.text

    def predictions(self) -> set[tuple[str, str]]:
        """Articles with the model versions of what is suggested for them."""
        articles = {row.id: row.article or "" for row in self.rows()}
        found = self.sdk.predictions.list(project=self.project)
        return {(articles[one.task], str(one.model_version)) for one in found}


def layers(annotation: Annotation) -> tuple[object, ...]:
    """What an annotation says, without who said it."""
    return (
        annotation.article,
        annotation.text_sha256,
        annotation.entities,
        annotation.mentions,
        annotation.quotes,
        annotation.events,
    )


def raw_files(corpus: Corpus) -> list[dict[str, Any]]:
    """All tasks that pulling has kept."""
    found = sorted((corpus.root / ".studio" / "pulled").glob("127.0.0.1-*/*/*.json"))
    return [orjson.loads(path.read_bytes()) for path in found]
