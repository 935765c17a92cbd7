"""Items as attributes in the words of a draft, with the ids of the merge: what is compared, shown and filled in.

Places are pairs of offsets, ``120-144``, several with a space between; nothing is the empty string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from quotidian.model import EVENT_LABELS, Argument, Entity, Event, Mention, Quote, Span
from quotidian.offsets import Interval

# What stands for a value that is not decided yet.
OPEN = "?"

Said = Mapping[str, str]
Refer = Callable[[str | None], str]
"""From the id of an annotator to that of the merge, empty for none."""

ATTRIBUTES = {
    "entities": ("type", "name", "link"),
    "mentions": ("at", "e", "t", "l"),
    "quotes": ("content", "cue", "type", "kind", "source", "addressees", "attribution", "parent", "polarity"),
    "events": ("at", *EVENT_LABELS),
}
# What a field of an item is called among the attributes, where it is called otherwise.
FIELDS = {
    "mentions": {"at": "span", "e": "entity", "t": "type", "l": "level"},
    "events": {"at": "trigger"},
}
# Attributes that hold places.
PLACES = frozenset({"at", "content", "cue"})
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


def entity_said(entity: Entity) -> dict[str, str]:
    """An entity."""
    return {"type": entity.type, "name": entity.name or "", "link": entity.link or ""}


def mention_said(mention: Mention, entity_type: str | None, refer: Refer) -> dict[str, str]:
    """A mention; its type is said only if it is not that of its entity."""
    return {
        "at": places([mention.interval]),
        "e": refer(mention.entity),
        "t": "" if mention.type == entity_type else mention.type,
        "l": mention.level or "",
    }


def quote_said(quote: Quote, refer: Refer) -> dict[str, str]:
    """A quote."""
    return {
        "content": places(span.interval for span in quote.content),
        "cue": places(span.interval for span in quote.cue),
        "type": quote.type,
        "kind": quote.kind,
        "source": refer(quote.source),
        "addressees": " ".join(sorted(map(refer, quote.addressees))),
        "attribution": quote.attribution,
        "parent": refer(quote.parent),
        "polarity": quote.polarity,
    }


def event_said(event: Event) -> dict[str, str]:
    """An event without its arguments."""
    return {"at": places([event.trigger.interval]), **{label: getattr(event, label) for label in EVENT_LABELS}}


def argument_said(argument: Argument, refer: Refer) -> dict[str, str]:
    """An argument: its role, and in it the mention."""
    return {argument.role: refer(argument.mention)}


def entity_of(one: str, said: Said) -> Entity:
    """The entity with these attributes."""
    return Entity(id=one, type=said["type"], name=said["name"] or None, link=said["link"] or None)


def mention_of(one: str, said: Said, entity_type: Callable[[str], str]) -> Mention:
    """The mention with these attributes; its type is its entity's unless they tell it."""
    [span] = intervals(said["at"])
    return Mention(
        id=one,
        entity=said["e"] or None,
        type=said["t"] or entity_type(said["e"]),
        level=said["l"] or None,
        start=span.start,
        end=span.end,
    )


def quote_of(one: str, said: Said) -> Quote:
    """The quote with these attributes; an open cue is none."""
    return Quote(
        id=one,
        type=said["type"],
        kind=said["kind"],
        content=_spans(said["content"]),
        cue=_spans("" if said["cue"] == OPEN else said["cue"]),
        source=said["source"] or None,
        addressees=tuple(said["addressees"].split()),
        attribution=said["attribution"],
        parent=said["parent"] or None,
        polarity=said["polarity"],
    )


def event_of(one: str, said: Said, arguments: Iterable[Argument]) -> Event:
    """The event with these attributes."""
    [trigger] = _spans(said["at"])
    return Event(id=one, trigger=trigger, arguments=tuple(arguments), **{label: said[label] for label in EVENT_LABELS})


def places(spans: Iterable[Interval]) -> str:
    """Spans as an attribute has them, in the order of the text."""
    return " ".join(f"{span.start}-{span.end}" for span in sorted(spans))


def intervals(value: str) -> tuple[Interval, ...]:
    """The spans in an attribute.

    Raises:
        ValueError: it is no list of places.
    """
    found = []
    for one in value.split():
        match = _PLACE.fullmatch(one)
        if match is None or int(match[1]) >= int(match[2]):
            raise ValueError(one)
        found.append(Interval(int(match[1]), int(match[2])))
    return tuple(found)


def _spans(value: str) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end) for start, end in intervals(value))
