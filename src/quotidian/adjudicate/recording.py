"""Telling of gold that is there how it was decided, by comparison alone: nothing is judged again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from quotidian.adjudicate.record import record
from quotidian.adjudicate.versions import gold_of, versions_of
from quotidian.draft.save import annotators_of
from quotidian.errors import InputError
from quotidian.model import GOLD, Article, Decisions
from quotidian.store import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was found out about the gold of an article; ``changed`` is whether that is news to its file."""

    article: str
    path: Path
    changed: bool
    decisions: Decisions


def record_gold(corpus: Corpus, article: Article, *, adjudicator: str | None = None) -> Recorded:
    """Write into gold how it was decided between the annotators that it names; its labels stay as they are.

    Args:
        corpus: the corpus.
        article: the article.
        adjudicator: who decided; by default as gold tells already, if it does.

    Raises:
        InputError: there is no gold annotation of the article, it does not name what it was decided between, or those
            annotations are not there or have errors.
    """
    gold = gold_of(corpus, article)
    path = corpus.annotation_path(GOLD, article.id)
    if gold is None:
        raise InputError(
            "there is no gold annotation", path=path, mend=f"quotidian adjudicate {article.id} --draft FILE"
        )
    names = gold.provenance.adjudicated_from
    absent = sorted(set(names) - set(annotators_of(corpus, article.id)))
    if not names or absent:
        raise InputError(
            f"how gold was decided can't be told: {' and '.join(absent)} did not annotate {article.id}"
            if absent
            else "gold does not tell which annotators it was decided between",
            path=path,
            pointer="/provenance/adjudicated_from",
        )
    versions = versions_of(corpus, article, names)
    before = gold.provenance.decisions
    known = adjudicator or (before.adjudicator if before is not None else None)
    decisions = record(gold, versions, known)
    if decisions == before:
        return Recorded(article=article.id, path=path, changed=False, decisions=decisions)
    provenance = msgspec.structs.replace(gold.provenance, decisions=decisions)
    corpus.save_annotation(msgspec.structs.replace(gold, provenance=provenance))
    return Recorded(article=article.id, path=path, changed=True, decisions=decisions)
