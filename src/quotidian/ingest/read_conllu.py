"""Reads CoNLL-U treebanks with the conventions of GUM (https://gucorpling.org/gum).

Of each sentence only its comments count, in any order: ``# newdoc id``, ``# meta::*``, ``# newpar``, ``# newpar_block``
and ``# text``. A file cut down to these gives the same text as the full one.

``# newpar_block = p (6 s) | figure (1 s) | caption (1 s)`` opens nested blocks at a sentence and says how many
sentences each holds. A paragraph ends at ``# newpar``, and where a block has had its sentences: what follows a block
quotation or a caption is a paragraph of its own even where the file does not mark it. Sentences of a paragraph are
joined by a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quotidian.errors import IngestError
from quotidian.ingest.document import Block, Document, Kind
from quotidian.model import Tool

READER = Tool(name="quotidian-conllu", version="1")

COLUMNS = 10
# No article is longer; a treebank that does not mark its documents is.
MAX_CHARACTERS = 1_000_000
_COMMENT = re.compile(r"#\s*([^\s=]+)(?:\s*=\s*|\s+|\Z)(.*)")
_BLOCK = re.compile(r"(?:\A|\|)\s*(\w+)[^|]*?\((\d+) s\)")
_ATTRIBUTE = re.compile(r'\w+:::"[^"]*"')
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class _Sentence:
    """The comments of one sentence that matter."""

    newdoc: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    newpar: bool = False
    # Kinds of the blocks that open here, the outermost first, each with its number of sentences.
    blocks: tuple[tuple[str, int], ...] = ()
    text: str | None = None

    def read(self, comment: str) -> None:
        """Take one comment line in."""
        match = _COMMENT.match(comment)
        if match is None:
            return
        key, value = match[1], match[2].strip()
        if key == "newdoc":
            self.newdoc = re.sub(r"\Aid\s*=\s*", "", value)
        elif key.startswith("meta::"):
            self.meta[key.removeprefix("meta::")] = value
        elif key == "newpar":
            self.newpar = True
        elif key == "newpar_block":
            self.newpar = True
            bare = _ATTRIBUTE.sub("", value)
            # A block of no sentences (a picture without a caption) holds nothing.
            self.blocks = tuple((kind, int(count)) for kind, count in _BLOCK.findall(bare) if int(count))
        elif key == "text":
            self.text = value


class _Draft:
    """A document while it is read."""

    def __init__(self, name: str, meta: dict[str, str]) -> None:
        self.name = name
        self.meta = meta
        self.blocks: list[Block] = []
        self.sentences: list[str] = []
        # The blocks that have begun: kind, and how many sentences are still to come.
        self.open: list[tuple[str, int]] = []
        self.block_ended = False
        self.kind: Kind = "text"
        self.length = 0

    def add(self, sentence: _Sentence) -> None:
        """Take one sentence in."""
        if sentence.text is None:
            return
        self.open.extend(sentence.blocks)
        if sentence.newpar or self.block_ended:
            self.end_paragraph()
            self.kind = self._kind()
        self.sentences.append(sentence.text)
        self.length += len(sentence.text)
        going_on = [(kind, left - 1) for kind, left in self.open if left > 1]
        self.block_ended = len(going_on) < len(self.open)
        self.open = going_on

    def end_paragraph(self) -> None:
        """Join the sentences so far."""
        if self.sentences:
            self.blocks.append(Block(self.kind, " ".join(self.sentences)))
            self.sentences = []

    def _kind(self) -> Kind:
        kinds = {kind for kind, _ in self.open}
        if kinds & {"caption", "figure"}:
            return "caption"
        if "head" in kinds:
            return "heading" if self.blocks else "title"
        return "item" if "item" in kinds else "text"

    def document(self) -> Document:
        """The finished document."""
        self.end_paragraph()
        created = self.meta.get("dateCreated", "")
        return Document(
            format="conllu",
            name=self.name,
            reader=READER,
            blocks=tuple(self.blocks),
            title=self.meta.get("title") or None,
            url=self.meta.get("sourceURL") or None,
            published=created if _DATE.fullmatch(created) else None,
            author=self.meta.get("author") or None,
        )


def read_conllu(lines: Iterable[str], path: Path) -> Iterator[Document]:
    """The documents of a treebank, one in memory at a time.

    Args:
        lines: the lines of the file.
        path: its path: names a document that has no id, and the file in errors.

    Raises:
        IngestError: ``not-conllu``: a line is neither a comment nor ten columns; ``too-large``: one document is.
    """
    draft: _Draft | None = None
    for sentence in _sentences(lines, path):
        if draft is None or sentence.newdoc is not None:
            if draft is not None:
                yield draft.document()
            draft = _Draft(sentence.newdoc or path.name, sentence.meta)
        else:
            draft.meta.update(sentence.meta)
        draft.add(sentence)
        if draft.length > MAX_CHARACTERS:
            raise IngestError(
                f"a document of more than {MAX_CHARACTERS:,} characters",
                reason="too-large",
                path=path,
                expected="'# newdoc' where an article begins",
            )
    if draft is not None:
        yield draft.document()


def _sentences(lines: Iterable[str], path: Path) -> Iterator[_Sentence]:
    """The sentences of a treebank: runs of lines between blank ones."""
    sentence: _Sentence | None = None
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if not line.strip():
            if sentence is not None:
                yield sentence
            sentence = None
            continue
        sentence = sentence or _Sentence()
        if line.startswith("#"):
            sentence.read(line)
        elif line.count("\t") != COLUMNS - 1:
            raise IngestError(
                "not CoNLL-U",
                reason="not-conllu",
                path=path,
                line=number,
                found=line[:40],
                expected=f"a comment, or {COLUMNS} columns separated by tabs",
            )
    if sentence is not None:
        yield sentence
