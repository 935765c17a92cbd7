"""Plain text becomes paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.ingest.read_text import read_text


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.\n", ["One.", "Two."]),
        ("One,\ngoing on.\n\n\n\n  Two.  ", ["One, going on.", "Two."]),
        ("One.\r\n\r\nTwo,\r\ngoing on.", ["One.", "Two, going on."]),
        ("One.\nTwo.\nThree.\n", ["One.", "Two.", "Three."]),
        ("\tOne.\n \n\u00a0\nTwo.", ["One.", "Two."]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("Only one.", ["Only one."]),
        ("", []),
        (" \n\n \n", []),
        ("Cafe\u0301\n\nb\u200bc", ["Café", "bc"]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    document = read_text(text, Path("a/b.txt"))
    assert [block.text for block in document.blocks] == paragraphs
    assert [paragraph.text for paragraph in document.paragraphs] == paragraphs
    assert (document.format, document.name, document.reader.to_dict()) == (
        "text",
        "b.txt",
        {"name": "quotidian-text", "version": "1"},
    )
    assert (document.title, document.url, document.published) == (None, None, None)
