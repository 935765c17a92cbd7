"""What the annotators of an article see differently, one thing at a time, in words that a reader can judge.

What only follows from another disagreement is not told twice: an entity whose mentions somebody lacks is told by its
mentions, an argument of an event that somebody lacks by the event.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import MISSING, Aligned, Alignment, Item
from quotidian.agreement.report import Disagreement, Place, Property, Version
from quotidian.model import EVENT_LABELS, Annotation, Argument, Entity, Event, Mention, Quote, Span
from quotidian.ontology import NAMED, NOMINAL

T = TypeVar("T", bound=Item)
Described = tuple[tuple[Place, ...], tuple[tuple[Property, Hashable], ...]]

_NAMES_FIRST = {NAMED: 0, NOMINAL: 1}


def disagreements(annotations: Sequence[Annotation]) -> tuple[Disagreement, ...]:
    """Every disagreement between the annotators of one article, layer by layer and in the order of the text.

    Args:
        annotations: of one article, at least two; their order decides nothing.

    Raises:
        InputError: they are of different articles or texts.
    """
    ordered = sorted(annotations, key=lambda one: one.annotator)
    return tuple(_Teller(ordered).all())


class _Teller:
    """Describes what the annotators of an article have, by what it refers to."""

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        self._annotations = annotations
        self._aligned: Alignment = alignment(annotations)
        self._mentions = [{mention.id: mention for mention in one.mentions} for one in annotations]
        self._entities = [{entity.id: entity for entity in one.entities} for one in annotations]
        self._of_entity: list[dict[str, list[Mention]]] = []
        for one in annotations:
            of: dict[str, list[Mention]] = {}
            for mention in one.mentions:
                if mention.entity is not None:
                    of.setdefault(mention.entity, []).append(mention)
            self._of_entity.append(of)

    def all(self) -> Iterator[Disagreement]:
        for entity in self._aligned.entities:
            yield from self._told(entity, self._entity_differences(entity), self._entity)
        for mention in self._aligned.mentions:
            yield from self._told(mention, mention.differences, self._mention)
        for quote in self._aligned.quotes:
            yield from self._told(quote, quote.differences, self._quote)
        for event in self._aligned.events:
            yield from self._told(event, event.differences, self._event)
        for argument in self._aligned.arguments:
            yield from self._argument_told(argument)

    # What is told at all

    def _entity_differences(self, aligned: Aligned[Entity]) -> tuple[str, ...]:
        """The differences of an entity that no mention tells."""
        found = [one for one in aligned.differences if one not in ("mentions", MISSING)]
        if MISSING in aligned.differences and self._is_split(aligned):
            found.insert(0, MISSING)
        return tuple(found)

    def _is_split(self, aligned: Aligned[Entity]) -> bool:
        """Whether an annotator who lacks an entity has mentions of it: as another entity's."""
        lacking = [a for a, item in enumerate(aligned.items) if item is None]
        for a, item in enumerate(aligned.items):
            for mention in self._of_entity[a].get(item.id, ()) if item is not None else ():
                group = self._aligned.mentions[self._aligned.groups[a][mention.id]]
                if any(group.items[lacks] is not None for lacks in lacking):
                    return True
        return False

    def _argument_told(self, aligned: Aligned[Argument]) -> Iterator[Disagreement]:
        """An argument, among those annotators who have its event."""
        who = [a for a, event in enumerate(aligned.events) if event is not None]
        items = [aligned.items[a] for a in who]
        found = tuple(one for one in aligned.differences if one != MISSING)
        if None in items:
            found = (MISSING, *found)
        yield from self._told(aligned, found, lambda a, one: self._argument(a, one, aligned.events[a]), who)

    def _told(
        self,
        aligned: Aligned[T],
        differences: tuple[str, ...],
        describe: Callable[[int, T], Described],
        who: Iterable[int] | None = None,
    ) -> Iterator[Disagreement]:
        if not differences:
            return
        versions: dict[Hashable, tuple[list[str], Described | None]] = {}
        labels: list[str] = []
        for a in range(len(self._annotations)) if who is None else who:
            item = aligned.items[a]
            described = None if item is None else describe(a, item)
            key = None if described is None else tuple(value for _, value in described[1])
            versions.setdefault(key, ([], described))[0].append(self._annotations[a].annotator)
            if item is not None:
                labels.append(item.role if isinstance(item, Argument) else item.type)
        yield Disagreement(
            article=self._annotations[0].article,
            layer=aligned.layer,
            labels=tuple(sorted(set(labels))),
            differences=differences,
            versions=tuple(_version(names, described, differences) for names, described in versions.values()),
        )

    # What an item says: where it is, and its properties, each with what it is compared by

    def _group(self, annotator: int, name: str | None) -> Hashable:
        return None if name is None else self._aligned.groups[annotator].get(name, name)

    def _refers(self, annotator: int, name: str, mention: str | None) -> tuple[Property, Hashable]:
        """A property that refers to a mention."""
        found = None if mention is None else self._mentions[annotator].get(mention)
        if found is None:
            return _property(name, mention), mention
        entity = None if found.entity is None else self._entities[annotator].get(found.entity)
        called = None if entity is None else entity.name
        return _property(name, called, found.start, found.end), self._group(annotator, mention)

    def _entity_property(self, annotator: int, name: str | None) -> tuple[Property, Hashable]:
        """The entity that a mention refers to: its name, else the best of its mentions."""
        entity = None if name is None else self._entities[annotator].get(name)
        if name is None or entity is None or entity.name is not None:
            called = entity.name if entity is not None else name
            return _property("entity", called), self._group(annotator, name)
        best = min(self._of_entity[annotator][name], key=_by_level)
        return _property("entity", None, best.start, best.end), self._group(annotator, name)

    def _entity(self, annotator: int, entity: Entity) -> Described:
        mentions = sorted(self._of_entity[annotator].get(entity.id, ()), key=_by_level)
        places = tuple(Place(part="mention", start=one.start, end=one.end) for one in mentions[:1])
        return places, (
            _label("type", entity.type),
            _label("name", entity.name),
            _label("link", entity.link),
            (_property("mentions", str(len(mentions))), None),
        )

    def _mention(self, annotator: int, mention: Mention) -> Described:
        return (Place(part="mention", start=mention.start, end=mention.end),), (
            (_property("span", None, mention.start, mention.end), mention.interval),
            _label("type", mention.type),
            _label("level", mention.level),
            self._entity_property(annotator, mention.entity),
        )

    def _quote(self, annotator: int, quote: Quote) -> Described:
        source = None if quote.source is None else self._mentions[annotator].get(quote.source)
        places = [*_places("content", quote.content), *_places("cue", quote.cue)]
        if source is not None:
            places.append(Place(part="source", start=source.start, end=source.end))
        addressees = [self._refers(annotator, "addressees", one) for one in quote.addressees]
        called = ", ".join(sorted(prop.value or "unnamed" for prop, _ in addressees))
        alone = addressees[0][0] if len(addressees) == 1 else None
        parent = next((one for one in self._annotations[annotator].quotes if one.id == quote.parent), None)
        inside = sorted(span.interval for span in parent.content) if parent is not None else []
        return tuple(places), (
            (_property("content", None), _intervals(quote.content)),
            (_property("cue", None), _intervals(quote.cue)),
            _label("type", quote.type),
            _label("kind", quote.kind),
            self._refers(annotator, "source", quote.source),
            (alone or _property("addressees", called or None), frozenset(group for _, group in addressees)),
            _label("attribution", quote.attribution),
            (
                _property("parent", None, *((inside[0].start, inside[0].end) if inside else (None, None))),
                self._group(annotator, quote.parent),
            ),
            _label("polarity", quote.polarity),
        )

    def _event(self, annotator: int, event: Event) -> Described:
        trigger = event.trigger
        return tuple(_places("trigger", (trigger,))), (
            (_property("trigger", None, trigger.start, trigger.end), trigger.interval),
            *(_label(name, getattr(event, name)) for name in EVENT_LABELS),
        )

    def _argument(self, annotator: int, argument: Argument, event: Event | None) -> Described:
        assert event is not None  # whoever has an argument has its event
        places = _places("trigger", (event.trigger,))
        filler = self._mentions[annotator].get(argument.mention)
        if filler is not None:
            places.append(Place(part="argument", start=filler.start, end=filler.end))
        trigger = event.trigger
        return tuple(places), (
            (_property("event", event.type, trigger.start, trigger.end), None),
            _label("role", argument.role),
            self._refers(annotator, "mention", argument.mention),
        )


def _property(name: str, value: str | None, start: int | None = None, end: int | None = None) -> Property:
    return Property(name=name, value=value, differs=False, start=start, end=end)


def _label(name: str, value: str | None) -> tuple[Property, Hashable]:
    return _property(name, value), value


def _intervals(spans: Iterable[Span]) -> Hashable:
    return tuple(sorted(span.interval for span in spans))


def _places(part: str, spans: Iterable[Span]) -> list[Place]:
    return [Place(part=part, start=span.start, end=span.end) for span in spans]


def _by_level(mention: Mention) -> tuple[int, int]:
    return _NAMES_FIRST.get(mention.level or "", len(_NAMES_FIRST)), mention.start


def _version(annotators: list[str], described: Described | None, differences: tuple[str, ...]) -> Version:
    if described is None:
        return Version(annotators=tuple(annotators), nothing=True, places=(), properties=())
    places, properties = described
    told = tuple(
        Property(name=one.name, value=one.value, differs=one.name in differences, start=one.start, end=one.end)
        for one, _ in properties
    )
    return Version(annotators=tuple(annotators), nothing=False, places=places, properties=told)
