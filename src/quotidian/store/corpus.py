"""A corpus in a folder: which file is where, what there is, reading it and keeping it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from quotidian.errors import ArticleNotFoundError, CorpusNotFoundError, InputError, TextMissingError
from quotidian.ids import is_article_id
from quotidian.model import GOLD, Annotation, Annotator, AnnotatorList, Article, CorpusInfo
from quotidian.ontology import Ontology, load_ontology
from quotidian.schemas import require
from quotidian.store.form import to_json
from quotidian.store.reading import read_record, read_text
from quotidian.store.writing import write_all_atomic, write_atomic

INFO = Path("corpus/corpus.json")
ONTOLOGY = Path("schema/ontology.json")
ARTICLES = Path("corpus/articles")
TEXTS = Path("corpus/texts")
HYDRATED = Path("corpus/hydrated")
ANNOTATIONS = Path("annotations")
ANNOTATORS = Path("annotations/annotators.json")
RELEASES = Path("dist")


class Corpus:
    """A corpus in a folder: ``corpus/``, ``schema/ontology.json`` and ``annotations/``.

    Args:
        root: its folder.

    Raises:
        CorpusNotFoundError: the folder holds no corpus.
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        if not (self.root / INFO).is_file() or not (self.root / ONTOLOGY).is_file():
            raise CorpusNotFoundError(self.root)

    def __repr__(self) -> str:
        return f"Corpus({str(self.root)!r})"

    @classmethod
    def find(cls, start: Path | str | None = None) -> Corpus:
        """The nearest corpus at or above a folder (by default the current one).

        Raises:
            CorpusNotFoundError: there is none.
        """
        begin = Path(start) if start is not None else Path.cwd()
        for folder in (begin, *begin.resolve().parents):
            if (folder / INFO).is_file() and (folder / ONTOLOGY).is_file():
                return cls(folder)
        raise CorpusNotFoundError(begin)

    # What it is

    @cached_property
    def info(self) -> CorpusInfo:
        """Name, version and rights of the corpus.

        Raises:
            InputError: the file is damaged, or not what its schema asks for: name and version become names of folders.
        """
        path = self.root / INFO
        info = read_record(path, CorpusInfo)
        require("corpus", info.to_dict(), what="CorpusInfo", path=path)
        return info

    @cached_property
    def ontology(self) -> Ontology:
        """The labels of the corpus."""
        return load_ontology(self.root / ONTOLOGY)

    # Where things are

    def article_path(self, article: str) -> Path:
        """Where the metadata of an article is."""
        return self.root.joinpath(ARTICLES, f"{article}.json")

    def text_path(self, article: Article) -> Path:
        """Where the text of an article is: in the repository, or among the hydrated ones."""
        return self.root / (HYDRATED if article.standoff else TEXTS) / f"{article.id}.txt"

    def annotation_path(self, annotator: str, article: str) -> Path:
        """Where one annotator's annotation of an article is."""
        return self.root.joinpath(ANNOTATIONS, annotator, f"{article}.json")

    @property
    def releases(self) -> Path:
        """Where releases are built by default."""
        return self.root / RELEASES

    # What is there

    def article_ids(self) -> list[str]:
        """Ids of all articles, sorted."""
        return _stems(self.root / ARTICLES)

    def annotators(self) -> list[str]:
        """Names of all annotators with a folder, sorted; ``gold`` is one of them."""
        folder = self.root / ANNOTATIONS
        if not folder.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and not entry.name.startswith("."))

    def annotated_ids(self, annotator: str = GOLD) -> list[str]:
        """Ids of the articles that an annotator annotated, sorted."""
        return _stems(self.root / ANNOTATIONS / annotator)

    def annotator_list(self) -> tuple[Annotator, ...]:
        """Who the annotators are, as ``annotations/annotators.json`` tells; none if there is no such file.

        Raises:
            InputError: the file is damaged.
        """
        path = self.root / ANNOTATORS
        return read_record(path, AnnotatorList).annotators if path.is_file() else ()

    # Reading

    def article(self, article: str) -> Article:
        """The metadata of an article.

        Raises:
            ArticleNotFoundError: the corpus does not hold it.
            InputError: its file is damaged, or no file but a folder or a link that leads nowhere.
        """
        path = self.article_path(article)
        if is_article_id(article):
            try:
                return read_record(path, Article)
            except InputError:
                if os.path.lexists(path):
                    raise
        nearest = difflib.get_close_matches(article, self.article_ids(), n=3)
        raise ArticleNotFoundError(article, tuple(nearest))

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """The metadata of articles, by default of all in the order of their ids; one at a time in memory."""
        for one in self.article_ids() if ids is None else ids:
            yield self.article(one)

    def has_text(self, article: Article) -> bool:
        """Whether the text is on this machine (it may still not be the right one)."""
        return self.text_path(article).is_file()

    def text(self, article: Article | str) -> str:
        """The text of an article, as its metadata describe it.

        Raises:
            TextMissingError: it is stand-off and was not hydrated.
            InputError: the file is missing, not UTF-8, or not the text whose hash the metadata hold.
        """
        if isinstance(article, str):
            article = self.article(article)
        path = self.text_path(article)
        try:
            return read_text(path, article)
        except FileNotFoundError:
            if article.standoff:
                where = article.origin.obtain or article.url or "its publisher"
                raise TextMissingError(article.id, where) from None
            raise InputError("no text", path=path, expected="the text of the article", mend="restore it") from None

    def annotation(self, article: str, annotator: str = GOLD) -> Annotation:
        """One annotator's annotation of an article, by default the gold one.

        Raises:
            ArticleNotFoundError: this annotator did not annotate it.
            InputError: the file is damaged.
        """
        path = self.annotation_path(annotator, article)
        if not path.is_file():
            nearest = difflib.get_close_matches(article, self.annotated_ids(annotator), n=3)
            raise ArticleNotFoundError(f"{annotator}/{article}", tuple(nearest))
        return read_record(path, Annotation)

    # Writing

    def save_article(self, article: Article, text: str | None) -> None:
        """Keep an article: its text first, so that metadata never stand without it.

        ``text`` is None for metadata of a stand-off article only; a stand-off text goes to the hydrated ones.
        """
        if text is not None:
            self.save_text(article, text)
        write_atomic(self.article_path(article.id), to_json(article))

    def save_text(self, article: Article, text: str) -> None:
        """Keep the text of an article where it belongs."""
        write_atomic(self.text_path(article), text.encode())

    def save_annotation(self, annotation: Annotation) -> Path:
        """Keep an annotation under its annotator's name; returns where."""
        return self.save_annotations([annotation])[0]

    def save_annotations(self, annotations: Iterable[Annotation]) -> list[Path]:
        """Keep several annotations, each under its annotator's name; returns where."""
        files = [(self.annotation_path(one.annotator, one.article), to_json(one)) for one in annotations]
        write_all_atomic(files)
        return [path for path, _ in files]


def _stems(folder: Path) -> list[str]:
    """Names of the JSON files in a folder without their ending, sorted; none if there is no folder."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(e.name[:-5] for e in entries if e.name.endswith(".json") and not e.name.startswith("."))
