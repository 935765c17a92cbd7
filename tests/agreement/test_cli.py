"""``quotidian agree`` as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from quotidian.agreement.agree import agree
from quotidian.store import Corpus
from tests.agreement.corpora import LEFT, PORT, PORT_TEXT, port, small, with_standoff


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Read by all tests, changed by none."""
    return small(tmp_path_factory.mktemp("home") / "corpus")


def run(corpus: Corpus, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output in a pipe of 80 columns."""
    command = [sys.executable, "-c", "from quotidian.cli import main; main()", "agree", *arguments]
    return subprocess.run(
        command,
        cwd=corpus.root,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "COLUMNS": "80", "PYTHONUTF8": "1", **environment},
    )


TABLE = """\
ann-a and ann-b, 2 articles
mentions                                value   95 % interval          items
  span                        F1         .750   .667 to 1.000          4 / 4
  span+type                   F1         .500   .333 to 1.000          4 / 4
  span, overlap               F1        1.000  1.000 to 1.000          4 / 4
  span+type, overlap          F1         .750   .667 to 1.000          4 / 4
  characters                  alpha      .725   .647 to 1.000            142

lowest agreement
   .333    2 disagreements  harbour-gazette-2026-03-01-port
  1.000    0 disagreements  harbour-gazette-2026-03-02-left
"""


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_the_table_of_two(corpus: Corpus) -> None:
    done = run(corpus, "ann-b", "ann-a", "--layer", "mentions")
    assert (done.returncode, done.stderr) == (
        0,
        "quotidian: 2 articles compared, 2 disagreements; --html FILE shows them\n",
    )
    assert lines(done.stdout) == TABLE.splitlines()
    assert "\x1b" not in done.stdout


def test_the_tables_of_three_begin_with_the_mean(corpus: Corpus) -> None:
    done = run(corpus)
    heads = [line for line in lines(done.stdout) if line.endswith((" article", " articles"))]
    assert heads == [
        "mean of 3 pairs, 2 articles",
        "ann-a and ann-b, 2 articles",
        "ann-a and ann-c, 1 article",
        "ann-b and ann-c, 1 article",
        "all 3 annotators, 2 articles",
    ]
    assert max(len(line) for line in lines(done.stdout)) <= 80
    # One label only: no value, no interval, but what it was counted over.
    assert "  kind, overlap               kappa         –                              1" in lines(done.stdout)


def test_a_reference_has_precision_and_recall(corpus: Corpus) -> None:
    done = run(corpus, "ann-c", "--reference", "ann-a", "--layer", "quotes")
    assert lines(done.stdout)[:3] == [
        "ann-c against ann-a, 1 article",
        "quotes                                  value   95 % interval          P / R",
        "  quote                       F1         .000                    .000 / .000",
    ]


def test_json_is_the_report(corpus: Corpus) -> None:
    done = run(corpus, "--json")
    assert (done.returncode, done.stderr) == (0, "")

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    assert json.loads(done.stdout, parse_constant=refuse) == agree(corpus).to_dict()


def test_json_holds_no_sentence(tmp_path: Path) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=True)
    said = run(corpus, "--json").stdout
    assert "city-desk" in said
    assert not any(words in said for words in ("said the", "the port", "agreed to"))


def test_seed_and_resamples(corpus: Corpus) -> None:
    one, same, other = (
        json.loads(run(corpus, "--json", "--seed", seed, "--resamples", "2").stdout) for seed in ("1", "1", "2")
    )
    assert one == same
    assert (one["seed"], one["resamples"]) == (1, 2)
    assert one["figures"] != other["figures"]


def test_articles_and_splits(corpus: Corpus) -> None:
    done = json.loads(run(corpus, "--json", "--article", "left").stdout)
    assert [one["article"] for one in done["ranking"]] == [LEFT]
    done = json.loads(run(corpus, "--json", "--split", "train").stdout)
    assert [one["article"] for one in done["ranking"]] == [PORT, LEFT]
    none = run(corpus, "--split", "test")
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr == (
        "quotidian: there is no article of the 0 chosen that two of ann-a and ann-b and ann-c annotated; there is "
        "nothing to compare yet\n"
    )


def test_the_page_is_written_where_it_is_told(corpus: Corpus, tmp_path: Path) -> None:
    place = tmp_path / "agreement.html"
    done = run(corpus, "--html", str(place))
    assert done.returncode == 0
    assert done.stderr == f"quotidian: 2 articles compared, 5 disagreements; {place} shows them\n"
    html = place.read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>\n")
    assert run(corpus, "--html", str(place), "--json").returncode == 0
    assert place.read_text("utf-8") == html


def test_the_folder_of_releases_is_made_for_the_page(tmp_path: Path) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=True)
    assert not corpus.releases.exists()
    assert run(corpus, "--html", str(corpus.releases / "agreement.html")).returncode == 0
    assert (corpus.releases / "agreement.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("place", ["page.html", "docs/../page.html", "annotations/page.html"])
def test_sentences_that_are_not_ours_stay_out_of_the_repository(place: str, tmp_path: Path) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=True)
    (corpus.root / "docs").mkdir(exist_ok=True)
    done = run(corpus, "--html", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        f"{place}: the page holds sentences of stand-off articles, which must not enter the repository" in done.stderr
    )
    assert not (corpus.root / place).exists()


def test_a_link_into_the_repository_is_no_way_around(tmp_path: Path) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=True)
    (tmp_path / "outside").symlink_to(corpus.root / "annotations", target_is_directory=True)
    done = run(corpus, "--html", str(tmp_path / "outside" / "page.html"))
    assert done.returncode == 2
    assert not (corpus.root / "annotations" / "page.html").exists()


def test_a_place_that_git_ignores_is_one(tmp_path: Path) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=True)
    assert run(corpus, "--html", "corpus/hydrated/page.html").returncode == 0
    page = corpus.root / "corpus" / "hydrated" / "page.html"
    assert "the port" in page.read_text("utf-8")
    # An article whose text is ours may be anywhere.
    assert run(corpus, "--article", PORT, "--html", "page.html").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ann-x",), "there is no annotator 'ann-x' in this corpus; did you mean ann-c or ann-b or ann-a?"),
        (
            ("ann-a",),
            "agreement needs two: there is only ann-a to compare; name two annotators, or one and --reference",
        ),
        (("--reference", "gold"), "there is no annotator 'gold' in this corpus; did you mean ann-a or ann-b or ann-c?"),
        (("--article", "nope"), "no article 'nope' in this corpus"),
        (("--layer", "words"), "'words' is not one of 'mentions', 'coreference', 'quotes', 'events'."),
        (("--resamples", "-1"), "-1 is not in the range 0<=x<=10000."),
        (("--html", "."), ". is a folder: name a file for the page, such as agreement.html"),
        (("--html", "nope/page.html"), "no such folder 'nope': make it first, or write page.html elsewhere"),
    ],
)
def test_misuse_says_what_to_write(corpus: Corpus, arguments: tuple[str, ...], message: str) -> None:
    done = run(corpus, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not (corpus.root / "nope").exists()


def test_a_corpus_that_nobody_annotated(tmp_path: Path) -> None:
    done = run(small(tmp_path / "c", []))
    assert (done.returncode, done.stdout) == (2, "")
    assert "agreement needs two: there is nobody to compare" in done.stderr


def test_what_is_left_out_is_told_and_exits_with_1(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c")
    path = corpus.annotation_path("ann-b", PORT)
    path.write_text("[]")
    done = run(corpus, "ann-a", "ann-b")
    assert done.returncode == 1
    assert done.stderr.startswith(f"quotidian: left out: annotations/ann-b/{PORT}.json: not a valid Annotation: ")
    assert done.stderr.endswith("quotidian: 1 article compared, 0 disagreements; --html FILE shows them\n")
    assert "ann-a and ann-b, 1 article" in done.stdout
    machine = run(corpus, "ann-a", "ann-b", "--json")
    assert (machine.returncode, machine.stderr) == (1, "")
    assert [one["annotator"] for one in json.loads(machine.stdout)["left_out"]] == ["ann-b"]


def test_a_text_that_is_away_is_told_and_no_fault(tmp_path: Path) -> None:
    done = run(with_standoff(tmp_path / "c", hydrated=False), "ann-a", "ann-b")
    assert done.returncode == 0
    assert "no agreement over tokens: the text is stand-off and not on this machine" in done.stderr


def test_a_folder_whose_name_is_no_text_is_nobodys(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c")
    expected = run(corpus, "--json").stdout
    folder = corpus.root / "annotations" / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / f"{PORT}.json").write_bytes(corpus.annotation_path("ann-a", PORT).read_bytes())
    done = run(corpus, "--json")
    assert (done.returncode, done.stdout) == (0, expected)


def test_names_of_anybody_reach_no_terminal_raw(tmp_path: Path) -> None:
    evil = "ann-\x1b]0;pwned\x07"
    one = msgspec.structs.replace(port("ann-a"), annotator=evil)
    corpus = small(tmp_path / "c", [port("ann-a"), port("ann-b")])
    corpus.save_annotation(one)
    done = run(corpus)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert "ann-␛]0;pwned␇" in done.stdout
    assert PORT_TEXT not in done.stdout
