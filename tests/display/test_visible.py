"""What nobody sees is made visible, and offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.display.visible import visible
from quotidian.text import canonicalize


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07", "bell␇"),
        ("two\nlines", "two␊lines"),
        ("\x7f\x9b", "␡\ufffd"),
        ("a\u202egnp.exe", "a\ufffdgnp.exe"),
        ("Zoë 👩‍🚒 يوسف", "Zoë 👩‍🚒 يوسف"),
    ],
)
def test_controls_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_length_stays_and_canonical_text_is_left_alone(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(canonicalize(text), lines=True) == canonicalize(text)
