"""From the corpus to Label Studio: an article as a task, an annotation as a prediction."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from quotidian.model import Annotation, Article, Entity, Event, Mention, Quote, Span
from quotidian.studio import names


def task(article: Article, text: str) -> dict[str, Any]:
    """The task in which an article is annotated, as Label Studio imports it.

    Args:
        article: its metadata.
        text: its text, known to be the right one.
    """
    byline = " · ".join(filter(None, (article.source, article.published, article.id)))
    return {
        "data": {
            "article": article.id,
            "title": article.title,
            "byline": byline,
            "text": text,
            "text_sha256": article.text.sha256,
        }
    }


def prediction(annotation: Annotation, text: str, *, model_version: str) -> dict[str, Any]:
    """An annotation as the prediction that an annotator starts from.

    Nothing is lost: accepted and submitted as it is, the prediction is read back as the same layers, ids and order
    included. What the editor has no place for is kept in the ``meta`` of regions: the id of a mention's entity, and
    the order of records where it is not that of the text.

    Args:
        annotation: a valid annotation of the article.
        text: the article's text.
        model_version: where the annotation is from; the pulled annotation names it as what it was made from.
    """
    return {"model_version": model_version, "result": _Result(annotation, text).items}


def is_of(result: object, annotation: Annotation, text: str) -> bool:
    """Whether the ``result`` of a prediction is what an annotation of this text has in one."""
    return result == _Result(annotation, text).items


class _Result:
    """The list of results of one annotation: regions first, relations after them."""

    def __init__(self, annotation: Annotation, text: str) -> None:
        self._text = text
        self._entities = {entity.id: entity for entity in annotation.entities}
        self._anchors = _anchors(annotation)
        self._entity_order = _orders(annotation.entities, [self._entities[one] for one in self._anchors])
        self._regions = _region_ids(annotation)
        self._relations: dict[tuple[str, str], list[str]] = {}
        self.items: list[dict[str, Any]] = []
        mentions, quotes, events = annotation.mentions, annotation.quotes, annotation.events
        for number, mention in zip(_numbers([m.interval for m in mentions]), mentions, strict=True):
            self._mention(mention, number)
        for number, quote in zip(_numbers([q.content[0].interval for q in quotes]), quotes, strict=True):
            self._quote(quote, number)
        for number, event in zip(_numbers([e.trigger.interval for e in events]), events, strict=True):
            self._event(event, number)
        self.items += [
            {"type": names.RELATION, "from_id": start, "to_id": end, "direction": "right", "labels": labels}
            for (start, end), labels in self._relations.items()
        ]

    def _mention(self, mention: Mention, number: int | None) -> None:
        meta: dict[str, Any] = {} if number is None else {"order": number}
        entity = self._entities.get(mention.entity or "")
        anchor = self._anchors.get(mention.entity or "")
        typed: dict[str, str | None] = {}
        if entity is not None and anchor is not None:
            meta["entity"] = entity.id
            if mention.id != anchor:
                meta["first"] = self._regions[anchor]
                self._relate(mention.id, anchor, names.COREFERENCE)
            else:
                typed = {names.ENTITY_NAME: entity.name, names.ENTITY_LINK: entity.link}
                if self._entity_order:
                    meta["entity_order"] = self._entity_order[entity.id]
        choices = {"level": mention.level}
        self._region(mention.id, mention, names.MENTION, mention.type, choices, typed, meta)

    def _quote(self, quote: Quote, number: int | None) -> None:
        meta: dict[str, Any] = {} if number is None else {"order": number}
        if quote.source in quote.addressees[1:]:
            # One relation says both, and it is the source's: the order of the others would not show where it stood.
            meta["addressees"] = list(quote.addressees)
        choices: dict[str, str | None] = {field: getattr(quote, field) for field in names.QUOTE_FIELDS}
        self._region(quote.id, quote.content[0], names.QUOTE, names.CONTENT, choices, {}, meta)
        for n, span in enumerate(quote.content[1:], 1):
            region = names.content_region(self._regions[quote.id], n)
            self._region(region, span, names.QUOTE, names.CONTINUATION)
            self._relate(quote.id, region, names.CONTINUATION)
        for n, span in enumerate(quote.cue):
            region = names.cue_region(self._regions[quote.id], n)
            self._region(region, span, names.QUOTE, names.CUE)
            self._relate(quote.id, region, names.CUE)
        if quote.source is not None:
            self._relate(quote.id, quote.source, names.SOURCE)
        for addressee in quote.addressees:
            self._relate(quote.id, addressee, names.ADDRESSEE)
        if quote.parent is not None:
            self._relate(quote.id, quote.parent, names.PARENT)

    def _event(self, event: Event, number: int | None) -> None:
        meta: dict[str, Any] = {} if number is None else {"order": number}
        pairs = [(argument.role, argument.mention) for argument in event.arguments]
        if pairs != _regrouped(pairs):
            meta["arguments"] = [list(pair) for pair in pairs]
        choices: dict[str, str | None] = {field: getattr(event, field) for field in names.EVENT_FIELDS}
        self._region(event.id, event.trigger, names.EVENT, event.type, choices, {}, meta)
        for role, mention in pairs:
            self._relate(event.id, mention, role)

    def _region(
        self,
        region: str,
        span: Span | Mention,
        layer: str,
        label: str,
        choices: dict[str, str | None] | None = None,
        typed: dict[str, str | None] | None = None,
        meta: dict[str, Any] | None = None,
    ) -> None:
        """One stretch of text with its label, and a result for each thing that is said about it."""
        start, end = span.start, span.end
        where = {"start": start, "end": end}
        if self._regions.get(region, region) != region:
            meta = {"id": region, **(meta or {})}
        extra = {"meta": {names.META: meta}} if meta else {}

        def result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
            item = {"id": self._regions.get(region, region), "from_name": name, "to_name": names.TEXT, "type": kind}
            return item | {"value": where | value} | extra

        labelled = {"text": self._text[start:end], names.LABELS: [label]}
        self.items.append(result(layer, names.LABELS, labelled))
        for field, choice in (choices or {}).items():
            if choice is not None:
                self.items.append(result(names.control(layer, field), names.CHOICES, {names.CHOICES: [choice]}))
        for name, text in (typed or {}).items():
            if text is not None:
                self.items.append(result(name, names.TEXTAREA, {"text": [text]}))

    def _relate(self, start: str, end: str, label: str) -> None:
        """Adds a label to the one relation from a region to another."""
        ends = (self._regions.get(start, start), self._regions.get(end, end))
        labels = self._relations.setdefault(ends, [])
        if label not in labels:
            labels.append(label)


def _region_ids(annotation: Annotation) -> dict[str, str]:
    """The region of each record: its id, but for the full stops, which the editor's style sheets can't stand."""
    regions: dict[str, str] = {}
    taken = set()
    ids = [mention.id for mention in annotation.mentions]
    ids += [quote.id for quote in annotation.quotes]
    ids += [event.id for event in annotation.events]
    for record in ids:
        region = record
        if "." in region:
            region = "_" + region.replace(".", "-")
            while region in taken:
                region += "_"
        taken.add(region)
        regions[record] = region
    return regions


def _anchors(annotation: Annotation) -> dict[str, str]:
    """The first mention of each entity, in the order of these mentions: the others are joined to it."""
    anchors: dict[str, str] = {}
    for mention in annotation.mentions:
        if mention.entity is not None:
            anchors.setdefault(mention.entity, mention.id)
    return anchors


def _numbers(spans: Sequence[tuple[int, int]]) -> Iterator[int | None]:
    """A number for each record where they don't stand in the order of the text, None for each where they do."""
    keys = [(start, -end) for start, end in spans]
    ordered = all(a <= b for a, b in itertools.pairwise(keys))
    yield from (None for _ in keys) if ordered else range(len(keys))


def _orders(entities: Sequence[Entity], by_mention: Sequence[Entity]) -> dict[str, int]:
    """The place of each entity, where they don't stand in the order of their first mentions."""
    if list(entities) == list(by_mention):
        return {}
    return {entity.id: place for place, entity in enumerate(entities)}


def _regrouped(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Roles and mentions in the order in which they come back: all roles of a mention together."""
    grouped: dict[str, list[str]] = {}
    for role, mention in pairs:
        grouped.setdefault(mention, []).append(role)
    return [(role, mention) for mention, roles in grouped.items() for role in roles]
