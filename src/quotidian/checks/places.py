"""What a file of a corpus is for, told by where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quotidian.checks.finding import printable
from quotidian.store import ANNOTATIONS, ANNOTATORS, ARTICLES, HYDRATED, INFO, ONTOLOGY, TEXTS

FOLDERS = (INFO.parts[0], ANNOTATIONS.parts[0], ONTOLOGY.parts[0])

Kind = Literal[
    "corpus",
    "ontology",
    "annotators",
    "article",
    "text",
    "hydrated",
    "annotation",
    "json",
    "plain",
    "leftover",
    "unknown",
    "stray",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A file and its purpose.

    Attributes:
        file: how findings name it.
        kind: what it is. ``json`` and ``plain`` files lie in the corpus and are nobody's record, ``unknown`` ones lie
            where only records should, ``stray`` ones outside the corpus' folders, ``leftover`` ones were being written
            when something stopped.
        article: the article's id by the file's name, where the place has one.
        annotator: the annotator by the folder's name.
    """

    file: str
    kind: Kind
    article: str | None = None
    annotator: str | None = None


def show_path(path: Path) -> str:
    """A path as text on one line; bytes that are not UTF-8 and characters that don't print become escapes."""
    text = str(path)
    if text.isprintable():
        return text
    return printable(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def place_of(root: Path, path: Path) -> Place:
    """What a file is for.

    Args:
        root: the corpus' folder, resolved like ``path``.
        path: the file.
    """
    name, file = path.name, show_path(path)
    if name.endswith(".part"):
        return Place(file, "leftover")
    try:
        inside = path.relative_to(root)
    except ValueError:
        return Place(file, "stray")
    folder = inside.parent
    stem = path.stem
    fixed: dict[Path, Kind] = {INFO: "corpus", ONTOLOGY: "ontology", ANNOTATORS: "annotators"}
    if inside in fixed:
        return Place(file, fixed[inside])
    if folder == ARTICLES:
        return Place(file, "article", stem) if name.endswith(".json") else Place(file, "unknown")
    if folder in (TEXTS, HYDRATED):
        kind: Kind = "text" if folder == TEXTS else "hydrated"
        return Place(file, kind, stem) if name.endswith(".txt") else Place(file, "unknown")
    if folder.parent == ANNOTATIONS and folder != ANNOTATIONS:
        return Place(file, "annotation", stem, folder.name) if name.endswith(".json") else Place(file, "unknown")
    if inside.parts[:1] and inside.parts[0] in FOLDERS:
        return Place(file, "json" if name.endswith(".json") else "plain")
    return Place(file, "stray")
