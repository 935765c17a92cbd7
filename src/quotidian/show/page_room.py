"""How much room tags need, and how much there is: estimates, because the reader's fonts are not known.

Text is measured at the smallest size that the page sets and in a narrow face, tags in a wide one, so that the estimates
err towards too much room.
"""

from __future__ import annotations

from itertools import pairwise

_NARROW = frozenset("fijlrtIJ.,:;!|'’‘()[]- ")
_WIDE = frozenset("mwMW—…")
_TAG_CHAR = 6.3
_TAG_EDGES = 8
STEP = 3  # px, one of the classes pad1 to pad12 and gap1 to gap12
STEPS = 12


def lacking(text: str, anchors: dict[int, list[str]]) -> dict[tuple[int, int], float]:
    """By how many px the tags at a place would reach over the tags at the next one, for each such pair of places.

    Args:
        text: what the places are offsets into, in code points.
        anchors: the words of the tags at each place, in the order of the places.
    """
    found = {}
    for (here, words), (there, _) in pairwise(anchors.items()):
        missing = sum(len(one) * _TAG_CHAR + _TAG_EDGES for one in words) - _width(text[here:there])
        if missing > 0:
            found[here, there] = missing
    return found


def steps(missing: float) -> int:
    """The steps of padding that make up for what is missing."""
    return min(int(missing / STEP) + 1, STEPS)


def _width(text: str) -> float:
    return sum(4.2 if char in _NARROW else 12.0 if char in _WIDE else 9.5 if char.isupper() else 7.2 for char in text)
