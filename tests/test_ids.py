"""Identifiers are readable, stable, and recognised as what they build."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian import ids


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(ids).failed == 0
    assert doctest.testmod(ids).attempted >= 4


@given(st.text(), st.none() | st.dates().map(str), st.text(), st.sampled_from(["", "0a1b2c3d"]))
def test_what_is_built_is_recognised(source: str, date: str | None, title: str, clash: str) -> None:
    built = ids.article_id(source, date, title, clash=clash)
    assert ids.is_article_id(built)
    assert built == ids.article_id(source, date, title, clash=clash)


@pytest.mark.parametrize("bad", ["", "A-b", "a--b", "-a", "a-", "a/b", "../a", "a b", "é", "a" * 200])
def test_what_is_no_article_id(bad: str) -> None:
    assert not ids.is_article_id(bad)


@pytest.mark.parametrize(
    ("text", "good"), [("m1", True), ("Stol.3_a-b", True), ("1m", False), ("", False), ("m 1", False)]
)
def test_span_ids(text: str, good: bool) -> None:
    assert ids.is_span_id(text) is good


@pytest.mark.parametrize(
    ("text", "good"), [("gold", True), ("llm-a", True), ("a_b.c", True), ("../x", False), ("A", False)]
)
def test_annotator_ids(text: str, good: bool) -> None:
    assert ids.is_annotator_id(text) is good
