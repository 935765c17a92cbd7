"""Annotations written down in one line each, for the tests of agreement on quotes and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote, Span
from tests.agreement.examples import annotation

Spot = tuple[int, int]


def spans(*spots: Spot) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end) for start, end in spots)


def quote(
    name: str,
    *content: Spot,
    cue: Iterable[Spot] = (),
    source: str | None = None,
    addressees: tuple[str, ...] = (),
    parent: str | None = None,
    kind: str = "speech",
    of: str = "direct",
    attribution: str = "explicit",
    polarity: str = "Positive",
) -> Quote:
    return Quote(
        id=name,
        type=of,
        kind=kind,
        content=spans(*content),
        cue=spans(*cue),
        source=source,
        addressees=addressees,
        attribution=attribution,
        parent=parent,
        polarity=polarity,
    )


def event(
    name: str,
    trigger: Spot,
    of: str = "Conflict:Attack",
    *arguments: tuple[str, str],
    polarity: str = "Positive",
    tense: str = "Past",
) -> Event:
    return Event(
        id=name,
        type=of,
        trigger=spans(trigger)[0],
        polarity=polarity,
        tense=tense,
        genericity="Specific",
        modality="Asserted",
        arguments=tuple(Argument(role=role, mention=mention) for role, mention in arguments),
    )


def story(
    people: Mapping[str, Iterable[tuple[str, Spot]]] | None = None,
    *,
    values: Iterable[tuple[str, Spot]] = (),
    quotes: Iterable[Quote] = (),
    events: Iterable[Event] = (),
) -> Annotation:
    """An annotation whose ``people`` are entities with their mentions, and whose ``values`` are mentions of none."""
    people = people or {}
    mentions = [
        Mention(id=name, entity=entity, type="PER", level="NAM", start=start, end=end)
        for entity, some in people.items()
        for name, (start, end) in some
    ]
    mentions += [Mention(id=name, entity=None, type="TIME", level=None, start=a, end=b) for name, (a, b) in values]
    return msgspec.structs.replace(
        annotation([]),
        entities=tuple(Entity(id=entity, type="PER", name=None) for entity in people),
        mentions=tuple(mentions),
        quotes=tuple(quotes),
        events=tuple(events),
    )
