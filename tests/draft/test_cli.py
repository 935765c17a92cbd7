"""``quotidian draft``: what it writes, what it prints, and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quotidian.cli.group import group
from quotidian.errors import ArticleNotFoundError
from quotidian.store import Corpus
from tests.draft.sample import BODY, ENTITIES, ID, corpus, inline, marked

HOLT = marked(
    **{
        "“The line": '<q type="direct">“The line',
        "sound,” Mira Holt": 'sound,”</q> <m id="h" e="holt" l="NAM">Mira Holt</m>',
        "it “won’t close”": '<q type="mixed">it “won’t close”</q>',
    }
)
MUST = "the text without its tags must be the article's"
GOOD = inline(HOLT, ENTITIES.splitlines()[0] + "\n")


@pytest.fixture
def home(tmp_path: Path) -> Corpus:
    return corpus(tmp_path / "home")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.xml"
    path.write_text(GOOD, "utf-8")
    return path


def run(home: Corpus, *arguments: object) -> Result:
    return CliRunner().invoke(group, ["draft", *map(str, arguments), "--corpus", str(home.root)])


def test_a_draft_becomes_an_annotation_and_again_nothing(home: Corpus, draft: Path) -> None:
    saved = home.root / "annotations" / "ann-b" / f"{ID}.json"
    done = run(home, draft, "--annotator", "ann-b", "--seconds", "12.5", "--preannotated-from", "llm")
    assert (done.exit_code, done.stdout.splitlines()) == (
        1,
        [
            f"{draft}:1:1: made from llm's annotation of {ID}, which does not exist; nobody annotated it yet",
            "1 problem in 1 of 1 draft; nothing was written of those.",
        ],
    )
    run(home, draft, "--annotator", "llm")
    done = run(home, draft, "--annotator", "ann-b", "--seconds", "12.5", "--preannotated-from", "llm")
    counts = "1 entity, 1 mention, 2 quotes, 0 events"
    assert (done.exit_code, done.stdout) == (0, f"{draft}: {saved}: written: {counts}\n")
    kept = home.annotation(ID, "ann-b")
    assert (kept.provenance.seconds, kept.provenance.preannotated_from) == (12.5, "llm")
    again = run(home, draft, "--annotator", "ann-b")
    assert (again.exit_code, again.stdout) == (0, f"{draft}: {saved}: unchanged: {counts}\n")


def test_gold_says_who_it_was_decided_between(home: Corpus, draft: Path) -> None:
    run(home, draft, "--annotator", "gold", "--adjudicated-from", "ann-a", "--adjudicated-from", "ann-b")
    assert home.annotation(ID).provenance.adjudicated_from == ("ann-a", "ann-b")


def test_problems_are_printed_and_the_other_drafts_still_written(home: Corpus, draft: Path) -> None:
    bad = draft.with_name("bad.xml")
    bad.write_text(GOOD.replace('l="NAM"', 'l="NAME"').replace("Ferry", "Fairy"), "utf-8")
    done = run(home, bad, draft, "--annotator", "ann-b")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{bad}:3:2: the draft has 'Fairy' where the article has 'Ferry' (paragraph 1); {MUST}",
        f"{bad}:5:54: mention 'h': unknown level 'NAME'; did you mean 'NAM'?",
        f"{draft}: {home.annotation_path('ann-b', ID)}: written: 1 entity, 1 mention, 2 quotes, 0 events",
        "2 problems in 1 of 2 drafts; nothing was written of those.",
    ]


def test_a_text_that_is_not_there_does_not_hinder_the_other_drafts(tmp_path: Path, draft: Path) -> None:
    home = corpus(tmp_path / "home", standoff=True)
    home.text_path(home.article(ID)).unlink()
    done = run(home, "--check", draft, draft)
    told = f"{draft}:1:1: the text of {ID} is not in the repository (stand-off): get it from "
    assert done.exit_code == 1
    assert [line.startswith(told) for line in done.stdout.splitlines()] == [True, True, False]
    assert done.stdout.endswith("2 problems in 2 of 2 drafts; nothing was written of those.\n")


def test_check_only_checks(home: Corpus, draft: Path) -> None:
    done = run(home, "--check", draft)
    assert (done.exit_code, done.stdout) == (0, f"{draft}: valid: 1 entity, 1 mention, 2 quotes, 0 events\n")
    assert home.annotators() == []
    draft.write_text(inline(beside=""), "utf-8")
    done = run(home, "--check", draft)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{draft}:1:1: marks-without-quote: ")
    assert " (warning)\n" in done.stdout


def test_machines_get_json(home: Corpus, draft: Path) -> None:
    bad = draft.with_name("bad.xml")
    bad.write_text(GOOD.replace('l="NAM"', 'l="NAME"'), "utf-8")
    done = run(home, bad, draft, "--annotator", "ann-b", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "problems": [
            {
                "path": str(bad),
                "line": 5,
                "column": 54,
                "message": "mention 'h': unknown level 'NAME'",
                "mend": "did you mean 'NAM'?",
            }
        ],
        "annotations": [
            {"article": ID, "path": str(home.annotation_path("ann-b", ID)), "written": True, "warnings": []}
        ],
    }
    checked = json.loads(run(home, "--check", draft, "--json").stdout)
    assert checked["annotations"] == [{"article": ID, "path": None, "written": False, "warnings": []}]


def test_new_writes_a_draft_to_start_from(home: Corpus, tmp_path: Path) -> None:
    done = run(home, "--new", ID)
    assert done.exit_code == 0
    assert f"<text>\n{BODY}</text>" in done.stdout
    out = tmp_path / "new.xml"
    again = run(home, "--new", ID, "-o", out)
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", f"{out}: written\n")
    assert out.read_text("utf-8") == done.stdout
    assert run(home, "--check", out).exit_code == 0


def test_a_draft_that_exists_is_not_overwritten(home: Corpus, draft: Path) -> None:
    done = run(home, "--new", ID, "-o", draft)
    assert done.exit_code == 2
    assert f"{draft} exists already: somebody's work may be in it; choose another place" in done.stderr
    assert draft.read_text("utf-8") == GOOD


def test_a_draft_for_machines_is_json(home: Corpus, draft: Path) -> None:
    plain = run(home, "--new", ID).stdout
    assert json.loads(run(home, "--new", ID, "--json").stdout) == {"article": ID, "form": "inline", "draft": plain}
    run(home, draft, "--annotator", "ann-b")
    quoting = ("--from", "ann-b", ID, "--form", "quoting")
    plain = run(home, *quoting).stdout
    assert json.loads(run(home, *quoting, "--json").stdout) == {"article": ID, "form": "quoting", "draft": plain}
    out = draft.with_name("out.json")
    done = run(home, *quoting, "--json", "-o", out)
    assert (json.loads(done.stdout), done.stderr) == ({"article": ID, "form": "quoting", "written": str(out)}, "")
    assert out.read_text("utf-8") == plain


def test_who_annotated_an_article_is_named(home: Corpus, draft: Path) -> None:
    for name in ("ann-b", "gold"):
        run(home, draft, "--annotator", name)
    done = run(home, "--from", "nope", ID)
    assert done.exit_code == 2
    assert f"nope has no annotation of {ID}; there is --from ann-b or --from gold" in done.stderr


def test_a_folder_that_is_not_there_is_not_made(home: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "nope" / "new.xml"
    done = run(home, "--new", ID, "-o", out)
    assert done.exit_code == 2
    assert f"no such folder '{out.parent}': make it first, or write new.xml elsewhere" in done.stderr
    assert not out.parent.exists()


@pytest.mark.parametrize(("form", "ending"), [("inline", "xml"), ("quoting", "json")])
def test_an_annotation_goes_out_as_a_draft_and_comes_back_unchanged(
    home: Corpus, draft: Path, form: str, ending: str
) -> None:
    run(home, draft, "--annotator", "ann-b")
    out = draft.with_name(f"out.{ending}")
    assert run(home, "--from", "ann-b", ID, "-o", out, "--form", form).exit_code == 0
    done = run(home, out, "--annotator", "ann-b")
    assert (done.exit_code, ": unchanged: " in done.stdout) == (0, True)


def test_a_standoff_draft_stays_out_of_the_repository(tmp_path: Path) -> None:
    home = corpus(tmp_path / "home", standoff=True)
    for out in (home.root / "new.xml", home.root / "annotations" / "new.xml"):
        done = run(home, "--new", ID, "-o", out)
        assert done.exit_code == 2
        assert f"{out}: the text of {ID} must not enter the repository: choose a place outside of it" in done.stderr
        assert not out.exists()
    ignored = home.root / "corpus" / "hydrated" / "drafts" / "new.xml"
    for out in (ignored, tmp_path / "new.xml"):
        assert run(home, "--new", ID, "-o", out).exit_code == 0
        assert run(home, "--check", out).exit_code == 0


MISUSE = {
    "nothing": ([], "name a draft to resolve, or --new ARTICLE, or --from NAME ARTICLE"),
    "nobody": (["x.xml"], "--annotator NAME says who annotated; --check only checks"),
    "no annotator's name": (["x.xml", "--annotator", "Ann B"], "'Ann B' is no annotator's name"),
    "no adjudicated annotator's name": (["x.xml", "--adjudicated-from", ".."], "'..' is no annotator's name"),
    "from without an article": (["--from", "gold"], "write one draft: --new ARTICLE, or --from NAME ARTICLE"),
    "from two articles": (["--from", "gold", "a", "b"], "write one draft: --new ARTICLE, or --from NAME ARTICLE"),
    "new and from": (["--from", "gold", "a", "--new", "a"], "write one draft: --new ARTICLE, or --from NAME ARTICLE"),
    "new and a file": (["x.xml", "--new", "a"], "write one draft: --new ARTICLE, or --from NAME ARTICLE"),
    "new and check": (["--new", "a", "--check"], "--check and --annotator are of drafts that exist"),
    "new and an annotator": (["--new", "a", "--annotator", "b"], "--check and --annotator are of drafts that exist"),
    "from somebody else": (["--from", "nope", ID], f"nope has no annotation of {ID}; there is --new {ID}"),
    "no time": (["x.xml", "--annotator", "a", "--seconds", "nan"], "nan is no number of seconds"),
    "an endless time": (["x.xml", "--annotator", "a", "--seconds", "1e400"], "inf is no number of seconds"),
    "a negative time": (["x.xml", "--seconds", "-1"], "-1.0 is not in the range x>=0"),
}


@pytest.mark.parametrize("name", MISUSE)
def test_misuse_is_told(name: str, home: Corpus) -> None:
    arguments, message = MISUSE[name]
    done = run(home, *arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_an_article_that_is_not_there_is_named_with_its_neighbours(home: Corpus) -> None:
    done = run(home, "--new", ID[:-1])
    assert isinstance(done.exception, ArticleNotFoundError)
    assert str(done.exception) == f"no article '{ID[:-1]}' in this corpus; did you mean {ID}?"


def test_the_program_itself_never_shows_a_traceback(home: Corpus, tmp_path: Path) -> None:
    def quotidian(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "from quotidian.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, "draft", *arguments, "--corpus", str(home.root)],
            capture_output=True,
            text=True,
            check=False,
        )

    missing = quotidian("--check", str(tmp_path / "missing.xml"))
    assert (missing.returncode, missing.stderr) == (
        1,
        "",
    )
    assert missing.stdout.splitlines() == [
        f"{tmp_path / 'missing.xml'}:1:1: can't be read: No such file or directory",
        "1 problem in 1 of 1 draft; nothing was written of those.",
    ]
    unknown = quotidian("--new", "zzz")
    assert (unknown.returncode, unknown.stderr) == (2, "quotidian: no article 'zzz' in this corpus\n")
