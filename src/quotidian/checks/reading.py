"""Reads the files of a corpus for the checks: as bytes with their place, never raising for what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from quotidian.checks.places import Kind, Place, place_of, show_path
from quotidian.checks.subjects import File
from quotidian.errors import QuotidianError
from quotidian.ids import is_article_id
from quotidian.model import Article
from quotidian.record import Record
from quotidian.store import ANNOTATIONS, ARTICLES, HYDRATED, TEXTS, Corpus

R = TypeVar("R", bound=Record)


class Reader:
    """The files of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._resolved = corpus.root.resolve()
        self._articles = corpus.root / ARTICLES
        self._texts = corpus.root / TEXTS
        self._hydrated = corpus.root / HYDRATED
        self._annotations = corpus.root / ANNOTATIONS

    def article(self, article: str) -> File | None:
        """The metadata of an article; None if there are none."""
        return _read(self._articles / f"{article}.json", "article", article)

    def has_article(self, article: str) -> bool:
        """Whether there are metadata of an article."""
        return os.path.lexists(self._articles / f"{article}.json")

    def text(self, article: str) -> File | None:
        """The text of an article in the repository; None if there is none."""
        return _read(self._texts / f"{article}.txt", "text", article)

    def hydrated(self, article: str) -> File | None:
        """The hydrated text of a stand-off article; None if there is none."""
        return _read(self._hydrated / f"{article}.txt", "hydrated", article)

    def annotation(self, annotator: str, article: str) -> File | None:
        """An annotation; None if there is none."""
        return _read(self._annotations / annotator / f"{article}.json", "annotation", article, annotator)

    def has_annotation(self, annotator: str, article: str) -> bool:
        """Whether there is an annotation."""
        return os.path.lexists(self._annotations / annotator / f"{article}.json")

    def annotated(self, annotator: str) -> Iterator[str]:
        """Ids of the articles that an annotator annotated, in no order; unsorted, so that none has to be kept."""
        with os.scandir(self._annotations / annotator) as entries:
            yield from (entry.name[:-5] for entry in entries if entry.name.endswith(".json") and entry.name[0] != ".")

    def other(self, path: Path) -> File | None:
        """Any file; None if there is none."""
        # The folder is resolved and the file is not: a link that leads nowhere is a fault of the file.
        place = place_of(self._resolved, path.parent.resolve() / path.name)
        return _read(path, place.kind, place.article, place.annotator)

    def strange(self, folder: Path) -> Iterator[Path]:
        """Files of a folder of records that are no record of it: left over, unknown, or a text without metadata."""
        if not folder.is_dir():
            return
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if self._is_strange(folder, entry.name))
        yield from (folder / name for name in names)

    def _is_strange(self, folder: Path, name: str) -> bool:
        if name.endswith(".part"):
            return True
        if name.startswith("."):
            return False
        if folder == self._texts and name.endswith(".txt"):
            return not self.has_article(name.removesuffix(".txt"))
        return not name.endswith(".txt" if folder in (self._texts, self._hydrated) else ".json")

    def record(self, path: Path, kind: type[R]) -> R | None:
        """A document, if it is one of this kind; nothing is said of what is wrong with it."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind, strict=True)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def article_record(self, article: str) -> Article | None:
        """An article, if the corpus holds it whole."""
        if not is_article_id(article):
            return None
        found = self.record(self._articles / f"{article}.json", Article)
        return found if found is not None and found.id == article else None

    def article_and_text(self, article: str) -> tuple[Article | None, str | None]:
        """An article and its text, as far as the corpus holds them whole."""
        found = self.article_record(article)
        if found is None:
            return None, None
        try:
            return found, self.corpus.text(found)
        except (QuotidianError, OSError):
            return found, None


def _read(path: Path, kind: Kind, article: str | None, annotator: str | None = None) -> File | None:
    place = Place(show_path(path), kind, article, annotator)
    try:
        return File(place, path.read_bytes())
    except FileNotFoundError:
        return File(place, b"", "it is a link that leads nowhere") if path.is_symlink() else None
    except OSError as error:
        return File(place, b"", (error.strerror or "unknown error").lower())
