"""The value objects: what an article, and an annotation of it, is.

All are frozen, keyword-only and compared by value. ``to_dict`` and ``from_dict`` are inverse to each other and to the
JSON documents that ``schema/*.schema.json`` describes; ``from_dict`` and ``from_json`` raise
:class:`~quotidian.errors.InputError` with the path to the fault. Labels are strings: which ones exist is the
ontology's business (:mod:`quotidian.ontology`), not the model's.

Offsets are half-open ``[start, end)`` counts of Unicode code points into the article's text. ``text`` is the slice,
and None in an annotation of a stand-off article.

::

    corpus       what a corpus is, and who annotates it
    article      what is known of an article
    annotation   what an annotator found in it
    provenance   how an annotation came to be, and how gold was decided
    tool         a program and its version
"""

from quotidian.model.annotation import (
    ANNOTATION_SCHEMA,
    EVENT_LABELS,
    GOLD,
    LAYERS,
    QUOTE_LABELS,
    Annotation,
    Argument,
    Entity,
    Event,
    Mention,
    Quote,
    Span,
)
from quotidian.model.article import ARTICLE_SCHEMA, SPLITS, Article, Origin, Removal, Rights, Split, TextDigest
from quotidian.model.corpus import ANNOTATORS_SCHEMA, CORPUS_SCHEMA, Annotator, AnnotatorList, CorpusInfo
from quotidian.model.provenance import Decision, Decisions, Provenance, Rejected, Said, Told
from quotidian.model.tool import Tool

__all__ = [
    "ANNOTATION_SCHEMA",
    "ANNOTATORS_SCHEMA",
    "ARTICLE_SCHEMA",
    "CORPUS_SCHEMA",
    "EVENT_LABELS",
    "GOLD",
    "LAYERS",
    "QUOTE_LABELS",
    "SPLITS",
    "Annotation",
    "Annotator",
    "AnnotatorList",
    "Argument",
    "Article",
    "CorpusInfo",
    "Decision",
    "Decisions",
    "Entity",
    "Event",
    "Mention",
    "Origin",
    "Provenance",
    "Quote",
    "Rejected",
    "Removal",
    "Rights",
    "Said",
    "Span",
    "Split",
    "TextDigest",
    "Told",
    "Tool",
]
