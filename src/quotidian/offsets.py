"""Spans and the conversion between units of counting text: the only place where offsets are converted.

Inside Quotidian an offset counts Unicode code points (``str`` indices) and a span is half-open, ``[start, end)``.
Other worlds count differently: JavaScript and Java count UTF-16 code units, C and Rust programs UTF-8 bytes,
token classifiers tokens. They are converted here, at the border, exactly or not at all: an offset outside the
text or in the middle of a character raises :class:`~quotidian.errors.OffsetError`, nothing is clamped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

from quotidian.errors import OffsetError

Unit = Literal["code points", "UTF-16", "UTF-8"]


class Interval(NamedTuple):
    """A half-open interval of code points (or of tokens, where a function says so)."""

    start: int
    end: int

    def contains(self, other: tuple[int, int]) -> bool:
        """Whether ``other`` lies within this interval; the edges may touch."""
        return self.start <= other[0] and other[1] <= self.end

    def overlaps(self, other: tuple[int, int]) -> bool:
        """Whether the two share at least one position."""
        return self.start < other[1] and other[0] < self.end

    def crosses(self, other: tuple[int, int]) -> bool:
        """Whether the two overlap and neither contains the other."""
        return self.overlaps(other) and not self.contains(other) and not Interval(*other).contains(self)


def check(text_length: int, start: int, end: int) -> Interval:
    """The interval, if ``0 <= start <= end <= text_length``; lengths and offsets in code points.

    Raises:
        OffsetError: it is not.
    """
    if not 0 <= start <= end <= text_length:
        raise OffsetError(
            "span out of range",
            found=(start, end),
            expected=f"0 <= start <= end <= {text_length} (code points)",
        )
    return Interval(start, end)


class OffsetMap:
    """Converts offsets of one text between units.

    Building it costs one pass over the text for each unit used; a text of ASCII only costs nothing, and one
    without characters beyond U+FFFF nothing for UTF-16. Each conversion is O(log n) at most.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _astral(self) -> list[int]:
        """Code-point offsets of the characters that take two UTF-16 units."""
        if self.text.isascii():
            return []
        return [i for i, char in enumerate(self.text) if ord(char) > 0xFFFF]

    @cached_property
    def _astral_utf16(self) -> list[int]:
        """UTF-16 offset of the low surrogate of each astral character."""
        return [offset + rank + 1 for rank, offset in enumerate(self._astral)]

    @cached_property
    def _utf8(self) -> list[int] | None:
        """UTF-8 offset of each code point and of the end, or None when both units agree (ASCII)."""
        if self.text.isascii():
            return None
        widths = (1 if c < 0x80 else 2 if c < 0x800 else 3 if c < 0x10000 else 4 for c in map(ord, self.text))
        return list(accumulate(widths, initial=0))

    def length(self, unit: Unit = "code points") -> int:
        """The length of the text in a unit."""
        return self.to_unit(len(self.text), unit)

    def to_unit(self, offset: int, unit: Unit) -> int:
        """A code-point offset counted in another unit.

        Raises:
            OffsetError: the offset is outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise OffsetError("offset out of range", found=offset, expected=f"0 to {len(self.text)} code points")
        if unit == "UTF-16":
            return offset + bisect_left(self._astral, offset)
        if unit == "UTF-8":
            return offset if self._utf8 is None else self._utf8[offset]
        return offset

    def from_unit(self, offset: int, unit: Unit) -> int:
        """An offset counted in another unit, as a code-point offset.

        Raises:
            OffsetError: the offset is outside the text, or inside a character.
        """
        if not 0 <= offset <= self.length(unit):
            raise OffsetError("offset out of range", found=offset, expected=f"0 to {self.length(unit)} in {unit}")
        if unit == "UTF-16":
            low = bisect_left(self._astral_utf16, offset)
            if low < len(self._astral_utf16) and self._astral_utf16[low] == offset:
                raise OffsetError("offset inside a surrogate pair", found=offset, expected="the edge of a character")
            return offset - low
        if unit == "UTF-8" and self._utf8 is not None:
            index = bisect_left(self._utf8, offset)
            if self._utf8[index] != offset:
                raise OffsetError("offset inside a UTF-8 sequence", found=offset, expected="the edge of a character")
            return index
        return offset

    def span_to_unit(self, start: int, end: int, unit: Unit) -> Interval:
        """A code-point span counted in another unit."""
        check(len(self.text), start, end)
        return Interval(self.to_unit(start, unit), self.to_unit(end, unit))

    def span_from_unit(self, start: int, end: int, unit: Unit) -> Interval:
        """A span counted in another unit, as a code-point span."""
        return check(len(self.text), self.from_unit(start, unit), self.from_unit(end, unit))


def to_token_span(tokens: Sequence[tuple[int, int]], start: int, end: int) -> Interval:
    """The smallest half-open range of tokens that covers a code-point span.

    Args:
        tokens: code-point spans in order, not overlapping.
        start, end: a code-point span.

    Returns:
        Token indices. An empty span, or one between two tokens, gives an empty range. Edges inside a token are
        widened to it: compare with :func:`from_token_span` to see whether they were.
    """
    first = bisect_right(tokens, start, key=lambda token: token[1])
    last = bisect_left(tokens, end, key=lambda token: token[0])
    return Interval(first, max(first, last) if start < end else first)


def from_token_span(tokens: Sequence[tuple[int, int]], first: int, last: int) -> Interval:
    """The code-point span from the start of token ``first`` to the end of token ``last - 1``.

    Raises:
        OffsetError: the range is empty or outside the tokens.
    """
    if not 0 <= first < last <= len(tokens):
        raise OffsetError(
            "token range out of range", found=(first, last), expected=f"0 <= first < last <= {len(tokens)}"
        )
    return Interval(tokens[first][0], tokens[last - 1][1])


def explain_mismatch(text: str, start: int, end: int, expected: str) -> str | None:
    """Why ``text[start:end]`` is not ``expected``, where the reason is a known one.

    Returns:
        ``"UTF-16"`` or ``"UTF-8"`` when the offsets were counted in that unit, ``"white space"`` when the
        two differ only in white space (an editor that collapsed it), ``"\\\\n"`` when line ends stand as two
        characters, else None.
    """
    offsets = OffsetMap(text)
    units: tuple[Unit, ...] = ("UTF-16", "UTF-8")
    for unit in units:
        try:
            span = offsets.span_from_unit(start, end, unit)
        except OffsetError:
            continue
        if span != (start, end) and text[span.start : span.end] == expected:
            return unit
    actual = text[start:end]
    if "\\n" in expected and expected.replace("\\n", "\n") == actual:
        return "\\n"
    if actual != expected and "".join(actual.split()) == "".join(expected.split()):
        return "white space"
    return None
