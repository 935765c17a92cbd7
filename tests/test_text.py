"""There is one canonical form; making it is idempotent, and what is not in it is named."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.text import canonicalize, deviations, digest
from tests.strategies import texts


@given(st.one_of(texts, st.text()))
def test_canonical_text_has_no_deviations_and_stays_as_it_is(text: str) -> None:
    canonical = canonicalize(text)
    assert canonicalize(canonical) == canonical
    if canonical:
        assert list(deviations(canonical)) == []
    canonical.encode()  # always has a UTF-8 form


@given(st.one_of(texts, st.text()))
def test_what_has_no_deviations_is_canonical(text: str) -> None:
    if not list(deviations(text)):
        assert canonicalize(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffa\u200bb\u00adc\u202ed", "abcd\n"),
        ("e\u0301", "é\n"),
        ("a\tb  c", "a b c\n"),
        ("  a  \n\n\n\n  b ", "a\n\nb\n"),
        ("a\u2029b\u2028c", "a\n\nb\nc\n"),
        ("a\x00\x1b[31mb", "a[31mb\n"),
        ("10\u00a0km 👨‍👩‍👧‍👦 שלום\u200f", "10\u00a0km 👨‍👩‍👧‍👦 שלום\u200f\n"),
        ("a\ufffeb\ud800", "a\ufffdb\ufffd\n"),
        (" \n\t", ""),
    ],
)
def test_canonicalize(text: str, expected: str) -> None:
    assert canonicalize(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "offset"),
    [
        ("", "empty", 0),
        ("ab e\u0301\n", "nfc", 3),
        ("a\tb\n", "control", 1),
        ("ab\r\n", "line-end", 2),
        ("a\u200bb\n", "invisible", 1),
        ("a\ufffe\n", "noncharacter", 1),
        ("a  b\n", "double-space", 1),
        ("a\n\n\nb\n", "blank-lines", 1),
        ("a \nb\n", "edge-space", 1),
        ("ab", "final-newline", 2),
        ("ab\n\n", "final-newline", 2),
    ],
)
def test_each_deviation_is_named_and_located(text: str, kind: str, offset: int) -> None:
    assert (kind, offset) in list(deviations(text))


def test_the_digest_is_that_of_the_file() -> None:
    text = "Zoë 🎉\n"
    assert digest(text).sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert digest(text).length == 6
