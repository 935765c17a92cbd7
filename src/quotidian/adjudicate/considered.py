"""What was decided upon before: a version that lost once is no news when the article is adjudicated again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotidian.model import Decision, Told

Key = tuple[tuple[str, Told], ...]


class Considered:
    """The versions that gold was decided against.

    Args:
        decisions: as :func:`quotidian.adjudicate.record.record` tells them.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._items: set[tuple[str, Key]] = set()
        self._values: set[tuple[str, str, str, Told]] = set()
        self._arguments: set[tuple[str, Key, Key]] = set()
        for decision in decisions:
            for rejected in decision.rejected:
                said = {one.field: one.value for one in rejected.said}
                if decision.layer == "arguments":
                    gold = {one.field: one.value for one in decision.gold}
                    self._arguments.add((decision.item or "", _key(gold), _key(said)))
                elif decision.item is None:
                    self._items.add((decision.layer, _key(said)))
                else:
                    self._values |= {(decision.layer, decision.item, field, value) for field, value in said.items()}

    def item(self, layer: str, told: Mapping[str, Told]) -> bool:
        """Whether an item that gold has not was refused as it is now."""
        return (layer, _key(told)) in self._items

    def value(self, layer: str, item: str, field: str, value: Told) -> bool:
        """Whether of an item of gold this was said before, and refused."""
        return (layer, item, field, value) in self._values

    def argument(self, event: str, told: Mapping[str, Told], gold: Mapping[str, Told] | None) -> bool:
        """Whether an argument of an event of gold was refused, instead of gold's or altogether."""
        return (event, _key(gold or {}), _key(told)) in self._arguments


def _key(told: Mapping[str, Told]) -> Key:
    return tuple(sorted(told.items(), key=lambda pair: pair[0]))
