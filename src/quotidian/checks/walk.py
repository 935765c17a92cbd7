"""Goes through a corpus, one file at a time, and has each one checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from quotidian.checks import files, ontology_file, schema
from quotidian.checks import format as format_level
from quotidian.checks import text as text_level
from quotidian.checks.check import Check
from quotidian.checks.finding import Finding
from quotidian.checks.reading import Reader
from quotidian.checks.runner import check_annotation_document, check_document, check_format
from quotidian.checks.selection import Selection
from quotidian.checks.source import Source
from quotidian.checks.subjects import (
    ArticleFile,
    Document,
    File,
    Filed,
    Folders,
    OntologyFile,
    Stray,
    TextFile,
    TextPlace,
    Twins,
)
from quotidian.checks.twins import TwinIndex
from quotidian.ids import is_annotator_id
from quotidian.model import (
    ANNOTATION_SCHEMA,
    ANNOTATORS_SCHEMA,
    ARTICLE_SCHEMA,
    CORPUS_SCHEMA,
    AnnotatorList,
    Article,
    CorpusInfo,
)
from quotidian.ontology import ONTOLOGY_SCHEMA, Ontology
from quotidian.record import Record
from quotidian.schemas import SchemaName
from quotidian.store import ANNOTATORS, INFO, ONTOLOGY, Corpus
from quotidian.text import digest

R = TypeVar("R", bound=Record)

Progress = Callable[[int, int], None]
"""Told how many articles are done, and of how many."""

Findings = Generator[Finding, None, None]


class Walk:
    """A way through what was selected of a corpus.

    One file is held at a time. ``counts`` says how many articles, texts and annotations were met so far, and how many
    articles had no text at hand.
    """

    def __init__(
        self, corpus: Corpus, selection: Selection, only: frozenset[str] | None, progress: Progress | None
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._corpus = corpus
        self._selection = selection
        self._only = only
        self._progress = progress
        self._reader = Reader(corpus)
        self._annotators = corpus.annotators()
        self._ontology: Ontology | None = None

    def findings(self) -> Findings:
        """All findings, in the order of the way: the corpus, its articles, other annotations, other files."""
        yield from self._documents(self._selection)
        yield from self._articles(self._selection)
        yield from self._annotations(self._selection)
        for folder in self._selection.folders:
            for path in self._reader.strange(folder):
                yield from self._strange(path)
        for path in self._selection.others:
            yield from self._other(path)

    def _source(self, file: File) -> Source:
        return Source(file.place.file, file.data, file.place.article, file.place.annotator, only=self._only)

    # Documents of the corpus as a whole

    def _documents(self, selection: Selection) -> Findings:
        if selection.info:
            yield from self._document(INFO, "corpus", CorpusInfo)
        self._ontology = self._reader.record(self._corpus.root / ONTOLOGY, Ontology)
        # Without it much can't be checked, so that is said even if only other files were named.
        if selection.ontology or self._ontology is None:
            yield from self._ontology_document(ONTOLOGY)
        if selection.annotators:
            yield from self._annotator_list(ANNOTATORS)

    def _document(self, path: Path, schema_name: SchemaName, kind: type[R]) -> Generator[Finding, None, R | None]:
        file = self._reader.other(self._corpus.root / path)
        if file is None:
            return None
        source = self._source(file)
        value = yield from check_format(source, file)
        return (yield from check_document(source, Document(file.place, value, schema_name), kind))

    def _ontology_document(self, path: Path) -> Findings:
        ontology = yield from self._document(path, "ontology", Ontology)
        file = self._reader.other(self._corpus.root / path)
        if ontology is not None and file is not None:
            yield from self._source(file).findings(ontology_file.CHECKS, OntologyFile(ontology))

    def _annotator_list(self, path: Path) -> Findings:
        listed = yield from self._document(path, "annotators", AnnotatorList)
        file = self._reader.other(self._corpus.root / path)
        if listed is not None and file is not None:
            names = frozenset(annotator.id for annotator in listed.annotators)
            yield from self._source(file).findings(files.FOLDER_CHECKS, Folders(tuple(self._annotators), names))

    # Articles with their texts and annotations

    def _articles(self, selection: Selection) -> Findings:
        if not selection.all_articles and not selection.articles:
            return
        ids = self._corpus.article_ids()
        chosen = ids if selection.all_articles else sorted(selection.articles)
        twins = TwinIndex()
        for number, article_id in enumerate(chosen):
            article = yield from self._article(article_id)
            if selection.all_articles and article is not None and article.id == article_id:
                twins.add(number, article)
            if self._progress is not None:
                self._progress(number + 1, len(chosen))
        if not selection.all_articles:
            self._add_all(twins, ids)
        yield from self._same(twins, ids, selection)

    def _article(self, article_id: str) -> Generator[Finding, None, Article | None]:
        """One article: its metadata, its text, and all annotations of it."""
        article, text = yield from self._metadata_and_text(article_id)
        for annotator in self._annotators:
            file = self._reader.annotation(annotator, article_id)
            if file is not None:
                yield from self._annotation(file, article, text)
        return article

    def _metadata_and_text(self, article_id: str) -> Generator[Finding, None, tuple[Article | None, str | None]]:
        metadata, in_repository = self._reader.article(article_id), self._reader.text(article_id)
        article = None
        if metadata is not None:
            article = yield from self._metadata(metadata, has_text=in_repository is not None)
        if in_repository is not None:
            place = TextPlace(in_repository.place, metadata is not None, article)
            yield from self._source(in_repository).findings(files.PLACE_CHECKS, place)
        standoff = article is not None and article.standoff
        file = self._reader.hydrated(article_id) if standoff else in_repository
        text = (yield from self._text(file, article)) if file is not None else None
        if article is None:
            return None, None
        if text is None or digest(text) != article.text:
            self.counts["without text"] += 1
            text = None
        return article, text

    def _metadata(self, file: File, *, has_text: bool) -> Generator[Finding, None, Article | None]:
        self.counts["article"] += 1
        source = self._source(file)
        value = yield from check_format(source, file)
        article = yield from check_document(source, Document(file.place, value, "article"), Article)
        if article is not None:
            yield from source.findings(files.FILED_CHECKS, Filed(file.place, article.id, None, article_known=True))
            yield from source.findings(files.ARTICLE_CHECKS, ArticleFile(article, has_text))
        return article

    def _text(self, file: File, article: Article | None) -> Generator[Finding, None, str | None]:
        """The findings of a text; returns it if it can be read."""
        self.counts["text"] += 1
        source = Source(file.place.file, None, file.place.article, only=self._only)
        text = format_level.read_text(file)
        if text is None or text.startswith("\ufeff"):
            yield from source.findings(format_level.CHECKS, file)
        if text is None:
            return None
        if not text_level.is_canonical(text):
            yield from source.findings(text_level.FORM_CHECKS, TextFile(text, article))
        yield from source.findings(text_level.HASH_CHECKS, TextFile(text, article))
        return text

    # Annotations

    def _annotations(self, selection: Selection) -> Findings:
        """Annotations whose article was not checked along with them."""
        whole = self._annotators if selection.all_annotations else sorted(selection.annotated_by)
        for annotator in whole:
            waiting = (one for one in self._reader.annotated(annotator) if not self._is_done(one, selection))
            for article_id in sorted(waiting):
                yield from self._single(annotator, article_id)
        for annotator, article_id in sorted(selection.annotations):
            if annotator not in whole and not self._is_done(article_id, selection):
                yield from self._single(annotator, article_id)

    def _is_done(self, article_id: str, selection: Selection) -> bool:
        """Whether the annotations of an article were checked along with it."""
        return self._reader.has_article(article_id) if selection.all_articles else article_id in selection.articles

    def _single(self, annotator: str, article_id: str) -> Findings:
        file = self._reader.annotation(annotator, article_id)
        if file is not None:
            yield from self._annotation(file, *self._reader.article_and_text(article_id))

    def _annotation(self, file: File, article: Article | None, text: str | None) -> Findings:
        """One annotation; ``article`` is the one of the file's name, which may not be the one that it names."""
        self.counts["annotation"] += 1
        source = self._source(file)
        value = yield from check_format(source, file)
        named = value.get("article") if isinstance(value, dict) else None
        if isinstance(named, str):
            if article is None or named != article.id:
                article, text = self._reader.article_and_text(named)
            known = article is not None or self._reader.has_article(named)
            annotator = value.get("annotator")
            missing = self._missing_annotators(value, named) if known else ()
            filed = Filed(file.place, named, annotator if isinstance(annotator, str) else None, known, missing)
            yield from source.findings(files.FILED_CHECKS, filed)
        document = Document(file.place, value, "annotation", secret=article is None or article.standoff)
        yield from check_annotation_document(source, document, article, text, self._ontology)

    def _missing_annotators(self, value: dict[str, Any], article_id: str) -> tuple[str, ...]:
        """Annotators that an annotation was decided between and who have no annotation of its article."""
        provenance = value.get("provenance")
        names = provenance.get("adjudicated_from") if isinstance(provenance, dict) else None
        return tuple(
            name
            for name in (names if isinstance(names, list) else ())
            if isinstance(name, str) and is_annotator_id(name) and not self._reader.has_annotation(name, article_id)
        )

    # What concerns several files, or none

    def _add_all(self, twins: TwinIndex, ids: Sequence[str]) -> None:
        """Adds all articles of the corpus, for the ones that were named may have their twins among the others."""
        for number, one in enumerate(ids):
            article = self._reader.article_record(one)
            if article is not None:
                twins.add(number, article)

    def _same(self, twins: TwinIndex, ids: Sequence[str], selection: Selection) -> Findings:
        """Articles that share a text, or a story and not its split."""
        for check, groups in ((files.same_text, twins.texts()), (files.story_split, twins.stories())):
            for first, *others in groups:
                for other in others:
                    yield from self._pair(check, ids[first], ids[other], selection)

    def _pair(self, check: Check[Twins], first: str, second: str, selection: Selection) -> Findings:
        """The findings of two articles that may be twins: at the later one, or at the one that was asked for."""
        if not selection.all_articles and second not in selection.articles:
            first, second = second, first
        twins = self._reader.article_record(first), self._reader.article_record(second)
        file = self._reader.article(second)
        if (selection.all_articles or second in selection.articles) and file and twins[0] and twins[1]:
            yield from self._source(file).findings((check,), Twins(twins[0], twins[1]))

    def _strange(self, path: Path) -> Findings:
        """A file in a folder of records that is no record of it."""
        file = self._reader.other(path)
        if file is None or file.place.article in self._selection.articles:
            return
        if file.place.kind == "text":
            yield from self._source(file).findings(files.PLACE_CHECKS, TextPlace(file.place, False, None))
        yield from self._source(file).findings(format_level.PLACE_CHECKS, file)

    def _other(self, path: Path) -> Findings:
        """A file that is no record of the corpus: checked as what it says it is."""
        file = self._reader.other(path)
        if file is None:
            return
        if file.place.kind in ("leftover", "unknown"):
            yield from self._source(file).findings(format_level.PLACE_CHECKS, file)
        elif path.suffix == ".txt" and file.place.kind == "stray":
            yield from self._text(file, None)
        elif path.suffix == ".json":
            yield from self._by_schema(path, file)

    def _by_schema(self, path: Path, file: File) -> Findings:
        value = format_level.last_value(file.data)
        named = value.get("schema") if isinstance(value, dict) else None
        if named == ANNOTATION_SCHEMA:
            yield from self._annotation(file, None, None)
        elif named == ARTICLE_SCHEMA:
            yield from self._metadata(file, has_text=True)
        elif named == CORPUS_SCHEMA:
            yield from self._document(path.absolute(), "corpus", CorpusInfo)
        elif named == ONTOLOGY_SCHEMA:
            yield from self._ontology_document(path.absolute())
        elif named == ANNOTATORS_SCHEMA:
            yield from self._document(path.absolute(), "annotators", AnnotatorList)
        else:
            yield from check_format(self._source(file), file)
            if file.place.kind == "stray" and value is not format_level.NO_VALUE:
                yield from self._source(file).findings(schema.STRAY_CHECKS, Stray(named))
