"""From the file in which somebody adjudicated to gold: only if nothing is open, and nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quotidian.adjudicate.decide import Decided
from quotidian.adjudicate.document import Document, basis
from quotidian.adjudicate.keep import Kept, keep_gold
from quotidian.adjudicate.read import read_document
from quotidian.adjudicate.versions import versions_of
from quotidian.draft.read import OpenDraft, provenance_now
from quotidian.draft.save import checked
from quotidian.errors import ArticleNotFoundError, DraftProblem, InputError
from quotidian.model import GOLD, Annotation, Article
from quotidian.store import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledFile:
    """What became of a file: its gold, and the findings that don't keep it from being valid."""

    kept: Kept
    warnings: tuple[DraftProblem, ...]


def pull_file(
    corpus: Corpus,
    path: Path,
    *,
    adjudicator: str | None = None,
    seconds: float | None = None,
    replace: bool = False,
    now: datetime | None = None,
) -> PulledFile:
    """Make gold of a file in which everything is decided.

    Args:
        corpus: where its article is.
        path: the file.
        adjudicator: who decided.
        seconds: working time.
        replace: write over gold that was edited by hand or decided otherwise since.
        now: the time to record; by default the clock's.

    Raises:
        DraftError: something is open or wrong, with everything that is, by line; nothing was written.
        TextMissingError: the text of a stand-off article is not on this machine.
        InputError: the file can't be read, what it was made from has changed, or gold would be lost.
    """
    document = read_document(path)
    draft = OpenDraft(document.draft, document.path)
    try:
        article = corpus.article(document.article)
    except ArticleNotFoundError:
        draft.unknown_article(corpus.article_ids())
        raise
    _require_every_question(document)
    text = corpus.text(article)
    versions = versions_of(corpus, article, document.between)
    _require_same_basis(article, document, versions)
    decided = Decided(document, draft.problems)
    made = draft.resolve(article, text, corpus.ontology, GOLD, provenance_now(now), decided.amend)
    warnings = checked(draft, made, article, text, corpus)
    kept = keep_gold(
        corpus,
        article,
        made,
        versions,
        task=document.id,
        started_from=document.gold,
        adjudicator=adjudicator,
        seconds=seconds,
        replace=replace,
        now=now,
    )
    return PulledFile(kept=kept, warnings=warnings)


def _require_every_question(document: Document) -> None:
    """Refuse a file from which a question was deleted: that decides nothing.

    Raises:
        InputError: there are fewer or more than it was written with.
    """
    if not document.whole:
        raise InputError(
            f"the file was written with {document.disagreements} disagreements and has {len(document.slots)}",
            path=document.path,
            mend=f"{_AGAIN}, and what was deleted is asked once more",
        )


def _require_same_basis(article: Article, document: Document, versions: tuple[Annotation, ...]) -> None:
    """Refuse decisions between versions that are not there any more.

    Raises:
        InputError: an annotator has changed something since.
    """
    names = tuple(one.annotator for one in versions)
    if names != tuple(sorted(document.between)):
        gone = " and ".join(sorted(set(document.between) - set(names)))
        raise InputError(f"{gone} has no annotation of {article.id} any more", path=document.path, mend=_AGAIN)
    if basis(versions) != document.basis:
        raise InputError(
            f"the annotations of {article.id} have changed since this file was made", path=document.path, mend=_AGAIN
        )


_AGAIN = "run 'quotidian adjudicate ARTICLE --draft FILE' again: what is decided in the file stays"
