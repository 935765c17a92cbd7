"""Ranking the articles, and keeping the disagreements of those of lowest agreement within a bound."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from quotidian.agreement.report import ArticleAgreement, Disagreement
from quotidian.model import Article


class _Highest(NamedTuple):
    """Puts what has the highest rank first in a heap, which has the lowest there."""

    rank: tuple[float, str]

    def __lt__(self, other: object) -> bool:
        return isinstance(other, _Highest) and self.rank > other.rank


class Listing:
    """Articles with their disagreements, of which no more than ``most`` are kept.

    When there are more, all those of an article are let go, of the one of highest agreement first: a reader begins at
    the other end. The order in which articles come decides nothing.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = 0
        self._articles: list[ArticleAgreement] = []
        self._heap: list[tuple[_Highest, tuple[Disagreement, ...]]] = []
        self.counted = 0

    def add(
        self,
        article: Article,
        annotators: Sequence[str],
        values: dict[str, float | None],
        found: tuple[Disagreement, ...],
    ) -> None:
        """An article, who annotated it, the values of its layers and its disagreements."""
        given = [value for value in values.values() if value is not None]
        one = ArticleAgreement(
            article=article.id,
            title=article.title,
            annotators=tuple(annotators),
            score=sum(given) / len(given) if given else None,
            values=values,
            disagreements=len(found),
        )
        self._articles.append(one)
        self.counted += len(found)
        self._kept += len(found)
        heapq.heappush(self._heap, (_Highest(_rank(one)), found))
        while self._kept > self._most and len(self._heap) > 1:
            self._kept -= len(heapq.heappop(self._heap)[1])

    def ranking(self) -> tuple[ArticleAgreement, ...]:
        """The articles, those of lowest agreement first."""
        return tuple(sorted(self._articles, key=_rank))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Those that were kept, in the order of the ranking."""
        kept = {found[0].article: found for _, found in self._heap if found}
        return tuple(one for article in self.ranking() for one in kept.get(article.article, ()))


def _rank(one: ArticleAgreement) -> tuple[float, str]:
    """Lowest agreement first; an article in which there is nothing comes last."""
    return (2.0 if one.score is None else one.score, one.article)
