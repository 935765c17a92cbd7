"""Which items of several annotators are the same thing, and in what they differ.

All items of one article are aligned: entities by the spans of their mentions, mentions by their span, quotes by their
content, events by their trigger, arguments by their event, role and mention. Two annotators are matched one to one and
optimally; the matches of all pairs are then joined, the strongest first, into groups with at most one item of each
annotator. Neither the order of the annotators nor that of their items matters: ties go by names and content.

Nothing here reads the article's text, so stand-off articles are aligned like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from quotidian.agreement.aligned import MISSING, Aligned, Alignment, Item, Layer
from quotidian.agreement.groups import Group, join
from quotidian.agreement.likeness import argument_weights, entity_weights, mention_weights
from quotidian.agreement.matching import Matching, Pair, assign, overlaps
from quotidian.agreement.pairing import match_events, match_quotes
from quotidian.agreement.side import Side, note_groups
from quotidian.agreement.values import values
from quotidian.errors import InputError
from quotidian.model import Annotation, Argument, Event

T = TypeVar("T", bound=Item)


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
    """Aligns one layer after the other: each builds on those before it.

    Args:
        annotations: in the canonical order.
        back: which of them is each of the caller's.
    """

    def __init__(self, annotations: Sequence[Annotation], back: Sequence[int]) -> None:
        self._back = back
        self._sides = [Side(one) for one in annotations]
        self._shared_by: dict[Pair, Mapping[Pair, int]] = {}

    def alignment(self) -> Alignment:
        """All groups, layer by layer."""
        entities = self._join("entities", self._match_entities)
        mentions = self._join("mentions", self._match_mentions)
        quotes = self._join("quotes", self._match_quotes)
        events = self._join("events", self._match_events)
        annotations = [side.annotation for side in self._sides]
        return Alignment(
            entities=self._told("entities", [one.entities for one in annotations], entities),
            mentions=self._told("mentions", [one.mentions for one in annotations], mentions),
            quotes=self._told("quotes", [one.quotes for one in annotations], quotes),
            events=self._told("events", [one.events for one in annotations], events),
            arguments=tuple(argument for one in events for argument in self._arguments(one)),
            groups=tuple(self._sides[rank].groups for rank in self._back),
        )

    def _join(self, layer: Layer, match: Callable[[int, int], Matching]) -> list[Group]:
        """The groups of a layer, which the layers after it can refer to."""
        groups = join([side.places[layer] for side in self._sides], match)
        note_groups(self._sides, layer, groups)
        return groups

    def _shared(self, a: int, b: int) -> Mapping[Pair, int]:
        """How many code points every two mentions share that share any: asked for entities, then for mentions."""
        if (a, b) not in self._shared_by:
            spans = ([mention.interval for mention in self._sides[one].annotation.mentions] for one in (a, b))
            self._shared_by[a, b] = overlaps(*spans)
        return self._shared_by[a, b]

    def _match_entities(self, a: int, b: int) -> Matching:
        return _best(entity_weights(self._sides[a], self._sides[b], self._shared(a, b)))

    def _match_mentions(self, a: int, b: int) -> Matching:
        return _best(mention_weights(self._sides[a], self._sides[b], self._shared(a, b)))

    def _match_quotes(self, a: int, b: int) -> Matching:
        return match_quotes(self._sides[a].annotation, self._sides[b].annotation)

    def _match_events(self, a: int, b: int) -> Matching:
        return match_events(self._sides[a].annotation.events, self._sides[b].annotation.events)

    def _arguments(self, event_group: Group) -> Iterator[Aligned[Argument]]:
        """The arguments of one event."""
        sides = self._sides
        events = [None if i is None else side.annotation.events[i] for side, i in zip(sides, event_group, strict=True)]
        arguments = [side.arguments(event) for side, event in zip(sides, events, strict=True)]
        roles = {role: rank for rank, role in enumerate(sorted({one.role for some in arguments for one in some}))}
        places = [
            [(roles[one.role], side.mention_group(one)) for one in some]
            for side, some in zip(sides, arguments, strict=True)
        ]

        def match(a: int, b: int) -> Matching:
            return _best(argument_weights(sides[a], sides[b], arguments[a], arguments[b]))

        yield from self._told("arguments", arguments, join(places, match), tuple(events[rank] for rank in self._back))

    def _told(
        self,
        layer: Layer,
        items: Sequence[Sequence[T]],
        groups: Iterable[Group],
        events: tuple[Event | None, ...] = (),
    ) -> tuple[Aligned[T], ...]:
        """Groups of a layer in the caller's order, which ``events`` are in already."""
        return tuple(self._told_of(layer, items, group, events) for group in groups)

    def _told_of(
        self, layer: Layer, items: Sequence[Sequence[T]], group: Group, events: tuple[Event | None, ...]
    ) -> Aligned[T]:
        """A group with what its members differ in."""
        found = [None if i is None else items[a][i] for a, i in enumerate(group)]
        said = [None if item is None else values(side, item) for side, item in zip(self._sides, found, strict=True)]
        there = [one for one in said if one is not None]
        different = tuple(field for field in there[0] if len({one[field] for one in there}) > 1)
        return Aligned(
            layer=layer,
            items=tuple(found[rank] for rank in self._back),
            differences=((MISSING,) if None in group else ()) + different,
            values=tuple(said[rank] for rank in self._back),
            events=events,
        )


def _best(weights: Mapping[Pair, float]) -> Matching:
    return Matching(assign(weights), weights)
