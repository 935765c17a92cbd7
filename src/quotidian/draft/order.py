"""The one order in which a draft is resolved: as the text goes, so that two annotations compare line by line."""

from __future__ import annotations

import msgspec

from quotidian.model import Annotation, Event, Mention, Span
from quotidian.ontology import Ontology


def in_order(annotation: Annotation, ontology: Ontology) -> Annotation:
    """The same annotation in text order.

    Mentions, quotes and events by where they start, the longer first, ties as they were; entities by their first
    mention, those without at the end; the spans of a quote and its addressees by place; arguments by the ontology's
    order of roles and then by place.
    """
    mentions = tuple(sorted(annotation.mentions, key=_by_place))
    rank = {mention.id: number for number, mention in enumerate(mentions)}
    first: dict[str, int] = {}
    for number, mention in enumerate(mentions):
        if mention.entity is not None:
            first.setdefault(mention.entity, number)

    def event_in_order(event: Event) -> Event:
        kind = ontology.events.get(event.type)
        roles = {role.name: number for number, role in enumerate(kind.roles)} if kind else {}
        arguments = sorted(
            event.arguments,
            key=lambda argument: (roles.get(argument.role, len(roles)), rank.get(argument.mention, len(rank))),
        )
        return msgspec.structs.replace(event, arguments=tuple(arguments))

    quotes = [
        msgspec.structs.replace(
            quote,
            content=tuple(sorted(quote.content, key=_by_place)),
            cue=tuple(sorted(quote.cue, key=_by_place)),
            addressees=tuple(sorted(quote.addressees, key=lambda one: rank.get(one, len(rank)))),
        )
        for quote in annotation.quotes
    ]
    return msgspec.structs.replace(
        annotation,
        entities=tuple(sorted(annotation.entities, key=lambda entity: first.get(entity.id, len(mentions)))),
        mentions=mentions,
        quotes=tuple(sorted(quotes, key=lambda quote: _by_place(quote.content[0]) if quote.content else (0, 0))),
        events=tuple(sorted(map(event_in_order, annotation.events), key=lambda event: _by_place(event.trigger))),
    )


def _by_place(span: Span | Mention) -> tuple[int, int]:
    return span.start, -span.end
