"""Loading a release back the way its users do, before it may take its place."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from quotidian.errors import BuildError
from quotidian.release.manifest import Manifest


def read_back(folder: Path, manifest: Manifest) -> None:
    """Load every config that has rows with ``datasets.load_dataset`` and count the rows of each split.

    Raises:
        BuildError: a config can't be loaded, or holds another number of rows than the manifest says.
    """
    import pyarrow as pa

    for config, counts in manifest.counts.items():
        expected = {split: count.rows for split, count in counts.items() if count.rows}
        if expected:
            pa.default_memory_pool().release_unused()
            found = rows_loaded(folder, config, list(expected))
            if found != expected:
                raise BuildError(f"config {config!r} was loaded back with rows {found}, expected {expected}")


def rows_loaded(folder: Path, config: str, splits: list[str]) -> dict[str, int]:
    """Load a config in a cache of its own; returns the number of rows by split.

    All rows of all splits are read and cast to the card's features. Of each split the first row alone is then mapped
    into memory, for the pages of a mapped file count as memory of this process.

    Raises:
        BuildError: it can't be loaded.
    """
    import datasets
    import pyarrow.dataset

    # Without these the bytes of a whole Parquet file are in memory beside its rows.
    lean = pyarrow.dataset.ParquetFragmentScanOptions(use_buffered_stream=True, pre_buffer=False)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.cache-", dir=folder.parent) as cache, quiet():
        try:
            first = [f"{split}[:1]" for split in splits]
            loaded = datasets.load_dataset(
                str(folder), config, split=first, cache_dir=cache, fragment_scan_options=lean
            )
        except (datasets.exceptions.DatasetsError, OSError, ValueError) as error:
            raise BuildError(f"config {config!r} can't be loaded back: {error.__cause__ or error}") from error
        return {split: rows.info.splits[split].num_examples for split, rows in zip(splits, loaded, strict=True) if rows}


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep ``datasets`` from drawing progress bars of its own."""
    import datasets

    shown = datasets.utils.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if not shown:
            datasets.enable_progress_bars()
