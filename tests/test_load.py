"""Loading: the right release is found, checked, and comes as a ``datasets`` object with all its splits."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import msgspec
import pytest

import quotidian
from quotidian.errors import (
    InputError,
    ReleaseDamagedError,
    ReleaseError,
    ReleaseNotFoundError,
    ReleaseVersionError,
)
from quotidian.load import load
from quotidian.model import SPLITS
from quotidian.release import build
from quotidian.release.columns import CONFIGS, Config, features
from quotidian.release.manifest import read_manifest
from quotidian.store import INFO, Corpus, to_json, write_atomic
from tests.release.corpora import COURT, STORM, court, ferry, full_corpus, hydrate, storm
from tests.release.hub_server import Hub, serving

PREFIX = sys.prefix  # before a test changes it


def rename(corpus: Corpus, **changes: str) -> Corpus:
    """The corpus under another name or version."""
    write_atomic(corpus.root / INFO, to_json(msgspec.structs.replace(corpus.info, **changes)))
    return Corpus(corpus.root)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus named quotidian with three releases, of which 0.10.0 is the newest; not to be changed."""
    corpus = full_corpus(tmp_path_factory.mktemp("home") / "news")
    for version in ("0.1.0", "0.9.0", "0.10.0"):
        build(rename(corpus, name="quotidian", version=version, title=f"Version {version}"))
    return corpus.root


@pytest.fixture
def dist(home: Path, tmp_path: Path) -> Path:
    """A copy of its releases."""
    return Path(shutil.copytree(home / "dist", tmp_path / "dist"))


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is near, installed or cached but what a test puts there; the Hub can't be reached."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr("sys.prefix", str(tmp_path / "prefix"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("QUOTIDIAN_RELEASES", raising=False)
    monkeypatch.setenv("QUOTIDIAN_REPO", "not/a/name")


def rows(loaded: Any) -> dict[str, list[dict[str, Any]]]:
    """All rows by split."""
    return {split: list(one) for split, one in loaded.items()}


def title(**where: Any) -> str:
    """Which version is loaded: its manifest says so, and so does a row."""
    from quotidian.release.find import find_release

    load("default", **where)
    return find_release(where.get("version"), where.get("path")).manifest.title


# What comes out


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", CONFIGS)
def test_every_config_loads_with_all_splits_and_features(home: Path, config: Config, streaming: bool) -> None:
    folder = home / "dist" / "quotidian-0.1.0"
    loaded = load(config, path=folder, streaming=streaming)
    assert type(loaded) is (datasets.IterableDatasetDict if streaming else datasets.DatasetDict)
    assert list(loaded) == list(SPLITS)
    counts = {split: count.rows for split, count in read_manifest(folder).counts[config].items()}
    assert {split: len(found) for split, found in rows(loaded).items()} == counts
    for one in loaded.values():
        assert one.features == features(config, Corpus(home).ontology)


@pytest.mark.parametrize("streaming", [False, True])
def test_it_gives_what_load_dataset_gives(home: Path, streaming: bool) -> None:
    folder = home / "dist" / "quotidian-0.1.0"
    ours = load("quotes", split="train", path=folder, streaming=streaming)
    theirs = datasets.load_dataset(str(folder), "quotes", split="train")
    assert type(ours) is (datasets.IterableDataset if streaming else datasets.Dataset)
    assert list(ours) == list(theirs)
    assert ours.features["type"].int2str(next(iter(ours))["type"]) == "direct"


def test_an_empty_split_is_empty_and_not_missing(home: Path) -> None:
    loaded = load("quotes", split="validation", path=home / "dist" / "quotidian-0.1.0")
    assert loaded.num_rows == 0
    assert loaded.features["type"].names == ["direct", "indirect", "mixed"]


def test_the_package_offers_it(home: Path) -> None:
    assert quotidian.load("quotes", split="test", path=home / "dist", version="0.1.0").num_rows == 1


def test_the_default_config_is_an_article(home: Path) -> None:
    assert load(path=home / "dist")["train"][0]["title"] == "Ferry line to Tarsk reopens"


# What is refused


def test_an_unknown_config_or_split_is_refused(home: Path) -> None:
    with pytest.raises(InputError) as caught:
        load("quote", path=home / "dist")
    assert str(caught.value) == (
        "no such config: found 'quote', expected one of default, entities, quotes, events, annotators, standoff"
    )
    with pytest.raises(InputError) as caught:
        load("quotes", split="train[:10%]", path=home / "dist")
    assert str(caught.value) == (
        "no such split: found 'train[:10%]', expected one of train, validation, test; "
        "take a part of a split with its own methods, such as select"
    )


def test_another_version_is_refused(home: Path) -> None:
    folder = home / "dist" / "quotidian-0.1.0"
    with pytest.raises(ReleaseVersionError) as caught:
        load("quotes", path=folder, version="0.2.0")
    assert str(caught.value) == (
        f"{folder}: found quotidian 0.1.0, expected version 0.2.0: name the folder of that version, or load without a "
        "version"
    )


def test_a_folder_named_like_another_version_is_refused(dist: Path) -> None:
    (dist / "quotidian-0.1.0").rename(dist / "quotidian-0.5.0")
    with pytest.raises(ReleaseVersionError, match=r"found quotidian 0\.1\.0, expected version 0\.5\.0"):
        load("quotes", path=dist, version="0.5.0")


@pytest.mark.parametrize("name", ["data/quotes/train-00000-of-00001.parquet", "README.md", "ontology.json"])
def test_a_damaged_file_is_refused(dist: Path, name: str) -> None:
    folder = dist / "quotidian-0.1.0"
    path = folder / name
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReleaseDamagedError) as caught:
        load("quotes", path=folder)
    assert str(caught.value) == (
        f"{path}: damaged: found SHA-256 {hashlib.sha256(data).hexdigest()}, expected {expected}: "
        "get or build the release again"
    )


def test_a_damaged_file_is_refused_also_when_its_rows_are_cached(dist: Path) -> None:
    folder = dist / "quotidian-0.1.0"
    load("quotes", path=folder)
    (folder / "data/quotes/test-00000-of-00001.parquet").write_bytes(b"")
    with pytest.raises(ReleaseDamagedError, match="found 0 bytes, expected"):
        load("quotes", path=folder)


def test_a_missing_file_is_refused(dist: Path) -> None:
    path = dist / "quotidian-0.1.0" / "data/quotes/test-00000-of-00001.parquet"
    path.unlink()
    with pytest.raises(ReleaseDamagedError) as caught:
        load("quotes", path=path.parents[2])
    assert str(caught.value) == f"{path}: missing from the release: get or build it again"


def test_damage_in_another_config_does_not_matter(dist: Path) -> None:
    folder = dist / "quotidian-0.1.0"
    (folder / "data/events/train-00000-of-00001.parquet").write_bytes(b"")
    assert load("quotes", split="train", path=folder).num_rows == 2


def test_a_release_that_was_built_again_is_read_again(tmp_path: Path) -> None:
    corpus = full_corpus(tmp_path / "news")
    folder = build(corpus).folder
    before = load("events", split="train", path=folder)
    gold = corpus.annotation(ferry()[0].id)
    corpus.save_annotation(msgspec.structs.replace(gold, events=()))
    assert build(corpus).folder == folder
    assert (before.num_rows, load("events", split="train", path=folder).num_rows) == (1, 0)


# Where it is looked for


def test_the_newest_by_version_and_not_by_name(home: Path) -> None:
    assert title(path=home / "dist") == "Version 0.10.0"
    assert title(path=home / "dist", version="0.9.0") == "Version 0.9.0"


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(ReleaseNotFoundError) as caught:
        load(path=tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no release here (found none): name the folder of one, or build one with 'quotidian build'"
    )


def test_a_folder_without_the_version(home: Path) -> None:
    with pytest.raises(ReleaseNotFoundError) as caught:
        load(path=home / "dist", version="1.0.0")
    assert str(caught.value) == (
        f"{home}/dist: no release 1.0.0 here (found quotidian 0.1.0, quotidian 0.10.0, quotidian 0.9.0): "
        "name the folder of one, or build one with 'quotidian build'"
    )


def test_a_folder_with_releases_of_several_corpora(dist: Path) -> None:
    (dist / "quotidian-0.9.0").rename(dist / "harbour-0.9.0")
    with pytest.raises(ReleaseNotFoundError) as caught:
        load(path=dist)
    assert str(caught.value) == (
        f"{dist}: holds releases of several corpora (harbour, quotidian): name the folder of one release"
    )


def test_the_same_holds_for_the_variable(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (dist / "quotidian-0.9.0").rename(dist / "harbour-0.9.0")
    monkeypatch.setenv("QUOTIDIAN_RELEASES", str(dist))
    with pytest.raises(ReleaseNotFoundError, match=r"holds releases of several corpora \(harbour, quotidian\)"):
        load()
    assert title(version="0.10.0") == "Version 0.10.0"


def test_the_nearest_corpus_is_looked_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home / "annotations")
    assert title() == "Version 0.10.0"
    assert title(version="0.1.0") == "Version 0.1.0"


def test_the_variable_goes_before_the_nearest_corpus(home: Path, dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    shutil.rmtree(dist / "quotidian-0.10.0")
    monkeypatch.setenv("QUOTIDIAN_RELEASES", str(dist))
    assert title() == "Version 0.9.0"
    assert title(version="0.10.0") == "Version 0.10.0"


@pytest.mark.parametrize("place", ["share/quotidian/releases", "prefix/share/quotidian/releases"])
def test_installed_data_are_found(dist: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    dist.rename(tmp_path / place)
    assert title() == "Version 0.10.0"


def test_nothing_anywhere(tmp_path: Path) -> None:
    with pytest.raises(ReleaseNotFoundError) as caught:
        load(version="1.0.0")
    assert str(caught.value) == (
        f"no release 1.0.0: looked in {tmp_path}/share/quotidian/releases (found none), "
        f"{tmp_path}/prefix/share/quotidian/releases (found none), and on the Hub in not/a/name at v1.0.0 "
        "(not the name of a repository): name a folder with path=, or set QUOTIDIAN_RELEASES or QUOTIDIAN_REPO"
    )


def test_in_another_corpus_only_that_corpus_counts(dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share" / "quotidian").mkdir(parents=True)
    dist.rename(tmp_path / "share" / "quotidian" / "releases")
    corpus = full_corpus(tmp_path / "harbour")
    monkeypatch.chdir(corpus.root)
    with pytest.raises(ReleaseNotFoundError) as caught:
        load()
    assert str(caught.value) == (
        f"no release of this corpus: looked in {corpus.root}/dist (found none): build one with 'quotidian build'"
    )
    build(corpus)
    assert title() == "Harbour News"


def test_a_build_under_way_is_no_release(dist: Path) -> None:
    (dist / "quotidian-0.10.0").rename(dist / ".quotidian-0.11.0.part-0a0b0c0d")
    shutil.copytree(dist / "quotidian-0.9.0", dist / ".quotidian-0.12.0")
    assert title(path=dist) == "Version 0.9.0"


# Hydrated


@pytest.fixture
def near(home: Path, tmp_path: Path) -> Corpus:
    """A corpus with a release, to be hydrated."""
    return Corpus(shutil.copytree(home, tmp_path / "near"))


WARNING = (
    "stand-off articles without rows, for their texts are not in {}/corpus/hydrated: "
    "closed-press-2026-05-02-ferry-company-fined: run 'quotidian hydrate'"
)


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", ["default", "entities", "quotes", "events"])
def test_hydrated_articles_come_as_the_rows_of_a_hydrated_release(
    near: Corpus, config: Config, streaming: bool
) -> None:
    hydrate(near, STORM)
    with pytest.warns(UserWarning, match="stand-off articles without rows") as warned:
        loaded = rows(load(config, path=near.releases / "quotidian-0.1.0", hydrate=True, streaming=streaming))
    assert [str(one.message) for one in warned] == [WARNING.format(near.root)]
    folder = build(rename(near, version="0.1.0", title="Version 0.1.0"), near.root / "full", hydrated=True).folder
    expected = rows(load(config, path=folder))
    assert loaded == expected
    assert {row["doc_id"] for row in loaded["validation"]} == {storm()[0].id}


def test_a_text_that_may_not_be_released_is_hydrated_for_its_user(near: Corpus) -> None:
    hydrate(near, STORM, COURT)
    loaded = load("default", split="test", path=near.releases, hydrate=True)
    assert [row["doc_id"] for row in loaded] == ["city-desk-2026-04-10-bakery-stays", court()[0].id]
    assert loaded[1]["text"] == COURT
    assert loaded[1]["rights"]["redistributable"] is False
    quotes = load("quotes", split="test", path=near.releases, hydrate=True)
    assert [row["content_text"] for row in quotes][1] == "that it had hidden the report"


def test_the_texts_may_be_anywhere(home: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / f"{storm()[0].id}.txt").write_text(STORM)
    loaded = load("events", split="validation", path=home / "dist", hydrate=texts)
    assert [row["trigger"] for row in loaded] == ["damaged"]


def test_the_texts_of_the_current_corpus_are_used(
    home: Path, dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus(shutil.copytree(home, tmp_path / "other", ignore=shutil.ignore_patterns("dist")))
    hydrate(corpus, STORM, COURT)
    monkeypatch.chdir(corpus.root)
    assert load("events", path=dist, hydrate=True).num_rows == {"train": 1, "validation": 1, "test": 1}


def test_without_a_corpus_the_texts_must_be_named(dist: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(path=dist, hydrate=True)
    assert str(caught.value) == (
        "no corpus with hydrated texts near the release or the current folder; "
        "name the folder of the texts: load(..., hydrate=FOLDER)"
    )


def test_another_text_is_refused(near: Corpus) -> None:
    hydrate(near, STORM)
    path = near.text_path(storm()[0])
    path.write_text("Another text.\n")
    with pytest.raises(InputError) as caught:
        load(path=near.releases, hydrate=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    assert str(caught.value) == (
        f"{path}: not the text of this article: found '{found[:12]}', "
        f"expected SHA-256 {storm()[0].text.sha256[:12]}…; run 'quotidian hydrate' again"
    )


@pytest.mark.parametrize("config", ["annotators", "standoff"])
def test_only_configs_of_articles_with_text_are_hydrated(home: Path, config: str) -> None:
    with pytest.raises(InputError) as caught:
        load(config, path=home / "dist", hydrate=True)
    assert str(caught.value) == (
        f"config '{config}' has no full rows to hydrate: expected one of default, entities, quotes, events"
    )


def test_a_damaged_recipe_is_refused(near: Corpus) -> None:
    hydrate(near, STORM, COURT)
    (near.releases / "quotidian-0.10.0/data/standoff/test-00000-of-00001.parquet").write_bytes(b"")
    with pytest.raises(ReleaseDamagedError, match=r"standoff/test-00000-of-00001\.parquet: damaged: found 0 bytes"):
        load("events", path=near.releases, hydrate=True)


# The Hub: the real client against a small server

FROM_HUB = """
import json, sys
from quotidian.errors import ReleaseError
from quotidian.load import load
version = sys.argv[1] if len(sys.argv) > 1 else None
try:
    loaded = load("quotes", split="train", version=version)
    print(json.dumps({"rows": loaded.num_rows}))
except ReleaseError as error:
    print(json.dumps({"error": type(error).__name__, "message": str(error)}))
"""


@pytest.fixture(scope="module")
def hub(home: Path) -> Iterator[Hub]:
    """A repository with a tag a version."""
    dist = home / "dist"
    revisions = {f"v{version}": dist / f"quotidian-{version}" for version in ("0.1.0", "0.9.0", "0.10.0")}
    with serving(Hub("space/news", {"main": dist / "quotidian-0.10.0", **revisions})) as hub:
        yield hub


def from_hub(hub: Hub, cache: Path, *version: str, **environment: str) -> dict[str, Any]:
    """What a fresh process gets from the Hub."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "QUOTIDIAN_"))}
    settings = {
        "HF_ENDPOINT": hub.url,
        "HF_HUB_DISABLE_XET": "1",
        "HF_HOME": str(cache),
        "QUOTIDIAN_REPO": "space/news",
        "XDG_DATA_HOME": str(cache / "share"),
    }
    done = subprocess.run(
        [sys.executable, "-c", FROM_HUB, *version],
        cwd=cache.parent,
        env={**inherited, **settings, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def versions_in(cache: Path) -> set[str]:
    """Versions that were downloaded."""
    return {read_manifest(path.parent).version for path in cache.glob("hub/*/snapshots/*/manifest.json")}


def test_the_newest_comes_from_the_hub(hub: Hub, tmp_path: Path) -> None:
    assert from_hub(hub, tmp_path / "cache") == {"rows": 2}
    assert versions_in(tmp_path / "cache") == {"0.10.0"}


def test_a_version_comes_from_its_tag_and_offline_from_the_cache(hub: Hub, tmp_path: Path) -> None:
    """Offline, ``load_dataset(repository, revision=...)`` quietly gives whatever was cached last."""
    cache = tmp_path / "cache"
    assert from_hub(hub, cache, "0.1.0") == {"rows": 2}
    assert from_hub(hub, cache, "0.9.0") == {"rows": 2}
    asked = len(hub.asked)
    assert from_hub(hub, cache, "0.1.0", HF_HUB_OFFLINE="1") == {"rows": 2}
    assert len(hub.asked) == asked
    assert from_hub(hub, cache, "0.10.0", HF_HUB_OFFLINE="1") == {
        "error": "ReleaseNotFoundError",
        "message": (
            f"no release 0.10.0: looked in {cache}/share/quotidian/releases (found none), "
            f"{PREFIX}/share/quotidian/releases (found none), and on the Hub in space/news at v0.10.0 (it can't be "
            "reached, and was not downloaded before): name a folder with path=, or set QUOTIDIAN_RELEASES or "
            "QUOTIDIAN_REPO"
        ),
    }
    assert versions_in(cache) == {"0.1.0", "0.9.0"}


def test_a_tag_that_lies_is_refused(hub: Hub, home: Path, tmp_path: Path) -> None:
    hub.revisions["v2.0.0"] = home / "dist" / "quotidian-0.9.0"
    answer = from_hub(hub, tmp_path / "cache", "2.0.0")
    assert answer["error"] == "ReleaseVersionError"
    assert answer["message"].endswith(
        ": found quotidian 0.9.0, expected version 2.0.0: name the folder of that version, or load without a version"
    )


def test_a_download_that_was_damaged_is_refused(hub: Hub, dist: Path, tmp_path: Path) -> None:
    path = dist / "quotidian-0.9.0" / "data/quotes/train-00000-of-00001.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    hub.revisions["v0.9.1"] = dist / "quotidian-0.9.0"
    assert from_hub(hub, tmp_path / "cache", "0.9.1")["error"] == "ReleaseVersionError"
    hub.revisions["v0.9.0-damaged"] = hub.revisions["v0.9.0"]
    hub.revisions["v0.9.0"] = dist / "quotidian-0.9.0"
    try:
        assert from_hub(hub, tmp_path / "cache", "0.9.0")["error"] == "ReleaseDamagedError"
    finally:
        hub.revisions["v0.9.0"] = hub.revisions["v0.9.0-damaged"]


@pytest.mark.parametrize(
    ("version", "repository", "reason"),
    [
        ("7.0.0", "space/news", "no such version there"),
        ("0.1.0", "space/nothing", "no such repository, or no right to read it"),
    ],
)
def test_the_hub_has_no_such_thing(hub: Hub, tmp_path: Path, version: str, repository: str, reason: str) -> None:
    answer = from_hub(hub, tmp_path / "cache", version, QUOTIDIAN_REPO=repository)
    assert answer["error"] == "ReleaseNotFoundError"
    assert f"and on the Hub in {repository} at v{version} ({reason}): name a folder" in answer["message"]


def test_all_errors_are_release_errors() -> None:
    for error in (ReleaseNotFoundError, ReleaseVersionError, ReleaseDamagedError):
        assert issubclass(error, ReleaseError)


@pytest.mark.parametrize("version", ["v0.1.0", "", "abc/../x", "1.0"])
def test_what_is_no_version_is_looked_for_nowhere(version: str) -> None:
    with pytest.raises(InputError) as caught:
        load("quotes", version=version)
    assert str(caught.value) == f"not a version: found {version!r}, expected three numbers, such as 1.2.0"


def test_a_folder_of_texts_that_is_not_there_is_named(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load("quotes", path=home / "dist", hydrate=tmp_path / "nope")
    assert str(caught.value) == (
        f"{tmp_path / 'nope'}: no such folder of texts; name the folder that holds ID.txt files"
    )


def test_sums_that_cannot_be_read_are_damage(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quotidian-0.1.0"
    shutil.copytree(home / "dist" / "quotidian-0.1.0", folder)
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").mkdir()
    with pytest.raises(ReleaseDamagedError, match="SHA256SUMS: can't be read: Is a directory"):
        load("quotes", path=folder)
