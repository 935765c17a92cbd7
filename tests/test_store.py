"""A corpus is found, read and written whole or not at all."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian import schemas
from quotidian.errors import ArticleNotFoundError, CorpusNotFoundError, InputError, TextMissingError
from quotidian.init import init
from quotidian.model import Annotation, Article, Entity, Event, Mention, Quote, Span
from quotidian.record import Record
from quotidian.store import TOGETHER, Corpus, to_json, write_all_atomic, write_atomic
from quotidian.text import digest

TEXT = "“The line is safe,” Mira Holt said.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return init(tmp_path / "corpus-home", name="small")


@pytest.fixture
def article() -> Article:
    return msgspec.structs.replace(Article.from_dict(schemas.schema("article")["examples"][0]), text=digest(TEXT))


@pytest.fixture
def standoff() -> Article:
    return msgspec.structs.replace(Article.from_dict(schemas.schema("article")["examples"][1]), text=digest(TEXT))


def test_the_nearest_corpus_upward_is_found(corpus: Corpus, tmp_path: Path) -> None:
    deep = corpus.root / "annotations" / "gold" / "deep"
    deep.mkdir(parents=True)
    assert Corpus.find(deep).root == corpus.root.resolve()
    with pytest.raises(CorpusNotFoundError) as caught:
        Corpus.find(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no corpus here or in a folder above: a corpus has corpus/corpus.json and "
        "schema/ontology.json; make one with 'quotidian init DIR' or name one with --corpus DIR"
    )


def test_an_article_and_its_text_come_back_as_they_were(corpus: Corpus, article: Article) -> None:
    corpus.save_article(article, TEXT)
    assert corpus.article_ids() == [article.id]
    assert list(corpus.articles()) == [article]
    assert corpus.text(article.id) == TEXT
    assert corpus.text_path(article) == corpus.root / "corpus" / "texts" / f"{article.id}.txt"


def test_a_standoff_text_stays_out_of_the_repository(corpus: Corpus, standoff: Article) -> None:
    corpus.save_article(standoff, None)
    assert not corpus.has_text(standoff)
    with pytest.raises(TextMissingError) as caught:
        corpus.text(standoff)
    assert str(caught.value) == (
        "the text of city-desk-undated-council-meets is not in the repository (stand-off): get it from its "
        "publisher, then run 'quotidian hydrate FROM...'"
    )
    corpus.save_text(standoff, TEXT)
    assert corpus.text(standoff) == TEXT
    ignored = (corpus.root / ".gitignore").read_text()
    assert "/corpus/hydrated/" in ignored
    assert corpus.text_path(standoff).parent == corpus.root / "corpus" / "hydrated"


def test_a_text_that_is_not_the_articles_is_refused(corpus: Corpus, article: Article) -> None:
    corpus.save_article(article, TEXT)
    path = corpus.text_path(article)
    path.write_text("Something else.\n")
    with pytest.raises(InputError) as caught:
        corpus.text(article)
    assert str(caught.value) == (
        f"{path}: not the text of this article: found '{digest('Something else.' + chr(10)).sha256[:12]}', "
        f"expected SHA-256 {article.text.sha256[:12]}…; restore the file"
    )
    wrong = msgspec.structs.replace(article, text=msgspec.structs.replace(article.text, length=7))
    path.write_text(TEXT)
    with pytest.raises(InputError) as caught:
        corpus.text(wrong)
    assert str(caught.value) == (
        f"{path}: not the text of this article: found '{len(TEXT)} characters', expected 7, as its metadata say; "
        "restore the file"
    )
    path.write_bytes(b"caf\xe9\n")
    with pytest.raises(InputError) as caught:
        corpus.text(article)
    assert str(caught.value) == f"{path}: not UTF-8 at byte 3; restore the file"


def test_an_unknown_article_is_refused_with_the_nearest_id(corpus: Corpus, article: Article) -> None:
    corpus.save_article(article, TEXT)
    with pytest.raises(ArticleNotFoundError) as caught:
        corpus.article(article.id[:-1])
    assert str(caught.value) == (f"no article '{article.id[:-1]}' in this corpus; did you mean {article.id}?")


@pytest.mark.parametrize("wanted", ["x" * 5000, "../corpus", "", "a/b", "A-b", "nul\0"])
def test_what_is_no_id_names_no_article(wanted: str, corpus: Corpus) -> None:
    with pytest.raises(ArticleNotFoundError) as caught:
        corpus.article(wanted)
    shown = wanted if len(wanted) < 120 else "x" * 120 + "…"
    assert str(caught.value) == f"no article {shown!r} in this corpus"


def test_a_folder_or_a_link_in_the_place_of_an_article_is_named(corpus: Corpus, article: Article) -> None:
    path = corpus.article_path(article.id)
    path.mkdir(parents=True)
    with pytest.raises(InputError) as caught:
        corpus.article(article.id)
    assert str(caught.value) == f"{path}: can't be read: Is a directory"
    path.rmdir()
    path.symlink_to("nowhere.json")
    with pytest.raises(InputError) as caught:
        corpus.article(article.id)
    assert str(caught.value) == f"{path}: can't be read: No such file or directory"


def test_a_damaged_file_is_named(corpus: Corpus, article: Article) -> None:
    corpus.save_article(article, TEXT)
    corpus.article_path(article.id).write_text("{")
    with pytest.raises(InputError) as caught:
        corpus.article(article.id)
    assert str(caught.value) == (
        f"{corpus.article_path(article.id)}: not a valid Article: Input data was truncated; "
        "run 'quotidian validate' for all its findings"
    )


def test_annotations_are_kept_by_annotator(corpus: Corpus) -> None:
    annotation = Annotation.from_dict(schemas.schema("annotation")["examples"][0])
    path = corpus.save_annotation(annotation)
    assert path == corpus.root / "annotations" / "gold" / f"{annotation.article}.json"
    assert corpus.annotators() == ["gold"]
    assert corpus.annotated_ids() == [annotation.article]
    assert corpus.annotation(annotation.article) == annotation
    with pytest.raises(ArticleNotFoundError, match="no article 'ann-b/"):
        corpus.annotation(annotation.article, "ann-b")


def test_json_has_one_record_a_line(article: Article) -> None:
    annotation = Annotation.from_dict(schemas.schema("annotation")["examples"][0])
    lines = to_json(annotation).decode().splitlines()
    assert (
        '    {"id": "m1", "entity": "holt", "type": "PER", "level": "NAM", "start": 20, "end": 29, "text": "Mira Holt"}'
        in lines
    )
    assert lines[0] == "{"
    assert lines[-1] == "}"
    assert '  "events": [],' in lines
    assert Article.from_json(to_json(article)) == article


def shown_one_by_one(document: Record) -> bytes:
    """The form of a document on disk as it is defined: every item of a list is a line of its own."""
    lines = []
    for key, value in document.to_dict().items():
        shown = msgspec.json.format(msgspec.json.encode(value), indent=0)
        if isinstance(value, list) and value:
            items = [msgspec.json.format(msgspec.json.encode(item), indent=0).decode() for item in value]
            shown = ("[\n    " + ",\n    ".join(items) + "\n  ]").encode()
        lines.append(f'  "{key}": {shown.decode()}')
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


# Words that look like what stands between two items, and spans whose own key begins all of them.
tricky = st.sampled_from(['}, {"id": "', ', {"id": ', '"', "\\", "a\nb", "], [", ""]) | st.text(max_size=3)
spans = st.builds(Span, start=st.integers(0, 9), end=st.integers(0, 9), text=st.none() | tricky)
some_annotations = st.builds(
    Annotation,
    entities=st.lists(st.builds(Entity, id=tricky, type=tricky, name=tricky), max_size=3).map(tuple),
    mentions=st.lists(st.builds(Mention, id=tricky, type=tricky, entity=tricky, text=tricky), max_size=3).map(tuple),
    quotes=st.lists(
        st.builds(Quote, id=tricky, content=st.lists(spans, max_size=3).map(tuple), parent=tricky), max_size=2
    ).map(tuple),
    events=st.lists(st.builds(Event, id=tricky, trigger=spans), max_size=2).map(tuple),
)


@given(some_annotations)
def test_lists_are_cut_where_their_items_end(annotation: Annotation) -> None:
    assert to_json(annotation) == shown_one_by_one(annotation)


class Nested(Record, frozen=True, kw_only=True):
    """An object that may hold objects of its own kind: their ends can't be told apart."""

    id: str
    inside: tuple[Nested, ...] = ()


class Names(Record, frozen=True, kw_only=True):
    """Lists of what is no object, and of objects in objects."""

    names: tuple[str, ...] = ()
    nested: tuple[Nested, ...] = ()


@given(
    st.builds(
        Names,
        names=st.lists(tricky, max_size=3).map(tuple),
        nested=st.lists(
            st.builds(Nested, id=tricky, inside=st.lists(st.builds(Nested, id=tricky), max_size=3).map(tuple)),
            max_size=3,
        ).map(tuple),
    )
)
def test_lists_of_anything_else_have_the_same_form(names: Names) -> None:
    assert to_json(names) == shown_one_by_one(names)


def test_writing_what_is_there_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    write_atomic(path, b"one\n")
    before = path.stat()
    write_atomic(path, b"one\n")
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    write_atomic(path, b"two\n")
    assert path.read_bytes() == b"two\n"
    assert [p.name for p in path.parent.iterdir()] == ["b.json"]


def test_a_pipe_or_device_stays_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(FileExistsError, match="is no file but a device or a pipe, and stays") as caught:
        write_atomic(path, b"one\n")
    assert caught.value.filename == str(path)
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]


def test_what_can_not_be_written_is_named_and_not_its_temporary_file(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_atomic(path, b"one\n")
    assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    """A limit on file size fails a write half way, as a full disk does, without needing rights to make one."""
    path = tmp_path / "file"
    write_atomic(path, b"old\n")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    code = (
        "import sys, pathlib; from quotidian.store import write_atomic\n"
        "try: write_atomic(pathlib.Path(sys.argv[1]), b'x' * 10_000)\n"
        "except OSError as error: print(type(error).__name__, error.errno)\n"
    )
    done = subprocess.run(
        # Without bytecode: the limit would cut that off too, and leave it where other tests import it.
        [sys.executable, "-B", "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=limit,
    )
    assert done.stdout == "OSError 27\n"
    assert path.read_bytes() == b"old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_of_several_files_the_one_that_failed_is_named_and_none_is_half_there(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "c" / "taken").mkdir(parents=True)
    files = [(tmp_path / name, name.encode()) for name in ("a/one", "b/new/two", "c/taken", "d/three")]
    with pytest.raises(IsADirectoryError) as caught:
        write_all_atomic(files)
    assert caught.value.filename2 == str(tmp_path / "c" / "taken")
    left = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"a/one": "a/one", "b/new/two": "b/new/two"}
    assert not list(tmp_path.rglob(".*"))


def test_more_files_than_are_flushed_together(tmp_path: Path) -> None:
    files = {tmp_path / f"{number}": str(number).encode() for number in range(2 * TOGETHER + 1)}
    write_all_atomic(files.items(), mode=0o600)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old\n")
    code = (
        "import os, sys, pathlib; from quotidian import store\n"
        "os.fsync = lambda descriptor: os.kill(os.getpid(), 9)\n"
        "store.write_atomic(pathlib.Path(sys.argv[1]), b'new\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old\n"


@pytest.mark.parametrize(("field", "value"), [("version", "1/../../../esc"), ("version", "banana"), ("name", "../up")])
def test_a_name_or_version_that_is_none_never_becomes_a_path(corpus: Corpus, field: str, value: str) -> None:
    path = corpus.root / "corpus" / "corpus.json"
    path.write_text(json.dumps({**corpus.info.to_dict(), field: value}))
    with pytest.raises(InputError, match="not a valid CorpusInfo: ") as caught:
        _ = Corpus(corpus.root).info
    assert (caught.value.path, caught.value.pointer) == (path, f"/{field}")
