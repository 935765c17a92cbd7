"""Rows that hold an article with its layers nested: of ``default``, ``annotators`` and ``standoff``."""

from __future__ import annotations

from collections.abc import Callable

from quotidian.model import Annotation, Article, Event, Mention, Provenance, Quote, Span

Row = dict[str, object]
"""A row as JSON values; ``schema/release-row.schema.json`` is its contract."""

Surface = Callable[[Span | Mention], Row]
"""Gives the columns that a span's text takes: none in ``standoff``."""


def default_row(article: Article, text: str, annotation: Annotation) -> Row:
    """An article with its text and all its layers."""
    return {
        **_metadata(article),
        "text": text,
        "text_sha256": article.text.sha256,
        **_layers(annotation, lambda span: {"text": text[span.start : span.end]}),
    }


def annotator_row(article: Article, text: str | None, annotation: Annotation, *, kind: str | None) -> Row:
    """An article as one annotator saw it, with all that learning from disagreement needs in one row.

    Its text and the spans' texts are null where the release does not hold the text; ``kind`` is the annotator's, None
    if the corpus does not say.
    """

    def surface(span: Span | Mention) -> Row:
        return {"text": None if text is None else text[span.start : span.end]}

    return {
        "doc_id": article.id,
        "annotator": annotation.annotator,
        "annotator_kind": kind,
        "split": article.split,
        "text": text,
        "text_sha256": article.text.sha256,
        **_layers(annotation, surface),
    }


def standoff_row(article: Article, annotation: Annotation) -> Row:
    """Offsets, hash and the recipe of an article whose text is not in the release."""
    origin = article.origin
    return {
        **_metadata(article),
        "text_sha256": article.text.sha256,
        "text_length": article.text.length,
        "origin": {
            "format": origin.format,
            "name": origin.name,
            "reader": {"name": origin.reader.name, "version": origin.reader.version},
            "extracted_sha256": origin.extracted_sha256,
            "removed": [{"rule": cut.rule, "start": cut.start, "end": cut.end} for cut in origin.removed],
            "obtain": origin.obtain,
        },
        **_layers(annotation, lambda _: {}),
    }


def _metadata(article: Article) -> Row:
    rights = article.rights
    return {
        "doc_id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "story": article.story,
        "synthetic": article.synthetic,
        "standoff": article.standoff,
        "rights": {
            "license": rights.license,
            "holder": rights.holder,
            "redistributable": rights.redistributable,
            "attribution": rights.attribution,
        },
    }


def _layers(annotation: Annotation, surface: Surface) -> Row:
    return {
        "entities": [{"entity_id": e.id, "type": e.type, "name": e.name, "link": e.link} for e in annotation.entities],
        "mentions": [
            {
                "mention_id": mention.id,
                "entity_id": mention.entity,
                "type": mention.type,
                "level": mention.level,
                "start": mention.start,
                "end": mention.end,
                **surface(mention),
            }
            for mention in annotation.mentions
        ],
        "quotes": [_quote(quote, surface) for quote in annotation.quotes],
        "events": [_event(event, surface) for event in annotation.events],
        "provenance": _provenance(annotation.provenance),
    }


def _quote(quote: Quote, surface: Surface) -> Row:
    return {
        "quote_id": quote.id,
        "type": quote.type,
        "kind": quote.kind,
        "content": [_span(span, surface) for span in quote.content],
        "cue": [_span(span, surface) for span in quote.cue],
        "source": quote.source,
        "addressees": list(quote.addressees),
        "attribution": quote.attribution,
        "parent": quote.parent,
        "polarity": quote.polarity,
    }


def _event(event: Event, surface: Surface) -> Row:
    return {
        "event_id": event.id,
        "type": event.type,
        "trigger": _span(event.trigger, surface),
        "polarity": event.polarity,
        "tense": event.tense,
        "genericity": event.genericity,
        "modality": event.modality,
        "realis": event.realis,
        "arguments": [{"role": argument.role, "mention_id": argument.mention} for argument in event.arguments],
    }


def _span(span: Span, surface: Surface) -> Row:
    return {"start": span.start, "end": span.end, **surface(span)}


def _provenance(provenance: Provenance) -> Row:
    return {
        "tool": {"name": provenance.tool.name, "version": provenance.tool.version},
        "created": provenance.created,
        "updated": provenance.updated,
        "task": provenance.task,
        "seconds": provenance.seconds,
        "preannotated_from": provenance.preannotated_from,
        "adjudicated_from": list(provenance.adjudicated_from),
    }
