"""What a corpus is, and who annotates it."""

from __future__ import annotations

from quotidian.record import Record

CORPUS_SCHEMA = "urn:quotidian:schema:corpus:1"
ANNOTATORS_SCHEMA = "urn:quotidian:schema:annotators:1"


class CorpusInfo(Record, frozen=True, kw_only=True):
    """What a corpus is called, which version of its data this is, and who stands behind it.

    ``license`` is the SPDX expression of the annotations and of the texts written for the corpus.
    """

    schema: str
    name: str
    version: str
    title: str
    description: str
    license: str
    authors: tuple[str, ...]
    homepage: str | None = None


class Annotator(Record, frozen=True, kw_only=True):
    """Who or what annotated.

    ``id`` names the folder under ``annotations/``; ``kind`` is ``human``, ``large-language-model``, ``program`` or
    ``adjudication``; ``description`` says what a reader must know to judge the annotation.
    """

    id: str
    kind: str
    description: str


class AnnotatorList(Record, frozen=True, kw_only=True):
    """All annotators of a corpus: ``annotations/annotators.json``."""

    schema: str
    annotators: tuple[Annotator, ...]
