"""``quotidian validate`` and the hook that runs it, as people and programs run them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from quotidian.checks import CATALOGUE, catalogue_markdown
from quotidian.schemas import data_folder
from tests.checks.corpora import CASES, corpus_in, write

PROGRAM = str(Path(sys.executable).with_name("quotidian"))
DANGLING = (CASES / "dangling-id" / "expected.txt").read_text("utf-8")
LONG = (CASES / "long-trigger" / "expected.txt").read_text("utf-8")


def run(folder: Path, *arguments: str, program: str = PROGRAM) -> tuple[int, str, str]:
    """Exit code, output and error output of the installed command."""
    done = subprocess.run(
        [*program.split(), *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A corpus with one error."""
    return corpus_in(tmp_path, CASES / "dangling-id" / "invalid").root


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A corpus with one warning."""
    return corpus_in(tmp_path, CASES / "long-trigger" / "invalid").root


def test_findings_are_lines_and_the_summary_goes_elsewhere(faulty: Path) -> None:
    assert run(faulty, "validate") == (
        1,
        DANGLING,
        "quotidian: 3 articles, 2 texts, 1 annotation: 1 error, 0 warnings; "
        "1 article was checked without the text, which is not at hand\n",
    )


def test_files_are_named_as_seen_from_the_current_folder(faulty: Path) -> None:
    assert run(faulty / "annotations", "validate", "gold")[1] == DANGLING.removeprefix("annotations/")
    elsewhere = run(faulty / "corpus", "validate")[1]
    assert elsewhere == f"{faulty}/{DANGLING}"


def test_a_corpus_elsewhere(faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    assert run(folder, "validate", "--corpus", str(faulty))[1] == f"{faulty}/{DANGLING}"
    code, out, err = run(folder, "validate")
    assert (code, out) == (2, "")
    assert "no corpus here or in a folder above" in err


def test_a_clean_corpus(tmp_path: Path) -> None:
    corpus_in(tmp_path)
    code, out, err = run(tmp_path, "validate", "--strict")
    assert (code, out) == (0, "")
    assert err.startswith("quotidian: 3 articles, 2 texts, 0 annotations: 0 errors, 0 warnings")


def test_warnings_alone_are_no_failure_unless_strict(doubtful: Path) -> None:
    assert run(doubtful, "validate")[:2] == (0, LONG)
    assert run(doubtful, "validate", "--strict")[:2] == (1, LONG)


def test_one_check_only(faulty: Path) -> None:
    assert run(faulty, "validate", "--check", "span-text", "--check", "not-json")[:2] == (0, "")
    assert run(faulty, "validate", "--check", "dangling-id")[:2] == (1, DANGLING)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--check", "dangling"], "there is no check 'dangling'; did you mean dangling-id?"),
        (["--check", "xyz"], "there is no check 'xyz'; see 'quotidian validate --list'"),
        (["nowhere"], "there is no file or folder 'nowhere'"),
    ],
)
def test_misuse(faulty: Path, arguments: list[str], sentence: str) -> None:
    code, out, err = run(faulty, "validate", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_json_is_one_document_with_all_that_is_known(faulty: Path) -> None:
    code, out, err = run(faulty, "validate", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {
        "findings": [
            {
                "file": "annotations/gold/ferry.json",
                "line": 11,
                "pointer": "/mentions/1/entity",
                "level": "references",
                "severity": "error",
                "check": "dangling-id",
                "message": "the entity of mention m2 is 'hold', which does not exist, expected the id of an entity; "
                "correct the id, or remove the reference",
                "found": "hold",
                "expected": "the id of an entity",
                "mend": "correct the id, or remove the reference",
                "article": "ferry",
                "annotator": "gold",
            }
        ],
        "summary": {
            "articles": 3,
            "texts": 2,
            "annotations": 1,
            "without_text": 1,
            "errors": 1,
            "warnings": 0,
            "checks": {"dangling-id": 1},
        },
    }


def test_json_of_a_clean_corpus_and_of_two_findings(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path)
    assert json.loads(run(tmp_path, "validate", "--json")[1])["findings"] == []
    write(corpus, "corpus/articles/a.json", "{")
    write(corpus, "corpus/articles/b.json", "{")
    assert len(json.loads(run(tmp_path, "validate", "--json")[1])["findings"]) == 2


def test_the_list_needs_no_corpus(tmp_path: Path) -> None:
    listed = run(tmp_path, "validate", "--list")[1].splitlines()
    assert [line.split()[:3] for line in listed] == [[check.level, check.severity, check.id] for check in CATALOGUE]
    assert run(tmp_path, "validate", "--list", "markdown") == (0, catalogue_markdown(), "")
    as_json = json.loads(run(tmp_path, "validate", "--list", "json")[1])
    assert [(check["id"], check["why"]) for check in as_json] == [(check.id, check.why) for check in CATALOGUE]


def on_terminal(folder: Path, *arguments: str) -> str:
    """What the command writes on a terminal of 100 columns, without colours and without the bar."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen([PROGRAM, *arguments], cwd=folder, stdout=follower, stderr=follower, env=environment):
        os.close(follower)
        written = b""
        while chunk := _read(leader):
            written += chunk
    os.close(leader)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode()).replace("\r\n", "\n")
    return "\n".join(line.rsplit("\r", 1)[-1].rstrip() for line in plain.split("\n"))


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other end is closed
        return b""


def test_on_a_terminal_findings_are_a_table_for_each_file(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path, CASES / "long-trigger" / "invalid")
    write(corpus, "corpus/articles/[bold].json", "{")
    shown = on_terminal(tmp_path, "validate")
    assert re.search(r"corpus/articles/\[bold\]\.json\n +1 +error +not-json +\S", shown)
    assert re.search(r"annotations/gold/ferry\.json\n +10 +warning +long-trigger +the trigger of event v1,", shown)
    assert "1 error, 1 warning" in shown


def test_json_on_a_terminal_is_json_alone(faulty: Path) -> None:
    assert json.loads(on_terminal(faulty, "validate", "--json"))["summary"]["errors"] == 1


def test_nothing_is_said_when_the_reader_goes_away(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path)
    for number in range(3_000):
        write(corpus, f"corpus/articles/.{number}.part", "")
    done = subprocess.run(
        f"{PROGRAM} validate | head -n 1", shell=True, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert (
        done.stdout == "corpus/articles/.0.part:1: format leftover-file warning: a file that was never finished; "
        "remove it, the file beside it is the last whole one\n"
    )
    assert done.stderr == ""


# The hook


def test_the_hook_checks_the_files_that_a_commit_touches(faulty: Path) -> None:
    (hook,) = yaml.safe_load((data_folder() / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["language"] == "python"
    touched = [
        "README.md",
        "annotations/gold/ferry.json",
        "annotations/guidelines.md",
        "corpus/articles/quote.json",
        "schema/ontology.json",
        "schema/label-studio.xml",
        "src/annotations.py",
    ]
    for name in touched:
        (faulty / name).parent.mkdir(parents=True, exist_ok=True)
        (faulty / name).touch()
    passed = [name for name in touched if re.search(hook["files"], name)]
    assert passed == touched[1:6]
    assert hook["entry"].split()[0] == "quotidian"
    entry = hook["entry"].replace("quotidian", PROGRAM, 1)
    assert run(faulty, *passed, program=entry)[:2] == (1, DANGLING)
    assert run(faulty, "corpus/articles/quote.json", program=entry)[:2] == (0, "")
