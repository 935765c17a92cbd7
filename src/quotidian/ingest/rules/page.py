"""An extracted text while the removal rules look at it: which paragraphs are taken, and which are still free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotidian.ingest.document import Document, Paragraph

# A paragraph that ends like a sentence: a stop, and whatever closes after it.
_STOPS = tuple(".!?…")
CLOSING = "\"'“”’»)]"
SENTENCE_WORDS = 8

# The opening: headline, standfirst, byline and date stand here. The standfirst may be a sentence.
OPENING_PARAGRAPHS = 8
OPENING_SENTENCES = 2


@dataclass(kw_only=True, slots=True)
class Page:
    """A document, the headline it is known under, and the paragraphs that a rule has taken whole."""

    document: Document
    title: str | None
    taken: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The extracted text."""
        return self.document.text

    def free(self) -> Iterator[Paragraph]:
        """The paragraphs that no rule has taken."""
        return (paragraph for paragraph in self.document.paragraphs if paragraph.place not in self.taken)

    def opening(self) -> Iterator[Paragraph]:
        """The free paragraphs among the first eight, up to the second one that is a sentence."""
        sentences = 0
        for paragraph in self.free():
            if paragraph.place >= OPENING_PARAGRAPHS or sentences == OPENING_SENTENCES:
                return
            sentences += is_sentence(paragraph)
            yield paragraph


def is_sentence(paragraph: Paragraph) -> bool:
    """Whether a paragraph reads like running text: it ends in a stop and has at least eight words."""
    return paragraph.words >= SENTENCE_WORDS and paragraph.text.rstrip(CLOSING).endswith(_STOPS)


def is_short(paragraph: Paragraph, words: int) -> bool:
    """Whether a paragraph has at most so many words, none of them absurdly long."""
    return paragraph.words <= words and len(paragraph.text) <= 25 * words
