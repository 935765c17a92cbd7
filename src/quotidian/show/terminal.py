"""An article in a terminal: who speaks on the left, what happens on the right, below the paragraph if it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotidian.display.visible import visible
from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology
from quotidian.show.look import look
from quotidian.show.palette import palette
from quotidian.show.terminal_notes import Pen
from quotidian.show.terminal_rows import Block, Note, beside, numbers, wrap
from quotidian.show.terminal_text import QUOTE, paragraph_text
from quotidian.show.view import Paragraph

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

WIDE = 108
_LEFT, _GAPS, _BAR = 22, 4, 3
_LONGEST = 78  # cells of text in a line
_BARS = {"direct": "┃", "indirect": "┊", "mixed": "╏"}
_KEY = "[mention TYPE]  {1 quote}  <1 trigger>  ┃ direct, ┊ indirect, ╏ mixed quote"


def render_terminal(
    article: Article, text: str, annotation: Annotation | None, ontology: Ontology, *, width: int, color: bool
) -> RenderableType:
    """An article with its layers, for ``rich`` to print.

    Args:
        article, text, annotation: as the store gives them; without an annotation the plain article is shown.
        ontology: where labels get their colours from.
        width: of the terminal, in cells; from 108 on there are margins.
        color: whether colours may carry meaning; if not, brackets do.

    Raises:
        InputError: text, annotation and article don't belong together, or the annotation points to nothing.
    """
    from rich.console import Group

    view = look(article, text, annotation)
    pen = Pen(view=view, palette=palette(view, ontology), color=color)
    body = _with_margins(pen, width) if width >= WIDE and annotation else _one_column(pen, width)
    lines = [*_head(pen, width), *body, *pen.lists(width), *_foot(pen, width)]
    for line in lines:
        line.no_wrap, line.overflow = True, "ignore"
        line.rstrip()
    return Group(*lines)


def _head(pen: Pen, width: int) -> list[Text]:
    from rich.text import Text

    article = pen.view.article
    about = [article.source, article.published or "undated", article.id]
    lines = wrap(Text(visible(article.title), "bold" if pen.color else ""), width)
    lines += wrap(Text(visible(" · ".join(about)), "dim" if pen.color else ""), width)
    if pen.view.annotator is None:
        lines += [Text(), *wrap(Text("No annotation yet: the article is shown without its layers."), width)]
    elif not pen.color:
        lines += wrap(Text(_KEY), width)
    return [*lines, Text()]


def _foot(pen: Pen, width: int) -> list[Text]:
    from rich.text import Text

    view = pen.view
    parts = [f"split {view.article.split}", view.article.rights.license]
    if view.annotator is not None and view.provenance is not None:
        parts.append(f"annotated by {view.annotator}, {view.provenance.updated[:10]}")
    parts.append(f"{len(view.text):,} characters")
    return [Text(), *wrap(Text(visible(" · ".join(parts)), "dim" if pen.color else ""), width)]


def _lines(pen: Pen, paragraph: Paragraph, width: int) -> list[Text]:
    return wrap(paragraph_text(pen.view, pen.palette, paragraph, color=pen.color), width)


def _bar(pen: Pen, line: Text) -> Text:
    """The bars of the quotes that a line holds a part of, the outermost first."""
    from rich.text import Text

    quotes = sorted(numbers(line, "quote"), key=pen.view.depth)[: _BAR - 1]
    bars = "".join(_BARS.get(pen.view.quotes[quote].type, "│") for quote in quotes)
    return Text().append(bars.ljust(_BAR), QUOTE if pen.color else "")


def _with_margins(pen: Pen, width: int) -> list[Text]:
    text = min(_LONGEST, (width - _LEFT - _GAPS - _BAR) * 62 // 100)
    right = width - _LEFT - _GAPS - _BAR - text
    blocks = []
    for paragraph in pen.view.paragraphs:
        lines = _lines(pen, paragraph, text)
        left = [
            Note(line=_first(lines, "quote", s.quote), lines=tuple(wrap(pen.said(s, "\n"), _LEFT)))
            for s in paragraph.said
        ]
        events = [
            Note(line=_first(lines, "event", e), lines=tuple(wrap(pen.happened(e, "\n"), right)))
            for e in paragraph.events
        ]
        bars = tuple(_bar(pen, line) for line in lines)
        blocks.append(Block(lines=tuple(lines), bars=bars, left=tuple(left), right=tuple(events)))
    return beside(blocks, left=_LEFT, text=text + _BAR, right=right)


def _first(lines: list[Text], kind: str, number: int) -> int:
    return next((at for at, line in enumerate(lines) if number in numbers(line, kind)), 0)


def _one_column(pen: Pen, width: int) -> list[Text]:
    from rich.text import Text

    column = max(min(_LONGEST, width - _BAR), 20)
    lines: list[Text] = []
    for paragraph in pen.view.paragraphs:
        lines += [_bar(pen, line) + line for line in _lines(pen, paragraph, column)]
        notes = [pen.said(said) for said in paragraph.said] + [pen.happened(event) for event in paragraph.events]
        for note in notes:
            lines += [Text("    ") + part for part in wrap(note, max(column - 1, 20))]
        lines.append(Text())
    return lines
