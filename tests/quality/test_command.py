"""``quotidian quality`` as it is typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from quotidian.quality import quality
from quotidian.store import Corpus
from tests.quality.corpora import file, save
from tests.quality.test_look import EARLY, LATE, TALES

TABLES = """\
Agreement with gold: F1 over n articles, of 2 with gold
annotator n mention coref quote speaker trigger arg s/article
ann-a     2   1.000     –     –       –    .000   –         –
ann-b     2    .800     –     –       –    .000   –         –

In the order of work
annotator part   n mention coref quote speaker trigger arg s/article
ann-a     1 of 2 1   1.000     –     –       –    .000   –         –
          2 of 2 1   1.000     –     –       –       –   –         –
ann-b     1 of 2 1   1.000     –     –       –    .000   –         –
          2 of 2 1    .000     –     –       –       –   –         –
"""
NOTES = """
Gold was decided from the annotators' own work: ann-a (in 2 of 2), ann-b (in 2
of 2). There agreement with gold is no independent judgement of them.

Articles that were annotated and have no gold yet are not looked at: ann-a (1).
"""
LIST = f"""
Gold that looks wrong: 2 places (1 majority, 1 variation)

  1. 0.67  majority: events, missing
     {file(EARLY)} /events
     Rebels [hold] Upper Tarsk.
     gold: nothing; ann-a and ann-b: Conflict:Deploy
     add it (Conflict:Deploy), or keep it out

  2. 0.33  variation: mentions, name type
     {file(LATE)} /mentions/0
     A road leads to [Upper Tarsk].
     gold: LOC; elsewhere: GPE (1)
     such as {file(EARLY)} /mentions/1
     Rebels hold [Upper Tarsk].
     make it GPE here or LOC there, unless the two really differ

None of this is a verdict. To mend: 'quotidian draft --from gold ARTICLE -o
draft.xml', edit it, 'quotidian draft draft.xml --annotator gold'.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Not to be changed."""
    return save(tmp_path_factory.mktemp("home") / "tales", TALES)


def run(corpus: Corpus, *arguments: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output in a pipe."""
    command = [sys.executable, "-c", "from quotidian.cli import main; main()", "quality", *arguments]
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(command, cwd=corpus.root, capture_output=True, text=True, check=False, env=environment)


def plain(output: str) -> str:
    """Without the spaces that tables leave at the ends of lines."""
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


def test_the_whole_report(corpus: Corpus) -> None:
    done = run(corpus)
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(done.stdout) == TABLES + NOTES + LIST
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_no_line_but_that_of_a_place_is_longer_than_the_terminal(corpus: Corpus, columns: int) -> None:
    lines = run(corpus, columns=columns).stdout.splitlines()
    assert [line for line in lines if len(line.rstrip()) > columns and "annotations/" not in line] == []


def test_no_figure_is_cut_short_on_a_narrow_terminal(corpus: Corpus) -> None:
    shown = plain(run(corpus, columns=40).stdout)
    assert shown.startswith(
        """\
Agreement with gold: F1 over n articles, of 2 with gold
ann-a: n 2, mention 1.000, coref –,
quote –, speaker –, trigger .000, arg –,
s/article –
ann-b: n 2, mention .800, coref –, quote
–, speaker –, trigger .000, arg –,
s/article –

In the order of work
ann-a: part 1 of 2, n 1, mention 1.000,
"""
    )
    assert "…" not in shown.partition("Gold that looks wrong")[0]


def test_json_is_the_report_of_the_library(corpus: Corpus) -> None:
    done = run(corpus, "--json", "--top", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == quality(corpus, top=1).to_dict()


def test_all_are_told_with_top_0_and_the_first_with_another(corpus: Corpus) -> None:
    assert len(json.loads(run(corpus, "--json", "--top", "0").stdout)["suspicions"]) == 2
    assert (
        "\nGold that looks wrong: the first 1 of 2 places (1 majority, 1 variation)\n"
        in run(corpus, "--top", "1").stdout
    )


def test_one_annotator(corpus: Corpus) -> None:
    done = run(corpus, "--annotator", "ann-b", "--by", "month")
    assert "\nOne annotator only: a majority against gold needs two.\n" in done.stdout
    assert "ann-a" not in done.stdout
    assert json.loads(run(corpus, "--annotator", "ann-b", "--by", "month", "--json").stdout)["by"] == "month"


def test_misuse(corpus: Corpus) -> None:
    done = run(corpus, "--annotator", "gold")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: Invalid value: 'gold' is no annotator here: expected ann-a or ann-b\n")
    assert run(corpus, "--top", "-1").returncode == 2


def test_no_gold(tmp_path: Path) -> None:
    corpus = save(tmp_path / "tales", [(one, text, {"ann-a": marks["ann-a"]}) for one, text, marks in TALES])
    done = run(corpus)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"quotidian: {corpus.root}: no gold annotation to compare with: expected one in annotations/gold/ID.json; "
        "decide between the annotators of an article with 'quotidian adjudicate'\n"
    )


def test_nobody_but_gold_and_nothing_wrong(tmp_path: Path) -> None:
    corpus = save(tmp_path / "tales", [(EARLY, TALES[0][1], {"gold": TALES[0][2]["gold"]})])
    assert plain(run(corpus).stdout) == (
        "Agreement with gold: F1 over n articles, of 1 with gold\n"
        "annotator n mention coref quote speaker trigger arg s/article\n"
        "\nNobody has annotated but gold: there is nobody to compare with it.\n"
        "\nNo gold annotation looks wrong.\n"
    )


def test_no_article_with_two_annotators(tmp_path: Path) -> None:
    only = {EARLY: "ann-a", LATE: "ann-b"}
    tales = [(one, text, {who: marks[who] for who in ("gold", only[one])}) for one, text, marks in TALES if one in only]
    done = run(save(tmp_path / "tales", tales))
    assert "\nNo article has two annotators: there is no majority against gold.\n" in done.stdout


def test_without_texts_there_are_no_sentences_and_a_way_to_get_them(tmp_path: Path) -> None:
    done = run(save(tmp_path / "away", TALES, standoff=[EARLY, LATE], hydrated=False))
    assert (
        "\nOf 2 gold articles there is no text here: there only the names of entities were\n"
        "compared, not strings. 'quotidian hydrate' brings back the texts of stand-off\narticles.\n"
    ) in done.stdout
    assert f"     {file(LATE)} /mentions/0\n     gold: LOC; elsewhere: GPE (1)\n" in done.stdout


def test_a_stand_off_sentence_is_for_the_terminal_and_not_for_json(tmp_path: Path) -> None:
    corpus = save(tmp_path / "away", TALES, standoff=[EARLY, LATE])
    assert "A road leads to [Upper Tarsk]." in run(corpus).stdout
    assert "Tarsk" not in run(corpus, "--json").stdout
    assert "Rebels" not in run(corpus, "--json").stdout


def test_nothing_is_written(corpus: Corpus) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in corpus.root.rglob("*")}

    before = state()
    run(corpus)
    run(corpus, "--json")
    assert state() == before


def test_what_was_left_out_is_told_with_its_reason(tmp_path: Path) -> None:
    corpus = save(tmp_path / "tales", TALES)
    shutil.copyfile(corpus.annotation_path("ann-a", LATE), corpus.annotation_path("ann-a", EARLY))
    corpus.text_path(corpus.article(LATE)).write_text("Something else.\n")
    done = run(corpus)
    assert f"corpus/texts/{LATE}.txt was left out: not the text of this article" in " ".join(done.stdout.split())
    assert f"{file(LATE)} /mentions/0\n     gold: LOC" in done.stdout  # without a sentence
    assert done.returncode == run(corpus, "--json").returncode == 1
    assert f"\n{file(EARLY, 'ann-a')} was left out:" in done.stdout.replace("\nwas left", " was left")


def test_what_a_terminal_would_obey_is_made_visible(tmp_path: Path) -> None:
    corpus = save(tmp_path / "tales", TALES)
    annotation = corpus.annotation(LATE)
    hostile = msgspec.structs.replace(annotation.mentions[0], type="\x1b[31m[bold]RED")
    corpus.save_annotation(msgspec.structs.replace(annotation, mentions=(hostile,)))
    done = run(corpus)
    assert "gold: ␛[31m[bold]RED; elsewhere: GPE (1)" in done.stdout
    assert "\x1b" not in done.stdout
