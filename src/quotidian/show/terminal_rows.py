"""Lines of text with notes in their margins, cell by cell: wide characters count as the terminal counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotidian.show.terminal_text import GLUE

if TYPE_CHECKING:
    from rich.text import Text

SLACK = 3  # lines that a paragraph's first note may stand too low before the paragraph moves down


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A note for a margin: its lines, and the line of its paragraph that it belongs to."""

    line: int
    lines: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph: its lines, each with the bar before it, and the notes of both margins, in order."""

    lines: tuple[Text, ...]
    bars: tuple[Text, ...]
    left: tuple[Note, ...]
    right: tuple[Note, ...]


def beside(blocks: list[Block], *, left: int, text: int, right: int) -> list[Text]:
    """Blocks one below the other with their notes beside them; widths in cells.

    Notes may hang on beside the next paragraph, which moves down only if its own would come to stand much too low.
    """
    from rich.text import Text

    middle: list[Text] = []
    margins: tuple[list[Text], list[Text]] = ([], [])
    for block in blocks:
        for notes, margin in zip((block.left, block.right), margins, strict=True):
            late = len(margin) - (len(middle) + notes[0].line) - SLACK if notes else 0
            middle += [Text()] * late
        start = len(middle)
        for notes, margin in zip((block.left, block.right), margins, strict=True):
            for note in notes:
                margin += [Text()] * (start + note.line - len(margin))
                margin += note.lines
        middle += [bar + line for bar, line in zip(block.bars, block.lines, strict=True)]
        middle.append(Text())
    rows = max(len(middle), *map(len, margins))
    return [
        _cell(margins[0], row, left, align="right")
        + Text("  ")
        + _cell(middle, row, text)
        + Text("  ")
        + _cell(margins[1], row, right)
        for row in range(rows)
    ]


def _cell(lines: list[Text], row: int, width: int, align: str = "left") -> Text:
    from rich.text import Text

    line = lines[row].copy() if row < len(lines) else Text()
    line.truncate(width)
    line.align("right" if align == "right" else "left", width)
    return line


def wrap(text: Text, width: int) -> list[Text]:
    """A text in lines of at most ``width`` cells, without white space at their ends and with spaces for glue."""
    from rich.console import Console

    lines = list(text.wrap(Console(width=width, color_system=None), width))
    for line in lines:
        line.rstrip()
        line.plain = line.plain.replace(GLUE, " ")
    return lines


def numbers(line: Text, kind: str) -> list[int]:
    """The numbers of the quotes or events that stand in a line, as its spans' meta say."""
    found = set()
    for span in line.spans:
        meta = getattr(span.style, "meta", {})
        found |= {int(key.removeprefix(kind)) for key in meta if key.startswith(kind)}
    return sorted(found)
