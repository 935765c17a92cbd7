"""The value objects: what an article, and an annotation of it, is.

All are frozen, keyword-only and compared by value. ``to_dict`` and ``from_dict`` are inverse to each other and to the
JSON documents that ``schema/*.schema.json`` describes; ``from_dict`` and ``from_json`` raise
:class:`~quotidian.errors.InputError` with the path to the fault. Labels are strings: which ones exist is the
ontology's business (:mod:`quotidian.ontology`), not the model's.

Offsets are half-open ``[start, end)`` counts of Unicode code points into the article's text. ``text`` is the slice,
and None in an annotation of a stand-off article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, get_args

import msgspec

from quotidian.offsets import Interval
from quotidian.record import Record

CORPUS_SCHEMA = "urn:quotidian:schema:corpus:1"
ARTICLE_SCHEMA = "urn:quotidian:schema:article:1"
ANNOTATION_SCHEMA = "urn:quotidian:schema:annotation:1"
ANNOTATORS_SCHEMA = "urn:quotidian:schema:annotators:1"

GOLD = "gold"

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

LAYERS = ("entities", "mentions", "quotes", "events")
"""The fields of an annotation that hold items with ids."""
QUOTE_LABELS = ("type", "kind", "attribution", "polarity")
"""The fields of a quote that hold a label."""
EVENT_LABELS = ("type", "polarity", "tense", "genericity", "modality")
"""The fields of an event that hold a label."""


class CorpusInfo(Record, frozen=True, kw_only=True):
    """What a corpus is called, which version of its data this is, and who stands behind it.

    ``license`` is the SPDX expression of the annotations and of the texts written for the corpus.
    """

    schema: str
    name: str
    version: str
    title: str
    description: str
    license: str
    authors: tuple[str, ...]
    homepage: str | None = None


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


class Tool(Record, frozen=True, kw_only=True):
    """A program and its version."""

    name: str
    version: str


Told = str | None | tuple[tuple[int, int], ...]
"""What an annotator said in one respect: a label, a name, or stretches of the text as pairs of offsets.

What an item refers to is told by where that is: a mention by its span, a quote by its content, an entity by its first
mention. So it can be understood without the annotator's file, whose ids may change.
"""


class Said(Record, frozen=True, kw_only=True):
    """What is said of one item in one respect, such as its ``span`` or its ``level``."""

    field: str
    value: Told


class Rejected(Record, frozen=True, kw_only=True):
    """What gold has not: whose it is, and what they said where gold says otherwise; nothing if they had nothing."""

    by: tuple[str, ...]
    said: tuple[Said, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """How one thing that the annotators did not agree on was decided.

    ``layer`` is ``entities``, ``mentions``, ``quotes``, ``events`` or ``arguments``; ``item`` the id in gold, of an
    argument that of its event, None if gold has nothing of it. ``how`` is ``chosen`` if gold says what some of the
    annotators (``by``) say, ``new`` if it says what nobody said, ``rejected`` if gold has nothing of it. ``gold`` tells
    which argument it is about.
    """

    layer: str
    item: str | None
    how: str
    by: tuple[str, ...] = ()
    gold: tuple[Said, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Decisions(Record, frozen=True, kw_only=True):
    """How gold was decided: everything that is not listed in ``items`` was agreed by all of ``adjudicated_from``.

    ``adjudicator`` is who decided, as ``annotations/annotators.json`` describes them; None if that is not known.
    ``layers_sha256`` is the hash of what was decided, so that a later edit by hand shows.
    """

    layers_sha256: str
    adjudicator: str | None = None
    items: tuple[Decision, ...] = ()


class Provenance(Record, frozen=True, kw_only=True):
    """How an annotation came to be.

    ``created`` and ``updated`` are RFC 3339 times in UTC, ``seconds`` is the working time; ``preannotated_from`` names
    the annotation that the annotator started from, ``adjudicated_from`` the annotators that gold was decided between,
    ``decisions`` how.
    """

    tool: Tool
    created: str
    updated: str
    task: str | None = None
    seconds: float | None = None
    preannotated_from: str | None = None
    adjudicated_from: tuple[str, ...] = ()
    decisions: Decisions | None = None


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


class Rights(Record, frozen=True, kw_only=True):
    """Who owns a text and what may be done with it.

    ``license`` is an SPDX expression (``LicenseRef-All-Rights-Reserved`` where there is none); ``redistributable`` says
    whether a release may contain the text; ``attribution`` is the line that its licence asks for.
    """

    license: str
    holder: str
    redistributable: bool
    attribution: str | None = None


class TextDigest(Record, frozen=True, kw_only=True):
    """What the text must be: SHA-256 of its UTF-8 bytes (as ``sha256sum`` prints it) and its length in code points."""

    sha256: str
    length: int


class Removal(Record, frozen=True, kw_only=True, gc=False):
    """A stretch of the extracted text that is not part of the article, and the rule that says so.

    ``start`` and ``end`` count code points of the extracted canonical text, before anything was removed.
    """

    rule: str
    start: int
    end: int


class Origin(Record, frozen=True, kw_only=True):
    """How the text was made from its source, so that it can be made again.

    ``format`` is ``text``, ``html`` or ``conllu``; ``name`` the file's or document's name; ``extracted_sha256`` the
    hash of the canonical text that the reader gave; ``removed`` what was then cut out of it, in order; ``obtain`` tells
    where a copy of the source can be had.
    """

    format: str
    name: str
    reader: Tool
    extracted_sha256: str
    removed: tuple[Removal, ...]
    obtain: str | None = None


class Article(Record, frozen=True, kw_only=True):
    """Metadata of one raw article; its text is a file of its own, or stand-off.

    ``published`` is an ISO 8601 date; ``story`` joins articles on the same event, which share a ``split`` for ever;
    ``standoff`` texts never enter the repository; ``synthetic`` ones were invented for the corpus.
    """

    schema: str
    id: str
    title: str
    source: str
    url: str | None
    published: str | None
    language: str
    split: str
    story: str | None
    synthetic: bool
    standoff: bool
    rights: Rights
    text: TextDigest
    origin: Origin


class Annotator(Record, frozen=True, kw_only=True):
    """Who or what annotated.

    ``id`` names the folder under ``annotations/``; ``kind`` is ``human``, ``large-language-model``, ``program`` or
    ``adjudication``; ``description`` says what a reader must know to judge the annotation.
    """

    id: str
    kind: str
    description: str


class AnnotatorList(Record, frozen=True, kw_only=True):
    """All annotators of a corpus: ``annotations/annotators.json``."""

    schema: str
    annotators: tuple[Annotator, ...]
