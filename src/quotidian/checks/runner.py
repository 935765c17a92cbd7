"""Runs the checks of one subject: first a fast gate, and the checks that explain only where it is shut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator
from functools import cache
from typing import Any, TypeVar

import msgspec

from quotidian.checks import format as format_level
from quotidian.checks import gates, linguistics, metadata, ontology, quote_marks, quotes, references, schema, spans
from quotidian.checks.check import Check
from quotidian.checks.finding import Finding
from quotidian.checks.places import Place
from quotidian.checks.salvage import Salvaged, salvage, whole
from quotidian.checks.source import Source
from quotidian.checks.subjects import Annotated, Document, File
from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology
from quotidian.record import Record
from quotidian.schemas import gate

R = TypeVar("R", bound=Record)

# The checks of an annotation's records, in the order of the catalogue, each group behind its gate.
GATED: tuple[tuple[Callable[[Annotated], bool], tuple[Check[Annotated], ...]], ...] = (
    (gates.spans, spans.CHECKS),
    (gates.references, references.ANNOTATION_CHECKS),
    (gates.ontology, ontology.ANNOTATION_CHECKS),
    (gates.linguistics, linguistics.CHECKS),
    (gates.speech, quotes.CHECKS),
    (gates.marks, quote_marks.CHECKS),
)


def check_annotation(
    annotation: Annotation | bytes,
    article: Article,
    text: str | None,
    ontology: Ontology | None,
    *,
    file: str | None = None,
    only: Collection[str] | None = None,
) -> Iterator[Finding]:
    """Everything that is wrong with one annotation, whatever its file holds.

    Args:
        annotation: the value object, or the bytes of its file: then its form is checked as well, and findings have
            lines.
        article: the article that it is to be of.
        text: the article's text, known to be the right one; None if it is not at hand: then the checks that need no
            text run.
        ontology: the labels; None if there are none to compare with.
        file: how findings name the file.
        only: ids of the checks to run; None for all of them.

    Returns:
        Findings, one at a time, in the order of the catalogue.
    """
    place = Place(file or "-", "stray")
    if isinstance(annotation, bytes):
        source = Source(file, annotation, article.id, only=only)
        value = yield from check_format(source, File(place, annotation))
        document = Document(place, value, "annotation", secret=article.standoff)
        yield from check_annotation_document(source, document, article, text, ontology)
    else:
        source = Source(file, None, article.id, annotation.annotator, only=only)
        # The rest of the document is not looked at again if it is proven that its records follow the schema.
        looked_at = annotation if gates.records(annotation) else _without_records(annotation)
        document = Document(place, looked_at.to_dict(), "annotation", secret=article.standoff)
        yield from check_schema(source, document, readable=True)
        yield from _check_records(source, whole(annotation), article, text, ontology)


def check_format(source: Source, file: File) -> Generator[Finding, None, Any]:
    """The findings of a JSON file's form; returns its value, or ``format.NO_VALUE`` if there is none."""
    try:
        return format_level.read_json(file.data)
    except ValueError:
        yield from source.findings(format_level.CHECKS, file)
        return format_level.last_value(file.data)


def check_schema(source: Source, document: Document, *, readable: bool) -> Iterator[Finding]:
    """The findings of a document against its schema; ``readable`` says whether the model takes it."""
    if not readable or not gate(document.schema).is_valid(document.value):
        yield from source.findings(schema.VIOLATIONS, document)
    if isinstance(document.value, dict):
        yield from source.findings(metadata.CHECKS, document)


def check_document(source: Source, document: Document, kind: type[R]) -> Generator[Finding, None, R | None]:
    """The findings of a document against its schema; returns the record that it is, None if it is none."""
    if document.value is format_level.NO_VALUE:
        return None
    record = _convert(document.value, kind)
    yield from check_schema(source, document, readable=record is not None)
    return record


def check_annotation_document(
    source: Source, document: Document, article: Article | None, text: str | None, ontology: Ontology | None
) -> Iterator[Finding]:
    """The findings of an annotation from the schema on; of a damaged one, also those of the records that are whole."""
    annotation = yield from check_document(source, document, Annotation)
    if annotation is not None:
        yield from _check_records(source, whole(annotation), article, text, ontology)
    elif isinstance(document.value, dict):
        yield from _check_records(source, salvage(document.value), article, text, ontology)


def _check_records(
    source: Source, rest: Salvaged, article: Article | None, text: str | None, ontology: Ontology | None
) -> Iterator[Finding]:
    """The findings of an annotation's records, by all checks whose needs are at hand."""
    annotated = Annotated(rest.annotation, article, text, ontology, rest.lost_ids, rest.lost_mentions)
    source = source.about(rest.annotation.annotator or source.annotator, rest.kept)
    for may_be_wrong, checks in GATED:
        if may_be_wrong(annotated):
            yield from source.findings(_possible(checks, annotated.at_hand), annotated)


def _without_records(annotation: Annotation) -> Annotation:
    return msgspec.structs.replace(annotation, entities=(), mentions=(), quotes=(), events=())


@cache
def _possible(checks: tuple[Check[Annotated], ...], at_hand: frozenset[str]) -> tuple[Check[Annotated], ...]:
    """The checks whose needs are at hand."""
    return tuple(check for check in checks if check.needs <= at_hand)


def _convert(value: object, kind: type[R]) -> R | None:
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        return None
