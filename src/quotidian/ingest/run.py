"""Ingest: raw sources become articles of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from quotidian.errors import IngestError
from quotidian.ingest.article import Made, make_article
from quotidian.ingest.document import Document
from quotidian.ingest.known import Known, refuse_known
from quotidian.ingest.readers import read
from quotidian.ingest.reasons import SKIPPED
from quotidian.ingest.report import IngestReport, Outcome, Removed
from quotidian.ingest.settings import FileMetadata, IngestSettings
from quotidian.ingest.sources import SourceFile, count, expand
from quotidian.store import Corpus

# Told after each file: how many are done, and how many there are.
Progress = Callable[[int, int], None]
Observe = Callable[[Outcome], None]

UNWRITABLE = "unwritable"


def ingest(
    corpus: Corpus,
    sources: Iterable[Path],
    *,
    settings: IngestSettings,
    metadata: Mapping[str, FileMetadata] | None = None,
    metadata_file: Path | None = None,
    progress: Progress | None = None,
    observe: Observe | None = None,
) -> IngestReport:
    """Take the articles in files and folders into a corpus, one at a time; what fails is reported and the rest goes on.

    Args:
        corpus: the corpus.
        sources: files (text, HTML, CoNLL-U) and folders of them.
        settings: what holds for all of them.
        metadata: what is said of single files, by their name; it goes before ``settings``.
        metadata_file: where they are from: in a folder of sources it is neither one nor worth a report.
        progress: told after each file.
        observe: told each outcome as it comes.

    Returns:
        What was added, unchanged, refused and skipped. A disk that can't be written to ends the run early; all that
        was added before is whole.

    Raises:
        MissingExtraError: the extra ``ingest`` is not installed.
        InputError: the corpus itself is damaged.
    """
    sources = list(sources)
    known = Known(corpus)
    report = IngestReport()
    rows = _Rows(metadata or {})
    total = count(sources) if progress is not None else 0
    for done, source in enumerate(expand(sources), start=1):
        metadata_itself = source.skip is not None and metadata_file is not None and _same(source.path, metadata_file)
        for outcome in () if metadata_itself else _outcomes(corpus, source, settings, rows, known):
            report.count(outcome)
            if observe is not None:
                observe(outcome)
            if outcome.reason == UNWRITABLE:  # the next one would fail as well
                report.stopped = outcome.message
                return report
        if progress is not None:
            progress(done, total)
    report.unused = rows.unused()
    return report


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one place."""
    return one.resolve() == other.resolve()


class _Rows:
    """Metadata rows by name, and which of them were used."""

    def __init__(self, rows: Mapping[str, FileMetadata]) -> None:
        self._rows = rows
        self._used: set[str] = set()

    def of(self, source: SourceFile, document: Document) -> FileMetadata | None:
        """The row of a document: by its own name, or its file's."""
        for name in (document.name, source.name, source.path.name):
            if name in self._rows:
                self._used.add(name)
                return self._rows[name]
        return None

    def use(self, source: SourceFile) -> None:
        """Mark the row of a source that was refused before its documents were known."""
        self._used |= {source.name, source.path.name} & self._rows.keys()

    def unused(self) -> list[str]:
        """Names that no source answered to, in the order of the file."""
        return [name for name in self._rows if name not in self._used]


def _outcomes(
    corpus: Corpus, source: SourceFile, settings: IngestSettings, rows: _Rows, known: Known
) -> Iterator[Outcome]:
    """What becomes of each document of a file."""
    if source.skip is not None:
        yield Outcome(source=str(source.path), status="skipped", reason=source.skip, message=SKIPPED[source.skip])
        return
    try:
        for document in read(source):
            yield _outcome(corpus, source, document, settings.refined(rows.of(source, document)), known)
    except IngestError as error:
        rows.use(source)
        yield _refused(str(source.path), error)


def _outcome(corpus: Corpus, source: SourceFile, document: Document, settings: IngestSettings, known: Known) -> Outcome:
    """What becomes of one document."""
    path = str(source.path) if document.name == source.name else f"{source.path}#{document.name}"
    try:
        made = make_article(document, settings, known, path)
        existing = refuse_known(made.article, made.text, known, split_given=settings.split is not None, path=path)
        if existing is not None:
            return Outcome(source=path, status="unchanged", article=existing.id)
        _keep(corpus, made)
    except IngestError as error:
        return _refused(path, error)
    known.add(made.article, made.text)
    removed = tuple(Removed(r.rule, document.text[r.start : r.end]) for r in made.removed)
    return Outcome(source=path, status="added", article=made.article.id, removed=removed)


def _refused(path: str, error: IngestError) -> Outcome:
    return Outcome(source=path, status="refused", reason=error.reason, message=str(error), twin=error.twin)


def _keep(corpus: Corpus, made: Made) -> None:
    """Write an article whole or not at all."""
    text_path = corpus.text_path(made.article)
    had_text = text_path.exists()
    try:
        corpus.save_article(made.article, made.text)
    except OSError as error:
        if not had_text:
            text_path.unlink(missing_ok=True)
        where = error.filename or text_path
        raise IngestError(f"can't be written: {error.strerror or error}", reason=UNWRITABLE, path=where) from error
