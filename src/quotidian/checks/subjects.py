"""What checks read: a file, a parsed document, a text, an ontology, and an annotation with all that it refers to."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import msgspec

from quotidian.checks.columns import Columns
from quotidian.checks.finding import shown
from quotidian.checks.places import Place
from quotidian.checks.position import pointer
from quotidian.model import Annotation, Article, Entity, Event, Mention, Quote, Span
from quotidian.ontology import NAMED, Ontology
from quotidian.schemas import SchemaName


class File(NamedTuple):
    """A file as it is on disk: its bytes, or why it can't be read."""

    place: Place
    data: bytes
    trouble: str | None = None


class Document(NamedTuple):
    """A parsed JSON file and the schema it must follow.

    ``value`` is whatever the file holds; ``secret`` is set where it may hold text that a finding must not quote.
    """

    place: Place
    value: Any
    schema: SchemaName
    secret: bool = False


class Filed(NamedTuple):
    """A document that names its article (and annotator), at a place that does so too.

    ``article_known`` says whether the corpus holds the article that an annotation names, ``missing`` are the annotators
    that it was decided between and who have no annotation of the article.
    """

    place: Place
    article: str
    annotator: str | None
    article_known: bool
    missing: tuple[str, ...] = ()


class Stray(NamedTuple):
    """A JSON file outside the corpus' folders, and what it says its schema is."""

    named: object


class ArticleFile(NamedTuple):
    """The metadata of an article, and whether a text lies where the text of such an article should."""

    article: Article
    has_text: bool


class TextPlace(NamedTuple):
    """A text in the repository, and the article of its name: None if there is none or its metadata are damaged."""

    place: Place
    has_metadata: bool
    article: Article | None


class TextFile(NamedTuple):
    """A text, and the article it belongs to if there is one."""

    text: str
    article: Article | None


class Twins(NamedTuple):
    """Two articles that share something; the fault is told of the second."""

    first: Article
    second: Article


class Folders(NamedTuple):
    """The folders of annotators, and the annotators that are listed."""

    folders: tuple[str, ...]
    listed: frozenset[str]


class OntologyFile(NamedTuple):
    """An ontology that could be read."""

    ontology: Ontology


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A span of an annotation and where it stands: ``layer`` is mention, content, cue or trigger."""

    span: Span | Mention
    layer: str
    item: int
    part: int

    @property
    def pointer(self) -> str:
        """The JSON pointer to it."""
        if self.layer == "mention":
            return pointer("mentions", self.item)
        if self.layer == "trigger":
            return pointer("events", self.item, "trigger")
        return pointer("quotes", self.item, self.layer, self.part)


class Annotated:
    """An annotation together with its article, its text and the ontology, as far as they are at hand.

    Args:
        annotation: what to check; of a damaged file, the records that are whole.
        article: the article's metadata; None if the corpus doesn't hold it.
        text: the article's text; None if it is not on this machine.
        ontology: None if it can't be read.
        lost_ids: ids of damaged records that were left out, so that references to them are not called dangling.
        lost_mentions: whether damaged mentions were left out, so that their entities are not called unmentioned.
    """

    def __init__(
        self,
        annotation: Annotation,
        article: Article | None,
        text: str | None,
        ontology: Ontology | None,
        lost_ids: frozenset[str] = frozenset(),
        lost_mentions: bool = False,
    ) -> None:
        self.annotation = annotation
        self.article = article
        self._text = text
        self._ontology = ontology
        self.lost_ids = lost_ids
        self.lost_mentions = lost_mentions
        self.entities: tuple[Entity, ...] = annotation.entities
        self.mentions: tuple[Mention, ...] = annotation.mentions
        self.quotes: tuple[Quote, ...] = annotation.quotes
        self.events: tuple[Event, ...] = annotation.events

    @property
    def at_hand(self) -> frozenset[str]:
        """Which of ``article``, ``text`` and ``ontology`` a check may ask for."""
        have = {"article": self.article, "text": self._text, "ontology": self._ontology}
        return frozenset(name for name, value in have.items() if value is not None)

    @property
    def text(self) -> str:
        """The text; only for checks that need it."""
        assert self._text is not None  # the runner gives such checks a text
        return self._text

    @property
    def ontology(self) -> Ontology:
        """The ontology; only for checks that need it."""
        assert self._ontology is not None  # the runner gives such checks an ontology
        return self._ontology

    @property
    def standoff(self) -> bool:
        """Whether the article's text must stay out of the repository; unknown articles are treated as if."""
        return self.article is None or self.article.standoff

    @cached_property
    def columns(self) -> Columns | None:
        """The spans for gates; None unless all is at hand that checks ask for, nothing was lost, and all are sound."""
        if self._text is None or self.article is None or self._ontology is None or self.lost_ids or self.lost_mentions:
            return None
        columns = Columns(self.annotation, self._text)
        return columns if columns.sound and len(self._text) == self.article.text.length else None

    @property
    def article_hash(self) -> str | None:
        """The hash of the text that the article's metadata tell."""
        return self.article.text.sha256 if self.article is not None else None

    @cached_property
    def spots(self) -> list[Spot]:
        """Every span, in document order."""
        spots = [Spot(mention, "mention", m, 0) for m, mention in enumerate(self.mentions)]
        for q, quote in enumerate(self.quotes):
            spots += [Spot(span, "content", q, s) for s, span in enumerate(quote.content)]
            spots += [Spot(span, "cue", q, s) for s, span in enumerate(quote.cue)]
        spots += [Spot(event.trigger, "trigger", e, 0) for e, event in enumerate(self.events)]
        return spots

    @cached_property
    def sound(self) -> list[Spot]:
        """The spans that lie within the text and hold something."""
        length = self.article.text.length if self.article is not None else sys.maxsize
        if self._text is not None:  # a text of another length is a fault of its own and must not break the others
            length = min(length, len(self._text))
        return [spot for spot in self.spots if 0 <= spot.span.start < spot.span.end <= length]

    @cached_property
    def sound_mentions(self) -> list[Spot]:
        """The sound spots of mentions."""
        return [spot for spot in self.sound if spot.layer == "mention"]

    @cached_property
    def sound_contents(self) -> list[Spot]:
        """The sound spots of contents of quotes."""
        return [spot for spot in self.sound if spot.layer == "content"]

    @cached_property
    def sound_triggers(self) -> list[Spot]:
        """The sound spots of triggers."""
        return [spot for spot in self.sound if spot.layer == "trigger"]

    @cached_property
    def crowded(self) -> list[int]:
        """Places of the events in which some role has several fillers."""
        return [
            e
            for e, event in enumerate(self.events)
            if len({argument.role for argument in event.arguments}) < len(event.arguments)
        ]

    @cached_property
    def entity(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def mention(self) -> dict[str, Mention]:
        """Mentions by id."""
        return {mention.id: mention for mention in self.mentions}

    @cached_property
    def quote(self) -> dict[str, Quote]:
        """Quotes by id."""
        return {quote.id: quote for quote in self.quotes}

    @cached_property
    def event(self) -> dict[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def mentions_of(self) -> dict[str, list[Mention]]:
        """The mentions of each entity, by its id."""
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            if mention.entity is not None:
                groups[mention.entity].append(mention)
        return groups

    @cached_property
    def contents(self) -> tuple[list[int], list[int]]:
        """For looking up which content reaches where: starts in order, and how far any content up to each reaches."""
        spans = sorted([(spot.span.start, spot.span.end) for spot in self.sound_contents])
        return [start for start, _ in spans], list(accumulate((end for _, end in spans), max))

    @cached_property
    def named(self) -> dict[str | None, str]:
        """For each entity that is named, the mention that does so (the last, if there are several)."""
        return {mention.entity: mention.id for mention in self.mentions if mention.level == NAMED}

    @cached_property
    def mistyped(self) -> list[int]:
        """Places of the mentions whose type is not that of their entity."""
        entities = self.entity
        return [
            m
            for m, mention in enumerate(self.mentions)
            if mention.entity is not None
            and (entity := entities.get(mention.entity)) is not None
            and entity.type != mention.type
        ]

    def name(self, spot: Spot) -> str:
        """What a message calls a span: ``mention m3``, ``the trigger of event e1``."""
        if spot.layer == "mention":
            return f"mention {self.mentions[spot.item].id}"
        if spot.layer == "trigger":
            return f"the trigger of event {self.events[spot.item].id}"
        quote = self.quotes[spot.item]
        number = f" {spot.part + 1}" if len(getattr(quote, spot.layer)) > 1 else ""
        return f"{spot.layer}{number} of quote {quote.id}"

    def surface(self, start: int, end: int) -> str:
        """What a message shows of the text: the words, or of a stand-off article only how many characters they have."""
        if self.standoff or self._text is None:
            return f"a stretch of {end - start} characters"
        return shown(self._text[start:end])


def within(outer: Iterable[Span | Mention], inner: Span | Mention) -> bool:
    """Whether one of the spans covers another."""
    start, end = inner.start, inner.end
    for span in outer:  # noqa: SIM110  # a generator in `any` takes three times as long
        if span.start <= start and end <= span.end:
            return True
    return False
