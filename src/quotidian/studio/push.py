"""Push: articles out as tasks, into one project for each annotator; what is there already is never added again.

Nothing is remembered between two runs: each looks at what the server has. That makes a push that was stopped at any
point the same as one that was never begun, but for what it has done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, TypeVar

from quotidian.errors import ArticleNotFoundError, InputError, TextMissingError
from quotidian.ids import is_annotator_id
from quotidian.model import Annotation, Article
from quotidian.store import Corpus
from quotidian.studio.client import Client, Patience, Project, Reachable, TaskRow
from quotidian.studio.nearness import widest
from quotidian.studio.project import check_annotator, open_project
from quotidian.studio.selection import Selection, select
from quotidian.studio.to_task import prediction, task

T = TypeVar("T")

BATCH = 250

Progress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""


class Suggestions(Protocol):
    """Annotations that annotators start from."""

    @property
    def name(self) -> str:
        """What the annotations made from them name as their beginning."""

    def of(self, article: Article) -> Annotation | None:
        """The one of an article, None if there is none."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The annotations of one annotator, ``gold`` included, as suggestions to others."""

    corpus: Corpus
    name: str

    def __post_init__(self) -> None:
        if not is_annotator_id(self.name) or not self.corpus.annotated_ids(self.name):
            raise InputError("no annotations to suggest", found=self.name, expected="a folder under annotations/")

    def of(self, article: Article) -> Annotation | None:
        """This annotator's annotation of an article."""
        try:
            return self.corpus.annotation(article.id, self.name)
        except ArticleNotFoundError:
            return None


@dataclass(frozen=True, slots=True)
class Given:
    """Annotations at hand, by article, as suggestions; ``name`` says what they are."""

    name: str
    annotations: Mapping[str, Annotation]

    def of(self, article: Article) -> Annotation | None:
        """The one of an article."""
        return self.annotations.get(article.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An article, or a suggestion for one, that was not sent; ``reason`` is a stable word.

    ``text-missing``: a stand-off text that was not hydrated; ``text-private``: it may not go to this server;
    ``other-text``: the server has a task of this article with another text; ``suggestion-of-other-text``: the
    annotation to suggest is of another text.
    """

    article: str
    reason: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """What a push did: for each annotator, and what was sent to nobody. ``nearness`` is where the server is."""

    nearness: str
    projects: tuple[Pushed, ...]
    refused: tuple[Refusal, ...]

    @property
    def clean(self) -> bool:
        """Whether everything that was selected is there."""
        return not self.refused and not any(project.refused for project in self.projects)


def push(
    corpus: Corpus,
    server: Reachable,
    selection: Selection,
    *,
    annotators: Sequence[str],
    suggestions: Suggestions | None = None,
    spread: bool = False,
    batch: int = BATCH,
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> PushReport:
    """Give articles to annotators.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        selection: which articles.
        annotators: who annotates them; each gets a project of their own, so that they work independently.
        suggestions: what they start from, if anything.
        spread: send texts that may not be redistributed to a server outside of private networks, too.
        batch: how many tasks go in one request.
        patience: how long to wait for the server.
        progress: told after each batch.

    Raises:
        ArticleNotFoundError, InputError: the selection or an annotator's name won't do, or the corpus is damaged.
        StudioUnreachableError: the server died; what arrived stays, and the same push goes on from there.
        StudioAccessError: the token won't do.
        StudioError: the server refused something.
    """
    names = [check_annotator(name) for name in dict.fromkeys(annotators)]
    articles = select(corpus, selection)
    near = widest(server.url, server.address)
    sendable, refused = _sendable(corpus, articles, spread=spread or near != "public")
    client = Client(server, patience)
    total = len(sendable) * len(names)
    pushed = []
    for number, name in enumerate(names):
        done = number * len(sendable)
        filling = _Filling(client, corpus, open_project(client, corpus, name), name, suggestions, batch)
        pushed.append(filling.fill(sendable, lambda part, done=done: progress and progress(done + part, total)))  # type: ignore[misc]
    return PushReport(nearness=near, projects=tuple(pushed), refused=refused)


def _sendable(
    corpus: Corpus, articles: Iterable[Article], *, spread: bool
) -> tuple[tuple[Article, ...], tuple[Refusal, ...]]:
    """The articles whose text is at hand and may go there; one text in memory at a time."""
    sendable, refused = [], []
    for article in articles:
        if not spread and not article.rights.redistributable:
            message = (
                f"the text of {article.id} may not be redistributed ({article.rights.license}, "
                f"{article.rights.holder}), and the server is outside of private networks; "
                "--spread sends it all the same"
            )
            refused.append(Refusal(article=article.id, reason="text-private", message=message))
            continue
        try:
            corpus.text(article)
        except TextMissingError as error:
            refused.append(Refusal(article=article.id, reason="text-missing", message=str(error)))
        else:
            sendable.append(article)
    return tuple(sendable), tuple(refused)


@dataclass(slots=True)
class _Filling:
    """Filling one project."""

    client: Client
    corpus: Corpus
    project: Project
    annotator: str
    suggestions: Suggestions | None
    batch: int
    refused: list[Refusal] = field(default_factory=list)
    suggested: set[str] = field(default_factory=set)

    def fill(self, articles: Sequence[Article], progress: Callable[[int], object]) -> Pushed:
        """Add what is missing, then look whether all of it is there, once."""
        before = self._there(articles)
        wanted = [article for article in articles if article.id not in self._elsewhere(before, articles)]
        missing = [article for article in wanted if not before[article.id]]
        done = len(articles) - len(missing)
        progress(done)
        for some in _batches(missing, self.batch):
            self._add(some)
            done += len(some)
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

    def _add(self, articles: Sequence[Article]) -> None:
        """One batch of new tasks, in one request."""

        def missing(some: Sequence[Article]) -> Sequence[Article]:
            there = self._there(some)
            return [article for article in some if not there[article.id]]

        def add(some: Sequence[Article]) -> None:
            self.client.import_tasks(self.project.id, [self._task(article) for article in some])

        self.client.until_done(f"adding {len(articles)} tasks for {self.annotator}", articles, add, missing)

    def _task(self, article: Article) -> dict[str, Any]:
        text = self.corpus.text(article)
        suggested = self._suggestion(article, text)
        return task(article, text) | ({"predictions": [suggested]} if suggested is not None else {})

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
        for some in _batches(without, self.batch):
            rows = []
            for article in some:
                suggested = self._suggestion(article, self.corpus.text(article))
                rows += [suggested | {"task": untouched[article.id]}] if suggested is not None else []
            self._add_suggestions(rows)
        if self.suggested:
            # What the editor shows as the beginning is the suggestion of the project's model version.
            self.client.update_project(self.project.id, model_version=name)

    def _have_suggestion(self, name: str, there: dict[str, list[TaskRow]]) -> set[int]:
        """The tasks with a suggestion of this name; the rows tell if no other name was ever suggested here."""
        if not set(self.client.suggesters(self.project.id)) - {name}:
            return {row.id for rows in there.values() for row in rows if row.predictions}
        return self.client.suggested(self.project.id, name)

    def _add_suggestions(self, rows: Sequence[dict[str, Any]]) -> None:
        def missing(some: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
            have = self.client.suggested(self.project.id, self.suggestions.name if self.suggestions else "")
            return [row for row in some if row["task"] not in have]

        def add(some: Sequence[dict[str, Any]]) -> None:
            self.client.import_predictions(self.project.id, some)

        self.client.until_done(f"suggesting {len(rows)} annotations to {self.annotator}", rows, add, missing)


def _batches(items: Sequence[T], size: int) -> Iterable[list[T]]:
    """A sequence in pieces of at most ``size``."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
