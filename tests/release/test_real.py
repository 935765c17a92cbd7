"""The articles of others: a hydrated release holds the texts that it may hold, and no piece of the one it may not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from quotidian import schemas
from quotidian.hydrate import hydrate
from quotidian.init import init
from quotidian.model import (
    ANNOTATION_SCHEMA,
    GOLD,
    Annotation,
    Article,
    Entity,
    Event,
    Mention,
    Provenance,
    Quote,
    Span,
    Tool,
)
from quotidian.release import BuildReport, build
from quotidian.segment import sentences, tokens
from quotidian.store import Corpus

ROOT = schemas.data_folder()
SHARED = ROOT.parent / "shared"
LENGTH = 20


def pieces(text: str) -> set[str]:
    """All substrings of a length at which chance matches end."""
    return {text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1)}


def strings(value: object) -> Iterator[str]:
    """All strings in nested values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)


def contents(folder: Path) -> Iterator[str]:
    """Everything that a release holds: the values in its Parquet files, the text of the others, and all raw bytes."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            yield from strings(pq.read_table(path).to_pylist())
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")


def found(folder: Path, forbidden: set[str]) -> set[str]:
    """Which of some pieces a release holds."""
    return {piece for text in contents(folder) for piece in pieces(text) & forbidden}


def annotated(article: Article, text: str, annotator: str) -> Annotation:
    """Every sentence a quote, every long word an event and a mention: whatever leaks, leaks."""
    words = [
        span for start, end in sentences(text) for span in tokens(text, start, end) if text[slice(*span)].isalpha()
    ]
    long = [span for span in words if span[1] - span[0] > 5]
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article=article.id,
        annotator=annotator,
        text_sha256=article.text.sha256,
        entities=(Entity(id="e", type="PER", name=None),),
        mentions=tuple(
            Mention(id=f"m{number}", entity="e", type="PER", level="NOM", start=start, end=end)
            for number, (start, end) in enumerate(long)
        ),
        quotes=tuple(
            Quote(
                id=f"q{number}",
                type="indirect",
                kind="speech",
                content=(Span(start=start, end=end),),
                cue=(),
                source=None,
                addressees=(),
                attribution="none",
                parent=None,
                polarity="Positive",
            )
            for number, (start, end) in enumerate(sentences(text))
        ),
        events=tuple(
            Event(
                id=f"v{number}",
                type="Contact:Meet",
                trigger=Span(start=start, end=end),
                polarity="Positive",
                tense="Past",
                genericity="Specific",
                modality="Asserted",
                arguments=(),
            )
            for number, (start, end) in enumerate(long)
        ),
        provenance=Provenance(
            tool=Tool(name="test", version="1"), created="2026-01-01T00:00:00Z", updated="2026-01-01T00:00:00Z"
        ),
    )


def test_the_corpus_of_this_repository_is_released(tmp_path: Path) -> None:
    """Without hydrated texts, as after cloning: whether there are any here makes no difference."""
    corpus = Corpus(ROOT)
    manifest = build(corpus, tmp_path).manifest
    standoff = [article for article in corpus.annotated_ids() if corpus.article(article).standoff]
    assert manifest.articles.gold == len(corpus.annotated_ids())
    assert manifest.articles.standoff == len(standoff)
    assert manifest.articles.waiting == len(corpus.article_ids()) - manifest.articles.gold


# The sources are no part of this repository; where they stand beside it, and always in CI, they are used.
if SHARED.is_dir() or os.environ.get("CI"):

    @pytest.fixture(scope="module")
    def real(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
        """The 25 stand-off articles with their texts, all annotated without judgement."""
        corpus = init(tmp_path_factory.mktemp("real") / "quotidian", name="quotidian", title="Quotidian")
        for article in Corpus(ROOT).articles():
            if article.standoff:
                corpus.save_article(article, None)
        hydrate(corpus, [SHARED / "wikinews" / "conllu", SHARED / "seed"])
        for article in corpus.articles():
            for annotator in (GOLD, "ann-a"):
                corpus.save_annotation(annotated(article, corpus.text(article), annotator))
        return corpus

    @pytest.fixture(scope="module")
    def with_texts(real: Corpus) -> BuildReport:
        return build(real, real.root / "with-texts", hydrated=True)

    @pytest.fixture(scope="module")
    def facts(real: Corpus) -> set[str]:
        """Pieces of what a release may say of any article, and of the papers that say nothing of one."""
        papers = "".join(
            schemas.schema_path("release-row").read_text() + (ROOT / "schema" / "ontology.json").read_text()
        )
        told = (f"{article.title}\n{article.url}\n{article.origin.to_dict()}" for article in real.articles())
        return pieces(papers).union(*map(pieces, told))

    def test_the_texts_that_may_be_released_are_whole(real: Corpus, with_texts: BuildReport) -> None:
        assert (with_texts.manifest.articles.with_text, with_texts.manifest.articles.standoff) == (24, 1)
        rows = [
            row
            for file in Path(with_texts.folder).glob("data/default/*.parquet")
            for row in pq.read_table(file).to_pylist()
        ]
        assert len(rows) == 24
        for row in rows:
            assert row["text"] == real.text(row["doc_id"])
            assert row["rights"]["license"] == "CC-BY-2.5"
            assert row["rights"]["attribution"]
            assert len(row["mentions"]) == len(real.annotation(row["doc_id"]).mentions)

    def test_each_of_them_is_credited_in_the_card(real: Corpus, with_texts: BuildReport) -> None:
        card = (Path(with_texts.folder) / "README.md").read_text()
        for article in real.articles():
            if article.rights.redistributable:
                assert (
                    f"](<{article.url}>), {article.source}, {article.published}. {article.rights.attribution}" in card
                )
        assert card.count("\n- [") == 24

    def test_no_piece_of_the_other_text_is_in_any_file(real: Corpus, with_texts: BuildReport, facts: set[str]) -> None:
        closed = [article for article in real.articles() if not article.rights.redistributable]
        assert [article.source for article in closed] == ["Global News"]
        released = set[str]().union(*(pieces(real.text(a)) for a in real.articles() if a.rights.redistributable))
        secret = pieces(real.text(closed[0]))
        forbidden = secret - released - facts
        assert len(forbidden) > 0.95 * len(secret)
        assert found(Path(with_texts.folder), forbidden) == set()

    def test_this_test_would_find_a_piece(real: Corpus, with_texts: BuildReport, tmp_path: Path) -> None:
        closed = next(article for article in real.articles() if not article.rights.redistributable)
        open_ = next(article for article in real.articles() if article.rights.redistributable)
        assert found(Path(with_texts.folder), pieces(real.text(open_)))
        (tmp_path / "leak").write_text(f"... {real.text(closed)[500:520]} ...")
        assert real.text(closed)[500:520] in found(tmp_path, pieces(real.text(closed)))

    def test_without_asking_no_piece_of_any_of_them_is_in_any_file(real: Corpus, facts: set[str]) -> None:
        report = build(real, real.root / "without-texts")
        assert (report.manifest.articles.with_text, report.manifest.articles.standoff) == (0, 25)
        for article in real.articles():
            assert found(Path(report.folder), pieces(real.text(article)) - facts) == set(), article.id
