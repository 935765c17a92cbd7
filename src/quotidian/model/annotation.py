"""An annotation: who is in an article, who said what, and what happened to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from quotidian.model.provenance import Provenance
from quotidian.offsets import Interval
from quotidian.record import Record

ANNOTATION_SCHEMA = "urn:quotidian:schema:annotation:1"

GOLD = "gold"

LAYERS = ("entities", "mentions", "quotes", "events")
"""The fields of an annotation that hold items with ids."""
QUOTE_LABELS = ("type", "kind", "attribution", "polarity")
"""The fields of a quote that hold a label."""
EVENT_LABELS = ("type", "polarity", "tense", "genericity", "modality")
"""The fields of an event that hold a label."""


class Span(Record, frozen=True, kw_only=True, gc=False):
    """A stretch of text."""

    start: int
    end: int
    text: str | None = None

    @property
    def interval(self) -> Interval:
        """Where it is, in code points."""
        return Interval(self.start, self.end)


class Entity(Record, frozen=True, kw_only=True, gc=False):
    """Somebody or something that the article speaks of.

    ``name`` is the proper name in the fullest form the article uses, None if it is never named; ``link`` a Wikidata
    item such as ``Q7184``.
    """

    id: str
    type: str
    name: str | None
    link: str | None = None


class Mention(Record, frozen=True, kw_only=True, gc=False):
    """A noun phrase that refers to an entity, or a value: then ``entity`` and ``level`` are None."""

    id: str
    entity: str | None
    type: str
    level: str | None
    start: int
    end: int
    text: str | None = None

    @property
    def interval(self) -> Interval:
        """Where it is, in code points."""
        return Interval(self.start, self.end)


class Quote(Record, frozen=True, kw_only=True):
    """What somebody said, wrote or thought, as the article reports it (after PARC 3 and PDNC).

    A split quote is one quote with several ``content`` spans; ``source`` and ``addressees`` are ids of mentions,
    ``parent`` is the id of the quote that this one is nested in.
    """

    id: str
    type: str
    kind: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: str | None
    addressees: tuple[str, ...]
    attribution: str
    parent: str | None
    polarity: str


class Argument(Record, frozen=True, kw_only=True, gc=False):
    """A mention that plays a role in an event."""

    role: str
    mention: str


class Event(Record, frozen=True, kw_only=True):
    """An event mention (after ACE 2005): a trigger, its type and attributes, and who and what takes part."""

    id: str
    type: str
    trigger: Span
    polarity: str
    tense: str
    genericity: str
    modality: str
    arguments: tuple[Argument, ...]

    @property
    def realis(self) -> str:
        """ERE's realis, derived: ``Generic``; ``Actual`` if asserted, positive, specific and not future; ``Other``."""
        if self.genericity == "Generic":
            return "Generic"
        actual = self.modality == "Asserted" and self.polarity == "Positive" and self.tense != "Future"
        return "Actual" if actual else "Other"


class Annotation(Record, frozen=True, kw_only=True):
    """One article as one annotator saw it; all ids are unique within it."""

    schema: str
    article: str
    annotator: str
    text_sha256: str
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Event, ...]
    provenance: Provenance

    def spans(self) -> Iterator[tuple[str, Span | Mention]]:
        """Every span with its JSON pointer, in document order."""
        for m, mention in enumerate(self.mentions):
            yield f"/mentions/{m}", mention
        for q, quote in enumerate(self.quotes):
            for layer in ("content", "cue"):
                for s, span in enumerate(getattr(quote, layer)):
                    yield f"/quotes/{q}/{layer}/{s}", span
        for e, event in enumerate(self.events):
            yield f"/events/{e}/trigger", event.trigger

    def with_text(self, text: str) -> Annotation:
        """The same annotation with ``text`` of every span filled in from the article's text."""
        return self._map_spans(lambda span: text[span.start : span.end])

    def without_text(self) -> Annotation:
        """The same annotation as it may be kept for a stand-off article: no span carries text."""
        return self._map_spans(lambda _: None)

    def _map_spans(self, surface: Callable[[Span | Mention], str | None]) -> Annotation:
        def one(span: Span) -> Span:
            return msgspec.structs.replace(span, text=surface(span))

        return msgspec.structs.replace(
            self,
            mentions=tuple(msgspec.structs.replace(m, text=surface(m)) for m in self.mentions),
            quotes=tuple(
                msgspec.structs.replace(q, content=tuple(map(one, q.content)), cue=tuple(map(one, q.cue)))
                for q in self.quotes
            ),
            events=tuple(msgspec.structs.replace(e, trigger=one(e.trigger)) for e in self.events),
        )
