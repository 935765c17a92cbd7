"""``quotidian adjudicate`` as it is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click.testing
import msgspec
import pytest

from quotidian.cli.group import group
from quotidian.store import Corpus
from tests.adjudicate.articles import FERRY_ID, two_annotators


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return two_annotators(tmp_path / "harbour")


def run(corpus: Corpus, *args: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    done = click.testing.CliRunner().invoke(group, ["adjudicate", *args, "--corpus", str(corpus.root)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return 1, done.stdout, str(done.exception)
    return done.exit_code, done.stdout, done.stderr


def fill(path: Path, *choices: str) -> None:
    text = path.read_text("utf-8")
    head, mark, rest = text.partition("-->\n")
    left = list(choices)
    path.write_text(head + mark + re.sub(r'choose=""', lambda _: f'choose="{left.pop(0)}"', rest), "utf-8")


def test_from_questions_to_gold(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "ferry.xml"
    assert run(corpus, FERRY_ID, "--draft", str(file)) == (
        0,
        f"{file}: written: 5 disagreements between ann-a and ann-b, 5 open\n",
        "",
    )
    code, out, _ = run(corpus, "pull", str(file))
    assert code == 1
    assert out.splitlines()[0] == f"{file}:11:1: not decided: mention 'm1'; choose ann-a, none or edited"
    fill(file, "none", "ann-a", "none", "ann-b", "ann-a")
    gold = corpus.annotation_path("gold", FERRY_ID)
    assert run(corpus, "pull", str(file), "--adjudicator", "zoe", "--seconds", "60") == (
        0,
        f"{file}: {gold}: written: all agreed but 3 chosen, 2 rejected\n",
        "zoe is not described in annotations/annotators.json: say there who that is\n",
    )
    assert corpus.annotation(FERRY_ID).provenance.seconds == 60
    assert run(corpus, "status", "--all")[1] == (
        f"{FERRY_ID}: gold answers everything: 16 items in gold, 0 questions, between ann-a and ann-b\n"
    )
    again = tmp_path / "again.xml"
    assert run(corpus, FERRY_ID, "--draft", str(again))[1] == (
        f"{FERRY_ID}: gold answers all that ann-a and ann-b say; nothing to decide\n"
    )
    assert run(corpus, "record", "--all")[1] == f"{gold}: unchanged: all agreed but 3 chosen, 2 rejected\n"


def test_a_folder_for_all_and_json(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    code, out, _ = run(corpus, "--all", "--draft", str(folder), "--json")
    assert code == 0
    assert json.loads(out) == {
        "drafts": [
            {
                "article": FERRY_ID,
                "path": str(folder / f"{FERRY_ID}.xml"),
                "outcome": "written",
                "between": ["ann-a", "ann-b"],
                "disagreements": 5,
                "open": 5,
            }
        ],
        "refused": [],
    }
    assert [one.name for one in folder.iterdir()] == [f"{FERRY_ID}.xml"]
    code, out, _ = run(corpus, "pull", str(folder / f"{FERRY_ID}.xml"), "--json")
    assert code == 1
    first = json.loads(out)["problems"][0]
    assert (first["line"], first["message"]) == (11, "not decided: mention 'm1'")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--draft", "x.xml"], "name articles, or --all"),
        ([FERRY_ID], "say where to decide: --draft FILE or --studio; 'adjudicate status' only looks"),
        ([FERRY_ID, "--draft", "x.xml", "--studio"], "--draft and --studio can't be used together"),
        (["pull"], "name a file that 'adjudicate --draft' wrote, or --studio"),
        (["pull", "x.xml", "--adjudicator", "Zoë"], "'Zoë' is no annotator's name: expected lower-case words"),
        ([FERRY_ID, "--annotators", "a b", "--draft", "x.xml"], "'a b' is no annotator's name"),
        (["--all", "--policy", "most", "--draft", "x.xml"], "'most' is not one of 'unanimous', 'majority'"),
    ],
)  # fmt: skip
def test_misuse(corpus: Corpus, args: list[str], message: str) -> None:
    code, _, err = run(corpus, *args)
    assert code == 2
    assert message in err


def test_refusals(corpus: Corpus, tmp_path: Path) -> None:
    assert run(corpus, "nowhere", "--draft", str(tmp_path / "x.xml"))[2] == "no article 'nowhere' in this corpus"
    code, _, err = run(corpus, FERRY_ID, "--annotators", "ann-a", "--draft", str(tmp_path / "x.xml"))
    assert (code, err) == (
        1,
        f"quotidian: only ann-a of ann-a annotated {FERRY_ID}: expected two annotators or more; "
        "it was annotated by ann-a, ann-b\n",
    )
    code, _, err = run(corpus, FERRY_ID, "--annotators", "ann-a,ann-z", "--draft", str(tmp_path / "x.xml"))
    assert code == 2
    assert "there is no annotator ann-z in this corpus" in err
    file = tmp_path / "file"
    file.touch()
    code, _, err = run(corpus, "--all", "--draft", str(file))
    assert code == 2
    assert f"{file} is a file: for several articles name a folder" in err
    path = corpus.annotation_path("gold", FERRY_ID)
    assert run(corpus, "record", FERRY_ID) == (
        1,
        "",
        f"quotidian: {path}: there is no gold annotation; quotidian adjudicate {FERRY_ID} --draft FILE\n",
    )
    code, out, _ = run(corpus, "pull", str(tmp_path / "absent.xml"))
    assert (code, out) == (1, f"{tmp_path / 'absent.xml'}:1:1: can't be read: No such file or directory\n")


def test_part_of_an_id_is_enough(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "ferry.xml"
    code, out, _ = run(corpus, "harbour-gazette-2026-03-03", "--draft", str(file))
    assert (code, out) == (0, f"{file}: written: 5 disagreements between ann-a and ann-b, 5 open\n")


def test_all_are_those_that_two_of_the_named_did(corpus: Corpus, tmp_path: Path) -> None:
    corpus.save_annotation(msgspec.structs.replace(corpus.annotation(FERRY_ID, "ann-b"), annotator="ann-c"))
    assert run(corpus, "status", "--all")[1] == (
        f"{FERRY_ID}: to be decided: 15 items agreed, 5 questions, between ann-a, ann-b and ann-c\n"
    )
    corpus.annotation_path("ann-b", FERRY_ID).unlink()
    assert run(corpus, "status", "--all", "--annotators", "ann-a,ann-b") == (
        0,
        "",
        "quotidian: there is no article that two annotators did\n",
    )
    done = run(corpus, "--all", "--annotators", "ann-a,ann-b", "--draft", str(tmp_path / "drafts"))
    assert done == (0, "", "quotidian: there is no article that two annotators did\n")


def test_gold_that_nobody_can_explain_is_told(corpus: Corpus) -> None:
    gold = msgspec.structs.replace(corpus.annotation(FERRY_ID, "ann-a"), annotator="gold")
    path = corpus.save_annotation(gold)
    for name in ("ann-a", "ann-b"):
        corpus.annotation_path(name, FERRY_ID).unlink()
    assert run(corpus, "record", "--all") == (
        1,
        "",
        f"quotidian: {path}: how gold was decided can't be told: ann-a and ann-b "
        f"did not annotate {FERRY_ID} at /provenance/adjudicated_from\n",
    )
