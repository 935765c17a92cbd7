"""Keeping what was decided as gold: with how it was decided, and never over what somebody did by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from quotidian.adjudicate.considered import Considered
from quotidian.adjudicate.record import record
from quotidian.adjudicate.told import layers_sha256
from quotidian.adjudicate.versions import gold_of
from quotidian.draft.read import provenance_now
from quotidian.errors import InputError
from quotidian.model import GOLD, LAYERS, Annotation, Article, Decisions, Event, Provenance
from quotidian.store import Corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a decided article.

    ``path`` is the gold file, ``changed`` whether it was written; ``decisions`` how it was decided.
    """

    article: str
    path: Path
    changed: bool
    decisions: Decisions


def keep_gold(
    corpus: Corpus,
    article: Article,
    made: Annotation,
    versions: Sequence[Annotation],
    *,
    task: str,
    started_from: str | None,
    adjudicator: str | None,
    seconds: float | None = None,
    made_in: Provenance | None = None,
    replace: bool = False,
    now: datetime | None = None,
) -> Kept:
    """Write what was decided as the gold annotation of an article.

    Args:
        corpus: the corpus.
        article: the article.
        made: what was decided; valid.
        versions: the annotations that it was decided between.
        task: what tells this adjudication from another one of the article.
        started_from: the hash of the layers of the gold that it went on from; empty if there was none, None if
            that can't be told.
        adjudicator: who decided; None for whom gold names if it says the same already.
        seconds: working time.
        made_in: the tool in which it was decided, and when; by default this one, now.
        replace: write over a gold annotation that was edited by hand, says nothing of how it was decided, or was
            decided otherwise since.
        now: the time to record; by default the clock's.

    Raises:
        InputError: there is such a gold annotation; it is left alone.
    """
    there = gold_of(corpus, article)
    if there is not None:
        made = _as_before(there, made)
        if (
            adjudicator is None
            and there.provenance.decisions is not None
            and layers_sha256(there) == layers_sha256(made)
        ):
            adjudicator = there.provenance.decisions.adjudicator
    decisions = record(made, versions, adjudicator)
    fresh = made_in or provenance_now(now)
    provenance = msgspec.structs.replace(
        fresh,
        task=task,
        seconds=seconds,
        adjudicated_from=tuple(sorted(one.annotator for one in versions)),
        decisions=decisions,
        preannotated_from=None,
    )
    made = msgspec.structs.replace(made, annotator=GOLD, provenance=provenance)
    path = corpus.annotation_path(GOLD, article.id)
    if there is not None:
        before = there.provenance
        same = layers_sha256(there) == layers_sha256(made)
        if same and before.decisions == decisions and before.adjudicated_from == provenance.adjudicated_from:
            return Kept(article=article.id, path=path, changed=False, decisions=decisions)
        if not same and not replace:
            _refuse_loss(there, made, path, started_from, task)
        provenance = msgspec.structs.replace(
            provenance, created=before.created, seconds=seconds if seconds is not None else before.seconds
        )
        made = msgspec.structs.replace(made, provenance=provenance)
    return Kept(article=article.id, path=corpus.save_annotation(made), changed=True, decisions=decisions)


def considered_by(gold: Annotation, versions: Sequence[Annotation]) -> Considered:
    """What was decided upon when gold was; told by comparison where the file does not tell it."""
    decisions = gold.provenance.decisions
    if decisions is None or edited_by_hand(gold):
        between = [one for one in versions if one.annotator in gold.provenance.adjudicated_from]
        decisions = record(gold, between)
    return Considered(decisions.items)


def edited_by_hand(gold: Annotation) -> bool:
    """Whether gold is not what its decisions tell of; also if it has none."""
    decisions = gold.provenance.decisions
    return decisions is None or decisions.layers_sha256 != layers_sha256(gold)


def _as_before(there: Annotation, made: Annotation) -> Annotation:
    """What was decided, with the arguments of an event as gold orders them: their order says nothing."""
    before = {one.id: one for one in there.events}
    events = (before[one.id] if one.id in before and _same(before[one.id], one) else one for one in made.events)
    return msgspec.structs.replace(made, events=tuple(events))


def _same(one: Event, other: Event) -> bool:
    return Counter(one.arguments) == Counter(other.arguments) and one == msgspec.structs.replace(
        other, arguments=one.arguments
    )


def _refuse_loss(there: Annotation, made: Annotation, path: Path, started_from: str | None, task: str) -> None:
    """Keep somebody's gold from being written over unseen.

    Raises:
        InputError: it would be.
    """
    decisions = there.provenance.decisions
    if decisions is None:
        why = "there is a gold annotation that does not tell how it was decided"
    elif edited_by_hand(there):
        why = "the gold annotation was edited by hand since it was decided"
    elif there.provenance.task != task and started_from is None:
        why = "there is a gold annotation that was decided elsewhere"
    elif there.provenance.task != task and started_from != layers_sha256(there):
        why = "the article was adjudicated otherwise since this was begun"
    else:
        return
    raise InputError(
        f"{why}: {_changes(there, made)}", path=path, mend="--replace writes over it; 'record' tells how it was decided"
    )


def _changes(there: Annotation, made: Annotation) -> str:
    """What would change, in words."""
    told = []
    for layer in LAYERS:
        before = {one.id: one for one in getattr(there, layer)}
        after = {one.id: one for one in getattr(made, layer)}
        counts = {
            "added": len(after.keys() - before.keys()),
            "removed": len(before.keys() - after.keys()),
            "changed": sum(before[one] != after[one] for one in before.keys() & after.keys()),
        }
        if any(counts.values()):
            told.append(f"{layer} " + ", ".join(f"{number} {what}" for what, number in counts.items() if number))
    return "; ".join(told) or "only the order would change"
