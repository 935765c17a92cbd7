"""Suggestions: the annotations that annotators start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from quotidian.errors import ArticleNotFoundError, InputError
from quotidian.ids import is_annotator_id
from quotidian.model import Annotation, Article
from quotidian.store import Corpus


class Suggestions(Protocol):
    """Annotations that annotators start from."""

    @property
    def name(self) -> str:
        """What the annotations made from them name as their beginning."""

    def of(self, article: Article) -> Annotation | None:
        """The one of an article, None if there is none."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The annotations of one annotator, ``gold`` included, as suggestions to others."""

    corpus: Corpus
    name: str

    def __post_init__(self) -> None:
        if not is_annotator_id(self.name) or not self.corpus.annotated_ids(self.name):
            raise InputError("no annotations to suggest", found=self.name, expected="a folder under annotations/")

    def of(self, article: Article) -> Annotation | None:
        """This annotator's annotation of an article."""
        try:
            return self.corpus.annotation(article.id, self.name)
        except ArticleNotFoundError:
            return None


@dataclass(frozen=True, slots=True)
class Given:
    """Annotations at hand, by article, as suggestions; ``name`` says what they are."""

    name: str
    annotations: Mapping[str, Annotation]

    def of(self, article: Article) -> Annotation | None:
        """The one of an article."""
        return self.annotations.get(article.id)
