"""Cutting is exact: what is removed goes, what stays stays, and the result is canonical."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.errors import OffsetError
from quotidian.ingest.cut import cut
from quotidian.ingest.document import Block, Document, Kind
from quotidian.ingest.read_text import READER
from quotidian.ingest.rules import find_removals
from quotidian.model import Removal
from quotidian.segment import paragraphs
from quotidian.text import canonicalize, deviations
from tests.strategies import encodable_texts

KINDS: tuple[Kind, ...] = ("title", "heading", "text", "item", "caption")
blocks = st.lists(st.builds(Block, st.sampled_from(KINDS), encodable_texts), max_size=6).map(tuple)


def document(parts: tuple[Block, ...]) -> Document:
    return Document(format="text", name="x", reader=READER, blocks=parts)


def removal(start: int, end: int) -> Removal:
    return Removal(rule="caption", start=start, end=end)


@given(blocks)
def test_the_extracted_text_is_canonical_and_its_paragraphs_are_in_it(parts: tuple[Block, ...]) -> None:
    made = document(parts)
    assert made.text == canonicalize(made.text)
    assert "".join(f"{p.text}\n\n" for p in made.paragraphs)[:-1] == made.text
    assert [made.text[p.start : p.end] for p in made.paragraphs] == [p.text for p in made.paragraphs]
    assert [p.place for p in made.paragraphs] == list(range(len(made.paragraphs)))


@given(blocks)
def test_the_extracted_text_is_that_of_the_blocks_put_together(parts: tuple[Block, ...]) -> None:
    assert document(parts).text == canonicalize("\n\n".join(block.text for block in parts))


@given(encodable_texts, st.data())
def test_a_cut_text_is_canonical(text: str, data: st.DataObject) -> None:
    extracted = canonicalize(text)
    edges = sorted(data.draw(st.lists(st.integers(0, len(extracted)), max_size=6)))
    removed = [removal(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    made = cut(extracted, removed)
    assert made == "" or list(deviations(made)) == []
    assert made == canonicalize(made)


@given(st.lists(encodable_texts, max_size=8), st.data())
def test_cutting_whole_paragraphs_leaves_the_others_as_they_are(texts: list[str], data: st.DataObject) -> None:
    extracted = canonicalize("\n\n".join(texts))
    spans = paragraphs(extracted)
    gone = data.draw(st.sets(st.sampled_from(spans))) if spans else set()
    made = cut(extracted, [removal(*span) for span in sorted(gone)])
    assert [made[s:e] for s, e in paragraphs(made)] == [extracted[s:e] for s, e in spans if (s, e) not in gone]


@given(blocks)
def test_rules_never_break_a_text(parts: tuple[Block, ...]) -> None:
    made = document(parts)
    removed = find_removals(made, "a")
    text = cut(made.text, removed)
    assert text == canonicalize(text)
    assert len(text) <= len(made.text)


@pytest.mark.parametrize(
    ("removed", "text"),
    [
        ([], "One two.\n\nThree  four.\n"),
        ([(0, 8)], "Three four.\n"),
        ([(10, 21)], "One two.\n"),
        ([(0, 4)], "two.\n\nThree four.\n"),
        ([(3, 8)], "One\n\nThree four.\n"),
        ([(10, 16)], "One two.\n\nfour.\n"),
        ([(0, 8), (10, 21)], ""),
        ([(0, 4), (4, 8)], "Three four.\n"),
    ],
)
def test_where_the_gaps_close(removed: list[tuple[int, int]], text: str) -> None:
    assert cut("One two.\n\nThree four.\n", [removal(*span) for span in removed]) == canonicalize(text)


@pytest.mark.parametrize("removed", [[(0, 99)], [(5, 2)], [(4, 8), (2, 3)], [(0, 5), (4, 8)], [(-1, 2)]])
def test_removals_that_cannot_be_are_refused(removed: list[tuple[int, int]]) -> None:
    with pytest.raises(OffsetError, match="span out of range"):
        cut("One two.\n\nThree four.\n", [removal(*span) for span in removed])
