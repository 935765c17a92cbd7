"""Corpora for the tests of the checks: the skeleton with the files of a case laid over it, and annotations of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson

from quotidian.checks import Finding, check_annotation
from quotidian.model import ANNOTATION_SCHEMA, Annotation, Article
from quotidian.ontology import Ontology, load_ontology
from quotidian.store import Corpus, to_json
from quotidian.text import digest

SKELETON = Path(__file__).parent / "skeleton"
CASES = Path(__file__).parents[1] / "cases"

ONTOLOGY: Ontology = load_ontology(SKELETON / "schema" / "ontology.json")


def corpus_in(folder: Path, overlay: Path | None = None) -> Corpus:
    """A copy of the skeleton in a folder, with the files of a case over it."""
    shutil.copytree(SKELETON, folder, dirs_exist_ok=True)
    if overlay is not None:
        shutil.copytree(overlay, folder, dirs_exist_ok=True)
    return Corpus(folder)


def write(corpus: Corpus, name: str, content: str | bytes) -> Path:
    """A file of a corpus, written as it is."""
    path = corpus.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def article_of(text: str, *, standoff: bool = False, name: str = "port") -> Article:
    """An article with this text."""
    template = Article.from_json((SKELETON / "corpus" / "articles" / "ferry.json").read_bytes()).to_dict()
    hashed = digest(text).to_dict()
    return Article.from_dict({**template, "id": name, "standoff": standoff, "story": None, "text": hashed})


def annotation_of(article: Article, **layers: object) -> Annotation:
    """An annotation of an article; layers are plain JSON values."""
    return Annotation.from_dict(document_of(article, **layers))


def document_of(article: Article, **fields: object) -> dict[str, object]:
    """An annotation of an article as plain JSON values, not checked in any way."""
    return {
        "schema": ANNOTATION_SCHEMA,
        "article": article.id,
        "annotator": "gold",
        "text_sha256": article.text.sha256,
        "entities": [],
        "mentions": [],
        "quotes": [],
        "events": [],
        "provenance": {
            "tool": {"name": "quotidian", "version": "0.1.0"},
            "created": "2026-03-04T09:00:00Z",
            "updated": "2026-03-04T09:30:00Z",
        },
        **fields,
    }


def span(text: str, words: str, number: int = 0) -> dict[str, object]:
    """The span of the words' first or later occurrence in a text."""
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def quote(text: str, *contents: str, **fields: object) -> dict[str, object]:
    """A quote with these contents; direct, without a source, unless fields say otherwise."""
    return {
        "id": "q1",
        "type": "direct",
        "kind": "speech",
        "content": [span(text, content) for content in contents],
        "cue": [],
        "source": None,
        "addressees": [],
        "attribution": "none",
        "parent": None,
        "polarity": "Positive",
        **fields,
    }


def value(id_: str, where: dict[str, object]) -> dict[str, object]:
    """A mention of a value: the one that needs no entity."""
    return {"id": id_, "entity": None, "type": "TIME", "level": None, **where}


def found(annotation: Annotation | dict[str, object], article: Article, text: str | None, *only: str) -> list[Finding]:
    """The findings of an annotation; of plain JSON values as the file that holds them."""
    whole = to_json(annotation) if isinstance(annotation, Annotation) else orjson.dumps(annotation)
    return list(check_annotation(whole, article, text, ONTOLOGY, file="a.json", only=only or None))


def messages(findings: list[Finding]) -> list[str]:
    """Check and message of each finding."""
    return [f"{finding.check}: {finding.message}" for finding in findings]
