"""An annotation with what is at hand of its article: where its items are, and which of its text may be told."""

from __future__ import annotations

from typing import NamedTuple

from quotidian.model import Annotation
from quotidian.quality.suspicion import Place


class GoldArticle(NamedTuple):
    """A gold annotation, or an annotator's of the same article.

    ``file`` is the annotation's, relative to the corpus' folder; ``text`` is None if it is not on this machine;
    ``tellable`` says whether pieces of it may stand in a report, as only those of texts in the repository may.
    """

    file: str
    annotation: Annotation
    text: str | None
    tellable: bool

    def of(self, annotation: Annotation, file: str) -> GoldArticle:
        """The same article as somebody else annotated it."""
        return self._replace(annotation=annotation, file=file)

    def place(self, pointer: str, start: int, end: int) -> Place:
        """A place in it."""
        string = self.text[start:end] if self.text is not None and self.tellable else None
        return Place(
            file=self.file, pointer=pointer, article=self.annotation.article, start=start, end=end, string=string
        )
