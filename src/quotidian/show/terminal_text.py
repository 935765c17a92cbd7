"""A paragraph as a terminal shows it: the text, with marks that say what begins and ends where.

With colour, a mention stands in the colour of its type, followed by it (``Rebels·ORG``), a trigger in reverse, followed
by its number, a quote in italics after its number. Without, brackets do the same: ``[Rebels ORG]``, ``<1 shelled>``,
``{1 ...}``; brackets of one kind nest, brackets of different kinds may cross.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotidian.display.runs import Cover, Run
from quotidian.ontology import NAMED
from quotidian.show.colors import anywhere, ink_on
from quotidian.show.palette import Palette
from quotidian.show.view import Paragraph, View

if TYPE_CHECKING:
    from rich.style import Style
    from rich.text import Text

QUOTE = "#b8862b"
GLUE = "\ufdd0"  # a noncharacter, which no visible text has: a space at which a line never breaks


def paragraph_text(view: View, palette: Palette, paragraph: Paragraph, *, color: bool) -> Text:
    """The paragraph with its marks, unwrapped; :data:`GLUE` stands where a mark must not be torn off.

    Spans carry what they stand for as keys of their style's meta: ``quote3``, ``event0``.
    """
    from rich.text import Text

    text = Text()
    for run in paragraph.runs:
        meta = _meta(run)
        for cover in run.covers:
            if max(cover.start, paragraph.start) == run.start:
                text.append(*_before(cover, meta, color=color))
        text.append(view.text[run.start : run.end].replace("\n", " "), meta + _style(view, palette, run, color=color))
        for cover in reversed(run.covers):
            if min(cover.end, paragraph.end) == run.end:
                text.append(*_after(view, palette, cover, meta, color=color))
    return text


def _meta(run: Run) -> Style:
    from rich.style import Style

    kinds = {"quote": "quote", "trigger": "event"}
    return Style.from_meta({f"{kinds[c.layer]}{c.number}": True for c in run.covers if c.layer in kinds})


def _before(cover: Cover, meta: Style, *, color: bool) -> tuple[str, Style]:
    """What is written where something begins."""
    from rich.style import Style

    number = cover.number + 1
    if cover.layer == "quote":
        return (f"❝{number}{GLUE}", meta + Style(color=QUOTE, bold=True)) if color else (f"{{{number}{GLUE}", meta)
    if color or cover.layer == "cue":
        return "", meta
    return "[" if cover.layer == "mention" else f"<{number}{GLUE}", meta


def _after(view: View, palette: Palette, cover: Cover, meta: Style, *, color: bool) -> tuple[str, Style]:
    """What is written where something ends."""
    from rich.style import Style

    if cover.layer == "mention":
        swatch = palette.mentions[view.mentions[cover.number].type]
        tint = meta + Style(color=anywhere(swatch.color))
        return (f"·{swatch.name}", tint) if color else (f"{GLUE}{swatch.name}]", meta)
    if cover.layer == "trigger":
        swatch = palette.events[view.events[cover.number].type]
        tint = meta + Style(color=anywhere(swatch.color), bold=True)
        return (f"·{cover.number + 1}", tint) if color else (">", meta)
    return "}" if cover.layer == "quote" and not color else "", meta


def _style(view: View, palette: Palette, run: Run, *, color: bool) -> Style:
    """How the words of a run look: the innermost mention or trigger decides on their colour."""
    from rich.style import Style

    style = Style()
    for cover in run.covers if color else ():
        if cover.layer == "quote":
            style += Style(italic=True)
        elif cover.layer == "cue":
            style += Style(underline=True, color=QUOTE)
        elif cover.layer == "mention":
            mention = view.mentions[cover.number]
            tint = anywhere(palette.mentions[mention.type].color)
            style += Style(color=tint, bold=mention.level == NAMED, underline=mention.entity is not None)
        else:
            tint = palette.events[view.events[cover.number].type].color
            style += Style(color=ink_on(tint), bgcolor=tint)
    return style
