"""The one way in which removals make the article's text out of the extracted text."""

from __future__ import annotations

from collections.abc import Iterable

from quotidian.model import Removal
from quotidian.offsets import check
from quotidian.text import canonicalize


def cut(extracted: str, removed: Iterable[Removal]) -> str:
    """The article's text: the extracted text without the removals, in canonical form again.

    What stays is put together as it stood. Canonical form then closes the gaps: where whole paragraphs went, one blank
    line stays; white space at the edges of a shortened paragraph goes, and two spaces in a row become one.

    Args:
        extracted: canonical text.
        removed: in order of their start and not overlapping; offsets into ``extracted`` in code points.

    Raises:
        OffsetError: a removal is outside the text, or overlaps the one before.
    """
    kept = []
    position = 0
    for removal in removed:
        check(len(extracted), position, removal.start)
        check(len(extracted), removal.start, removal.end)
        kept.append(extracted[position : removal.start])
        position = removal.end
    kept.append(extracted[position:])
    return canonicalize("".join(kept))
