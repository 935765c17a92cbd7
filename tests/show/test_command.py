"""``quotidian show`` as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from quotidian.init import init
from quotidian.store import Corpus
from tests.show.sample import TEXT, sample

ID = sample().article.id
BARE = "herald-2026-04-01-storm"
AWAY = "city-desk-undated-council-meets"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An annotated article, one without annotation, one that only ann-a annotated, one whose text is elsewhere."""
    made = init(tmp_path / "corpus", name="small")
    made.save_article(sample().article, TEXT)
    made.save_annotation(sample().annotation)
    made.save_article(msgspec.structs.replace(sample().article, id=BARE), TEXT)
    made.save_annotation(msgspec.structs.replace(sample().annotation, article=BARE, annotator="ann-a"))
    origin = msgspec.structs.replace(sample().article.origin, obtain="https://example.org/council")
    made.save_article(msgspec.structs.replace(sample().article, id=AWAY, standoff=True, origin=origin), None)
    return made


def run(corpus: Corpus, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output in a pipe."""
    command = [sys.executable, "-c", "from quotidian.cli import main; main()", "show", *arguments]
    return subprocess.run(command, cwd=corpus.root, capture_output=True, text=True, check=False)


def test_an_article_in_a_pipe_is_plain_text(corpus: Corpus) -> None:
    done = run(corpus, "gazette")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Rebels shell the grain terminal at Marrow Bay\n")
    assert "[Rebels ORG] <1 shelled>" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_holds_article_text_and_annotation(corpus: Corpus) -> None:
    done = run(corpus, ID, "--json")
    assert json.loads(done.stdout) == {
        "article": sample().article.to_dict(),
        "text": TEXT,
        "annotation": sample().annotation.to_dict(),
    }
    assert json.loads(run(corpus, BARE, "--json").stdout)["annotation"] is None


def test_the_page_goes_to_dist_to_a_file_or_to_standard_output(corpus: Corpus, tmp_path: Path) -> None:
    done = run(corpus, ID, "--html")
    default = corpus.root / "dist" / "show" / f"{ID}.html"
    assert Path(done.stdout.strip()).name == default.name
    page = default.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert run(corpus, ID, "--html", "-").stdout == page
    assert run(corpus, ID, "--html", str(tmp_path / "own.html")).returncode == 0
    assert (tmp_path / "own.html").read_text("utf-8") == page


def test_another_annotator_is_asked_for_by_name(corpus: Corpus) -> None:
    done = run(corpus, "storm")
    assert done.returncode == 0
    assert "No annotation yet" in done.stdout
    assert done.stderr == ("quotidian: gold has no annotation of this article; there is one with --annotator ann-a\n")
    assert "[Rebels ORG]" in run(corpus, "storm", "--annotator", "ann-a").stdout


def test_what_can_not_be_shown_is_said_in_one_sentence(corpus: Corpus) -> None:
    missing = run(corpus, "council")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == (
        f"quotidian: the text of {AWAY} is not in the repository (stand-off): get it from "
        "https://example.org/council, then run 'quotidian hydrate FROM...'\n"
    )
    unknown = run(corpus, "herald-2026-04-01-strom")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr == (f"quotidian: no article 'herald-2026-04-01-strom' in this corpus; did you mean {BARE}?\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "missing argument 'ID': which article?"),
        (("--html", ID), "missing argument 'ID': put it before --html, which takes the word after it for a file"),
        ((ID, "--html", "."), ". is a folder: name a file for the page, such as page.html"),
        ((ID, "--html", "nope/page.html"), "no such folder 'nope': make it first, or write page.html elsewhere"),
        ((ID, "--annotator", "nobody"), "'nobody' is no annotator here: expected ann-a or gold"),
    ],
)
def test_misuse_says_what_to_write(corpus: Corpus, arguments: tuple[str, ...], message: str) -> None:
    done = run(corpus, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (corpus.root / "nope").exists()
