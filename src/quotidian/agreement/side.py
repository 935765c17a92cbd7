"""One annotator's items, in an order that depends on nothing but what they are, and the groups that they are in."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import partial

import msgspec

from quotidian.agreement.aligned import Layer
from quotidian.agreement.groups import Group, Place
from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.offsets import Interval


class Side:
    """What one annotator brings to an alignment.

    Args:
        annotation: theirs.

    Attributes:
        annotation: the same with its items in the order of the text, then by what is said of them, and by ids only
            between doubles.
        mentions_of: the mentions of each entity that has any, in the order of the text.
        places: where each entity, mention, quote and event is, by layer; groups are put in order by them.
    """

    def __init__(self, annotation: Annotation) -> None:
        mentions = tuple(sorted(annotation.mentions, key=_mention_key))
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.entity is not None:
                found[mention.entity].append(mention)
        self.mentions_of = dict(found)
        self.annotation = msgspec.structs.replace(
            annotation,
            entities=tuple(sorted(annotation.entities, key=partial(_entity_key, mentions_of=self.mentions_of))),
            mentions=mentions,
            quotes=tuple(sorted(annotation.quotes, key=_quote_key)),
            events=tuple(sorted(annotation.events, key=_event_key)),
        )
        self.places: dict[Layer, list[Place]] = {
            "entities": [_entity_place(one, self.mentions_of) for one in self.annotation.entities],
            "mentions": [_mention_place(one) for one in mentions],
            "quotes": [_quote_place(one) for one in self.annotation.quotes],
            "events": [_event_place(one) for one in self.annotation.events],
        }
        self.groups: dict[str, int] = {}
        self._entity_of = {mention.id: mention.entity for mention in mentions}

    def group(self, one: str | None) -> Hashable:
        """The group that an id belongs to, once its layer is aligned; an id that names nothing stands for itself."""
        return None if one is None else self.groups.get(one, one)

    def entity_group(self, mention: str) -> Hashable:
        """The group of the entity that a mention refers to; None if it refers to none."""
        return self.group(self._entity_of.get(mention))

    def arguments(self, event: Event | None) -> list[Argument]:
        """The arguments of an event in order; of none, none."""
        return sorted(event.arguments, key=self._argument_key) if event is not None else []

    def mention_group(self, argument: Argument) -> int:
        """The number of the group of an argument's mention; -1 if that names nothing."""
        return self.groups.get(argument.mention, -1)

    def _argument_key(self, argument: Argument) -> tuple[str, int, str]:
        return argument.role, self.mention_group(argument), argument.mention


def note_groups(sides: Sequence[Side], layer: Layer, groups: Sequence[Group]) -> None:
    """Let each side know which groups its items of a layer are in."""
    for number, group in enumerate(groups):
        for side, place in zip(sides, group, strict=True):
            if place is not None:
                side.groups[getattr(side.annotation, layer)[place].id] = number


def intervals(quote: Quote) -> tuple[list[Interval], list[Interval]]:
    """The spans of content and cue of a quote, in the order of the text."""
    return sorted(span.interval for span in quote.content), sorted(span.interval for span in quote.cue)


def _mention_place(mention: Mention) -> Place:
    return mention.start, -mention.end


def _mention_key(mention: Mention) -> tuple[Place, str, str, str]:
    return _mention_place(mention), mention.type, mention.level or "", mention.id


def _entity_place(entity: Entity, mentions_of: dict[str, list[Mention]]) -> Place:
    mentions = mentions_of.get(entity.id)
    return _mention_place(mentions[0]) if mentions else (sys.maxsize, 0)


def _entity_key(entity: Entity, mentions_of: dict[str, list[Mention]]) -> tuple[Place, str, str, str]:
    return _entity_place(entity, mentions_of), entity.type, entity.name or "", entity.id


def _quote_place(quote: Quote) -> Place:
    content, _ = intervals(quote)
    return (content[0].start, -content[-1].end) if content else (sys.maxsize, 0)


def _quote_key(quote: Quote) -> tuple[Place, list[Interval], str, str, str]:
    _, cue = intervals(quote)
    return _quote_place(quote), cue, quote.type, quote.kind, quote.id


def _event_place(event: Event) -> Place:
    return event.trigger.start, -event.trigger.end


def _event_key(event: Event) -> tuple[Place, str, str]:
    return _event_place(event), event.type, event.id
