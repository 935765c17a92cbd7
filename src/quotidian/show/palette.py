"""The labels that an article uses, each with the colour and the words that the ontology has for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from quotidian.display.visible import visible
from quotidian.ontology import EventType, Label, Ontology
from quotidian.show.colors import NEUTRAL, safe
from quotidian.show.view import View

UNKNOWN = "not in the ontology"


@dataclass(frozen=True, kw_only=True, slots=True)
class Swatch:
    """A label as it is shown: ``key`` is a name that is safe in a selector, ``color`` is ``#rrggbb``."""

    key: str
    kind: Literal["entity", "value", "event"]
    name: str
    label: str
    definition: str
    color: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The mention types and event types of an article by name, in the ontology's order; unknown ones come last."""

    mentions: Mapping[str, Swatch]
    events: Mapping[str, Swatch]


def palette(view: View, ontology: Ontology) -> Palette:
    """The labels that a view uses. One that the ontology lacks is shown as it is, in grey, and says so."""
    types = {mention.type: mention.entity is not None for mention in view.mentions}
    types |= {figure.entity.type: True for figure in view.cast}
    return Palette(
        mentions={
            name: _swatch(f"c{number}", "entity" if types[name] else "value", name, ontology.mention_types.get(name))
            for number, name in enumerate(_in_order(types, ontology.mention_types))
        },
        events={
            name: _swatch(f"e{number}", "event", name, ontology.events.get(name))
            for number, name in enumerate(_in_order({event.type for event in view.events}, ontology.events))
        },
    )


def _in_order(used: Iterable[str], known: Iterable[str]) -> list[str]:
    ranks = {name: rank for rank, name in enumerate(known)}
    return sorted(used, key=lambda name: (ranks.get(name, len(ranks)), name))


def _swatch(key: str, kind: Literal["entity", "value", "event"], name: str, label: Label | EventType | None) -> Swatch:
    return Swatch(
        key=key,
        kind=kind,
        name=visible(name),
        label=visible(label.label if label else name),
        definition=visible(label.definition) if label else UNKNOWN,
        color=safe(label.color) if label else NEUTRAL,
    )
