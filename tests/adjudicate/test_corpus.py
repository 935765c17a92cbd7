"""The corpus' own gold: what it tells of how it was decided is what comparison finds, and a release does not change."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import msgspec
import pytest

from quotidian.adjudicate.drafting import merged_of, write_draft_file
from quotidian.adjudicate.pulling import pull_file
from quotidian.adjudicate.read import read_document
from quotidian.adjudicate.record import record
from quotidian.adjudicate.told import layers_sha256
from quotidian.agreement.align import align
from quotidian.release import build
from quotidian.store import Corpus
from tests.adjudicate.articles import two_annotators
from tests.release.corpora import full_corpus

CORPUS = Corpus(Path(__file__).parents[2])
replace = msgspec.structs.replace


@pytest.mark.parametrize("article", CORPUS.annotated_ids())
def test_gold_tells_how_it_was_decided(article: str) -> None:
    gold = CORPUS.annotation(article)
    decisions = gold.provenance.decisions
    assert decisions is not None
    versions = [CORPUS.annotation(article, name) for name in gold.provenance.adjudicated_from]
    assert decisions == record(gold, versions, decisions.adjudicator)
    assert decisions.layers_sha256 == layers_sha256(gold)
    merged, _, _ = merged_of(CORPUS, CORPUS.article(article))
    assert merged.disagreements == ()


def whole(path: Path, who: str) -> None:
    """Choose one annotator in every question of a file, and nothing where they have nothing."""
    text = path.read_text("utf-8")
    for slot in read_document(path).slots:
        at = f'="{slot.item}"'
        choice = who if who in slot.options else "none"
        before, question, after = _split(text, slot.place.line)
        assert at in question
        text = before + question.replace('choose=""', f'choose="{choice}"') + after
    path.write_text(text, "utf-8")


def _split(text: str, line: int) -> tuple[str, str, str]:
    lines = text.splitlines(keepends=True)
    return "".join(lines[: line - 1]), lines[line - 1], "".join(lines[line:])


WITH_TEXT = [one.id for one in CORPUS.articles(CORPUS.annotated_ids()) if not one.standoff]


@pytest.mark.parametrize("who", ["llm-a", "llm-b"])
@pytest.mark.parametrize("article", WITH_TEXT)
def test_who_is_chosen_everywhere_is_gold(article: str, who: str, tmp_path: Path) -> None:
    """Real articles, all questions in one person's favour: gold says exactly what they say."""
    for folder in ("corpus", "schema", "annotations"):
        shutil.copytree(CORPUS.root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("hydrated", "gold"))
    corpus = Corpus(tmp_path)
    file = tmp_path / "x.xml"
    drafted = write_draft_file(corpus, corpus.article(article), file)
    assert drafted.open == drafted.disagreements > 0
    whole(file, who)
    kept = pull_file(corpus, file, adjudicator="ann-c").kept
    chosen = corpus.annotation(article, who)
    assert [group for group in align([chosen, corpus.annotation(article)]) if group.differences] == []
    assert {one.how for one in kept.decisions.items} <= {"chosen", "rejected"}
    assert {one.by for one in kept.decisions.items} <= {(who,), ()}


def test_a_release_is_the_same_with_decisions_and_without(tmp_path: Path) -> None:
    """Its tables hold the gold labels and who decided between whom; how is in the repository."""
    hashes = []
    for name in ("without", "with"):
        corpus = full_corpus(tmp_path / name)
        if name == "with":
            for article in corpus.annotated_ids():
                gold = corpus.annotation(article)
                versions = [corpus.annotation(article, one) for one in ("ann-a", "ann-b")]
                provenance = replace(gold.provenance, decisions=record(gold, versions, "ann-c"))
                corpus.save_annotation(replace(gold, provenance=provenance))
        build(corpus, tmp_path / f"{name}-dist")
        [release] = (tmp_path / f"{name}-dist").iterdir()
        data = sorted((release / "data").rglob("*.parquet"))
        assert data
        hashes.append([(one.name, hashlib.sha256(one.read_bytes()).hexdigest()) for one in data])
    assert hashes[0] == hashes[1]


def test_the_annotators_of_the_small_corpus_are_valid(tmp_path: Path) -> None:
    from quotidian.checks import validate

    assert [str(one) for one in validate(two_annotators(tmp_path / "x")) if one.severity == "error"] == []
