"""Small invented corpora with gold and annotators, marked up by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from quotidian.init import init
from quotidian.model import Annotation, Annotator, AnnotatorList, Article
from quotidian.quality.gold import GoldArticle
from quotidian.store import ANNOTATORS, Corpus, to_json, write_atomic
from tests.show.marking import Marking, article

Marks = Callable[[Marking], object]
"""Marks up a text."""


def file(name: str, annotator: str = "gold") -> str:
    """Where an annotation is, as places tell it."""
    return f"annotations/{annotator}/{name}.json"


def marked(name: str, text: str, marks: Marks, annotator: str = "gold") -> tuple[Article, Annotation]:
    """An article and its annotation."""
    mark = Marking(text)
    marks(mark)
    made = article(text, title=name, id_=name)
    annotation = mark.annotation(made, annotator)
    if annotator != "gold":
        provenance = msgspec.structs.replace(annotation.provenance, adjudicated_from=())
        annotation = msgspec.structs.replace(annotation, provenance=provenance)
    return made, annotation


def gold(name: str, text: str, marks: Marks, *, tellable: bool = True, hidden: bool = False) -> GoldArticle:
    """A gold annotation with its text, as the package reads it; ``hidden``: the text is not at hand."""
    _, annotation = marked(name, text, marks)
    return GoldArticle(file=file(name), annotation=annotation, text=None if hidden else text, tellable=tellable)


def version(of: GoldArticle, annotator: str, marks: Marks) -> GoldArticle:
    """The same article as an annotator has it."""
    assert of.text is not None
    name = of.annotation.article
    return of.of(marked(name, of.text, marks, annotator)[1], file(name, annotator))


def name(phrase: str, type_: str, title: str | None = None) -> Marks:
    """Marks a name as the only mention of an entity."""

    def marks(mark: Marking) -> None:
        id_ = f"e{len(mark.entities)}"
        mark.entity(id_, type_, title or phrase.partition(" #")[0])
        mark.mention(phrase, id_, "NAM")

    return marks


def noun(phrase: str, type_: str) -> Marks:
    """Marks a noun phrase as the only mention of an entity."""

    def marks(mark: Marking) -> None:
        id_ = f"e{len(mark.entities)}"
        mark.entity(id_, type_, None)
        mark.mention(phrase, id_, "NOM")

    return marks


def trigger(phrase: str, type_: str) -> Marks:
    """Marks a trigger of an event without arguments."""
    return lambda mark: mark.event(phrase, type_)


def quote(content: str, cue: str, kind: str = "speech") -> Marks:
    """Marks an indirect quote of nobody."""
    return lambda mark: mark.quote(content, cue=(cue,), type_="indirect", kind=kind, attribution="none")


def all_of(*marks: Marks) -> Marks:
    """Marks all of these."""

    def every(mark: Marking) -> None:
        for one in marks:
            one(mark)

    return every


def nothing(_: Marking) -> None:
    """Marks nothing."""


Tale = tuple[str, str, dict[str, Marks]]
"""An article's id, its text, and how each annotator marked it up."""


def save(root: Path, tales: Iterable[Tale], *, standoff: Iterable[str] = (), hydrated: bool = True) -> Corpus:
    """A corpus of some tales; of those that are stand-off the text is there only if they are hydrated."""
    corpus = init(root, name="tales", title="Tales")
    away = set(standoff)
    annotators = set()
    for name_, text, versions in tales:
        for annotator, marks in versions.items():
            annotators.add(annotator)
            made, annotation = marked(name_, text, marks, annotator)
            if name_ in away:
                made = msgspec.structs.replace(made, standoff=True)
                annotation = annotation.without_text()
            corpus.save_article(made, text if name_ not in away or hydrated else None)
            corpus.save_annotation(annotation)
    kinds = AnnotatorList(
        schema="urn:quotidian:schema:annotators:1",
        annotators=tuple(
            Annotator(id=one, kind="adjudication" if one == "gold" else "human", description="Invented.")
            for one in sorted(annotators)
        ),
    )
    write_atomic(root / ANNOTATORS, to_json(kinds))
    return corpus


def worked(annotation: Annotation, created: str, seconds: float | None) -> Annotation:
    """The annotation made at another time, in so many seconds."""
    provenance = msgspec.structs.replace(annotation.provenance, created=created, updated=created, seconds=seconds)
    return msgspec.structs.replace(annotation, provenance=provenance)
