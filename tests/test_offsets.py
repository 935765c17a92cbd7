"""Units are converted exactly, both ways, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.errors import OffsetError
from quotidian.offsets import (
    Interval,
    OffsetMap,
    check,
    explain_mismatch,
    from_token_span,
    to_token_span,
)
from tests.strategies import AWKWARD, encodable_texts, text_and_span

FAMILY = "👨‍👩‍👧‍👦"


@given(text_and_span())
def test_utf16_spans_cut_what_code_point_spans_cut(case: tuple[str, int, int]) -> None:
    text, start, end = case
    offsets = OffsetMap(text)
    span = offsets.span_to_unit(start, end, "UTF-16")
    encoded = text.encode("utf-16-le")
    assert encoded[span.start * 2 : span.end * 2].decode("utf-16-le") == text[start:end]
    assert offsets.span_from_unit(span.start, span.end, "UTF-16") == (start, end)


@given(text_and_span())
def test_utf8_spans_cut_what_code_point_spans_cut(case: tuple[str, int, int]) -> None:
    text, start, end = case
    offsets = OffsetMap(text)
    span = offsets.span_to_unit(start, end, "UTF-8")
    assert text.encode()[span.start : span.end].decode() == text[start:end]
    assert offsets.span_from_unit(span.start, span.end, "UTF-8") == (start, end)


@given(encodable_texts)
def test_every_offset_of_another_unit_is_an_edge_or_refused(text: str) -> None:
    offsets = OffsetMap(text)
    for unit, encoding, width in (("UTF-16", "utf-16-le", 2), ("UTF-8", "utf-8", 1)):
        encoded = text.encode(encoding)
        edges = {len(text[:i].encode(encoding)) // width for i in range(len(text) + 1)}
        assert offsets.length(unit) == len(encoded) // width  # type: ignore[arg-type]  # a literal, seen as str
        for offset in range(len(encoded) // width + 1):
            if offset in edges:
                code_points = offsets.from_unit(offset, unit)  # type: ignore[arg-type]  # as above
                assert len(text[:code_points].encode(encoding)) // width == offset
            else:
                with pytest.raises(OffsetError, match="inside a"):
                    offsets.from_unit(offset, unit)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("piece", AWKWARD)
def test_the_whole_text_and_the_empty_span_survive_each_awkward_piece(piece: str) -> None:
    text = f"{piece}x{piece}"
    offsets = OffsetMap(text)
    for start, end in ((0, len(text)), (len(text), len(text)), (len(piece), len(piece) + 1)):
        for unit in ("code points", "UTF-16", "UTF-8"):
            there = offsets.span_to_unit(start, end, unit)
            assert offsets.span_from_unit(*there, unit) == (start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6)])
def test_a_span_outside_its_text_is_refused_in_one_sentence(start: int, end: int) -> None:
    with pytest.raises(OffsetError) as caught:
        check(5, start, end)
    assert str(caught.value) == (
        f"span out of range: found ({start}, {end}), expected 0 <= start <= end <= 5 (code points)"
    )


def test_an_offset_in_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(OffsetError) as caught:
        OffsetMap("a🎉b").from_unit(2, "UTF-16")
    assert str(caught.value) == "offset inside a surrogate pair: found 2, expected the edge of a character"


@pytest.mark.parametrize(("unit", "bound"), [("code points", 3), ("UTF-16", 4), ("UTF-8", 6)])
def test_an_offset_past_the_end_is_refused_in_each_unit(unit: str, bound: int) -> None:
    offsets = OffsetMap("a🎉b")
    assert offsets.from_unit(bound, unit) == 3  # type: ignore[arg-type]  # a literal, seen as str
    with pytest.raises(OffsetError, match="offset out of range"):
        offsets.from_unit(bound + 1, unit)  # type: ignore[arg-type]  # as above
    with pytest.raises(OffsetError, match="offset out of range"):
        offsets.to_unit(4, unit)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("a", "b", "overlaps", "contains", "crosses"),
    [
        ((0, 4), (4, 8), False, False, False),  # touching is not overlapping
        ((0, 4), (3, 8), True, False, True),
        ((0, 8), (3, 8), True, True, False),
        ((3, 8), (0, 8), True, False, False),
        ((2, 2), (0, 8), True, False, False),
        ((0, 4), (0, 4), True, True, False),
    ],
)
def test_intervals(a: tuple[int, int], b: tuple[int, int], overlaps: bool, contains: bool, crosses: bool) -> None:
    interval = Interval(*a)
    assert (interval.overlaps(b), interval.contains(b), interval.crosses(b)) == (overlaps, contains, crosses)


TOKENS = [(0, 3), (4, 7), (7, 9), (10, 12)]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 3), (0, 1)),
        ((0, 12), (0, 4)),
        ((4, 9), (1, 3)),
        ((5, 6), (1, 2)),  # inside a token: widened
        ((2, 5), (0, 2)),
        ((3, 4), (1, 1)),  # between two tokens: empty
        ((7, 7), (2, 2)),
        ((12, 12), (4, 4)),
    ],
)
def test_token_spans(span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert to_token_span(TOKENS, *span) == expected


@given(st.data())
def test_token_spans_round_trip(data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=8))
    tokens, at = [], 0
    for gap, width in gaps:
        tokens.append((at + gap, at + gap + width))
        at += gap + width
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first + 1, len(tokens)))
    assert to_token_span(tokens, *from_token_span(tokens, first, last)) == (first, last)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (2, 1), (-1, 2), (0, 5)])
def test_a_token_range_outside_the_tokens_is_refused(first: int, last: int) -> None:
    with pytest.raises(OffsetError) as caught:
        from_token_span(TOKENS, first, last)
    assert str(caught.value) == (f"token range out of range: found ({first}, {last}), expected 0 <= first < last <= 4")


@pytest.mark.parametrize(
    ("text", "start", "end", "expected", "reason"),
    [
        (f"{FAMILY} Ana said", 12, 15, "Ana", "UTF-16"),
        ("é Ana said", 3, 6, "Ana", "UTF-8"),
        ("Ana  Bo", 0, 7, "Ana Bo", "white space"),
        ("Ana\nBo", 0, 6, "Ana\\nBo", "\\n"),
        ("Ana Bo", 0, 3, "Bob", None),
        ("Ana Bo", 0, 3, "Ana", None),
    ],
)
def test_a_mismatch_is_explained(text: str, start: int, end: int, expected: str, reason: str | None) -> None:
    assert explain_mismatch(text, start, end, expected) == reason
