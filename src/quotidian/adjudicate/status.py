"""How far the adjudication of a corpus is: what is gold, what is to be decided, what is new since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotidian.adjudicate.drafting import merged_of
from quotidian.adjudicate.keep import edited_by_hand
from quotidian.adjudicate.policy import Policy
from quotidian.errors import InputError
from quotidian.model import GOLD, Article
from quotidian.store import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one article is.

    ``state`` is ``gold`` (nothing is left to ask), ``new`` (gold, but annotators have said new things since),
    ``to-do`` (no gold), or ``refused`` (it can't be adjudicated, for the ``reason``). ``items`` is how many gold has,
    or agreed where there is none; ``questions`` how many disagreements there are; ``by_hand`` tells of gold that does
    not tell how it was decided.
    """

    article: str
    state: str
    between: tuple[str, ...] = ()
    items: int = 0
    questions: int = 0
    by_hand: bool = False
    reason: str = ""


def standing(
    corpus: Corpus, article: Article, annotators: Sequence[str] = (), *, policy: Policy = "unanimous"
) -> Standing:
    """How far the adjudication of an article is; what keeps it from being adjudicated is told, not raised."""
    try:
        merged, _, gold = merged_of(corpus, article, annotators, policy=policy)
    except InputError as error:
        return Standing(article=article.id, state="refused", reason=str(error))
    one = merged.annotation
    questions = len(merged.disagreements)
    return Standing(
        article=article.id,
        state="to-do" if gold is None else "new" if questions else "gold",
        between=merged.between,
        items=len(one.entities) + len(one.mentions) + len(one.quotes) + len(one.events),
        questions=questions,
        by_hand=gold is not None and edited_by_hand(gold),
    )


def articles_of(
    corpus: Corpus, ids: Sequence[str], *, everything: bool, annotators: Sequence[str] = ()
) -> tuple[Article, ...]:
    """The articles that are meant: those named, or all that two annotators or more have annotated.

    Args:
        corpus: the corpus.
        ids: those named.
        everything: all instead.
        annotators: who counts for that; empty for everybody.

    Raises:
        ArticleNotFoundError: the corpus does not hold one of them.
    """
    if not everything:
        return tuple(corpus.article(one) for one in dict.fromkeys(ids))
    names = [name for name in corpus.annotators() if name != GOLD and (not annotators or name in annotators)]
    annotated = [set(corpus.annotated_ids(name)) for name in names]
    return tuple(one for one in corpus.articles() if sum(one.id in some for some in annotated) > 1)
