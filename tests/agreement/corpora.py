"""A corpus so small that its figures can be worked out by hand.

Of *Port* ann-a, ann-b and ann-c each have a version, of *Left* ann-a and ann-b the same one; *Alone* is ann-c's only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from quotidian.init import init
from quotidian.model import Annotation, Article
from quotidian.store import Corpus
from tests.show.marking import Marking, article

PORT = "harbour-gazette-2026-03-01-port"
LEFT = "harbour-gazette-2026-03-02-left"
ALONE = "harbour-gazette-2026-03-03-alone"
AWAY = "city-desk-2026-03-04-away"

PORT_TEXT = "Ormond said the port was shelled. Brandt agreed to leave.\n"
LEFT_TEXT = "Ormond left.\n"


def port_article() -> Article:
    return article(PORT_TEXT, title="Port shelled", id_=PORT)


def port(annotator: str) -> Annotation:
    """Ann-b marks "port" for "the port", takes Brandt for a company and knows no target; ann-c has no quote."""
    mark = Marking(PORT_TEXT)
    mark.entity("ormond", "PER", "Ormond")
    mark.entity("port", "FAC", None)
    mark.entity("brandt", "ORG" if annotator == "ann-b" else "PER", "Brandt")
    source = mark.mention("Ormond", "ormond", "NAM")
    port = mark.mention("port" if annotator == "ann-b" else "the port", "port", "NOM")
    mark.mention("Brandt", "brandt", "NAM")
    if annotator != "ann-c":
        mark.quote("the port was shelled", cue=("said",), source=source, type_="indirect")
    mark.event("shelled", "Conflict:Attack", *([] if annotator == "ann-b" else [("Target", port)]))
    return mark.annotation(port_article(), annotator)


def left(annotator: str) -> Annotation:
    mark = Marking(LEFT_TEXT)
    mark.entity("ormond", "PER", "Ormond")
    mark.mention("Ormond", "ormond", "NAM")
    return mark.annotation(article(LEFT_TEXT, title="Ormond leaves", id_=LEFT), annotator)


def alone() -> Annotation:
    return msgspec.structs.replace(left("ann-c"), article=ALONE)


def small(folder: Path, annotations: Iterable[Annotation] | None = None) -> Corpus:
    """The corpus in a folder, its annotations saved in the order given."""
    corpus = init(folder, name="small")
    corpus.save_article(port_article(), PORT_TEXT)
    for one, title in ((LEFT, "Ormond leaves"), (ALONE, "Alone")):
        corpus.save_article(article(LEFT_TEXT, title=title, id_=one), LEFT_TEXT)
    if annotations is None:
        annotations = [*map(port, ("ann-a", "ann-b", "ann-c")), *map(left, ("ann-a", "ann-b")), alone()]
    for annotation in annotations:
        corpus.save_annotation(annotation)
    return corpus


def with_standoff(folder: Path, *, hydrated: bool) -> Corpus:
    """The same with *Away*, which ann-a and ann-b annotated as *Port*, and whose text must not enter a repository."""
    corpus = small(folder)
    rights = msgspec.structs.replace(port_article().rights, holder="The City Desk", redistributable=False)
    away = msgspec.structs.replace(port_article(), id=AWAY, title="Away", standoff=True, rights=rights)
    corpus.save_article(away, PORT_TEXT if hydrated else None)
    for annotator in ("ann-a", "ann-b"):
        corpus.save_annotation(msgspec.structs.replace(port(annotator).without_text(), article=AWAY))
    return corpus
