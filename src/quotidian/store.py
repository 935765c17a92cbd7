"""A corpus on disk: which file is where, reading it, and writing it whole or not at all.

The only file access of the stages. A file is written under a temporary name beside its place, flushed to the disk, and
then renamed onto it: a crash leaves the old file or the new one.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from quotidian.errors import ArticleNotFoundError, CorpusNotFoundError, InputError, TextMissingError
from quotidian.ids import is_article_id
from quotidian.model import GOLD, Annotation, Annotator, AnnotatorList, Article, CorpusInfo
from quotidian.ontology import Ontology, load_ontology
from quotidian.record import Record
from quotidian.schemas import require
from quotidian.text import digest

INFO = Path("corpus/corpus.json")
ONTOLOGY = Path("schema/ontology.json")
ARTICLES = Path("corpus/articles")
TEXTS = Path("corpus/texts")
HYDRATED = Path("corpus/hydrated")
ANNOTATIONS = Path("annotations")
ANNOTATORS = Path("annotations/annotators.json")
RELEASES = Path("dist")

# So many files are flushed to the disk together, at most.
TOGETHER = 100
# From so many on, the whole disk is flushed first.
MANY = 10

R = TypeVar("R", bound=Record)


def write_atomic(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole: temporary file in the same folder, fsync, rename. Folders above are made.

    A file that holds these bytes already is not touched. ``mode`` is who may read it; nobody else ever could.
    """
    write_all_atomic([(path, data)], mode=mode)


def write_all_atomic(files: Iterable[tuple[Path, bytes]], *, mode: int = 0o644) -> None:
    """Write several files, each of them whole as :func:`write_atomic` does; each folder is flushed once, at the end.

    Some files at a time are written under temporary names, flushed to the disk together, and then renamed: the disk is
    waited for once for all of them. When this returns, all are on the disk.
    """
    changed: set[str] = set()
    rest = iter(files)
    try:
        while some := list(islice(rest, TOGETHER)):
            _write_whole([(str(path), data) for path, data in some if not _holds(path, data)], mode, changed)
    finally:
        for folder in changed:
            _sync_folder(folder)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds these bytes already."""
    return os.path.isfile(path) and path.read_bytes() == data  # noqa: PTH113 - three times as fast


def _write_whole(files: Iterable[tuple[str, bytes]], mode: int, changed: set[str]) -> None:
    """Write files by way of temporary ones, flushed to the disk before they take the places.

    ``changed`` gets each folder once a file in it was renamed: one that can't be written to has nothing to flush.
    """
    ending = f".{os.urandom(4).hex()}.part"
    written: dict[str, tuple[str, int]] = {}  # place and descriptor of each temporary file
    place = ""
    try:
        for place, data in files:
            folder, name = os.path.split(place)
            temporary = os.path.join(folder, f".{name}{ending}")  # noqa: PTH118 - four times as fast
            descriptor = _create(temporary, folder)
            written[temporary] = place, descriptor
            os.fchmod(descriptor, mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        if len(written) >= MANY:
            _flush_all(descriptor)
        for place, descriptor in written.values():  # noqa: B007 - told below
            os.fsync(descriptor)
        for temporary in list(written):
            place, descriptor = written[temporary]
            os.replace(temporary, place)  # noqa: PTH105 - twice as fast
            del written[temporary]
            os.close(descriptor)
            changed.add(os.path.dirname(place) or os.curdir)  # noqa: PTH120 - three times as fast
    except BaseException as error:
        for temporary, (_, descriptor) in written.items():
            os.close(descriptor)
            os.unlink(temporary)  # noqa: PTH108 - as above
        if isinstance(error, OSError) and error.filename is None:
            error.filename = place  # a full disk does not tell
        raise


def _flush_all(descriptor: int) -> None:
    """Flush all that is on the disk of a file at once, where the system can; errors show when each file is flushed.

    Of many files that is several times as fast as flushing one after the other, each with a journal entry of its own.
    """
    import ctypes

    flush = getattr(ctypes.CDLL(None), "syncfs", None)
    if flush is not None:
        flush(descriptor)


def _create(name: str, folder: str) -> int:
    """Open a new file that nobody else may read; its folder is made if there is none."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        return os.open(name, flags, 0o600)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above
        return os.open(name, flags, 0o600)


def _sync_folder(folder: str) -> None:
    """Make a rename in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_json(document: Record) -> bytes:
    """A document as it is kept on disk: a line for each field and each item of a list, so that diffs are short."""
    fields = msgspec.json.decode(msgspec.json.encode(document), type=dict[str, msgspec.Raw])
    lines = []
    for key, value in fields.items():
        shown = _one_line(value)
        if shown.startswith(b"[") and shown != b"[]":
            items = _items(shown, len(getattr(document, key))) or [_one_line(item) for item in _raw_items(value)]
            shown = b"[\n    " + b",\n    ".join(items) + b"\n  ]"
        lines.append(b"  " + msgspec.json.encode(key) + b": " + shown)
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _items(shown: bytes, count: int) -> list[bytes] | None:
    """The items of a list of records that is shown on one line; None if they can't be told from what is inside them.

    All begin with the same key, and nothing inside them does in any of our lists; cutting there is much faster than
    showing each item by itself. What stands between two, ``, {"id": ``, is in no string: there it would be escaped.
    """
    end = shown.find(b": ") + 2
    begin = shown[1:end]
    if not begin.startswith(b'{"'):
        return None
    items = shown[end:-1].split(b", " + begin)
    return [begin + item for item in items] if len(items) == count else None


def _raw_items(value: msgspec.Raw) -> list[msgspec.Raw]:
    return msgspec.json.decode(value, type=list[msgspec.Raw])


def _one_line(value: msgspec.Raw) -> bytes:
    """JSON on one line, with a space after each comma and colon."""
    return msgspec.json.format(bytes(value), indent=0)


def read_record(path: Path, kind: type[R]) -> R:
    """Read one JSON document.

    Raises:
        InputError: it can't be read, or is not one of this kind; names the file.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - read_bytes takes twice as long
            return kind.from_json(file.readall())
    except InputError as error:
        raise InputError(error.problem, path=path, mend="run 'quotidian validate' for all its findings") from None
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=path) from None


def read_text(path: Path, article: Article) -> str:
    """The text of an article, from a file that must hold it and no other.

    Raises:
        FileNotFoundError: there is no such file.
        InputError: it is not UTF-8, or not the text whose hash the metadata hold.
    """
    mend = "run 'quotidian hydrate' again" if article.standoff else "restore the file"
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", path=path, mend=mend) from None
    found = digest(text)
    if found != article.text:
        raise InputError(
            "not the text of this article",
            path=path,
            found=found.sha256[:12],
            expected=f"SHA-256 {article.text.sha256[:12]}…",
            mend=mend,
        )
    return text


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
