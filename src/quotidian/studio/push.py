"""Push: articles out as tasks, into one project for each annotator; what is there already is never added again.

Nothing is remembered between two runs: each looks at what the server has. That makes a push that was stopped at any
point the same as one that was never begun, but for what it has done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from quotidian.errors import TextMissingError
from quotidian.model import Article
from quotidian.store import Corpus
from quotidian.studio.annotators import check_annotator
from quotidian.studio.client import Client
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.filling import BATCH, BATCH_BYTES, Filling, Pushed, Refusal
from quotidian.studio.nearness import widest
from quotidian.studio.project import open_project
from quotidian.studio.selection import Selection, select
from quotidian.studio.suggestions import Suggestions

Progress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""


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
    batch_bytes: int = BATCH_BYTES,
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
        batch: how many tasks go in one request at most.
        batch_bytes: how many bytes of tasks go in one request at most, unless one task alone has more.
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
    sendable, refused = sendable_of(corpus, articles, spread=spread or near != "public")
    client = Client(server, patience)
    total = len(sendable) * len(names)
    pushed = []
    for number, name in enumerate(names):
        done = number * len(sendable)
        filling = Filling(
            client=client,
            corpus=corpus,
            project=open_project(client, corpus, name),
            annotator=name,
            suggestions=suggestions,
            batch=batch,
            batch_bytes=batch_bytes,
        )
        pushed.append(filling.fill(sendable, partial(_tell, progress, done, total)))
    return PushReport(nearness=near, projects=tuple(pushed), refused=refused)


def _tell(progress: Progress | None, before: int, total: int, done: int) -> None:
    """Tells how far a push is that has come to a project of which ``done`` tasks are done."""
    if progress is not None:
        progress(before + done, total)


def sendable_of(
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
