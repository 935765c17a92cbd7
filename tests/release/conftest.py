"""One corpus and one release for the tests that only look at them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quotidian.release import BuildReport, build
from quotidian.store import Corpus
from tests.release.corpora import full_corpus


@pytest.fixture(scope="session")
def shared_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Articles of all kinds; not to be changed."""
    return full_corpus(tmp_path_factory.mktemp("shared") / "harbour")


@pytest.fixture(scope="session")
def report(shared_corpus: Corpus) -> BuildReport:
    """Its release; not to be changed."""
    return build(shared_corpus)


@pytest.fixture(scope="session")
def release(report: BuildReport) -> Path:
    """The release's folder; not to be changed."""
    return Path(report.folder)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Articles of all kinds, to be changed at will."""
    return full_corpus(tmp_path / "harbour")


@pytest.fixture
def built(shared_corpus: Corpus, report: BuildReport, tmp_path: Path) -> Corpus:
    """The same with its release, to be changed at will."""
    assert report.unchanged is False
    return Corpus(shutil.copytree(shared_corpus.root, tmp_path / "built"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``datasets`` caches goes with the test."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
