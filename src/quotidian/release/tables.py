"""Rows to Arrow tables, and Arrow tables to Parquet shards; the bytes depend on the rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quotidian.model import Split
from quotidian.release.columns import Config, arrow_schema
from quotidian.release.layers import Row

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

# Rows of a row group: a few megabytes in each config, so that memory stays small with 18 files open.
GROUP_ROWS: dict[Config, int] = {
    "default": 500,
    "entities": 4_000,
    "quotes": 4_000,
    "events": 4_000,
    "annotators": 500,
    "standoff": 500,
}
# Articles of a split in a file. `datasets` reads in parallel by file, and holds up to a whole file in memory.
SHARD_ARTICLES = 2_500


def to_table(config: Config, rows: Sequence[Row]) -> pa.Table:
    """Rows as a table with the columns of their config.

    Raises:
        pyarrow.ArrowException: a value is not of its column's type.
    """
    import pyarrow as pa

    schema = arrow_schema(config)
    # With the type of a column given, this is twice as fast as the way over JSON text (pyarrow.json).
    return pa.table([pa.array([row[field.name] for row in rows], field.type) for field in schema], schema=schema)


def pack(table: pa.Table) -> bytes:
    """A table as bytes (Arrow IPC stream) for another process."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(data: bytes) -> pa.Table:
    """The table in bytes made by :func:`pack`."""
    import pyarrow as pa

    with pa.ipc.open_stream(data) as stream:
        return stream.read_all()


class Shards:
    """The Parquet files of one config and split, written as tables come.

    Rows are written in row groups of a fixed size whatever the size of the tables. A file is full when it holds the
    rows of ``SHARD_ARTICLES`` articles or a few more (tables are not cut). There is always at least one file, if need
    be without rows, so that every reader finds every config.

    Args:
        folder: where ``data/<config>/`` is.
    """

    def __init__(self, folder: Path, config: Config, split: Split) -> None:
        self.folder = folder / "data" / config
        self.config = config
        self.split = split
        self.rows = 0
        self._files: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._articles = 0
        self._pending: list[pa.Table] = []
        self._pending_rows = 0

    def add(self, table: pa.Table, articles: int) -> None:
        """Append the rows of some articles."""
        if self._articles >= SHARD_ARTICLES:
            self._finish_file()
        self._articles += articles
        self.rows += table.num_rows
        self._pending.append(table)
        self._pending_rows += table.num_rows
        if self._pending_rows >= GROUP_ROWS[self.config]:
            self._write_groups(GROUP_ROWS[self.config])

    def close(self) -> list[Path]:
        """Write what is left; returns the files under their final names (``train-00000-of-00002.parquet``)."""
        self._finish_file()
        final = []
        for number, file in enumerate(self._files):
            name = f"{self.split}-{number:05}-of-{len(self._files):05}.parquet"
            final.append(file.rename(self.folder / name))
        return final

    def abandon(self) -> None:
        """Close the file that is being written, whatever state it is in."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()

    def _write_groups(self, size: int) -> None:
        """Write the pending rows in groups of ``size``; fewer than that stay pending."""
        import pyarrow as pa

        table = pa.concat_tables(self._pending)
        whole = table.num_rows - table.num_rows % size
        for start in range(0, whole, size):
            self._open().write_table(table.slice(start, size).combine_chunks(), row_group_size=size)
        rest = table.slice(whole)
        self._pending = [rest.combine_chunks()] if rest.num_rows else []
        self._pending_rows = rest.num_rows

    def _finish_file(self) -> None:
        if self._pending_rows:
            self._write_groups(self._pending_rows)
        elif not self._files:
            self._open()
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()
        self._articles = 0

    def _open(self) -> pq.ParquetWriter:
        """The writer of the current file; its settings are what makes the bytes reproducible."""
        if self._writer is None:
            import pyarrow.parquet as pq

            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{self.split}-{len(self._files):05}.parquet"
            self._files.append(path)
            self._writer = pq.ParquetWriter(
                path,
                arrow_schema(self.config),
                compression="zstd",
                compression_level=9,
                write_page_index=True,
                use_content_defined_chunking=True,
            )
        return self._writer
