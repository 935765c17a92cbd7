"""The tags of the page: what begins at a run of text, named above and below its first word.

Tags are what the keyboard walks along. None covers the next: a tag gives up words, and where that is not enough the
first word gets room after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotidian.display.markup import classes, safe
from quotidian.display.runs import Run
from quotidian.show.page_room import lacking, steps
from quotidian.show.palette import Palette
from quotidian.show.style import line
from quotidian.show.view import Paragraph, View

# A tag below keeps its marks of a speaker only if that takes no more than this many steps of room.
_PATIENCE = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """A label: its key, what it says to the eye (``short`` where room is scarce) and to the ear, and its classes."""

    key: str
    words: str
    short: str
    spoken: str
    css: str

    def html(self, words: str) -> str:
        """The tag, saying these words."""
        return (
            f'<button type="button" tabindex="-1" id="{self.key}" data-k="{self.key}" data-t="{safe(words)}"'
            f'{classes("tag", self.css)} aria-label="{safe(self.spoken)}"></button>'
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """The tags of a run, as HTML, and the steps of room it needs: ``pad`` after its first word, ``gap`` before it.

    A gap would cut the lines of what goes on from the run before, so there the room is made inside, by the pad.
    """

    above: str = ""
    below: str = ""
    pad: int = 0
    gap: int = 0


def place_tags(view: View, palette: Palette, paragraph: Paragraph) -> dict[int, Placed]:
    """The tags of a paragraph's runs, by the start of the run; runs without tags are left out."""
    below = {run.start: tags for run in paragraph.runs if (tags := list(_mention_tags(view, palette, run)))}
    above = {run.start: tags for run in paragraph.runs if (tags := list(_quote_and_event_tags(view, palette, run)))}
    said_below = _fitted(view.text, below, patience=_PATIENCE)
    said_above = _fitted(view.text, above, patience=0)
    pads: dict[int, int] = {}
    gaps: dict[int, int] = {}
    within = {run.start: any(cover.start < run.start for cover in run.covers) for run in paragraph.runs}
    for said in (said_below, said_above):
        for (here, there), missing in lacking(view.text, said).items():
            where, place = (pads, here) if within[there] else (gaps, there)
            where[place] = max(steps(missing), where.get(place, 0))
    return {
        at: Placed(
            above=_html(above.get(at, []), said_above.get(at, [])),
            below=_html(below.get(at, []), said_below.get(at, [])),
            pad=pads.get(at, 0),
            gap=gaps.get(at, 0),
        )
        for at in above.keys() | below.keys()
    }


def _fitted(text: str, anchors: dict[int, list[Tag]], *, patience: int) -> dict[int, list[str]]:
    """What the tags at each place say: their words, or less if it would take too much room to say them."""
    full = {at: [tag.words for tag in tags] for at, tags in anchors.items()}
    tight = {at for (at, _), missing in lacking(text, full).items() if steps(missing) > patience}
    return {at: [tag.short for tag in tags] if at in tight else full[at] for at, tags in anchors.items()}


def _html(tags: list[Tag], said: list[str]) -> str:
    return "".join(tag.html(words) for tag, words in zip(tags, said, strict=True))


def _mention_tags(view: View, palette: Palette, run: Run) -> Iterator[Tag]:
    for cover in run.starting():
        if cover.layer != "mention":
            continue
        mention = view.mentions[cover.number]
        swatch = palette.mentions[mention.type]
        speaks = "".join(f" ❝{quote + 1}" for quote, source in enumerate(view.sources) if source == cover.number)
        yield Tag(
            key=f"m{cover.number}",
            words=swatch.name + speaks,
            short=swatch.name,
            spoken=_spoken_mention(view, swatch.label, cover.number),
            css=f"{swatch.key} {line(mention.level)}",
        )


def _spoken_mention(view: View, label: str, number: int) -> str:
    words = view.mention_text(number)
    figure = view.figure_of[number]
    if figure is None:
        return f"{label}: {words}"
    who = view.cast[figure]
    place = f"mention {who.mentions.index(number) + 1} of {len(who.mentions)}"
    return f"{label}: {words}, {place}" if who.name == words else f"{label}: {words}, that is {who.name}, {place}"


def _quote_and_event_tags(view: View, palette: Palette, run: Run) -> Iterator[Tag]:
    for cover in run.starting():
        number = cover.number
        if cover.layer == "quote" and cover.part == 0:
            quote = view.quotes[number]
            spoken = f"Quote {number + 1}, {quote.type} {quote.kind} by {view.speaker(number) or 'nobody named'}"
            yield Tag(key=f"q{number}", words=f"❝{number + 1}", short=f"❝{number + 1}", spoken=spoken, css="quote")
        elif cover.layer == "trigger":
            swatch = palette.events[view.events[number].type]
            roles = "".join(f"; {role}: {view.mention_text(mention)}" for role, mention in view.arguments[number])
            yield Tag(
                key=f"v{number}",
                words=f"{number + 1} {swatch.label}",
                short=str(number + 1),
                spoken=f"Event {number + 1}, {swatch.label}: {view.surface(cover.start, cover.end)}{roles}",
                css=f"event {swatch.key}",
            )
