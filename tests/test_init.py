"""An empty corpus is a working one, with these labels or others."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian import schemas
from quotidian.errors import InputError
from quotidian.init import init
from quotidian.model import CorpusInfo
from quotidian.store import Corpus


def test_an_empty_corpus_has_all_that_the_commands_need(tmp_path: Path) -> None:
    corpus = init(tmp_path / "Harbour News", title="Harbour News", authors=("The team",))
    assert corpus.info == CorpusInfo(
        schema="urn:quotidian:schema:corpus:1",
        name="harbour-news",
        version="0.1.0",
        title="Harbour News",
        description="News annotated with entities, quotes and events.",
        license="CC-BY-4.0",
        authors=("The team",),
    )
    assert corpus.article_ids() == []
    assert corpus.ontology == Corpus(schemas.data_folder()).ontology
    files = sorted(str(path.relative_to(corpus.root)) for path in corpus.root.rglob("*") if path.is_file())
    assert files == sorted(
        [
            ".gitignore",
            "README.md",
            "annotations/guidelines.md",
            "corpus/articles/.gitkeep",
            "corpus/corpus.json",
            "docs/drafts.md",
            "corpus/texts/.gitkeep",
            "schema/ontology.json",
            *(f"schema/{name}.schema.json" for name in schemas.NAMES),
        ]
    )
    readme = (corpus.root / "README.md").read_text("utf-8")
    assert readme.startswith("# Harbour News\n")
    assert "dist/harbour-news-0.1.0/" in readme
    assert "$" not in readme


def test_a_folder_with_a_corpus_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    root = tmp_path / "home"
    init(root, name="first")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        init(root, name="second")
    assert str(caught.value) == f"{root / 'README.md'}: already there; choose an empty folder: nothing was changed"
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["Harbour News", "../up", "a/b", ""])
def test_a_name_that_cannot_name_a_release_is_refused(tmp_path: Path, name: str) -> None:
    if not name:
        assert init(tmp_path / "x", name=name).info.name == "x"  # no name given: made from the folder's
        return
    with pytest.raises(InputError, match="a corpus can't be described so") as caught:
        init(tmp_path / "x", name=name)
    assert caught.value.pointer == "/name"
    assert not (tmp_path / "x").exists()


def test_a_broken_ontology_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "labels.json"
    broken.write_text('{"name": "mine"}')
    with pytest.raises(InputError, match="not a valid ontology: Object missing required field `schema`"):
        init(tmp_path / "x", ontology=broken)
    assert not (tmp_path / "x").exists()
