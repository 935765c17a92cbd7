"""Finding a release: where one was named, in the nearest corpus, among the installed data, on the Hub."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quotidian.errors import CorpusNotFoundError, InputError, ReleaseNotFoundError, ReleaseVersionError
from quotidian.release.hub import download
from quotidian.release.manifest import MANIFEST, Manifest, read_manifest
from quotidian.store import Corpus

NAME = "quotidian"
"""The corpus that :func:`quotidian.load` means where no corpus is near."""

RELEASES_VARIABLE = "QUOTIDIAN_RELEASES"
"""Environment variable that names a folder of releases."""

_VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")
_FOLDER = re.compile(rf"(?P<name>.+)-(?P<version>{_VERSION.pattern})")


class Found(NamedTuple):
    """A folder that should be a release, going by its name."""

    name: str
    version: str
    folder: Path

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts versions by precedence (Semantic Versioning 2.0.0, section 11)."""
        return tuple(map(int, self.version.split(".")))


class Place(NamedTuple):
    """A folder where releases may be, and the name of the corpus whose releases count; None for any."""

    folder: Path
    name: str | None


class Release(NamedTuple):
    """A release: its folder and its manifest."""

    folder: Path
    manifest: Manifest


def find_release(version: str | None = None, path: Path | str | None = None) -> Release:
    """The release of a version, or the newest one.

    Without ``path`` these places are searched, and the first that has one decides: the folder that the environment
    variable ``QUOTIDIAN_RELEASES`` names, ``dist`` of the nearest corpus, the data that was installed
    (``$XDG_DATA_HOME/quotidian/releases``, ``<sys.prefix>/share/quotidian/releases``), the Hub. In a corpus of another
    name than Quotidian's only that corpus is searched.

    Args:
        version: such as ``1.2.0``; None for the newest.
        path: the folder of a release, or one that holds releases.

    Raises:
        InputError: ``version`` is not one.
        ReleaseNotFoundError: there is none; says where it was looked for.
        ReleaseVersionError: what is at ``path`` is another version.
        ReleaseDamagedError: its manifest is not the one it was made with.
    """
    if version is not None and not _VERSION.fullmatch(version):
        raise InputError("not a version", found=version, expected="three numbers, such as 1.2.0")
    if path is not None:
        return _at(Path(path), version)
    searched: list[str] = []
    places, elsewhere = _places()
    for place in places:
        found = _releases(place)
        chosen = _newest(place, found, version)
        if chosen is not None:
            return _opened(chosen, version)
        searched.append(f"{place.folder} ({_listed(found)})")
    if elsewhere:
        return _opened(download(version, searched), version)
    raise ReleaseNotFoundError(
        f"no release{f' {version}' if version else ''} of this corpus: looked in {', '.join(searched)}: "
        "build one with 'quotidian build'"
    )


def _at(path: Path, version: str | None) -> Release:
    """The release in a folder, or the wanted one of those that it holds."""
    if (path / MANIFEST).is_file():
        return _opened(path, version)
    place = Place(path, None)
    found = _releases(place)
    chosen = _newest(place, found, version)
    if chosen is None:
        raise ReleaseNotFoundError(
            f"{path}: no release{f' {version}' if version else ''} here ({_listed(found)}): "
            "name the folder of one, or build one with 'quotidian build'"
        )
    return _opened(chosen, version)


def _newest(place: Place, found: list[Found], version: str | None) -> Path | None:
    """The folder of the wanted version among those found in a place, or of the newest one."""
    chosen = [one for one in found if version in (None, one.version)]
    names = sorted({one.name for one in chosen})
    if len(names) > 1:
        raise ReleaseNotFoundError(
            f"{place.folder}: holds releases of several corpora ({', '.join(names)}): name the folder of one release"
        )
    return max(chosen, key=lambda one: one.order).folder if chosen else None


def _opened(folder: Path, version: str | None) -> Release:
    manifest = read_manifest(folder)
    if version is not None and manifest.version != version:
        raise ReleaseVersionError(
            f"{folder}: found {manifest.name} {manifest.version}, expected version {version}: "
            "name the folder of that version, or load without a version"
        )
    return Release(folder, manifest)


def _places() -> tuple[list[Place], bool]:
    """Where to look on this machine, and whether to look on the Hub after that."""
    named = os.environ.get(RELEASES_VARIABLE)
    places = [Place(Path(named), None)] if named else []
    try:
        corpus = Corpus.find()
    except CorpusNotFoundError:
        pass
    else:
        places.append(Place(corpus.releases, corpus.info.name))
        if corpus.info.name != NAME:
            return places, False
    return [*places, *(Place(folder, NAME) for folder in _installed())], True


def _installed() -> Iterator[Path]:
    """Where data of an installed package are."""
    home = os.environ.get("XDG_DATA_HOME")
    yield (Path(home) if home else Path.home() / ".local" / "share") / NAME / "releases"
    yield Path(sys.prefix) / "share" / NAME / "releases"


def _releases(place: Place) -> list[Found]:
    """The releases in a folder, going by their names."""
    if not place.folder.is_dir():
        return []
    found = []
    for folder in sorted(place.folder.iterdir()):
        match = _FOLDER.fullmatch(folder.name)
        if match and not folder.name.startswith(".") and (folder / MANIFEST).is_file():
            found.append(Found(match["name"], match["version"], folder))
    return [one for one in found if place.name in (None, one.name)]


def _listed(found: list[Found]) -> str:
    return "found " + ", ".join(f"{one.name} {one.version}" for one in found) if found else "found none"
