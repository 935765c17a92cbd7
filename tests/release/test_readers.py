"""A release is read by ``load_dataset``, pyarrow, polars, duckdb and pandas as it is, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

from quotidian.release import build
from quotidian.release.columns import CONFIGS, Config, arrow_schema, features
from quotidian.store import Corpus
from tests.release.corpora import bakery, empty_corpus, full_corpus, rebels, save
from tests.release.test_columns import validator


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with the long article too."""
    corpus = full_corpus(tmp_path_factory.mktemp("rich") / "harbour")
    save(corpus, *rebels())
    return Path(build(corpus).folder)


def rows_of(folder: Path, config: Config) -> list[dict[str, Any]]:
    """The rows of all splits as plain values, by pyarrow."""
    return pyarrow.dataset.dataset(sorted((folder / "data" / config).iterdir())).to_table().to_pylist()


def query(sql: str) -> duckdb.DuckDBPyRelation:
    """What duckdb finds."""
    relation = duckdb.sql(sql)
    assert relation is not None  # it is only for statements without a result
    return relation


@pytest.mark.parametrize("config", CONFIGS)
def test_pyarrow_gives_rows_that_keep_the_contract(rich: Path, config: Config) -> None:
    rows = rows_of(rich, config)
    assert rows
    for row in rows:
        assert [error.message for error in validator(config).iter_errors(row)] == []
    for file in (rich / "data" / config).iterdir():
        assert pq.read_schema(file) == arrow_schema(config)


@pytest.mark.parametrize("config", CONFIGS)
def test_polars_reads_the_same(rich: Path, config: Config) -> None:
    frames = [pl.read_parquet(file) for file in sorted((rich / "data" / config).iterdir())]
    assert pl.concat(frames).to_dicts() == rows_of(rich, config)


@pytest.mark.parametrize("config", CONFIGS)
def test_duckdb_reads_the_same(rich: Path, config: Config) -> None:
    result = query(f"select * from read_parquet('{rich}/data/{config}/*.parquet')")
    names = result.columns
    found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert found == rows_of(rich, config)


@pytest.mark.parametrize("config", CONFIGS)
def test_pandas_reads_the_same(rich: Path, config: Config) -> None:
    frames = [pd.read_parquet(file, dtype_backend="pyarrow") for file in sorted((rich / "data" / config).iterdir())]
    rows = [row for frame in frames for row in frame.to_dict("records")]
    assert [{name: None if value is pd.NA else value for name, value in row.items()} for row in as_missing(rows)] == (
        rows_of(rich, config)
    )


def as_missing(rows: list[dict[Any, Any]]) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows]


def test_nested_layers_unnest_in_polars(rich: Path) -> None:
    frame = pl.read_parquet(rich / "data" / "default" / "*.parquet").select("doc_id", "mentions")
    mentions = frame.explode("mentions").unnest("mentions")
    assert mentions.columns == ["doc_id", "mention_id", "entity_id", "type", "level", "start", "end", "text"]
    assert mentions.filter(pl.col("entity_id") == "aldous")["text"].to_list() == ["Bram Aldous", "his", "he"]


def test_nested_layers_unnest_in_duckdb(rich: Path) -> None:
    found = query(
        f"select doc_id, m.text from (select doc_id, unnest(mentions) as m "
        f"from '{rich}/data/default/*.parquet') where m.entity_id = 'holt'"
    ).fetchall()
    assert found == [("harbour-gazette-2026-03-03-ferry-line-reopens", "Mira Holt")]


def test_the_configs_join_on_the_article(rich: Path) -> None:
    (count,) = query(
        f"select count(*) from '{rich}/data/quotes/*.parquet' q join '{rich}/data/default/*.parquet' d using (doc_id) "
        "where substring(d.text, q.content[1].start + 1, q.content[1].end - q.content[1].start) = q.content[1].text"
    ).fetchall()[0]
    assert count == len(rows_of(rich, "quotes"))


def decoded(value: Any, feature: Any) -> Any:
    """A value with the ids of labels turned back into labels."""
    if value is None:
        return None
    if isinstance(feature, datasets.ClassLabel):
        return feature.int2str(value)
    if isinstance(feature, datasets.List):
        return [decoded(one, feature.feature) for one in value]
    if isinstance(feature, dict):
        return {name: decoded(value[name], child) for name, child in feature.items()}
    return value


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("config", CONFIGS)
def test_load_dataset_reads_the_same_with_labels_as_ids(
    rich: Path, shared_corpus: Corpus, config: Config, streaming: bool
) -> None:
    loaded = datasets.load_dataset(str(rich), config, streaming=streaming)
    expected = features(config, shared_corpus.ontology)
    for split, rows in loaded.items():
        assert rows.features == expected
        (file,) = (rich / "data" / config).glob(f"{split}-*.parquet")
        assert [decoded(row, dict(expected)) for row in rows] == pq.read_table(file).to_pylist()
    assert set(loaded) == {file.name.split("-")[0] for file in (rich / "data" / config).iterdir() if rows_in(file)}


def rows_in(file: Path) -> int:
    return int(pq.read_metadata(file).num_rows)


def test_the_default_config_needs_no_name(rich: Path) -> None:
    assert "mentions" in datasets.load_dataset(str(rich), split="train").column_names


def test_a_corpus_of_one_article_loads(tmp_path: Path) -> None:
    corpus = empty_corpus(tmp_path / "one")
    save(corpus, *bakery())
    folder = build(corpus).folder
    loaded = datasets.load_dataset(folder, "quotes")
    assert {split: rows.num_rows for split, rows in loaded.items()} == {"test": 1}
    assert datasets.get_dataset_config_names(folder) == ["default", "entities", "quotes", "annotators"]


OFFLINE = """
import sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("network:", event, args[-1], file=sys.stderr)
sys.addaudithook(watch)
from datasets import load_dataset
print({split: rows.num_rows for split, rows in load_dataset(sys.argv[1], "quotes").items()})
"""


def test_loading_needs_no_network(rich: Path, tmp_path: Path) -> None:
    """Nothing is even tried: no name is looked up, no connection opened."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(rich)],
        env={**environment, "HF_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {split: rows_in(rich / f"data/quotes/{split}-00000-of-00001.parquet") for split in ("train", "test")}
    assert done.stdout == f"{expected}\n"
    assert "network:" not in done.stderr
