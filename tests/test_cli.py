"""What all commands have in common: encodings, closed pipes, narrow terminals, errors for machines."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from quotidian.checks import CATALOGUE
from quotidian.init import init
from quotidian.store import Corpus
from tests.show.sample import TEXT, sample

PROGRAM = (sys.executable, "-c", "from quotidian.cli import main; main()")
ID = sample().article.id


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus with one annotated article."""
    made = init(tmp_path_factory.mktemp("home") / "corpus", name="small")
    made.save_article(sample().article, TEXT)
    made.save_annotation(sample().annotation)
    return made


def run(corpus: Corpus, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *arguments], cwd=corpus.root, capture_output=True, check=False, env={**os.environ, **environment}
    )


ENCODINGS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_same_bytes_come_out_whatever_the_encoding(name: str, corpus: Corpus) -> None:
    for arguments in (("show", ID), ("show", ID, "--json"), ("draft", "--new", ID)):
        expected = run(corpus, *arguments, PYTHONUTF8="1")
        assert expected.returncode == 0
        assert max(expected.stdout) > 127
        done = run(corpus, *arguments, **ENCODINGS[name])
        assert (done.returncode, done.stdout, done.stderr) == (0, expected.stdout, expected.stderr)


def test_a_name_that_is_no_utf8_is_told(corpus: Corpus) -> None:
    done = subprocess.run(
        [*(part.encode() for part in PROGRAM), b"draft", b"--check", b"caf\xe9.xml"],
        cwd=corpus.root,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"caf\xe9.xml:1:1: can't be read: No such file or directory\n")


@pytest.mark.parametrize("columns", ["0", "1", "19"])
def test_a_terminal_without_room_is_taken_for_a_usual_one(columns: str, corpus: Corpus) -> None:
    for arguments in (("show", ID), ("stats",)):
        done = run(corpus, *arguments, COLUMNS=columns)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == run(corpus, *arguments, COLUMNS="80").stdout != b""


def closed(corpus: Corpus, *arguments: str, stream: str) -> int:
    """The exit code of the program, one of its streams a pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    streams: dict[str, int] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: write}
    try:
        return subprocess.run(
            [*PROGRAM, *arguments], cwd=corpus.root, check=False, stdout=streams["stdout"], stderr=streams["stderr"]
        ).returncode
    finally:
        os.close(write)


@pytest.mark.parametrize(
    "arguments",
    [("validate", "--list"), ("validate", "--json"), ("show", ID), ("show", ID, "--json"), ("stats",), ("--help",)],
)
def test_a_reader_that_has_gone_is_no_finding(arguments: tuple[str, ...], corpus: Corpus) -> None:
    assert closed(corpus, *arguments, stream="stdout") == 141


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show",), 2), (("nonsense",), 2), (("show", "zzz"), 2), (("init", "."), 1)],
)
def test_an_exit_code_outlives_the_reader_of_the_error(arguments: tuple[str, ...], code: int, corpus: Corpus) -> None:
    assert closed(corpus, *arguments, stream="stderr") == code
    assert closed(corpus, *arguments, "--json", stream="stdout") == code


def test_the_checks_are_listed_for_machines(corpus: Corpus) -> None:
    for arguments in (("--list", "--json"), ("--json", "--list"), ("--list", "json")):
        done = run(corpus, "validate", *arguments)
        assert done.returncode == 0
        assert [check["id"] for check in json.loads(done.stdout)] == [check.id for check in CATALOGUE]
    done = run(corpus, "validate", "--list", "markdown", "--json")
    assert done.returncode == 2
    assert b"--json and --list markdown: choose one" in done.stderr


ERRORS: dict[str, tuple[tuple[str, ...], int, str, str]] = {
    "no article": (("show", "zzz", "--json"), 2, "ArticleNotFoundError", "no article 'zzz' in this corpus"),
    "no option": (("stats", "--json", "--nope"), 2, "NoSuchOption", "No such option '--nope'."),
    "a wrong value": (
        ("validate", "nope", "--json"),
        2,
        "BadParameter",
        "Invalid value for '[PATH]...': there is no file or folder 'nope'",
    ),
    "no corpus": (("stats", "--corpus", "/", "--json"), 2, "CorpusNotFoundError", "/: no corpus here or in a folder"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_to_machines_and_to_people(name: str, corpus: Corpus) -> None:
    arguments, code, kind, message = ERRORS[name]
    done = run(corpus, *arguments)
    assert done.returncode == code
    [(key, error)] = json.loads(done.stdout).items()
    assert (key, error["kind"]) == ("error", kind)
    assert error["message"].startswith(message)
    assert message in done.stderr.decode()


def test_without_json_an_error_is_told_to_people_alone(corpus: Corpus) -> None:
    done = run(corpus, "show", "zzz")
    assert (done.stdout, done.stderr) == (b"", b"quotidian: no article 'zzz' in this corpus\n")
