"""An annotation that becomes a prediction and is submitted as it is comes back as the same annotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotidian.model import ARTICLE_SCHEMA, Annotation, Article, Origin, Rights, TextDigest, Tool
from quotidian.offsets import OffsetMap
from quotidian.store import Corpus
from quotidian.studio.from_task import read_task
from quotidian.studio.to_task import prediction, task
from quotidian.text import digest
from tests.studio.strategies import annotated_texts, unplaced

CORPUS = Corpus(Path(__file__).parents[2])
ONTOLOGY = CORPUS.ontology
REAL = [(annotator, article) for annotator in CORPUS.annotators() for article in CORPUS.annotated_ids(annotator)]


def article_of(text: str, name: str = "test-undated-article") -> Article:
    """Metadata of an article that has this text."""
    return Article(
        schema=ARTICLE_SCHEMA,
        id=name,
        title="A test",
        source="Test",
        url=None,
        published=None,
        language="en",
        split="train",
        story=None,
        synthetic=True,
        standoff=False,
        rights=Rights(license="CC-BY-4.0", holder="Test", redistributable=True),
        text=digest(text),
        origin=Origin(
            format="text",
            name="test.txt",
            reader=Tool(name="test", version="1"),
            extracted_sha256=digest(text).sha256,
            removed=(),
        ),
    )


def submitted(article: Article, text: str, result: list[dict[str, Any]]) -> dict[str, Any]:
    """The task as Label Studio exports it after a prediction was submitted as it is."""
    done = {"id": 7, "result": result, "created_at": "2026-03-04T09:00:00.123456Z", "lead_time": 3.5}
    exported = task(article, text) | {"id": 3, "annotations": [done], "drafts": [], "predictions": []}
    return dict(json.loads(json.dumps(exported)))


def back(annotation: Annotation, article: Article, text: str) -> Annotation:
    result = prediction(annotation, text, model_version="m")["result"]
    read = read_task(submitted(article, text, result), article, text, ONTOLOGY, annotator=annotation.annotator)
    assert read.annotation is not None, read.findings
    assert {finding.check for finding in read.findings if finding.level == "studio"} <= {"nothing-annotated"}
    return unplaced(read.annotation)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(annotated_texts(ONTOLOGY))
def test_every_annotation_comes_back_as_it_was(drawn: tuple[str, Annotation]) -> None:
    text, annotation = drawn
    assert back(annotation, article_of(text), text) == unplaced(annotation)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(annotated_texts(ONTOLOGY))
def test_offsets_in_utf16_are_seen_from_the_words_and_converted(drawn: tuple[str, Annotation]) -> None:
    text, annotation = drawn
    result = prediction(annotation, text, model_version="m")["result"]
    offsets = OffsetMap(text)
    for item in result:
        if "value" in item:
            value = item["value"]
            span = offsets.span_to_unit(value["start"], value["end"], "UTF-16")
            value["start"], value["end"] = span
    article = article_of(text)
    read = read_task(submitted(article, text, result), article, text, ONTOLOGY, annotator="ann-a")
    assert read.annotation is not None
    assert unplaced(read.annotation) == unplaced(annotation)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(annotated_texts(ONTOLOGY), st.randoms(use_true_random=False))
def test_the_words_that_the_editor_mangles_do_no_harm(drawn: tuple[str, Annotation], random: Any) -> None:
    text, annotation = drawn
    result = prediction(annotation, text, model_version="m")["result"]
    for item in result:
        words = item.get("value", {}).get("text")
        if isinstance(words, str) and random.random() < 0.5:
            item["value"]["text"] = words.replace("\n", "\\n")
    article = article_of(text)
    read = read_task(submitted(article, text, result), article, text, ONTOLOGY, annotator="ann-a")
    assert read.annotation is not None
    assert unplaced(read.annotation) == unplaced(annotation)


@pytest.mark.parametrize(("annotator", "name"), REAL, ids=lambda value: value)
def test_every_annotation_of_the_corpus_comes_back_as_it_was(annotator: str, name: str) -> None:
    """With its own text where that is at hand, else with one of the same length that stands in for it."""
    article, annotation = CORPUS.article(name), CORPUS.annotation(name, annotator)
    text = CORPUS.text(article) if CORPUS.has_text(article) else "x" * article.text.length
    if not CORPUS.has_text(article):
        article = Article.from_dict(
            article.to_dict() | {"text": TextDigest(sha256=article.text.sha256, length=len(text)).to_dict()}
        )
    assert back(annotation, article, text) == unplaced(annotation)


def test_each_region_is_one_that_a_style_sheet_can_name() -> None:
    """The editor makes a class of each region's id: a full stop or slash in it would take away its colour."""
    for annotator, name in REAL:
        annotation = CORPUS.annotation(name, annotator)
        result = prediction(annotation, "x" * CORPUS.article(name).text.length, model_version="m")["result"]
        assert all(item["id"].replace("_", "").replace("-", "").isalnum() for item in result if "id" in item)


def test_two_roles_of_one_mention_are_one_relation() -> None:
    """The editor keeps one relation between two regions, so that a second one would be lost there."""
    for annotator, name in REAL:
        annotation = CORPUS.annotation(name, annotator)
        result = prediction(annotation, "x" * CORPUS.article(name).text.length, model_version="m")["result"]
        pairs = [(item["from_id"], item["to_id"]) for item in result if item["type"] == "relation"]
        assert len(pairs) == len(set(pairs))
