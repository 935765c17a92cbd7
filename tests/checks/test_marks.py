"""Stretches in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.checks.marks import begins_with_mark, ends_with_mark, is_set_off, marked


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("“Yes,” she said. “No.”\n", ["“Yes,”", "“No.”"]),
        ('"Yes," she said. "No."\n', ['"Yes,"', '"No."']),
        ("‘Yes,’ she said; the captain’s ship.\n", []),
        ("“She said ‘no’ to me,” he said.\n", ["“She said ‘no’ to me,”"]),
        ("“She said “no” to me,” he said.\n", ["“She said “no” to me,”"]),
        ("“One.\n\n“Two.\n\n“Three,” he said.\n", ["“One.", "“Two.", "“Three,”"]),
        ("“Forgotten, he said.\nNext “line”.\n", ["“Forgotten, he said.", "“line”"]),
        ('A 5" nail and a "nail".\n', ['"nail"']),
        ('“Mixed marks", she said.\n', ['“Mixed marks"']),
        ("A stray ” closes nothing.\n", []),
        ("No marks.\n", []),
        ("“Open to the end", ["“Open to the end"]),
        ("", []),
    ],
)
def test_the_stretches_of_a_text(text: str, stretches: list[str]) -> None:
    assert [text[start:end] for start, end in marked(text)] == stretches


@given(st.text(alphabet='a “”"\n‘’5', max_size=40))
def test_stretches_are_in_order_and_inside_a_line(text: str) -> None:
    reach = 0
    for start, end in marked(text):
        assert reach <= start < end <= len(text)
        assert text[start] in '“"'
        assert "\n" not in text[start:end]
        reach = end


@pytest.mark.parametrize("words", ["“a”", "“a”,", "‘a’.", "«a»", '"a"?', "“a.”"])
def test_spans_that_begin_and_end_with_a_mark(words: str) -> None:
    assert begins_with_mark(words, 0)
    assert ends_with_mark(words, 0, len(words))


@pytest.mark.parametrize("words", ["a", "a.", "...", "", " "])
def test_spans_that_do_not_end_with_a_mark(words: str) -> None:
    assert not ends_with_mark(words, 0, len(words))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A line.\n\nWill it sail?\n\nYes.\n", "Will it sail?", True),
        ("Reporter: Will it sail?\nHolt: Yes.\n", "Will it sail?", True),
        ("– Will it sail?\n", "Will it sail?", True),
        ("She said Will it sail?\n", "Will it sail?", False),
        ("Reporter: Will it sail? he asked.\n", "Will it sail?", False),
        ("Will it sail?", "Will it sail?", True),
    ],
)
def test_an_utterance_set_off(text: str, words: str, expected: bool) -> None:
    start = text.index(words)
    assert is_set_off(text, start, start + len(words)) is expected
