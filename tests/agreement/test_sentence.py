"""A disagreement in its sentences: whole ones, nothing lost, marked where the versions are and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotidian.agreement.disagreements import disagreements
from quotidian.agreement.report import Place, Version
from quotidian.agreement.sentence import Mark, MarkedRun, marked, sentences_around
from quotidian.ontology import load_ontology
from quotidian.schemas import data_folder
from quotidian.segment import sentences
from quotidian.store import Corpus
from tests.agreement.versions import versions

ONTOLOGY = load_ontology(data_folder() / "schema" / "ontology.json")
SENTENCES = [(0, 10), (11, 20), (22, 30), (31, 40)]


def version(*places: tuple[str, int, int]) -> Version:
    return Version(
        annotators=("ann-a",),
        nothing=False,
        places=tuple(Place(part=part, start=start, end=end) for part, start, end in places),
        properties=(),
    )


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([("mention", 3, 5)], [(0, 10)]),
        ([("content", 3, 15)], [(0, 20)]),
        ([("content", 3, 5), ("source", 33, 34)], [(0, 10), (31, 40)]),
        ([("content", 3, 5), ("cue", 12, 13), ("source", 23, 24)], [(0, 30)]),
        ([("mention", 20, 22)], [(20, 22)]),
        ([], []),
    ],
)
def test_sentences_that_are_touched(places: list[tuple[str, int, int]], expected: list[tuple[int, int]]) -> None:
    assert sentences_around(SENTENCES, [version(*places)]) == expected


def test_runs_say_who_marks_them_and_how() -> None:
    some = [version(("content", 2, 6), ("cue", 7, 8)), version(("content", 4, 8)), version(("trigger", 2, 4))]
    assert marked((0, 10), some) == [
        MarkedRun(0, 2, ()),
        MarkedRun(2, 4, (Mark(0, True), Mark(2, True))),
        MarkedRun(4, 6, (Mark(0, True), Mark(1, True))),
        MarkedRun(6, 7, (Mark(1, True),)),
        MarkedRun(7, 8, (Mark(0, False), Mark(1, True))),
        MarkedRun(8, 10, ()),
    ]


def test_the_trigger_of_an_argument_is_not_what_it_is_about() -> None:
    assert marked((0, 6), [version(("trigger", 0, 2), ("argument", 4, 6))]) == [
        MarkedRun(0, 2, (Mark(0, False),)),
        MarkedRun(2, 4, ()),
        MarkedRun(4, 6, (Mark(0, True),)),
    ]


def check(text: str, found: tuple[Version, ...]) -> None:
    cut = sentences(text)
    stretches = sentences_around(cut, found)
    edges = {edge for span in cut for edge in span}
    covered: list[set[int]] = [set() for _ in found]
    for start, end in stretches:
        runs = marked((start, end), found)
        assert "".join(text[run.start : run.end] for run in runs) == text[start:end]
        for run in runs:
            for mark in run.marks:
                covered[mark.version].update(range(run.start, run.end))
        inside = any(start < e and s < end for s, e in cut)
        assert not inside or {start, end} <= edges
    for one, characters in zip(found, covered, strict=True):
        places = {at for place in one.places for at in range(place.start, place.end)}
        assert characters <= places
        # White space between paragraphs and at the end is in no sentence.
        assert {at for at in places - characters if not text[at].isspace()} == set()


@settings(max_examples=40)
@given(data=st.data())
def test_any_disagreement_is_shown_whole(data: st.DataObject) -> None:
    text, annotations = data.draw(versions(ONTOLOGY))
    for one in disagreements(annotations):
        check(text, one.versions)


def test_every_disagreement_of_this_corpus_is_shown_whole() -> None:
    corpus = Corpus(data_folder())
    shown = 0
    for article in corpus.articles(sorted({*corpus.annotated_ids("llm-a")} & {*corpus.annotated_ids("llm-b")})):
        if corpus.has_text(article):
            text = corpus.text(article)
            for one in disagreements([corpus.annotation(article.id, name) for name in ("llm-a", "llm-b")]):
                check(text, one.versions)
                shown += 1
    assert shown
