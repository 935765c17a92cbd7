"""Which files are meant by the files, folders and lists that a user names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from quotidian.errors import IngestError

SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".conllu": "conllu"}


class SourceFile(NamedTuple):
    """A file to read: where it is, what the corpus calls it, and ``skip``: why it is passed over, if it is."""

    path: Path
    name: str
    skip: str | None = None

    @property
    def format(self) -> str:
        """What its ending says it is: ``text``, ``html`` or ``conllu``; text if nothing."""
        return SUFFIXES.get(self.path.suffix.lower(), "text")


def expand(sources: Iterable[Path]) -> Iterator[SourceFile]:
    """The files of sources, in the order given; those of a folder sorted by name, folders below it in their place.

    A file named by the user is read whatever its ending; in a folder only known endings count, and hidden files and
    linked folders don't. The name of a file in a folder is its path below that folder.
    """
    for source in sources:
        if source.is_dir():
            yield from _below(source, "")
        else:
            yield SourceFile(source, source.name)


def _below(folder: Path, prefix: str) -> Iterator[SourceFile]:
    try:
        with os.scandir(folder) as entries:
            # One folder's names are in memory at a time (and those above it): the price of a stable order.
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        yield SourceFile(folder, prefix or folder.name)  # reading it will say why
        return
    for name, is_folder in found:
        path = folder / name
        if name.startswith("."):
            continue
        if is_folder:
            yield from _below(path, f"{prefix}{name}/")
        else:
            known = path.suffix.lower() in SUFFIXES
            yield SourceFile(path, prefix + name, skip=None if known else "other-kind")


def count(sources: Iterable[Path]) -> int:
    """How many files :func:`expand` gives: one walk, nothing kept."""
    return sum(1 for _ in expand(sources))


def read_list(path: Path) -> list[Path]:
    """The sources named in a list file, one a line; relative ones are beside the list; ``#`` begins a comment line.

    Raises:
        IngestError: ``unreadable``: the list can't be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError(f"a list of sources that can't be read ({error})", reason="unreadable", path=path) from None
    names = (line.strip() for line in lines)
    return [path.parent / name for name in names if name and not name.startswith("#")]
