"""Reading a release: finding it, checking it, and making a ``datasets`` object of one of its configs."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from quotidian.errors import CorpusNotFoundError, InputError
from quotidian.model import SPLITS, Split
from quotidian.ontology import Ontology, load_ontology
from quotidian.release.columns import CONFIGS, Config, features
from quotidian.release.find import Release, find_release
from quotidian.release.hydration import HYDRATABLE, full_rows, standoff_articles, text_at_hand
from quotidian.release.layers import Row
from quotidian.release.manifest import data_files, verify_files
from quotidian.store import HYDRATED, Corpus

if TYPE_CHECKING:
    import datasets
    import pyarrow as pa

    Rows: TypeAlias = datasets.Dataset | datasets.IterableDataset
    Loaded: TypeAlias = Rows | datasets.DatasetDict | datasets.IterableDatasetDict

ONTOLOGY = "ontology.json"
"""The labels, in a release's folder."""

_BATCH_ARTICLES = 100


def read(
    config: str,
    split: str | None,
    version: str | None,
    path: Path | str | None,
    *,
    streaming: bool,
    hydrate: bool | Path | str,
) -> Loaded:
    """What :func:`quotidian.load.load` promises."""
    wanted = _config(config)
    splits = SPLITS if split is None else (_split(split),)
    if not isinstance(hydrate, bool) and not Path(hydrate).is_dir():
        raise InputError("no such folder of texts", path=Path(hydrate), mend="name the folder that holds ID.txt files")
    if hydrate and wanted not in HYDRATABLE:
        raise InputError(f"config {wanted!r} has no full rows to hydrate", expected=f"one of {', '.join(HYDRATABLE)}")
    release = find_release(version, path)
    source: tuple[Config, ...] = (wanted, "standoff") if hydrate else (wanted,)
    used = [name for one in source for each in splits for name in data_files(release.manifest, one, each)]
    verify_files(release.folder, release.manifest, ["README.md", ONTOLOGY, *used])
    loaded = {each: _rows(release, wanted, each, streaming) for each in splits}
    if hydrate:
        texts = _texts(release) if hydrate is True else Path(hydrate)
        loaded = _hydrated(release, wanted, loaded, texts, streaming)
    if split is not None:
        return loaded[splits[0]]
    import datasets

    return datasets.IterableDatasetDict(loaded) if streaming else datasets.DatasetDict(loaded)


def _config(name: str) -> Config:
    for config in CONFIGS:
        if config == name:
            return config
    raise InputError("no such config", found=name, expected=f"one of {', '.join(CONFIGS)}")


def _split(name: str) -> Split:
    for split in SPLITS:
        if split == name:
            return split
    raise InputError(
        "no such split",
        found=name,
        expected=f"one of {', '.join(SPLITS)}",
        mend="take a part of a split with its own methods, such as select",
    )


def _rows(release: Release, config: Config, split: Split, streaming: bool) -> Rows:
    """The rows of one split; none of an empty one, which ``load_dataset`` can't read."""
    import datasets

    if release.manifest.counts[config][split].rows:
        return datasets.load_dataset(str(release.folder), config, split=split, streaming=streaming)
    return _made(lambda: iter(()), features(config, _ontology(release)), streaming)


def _ontology(release: Release) -> Ontology:
    return load_ontology(release.folder / ONTOLOGY)


def _texts(release: Release) -> Path:
    """The hydrated texts of the corpus that the release or the current folder is in."""
    for start in (release.folder.absolute(), None):
        try:
            return Corpus.find(start).root / HYDRATED
        except CorpusNotFoundError:
            continue
    raise InputError(
        "no corpus with hydrated texts near the release or the current folder",
        mend="name the folder of the texts: load(..., hydrate=FOLDER)",
    )


def _hydrated(
    release: Release, config: Config, loaded: dict[Split, Rows], texts: Path, streaming: bool
) -> dict[Split, Rows]:
    """Each split followed by the full rows of its stand-off articles whose texts are at hand."""
    import datasets

    columns = features(config, _ontology(release))
    missing: list[str] = []
    merged = {}
    for split, rows in loaded.items():
        files = [release.folder / name for name in data_files(release.manifest, "standoff", split)]
        missing += [
            article.id for article, _ in standoff_articles(files, split) if text_at_hand(texts, article) is None
        ]
        tables = partial(_tables, config, split, files, texts, columns)
        merged[split] = datasets.concatenate_datasets([rows, _made(tables, columns, streaming)])
    if missing:
        shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        warnings.warn(
            f"stand-off articles without rows, for their texts are not in {texts}: {shown}: run 'quotidian hydrate'",
            stacklevel=4,
        )
    return merged


def _tables(
    config: Config, split: Split, files: list[Path], texts: Path, columns: datasets.Features
) -> Iterator[pa.Table]:
    """The full rows of stand-off articles, those of some articles at a time, with labels as ids."""
    from datasets.table import table_cast

    from quotidian.release.tables import to_table

    articles = standoff_articles(files, split)
    while batch := list(islice(articles, _BATCH_ARTICLES)):
        rows: list[Row] = []
        for article, annotation in batch:
            text = text_at_hand(texts, article)
            if text is not None:
                rows += full_rows(config, article, text, annotation)
        yield table_cast(to_table(config, rows), columns.arrow_schema)


def _made(tables: Callable[[], Iterator[pa.Table]], columns: datasets.Features, streaming: bool) -> Rows:
    """A dataset of tables made here, with labels as ids."""
    import datasets
    import pyarrow as pa

    def rows() -> Iterator[dict[str, Any]]:
        for table in tables():
            yield from table.to_pylist()

    if streaming:
        return datasets.IterableDataset.from_generator(rows, features=columns)
    table = pa.concat_tables([columns.arrow_schema.empty_table(), *tables()])
    return datasets.Dataset(table, info=datasets.DatasetInfo(features=columns))
