"""The corpus of this repository: every file of it is a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotidian import schemas
from quotidian.checks import validate
from quotidian.hydrate import hydrate
from quotidian.ids import article_id
from quotidian.ingest import IngestSettings, ingest, read_metadata
from quotidian.init import init
from quotidian.model import Annotation, Article, Event, Quote
from quotidian.store import Corpus, to_json
from quotidian.text import canonicalize, digest

ROOT = schemas.data_folder()
SHARED = ROOT.parent / "shared"
SOURCES = Path(__file__).parent / "data" / "invented"
CORPUS = Corpus(ROOT)
ARTICLES = CORPUS.article_ids()
ANNOTATIONS = [(name, article) for name in CORPUS.annotators() for article in CORPUS.annotated_ids(name)]
GOLD = CORPUS.annotated_ids()


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_is_kept_in_one_form(article: str) -> None:
    path = CORPUS.article_path(article)
    record = CORPUS.article(article)
    assert to_json(record) == path.read_bytes()
    assert list(schemas.errors("article", json.loads(path.read_bytes()))) == []
    assert record.id == article
    assert article.startswith(article_id(record.source, record.published, record.title))


@pytest.mark.parametrize("article", [one for one in ARTICLES if not CORPUS.article(one).standoff])
def test_a_text_in_the_repository_is_canonical_and_its_own(article: str) -> None:
    text = CORPUS.text_path(CORPUS.article(article)).read_bytes().decode()
    assert canonicalize(text) == text
    assert digest(text) == CORPUS.article(article).text
    assert CORPUS.article(article).synthetic  # no text of somebody else's


def test_no_text_lies_about_without_its_article() -> None:
    texts = {path.stem for path in (ROOT / "corpus" / "texts").glob("*.txt")}
    assert texts == {one for one in ARTICLES if not CORPUS.article(one).standoff}


@pytest.mark.parametrize(("annotator", "article"), ANNOTATIONS)
def test_an_annotation_is_kept_in_one_form(annotator: str, article: str) -> None:
    path = CORPUS.annotation_path(annotator, article)
    annotation = CORPUS.annotation(article, annotator)
    assert to_json(annotation) == path.read_bytes()
    assert list(schemas.errors("annotation", json.loads(path.read_bytes()))) == []
    assert (annotation.annotator, annotation.article) == (annotator, article)


@pytest.mark.parametrize(("annotator", "article"), ANNOTATIONS)
def test_surface_text_is_there_exactly_where_it_may_be(annotator: str, article: str) -> None:
    annotation = CORPUS.annotation(article, annotator)
    metadata = CORPUS.article(article)
    if metadata.standoff:
        assert annotation == annotation.without_text()
    else:
        assert annotation == annotation.with_text(CORPUS.text(metadata))


def test_the_corpus_is_clean() -> None:
    """Nothing is wrong with it; warnings are places to look at, and are looked at by people."""
    assert [str(finding) for finding in validate(CORPUS) if finding.severity == "error"] == []


def test_every_annotator_is_described() -> None:
    assert {annotator.id for annotator in CORPUS.annotator_list()} == set(CORPUS.annotators())


@pytest.mark.parametrize("article", GOLD)
def test_gold_was_decided_between_independent_annotators(article: str) -> None:
    annotation = CORPUS.annotation(article)
    assert len(annotation.provenance.adjudicated_from) == 2
    for annotator in annotation.provenance.adjudicated_from:
        other = CORPUS.annotation(article, annotator)
        assert other.provenance.preannotated_from is None
        assert other.text_sha256 == annotation.text_sha256


# What the first corpus must cover.


def gold(*, synthetic: bool) -> list[Annotation]:
    return [CORPUS.annotation(one) for one in GOLD if CORPUS.article(one).synthetic is synthetic]


def quotes() -> list[Quote]:
    return [quote for annotation in gold(synthetic=True) for quote in annotation.quotes]


def events() -> list[Event]:
    return [event for annotation in gold(synthetic=True) for event in annotation.events]


def test_the_gold_articles_are_the_promised_ones() -> None:
    sources = [CORPUS.article(one).source for one in GOLD]
    assert {name: sources.count(name) for name in set(sources)} == {"Global News": 1, "Wikinews": 4, "Quotidian": 6}


def test_the_invented_articles_cover_every_mention_type() -> None:
    used = {mention.type for annotation in gold(synthetic=True) for mention in annotation.mentions}
    assert used == set(CORPUS.ontology.mention_types)


@pytest.mark.parametrize("field", ["type", "kind", "attribution", "polarity"])
def test_the_invented_articles_cover_every_kind_of_quote(field: str) -> None:
    assert {getattr(quote, field) for quote in quotes()} == set(CORPUS.ontology.choices[f"quote.{field}"])


def test_the_invented_articles_hold_the_hard_quotes() -> None:
    texts = {one: CORPUS.text(one) for one in GOLD if CORPUS.article(one).synthetic}
    assert any(quote.parent for quote in quotes()), "a nested quote"
    assert any(len(quote.content) > 1 for quote in quotes()), "a split quote"
    assert any(quote.addressees for quote in quotes()), "a quote with addressees"
    over_paragraphs = [
        quote
        for annotation in gold(synthetic=True)
        for quote in annotation.quotes
        if "\n\n" in texts[annotation.article][quote.content[0].start : quote.content[-1].end]
    ]
    assert over_paragraphs, "a quote over several paragraphs"


def test_the_invented_articles_cover_twenty_event_types_and_every_attribute() -> None:
    assert len({event.type for event in events()}) >= 20
    for field in ("polarity", "tense", "genericity", "modality"):
        assert {getattr(event, field) for event in events()} == set(CORPUS.ontology.choices[f"event.{field}"])


# The corpus can be made again from its sources.


def test_the_invented_articles_come_out_of_their_sources_as_they_are(tmp_path: Path) -> None:
    again = init(tmp_path / "again", name="quotidian")
    settings = IngestSettings(
        source="Quotidian", license="CC-BY-4.0", holder="The Quotidian maintainers", synthetic=True
    )
    sources = sorted(path for path in SOURCES.iterdir() if path.suffix in {".txt", ".html"})
    ingest(again, sources, settings=settings, metadata=read_metadata(SOURCES / "metadata.jsonl"))
    assert again.article_ids() == [one for one in ARTICLES if CORPUS.article(one).synthetic]
    for article in again.articles():
        assert again.article_path(article.id).read_bytes() == CORPUS.article_path(article.id).read_bytes()
        assert again.text(article) == CORPUS.text(article)


def test_every_standoff_text_can_be_made_from_a_users_copy(tmp_path: Path) -> None:
    again = init(tmp_path / "again", name="quotidian")
    standoff: list[Article] = [article for article in CORPUS.articles() if article.standoff]
    for article in standoff:
        again.save_article(article, None)
    hydrate(again, [SHARED / "wikinews" / "conllu", SHARED / "seed"])
    assert len(standoff) == 25
    for article in standoff:
        assert digest(again.text(article)) == article.text
