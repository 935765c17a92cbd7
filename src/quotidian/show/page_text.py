"""The paragraphs of the page: runs of text, each with the classes that paint what covers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from quotidian.display.markup import classes
from quotidian.display.runs import Cover, Run
from quotidian.show.page_tags import Placed, place_tags
from quotidian.show.palette import Palette
from quotidian.show.style import line
from quotidian.show.view import View

_SPACE = re.compile(r"\s")
_KEYS = {"mention": "m", "quote": "q", "cue": "k", "trigger": "v"}


def paragraph_html(view: View, palette: Palette, number: int) -> str:
    """The ``<p>`` of a paragraph; its text content is the paragraph's text, to the character."""
    paragraph = view.paragraphs[number]
    tags = place_tags(view, palette, paragraph)
    depth = max((row for run in paragraph.runs for row in _rows(view, run)), default=-1)
    runs = "".join(_run(view, palette, run, tags.get(run.start, Placed())) for run in paragraph.runs)
    return f'<p dir="auto" id="p{number}"{classes("text", f"deep{depth + 1}")}>{runs}</p>'


def _run(view: View, palette: Palette, run: Run, tags: Placed) -> str:
    words = view.text[run.start : run.end]
    if not run.covers:
        return escape(words)
    css = classes(
        "r", f"gap{tags.gap}" if tags.gap else None, *_mention_classes(view, palette, run), *_quote_classes(view, run)
    )
    keys = " ".join(f"{_KEYS[cover.layer]}{cover.number}" for cover in reversed(run.covers))
    return f'<span{css} data-c="{keys}">{_tagged(view, palette, run, words, tags)}</span>'


def _tagged(view: View, palette: Palette, run: Run, words: str, tags: Placed) -> str:
    """The words of a run, its first word (a trigger: all of it) wrapped together with the tags that hang on it."""
    triggers = [palette.events[view.events[c.number].type].key for c in _covers(run, "trigger")]
    if not (tags.above or tags.below or triggers):
        return escape(words)
    space = None if triggers else _SPACE.search(words)
    first = space.start() if space else len(words)
    above = f'<span class="tags above">{tags.above}</span>' if tags.above else ""
    below = f'<span class="tags below">{tags.below}</span>' if tags.below else ""
    css = classes(
        "w",
        f"at{max(_rows(view, run))}" if below else None,
        f"pad{tags.pad}" if tags.pad else None,
        "trigger" if triggers else None,
        *triggers,
    )
    return f"<span{css}>{above}{below}{escape(words[:first])}</span>{escape(words[first:])}"


def _covers(run: Run, layer: str) -> list[Cover]:
    return [cover for cover in run.covers if cover.layer == layer]


def _rows(view: View, run: Run) -> list[int]:
    return [view.rows[cover.number] for cover in _covers(run, "mention")]


def _mention_classes(view: View, palette: Palette, run: Run) -> Iterator[str]:
    for cover in _covers(run, "mention"):
        mention, row = view.mentions[cover.number], view.rows[cover.number]
        yield f"u{row}-{palette.mentions[mention.type].key}"
        yield f"u{row}-{line(mention.level)}"


def _quote_classes(view: View, run: Run) -> Iterator[str]:
    quotes = _covers(run, "quote")
    if quotes:
        innermost = view.quotes[quotes[-1].number].type
        yield f"q{min(len(quotes), 3)}"
        yield f"is-{innermost if innermost in ('direct', 'indirect', 'mixed') else 'other'}"
        if any(cover.start == run.start for cover in quotes):
            yield "opens"
        if any(cover.end == run.end for cover in quotes):
            yield "closes"
    if _covers(run, "cue"):
        yield "cue"
