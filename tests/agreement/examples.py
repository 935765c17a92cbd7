"""Annotations for the tests of agreement: made by hand, and by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import strategies as st

from quotidian.model import ANNOTATION_SCHEMA, Annotation, Mention, Provenance, Tool

LENGTH = 60
TYPES = ("GPE", "MONEY", "ORG", "PER")
LEVELS = ("NAM", "NOM", "PRO")

Marked = tuple[str, str | None, int, int]


def annotation(marked: Sequence[Marked], annotator: str = "ann") -> Annotation:
    """An annotation whose mentions are (type, level, start, end)."""
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article="bench-2026-01-01-one",
        annotator=annotator,
        text_sha256="0" * 64,
        entities=(),
        mentions=tuple(
            Mention(id=f"m{number}", entity=None, type=kind, level=level, start=start, end=end)
            for number, (kind, level, start, end) in enumerate(marked)
        ),
        quotes=(),
        events=(),
        provenance=Provenance(
            tool=Tool(name="tests", version="1"), created="2026-01-02T00:00:00Z", updated="2026-01-02T00:00:00Z"
        ),
    )


@st.composite
def marks(draw: st.DrawFn) -> Marked:
    """One mention somewhere in the text; short ones come often, so that many are the same or nested."""
    start = draw(st.integers(0, LENGTH - 1))
    end = draw(st.integers(start + 1, min(LENGTH, start + 15)))
    kind = draw(st.sampled_from(TYPES))
    return kind, None if kind == "MONEY" else draw(st.sampled_from(LEVELS)), start, end


# Any spans at all: crossing and equal ones too, which agreement must survive.
anyhow_annotated = st.lists(marks(), max_size=12).map(annotation)


@st.composite
def flat_annotations(draw: st.DrawFn) -> Annotation:
    """Mentions in order that do not overlap: all that flat schemes such as BIO know."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=14)))
    marked: list[Marked] = []
    for start, end in pairwise(edges):
        if draw(st.booleans()):
            kind = draw(st.sampled_from(TYPES))
            marked.append((kind, None if kind == "MONEY" else draw(st.sampled_from(LEVELS)), start, end))
    return annotation(marked)


@st.composite
def shuffled(draw: st.DrawFn, of: Annotation) -> Annotation:
    """The same annotation with its mentions in another order, under other ids."""
    marked = [(m.type, m.level, m.start, m.end) for m in draw(st.permutations(of.mentions))]
    return annotation(marked)
