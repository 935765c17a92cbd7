"""Which articles go out: named ones, those of a source or a split, or a sample that a seed decides."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from quotidian.errors import InputError
from quotidian.model import Article
from quotidian.store import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an article must be to be chosen; what is not given does not matter.

    Attributes:
        ids: ids of articles; empty for all of them.
        source: who published it, compared without regard to case.
        split: the split that it belongs to.
        sample: how many of those that remain; all of them if there are not more.
        seed: decides which ones. Each article is drawn by its own id, so that a larger sample holds the smaller one and
            an article that comes into the corpus later takes the place of one other at most.
    """

    ids: tuple[str, ...] = ()
    source: str | None = None
    split: str | None = None
    sample: int | None = None
    seed: int = 0


def select(corpus: Corpus, selection: Selection) -> tuple[Article, ...]:
    """The articles of a selection, in the order of their ids.

    Raises:
        ArticleNotFoundError: an id that the corpus does not hold.
        InputError: no article is like that, or the metadata of one are damaged.
    """
    articles = [
        article
        for article in corpus.articles(sorted(set(selection.ids)) if selection.ids else None)
        if _is(article, selection)
    ]
    if not articles:
        raise InputError(
            "no article is selected",
            found=", ".join(_said(selection)) or "an empty corpus",
            expected="at least one article",
            mend="'quotidian stats' counts articles by source and split",
        )
    if selection.sample is not None:
        drawn = sorted(articles, key=lambda article: _draw(selection.seed, article.id))[: selection.sample]
        articles = sorted(drawn, key=lambda article: article.id)
    return tuple(articles)


def _is(article: Article, selection: Selection) -> bool:
    source, split = selection.source, selection.split
    of_source = source is None or article.source.casefold() == source.casefold()
    return of_source and (split is None or article.split == split)


def _said(selection: Selection) -> list[str]:
    """What was asked for, in words."""
    named = [f"{len(selection.ids)} named"] if selection.ids else []
    fields = (("source", selection.source), ("split", selection.split))
    return named + [f"{name} {value}" for name, value in fields if value is not None]


def _draw(seed: int, article: str) -> bytes:
    return hashlib.sha256(f"{seed}:{article}".encode()).digest()
