"""What one version of an article says of its items: to be compared with others, and to be told to people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from quotidian.agreement.aligned import Item, Layer
from quotidian.model import EVENT_LABELS, LAYERS, QUOTE_LABELS, Annotation, Argument, Event, Mention, Quote
from quotidian.quality.gold import GoldArticle
from quotidian.quality.suspicion import NOTHING, Place

NONE = "none"


class Said(NamedTuple):
    """A value as it is compared, references by what they refer to, and as it is told."""

    value: Hashable
    told: str


SAID_NOTHING = Said(None, NOTHING)


class Version:
    """One version of an article.

    Args:
        article: with its annotation.
        groups: the number of the group of each item by its id, the same in all versions
            (:mod:`quotidian.agreement.align`).
    """

    def __init__(self, article: GoldArticle, groups: Mapping[str, int]) -> None:
        annotation = article.annotation
        self.name = annotation.annotator
        self._article = article
        self._groups = groups
        self._entities = {entity.id: entity for entity in annotation.entities}
        self._mentions = {mention.id: mention for mention in annotation.mentions}
        self._pointers = _pointers(annotation)

    def place(self, item: Item, event: Event | None) -> Place:
        """Where an item is; an argument is one of an ``event``, and where that is."""
        if isinstance(item, Argument):
            assert event is not None  # an argument has one
            pointer = f"{self._pointers[event.id]}/arguments/{event.arguments.index(item)}"
        else:
            pointer = self._pointers[item.id]
        return self._article.place(pointer, *self.extent(item, event))

    def place_without(self, layer: str, event: Event | None, extent: tuple[int, int]) -> Place:
        """The list where an item would be that this version has not, and where others have it."""
        where = f"/{layer}" if event is None else f"{self._pointers[event.id]}/arguments"
        return self._article.place(where, *extent)

    def filler(self, argument: Argument) -> Place | None:
        """The mention that is an argument; None if there is no such mention."""
        mention = self._mentions.get(argument.mention)
        return self._article.place(self._pointers[mention.id], mention.start, mention.end) if mention else None

    def extent(self, item: Item, event: Event | None) -> tuple[int, int]:
        """From where to where an item is; of an argument, its event's trigger."""
        if isinstance(item, Argument):
            assert event is not None  # an argument has one
            return event.trigger.start, event.trigger.end
        if isinstance(item, Mention):
            return item.start, item.end
        if isinstance(item, Event):
            return item.trigger.start, item.trigger.end
        if isinstance(item, Quote):
            return min(span.start for span in item.content), max(span.end for span in item.content)
        mentions = [one for one in self._mentions.values() if one.entity == item.id]
        first = min(mentions, key=lambda one: (one.start, one.end), default=None)
        return (first.start, first.end) if first is not None else (0, 0)

    def core(self, item: Item, layer: Layer) -> Said:
        """What two annotators must have in common to have the same item."""
        fields = self.fields(item)
        names = {
            "mentions": ("span", "type"),
            "quotes": ("content",),
            "events": ("trigger", "type"),
            "arguments": ("role", "mention"),
        }[layer]
        # The place is told beside it.
        shown = [name for name in names if name not in {"span", "content", "trigger"}]
        told = " ".join(fields[name].told for name in shown) if shown else f"{item.type} quote"  # type: ignore[union-attr]  # quotes alone have no other field
        return Said(tuple(fields[name].value for name in names), told)

    def fields(self, item: Item) -> Mapping[str, Said]:
        """What is said of an item, by field."""
        if isinstance(item, Argument):
            return {"role": _plain(item.role), "mention": self._mention(item.mention)}
        if isinstance(item, Mention):
            return {
                "span": _spans([item.interval]),
                "type": _plain(item.type),
                "level": _plain(item.level),
                "entity": self._entity(item.entity),
            }
        if isinstance(item, Quote):
            return self._quote(item)
        if isinstance(item, Event):
            return {
                "trigger": _spans([item.trigger.interval]),
                **{name: _plain(getattr(item, name)) for name in EVENT_LABELS},
            }
        return {"name": _plain(item.name), "link": _plain(item.link)}

    def _quote(self, quote: Quote) -> Mapping[str, Said]:
        addressees = [self._mention(one) for one in quote.addressees]
        parent = quote.parent and self._groups.get(quote.parent, quote.parent)
        return {
            "content": _spans([span.interval for span in quote.content]),
            "cue": _spans([span.interval for span in quote.cue]),
            "source": self._mention(quote.source),
            "addressees": Said(
                frozenset(one.value for one in addressees), ", ".join(one.told for one in addressees) or NONE
            ),
            "parent": Said(parent, quote.parent or NONE),
            **{name: _plain(getattr(quote, name)) for name in QUOTE_LABELS},
        }

    def _mention(self, mention: str | None) -> Said:
        if mention is None:
            return Said(None, NONE)
        return Said(self._groups.get(mention, mention), self._words(mention))

    def _words(self, mention: str) -> str:
        """A mention as it is told: its words where they may be, else its place; with the name of its entity."""
        one = self._mentions.get(mention)
        if one is None:
            return mention
        place = self._article.place("", one.start, one.end)
        entity = self._entities.get(one.entity or "")
        told = f"“{place.string}”" if place.string is not None else f"{one.start}-{one.end}"
        return f"{told} ({entity.name})" if entity and entity.name and entity.name != place.string else told

    def _entity(self, entity: str | None) -> Said:
        if entity is None:
            return Said(None, NONE)
        one = self._entities.get(entity)
        return Said(self._groups.get(entity, entity), (one and one.name) or entity)


def _plain(value: str | None) -> Said:
    return Said(value, NONE if value is None else value)


def _spans(spans: Sequence[tuple[int, int]]) -> Said:
    found = sorted((start, end) for start, end in spans)
    return Said(tuple(found), ", ".join(f"{start}-{end}" for start, end in found) or NONE)


def _pointers(annotation: Annotation) -> dict[str, str]:
    """The JSON pointer of every item by its id."""
    return {item.id: f"/{layer}/{index}" for layer in LAYERS for index, item in enumerate(getattr(annotation, layer))}
