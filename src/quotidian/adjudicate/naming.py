"""Ids of what several annotators have: those of gold if there are any, else the most used and the most readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, count

from quotidian.agreement.aligned import Aligned, Alignment, Item
from quotidian.draft.inline import NO_PARENT
from quotidian.model import Argument

# What a draft gives to items that nobody named.
_NUMBERED = re.compile(r"[mqv]\d+")
# An id has 64 characters at most; the number needs some.
_LONGEST_STEM = 56
_PREFIXES = {"entities": "e", "mentions": "m", "quotes": "q", "events": "v"}


def name_groups(alignment: Alignment, keep: int | None) -> dict[str, list[str]]:
    """The id of each group, by layer.

    An id that all use stays. Of several the most used is taken, then one that speaks (``holt`` rather than ``m12``),
    then the first of the alphabet: nothing depends on the order of the annotators.

    Args:
        alignment: of the annotations.
        keep: the annotation whose ids stay, whatever the others use; None if there is none.
    """
    layers: dict[str, Sequence[Aligned[Item]]] = {
        "entities": alignment.entities,
        "mentions": alignment.mentions,
        "quotes": alignment.quotes,
        "events": alignment.events,
    }
    names = {layer: [""] * len(groups) for layer, groups in layers.items()}
    wishes = []
    for rank, (layer, groups) in enumerate(layers.items()):
        for number, group in enumerate(groups):
            kept = None if keep is None else group.items[keep]
            wanted = [_id(kept)] if kept is not None else _by_use(group)
            votes = len(group.items) + 1 if kept is not None else wanted.count(wanted[0])
            wishes.append((-votes, rank, number, layer, list(dict.fromkeys(wanted))))
    taken = {NO_PARENT}
    for _, _, number, layer, wanted in sorted(wishes):
        free = (one for one in chain(wanted, _numbered(layer, wanted[0])) if one not in taken)
        names[layer][number] = next(free)
        taken.add(names[layer][number])
    return names


def _by_use(group: Aligned[Item]) -> list[str]:
    """The ids that annotators use, the best first, each as often as it is used."""
    used = Counter(_id(item) for item in group.items if item is not None)
    ordered = sorted(used, key=lambda one: (-used[one], bool(_NUMBERED.fullmatch(one)), one))
    return [one for one in ordered for _ in range(used[one])]


def _numbered(layer: str, like: str) -> Iterator[str]:
    """Ids to fall back on, without end: ``holt_2``, ``holt_3``, or ``m1``, ``m2``."""
    speaking = not _NUMBERED.fullmatch(like)
    stem = f"{like[:_LONGEST_STEM]}_" if speaking else _PREFIXES[layer]
    return (f"{stem}{number}" for number in count(2 if speaking else 1))


def _id(item: Item) -> str:
    assert not isinstance(item, Argument)  # arguments have none
    return item.id
