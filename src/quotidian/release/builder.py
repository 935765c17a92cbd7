"""Building a release: from gold annotations and texts to a folder that can be published as it is."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
import orjson

from quotidian.errors import BuildError, ReleaseError
from quotidian.model import GOLD, SPLITS
from quotidian.record import Record
from quotidian.release.chunk import Settings, build_chunk, digest_chunk
from quotidian.release.collect import Collected
from quotidian.release.columns import CONFIGS
from quotidian.release.inputs import fingerprint, schema_digests, tool_versions
from quotidian.release.manifest import (
    MANIFEST,
    MANIFEST_SCHEMA,
    SUMS,
    Articles,
    Manifest,
    OntologyEntry,
    file_entry,
    read_manifest,
    sums_of,
    verify_files,
)
from quotidian.release.papers import write_papers
from quotidian.release.pool import ordered_map
from quotidian.release.readback import read_back
from quotidian.release.swap import refuse_foreign, replacing
from quotidian.store import ONTOLOGY, Corpus

# The same on any number of workers, for tables are cut at the ends of chunks.
CHUNK_ARTICLES = 100

Progress = Callable[[int, int], None]
"""Told how many articles are done, and of how many."""


class BuildReport(Record, frozen=True, kw_only=True):
    """What was built, and where: ``unchanged`` if the release stood there already."""

    folder: str
    unchanged: bool
    manifest: Manifest


def build(
    corpus: Corpus | Path | str,
    out: Path | str | None = None,
    *,
    hydrated: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the release of a corpus: ``<out>/<name>-<version>/``, complete or not at all.

    The same corpus gives the same bytes in any place and on any number of workers. A release that is there already is
    replaced in one step, and only when the new one is whole, each of its configs was loaded back with
    ``datasets.load_dataset`` and all counts agreed. If nothing has changed since it was built, it stays as it is.

    Args:
        corpus: the corpus, or its folder; of its articles those with a gold annotation are released.
        out: the folder that holds releases; by default ``dist`` in the corpus.
        hydrated: release the texts of stand-off articles that are on this machine and whose licence allows it.
        workers: number of processes.
        progress: called as work goes on.

    Raises:
        BuildError: there is nothing to release, an annotation has errors, or the release can't be written.
        InputError: the corpus' own files are damaged.
    """
    if not isinstance(corpus, Corpus):
        corpus = Corpus(corpus)
    info = corpus.info
    final = Path(out or corpus.releases) / f"{info.name}-{info.version}"
    ids, waiting = released_ids(corpus)
    workers = min(workers, math.ceil(len(ids) / CHUNK_ARTICLES))
    settings = Settings(corpus=corpus, annotators=tuple(corpus.annotators()), hydrated=hydrated, packed=workers > 1)
    standing = _standing(final, settings, ids, workers)
    if standing is not None:
        return BuildReport(folder=str(final), unchanged=True, manifest=standing)
    refuse_foreign(final)
    try:
        with replacing(final) as part:
            collected = _write_tables(part, settings, ids, workers, progress)
            manifest = _manifest(corpus, collected, hydrated=hydrated, gold=len(ids), waiting=waiting)
            write_papers(part, corpus, manifest, collected)
            manifest = _seal(part, manifest)
            read_back(part, manifest)
    except OSError as error:
        raise BuildError(
            f"{final}: can't be written: {error.strerror or error}; what was there before is untouched"
        ) from error
    return BuildReport(folder=str(final), unchanged=False, manifest=manifest)


def released_ids(corpus: Corpus) -> tuple[list[str], int]:
    """Ids of the articles with gold, in order, and the number of those that wait for it.

    Raises:
        BuildError: there is no gold at all, or gold of an article that the corpus does not hold.
    """
    gold = corpus.annotated_ids(GOLD)
    articles = set(corpus.article_ids())
    lost = [article for article in gold if article not in articles]
    if lost:
        path = corpus.annotation_path(GOLD, lost[0])
        raise BuildError(
            f"{path}: gold annotation of an article that the corpus does not hold "
            f"({len(lost)} in all): ingest the article or remove the annotation"
        )
    if not gold:
        raise BuildError(
            f"{corpus.root}: no article has a gold annotation, so there is nothing to release: "
            f"annotations are expected in {corpus.annotation_path(GOLD, 'ID')}"
        )
    return gold, len(articles) - len(gold)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + CHUNK_ARTICLES] for start in range(0, len(ids), CHUNK_ARTICLES))


def _standing(final: Path, settings: Settings, ids: Sequence[str], workers: int) -> Manifest | None:
    """The manifest of the release that stands there, if it is whole and made from just the same."""
    try:
        manifest = read_manifest(final)
        if manifest.hydrated != settings.hydrated:
            return None
        verify_files(final, manifest)
        if _files(final) != sorted([*manifest.files, MANIFEST, SUMS]):
            return None
    except (ReleaseError, OSError):
        return None  # none, or a damaged one: it is built anew
    digests = ordered_map(partial(digest_chunk, settings), _chunks(ids), workers)
    found = fingerprint(settings.corpus, hydrated=settings.hydrated, chunks=list(digests))
    return manifest if found == manifest.inputs else None


def _write_tables(
    part: Path, settings: Settings, ids: Sequence[str], workers: int, progress: Progress | None
) -> Collected:
    """The Parquet files of all configs.

    Raises:
        BuildError: articles or annotations have errors; all of them were looked at.
    """
    collected = Collected(part)
    done = 0
    try:
        for chunk in ordered_map(partial(build_chunk, settings), _chunks(ids), workers):
            collected.add(chunk)
            done = min(done + CHUNK_ARTICLES, len(ids))
            if progress is not None:
                progress(done, len(ids))
    except BaseException:
        collected.abandon()
        raise
    if collected.errors:
        collected.abandon()
        raise BuildError(_failure(collected), tuple(collected.findings))
    collected.close()
    return collected


def _failure(collected: Collected) -> str:
    more = collected.errors - len(collected.findings)
    lines = [
        f"the release was not built, for the corpus has {collected.errors} error{'s' * (collected.errors > 1)}:",
        *collected.findings,
    ]
    if more:
        lines.append(f"... and {more} more: run 'quotidian validate' for all of them")
    return "\n".join(lines)


def _manifest(corpus: Corpus, collected: Collected, *, hydrated: bool, gold: int, waiting: int) -> Manifest:
    """The manifest, but for the list of files."""
    info = corpus.info
    ontology = corpus.ontology
    return Manifest(
        schema=MANIFEST_SCHEMA,
        name=info.name,
        version=info.version,
        title=info.title,
        hydrated=hydrated,
        articles=Articles(
            total=gold + waiting,
            gold=gold,
            waiting=waiting,
            with_text=collected.articles(["default"]),
            standoff=collected.articles(["standoff"]),
        ),
        counts={config: {split: collected.counts[config, split] for split in SPLITS} for config in CONFIGS},
        segmentation=collected.segmentation,
        tools=tool_versions(),
        ontology=OntologyEntry(
            name=ontology.name,
            version=ontology.version,
            sha256=hashlib.sha256((corpus.root / ONTOLOGY).read_bytes()).hexdigest(),
        ),
        schemas=schema_digests(),
        inputs=fingerprint(corpus, hydrated=hydrated, chunks=collected.digests),
        files={},
    )


def _seal(part: Path, manifest: Manifest) -> Manifest:
    """Write manifest and sums over all files that are there; returns the complete manifest."""
    files = {name: file_entry(part / name) for name in _files(part)}
    manifest = msgspec.structs.replace(manifest, files=files)
    (part / MANIFEST).write_bytes(orjson.dumps(manifest.to_dict(), option=orjson.OPT_INDENT_2) + b"\n")
    sums = sums_of(manifest, file_entry(part / MANIFEST).sha256)
    (part / SUMS).write_text(sums, "utf-8")
    return manifest


def _files(folder: Path) -> list[str]:
    """Paths of all files in a release's folder, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
