"""What a reader makes of a source: marked paragraphs and metadata, and their canonical text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from quotidian.model import Tool
from quotidian.offsets import Interval
from quotidian.segment import paragraphs
from quotidian.text import canonicalize

Kind = Literal["title", "heading", "text", "item", "caption"]


class Block(NamedTuple):
    """A paragraph as the source marks it: the headline, a heading, running text, an item of a list, or a caption.

    A source without marks (plain text) has ``text`` only.
    """

    kind: Kind
    text: str


class Paragraph(NamedTuple):
    """A paragraph of the extracted text: its place among them (from 0), its mark, where it is in code points, its text.

    ``words`` counts what white space separates.
    """

    place: int
    kind: Kind
    start: int
    end: int
    text: str
    words: int

    @property
    def interval(self) -> Interval:
        """Where it is."""
        return Interval(self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One article as its source gives it, nothing removed.

    ``name`` is the file's name, or the document's id in a treebank. What the source does not say is None; ``published``
    is an ISO 8601 date.
    """

    format: str
    name: str
    reader: Tool
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    published: str | None = None
    site: str | None = None
    author: str | None = None

    @cached_property
    def _canonical(self) -> tuple[Block, ...]:
        """The blocks in canonical form; one that holds blank lines is several, one that holds nothing is none."""
        return tuple(
            Block(block.kind, part)
            for block in self.blocks
            for part in canonicalize(block.text).rstrip("\n").split("\n\n")
            if part
        )

    @cached_property
    def text(self) -> str:
        """The extracted text: all paragraphs in canonical form; its hash is the ``extracted_sha256`` of an origin."""
        joined = "\n\n".join(block.text for block in self._canonical)
        return f"{joined}\n" if joined else ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the extracted text, in order."""
        blocks = zip(self._canonical, paragraphs(self.text), strict=True)
        return tuple(
            Paragraph(place, block.kind, *span, block.text, len(block.text.split()))
            for place, (block, span) in enumerate(blocks)
        )
