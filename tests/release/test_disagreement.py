"""The config ``annotators`` carries every annotator's version whole: each file comes back from a release as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import datasets
import msgspec
import pytest

import quotidian
from quotidian import schemas
from quotidian.model import GOLD, SPLITS, Annotation
from quotidian.release import build
from quotidian.release.hydration import annotation_of
from quotidian.store import Corpus
from tests.release.corpora import FERRY, STORM, bakery, ferry, full_corpus, hydrate, storm

ROOT = schemas.data_folder()


def with_names(value: Any, feature: Any) -> Any:
    """A value of a row with the names of labels in place of their ids."""
    if value is None:
        return None
    if isinstance(feature, datasets.ClassLabel):
        return feature.int2str(value)
    if isinstance(feature, datasets.List):
        return [with_names(one, feature.feature) for one in value]
    if isinstance(feature, dict):
        return {name: with_names(value[name], child) for name, child in feature.items()}
    return value


def rows_of(folder: Path | str) -> list[dict[str, Any]]:
    """All rows of ``annotators`` as a user loads them, each in its split."""
    found = []
    loaded = quotidian.load("annotators", path=folder)
    for split in SPLITS:
        for row in loaded[split]:
            named = with_names(row, dict(loaded[split].features))
            assert named["split"] == split
            found.append(named)
    return found


def expected(corpus: Corpus, article: str, annotator: str, *, text: bool) -> Annotation:
    """An annotator's file; its spans have the text that the release holds."""
    annotation = corpus.annotation(article, annotator)
    return annotation.with_text(corpus.text(article)) if text else annotation.without_text()


def assert_whole(corpus: Corpus, folder: Path | str, *, with_text: set[str]) -> None:
    """Every annotator's annotation of every released article is in the release, and comes back equal to its file."""
    rows = rows_of(folder)
    kinds = {one.id: one.kind for one in corpus.annotator_list()}
    released = set(corpus.annotated_ids(GOLD))
    files = {
        (article, name)
        for name in corpus.annotators()
        if name != GOLD
        for article in corpus.annotated_ids(name)
        if article in released
    }
    assert sorted((row["doc_id"], row["annotator"]) for row in rows) == sorted(files)
    for row in rows:
        article = corpus.article(row["doc_id"])
        has_text = article.id in with_text
        assert row["text"] == (corpus.text(article) if has_text else None)
        assert (row["split"], row["annotator_kind"]) == (article.split, kinds[row["annotator"]])
        found = annotation_of(row, row["annotator"])
        assert found == expected(corpus, article.id, row["annotator"], text=has_text)


def test_the_annotators_of_this_repository_come_back_as_they_are(tmp_path: Path) -> None:
    corpus = Corpus(ROOT)
    folder = build(corpus, tmp_path).folder
    here = {one.id for one in corpus.articles(corpus.annotated_ids()) if not one.standoff}
    assert_whole(corpus, folder, with_text=here)


@pytest.mark.parametrize("hydrated", [False, True])
def test_a_stand_off_text_is_there_only_where_it_may_be(tmp_path: Path, hydrated: bool) -> None:
    corpus = full_corpus(tmp_path / "harbour")
    hydrate(corpus, STORM)
    folder = build(corpus, hydrated=hydrated).folder
    here = {ferry()[0].id, bakery()[0].id, *([storm()[0].id] if hydrated else [])}
    assert_whole(corpus, folder, with_text=here)


def test_gold_comes_back_from_its_own_configs(release: Path, shared_corpus: Corpus) -> None:
    found = 0
    for config in ("default", "standoff"):
        loaded = quotidian.load(config, path=release)
        for split in SPLITS:
            for row in loaded[split]:
                named = with_names(row, dict(loaded[split].features))
                annotation = annotation_of({**named, "text_sha256": row["text_sha256"]}, GOLD)
                assert annotation == expected(shared_corpus, row["doc_id"], GOLD, text=config == "default")
                found += 1
    assert found == len(shared_corpus.annotated_ids(GOLD))


# The example


def example() -> str:
    """The code that README shows."""
    section = (ROOT / "README.md").read_text("utf-8").partition("### Learning from disagreement\n")[2]
    found = re.search(r"^```python\n(.*?)^```$", section.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_of_the_readme_gives_the_share_of_annotators_by_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = full_corpus(tmp_path / "harbour")
    article = ferry()[0].id
    first = corpus.annotation(article, "ann-a")
    mentions = tuple(
        msgspec.structs.replace(one, type="ORG") if one.text == "Tarsk" else one
        for one in first.mentions
        if one.text != "Monday"
    )
    entities = tuple(msgspec.structs.replace(one, type="ORG") if one.id == "tarsk" else one for one in first.entities)
    corpus.save_annotation(msgspec.structs.replace(first, mentions=mentions, entities=entities))
    build(corpus)
    monkeypatch.chdir(corpus.root)
    names: dict[str, Any] = {}
    exec(example(), names)  # our own document

    def label(word: str) -> dict[str, float]:
        start = FERRY.index(word)
        found: dict[str, float] = names["soft_labels"][article, start, start + len(word)]
        return found

    assert label("Holt") == {"PER": 1.0}
    assert label("Tarsk") == {"ORG": 0.5, "GPE": 0.5}
    assert label("Monday") == {"O": 0.5, "TIME": 0.5}
    assert label("engineers") == {"PER": 1.0}
    assert label("company") == {"ORG": 1.0}  # within "the company's engineers", the innermost counts
    assert label("safe") == {"O": 1.0}
    assert {sum(one.values()) for one in names["soft_labels"].values()} == {1.0}
    assert {one[0] for one in names["soft_labels"]} == {article}  # the stand-off article of this split has no text
