"""The manifest of a release: what it is, what is in it, what it was made from and with, and the hash of every file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from quotidian.errors import InputError, ReleaseDamagedError, ReleaseNotFoundError
from quotidian.record import Record

MANIFEST_SCHEMA = "urn:quotidian:schema:manifest:1"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


class FileEntry(Record, frozen=True, kw_only=True):
    """What a file must be: SHA-256 of its bytes, and their number."""

    sha256: str
    size: int


class Count(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What one split of one config holds: articles, rows, and items of each layer in those rows."""

    articles: int = 0
    rows: int = 0
    entities: int = 0
    mentions: int = 0
    quotes: int = 0
    events: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Articles(Record, frozen=True, kw_only=True):
    """How many articles the corpus has, how many of them have gold, and how these are released."""

    total: int
    gold: int
    waiting: int
    with_text: int
    standoff: int


class Segmentation(Record, frozen=True, kw_only=True, omit_defaults=False):
    """How mentions met tokens and sentences in ``entities``.

    ``widened`` ones begin or end inside a token and their tags cover all of it; ``across_sentences`` ones lie in no
    single sentence and have no row there.
    """

    mentions: int = 0
    widened: int = 0
    across_sentences: int = 0

    def __add__(self, other: Segmentation) -> Segmentation:
        return Segmentation(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class OntologyEntry(Record, frozen=True, kw_only=True):
    """The ontology that the labels are from."""

    name: str
    version: str
    sha256: str


class Manifest(Record, frozen=True, kw_only=True):
    """``manifest.json``.

    ``counts`` is by config and split, with all six configs and three splits; ``tools`` are versions by name;
    ``schemas`` are hashes by file; ``inputs`` is one hash of all that the release was made from and with.
    ``files`` is by path from the release's folder and holds all but the manifest itself and ``SHA256SUMS``.
    """

    schema: str
    name: str
    version: str
    title: str
    hydrated: bool
    articles: Articles
    counts: dict[str, dict[str, Count]]
    segmentation: Segmentation
    tools: dict[str, str]
    ontology: OntologyEntry
    schemas: dict[str, str]
    inputs: str
    files: dict[str, FileEntry]


def file_entry(path: Path) -> FileEntry:
    """Hash and size of a file."""
    with path.open("rb") as file:
        return FileEntry(sha256=hashlib.file_digest(file, "sha256").hexdigest(), size=path.stat().st_size)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release.

    Raises:
        ReleaseNotFoundError: the folder holds none.
        ReleaseDamagedError: it is not a manifest, or not the one in ``SHA256SUMS``.
    """
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
        sums = (folder / SUMS).read_bytes().decode("utf-8", "replace")
    except FileNotFoundError as error:
        raise ReleaseNotFoundError(
            f"{folder}: no release here, for it holds no {Path(error.filename).name}: "
            "build one with 'quotidian build', or name the folder of one"
        ) from None
    except OSError as error:
        raise ReleaseDamagedError(
            f"{error.filename}: can't be read: {error.strerror}: get or build the release again"
        ) from None
    found = hashlib.sha256(data).hexdigest()
    listed = {name: sha256 for sha256, _, name in (line.partition("  ") for line in sums.splitlines())}
    if listed.get(MANIFEST) != found:
        raise _damaged(path, found, listed.get(MANIFEST, "an entry in SHA256SUMS"))
    try:
        manifest = Manifest.from_json(data)
    except InputError as error:
        raise ReleaseDamagedError(
            f"{path}: {error.problem}: made by another version of Quotidian? get the release again"
        ) from None
    if sums != sums_of(manifest, found):
        raise ReleaseDamagedError(f"{folder / SUMS}: damaged: not the sums of {MANIFEST}: get or build it again")
    return manifest


def sums_of(manifest: Manifest, manifest_sha256: str) -> str:
    """``SHA256SUMS``, as ``sha256sum --check`` reads it."""
    listed = {**{name: entry.sha256 for name, entry in manifest.files.items()}, MANIFEST: manifest_sha256}
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(listed.items()))


def verify_files(folder: Path, manifest: Manifest, paths: Iterable[str] | None = None) -> None:
    """Compare files of a release with its manifest, by default all that it lists.

    Raises:
        ReleaseDamagedError: one is missing, or holds other bytes.
    """
    for name in manifest.files if paths is None else paths:
        expected = manifest.files[name]
        path = folder / name
        if not path.is_file():
            raise ReleaseDamagedError(f"{path}: missing from the release: get or build it again")
        if path.stat().st_size != expected.size:
            raise ReleaseDamagedError(
                f"{path}: damaged: found {path.stat().st_size} bytes, expected {expected.size}: get or build it again"
            )
        found = file_entry(path).sha256
        if found != expected.sha256:
            raise _damaged(path, found, expected.sha256)


def _damaged(path: Path, found: str, expected: str) -> ReleaseDamagedError:
    return ReleaseDamagedError(
        f"{path}: damaged: found SHA-256 {found}, expected {expected}: get or build the release again"
    )


def data_files(manifest: Manifest, config: str, split: str) -> list[str]:
    """Paths of the Parquet files of a config and split, in order."""
    return sorted(name for name in manifest.files if name.startswith(f"data/{config}/{split}-"))
