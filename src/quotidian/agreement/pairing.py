"""Which quotes and which events of two annotators are the same, and how well those go together that may be.

This is decided here alone: the kappas and the spans within quotes are counted over these pairs, the tables of labels
are made of them, and the groups of all annotators (:mod:`quotidian.agreement.align`), which are listed as disagreements
and adjudicated, are joined from them.

**Quotes** may be the same if their contents share a character and they can be one quote: the contents are the same, or
the cues share a character, or most of the content is shared (a half of what both cover; a fifth if one of them has no
cue to tell by). So a quote nested in another is not taken for it. As many as can be have the same content; of such
matchings the one with the most shared content counts, by 2·shared / sum of lengths; a hundredth of the same for cues
and sources decides between quotes of equal content.

**Events** may be the same if their triggers overlap. As many as can be have the same span; of such matchings, as many
as can be the same type; of these, the one whose triggers share most, by 2·shared / sum of lengths.

What is left equal goes by how many labels are the same, and then by :mod:`quotidian.agreement.ties`: ids decide
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotidian.agreement.matching import Matching, Pair
from quotidian.agreement.sharing import dice, jaccard, overlaps
from quotidian.agreement.ties import matched
from quotidian.model import EVENT_LABELS, QUOTE_LABELS, Annotation, Event, Quote, Span
from quotidian.offsets import Interval

Spans = tuple[Interval, ...]

_HALF = 0.5
_FIFTH = 0.2

# More than the two partners that a pair of the same content can cost are worth together. So as many as can be have it.
_SAME_CONTENT = 4.0
# Each more than all below it can make up for, in any tangle of fewer than a hundred triggers.
_SAME_SPAN = 10_000.0
_SAME_TYPE = 100.0
_CUE_AND_SOURCE = 0.01
# For each label; less than any difference in what is shared.
_LABEL = 0.00001


class Paired(NamedTuple):
    """The quotes and the events of two annotations that are the same, as pairs of numbers, one to one."""

    quotes: Sequence[Pair]
    events: Sequence[Pair]


class QuoteSpans(NamedTuple):
    """The spans of each quote of an annotation, in the order of the text; none of a source that is not there."""

    content: list[Spans]
    cue: list[Spans]
    source: list[Spans]


def pair_up(a: Annotation, b: Annotation) -> Paired:
    """What is the same in two annotations of one article."""
    return Paired(match_quotes(a, b).pairs, match_events(a.events, b.events).pairs)


def match_quotes(a: Annotation, b: Annotation) -> Matching:
    """Which quotes are the same to both annotators; by number."""
    ours, theirs = quote_spans(a), quote_spans(b)
    contents, cues, sources = (overlaps(*both) for both in zip(ours, theirs, strict=True))
    weights = {}
    for (i, j), content in contents.items():
        one, other = a.quotes[i], b.quotes[j]
        least = _HALF if one.cue and other.cue else _FIFTH
        same = ours.content[i] == theirs.content[j]
        if same or (i, j) in cues or jaccard(ours.content[i], theirs.content[j], content) >= least:
            cue = dice(ours.cue[i], theirs.cue[j], cues.get((i, j), 0))
            source = dice(ours.source[i], theirs.source[j], sources.get((i, j), 0))
            weights[i, j] = (
                _SAME_CONTENT * same
                + dice(ours.content[i], theirs.content[j], content)
                + _CUE_AND_SOURCE * (cue + source)
                + _LABEL * _same_labels(one, other, QUOTE_LABELS)
            )
    return Matching(matched(_quote_keys(a, ours), _quote_keys(b, theirs), weights), weights)


def match_events(ours: Sequence[Event], theirs: Sequence[Event]) -> Matching:
    """Which events are the same to both annotators; by number."""
    spans = [[(event.trigger.interval,) for event in some] for some in (ours, theirs)]
    weights = {}
    for (i, j), shared in overlaps(*spans).items():
        weights[i, j] = (
            _SAME_SPAN * (spans[0][i] == spans[1][j])
            + _SAME_TYPE * (ours[i].type == theirs[j].type)
            + dice(spans[0][i], spans[1][j], shared)
            + _LABEL * _same_labels(ours[i], theirs[j], EVENT_LABELS)
        )
    return Matching(matched([_event_key(one) for one in ours], [_event_key(one) for one in theirs], weights), weights)


def quote_spans(annotation: Annotation) -> QuoteSpans:
    """The spans of the quotes of an annotation."""
    places = _places(annotation)
    return QuoteSpans(
        content=[_in_order(quote.content) for quote in annotation.quotes],
        cue=[_in_order(quote.cue) for quote in annotation.quotes],
        source=[(places[quote.source],) if quote.source in places else () for quote in annotation.quotes],
    )


def _places(annotation: Annotation) -> dict[str | None, Interval]:
    return {mention.id: mention.interval for mention in annotation.mentions}


def _in_order(spans: Iterable[Span]) -> Spans:
    return tuple(sorted({span.interval for span in spans}))


def _same_labels(one: Quote | Event, other: Quote | Event, labels: Iterable[str]) -> int:
    return sum(getattr(one, label) == getattr(other, label) for label in labels)


def _quote_keys(annotation: Annotation, spans: QuoteSpans) -> list[tuple[object, ...]]:
    """What each quote is, ids aside."""
    content = dict(zip([quote.id for quote in annotation.quotes], spans.content, strict=True))
    places = _places(annotation)
    return [
        (
            *own,
            *(getattr(quote, label) for label in QUOTE_LABELS),
            sorted(places[one] for one in quote.addressees if one in places),
            () if quote.parent is None else content.get(quote.parent, ()),
        )
        for quote, own in zip(annotation.quotes, zip(*spans, strict=True), strict=True)
    ]


def _event_key(event: Event) -> tuple[object, ...]:
    return (event.trigger.interval, *(getattr(event, label) for label in EVENT_LABELS))
