"""Shards: row groups of a fixed size whatever comes in, files cut by articles, bytes that depend on the rows alone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quotidian.release import tables
from quotidian.release.columns import arrow_schema, definition
from quotidian.release.layers import Row
from quotidian.release.tables import Shards, pack, to_table, unpack


def rows(count: int, start: int = 0) -> list[Row]:
    (example,) = definition("quotes")["examples"]
    return [{**example, "quote_id": f"q{number}"} for number in range(start, start + count)]


def write(folder: Path, sizes: list[int]) -> list[Path]:
    """Shards of quotes, made of tables of some sizes, one article each."""
    shards = Shards(folder, "quotes", "train")
    start = 0
    for size in sizes:
        shards.add(to_table("quotes", rows(size, start)), 1)
        start += size
    return shards.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of five rows, files of three articles."""
    monkeypatch.setitem(tables.GROUP_ROWS, "quotes", 5)
    monkeypatch.setattr(tables, "SHARD_ARTICLES", 3)


@pytest.mark.usefixtures("small")
def test_row_groups_have_a_fixed_size_and_files_some_articles(tmp_path: Path) -> None:
    files = write(tmp_path, [4, 4, 4, 1, 0, 12])
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        "data/quotes/train-00000-of-00002.parquet",
        "data/quotes/train-00001-of-00002.parquet",
    ]
    groups = [
        [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
        for metadata in map(pq.read_metadata, files)
    ]
    assert groups == [[5, 5, 2], [5, 5, 3]]
    read = pa.concat_tables([pq.read_table(file) for file in files])
    assert read.column("quote_id").to_pylist() == [f"q{number}" for number in range(25)]


@pytest.mark.usefixtures("small")
def test_the_bytes_do_not_depend_on_the_tables_that_came_in(tmp_path: Path) -> None:
    (one,) = write(tmp_path / "one", [11])
    shards = Shards(tmp_path / "many", "quotes", "train")
    for start in range(11):
        shards.add(unpack(pack(to_table("quotes", rows(1, start)))), 0)
    (many,) = shards.close()
    assert one.read_bytes() == many.read_bytes()


def test_without_rows_there_is_a_file_with_the_columns(tmp_path: Path) -> None:
    (file,) = write(tmp_path, [])
    assert file.name == "train-00000-of-00001.parquet"
    assert pq.read_table(file).num_rows == 0
    assert pq.read_schema(file) == arrow_schema("quotes")
    assert pq.read_metadata(file).num_row_groups == 0


def test_files_carry_no_metadata_of_a_library(tmp_path: Path) -> None:
    (file,) = write(tmp_path, [3])
    assert pq.read_schema(file).metadata is None


def test_abandoning_closes_the_file(tmp_path: Path) -> None:
    shards = Shards(tmp_path, "quotes", "train")
    shards.add(to_table("quotes", rows(tables.GROUP_ROWS["quotes"])), 1)
    shards.abandon()
    shards.abandon()
    assert [file.name for file in (tmp_path / "data" / "quotes").iterdir()] == ["train-00000.parquet"]
