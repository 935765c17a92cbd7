"""Reads plain text: paragraphs between blank lines, or one paragraph a line where there are none.

Where blank lines separate paragraphs, the lines of a paragraph are joined by a space: hard-wrapped text is unwrapped.
"""

from __future__ import annotations

from pathlib import Path

from quotidian.ingest.document import Block, Document
from quotidian.model import Tool
from quotidian.text import canonicalize

READER = Tool(name="quotidian-text", version="1")


def read_text(text: str, path: Path) -> Document:
    """The article in a text file.

    Args:
        text: its content.
        path: its path: names the document.
    """
    text = canonicalize(text).rstrip("\n")
    separated = "\n\n" in text
    parts = (part.replace("\n", " ") for part in text.split("\n\n")) if separated else text.split("\n")
    blocks = tuple(Block("text", part) for part in parts if part)
    return Document(format="text", name=path.name, reader=READER, blocks=blocks)
