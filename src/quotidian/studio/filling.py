"""Filling one annotator's project: what is there already is never added again, what is doubled is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import orjson

from quotidian.model import Article
from quotidian.store import Corpus
from quotidian.studio.client import Client, Project, TaskRow
from quotidian.studio.suggestions import Suggestions
from quotidian.studio.to_task import prediction, task

BATCH = 250
# Label Studio answers a body of more than 250 MiB with a bare HTTP 500.
BATCH_BYTES = 32 * 1024 * 1024


Reason = Literal["text-missing", "text-private", "other-text", "suggestion-of-other-text"]
"""Why something was not sent; docs/annotating.md has a line for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An article, or a suggestion for one, that was not sent."""

    article: str
    reason: Reason
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What became of one annotator's project.

    ``added`` and ``present`` are ids of articles; ``suggested`` those whose task got a suggestion now; ``removed`` are
    tasks that a broken connection had doubled and nobody had touched.
    """

    annotator: str
    project: int
    address: str
    added: tuple[str, ...]
    present: tuple[str, ...]
    suggested: tuple[str, ...]
    removed: tuple[int, ...]
    refused: tuple[Refusal, ...]


class Parcel(NamedTuple):
    """What is sent to the server, and whose it is: the id of an article, or the number of a task."""

    key: str | int
    content: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Filling:
    """Filling one project."""

    client: Client
    corpus: Corpus
    project: Project
    annotator: str
    suggestions: Suggestions | None
    batch: int
    batch_bytes: int
    refused: list[Refusal] = field(default_factory=list)
    suggested: set[str] = field(default_factory=set)

    def fill(self, articles: Sequence[Article], progress: Callable[[int], object]) -> Pushed:
        """Add what is missing, then look whether all of it is there, once."""
        before = self._there(articles)
        wanted = [article for article in articles if article.id not in self._elsewhere(before, articles)]
        missing = [article for article in wanted if not before[article.id]]
        done = len(articles) - len(missing)
        progress(done)
        for parcels in packed(map(self._task, missing), self.batch, self.batch_bytes):
            self._add(parcels)
            done += len(parcels)
            progress(done)
        # Each look costs the server all that was done in the tasks, so a second one is taken only if something changed.
        after = self._there(articles) if missing else before
        removed = self._without_doubles(after)
        self._suggest(wanted, after)
        return Pushed(
            annotator=self.annotator,
            project=self.project.id,
            address=self.client.project_address(self.project.id),
            added=tuple(article.id for article in missing),
            present=tuple(article.id for article in wanted if before[article.id]),
            suggested=tuple(sorted(self.suggested)),
            removed=removed,
            refused=tuple(self.refused),
        )

    def _there(self, articles: Iterable[Article]) -> dict[str, list[TaskRow]]:
        """The tasks of each article on the server, the oldest first."""
        rows: dict[str, list[TaskRow]] = {article.id: [] for article in articles}
        for row in self.client.tasks(self.project.id):
            if row.article in rows:
                rows[row.article].append(row)
        return rows

    def _elsewhere(self, there: dict[str, list[TaskRow]], articles: Iterable[Article]) -> set[str]:
        """Articles that are there with another text, which stays as it is."""
        found = {}
        for article in articles:
            for row in there[article.id]:
                if row.text_sha256 != article.text.sha256:
                    found[article.id] = Refusal(
                        article=article.id,
                        reason="other-text",
                        message=f"{self.client.task_address(self.project.id, row.id)} has another text of {article.id} "
                        "than the corpus: pull what was done there, delete the task, then push again",
                    )
        self.refused += found.values()
        return set(found)

    def _add(self, parcels: Sequence[Parcel]) -> None:
        """One batch of new tasks, in one request."""

        def missing(some: Sequence[Parcel]) -> Sequence[Parcel]:
            there = {row.article for row in self.client.tasks(self.project.id)}
            return [parcel for parcel in some if parcel.key not in there]

        def add(some: Sequence[Parcel]) -> None:
            self.client.import_tasks(self.project.id, [parcel.content for parcel in some])

        doing = f"adding {len(parcels)} tasks for {self.annotator}"
        self.client.connection.until_done(doing, parcels, add, missing)

    def _task(self, article: Article) -> Parcel:
        text = self.corpus.text(article)
        suggested = self._suggestion(article, text)
        predictions = {"predictions": [suggested]} if suggested is not None else {}
        return Parcel(article.id, task(article, text) | predictions)

    def _suggestion(self, article: Article, text: str) -> dict[str, Any] | None:
        annotation = self.suggestions.of(article) if self.suggestions is not None else None
        if annotation is None or self.suggestions is None:
            return None
        if annotation.text_sha256 != article.text.sha256:
            refusal = Refusal(
                article=article.id,
                reason="suggestion-of-other-text",
                message=f"the annotation of {article.id} by {self.suggestions.name} is of another text: not suggested",
            )
            if refusal not in self.refused:
                self.refused.append(refusal)
            return None
        self.suggested.add(article.id)
        return prediction(annotation, text, model_version=self.suggestions.name)

    def _without_doubles(self, there: dict[str, list[TaskRow]]) -> tuple[int, ...]:
        """Removes what an import that had arrived in spite of its failure doubled; touched tasks stay."""
        doubled = {article: rows for article, rows in there.items() if len(rows) > 1}
        if not doubled:
            return ()
        tasks = [row.id for rows in doubled.values() for row in rows]
        touched = {
            one["id"] for one in self.client.export(self.project.id, tasks) if one["annotations"] or one["drafts"]
        }
        removed = []
        for article, rows in doubled.items():
            kept = [row for row in rows if row.id in touched] or rows[:1]
            for row in rows:
                if row not in kept:
                    self.client.delete_task(row.id)
                    removed.append(row.id)
            there[article] = kept
        return tuple(removed)

    def _suggest(self, articles: Sequence[Article], there: dict[str, list[TaskRow]]) -> None:
        """Suggestions for tasks that came without them and that nobody has finished."""
        if self.suggestions is None:
            return
        name = self.suggestions.name
        untouched = {
            article.id: row.id for article in articles for row in there[article.id] if not row.submitted + row.skipped
        }
        have = self._have_suggestion(name, there) if untouched else set()
        without = [article for article in articles if article.id in untouched and untouched[article.id] not in have]
        found = ((untouched[article.id], self._suggestion(article, self.corpus.text(article))) for article in without)
        parcels = (Parcel(number, content | {"task": number}) for number, content in found if content is not None)
        for some in packed(parcels, self.batch, self.batch_bytes):
            self._add_suggestions(some)
        if self.suggested:
            # What the editor shows as the beginning is the suggestion of the project's model version.
            self.client.update_project(self.project.id, model_version=name)

    def _have_suggestion(self, name: str, there: dict[str, list[TaskRow]]) -> set[int]:
        """The tasks with a suggestion of this name; the rows tell if no other name was ever suggested here."""
        if not set(self.client.suggesters(self.project.id)) - {name}:
            return {row.id for rows in there.values() for row in rows if row.predictions}
        return self.client.suggested(self.project.id, name)

    def _add_suggestions(self, parcels: Sequence[Parcel]) -> None:
        def missing(some: Sequence[Parcel]) -> Sequence[Parcel]:
            have = self.client.suggested(self.project.id, self.suggestions.name if self.suggestions else "")
            return [parcel for parcel in some if parcel.key not in have]

        def add(some: Sequence[Parcel]) -> None:
            self.client.import_predictions(self.project.id, [parcel.content for parcel in some])

        doing = f"suggesting {len(parcels)} annotations to {self.annotator}"
        self.client.connection.until_done(doing, parcels, add, missing)


def packed(parcels: Iterable[Parcel], most: int, room: int) -> Iterator[list[Parcel]]:
    """Parcels in batches of at most ``most``, and of at most ``room`` bytes as JSON unless one alone has more."""
    batch: list[Parcel] = []
    taken = 0
    for parcel in parcels:
        size = len(orjson.dumps(parcel.content))
        if batch and (len(batch) == most or taken + size > room):
            yield batch
            batch, taken = [], 0
        batch.append(parcel)
        taken += size
    if batch:
        yield batch
