"""Runs tile their stretch, and rows keep lines apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotidian.display.runs import Cover, Run, cut, rows


@st.composite
def covers(draw: st.DrawFn) -> list[Cover]:
    """Any spans, crossing ones too, in a text of 40 characters."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, 38))
        made.append(Cover(draw(st.sampled_from(["mention", "quote"])), number, start, draw(st.integers(start + 1, 40))))
    return made


@given(covers(), st.integers(0, 20), st.integers(21, 40))
def test_runs_tile_their_stretch_and_carry_exactly_what_covers_them(made: list[Cover], start: int, end: int) -> None:
    runs = cut(start, end, made)
    assert [run.start for run in runs] + [end] == [start] + [run.end for run in runs]
    for run in runs:
        for place in range(run.start, run.end):
            assert set(run.covers) == {cover for cover in made if cover.start <= place < cover.end}
        lengths = [cover.end - cover.start for cover in run.covers]
        assert lengths == sorted(lengths, reverse=True)


def test_crossing_layers_make_runs_of_their_own() -> None:
    quote, mention = Cover("quote", 0, 2, 7), Cover("mention", 0, 5, 9)
    assert cut(0, 9, [mention, quote]) == [
        Run(0, 2, ()),
        Run(2, 5, (quote,)),
        Run(5, 7, (quote, mention)),
        Run(7, 9, (mention,)),
    ]
    assert cut(5, 9, [mention, quote])[0].starting() == (mention,)


@given(covers())
def test_spans_that_overlap_have_different_rows_and_the_outer_is_lower(made: list[Cover]) -> None:
    spans = [(cover.start, cover.end) for cover in made]
    placed = rows(spans)
    for one, here in zip(spans, placed, strict=True):
        for other, there in zip(spans, placed, strict=True):
            if one is not other and one[0] < other[1] and other[0] < one[1]:
                assert here != there
                if one[0] <= other[0] and other[1] <= one[1] and one != other:
                    assert here > there


def test_nested_mentions_stack_from_the_inside_out() -> None:
    assert rows([(0, 30), (4, 20), (4, 9), (25, 30)]) == [2, 1, 0, 0]
    assert rows([(0, 5), (0, 5)]) == [1, 0]
    assert rows([]) == []
