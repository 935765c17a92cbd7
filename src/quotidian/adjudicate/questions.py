"""Putting questions: who says what of a thing in question, each version once, and who has nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from quotidian.adjudicate.attributes import Said
from quotidian.adjudicate.merged import Disagreement, Version
from quotidian.adjudicate.voices import Voices
from quotidian.agreement.aligned import Aligned, Item, Layer
from quotidian.model import Argument


class Questions:
    """Collects the questions of a merge.

    Args:
        voices: who says what.
    """

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self.found: list[Disagreement] = []

    def ask(self, layer: Layer, one: str, group: Aligned[Item], names: Sequence[str], said: Mapping[int, Said]) -> None:
        """Put attributes of an item before a person.

        Args:
            layer: of the item.
            one: its id in the merge.
            group: what all have of it.
            names: of the attributes.
            said: what those say of it who have it.
        """
        versions = {who: {name: values[name] for name in names} for who, values in said.items()}
        self._note(layer, one, group, versions, self._voices.who, whole=False)

    def ask_whole(self, layer: Layer, one: str, group: Aligned[Item], arguments: Sequence[Argument]) -> None:
        """Put an item before a person, unless it was refused before; an event with the arguments agreed on."""
        voices = self._voices
        if voices.is_refused(layer, group):
            return
        roles: dict[str, list[str]] = defaultdict(list)
        for argument in arguments:
            roles[argument.role].append(argument.mention)
        common = {role: " ".join(sorted(mentions)) for role, mentions in sorted(roles.items())}
        versions = {who: {**voices.said(layer, who, group), **common} for who in voices.having(group)}
        self._note(layer, one, group, versions, voices.who, whole=True)

    def ask_argument(self, event: str, group: Aligned[Argument], said: Mapping[int, Said]) -> None:
        """Put an argument of an event before a person, between those who have the event."""
        whole = self._voices.last not in said
        self._note("arguments", event, group, said, self._voices.having_event(group), whole=whole)

    def _note(
        self,
        layer: Layer,
        one: str,
        group: Aligned[Item],
        said: Mapping[int, Said],
        asked: Sequence[int],
        *,
        whole: bool,
    ) -> None:
        last = self._voices.last
        by: dict[tuple[tuple[str, str], ...] | None, list[str]] = {}
        for who in sorted({*said, *asked}, key=lambda who: (who != last, who)):  # what is decided comes first
            key = tuple(said[who].items()) if who in said else None
            by.setdefault(key, []).append(self._voices.speaker(who))
        found = [Version(by=tuple(names), said=None if key is None else dict(key)) for key, names in by.items()]
        ordered = sorted(found, key=lambda version: version.said is None)
        place = self._voices.place(group)
        self.found.append(Disagreement(layer=layer, item=one, whole=whole, versions=tuple(ordered), place=place))
