"""What a file of adjudication says already, as an annotation that may be open and may refer to what is in question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotidian.adjudicate import attributes as attribute
from quotidian.adjudicate.attributes import OPEN
from quotidian.adjudicate.document import Slot
from quotidian.draft.parts import Parts
from quotidian.draft.read import provenance_now
from quotidian.model import (
    ANNOTATION_SCHEMA,
    GOLD,
    Annotation,
    Argument,
    Article,
    Entity,
    Event,
    Mention,
    Quote,
    Span,
)
from quotidian.offsets import Interval
from quotidian.ontology import DEFAULTS


def annotation_of(parts: Parts, slots: Iterable[Slot], article: Article) -> Annotation:
    """The items with an id of a draft, and those that are in question as the first answer has them.

    It is not valid and never kept: it is what the items of a later merge get their ids from.
    """
    types = {part.id: part.type for part in parts.entities}
    entities = [
        Entity(id=part.id, type=part.type or OPEN, name=part.name, link=part.link) for part in parts.entities if part.id
    ]
    mentions = [
        Mention(
            id=part.id,
            entity=part.entity,
            type=part.type or types.get(part.entity) or OPEN,
            level=part.level,
            start=part.span.start,
            end=part.span.end,
        )
        for part in parts.mentions
        if part.id and part.span
    ]
    quotes = [
        Quote(
            id=part.id,
            type=part.type or OPEN,
            kind=part.kind or DEFAULTS["quote.kind"],
            content=_spans(part.content),
            cue=_spans(part.cue),
            source=part.source,
            addressees=part.addressees,
            attribution=part.attribution or "none",
            parent=part.parent,
            polarity=part.polarity or DEFAULTS["quote.polarity"],
        )
        for part in parts.quotes
        if part.id and part.content
    ]
    events = [
        Event(
            id=part.id,
            type=part.type or OPEN,
            trigger=Span(start=part.trigger.start, end=part.trigger.end),
            polarity=part.polarity or DEFAULTS["event.polarity"],
            tense=part.tense or OPEN,
            genericity=part.genericity or DEFAULTS["event.genericity"],
            modality=part.modality or DEFAULTS["event.modality"],
            arguments=tuple(Argument(role=role, mention=mention) for role, mention in part.arguments),
        )
        for part in parts.events
        if part.id and part.trigger
    ]
    taken = {one.id for one in entities} | {one.id for one in mentions}
    taken |= {one.id for one in quotes} | {one.id for one in events}
    for slot in slots:
        said = next((answer.said for answer in slot.answers if answer.said is not None), None)
        if not slot.whole or said is None or slot.item in taken:
            continue
        if slot.layer == "mentions":
            mentions.append(
                attribute.mention_of(slot.item, {**_EMPTY["mentions"], **said}, lambda one: types.get(one) or OPEN)
            )
        elif slot.layer == "quotes":
            quotes.append(attribute.quote_of(slot.item, {**_EMPTY["quotes"], **said}))
        elif slot.layer == "events":
            events.append(attribute.event_of(slot.item, said, ()))
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article=article.id,
        annotator=GOLD,
        text_sha256=article.text.sha256,
        entities=tuple(entities),
        mentions=tuple(mentions),
        quotes=tuple(quotes),
        events=tuple(events),
        provenance=provenance_now(),
    )


def said_of(item: Mention | Quote | Event, types: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an item whose references have the ids of the merge."""
    if isinstance(item, Mention):
        return attribute.mention_said(item, types.get(item.entity or ""), _same)
    return attribute.quote_said(item, _same) if isinstance(item, Quote) else attribute.event_said(item)


_EMPTY = {layer: dict.fromkeys(names, "") for layer, names in attribute.ATTRIBUTES.items()}


def _same(one: str | None) -> str:
    return one or ""


def _spans(intervals: Iterable[Interval]) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end) for start, end in intervals)
