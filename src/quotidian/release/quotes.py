"""Rows of ``quotes``: who said what, with the speaker resolved and the paragraph around it."""

from __future__ import annotations

from collections.abc import Iterator

from quotidian.model import Quote, Span
from quotidian.release.layers import Row
from quotidian.release.located import Located, covering


def quote_rows(located: Located) -> Iterator[Row]:
    """Every quote of an article, in the annotation's order."""
    for quote in located.annotation.quotes:
        yield _row(located, quote)


def _row(located: Located, quote: Quote) -> Row:
    text = located.text
    source = None if quote.source is None else located.mentions[quote.source]
    speaker = None if source is None else located.entity_of(source)
    spans = (*quote.content, *quote.cue)
    _, paragraph = covering(located.paragraphs, min(s.start for s in spans), max(s.end for s in spans))
    return {
        "doc_id": located.article.id,
        "quote_id": quote.id,
        "synthetic": located.article.synthetic,
        "type": quote.type,
        "kind": quote.kind,
        "attribution": quote.attribution,
        "polarity": quote.polarity,
        "content_text": " ".join(text[span.start : span.end] for span in quote.content),
        "content": [_span(text, span) for span in quote.content],
        "cue": [_span(text, span) for span in quote.cue],
        "source_mention_id": source and source.id,
        "source_text": source and text[source.start : source.end],
        "source_start": source and source.start,
        "source_end": source and source.end,
        "source_level": source and source.level,
        "speaker_id": speaker and speaker.id,
        "speaker_name": speaker and speaker.name,
        "speaker_type": speaker and speaker.type,
        "speaker_link": speaker and speaker.link,
        "addressees": [_addressee(located, mention) for mention in quote.addressees],
        "parent": quote.parent,
        "paragraph": text[paragraph.start : paragraph.end],
        "paragraph_start": paragraph.start,
        "paragraph_end": paragraph.end,
    }


def _span(text: str, span: Span) -> Row:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _addressee(located: Located, mention: str) -> Row:
    row = located.resolved(mention)
    del row["level"]
    return row
