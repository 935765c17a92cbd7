"""A small corpus with two annotators who differ in each way that can be decided."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from quotidian.model import Annotation, Mention
from quotidian.store import ANNOTATIONS, Corpus
from tests.release.corpora import ferry, full_corpus

FERRY_ID = "harbour-gazette-2026-03-03-ferry-line-reopens"
replace = msgspec.structs.replace


def first() -> Annotation:
    """What ann-a says of the ferry."""
    return replace(ferry()[2], annotator="ann-a")


def second() -> Annotation:
    """What ann-b says: no Monday and no Time, another tense, a shorter company, and an indirect quote that is mixed."""
    one = first()
    monday = _mention(one, "Monday")
    company = _mention(one, "the company’s")
    shorter = company.end - len("’s")
    [event] = one.events
    return replace(
        one,
        annotator="ann-b",
        mentions=tuple(
            replace(each, end=shorter, text="the company") if each is company else each
            for each in one.mentions
            if each is not monday
        ),
        quotes=tuple(replace(each, kind="writing") if each.type == "indirect" else each for each in one.quotes),
        events=(
            replace(
                event,
                tense="Unspecified",
                arguments=tuple(argument for argument in event.arguments if argument.role != "Time"),
            ),
        ),
    )


def two_annotators(root: Path, *others: Annotation) -> Corpus:
    """The corpus of all articles, in which only the ferry is annotated."""
    corpus = full_corpus(root)
    for folder in (corpus.root / ANNOTATIONS).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    corpus.save_annotations([first(), second(), *others])
    return Corpus(root)


def _mention(one: Annotation, text: str) -> Mention:
    return next(each for each in one.mentions if each.text == text)
