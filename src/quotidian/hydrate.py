"""Hydrate: the texts of stand-off articles rebuilt from the user's own copies, each verified by its hash.

A copy is recognised by what is in it, never by its name: it is read as the article's source was read, and what comes
out must have the hash of the article's extracted text. The recorded removals are then cut out of it (no rule runs
again), and the result must have the hash of the article's text. A file that holds the final text itself is recognised
too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quotidian.errors import IngestError
from quotidian.ingest.cut import cut
from quotidian.ingest.document import Document
from quotidian.ingest.readers import read
from quotidian.ingest.sources import SourceFile, count, expand
from quotidian.model import Article
from quotidian.store import Corpus
from quotidian.text import canonicalize, digest

# Told after each file: how many are done, and how many there are.
Progress = Callable[[int, int], None]


class Missing(NamedTuple):
    """A stand-off text that is not at hand, and where a copy of its source can be had."""

    article: str
    title: str
    obtain: str


class Mismatch(NamedTuple):
    """A document that has the name of an article's source and another text."""

    article: str
    path: Path
    message: str


class Unreadable(NamedTuple):
    """A file that could not be read."""

    path: Path
    message: str


@dataclass(kw_only=True, slots=True)
class HydrateReport:
    """What a hydration did.

    ``rebuilt`` and ``present`` are ids: made now, and there before. ``missing`` holds every text that is still not at
    hand; ``mismatched`` the look-alikes found for some of them, ``unreadable`` the files that were passed over.
    """

    rebuilt: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    mismatched: list[Mismatch] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every stand-off text is at hand."""
        return not self.missing


class _Wanted:
    """The stand-off articles without a text, by what a copy of their source is known by."""

    def __init__(self, corpus: Corpus, report: HydrateReport) -> None:
        self.by_extracted: dict[str, str] = {}
        self.by_text: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.left: set[str] = set()
        self.formats: set[str] = {"text"}  # a text file may be the final text of any article
        for article in corpus.articles():
            if not article.standoff:
                continue
            if _at_hand(corpus, article):
                report.present.append(article.id)
                continue
            self.left.add(article.id)
            self.formats.add(article.origin.format)
            self.by_extracted[article.origin.extracted_sha256] = article.id
            self.by_text[article.text.sha256] = article.id
            self.by_name[f"{article.origin.format} {_basename(article.origin.name)}"] = article.id

    def of(self, index: dict[str, str], key: str) -> str | None:
        """The article that a key stands for, if its text is still wanted."""
        found = index.get(key)
        return found if found in self.left else None


def hydrate(corpus: Corpus, paths: Iterable[Path], *, progress: Progress | None = None) -> HydrateReport:
    """Rebuild the texts of stand-off articles from copies of their sources.

    Args:
        corpus: the corpus.
        paths: files and folders to look in, folders to any depth: saved pages, text files, a treebank.
        progress: told after each file.

    Returns:
        What was rebuilt, and what is still missing.

    Raises:
        MissingExtraError: a page must be read and the extra ``ingest`` is not installed.
        InputError: the corpus itself is damaged.
        OSError: a text can't be written.
    """
    paths = list(paths)
    report = HydrateReport()
    wanted = _Wanted(corpus, report)
    total = count(paths) if progress is not None else 0
    for done, source in enumerate(expand(paths), start=1):
        if not wanted.left:
            break
        if source.skip is None and source.format in wanted.formats:
            _look_into(source, corpus, wanted, report)
        if progress is not None:
            progress(done, total)
    report.missing = [_missing(corpus.article(article)) for article in sorted(wanted.left)]
    report.mismatched = [mismatch for mismatch in report.mismatched if mismatch.article in wanted.left]
    return report


def _look_into(source: SourceFile, corpus: Corpus, wanted: _Wanted, report: HydrateReport) -> None:
    """Take what a file holds of the texts that are wanted."""
    try:
        for document in read(source):
            found = _rebuild(document, source, corpus, wanted)
            if isinstance(found, Mismatch):
                report.mismatched.append(found)
            elif found is not None:
                corpus.save_text(*found)
                wanted.left.discard(found[0].id)
                report.rebuilt.append(found[0].id)
    except IngestError as error:
        report.unreadable.append(Unreadable(source.path, str(error)))


def _rebuild(
    document: Document, source: SourceFile, corpus: Corpus, wanted: _Wanted
) -> tuple[Article, str] | Mismatch | None:
    """The article that a document gives the text of, with the text; or how it fails to; or None if it is not wanted."""
    extracted = digest(document.text).sha256
    if (found := wanted.of(wanted.by_extracted, extracted)) is not None:
        article = corpus.article(found)
        text = cut(document.text, article.origin.removed)
        if digest(text) == article.text:
            return article, text
        return Mismatch(
            found,
            source.path,
            f"{document.name} is the source of {found}, but its recorded removals don't "
            "give its text: restore its metadata",
        )
    if document.format == "text":
        # The reader of plain text joins the lines of a paragraph, which a final text may have: look at the file itself.
        text = canonicalize(source.path.read_text("utf-8-sig"))
        if (found := wanted.of(wanted.by_text, digest(text).sha256)) is not None:
            return corpus.article(found), text
    if (found := wanted.of(wanted.by_name, f"{document.format} {_basename(document.name)}")) is not None:
        return Mismatch(found, source.path, _difference(document, extracted, corpus.article(found)))
    return None


def _difference(document: Document, extracted: str, article: Article) -> str:
    """How a document differs from the one that an article was made of."""
    origin = article.origin
    message = (
        f"{document.name} has the name of the source of {article.id} and another text: SHA-256 {extracted[:12]}…, "
        f"expected {origin.extracted_sha256[:12]}…"
    )
    if document.reader != origin.reader:
        message += (
            f"; read with {document.reader.name} {document.reader.version}, "
            f"the source with {origin.reader.name} {origin.reader.version}"
        )
    return message


def _at_hand(corpus: Corpus, article: Article) -> bool:
    """Whether the right text is there; a wrong one is made again."""
    path = corpus.text_path(article)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == article.text.sha256


def _missing(article: Article) -> Missing:
    return Missing(article.id, article.title, article.origin.obtain or article.url or "its publisher")


def _basename(name: str) -> str:
    return name.rsplit("/", 1)[-1]
