"""The tags of the page: what begins at a run of text, named above and below its first word.

Tags are what the keyboard walks along. None covers the next: one above gives up its words for its number, and where
that is not enough the first word gets room after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from quotidian.show.markup import classes, safe
from quotidian.show.palette import Palette
from quotidian.show.runs import Run
from quotidian.show.style import line
from quotidian.show.view import Paragraph, View

# Estimated widths in px; that of a character at the smallest size that the page sets.
_CHAR = 6.2
_TAG_CHAR = 6.3
_TAG_EDGES = 8
_PAD = 3  # px, one step of the classes pad1 to pad12
_PADS = 12


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
    """The tags of a run, as HTML, and the steps of room that its first word needs after it."""

    above: str = ""
    below: str = ""
    pad: int = 0


def place_tags(view: View, palette: Palette, paragraph: Paragraph) -> dict[int, Placed]:
    """The tags of a paragraph's runs, by the start of the run; runs without tags are left out."""
    below = {run.start: tags for run in paragraph.runs if (tags := list(_mention_tags(view, palette, run)))}
    above = {run.start: tags for run in paragraph.runs if (tags := list(_quote_and_event_tags(view, palette, run)))}
    said = _shortened(above)
    lacking = _lacking({at: [tag.words for tag in tags] for at, tags in below.items()})
    for at, missing in _lacking(said).items():
        lacking[at] = max(missing, lacking.get(at, 0))
    return {
        at: Placed(
            above="".join(tag.html(words) for tag, words in zip(above.get(at, ()), said.get(at, ()), strict=True)),
            below="".join(tag.html(tag.words) for tag in below.get(at, ())),
            pad=min(round(lacking[at] / _PAD) + 1, _PADS) if at in lacking else 0,
        )
        for at in above.keys() | below.keys()
    }


def _shortened(anchors: dict[int, list[Tag]]) -> dict[int, list[str]]:
    """What the tags at each place say: their words, or less if these would cover the tags at the next place."""
    full = {at: [tag.words for tag in tags] for at, tags in anchors.items()}
    tight = _lacking(full)
    return {at: [tag.short for tag in tags] if at in tight else full[at] for at, tags in anchors.items()}


def _lacking(anchors: dict[int, list[str]]) -> dict[int, float]:
    """By how many px the tags at a place would reach over the next ones, where they do."""
    found = {}
    for (here, words), (there, _) in pairwise(anchors.items()):
        missing = sum(len(one) * _TAG_CHAR + _TAG_EDGES for one in words) - (there - here) * _CHAR
        if missing > 0:
            found[here] = missing
    return found


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
