"""Items in words and offsets that need no ids: what an annotator said of each, so that it can be compared later."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from quotidian.agreement.aligned import Item
from quotidian.model import EVENT_LABELS, Annotation, Argument, Entity, Mention, Quote, Said, Span, Told

Spans = tuple[tuple[int, int], ...]


class Teller:
    """Tells what one annotation says of its items."""

    def __init__(self, annotation: Annotation) -> None:
        self._mentions = {mention.id: mention for mention in annotation.mentions}
        self._quotes = {quote.id: quote for quote in annotation.quotes}
        self._first: dict[str, Mention] = {}
        for mention in sorted(annotation.mentions, key=lambda one: (one.start, -one.end, one.id)):
            if mention.entity is not None:
                self._first.setdefault(mention.entity, mention)

    def told(self, item: Item) -> dict[str, Told]:
        """All that is said of an item, by field; of an event with its roles."""
        if isinstance(item, Entity):
            return {"type": item.type, "name": item.name, "link": item.link, "first": self._entity(item.id)}
        if isinstance(item, Mention):
            entity = None if item.entity is None else self._entity(item.entity)
            return {"span": _spans(item), "type": item.type, "level": item.level, "entity": entity}
        if isinstance(item, Quote):
            return {
                "content": _spans(*item.content),
                "cue": _spans(*item.cue),
                "type": item.type,
                "kind": item.kind,
                "source": None if item.source is None else self._spans_of([item.source]),
                "addressees": self._spans_of(item.addressees),
                "attribution": item.attribution,
                "parent": None if item.parent is None else self._quote(item.parent),
                "polarity": item.polarity,
            }
        if isinstance(item, Argument):
            return {"role": item.role, "mention": self._spans_of([item.mention])}
        roles: dict[str, list[str]] = defaultdict(list)
        for argument in item.arguments:
            roles[argument.role].append(argument.mention)
        return {
            "trigger": _spans(item.trigger),
            **{label: getattr(item, label) for label in EVENT_LABELS},
            **{role: self._spans_of(mentions) for role, mentions in sorted(roles.items())},
        }

    def _entity(self, one: str) -> Told:
        first = self._first.get(one)
        return one if first is None else _spans(first)

    def _spans_of(self, mentions: list[str] | tuple[str, ...]) -> Spans:
        return _spans(*(self._mentions[one] for one in mentions if one in self._mentions))

    def _quote(self, one: str) -> Told:
        quote = self._quotes.get(one)
        return one if quote is None else _spans(*quote.content)


def said(told: Mapping[str, Told]) -> tuple[Said, ...]:
    """What was said, as provenance keeps it."""
    return tuple(Said(field=field, value=value) for field, value in told.items())


def layers_sha256(annotation: Annotation) -> str:
    """The hash of what an annotation says of the article: all its layers, and neither who nor how nor when."""
    layers = (annotation.entities, annotation.mentions, annotation.quotes, annotation.events)
    return hashlib.sha256(msgspec.json.encode(layers)).hexdigest()


def _spans(*spans: Span | Mention) -> Spans:
    return tuple(sorted((span.start, span.end) for span in spans))
