"""Treebanks with GUM's conventions become documents; the cut-down files and the full ones give the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotidian import schemas
from quotidian.errors import IngestError
from quotidian.ingest import read_conllu as module
from quotidian.ingest.document import Document
from quotidian.ingest.read_conllu import read_conllu
from tests.ingest.samples import treebank

WIKINEWS = sorted((schemas.data_folder().parent / "shared" / "wikinews" / "conllu").glob("*.conllu"))
PATH = Path("t.conllu")


def read(text: str) -> list[Document]:
    return list(read_conllu(text.splitlines(keepends=True), PATH))


def marked(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(text)[0].blocks]


def test_metadata() -> None:
    meta = {
        "title": "Ferry = life",
        "dateCreated": "2026-03-03",
        "dateCollected": "2026-09-09",
        "sourceURL": "https://example.org/ferry",
        "author": "Harbour News",
    }
    (document,) = read(treebank(("head (1 s)", ("Ferry.",)), meta=meta))
    assert (document.name, document.title, document.published) == ("T_news_ferry", "Ferry = life", "2026-03-03")
    assert (document.url, document.author, document.site) == ("https://example.org/ferry", "Harbour News", None)
    assert document.format == "conllu"


def test_an_unknown_date_is_none() -> None:
    assert read(treebank(("", ("One.",)), meta={"dateCreated": "2026-03-xx"}))[0].published is None


@pytest.mark.parametrize(
    ("blocks", "paragraphs"),
    [
        ((("head (1 s)", ("Title",)), ("p (2 s)", ("One.", "Two."))), [("title", "Title"), ("text", "One. Two.")]),
        ((("p (1 s)", ("One.",)), ("head (1 s)", ("Sub",))), [("text", "One."), ("heading", "Sub")]),
        # What follows a block that has had its sentences is a paragraph of its own.
        ((("p (3 s) | quote (1 s)", ("“One.”", "Two.", "Three.")),), [("text", "“One.”"), ("text", "Two. Three.")]),
        ((("p (1 s)", ("Date", "One.", "Two.")),), [("text", "Date"), ("text", "One. Two.")]),
        # A paragraph that goes on after a picture in its middle.
        (
            (("p (4 s) | figure (1 s) | caption (1 s)", ("Ferry.", "One.")), ("quote (2 s)", ("Two.", "Three."))),
            [("caption", "Ferry."), ("text", "One."), ("text", "Two. Three.")],
        ),
        # Captions with attributes, and a picture that has none.
        (
            (('figure rend:::"a | b (3 s)" (2 s) | caption (2 s)', ("Ferry.", "Image: X.")), ("p (1 s)", ("One.",))),
            [("caption", "Ferry. Image: X."), ("text", "One.")],
        ),
        ((('figure rend:::"x" (0 s) | p (1 s)', ("One.",)),), [("text", "One.")]),
        (
            (('list type:::"unordered" (2 s) | item (1 s) | p (1 s)', ("A.",)), ("item (1 s) | p (1 s)", ("B.",))),
            [("item", "A."), ("item", "B.")],
        ),
        ((("", ("One.", "Two.")),), [("text", "One. Two.")]),
    ],
)
def test_blocks(blocks: tuple[tuple[str, tuple[str, ...]], ...], paragraphs: list[tuple[str, str]]) -> None:
    assert marked(treebank(*blocks)) == paragraphs


def test_a_file_may_hold_many_documents() -> None:
    text = treebank(("p (1 s)", ("One.",)), name="a") + treebank(("p (1 s)", ("Two.",)), name="b")
    assert [(document.name, document.text) for document in read(text)] == [("a", "One.\n"), ("b", "Two.\n")]


def test_a_file_without_ids_is_named_after_itself() -> None:
    assert [document.name for document in read("# text = One.\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n")] == ["t.conllu"]


def test_sentences_without_text_add_nothing() -> None:
    assert read("# newdoc id = a\n# newpar\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n")[0].text == ""


def test_an_empty_file_holds_no_document() -> None:
    assert read("") == read("\n\n") == []


def test_what_is_not_conllu_is_refused_with_its_line() -> None:
    with pytest.raises(IngestError) as caught:
        read("# text = One.\n1\tOne\n")
    assert caught.value.reason == "not-conllu"
    assert str(caught.value) == (
        "t.conllu:2: not CoNLL-U: found '1\\tOne', expected a comment, or 10 columns separated by tabs"
    )


def test_a_document_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CHARACTERS", 5)
    with pytest.raises(IngestError) as caught:
        read(treebank(("p (2 s)", ("One.", "Two."))))
    assert caught.value.reason == "too-large"
    assert str(caught.value) == (
        "t.conllu: a document of more than 5 characters: expected '# newdoc' where an article begins"
    )


def full(text: str) -> str:
    """A cut-down file as the full one has it: more comments in another order, full columns, CRLF."""
    out = []
    for sentence in text.strip().split("\n\n"):
        lines = sentence.split("\n")
        paragraph = [line for line in lines if line.startswith("# newpar")]
        comments = [line for line in lines if line.startswith("#") and line not in paragraph]
        words = [line.replace("\t_\t_\t_\t_\t_\t_", "\tlemma\tNOUN\tNN\tNumber=Sing\t0\troot") for line in lines]
        extra = ["# s_prominence = 3", "# s_type = decl", "# text_en = Not this one.", "# transition = smooth"]
        first = ["# global.Entity = GRP-etype-infstat-salience"] if any("newdoc" in line for line in lines) else []
        words = [line for line in words if not line.startswith("#")]
        token = ["1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No"]
        out.append("\r\n".join(comments[:1] + first + comments[1:] + extra + paragraph + token + words))
    return "\r\n\r\n".join(out) + "\r\n\r\n"


@pytest.mark.parametrize("path", WIKINEWS, ids=lambda path: path.stem)
def test_full_and_cut_down_files_give_the_same_document(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read(full(text)) == read(text)


@pytest.mark.parametrize("path", WIKINEWS, ids=lambda path: path.stem)
def test_every_sentence_of_a_real_file_is_in_its_text_once(path: Path) -> None:
    text = path.read_text("utf-8")
    (document,) = read(text)
    sentences = re.findall(r"^# text = (.*)$", text, re.MULTILINE)
    assert " ".join(block.text for block in document.blocks) == " ".join(sentences)
    assert document.blocks[0].kind == "title"
    assert document.title == document.blocks[0].text


def test_all_the_real_files_are_there() -> None:
    assert len(WIKINEWS) == 24
