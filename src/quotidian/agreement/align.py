"""Which items of several annotators are the same thing, and in what they differ.

All items of one article are aligned: entities by the spans of their mentions, mentions by their span, quotes by their
content, events by their trigger, arguments by their event, role and mention. Two annotators are matched one to one and
optimally; the matches of all pairs are then joined, the strongest first, into groups with at most one item of each
annotator. Neither the order of the annotators nor that of their items matters: ties go by names and content.

Nothing here reads the article's text, so stand-off articles are aligned like any other.
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, TypeVar

from quotidian.agreement import matching
from quotidian.agreement.groups import Group, Place, Weights, dice, jaccard, join, overlaps
from quotidian.errors import InputError
from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote, Span
from quotidian.offsets import Interval

Layer = Literal["entities", "mentions", "quotes", "events", "arguments"]
LAYERS: tuple[Layer, ...] = ("entities", "mentions", "quotes", "events", "arguments")

Item = Entity | Mention | Quote | Event | Argument
T_co = TypeVar("T_co", bound=Item, covariant=True)
T = TypeVar("T", bound=Item)

MISSING = "missing"

# An exact match outweighs two overlapping ones, so that it is never given up for them; what follows only breaks ties.
_EXACT = 4.0
_TIE = 0.01
# Equal ids say little, but more than nothing between doubles that differ in nothing else.
_SAME_ID = 0.00001
# What half of the union has in common, at least, is the same stretch, whatever else is said about it.
_SAME_STRETCH = 0.5
# What a quote without a cue must at least have in common with another to be the same quote.
_SAME_QUOTE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned(Generic[T_co]):
    """What several annotators have of one thing.

    Attributes:
        layer: ``entities``, ``mentions``, ``quotes``, ``events`` or ``arguments``.
        items: one for each annotator, in the order in which the annotations were given; None where one has it not.
        differences: what those who have it differ in, ``missing`` first if somebody has it not; empty if all agree.
            entities: ``type``, ``name``, ``link``, ``mentions``; mentions: ``span``, ``type``, ``level``, ``entity``;
            quotes: ``content``, ``cue``, ``type``, ``kind``, ``source``, ``addressees``, ``attribution``, ``parent``,
            ``polarity``; events: ``trigger``, ``type``, ``polarity``, ``tense``, ``genericity``, ``modality``;
            arguments: ``role``, ``mention``. References are compared by what they refer to, not by ids.
        events: of an argument, the event of each annotator; else empty.
        values: what each item was compared by, by field; what it refers to is told by the number of its group.
    """

    layer: Layer
    items: tuple[T_co | None, ...]
    differences: tuple[str, ...]
    values: tuple[Mapping[str, Hashable] | None, ...]
    events: tuple[Event | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All groups of an article, by layer and in the order of the text.

    ``groups`` maps, for each annotator in the order given, the id of an entity, mention, quote or event to the number
    of its group in its layer.
    """

    entities: tuple[Aligned[Entity], ...]
    mentions: tuple[Aligned[Mention], ...]
    quotes: tuple[Aligned[Quote], ...]
    events: tuple[Aligned[Event], ...]
    arguments: tuple[Aligned[Argument], ...]
    groups: tuple[dict[str, int], ...]

    @property
    def all(self) -> tuple[Aligned[Item], ...]:
        """Every group, layer by layer."""
        return (*self.entities, *self.mentions, *self.quotes, *self.events, *self.arguments)


def align(annotations: Sequence[Annotation]) -> tuple[Aligned[Item], ...]:
    """The items of all annotators of one article, each thing once, layer by layer and in the order of the text.

    Args:
        annotations: of one article; their order decides nothing but that of ``Aligned.items``.

    Raises:
        InputError: they are of different articles or texts.
    """
    return alignment(annotations).all


def alignment(annotations: Sequence[Annotation]) -> Alignment:
    """As :func:`align`, with the groups by layer and by id."""
    _require_one_text(annotations)
    order = _canonical(annotations)
    return _Aligner([annotations[one] for one in order], _back(order)).alignment()


def _require_one_text(annotations: Sequence[Annotation]) -> None:
    for field in ("article", "text_sha256"):
        found = sorted({str(getattr(one, field)) for one in annotations})
        if len(found) > 1:
            what = "articles" if field == "article" else "texts"
            raise InputError(f"annotations of different {what} can't be compared", found=" and ".join(found))


def _canonical(annotations: Sequence[Annotation]) -> list[int]:
    """The annotations in an order that is theirs and not the caller's: by name, and by content under one name."""
    names = [one.annotator for one in annotations]
    if len(set(names)) == len(names):
        return sorted(range(len(names)), key=names.__getitem__)
    return sorted(range(len(names)), key=lambda one: (names[one], repr(annotations[one])))


def _back(order: Sequence[int]) -> list[int]:
    """Where each of the caller's annotations stands in the canonical order."""
    back = [0] * len(order)
    for rank, one in enumerate(order):
        back[one] = rank
    return back


class _Aligner:
    """Aligns one layer after the other: each builds on those before it. Annotators are in canonical order here.

    Args:
        annotations: in that order.
        back: which of them is each of the caller's.
    """

    def __init__(self, annotations: Sequence[Annotation], back: Sequence[int]) -> None:
        self._back = back
        self._group_of: list[dict[str, int]] = [{} for _ in annotations]
        self._mentions = [sorted(one.mentions, key=_mention_key) for one in annotations]
        self._quotes = [sorted(one.quotes, key=_quote_key) for one in annotations]
        self._events = [sorted(one.events, key=_event_key) for one in annotations]
        self._entity_of_mention = [{mention.id: mention.entity for mention in one.mentions} for one in annotations]
        self._shared_by: dict[tuple[int, int], dict[tuple[int, int], int]] = {}
        self._of_entity: list[dict[str, list[Mention]]] = []
        self._entities: list[list[Entity]] = []
        for one, mentions in zip(annotations, self._mentions, strict=True):
            of_entity: dict[str, list[Mention]] = defaultdict(list)
            for mention in mentions:
                if mention.entity is not None:
                    of_entity[mention.entity].append(mention)
            self._of_entity.append(dict(of_entity))
            self._entities.append(sorted(one.entities, key=partial(_entity_key, of_entity=of_entity)))

    def alignment(self) -> Alignment:
        """All groups, layer by layer."""
        places = [
            [_entity_key(entity, of_entity)[:2] for entity in some]
            for some, of_entity in zip(self._entities, self._of_entity, strict=True)
        ]
        entities = self._join(self._entities, places, self._entity_weights)
        mentions = self._join(self._mentions, _places(self._mentions, _mention_place), self._mention_weights)
        quotes = self._join(self._quotes, _places(self._quotes, _quote_place), self._quote_weights)
        events = self._join(self._events, _places(self._events, _event_place), self._event_weights)
        return Alignment(
            entities=tuple(self._told("entities", self._entities, one, self._of_an_entity) for one in entities),
            mentions=tuple(self._told("mentions", self._mentions, one, self._of_a_mention) for one in mentions),
            quotes=tuple(self._told("quotes", self._quotes, one, self._of_a_quote) for one in quotes),
            events=tuple(self._told("events", self._events, one, _of_an_event) for one in events),
            arguments=tuple(argument for one in events for argument in self._arguments(one)),
            groups=tuple(self._group_of[rank] for rank in self._back),
        )

    def _join(
        self,
        items: Sequence[Sequence[Entity | Mention | Quote | Event]],
        places: Sequence[Sequence[Place]],
        weights: Callable[[int, int], Weights],
    ) -> list[Group]:
        """The groups of a layer, which the layers after it can refer to."""
        groups = join(places, weights)
        for number, group in enumerate(groups):
            for a, i in enumerate(group):
                if i is not None:
                    self._group_of[a][items[a][i].id] = number
        return groups

    def _group(self, annotator: int, one: str | None) -> Hashable:
        """The group that an id belongs to; an id that names nothing stands for itself."""
        return None if one is None else self._group_of[annotator].get(one, one)

    # How well two items go together

    def _shared(self, a: int, b: int) -> dict[tuple[int, int], int]:
        """How many code points every two mentions share that share any: asked for entities, then for mentions."""
        if (a, b) not in self._shared_by:
            spans = ([mention.interval for mention in self._mentions[one]] for one in (a, b))
            self._shared_by[a, b] = matching.overlaps(*spans)
        return self._shared_by[a, b]

    def _entity_weights(self, a: int, b: int) -> Weights:
        first, second = ({entity.id: i for i, entity in enumerate(self._entities[one])} for one in (a, b))
        weights: Weights = defaultdict(float)
        ours, theirs = self._mentions[a], self._mentions[b]
        for (i, j), shared in self._shared(a, b).items():
            one, other = ours[i], theirs[j]
            if one.entity not in first or other.entity not in second:
                continue
            pair = first[one.entity], second[other.entity]
            if one.interval == other.interval:
                weights[pair] += _EXACT
            elif one.type == other.type or jaccard(one.interval, other.interval, shared) >= _SAME_STRETCH:
                weights[pair] += dice(one.interval, other.interval, shared)
        bare = ([e for e in self._entities[one] if e.id not in self._of_entity[one]] for one in (a, b))
        for left, right in itertools.product(*bare):  # without a mention: known by their names
            if (left.name, left.type) == (right.name, right.type):
                weights[first[left.id], second[right.id]] += _TIE
        for i, j in weights:
            left, right = self._entities[a][i], self._entities[b][j]
            ties = _TIE * ((left.type == right.type) + (left.name == right.name) / 2)
            weights[i, j] += ties + _SAME_ID * (left.id == right.id)
        return dict(weights)

    def _mention_weights(self, a: int, b: int) -> Weights:
        weights: Weights = {}
        ours, theirs = self._mentions[a], self._mentions[b]
        for (i, j), shared in self._shared(a, b).items():
            one, other = ours[i], theirs[j]
            values = one.entity is None and other.entity is None
            same_entity = not values and self._group(a, one.entity) == self._group(b, other.entity)
            ties = _TIE * ((one.type == other.type) + same_entity / 2 + (one.level == other.level) / 4)
            ties += _SAME_ID * (one.id == other.id)
            if one.interval == other.interval:
                weights[i, j] = _EXACT + ties
                continue
            alike = same_entity or (values and one.type == other.type)
            if alike or jaccard(one.interval, other.interval, shared) >= _SAME_STRETCH:
                weights[i, j] = dice(one.interval, other.interval, shared) + ties
        return weights

    def _quote_weights(self, a: int, b: int) -> Weights:
        weights: Weights = {}
        ours, theirs = self._quotes[a], self._quotes[b]
        cues = overlaps([_intervals(one.cue) for one in ours], [_intervals(one.cue) for one in theirs])
        contents = overlaps([_intervals(one.content) for one in ours], [_intervals(one.content) for one in theirs])
        for (i, j), shared in contents.items():
            one, other = ours[i], theirs[j]
            same_cue = (i, j) in cues or not (one.cue or other.cue)
            same_source = self._group(a, one.source) == self._group(b, other.source)
            ties = _TIE * (same_cue + same_source / 2 + (one.type == other.type) / 4 + (one.kind == other.kind) / 8)
            ties += _SAME_ID * (one.id == other.id)
            if _intervals(one.content) == _intervals(other.content):
                weights[i, j] = _EXACT + ties
                continue
            total = sum(span.end - span.start for span in (*one.content, *other.content))
            # The same words of saying make it the same quote; others make it another, unless most of it is the same.
            least = _SAME_STRETCH if one.cue and other.cue else _SAME_QUOTE
            if (i, j) in cues or shared / (total - shared) >= least:
                weights[i, j] = 2 * shared / total + ties
        return weights

    def _event_weights(self, a: int, b: int) -> Weights:
        weights: Weights = {}
        ours, theirs = self._events[a], self._events[b]
        triggers = ([[event.trigger.interval] for event in some] for some in (ours, theirs))
        for (i, j), shared in overlaps(*triggers).items():
            one, other = ours[i], theirs[j]
            same = one.trigger.interval == other.trigger.interval
            weight = _EXACT if same else dice(one.trigger.interval, other.trigger.interval, shared)
            attributes = sum(getattr(one, field) == getattr(other, field) for field in _EVENT_ATTRIBUTES)
            ties = _TIE * ((one.type == other.type) + attributes / 8) + _SAME_ID * (one.id == other.id)
            weights[i, j] = weight + ties
        return weights

    def _arguments(self, event_group: Group) -> Iterator[Aligned[Argument]]:
        """The arguments of one event."""
        events = [None if i is None else self._events[a][i] for a, i in enumerate(event_group)]

        def place(annotator: int, argument: Argument) -> tuple[str, int, str]:
            group = self._group_of[annotator].get(argument.mention, -1)
            return argument.role, group, argument.mention

        arguments = [sorted(e.arguments, key=partial(place, a)) if e else [] for a, e in enumerate(events)]

        def weights(a: int, b: int) -> Weights:
            pairs: Weights = {}
            for (i, one), (j, other) in itertools.product(enumerate(arguments[a]), enumerate(arguments[b])):
                mention = self._group(a, one.mention) == self._group(b, other.mention)
                entity = mention or self._same_entity(a, one.mention, b, other.mention)
                if one.role == other.role and entity:
                    pairs[i, j] = _EXACT if mention else _EXACT / 2
                elif mention:
                    pairs[i, j] = _EXACT / 4
            return pairs

        def fields(annotator: int, argument: Argument) -> dict[str, Hashable]:
            return {"role": argument.role, "mention": self._group(annotator, argument.mention)}

        roles = {role: rank for rank, role in enumerate(sorted({one.role for some in arguments for one in some}))}
        places = [[(roles[one.role], place(a, one)[1]) for one in some] for a, some in enumerate(arguments)]
        for group in join(places, weights):
            yield self._told("arguments", arguments, group, fields, tuple(events[rank] for rank in self._back))

    def _same_entity(self, a: int, one: str, b: int, other: str) -> bool:
        """Whether two mentions are of the same entity."""
        left, right = self._entity_of(a, one), self._entity_of(b, other)
        return left is not None and self._group(a, left) == self._group(b, right)

    def _entity_of(self, annotator: int, mention: str) -> str | None:
        return self._entity_of_mention[annotator].get(mention)

    # What they differ in

    def _told(
        self,
        layer: Layer,
        items: Sequence[Sequence[T]],
        group: Group,
        fields: Callable[[int, T], dict[str, Hashable]],
        events: tuple[Event | None, ...] = (),
    ) -> Aligned[T]:
        """A group in the caller's order, with what its members differ in; ``events`` are in that order already."""
        found = [None if i is None else items[a][i] for a, i in enumerate(group)]
        values = [None if item is None else fields(a, item) for a, item in enumerate(found)]
        there = [value for value in values if value is not None]
        different = tuple(field for field in there[0] if len({value[field] for value in there}) > 1)
        return Aligned(
            layer=layer,
            items=tuple(found[rank] for rank in self._back),
            differences=((MISSING,) if None in group else ()) + different,
            values=tuple(values[rank] for rank in self._back),
            events=events,
        )

    def _of_an_entity(self, annotator: int, entity: Entity) -> dict[str, Hashable]:
        mentions = self._of_entity[annotator].get(entity.id, ())
        return {
            "type": entity.type,
            "name": entity.name,
            "link": entity.link,
            "mentions": frozenset(self._group(annotator, mention.id) for mention in mentions),
        }

    def _of_a_mention(self, annotator: int, mention: Mention) -> dict[str, Hashable]:
        return {
            "span": mention.interval,
            "type": mention.type,
            "level": mention.level,
            "entity": self._group(annotator, mention.entity),
        }

    def _of_a_quote(self, annotator: int, quote: Quote) -> dict[str, Hashable]:
        group = partial(self._group, annotator)
        return {
            "content": tuple(sorted(_intervals(quote.content))),
            "cue": tuple(sorted(_intervals(quote.cue))),
            "type": quote.type,
            "kind": quote.kind,
            "source": group(quote.source),
            "addressees": frozenset(map(group, quote.addressees)),
            "attribution": quote.attribution,
            "parent": group(quote.parent),
            "polarity": quote.polarity,
        }


def _of_an_event(_annotator: int, event: Event) -> dict[str, Hashable]:
    return {
        "trigger": event.trigger.interval,
        "type": event.type,
        "polarity": event.polarity,
        "tense": event.tense,
        "genericity": event.genericity,
        "modality": event.modality,
    }


_EVENT_ATTRIBUTES = ("polarity", "tense", "genericity", "modality")

# Places, and orders that depend on nothing but content: ids come last, to decide between doubles.


def _mention_place(mention: Mention) -> Place:
    return mention.start, -mention.end


def _mention_key(mention: Mention) -> tuple[Place, str, str, str]:
    return _mention_place(mention), mention.type, mention.level or "", mention.id


def _entity_key(entity: Entity, of_entity: dict[str, list[Mention]]) -> tuple[int, int, str, str, str]:
    mentions = of_entity.get(entity.id)
    place = _mention_place(mentions[0]) if mentions else (sys.maxsize, 0)
    return *place, entity.type, entity.name or "", entity.id  # type: ignore[return-value]  # a place is a pair


def _quote_place(quote: Quote) -> Place:
    spans = sorted(_intervals(quote.content))
    return (spans[0].start, -spans[-1].end) if spans else (sys.maxsize, 0)


def _quote_key(quote: Quote) -> tuple[Place, list[Interval], str, str, str]:
    return _quote_place(quote), sorted(_intervals(quote.cue)), quote.type, quote.kind, quote.id


def _event_place(event: Event) -> Place:
    return event.trigger.start, -event.trigger.end


def _event_key(event: Event) -> tuple[Place, str, str]:
    return _event_place(event), event.type, event.id


def _places(items: Sequence[Sequence[T]], place: Callable[[T], Place]) -> list[list[Place]]:
    return [[place(one) for one in some] for some in items]


def _intervals(spans: Sequence[Span]) -> list[Interval]:
    return [span.interval for span in spans]
