"""What several annotators have of each thing in an article, side by side: the result of an alignment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from quotidian.model import Argument, Entity, Event, Mention, Quote

Layer = Literal["entities", "mentions", "quotes", "events", "arguments"]
LAYERS: tuple[Layer, ...] = get_args(Layer)

Item = Entity | Mention | Quote | Event | Argument
T_co = TypeVar("T_co", bound=Item, covariant=True)

MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned(Generic[T_co]):
    """What several annotators have of one thing.

    Attributes:
        layer: ``entities``, ``mentions``, ``quotes``, ``events`` or ``arguments``.
        items: one for each annotator, in the order in which the annotations were given; None where one has it not.
        differences: what those who have it differ in, ``missing`` first if somebody has it not; empty if all agree.
            entities: ``type``, ``name``, ``link``, ``mentions``; mentions: ``span``, ``type``, ``level``, ``entity``;
            quotes: ``content``, ``cue``, ``type``, ``kind``, ``source``, ``addressees``, ``attribution``, ``parent``,
            ``polarity``; events: ``trigger``, ``type``, ``polarity``, ``tense``, ``genericity``, ``modality``;
            arguments: ``role``, ``mention``. References are compared by what they refer to, not by ids.
        events: of an argument, the event of each annotator; else empty.
        values: what each item was compared by, by field; what it refers to is told by the number of its group.
    """

    layer: Layer
    items: tuple[T_co | None, ...]
    differences: tuple[str, ...]
    values: tuple[Mapping[str, Hashable] | None, ...]
    events: tuple[Event | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All groups of an article, by layer and in the order of the text.

    ``groups`` maps, for each annotator in the order given, the id of an entity, mention, quote or event to the number
    of its group in its layer.
    """

    entities: tuple[Aligned[Entity], ...]
    mentions: tuple[Aligned[Mention], ...]
    quotes: tuple[Aligned[Quote], ...]
    events: tuple[Aligned[Event], ...]
    arguments: tuple[Aligned[Argument], ...]
    groups: tuple[dict[str, int], ...]

    @property
    def all(self) -> tuple[Aligned[Item], ...]:
        """Every group, layer by layer."""
        return (*self.entities, *self.mentions, *self.quotes, *self.events, *self.arguments)
