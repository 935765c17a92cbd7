"""Which parts of a corpus a list of files and folders names, and what has to be checked along with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quotidian.checks.places import place_of
from quotidian.errors import InputError
from quotidian.store import ANNOTATIONS, ARTICLES, HYDRATED, INFO, ONTOLOGY, TEXTS, Corpus


@dataclass(kw_only=True, slots=True)
class Selection:
    """What to check.

    A file is checked together with what is checked against it: an article or text with all annotations of the article,
    the ontology with all annotations.

    Attributes:
        info, ontology, annotators: whether the corpus' description, the ontology and the list of annotators are in it.
        all_articles: whether all articles are, with their texts and annotations.
        articles: else the ids of those that are.
        all_annotations: whether the annotations of all annotators are.
        annotated_by: else the annotators whose annotations all are.
        annotations: else single ones, as annotator and article.
        folders: folders to look through for files that belong to nothing.
        others: files that are no record of the corpus.
    """

    info: bool = False
    ontology: bool = False
    annotators: bool = False
    all_articles: bool = False
    articles: set[str] = field(default_factory=set)
    all_annotations: bool = False
    annotated_by: set[str] = field(default_factory=set)
    annotations: set[tuple[str, str]] = field(default_factory=set)
    folders: list[Path] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def select(corpus: Corpus, paths: Iterable[Path] | None) -> Selection:
    """What a list of paths selects; None selects all.

    Raises:
        InputError: a path does not exist.
    """
    selection = Selection()
    for path in paths if paths is not None else (corpus.root,):
        if not path.exists() and not path.is_symlink():
            raise InputError("no such file or folder", path=path)
        if path.is_dir() and not _is_record(corpus, path):
            _add_folder(corpus, selection, path)
        else:
            _add_file(corpus, selection, path)
    return selection


def _is_record(corpus: Corpus, folder: Path) -> bool:
    """Whether a folder stands where a file should."""
    return place_of(corpus.root.resolve(), folder.resolve()).kind in ("article", "text", "hydrated", "annotation")


def _add_folder(corpus: Corpus, selection: Selection, folder: Path) -> None:
    root, given = corpus.root.resolve(), folder.resolve()
    if given != root and root not in given.parents and given not in root.parents:
        selection.others += _files_below(folder)
        return
    inside = [part for part in (INFO, ONTOLOGY, ARTICLES, TEXTS, HYDRATED, ANNOTATIONS) if _covers(given, root / part)]
    selection.info |= INFO in inside
    selection.ontology |= ONTOLOGY in inside
    selection.annotators |= ANNOTATIONS in inside
    selection.all_articles |= ARTICLES in inside
    selection.all_annotations |= ANNOTATIONS in inside or ONTOLOGY in inside
    for part in (ARTICLES, TEXTS, HYDRATED):
        if part in inside:
            selection.folders.append(corpus.root / part)
            if part != ARTICLES and ARTICLES not in inside:
                selection.articles.update(entry.stem for entry in (corpus.root / part).glob("*.txt"))
    annotations = root / ANNOTATIONS
    for annotator in corpus.annotators():
        if _covers(given, annotations / annotator):
            selection.folders.append(corpus.root / ANNOTATIONS / annotator)
            selection.annotated_by.add(annotator)
    known = (root / ARTICLES, root / TEXTS, root / HYDRATED, annotations)
    if not inside and not any(given == one or one in given.parents for one in known):
        selection.others += _files_below(folder)


def _covers(folder: Path, part: Path) -> bool:
    return part == folder or folder in part.parents


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _add_file(corpus: Corpus, selection: Selection, path: Path) -> None:
    # The folder is resolved and the file is not: a link that leads nowhere is a fault of the file.
    place = place_of(corpus.root.resolve(), path.parent.resolve() / path.name)
    match place.kind:
        case "corpus":
            selection.info = True
        case "ontology":
            selection.ontology = selection.all_annotations = True
        case "annotators":
            selection.annotators = True
        case "article" | "text" | "hydrated":
            assert place.article is not None  # such places have one
            selection.articles.add(place.article)
        case "annotation":
            assert place.article is not None  # such places have both
            assert place.annotator is not None
            selection.annotations.add((place.annotator, place.article))
        case _:
            selection.others.append(path)
