"""What there is to see in an article: the same for a terminal and a page.

Mentions, quotes and events are numbered in reading order, from 0; a reader sees quotes and events numbered from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotidian.display.runs import Run
from quotidian.model import Article, Entity, Event, Mention, Provenance, Quote


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A quote with content in a paragraph; ``continued`` if it began in an earlier one."""

    quote: int
    start: int
    continued: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph, cut into runs; ``said`` and ``events`` are what its margins hold, in reading order."""

    start: int
    end: int
    runs: tuple[Run, ...]
    said: tuple[Said, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """An entity of the article with its mentions, and the name it goes by: its own, or its best mention."""

    entity: Entity
    name: str
    mentions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """An article, ready to be shown.

    ``cast`` is by number of mentions, the most mentioned first; ``figure_of`` says for each mention which of the cast
    it refers to (None for a value); ``rows`` how deep each mention is drawn below the text. ``sources``,
    ``addressees``, ``parents`` and ``arguments`` are the references of quotes and events, as numbers. ``annotator`` is
    None if nobody has annotated the article.
    """

    article: Article
    text: str
    annotator: str | None
    provenance: Provenance | None
    paragraphs: tuple[Paragraph, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    events: tuple[Event, ...]
    cast: tuple[Figure, ...]
    figure_of: tuple[int | None, ...]
    rows: tuple[int, ...]
    sources: tuple[int | None, ...]
    addressees: tuple[tuple[int, ...], ...]
    parents: tuple[int | None, ...]
    arguments: tuple[tuple[tuple[str, int], ...], ...]

    def surface(self, start: int, end: int) -> str:
        """A stretch of the text on one line."""
        return " ".join(self.text[start:end].split())

    def mention_text(self, mention: int) -> str:
        """The words of a mention."""
        return self.surface(self.mentions[mention].start, self.mentions[mention].end)

    def referent(self, mention: int) -> str:
        """Whom or what a mention refers to: the name of its entity, or a value's words."""
        figure = self.figure_of[mention]
        return self.mention_text(mention) if figure is None else self.cast[figure].name

    def speaker(self, quote: int) -> str | None:
        """Who speaks, by name; None if nobody is made responsible."""
        source = self.sources[quote]
        return None if source is None else self.referent(source)

    def cue(self, quote: int) -> str:
        """The words that say that something was said; empty if there are none."""
        return " … ".join(self.surface(span.start, span.end) for span in self.quotes[quote].cue)

    def depth(self, quote: int) -> int:
        """How many quotes a quote stands in."""
        seen = {quote}
        parent = self.parents[quote]
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = self.parents[parent]
        return len(seen) - 1

    def attributes(self, event: int) -> list[str]:
        """What is to be said of an event: its realis, its tense, and what is not as usual."""
        seen = self.events[event]
        said = [seen.realis] + ([seen.tense.lower()] if seen.tense != "Unspecified" else [])
        return said + ["negative"] * (seen.polarity == "Negative") + ["not asserted"] * (seen.modality == "Other")
