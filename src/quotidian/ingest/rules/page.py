"""An extracted text while the removal rules look at it: which paragraphs are taken, and which are still free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotidian.ingest.document import Document, Paragraph

# A paragraph that ends like a sentence: a stop, and whatever closes after it.
_STOPS = tuple(".!?…")
_CLOSING = "\"'“”’»)]"


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

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs."""
        return self.document.paragraphs

    def slice(self, paragraph: Paragraph) -> str:
        """The text of a paragraph."""
        return self.text[paragraph.start : paragraph.end]

    def free(self) -> Iterator[tuple[int, Paragraph, str]]:
        """The paragraphs that no rule has taken, with their index and text."""
        for index, paragraph in enumerate(self.paragraphs):
            if index not in self.taken:
                yield index, paragraph, self.slice(paragraph)

    def opening(self) -> Iterator[tuple[int, Paragraph, str]]:
        """The free paragraphs of the opening: before the second one that is a sentence, and not after the eighth.

        Headline, standfirst, byline and date stand here; the standfirst may be a sentence.
        """
        sentences = 0
        for index, paragraph, text in self.free():
            if index >= 8 or sentences == 2:
                return
            sentences += is_sentence(text)
            yield index, paragraph, text


def is_sentence(text: str) -> bool:
    """Whether a paragraph reads like running text: it ends in a stop and has at least eight words."""
    return text.rstrip(_CLOSING).endswith(_STOPS) and words(text) >= 8


def words(text: str) -> int:
    """How many words a text has: what white space separates."""
    return len(text.split())
