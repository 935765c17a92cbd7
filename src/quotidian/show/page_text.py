"""The paragraphs of the page: runs of text, and the tags that say what begins where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from quotidian.show.markup import classes, safe
from quotidian.show.palette import Palette
from quotidian.show.runs import Cover, Run
from quotidian.show.style import line
from quotidian.show.view import Paragraph, View

_FIRST_WORD = re.compile(r"\S*")

# Estimated widths in px at the size the page sets; a tag that would cover the next one gets room.
_CHAR = 8.2
_TAG_CHAR = 6.3
_TAG_EDGES = 8
_PAD = 3  # px, one step of the classes pad1 to pad12
_PADS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """A label above or below the first word of what it names; also what the keyboard walks along."""

    key: str
    words: str
    spoken: str
    css: str
    short: str

    def html(self, words: str) -> str:
        return (
            f'<button type="button" tabindex="-1" id="{self.key}" data-k="{self.key}" data-t="{safe(words)}"'
            f'{classes("tag", self.css)} aria-label="{safe(self.spoken)}"></button>'
        )


def paragraph_html(view: View, palette: Palette, number: int) -> str:
    """The ``<p>`` of a paragraph; its text content is the paragraph's text, to the character."""
    paragraph = view.paragraphs[number]
    depth = max((view.rows[c.number] for run in paragraph.runs for c in run.covers if c.layer == "mention"), default=-1)
    pads = _pads(view, palette, paragraph)
    above = _above(view, palette, paragraph)
    runs = "".join(_run(view, palette, run, above.get(run.start, ""), pads.get(run.start, 0)) for run in paragraph.runs)
    return f'<p dir="auto" id="p{number}"{classes("text", f"deep{depth + 1}")}>{runs}</p>'


def _run(view: View, palette: Palette, run: Run, above: str, pad: int) -> str:
    words = view.text[run.start : run.end]
    if not run.covers:
        return escape(words)
    below = "".join(tag.html(tag.words) for tag in _mention_tags(view, palette, run))
    mentions = [cover.number for cover in run.covers if cover.layer == "mention"]
    css: list[str | None] = ["r"]
    for number in mentions:
        mention, row = view.mentions[number], view.rows[number]
        css += [f"u{row}-{palette.mentions[mention.type].key}", f"u{row}-{line(mention.level)}"]
    css += _quote_classes(view, run)
    triggers = [palette.events[view.events[c.number].type].key for c in run.covers if c.layer == "trigger"]
    tags = "".join(
        f'<span class="tags {where}">{inside}</span>'
        for where, inside in (("above", above), ("below", below))
        if inside
    )
    keys = " ".join(_key(cover) for cover in reversed(run.covers))
    inner = escape(words)
    if tags or triggers:
        first = len(words) if triggers else len(_FIRST_WORD.match(words)[0])  # type: ignore[index]  # matches anything
        at = f"at{max((view.rows[number] for number in mentions), default=0)}" if below else None
        wrapped = classes("w", at, f"pad{pad}" if pad else None, "trigger" if triggers else None, *triggers)
        inner = f"<span{wrapped}>{tags}{escape(words[:first])}</span>{escape(words[first:])}"
    return f'<span{classes(*css)} data-c="{keys}">{inner}</span>'


def _key(cover: Cover) -> str:
    return {"mention": "m", "quote": "q", "cue": "k", "trigger": "v"}[cover.layer] + str(cover.number)


def _quote_classes(view: View, run: Run) -> Iterator[str]:
    quotes = [cover for cover in run.covers if cover.layer == "quote"]
    if quotes:
        yield f"q{min(len(quotes), 3)}"
        yield f"is-{line_of_quote(view.quotes[quotes[-1].number].type)}"
        if any(cover.start == run.start for cover in quotes):
            yield "opens"
        if any(cover.end == run.end for cover in quotes):
            yield "closes"
    if any(cover.layer == "cue" for cover in run.covers):
        yield "cue"


def line_of_quote(type_: str) -> str:
    """The class of a quote's edges by its type: solid, dotted or dashed."""
    return type_ if type_ in ("direct", "indirect", "mixed") else "other"


def _mention_tags(view: View, palette: Palette, run: Run) -> list[Tag]:
    tags = []
    for cover in run.starting():
        if cover.layer != "mention":
            continue
        mention = view.mentions[cover.number]
        swatch = palette.mentions[mention.type]
        speaks = "".join(f" ❝{quote + 1}" for quote, source in enumerate(view.sources) if source == cover.number)
        tags.append(
            Tag(
                key=f"m{cover.number}",
                words=swatch.name + speaks,
                short=swatch.name,
                spoken=_spoken_mention(view, swatch.label, cover.number),
                css=f"{swatch.key} {line(mention.level)}",
            )
        )
    return tags


def _spoken_mention(view: View, label: str, number: int) -> str:
    words = view.mention_text(number)
    figure = view.figure_of[number]
    if figure is None:
        return f"{label}: {words}"
    who = view.cast[figure]
    place = f"mention {who.mentions.index(number) + 1} of {len(who.mentions)}"
    return f"{label}: {words}, {place}" if who.name == words else f"{label}: {words}, that is {who.name}, {place}"


def _event_and_quote_tags(view: View, palette: Palette, run: Run) -> list[Tag]:
    tags = []
    for cover in run.starting():
        number = cover.number
        if cover.layer == "quote" and cover.part == 0:
            quote = view.quotes[number]
            who = view.speaker(number) or "nobody named"
            spoken = f"Quote {number + 1}, {quote.type} {quote.kind} by {who}"
            tags.append(
                Tag(key=f"q{number}", words=f"❝{number + 1}", short=f"❝{number + 1}", spoken=spoken, css="quote")
            )
        elif cover.layer == "trigger":
            event = view.events[number]
            swatch = palette.events[event.type]
            roles = "".join(f"; {role}: {view.mention_text(mention)}" for role, mention in view.arguments[number])
            spoken = f"Event {number + 1}, {swatch.label}: {view.surface(cover.start, cover.end)}{roles}"
            words = f"{number + 1} {swatch.label}"
            tags.append(
                Tag(key=f"v{number}", words=words, short=str(number + 1), spoken=spoken, css=f"event {swatch.key}")
            )
    return tags


def _above(view: View, palette: Palette, paragraph: Paragraph) -> dict[int, str]:
    """The tags above each run, by its start: with words where there is room before the next ones, else the number."""
    anchors = [(run.start, _event_and_quote_tags(view, palette, run)) for run in paragraph.runs]
    anchors = [(start, tags) for start, tags in anchors if tags]
    placed = {}
    for index, (start, tags) in enumerate(anchors):
        room = (anchors[index + 1][0] - start) * _CHAR if index + 1 < len(anchors) else float("inf")
        long = _width([tag.words for tag in tags]) <= room
        placed[start] = "".join(tag.html(tag.words if long else tag.short) for tag in tags)
    return placed


def _pads(view: View, palette: Palette, paragraph: Paragraph) -> dict[int, int]:
    """How many steps of room the first word of a run needs so that the tags below it don't cover the next ones."""
    anchors = [(run.start, _mention_tags(view, palette, run)) for run in paragraph.runs]
    anchors = [(start, tags) for start, tags in anchors if tags]
    pads = {}
    for (start, tags), (following, _) in pairwise(anchors):
        missing = _width([tag.words for tag in tags]) - (following - start) * _CHAR
        if missing > 0:
            pads[start] = min(round(missing / _PAD) + 1, _PADS)
    return pads


def _width(tags: list[str]) -> float:
    return sum(len(words) * _TAG_CHAR + _TAG_EDGES for words in tags)
