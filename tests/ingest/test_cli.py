"""``quotidian ingest``: what it prints, and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quotidian.cli.group import group
from quotidian.init import init
from quotidian.store import Corpus
from tests.ingest.samples import BODY, HEADLINE, OTHER_BODY, plain

FERRY = "harbour-news-undated-ferry-line-to-the-islands-reopens"
OPTIONS = ("--source", "Harbour News", "--license", "CC-BY-4.0")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return init(tmp_path / "corpus-home", name="small")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sources"
    made.mkdir()
    (made / "a.txt").write_text(plain(HEADLINE, "By Ada Quill", *BODY))
    return made


def run(corpus: Corpus, *arguments: object) -> Result:
    return CliRunner().invoke(group, ["ingest", *map(str, arguments), "--corpus", str(corpus.root)])


def test_what_was_done_is_summed_up(corpus: Corpus, folder: Path) -> None:
    done = run(corpus, folder, *OPTIONS)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "1 added, 0 unchanged, 0 refused, 0 skipped\n"
        "removed:\n"
        "      1 headline: the headline is the article's `title`\n"
        "      1 byline: who wrote the article is metadata\n"
    )
    assert run(corpus, folder, *OPTIONS).stdout == "0 added, 1 unchanged, 0 refused, 0 skipped\n"


def test_the_metadata_are_no_source(corpus: Corpus, folder: Path) -> None:
    rows = folder / "rows.jsonl"
    rows.write_text('{"file": "a.txt", "source": "Harbour News", "license": "CC-BY-4.0"}\n')
    (folder / "other.jsonl").write_text("")
    done = run(corpus, folder, "--metadata", rows, "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert report["added"] == [FERRY]
    assert [one["source"] for one in report["skipped"]] == [str(folder / "other.jsonl")]


def test_each_removal_is_shown_when_asked_for(corpus: Corpus, folder: Path) -> None:
    done = run(corpus, folder, *OPTIONS, "--verbose")
    assert done.stdout.startswith(
        f"added {FERRY} from {folder / 'a.txt'}\n  - headline: {HEADLINE}\n  - byline: By Ada Quill\n1 added, "
    )
    assert run(corpus, folder, *OPTIONS, "-v").stdout.startswith(f"unchanged {FERRY} from {folder / 'a.txt'}\n0 added")


def test_what_failed_comes_last_and_sets_the_exit_code(corpus: Corpus, folder: Path) -> None:
    (folder / "b.txt").write_text("")
    (folder / "c.pdf").write_text("")
    rows = folder.parent / "rows.jsonl"
    rows.write_text('{"file": "d.txt", "title": "D"}\n')
    done = run(corpus, folder, *OPTIONS, "--metadata", rows)
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout.endswith(
        "skipped:\n"
        f"  {folder / 'c.pdf'}: neither .txt, .html, .htm nor .conllu\n"
        "metadata for files that are not among the sources:\n"
        "  d.txt\n"
        "refused:\n"
        f"  [no-text] {folder / 'b.txt'}: no text\n"
    )


def test_json_holds_no_text(corpus: Corpus, folder: Path) -> None:
    (folder / "b.txt").write_text(plain("Another headline", *BODY))
    (folder / "c.pdf").write_text("")
    done = run(corpus, folder, *OPTIONS, "--json", "--verbose")
    assert (done.exit_code, done.stderr) == (1, "")
    message = f"{folder / 'b.txt'}: the same text as {FERRY}"
    skipped = "neither .txt, .html, .htm nor .conllu"
    assert json.loads(done.stdout) == {
        "added": [FERRY],
        "unchanged": 0,
        "refused": [{"source": str(folder / "b.txt"), "reason": "duplicate", "message": message, "twin": FERRY}],
        "skipped": [{"source": str(folder / "c.pdf"), "reason": "other-kind", "message": skipped}],
        "removed": {"headline": 1, "byline": 1},
        "unused_metadata": [],
        "stopped": None,
    }


def test_options_reach_the_article(corpus: Corpus, folder: Path) -> None:
    options = ["--title", "[Ferry]", "--url", "https://example.org/f", "--published", "2026-03-03", "--holder", "Ada"]
    options += ["--story", "ferry", "--split", "test", "--synthetic", "--attribution", "By Ada", "--language", "en-GB"]
    options += ["--standoff", "--not-redistributable", "--obtain", "the quay ({name}, {url})"]
    assert run(corpus, folder / "a.txt", *OPTIONS, *options).exit_code == 0
    article = corpus.article("harbour-news-2026-03-03-ferry")
    assert (article.title, article.url, article.story, article.split) == (
        "[Ferry]",
        "https://example.org/f",
        "ferry",
        "test",
    )
    assert (article.synthetic, article.standoff, article.language) == (True, True, "en-GB")
    rights = article.rights
    assert (rights.holder, rights.redistributable, rights.attribution) == ("Ada", False, "By Ada")
    assert article.origin.obtain == "the quay (a.txt, https://example.org/f)"


@pytest.mark.parametrize("form", ["@{}", "--from-file={}"])
def test_lists_of_files(corpus: Corpus, folder: Path, form: str) -> None:
    (folder / "b.txt").write_text(plain("A mill is fined", *OTHER_BODY))
    listed = folder / "list"
    listed.write_text("# two\nb.txt\na.txt\n")
    assert run(corpus, form.format(listed), *OPTIONS).stdout.startswith("2 added, ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{}"], "no licence: give --license with an SPDX expression, or one for each file with --metadata; for a text "
         "without a licence use --license LicenseRef-All-Rights-Reserved --standoff"),
        (["{}", "--license", "CC BY"], "Invalid value for '--license': Invalid license expression: 'CC BY'; see "
         "https://spdx.org/licenses"),
        (["--license", "CC0-1.0"], "no source: name files or folders, or a list of them with --from-file"),
        (["{}", "--license", "CC0-1.0", "--title", "T"], "--title and --url are of one article: use --metadata for "
         "several"),
        (["{}", "--license", "CC0-1.0", "--split", "dev"], "Invalid value for '--split': 'dev' is not one of 'train', "
         "'validation', 'test'."),
    ],
)  # fmt: skip
def test_misuse(corpus: Corpus, folder: Path, arguments: list[str], message: str) -> None:
    done = run(corpus, *(argument.format(folder) for argument in arguments))
    assert done.exit_code == 2
    assert " ".join(done.stderr.replace("Error:", "").split()).endswith(message)
    assert corpus.article_ids() == []


def test_the_command_as_it_is_run(corpus: Corpus, folder: Path) -> None:
    """Not through click's runner: no traceback, nothing on standard error in a pipe, and the exit code."""
    (folder / "b.html").write_text("<html></html>")
    command = [sys.executable, "-c", "from quotidian.cli import main; main()", "ingest", str(folder), *OPTIONS]
    done = subprocess.run(command, cwd=corpus.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[0] == "1 added, 0 unchanged, 1 refused, 0 skipped"
