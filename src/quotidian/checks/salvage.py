"""The whole records of a damaged annotation, so that one bad record does not hide the faults of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from quotidian.model import ANNOTATION_SCHEMA, Annotation, Entity, Event, Mention, Provenance, Quote, Tool
from quotidian.record import Record

_LAYERS: dict[str, type[Record]] = {"entities": Entity, "mentions": Mention, "quotes": Quote, "events": Event}
_UNKNOWN = Provenance(tool=Tool(name="", version=""), created="", updated="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Salvaged:
    """What is left of an annotation.

    Attributes:
        annotation: the whole records; header fields that were damaged are empty.
        kept: for each layer that lost records, the places of those that are left.
        lost_ids: ids of the lost records, as far as they can be read.
        lost_mentions: whether a mention is among them.
    """

    annotation: Annotation
    kept: dict[str, list[int]]
    lost_ids: frozenset[str]
    lost_mentions: bool


def whole(annotation: Annotation) -> Salvaged:
    """An annotation of which nothing was lost."""
    return Salvaged(annotation=annotation, kept={}, lost_ids=frozenset(), lost_mentions=False)


def salvage(value: dict[str, Any]) -> Salvaged:
    """What is left of an annotation's document.

    Args:
        value: any JSON object.
    """
    layers: dict[str, tuple[Any, ...]] = {}
    kept: dict[str, list[int]] = {}
    lost_ids: set[str] = set()
    for layer, kind in _LAYERS.items():
        items = value.get(layer)
        items = items if isinstance(items, list) else []
        whole, places = [], []
        for i, item in enumerate(items):
            try:
                whole.append(msgspec.convert(item, kind, strict=True))
                places.append(i)
            except msgspec.ValidationError:
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    lost_ids.add(item["id"])
        layers[layer] = tuple(whole)
        if len(places) < len(items):
            kept[layer] = places
    annotation = Annotation(
        schema=ANNOTATION_SCHEMA,
        article=_string(value.get("article")),
        annotator=_string(value.get("annotator")),
        text_sha256=_string(value.get("text_sha256")),
        provenance=_UNKNOWN,
        **layers,
    )
    lost_mentions = "mentions" in kept or not isinstance(value.get("mentions"), list)
    return Salvaged(annotation=annotation, kept=kept, lost_ids=frozenset(lost_ids), lost_mentions=lost_mentions)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
