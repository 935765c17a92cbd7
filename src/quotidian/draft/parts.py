"""What both forms of a draft are read into: an annotation's parts with their spans found and their values unchecked.

A value is None where the draft leaves it out. A span that could not be found is left out too: then there is a problem
on record already, and no annotation is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from quotidian.draft.problems import Place, Problems
from quotidian.offsets import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPart:
    """An entity as the draft has it."""

    place: Place
    id: str | None
    type: str | None
    name: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionPart:
    """A mention as the draft has it."""

    place: Place
    id: str | None
    entity: str | None
    type: str | None
    level: str | None
    span: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePart:
    """A quote as the draft has it, all its spans together."""

    place: Place
    id: str | None
    type: str | None
    kind: str | None
    content: tuple[Interval, ...]
    cue: tuple[Interval, ...]
    source: str | None
    addressees: tuple[str, ...]
    attribution: str | None
    parent: str | None
    polarity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPart:
    """An event as the draft has it; ``arguments`` are pairs of role and mention."""

    place: Place
    id: str | None
    type: str | None
    trigger: Interval | None
    polarity: str | None
    tense: str | None
    genericity: str | None
    modality: str | None
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All parts of a draft, in the draft's order."""

    entities: tuple[EntityPart, ...]
    mentions: tuple[MentionPart, ...]
    quotes: tuple[QuotePart, ...]
    events: tuple[EventPart, ...]


class Parsed(Protocol):
    """A draft that was read but not yet laid against its article."""

    article: str
    article_place: Place

    def parts(self, text: str, problems: Problems) -> Parts:
        """Find the spans in the article's text; what can't be found becomes a problem."""
