"""From a draft's file to an annotation in the corpus: looked up, resolved, checked, and kept only if it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from quotidian.checks.finding import ERROR
from quotidian.checks.position import parts
from quotidian.checks.runner import check_annotation
from quotidian.draft.read import OpenDraft, provenance_now
from quotidian.errors import ArticleNotFoundError, DraftProblem, InputError
from quotidian.model import Annotation, Article, Provenance
from quotidian.store import Corpus

# Who a draft is by while it is only checked.
NOBODY = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a draft.

    ``saved`` is the annotation's file, None if it was only checked; ``changed`` whether that file was written, False
    if it said the same already; ``warnings`` are findings that don't keep an annotation from being valid.
    """

    annotation: Annotation
    saved: Path | None
    changed: bool
    warnings: tuple[DraftProblem, ...]


def resolve_file(
    corpus: Corpus,
    path: Path,
    *,
    annotator: str | None = None,
    seconds: float | None = None,
    preannotated_from: str | None = None,
    adjudicated_from: tuple[str, ...] = (),
    now: datetime | None = None,
) -> Outcome:
    """Resolve the draft in a file and keep the annotation.

    Args:
        corpus: where its article is, and where the annotation goes.
        path: the draft.
        annotator: who made it; None only checks.
        seconds: working time; here and below, what is not given stays as an existing annotation has it.
        preannotated_from: the annotation that the annotator started from.
        adjudicated_from: the annotators that a gold annotation was decided between.
        now: the time that provenance records; by default the clock's.

    Returns:
        What was made. An existing annotation by the same annotator is replaced and keeps its time of creation; if it
        differs in nothing but time and tool it is left as it is.

    Raises:
        DraftError: the draft has problems, or the annotation fails a check; nothing was written.
        TextMissingError: the article is stand-off and its text is not on this machine.
        InputError: the draft, article or text can't be read, nobody called ``preannotated_from`` annotated the
            article, or a draft without a mention, quote or event would
            replace an annotation that has some.
    """
    draft = OpenDraft(path)
    try:
        article = corpus.article(draft.article)
    except ArticleNotFoundError:
        draft.unknown_article(corpus.article_ids())
        raise
    if preannotated_from is not None and preannotated_from not in (known := annotators_of(corpus, article.id)):
        raise InputError(
            f"made from {preannotated_from}'s annotation of {article.id}, which does not exist",
            path=path,
            mend=f"there is one by {' and one by '.join(known)}" if known else "nobody annotated it yet",
        )
    text = corpus.text(article)
    fresh = provenance_now(now)
    provenance = msgspec.structs.replace(
        fresh, seconds=seconds, preannotated_from=preannotated_from, adjudicated_from=adjudicated_from
    )
    made = draft.resolve(article, text, corpus.ontology, annotator or NOBODY, provenance)
    warnings = checked(draft, made, article, text, corpus)
    if annotator is None:
        return Outcome(annotation=made, saved=None, changed=False, warnings=warnings)
    saved = corpus.annotation_path(annotator, article.id)
    if saved.is_file():
        before = corpus.annotation(article.id, annotator)
        _refuse_loss(before, made, saved)
        made = msgspec.structs.replace(made, provenance=_continued(made.provenance, before.provenance))
        if _timeless(made) == _timeless(before):
            return Outcome(annotation=before, saved=saved, changed=False, warnings=warnings)
    return Outcome(annotation=made, saved=corpus.save_annotation(made), changed=True, warnings=warnings)


def annotators_of(corpus: Corpus, article: str) -> list[str]:
    """Names of all who annotated an article, sorted."""
    return [name for name in corpus.annotators() if corpus.annotation_path(name, article).is_file()]


def checked(
    draft: OpenDraft, made: Annotation, article: Article, text: str, corpus: Corpus
) -> tuple[DraftProblem, ...]:
    """The warnings about an annotation, at the places of the draft that they are about.

    Raises:
        DraftError: there are errors.
    """
    warnings = []
    for finding in check_annotation(made, article, text, corpus.ontology):
        place = draft.place_of(_id_at(made, finding.pointer))
        message = f"{finding.check}: {finding.message}"
        if finding.severity == ERROR:
            draft.problems.add(place, message)
        else:
            warnings.append(DraftProblem(draft.path, *place, message))
    draft.problems.refuse()
    return tuple(sorted(warnings, key=lambda warning: (warning.line, warning.column)))


def _refuse_loss(before: Annotation, made: Annotation, saved: Path) -> None:
    """Keep a draft in which nobody marked anything yet, such as ``--new`` writes, from wiping out somebody's work.

    Raises:
        InputError: it would.
    """
    had = {layer: len(getattr(before, layer)) for layer in ("mentions", "quotes", "events")}
    if any(had.values()) and not (made.mentions or made.quotes or made.events):
        raise InputError(
            "a draft that marks nothing would replace this annotation of "
            + ", ".join(f"{number} {layer}" for layer, number in had.items()),
            path=saved,
            mend="if the annotation is to be empty, delete this file first",
        )


def _id_at(annotation: Annotation, where: str) -> str | None:
    """The id of the entity, mention, quote or event that a JSON pointer leads into."""
    steps = parts(where)
    if len(steps) < 2 or steps[0] not in ("entities", "mentions", "quotes", "events"):
        return None
    one = getattr(annotation, steps[0])[int(steps[1])].id
    return str(one)


def _continued(new: Provenance, old: Provenance) -> Provenance:
    """The provenance of an annotation that replaces another by the same annotator."""
    return msgspec.structs.replace(
        new,
        created=old.created,
        task=old.task,
        seconds=new.seconds if new.seconds is not None else old.seconds,
        preannotated_from=new.preannotated_from or old.preannotated_from,
        adjudicated_from=new.adjudicated_from or old.adjudicated_from,
    )


def _timeless(annotation: Annotation) -> Annotation:
    """An annotation without what changes each time a tool writes it."""
    same = provenance_now(datetime.fromtimestamp(0).astimezone())
    provenance = msgspec.structs.replace(
        annotation.provenance, tool=same.tool, created=same.created, updated=same.updated
    )
    return msgspec.structs.replace(annotation, provenance=provenance)
