"""A corpus, or parts of it: which files are checked, with what, and that nothing is kept or raised."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotidian.checks import Finding, validate
from quotidian.errors import InputError
from quotidian.model import Annotation, Article
from quotidian.ontology import load_ontology
from quotidian.store import Corpus, to_json
from quotidian.text import digest
from tests.checks.corpora import SKELETON, annotation_of, article_of, corpus_in, span, value, write

FERRY = (SKELETON / "corpus" / "texts" / "ferry.txt").read_text("utf-8")
STANDOFF = "Otto Brandt left Tarsk on Sunday.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus with an annotation by ``gold`` and a faulty one by ``ann-a``."""
    corpus = corpus_in(tmp_path / "corpus")
    article = corpus.article("ferry")
    monday = value("t1", span(FERRY, "Monday"))
    corpus.save_annotation(annotation_of(article, mentions=[monday]))
    wrong = {**annotation_of(article, mentions=[{**monday, "type": "DATE"}]).to_dict(), "annotator": "ann-a"}
    corpus.save_annotation(Annotation.from_dict(wrong))
    return corpus


def lines(corpus: Corpus, *names: str) -> list[str]:
    """Place and check of what is found, for the whole corpus or for these files of it."""
    run = validate(corpus, [corpus.root / name for name in names] if names else None)
    return [f"{Path(f.file or '').relative_to(corpus.root).as_posix()} {f.check}" for f in run]


WRONG = ["annotations/ann-a/ferry.json unknown-type"]


def test_a_run_says_what_it_checked(corpus: Corpus) -> None:
    run = validate(corpus)
    assert [finding.check for finding in run] == ["unknown-type"]
    assert run.summary.to_dict() == {
        "articles": 3,
        "texts": 2,
        "annotations": 2,
        "without_text": 1,
        "errors": 1,
        "warnings": 0,
        "checks": {"unknown-type": 1},
    }


def test_progress_is_told_of_each_article(corpus: Corpus) -> None:
    told: list[tuple[int, int]] = []
    list(validate(corpus, progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "names",
    [
        (),
        (".",),
        ("corpus",),
        ("corpus/articles",),
        ("corpus/texts",),
        ("corpus/articles/ferry.json",),
        ("corpus/texts/ferry.txt",),
        ("schema/ontology.json",),
        ("schema",),
        ("annotations",),
        ("annotations/ann-a",),
        ("annotations/ann-a/ferry.json",),
        ("annotations/gold/ferry.json", "annotations/ann-a/ferry.json", "annotations/ann-a"),
    ],
)
def test_a_file_is_checked_with_what_is_checked_against_it(corpus: Corpus, names: tuple[str, ...]) -> None:
    assert lines(corpus, *names) == WRONG


@pytest.mark.parametrize(
    "names",
    [
        ("annotations/gold",),
        ("annotations/gold/ferry.json",),
        ("corpus/articles/quote.json",),
        ("corpus/corpus.json",),
        ("corpus/hydrated/standoff.txt",),
    ],
)
def test_other_files_are_not_checked(corpus: Corpus, names: tuple[str, ...]) -> None:
    write(corpus, "corpus/hydrated/standoff.txt", STANDOFF)
    assert lines(corpus, *names) == []


def test_a_path_that_does_not_exist_is_misuse(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        validate(corpus, [corpus.root / "nothing"])


def test_a_check_that_does_not_exist_is_misuse(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="no such check: found 'span-txt', expected an id of the catalogue"):
        validate(corpus, only=["span-txt"])


def test_only_some_checks(corpus: Corpus) -> None:
    assert [finding.check for finding in validate(corpus, only=["unknown-type"])] == ["unknown-type"]
    assert list(validate(corpus, only=["span-text", "not-json"])) == []


# What is broken


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b"\xff", b'{"schema": 1, "entity_types": [{}]}'])
def test_a_broken_ontology_is_a_finding_and_the_other_levels_run(corpus: Corpus, content: bytes) -> None:
    write(corpus, "schema/ontology.json", content)
    mention = value("t1", {"start": 3, "end": 3, "text": ""})
    corpus.save_annotation(annotation_of(corpus.article("ferry"), mentions=[mention]))
    found = lines(corpus)
    assert found[-1] == "annotations/gold/ferry.json span-empty"
    assert {line.split(" ")[0] for line in found[:-1]} == {"schema/ontology.json"}
    assert lines(corpus, "annotations/gold") == found  # said even if it was not named


def test_a_broken_description_is_a_finding(corpus: Corpus) -> None:
    write(corpus, "corpus/corpus.json", "{}")
    assert set(lines(corpus)) == {"corpus/corpus.json missing-field", *WRONG}


def test_a_broken_article_does_not_hide_its_annotations(corpus: Corpus) -> None:
    write(corpus, "corpus/articles/ferry.json", "{")
    assert lines(corpus) == ["corpus/articles/ferry.json not-json", *WRONG]


def test_with_the_wrong_text_the_annotations_are_checked_without_it(corpus: Corpus) -> None:
    write(corpus, "corpus/texts/ferry.txt", FERRY.replace("Monday", "Friday"))
    run = validate(corpus)
    assert [finding.check for finding in run] == ["hash-mismatch", "unknown-type"]
    assert run.summary.without_text == 2


def test_a_hydrated_text_is_checked_and_read(corpus: Corpus) -> None:
    article = corpus.article("standoff")
    corpus.save_annotation(annotation_of(article, mentions=[value("t1", {"start": 25, "end": 32})]))
    assert lines(corpus, "annotations/gold") == []
    write(corpus, "corpus/hydrated/standoff.txt", STANDOFF)
    assert lines(corpus, "annotations/gold") == ["annotations/gold/standoff.json span-edge-space"]
    write(corpus, "corpus/hydrated/standoff.txt", STANDOFF.upper())
    assert lines(corpus, "corpus/hydrated") == ["corpus/hydrated/standoff.txt hash-mismatch"]


def test_an_annotation_is_checked_against_the_article_that_it_names(corpus: Corpus) -> None:
    text = (SKELETON / "corpus" / "texts" / "quote.txt").read_text("utf-8")
    annotation = annotation_of(corpus.article("quote"), mentions=[value("t1", span(text, "“The line is safe,”"))])
    write(corpus, "annotations/gold/ferry.json", to_json(annotation))
    assert lines(corpus, "annotations/gold") == [
        "annotations/gold/ferry.json file-name",
        "annotations/gold/ferry.json marks-without-quote",
    ]


@pytest.mark.parametrize("article", ["../../etc/passwd", "", "x" * 300, "a/b", "ferry\u0000"])
def test_an_article_id_is_never_taken_for_a_path(corpus: Corpus, article: str) -> None:
    document = annotation_of(corpus.article("ferry")).to_dict() | {"article": article}
    write(corpus, "annotations/gold/ferry.json", to_json(Annotation.from_dict(document)))
    found = [finding.check for finding in validate(corpus, [corpus.root / "annotations" / "gold"])]
    assert found == ["file-name", "unknown-article", "wrong-form"]


def test_links_that_lead_nowhere_and_folders_are_findings(corpus: Corpus) -> None:
    (corpus.root / "corpus/articles/gone.json").symlink_to("nowhere.json")
    (corpus.root / "corpus/texts/ferry.txt").unlink()
    (corpus.root / "corpus/texts/ferry.txt").mkdir()
    (corpus.root / "annotations/gold/quote.json").symlink_to("quote.json")
    assert lines(corpus) == [
        "corpus/texts/ferry.txt unreadable-file",
        *WRONG,
        "corpus/articles/gone.json unreadable-file",
        "annotations/gold/quote.json unreadable-file",
    ]
    assert lines(corpus, "corpus/articles/gone.json") == ["corpus/articles/gone.json unreadable-file"]


def test_names_that_do_not_print_are_shown_as_escapes(corpus: Corpus) -> None:
    folder = os.fsencode(corpus.root / "corpus" / "articles")
    Path(os.fsdecode(folder + b"/a\nb\xff.md")).touch()
    (finding,) = validate(corpus, [corpus.root / "corpus" / "articles"], only=["unknown-file"])
    assert finding.file == f"{corpus.root}/corpus/articles/a\\nb\\xff.md"


def test_files_that_belong_to_nothing(corpus: Corpus) -> None:
    for name in ("corpus/articles/.x.json.1.part", "corpus/texts/lost.txt", "annotations/gold/notes.md", "corpus/x.md"):
        write(corpus, name, "x\n")
    write(corpus, "annotations/gold/.gitkeep", "")
    write(corpus, "annotations/guidelines.md", "x")
    assert lines(corpus) == [
        *WRONG,
        "corpus/articles/.x.json.1.part leftover-file",
        "corpus/texts/lost.txt orphan-text",
        "annotations/gold/notes.md unknown-file",
    ]
    assert lines(corpus, "corpus/texts/lost.txt") == ["corpus/texts/lost.txt orphan-text"]
    assert lines(corpus, "annotations/gold/notes.md") == ["annotations/gold/notes.md unknown-file"]
    assert lines(corpus, "corpus/x.md", "annotations/guidelines.md") == []


# Files from elsewhere


def test_stray_files_are_checked_as_what_they_say_they_are(corpus: Corpus, tmp_path: Path) -> None:
    annotation = annotation_of(corpus.article("ferry"), mentions=[value("t1", {"start": 0, "end": 0, "text": ""})])
    stray = {
        "annotation.json": to_json(annotation),
        "article.json": to_json(article_of("Text.\n")).replace(b'"train"', b'"training"'),
        "corpus.json": b'{"schema": "urn:quotidian:schema:corpus:1"}',
        "ontology.json": (SKELETON / "schema/ontology.json").read_bytes().replace(b'"hotkey": "g"', b'"hotkey": "p"'),
        "annotators.json": b'{"schema": "urn:quotidian:schema:annotators:1", "annotators": [{}]}',
        "other.json": b'{"a": 1, "a": 2}',
        "text.txt": b"Two  spaces.\n",
        "picture.png": b"\x89PNG",
    }
    for name, content in stray.items():
        (tmp_path / name).write_bytes(content)
    found = {name: sorted({finding.check for finding in validate(corpus, [tmp_path / name])}) for name in sorted(stray)}
    assert found == {
        "annotation.json": ["span-empty"],
        "annotators.json": ["missing-field"],
        "article.json": ["wrong-form"],
        "corpus.json": ["missing-field"],
        "ontology.json": ["duplicate-label"],
        "other.json": ["duplicate-key", "unknown-schema"],
        "picture.png": [],
        "text.txt": ["text-layout"],
    }


def test_a_stray_folder_is_checked_file_by_file(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("a\tb\n")
    assert [finding.check for finding in validate(corpus, [tmp_path / "elsewhere"])] == ["control-character"]


# Articles compared with each other


def twin(corpus: Corpus, name: str, text: str, **fields: object) -> None:
    article = Article.from_dict({**article_of(text, name=name).to_dict(), **fields})
    corpus.save_article(article, text)


def test_articles_of_one_text_are_told_at_each_later_one(corpus: Corpus) -> None:
    twin(corpus, "a-copy", FERRY)
    twin(corpus, "z-copy", FERRY)
    same = [f for f in validate(corpus) if f.check == "same-text"]
    assert [f.message.split(",")[0] for f in same] == [
        "the text of ferry is that of a-copy",
        "the text of z-copy is that of a-copy",
    ]


def test_a_named_article_is_compared_with_all_others(corpus: Corpus) -> None:
    twin(corpus, "z-copy", FERRY, story="tarsk-ferry", split="test")
    pair = ["corpus/articles/z-copy.json same-text", "corpus/articles/z-copy.json story-split"]
    assert [line for line in lines(corpus, "corpus/articles/z-copy.json") if "copy" in line] == pair
    found = lines(corpus, "corpus/articles/ferry.json")
    assert found == [*WRONG, "corpus/articles/ferry.json same-text", "corpus/articles/ferry.json story-split"]
    assert lines(corpus, "corpus/articles/quote.json") == []


def test_articles_of_one_story_and_split_are_no_finding(corpus: Corpus) -> None:
    twin(corpus, "port", "The port is closed.\n", story="tarsk-ferry")
    twin(corpus, "pier", "The pier is closed.\n", story="another", split="test")
    assert lines(corpus) == WRONG


# Real corpora and large ones


def test_this_corpus_has_no_errors() -> None:
    corpus = Corpus(Path(__file__).parents[2])
    assert [str(finding) for finding in validate(corpus) if finding.severity == "error"] == []


def test_the_ontology_of_this_corpus_has_no_findings() -> None:
    corpus = Corpus(Path(__file__).parents[2])
    names = ("duplicate-label", "unknown-filler", "label-example")
    assert list(validate(corpus, [corpus.root / "schema" / "ontology.json"], only=names)) == []
    assert load_ontology(corpus.root / "schema" / "ontology.json") == corpus.ontology


def faulty(corpus: Corpus, articles: int, mentions: int) -> None:
    """Annotations in which every mention has an unknown type."""
    template = article_of(FERRY).to_dict()
    for number in range(articles):
        text = f"{FERRY}\nNumber {number} of a series of articles on one ferry.\n"
        article = Article.from_dict({**template, "id": f"a-{number:06}", "text": digest(text).to_dict()})
        corpus.save_article(article, text)
        words = [value(f"m{m}", {"start": 0, "end": m + 1, "text": text[: m + 1]}) for m in range(mentions)]
        for word in words:
            word["type"] = "NONSENSE"
        corpus.save_annotation(annotation_of(article, mentions=words))


def peak(findings: Iterator[Finding]) -> tuple[int, int]:
    """How many findings there are, and the largest memory in bytes while they are counted."""
    tracemalloc.start()
    number = sum(1 for _ in findings)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return number, most


def test_findings_are_not_kept(tmp_path: Path) -> None:
    small, large = corpus_in(tmp_path / "small"), corpus_in(tmp_path / "large")
    faulty(small, 5, 80)
    faulty(large, 100, 80)
    list(validate(small))  # loads what is loaded once
    few, low = peak(validate(small))
    many, high = peak(validate(large))
    assert many == 20 * few > 8_000
    # A finding that is kept takes about 500 bytes; the margin is for what other tests left to be collected.
    assert high - low < 200 * many
