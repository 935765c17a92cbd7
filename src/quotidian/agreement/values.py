"""What an item is compared by: its labels and spans, and what it refers to, told by the number of its group."""

from __future__ import annotations

from collections.abc import Hashable

from quotidian.agreement.aligned import Item
from quotidian.agreement.side import Side, intervals
from quotidian.model import EVENT_LABELS, Argument, Entity, Event, Mention, Quote

Values = dict[str, Hashable]


def values(side: Side, item: Item) -> Values:
    """The values of an item by field; the layers it refers to are aligned.

    Args:
        side: the annotator who has it.
        item: an entity, mention, quote, event or argument.
    """
    if isinstance(item, Entity):
        return _entity(side, item)
    if isinstance(item, Mention):
        return _mention(side, item)
    if isinstance(item, Quote):
        return _quote(side, item)
    if isinstance(item, Event):
        return _event(item)
    return _argument(side, item)


def _entity(side: Side, entity: Entity) -> Values:
    mentions = side.mentions_of.get(entity.id, ())
    return {
        "type": entity.type,
        "name": entity.name,
        "link": entity.link,
        "mentions": frozenset(side.group(mention.id) for mention in mentions),
    }


def _mention(side: Side, mention: Mention) -> Values:
    return {
        "span": mention.interval,
        "type": mention.type,
        "level": mention.level,
        "entity": side.group(mention.entity),
    }


def _quote(side: Side, quote: Quote) -> Values:
    content, cue = intervals(quote)
    return {
        "content": tuple(content),
        "cue": tuple(cue),
        "type": quote.type,
        "kind": quote.kind,
        "source": side.group(quote.source),
        "addressees": frozenset(map(side.group, quote.addressees)),
        "attribution": quote.attribution,
        "parent": side.group(quote.parent),
        "polarity": quote.polarity,
    }


def _event(event: Event) -> Values:
    return {"trigger": event.trigger.interval, **{label: getattr(event, label) for label in EVENT_LABELS}}


def _argument(side: Side, argument: Argument) -> Values:
    return {"role": argument.role, "mention": side.group(argument.mention)}
