"""An article made ready for its flat rows: entities and mentions by id, sentences and paragraphs by place."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from quotidian.model import Annotation, Article, Entity, Mention
from quotidian.offsets import Interval
from quotidian.release.layers import Row
from quotidian.segment import paragraphs, sentences


class Located:
    """An article, its text and one annotation of it, with what the flat rows look up.

    Args:
        article: its metadata.
        text: its text, as the metadata describe it.
        annotation: a valid annotation of it.
    """

    def __init__(self, article: Article, text: str, annotation: Annotation) -> None:
        self.article = article
        self.text = text
        self.annotation = annotation

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.annotation.entities}

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        """Mentions by id."""
        return {mention.id: mention for mention in self.annotation.mentions}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Spans of the sentences, in order."""
        return sentences(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Spans of the paragraphs, in order."""
        return paragraphs(self.text)

    def entity_of(self, mention: Mention) -> Entity | None:
        """What a mention refers to; None for a value."""
        return None if mention.entity is None else self.entities[mention.entity]

    def name_of(self, mention: Mention) -> str | None:
        """The proper name of what a mention refers to."""
        entity = self.entity_of(mention)
        return None if entity is None else entity.name

    def resolved(self, mention_id: str) -> Row:
        """A mention that takes part in a quote or an event, with what it refers to."""
        mention = self.mentions[mention_id]
        return {
            "mention_id": mention.id,
            "entity_id": mention.entity,
            "name": self.name_of(mention),
            "type": mention.type,
            "level": mention.level,
            "start": mention.start,
            "end": mention.end,
            "text": self.text[mention.start : mention.end],
        }


def covering(units: list[tuple[int, int]], start: int, end: int) -> tuple[int, Interval]:
    """The units (sentences, paragraphs) that a span touches: index of the first, and the span of all of them.

    A span before the first unit gets that one.
    """
    first = max(0, bisect_right(units, start, key=lambda unit: unit[0]) - 1)
    last = max(first, bisect_right(units, end - 1, key=lambda unit: unit[0]) - 1)
    return first, Interval(units[first][0], max(units[last][1], end))
