"""A gate that lets something through is right: what stands behind it would have found nothing.

That each gate is shut where there is something to find is also shown by every invalid case of ``tests/cases``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotidian.checks import gates, spans
from quotidian.checks.metadata import canonical_license
from quotidian.checks.runner import GATED
from quotidian.checks.subjects import Annotated
from quotidian.checks.text import is_canonical
from quotidian.errors import InputError
from quotidian.model import Annotation, Article
from quotidian.ontology import load_ontology
from quotidian.schemas import data_folder
from quotidian.schemas import gate as schema_gate
from quotidian.text import canonicalize, deviations
from tests.checks.corpora import ONTOLOGY, annotation_of, article_of, messages, quote, value
from tests.checks.corpora import found as all_found
from tests.release.corpora import bakery, ferry, rebels, storm
from tests.strategies import encodable_texts

WORDS = ["Mira", "Holt", "left,", "–", "6 a.m.", "é", "🎉", "“Yes,”", "she", "said:", "e\u0301x", "👨\u200d👩", "x-y"]
texts = st.lists(st.sampled_from([*WORDS, "\n\n"]), min_size=1, max_size=12).map(
    lambda words: canonicalize(" ".join(words)) or "Text.\n"
)


@given(encodable_texts | texts)
def test_a_text_passes_if_and_only_if_it_has_no_deviation(text: str) -> None:
    assert is_canonical(text) is (not list(deviations(text)))


@given(encodable_texts)
def test_every_canonical_text_passes(text: str) -> None:
    canonical = canonicalize(text)
    assert is_canonical(canonical) is bool(canonical)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Annotation, str, bool]:
    """An annotation with a few spans anywhere in a text, most of them with the right words."""
    text, standoff = draw(texts), draw(st.booleans())
    edges = st.integers(-1, len(text) + 1)

    def spot() -> dict[str, Any]:
        start, end = sorted((draw(edges), draw(edges)))
        right = text[max(start, 0) : max(end, 0)]
        words = draw(st.sampled_from([None, right, right if not standoff else None, right.strip(), "Mira"]))
        return {"start": start, "end": end} | ({"text": words} if words is not None else {})

    mentions = [value(f"t{n}", spot()) for n in range(draw(st.integers(0, 2)))]
    one = {**quote(text), "content": [spot()], "cue": [spot()]}
    annotation = annotation_of(article_of(text, standoff=standoff), mentions=mentions, quotes=[one])
    return annotation, text, standoff


@settings(max_examples=500)
@given(annotated())
def test_spans_that_pass_have_no_findings(case: tuple[Annotation, str, bool]) -> None:
    annotation, text, standoff = case
    subject = Annotated(annotation, article_of(text, standoff=standoff), text, ONTOLOGY)
    faults = [fault for check in spans.CHECKS for fault in check(subject)]
    assert gates.spans(subject) or not faults


# Articles with split, nested and indirect quotes, nested mentions, crowded roles, and one that is stand-off.
WHOLE = [ferry(), bakery(), storm(), rebels()]
OWN_ONTOLOGY = load_ontology(data_folder() / "schema" / "ontology.json")
ODD = [None, "", "x", "1", "m1\n", "Q0", "PER", "TIME", "NAM", "PRO", "direct", "indirect", "mixed", "none", 0, -1, 7]


def leaves(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Where in plain JSON values everything is that holds nothing else."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield path
        return
    for key, inner in items:
        yield from leaves(inner, *path, key)


def at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Article, str, Annotation]:
    """A right annotation in which a few values were taken from elsewhere, and records removed, doubled or swapped."""
    article, text, annotation = draw(st.sampled_from(WHOLE))
    document = annotation.to_dict()
    for _ in range(draw(st.integers(0, 2))):
        records = document[draw(st.sampled_from(["entities", "mentions", "quotes", "events"]))]
        if records:
            place, change = draw(st.integers(0, len(records) - 1)), draw(st.sampled_from(["remove", "double", "swap"]))
            if change == "remove":
                del records[place]
            elif change == "double":
                records.append(deepcopy(records[place]))
            else:
                records[place], records[-1] = records[-1], records[place]
    for _ in range(draw(st.integers(0, 3))):
        places = list(leaves(document))
        path = draw(st.sampled_from(places))
        same = [at(document, other) for other in places if other[-1] == path[-1]]
        found = at(document, path)
        near = [found + by for by in (-2, -1, 1, 2)] if isinstance(found, int) else []
        at(document, path[:-1])[path[-1]] = draw(st.sampled_from(same) | st.sampled_from([*ODD, *near]))
    try:
        made = Annotation.from_dict(document)
    except InputError:
        made = annotation
    if draw(st.booleans()) and not article.standoff:
        made = made.with_text(text)
    return article, text, made


@settings(max_examples=1500)
@given(damaged())
def test_what_passes_a_gate_has_no_findings_behind_it(case: tuple[Article, str, Annotation]) -> None:
    article, text, annotation = case
    subject = Annotated(annotation, article, text, OWN_ONTOLOGY)
    for may_be_wrong, checks in GATED:
        if not may_be_wrong(subject):
            assert [fault for check in checks for fault in check(subject)] == [], may_be_wrong.__name__
    if not gates.records(annotation):
        head = msgspec.structs.replace(annotation, entities=(), mentions=(), quotes=(), events=())
        assert schema_gate("annotation").is_valid(annotation.to_dict()) is schema_gate("annotation").is_valid(
            head.to_dict()
        )


@pytest.mark.parametrize(
    ("case", "shut"),
    # What is nested or stands in marks inside something else is left to the checks.
    list(zip(WHOLE, [[], [], [], ["references", "speech", "marks"]], strict=True)),
    ids=lambda value: value[0].id if isinstance(value, tuple) else None,
)
def test_what_is_right_passes(case: tuple[Article, str, Annotation], shut: list[str]) -> None:
    article, text, annotation = case
    subject = Annotated(annotation, article, text, OWN_ONTOLOGY)
    assert not gates.records(annotation)
    assert [gate.__name__ for gate, _ in GATED if gate(subject)] == shut


@pytest.mark.parametrize("lacking", ["article", "text", "ontology", "records"])
def test_nothing_is_proven_where_something_is_not_at_hand(lacking: str) -> None:
    article, text, annotation = ferry()
    subject = Annotated(
        annotation,
        None if lacking == "article" else article,
        None if lacking == "text" else text,
        None if lacking == "ontology" else OWN_ONTOLOGY,
        lost_mentions=lacking == "records",
    )
    assert all(gate(subject) for gate, _ in GATED)


def test_sound_spans_pass() -> None:
    text = "Mira Holt left at 6 a.m.\n"
    annotation = annotation_of(article_of(text), mentions=[value("t1", {"start": 18, "end": 24, "text": "6 a.m."})])
    assert not gates.spans(Annotated(annotation, article_of(text), text, ONTOLOGY))


def test_characters_made_of_several_code_points() -> None:
    text = canonicalize("q\u0323 said 👍\U0001f3fd to the 👨\u200d👩 of 日本 and ❤\ufe0f x.")
    cuts: dict[tuple[int, int], str | None] = {
        (0, 1): "cuts",
        (0, 2): None,
        (text.index("👍"), text.index("👍") + 1): "cuts",
        (text.index("👍"), text.index("👍") + 2): None,
        (text.index("👨"), text.index("👨") + 1): "cuts",
        (text.index("👨"), text.index("👨") + 2): "cuts",
        (text.index("👨"), text.index("👨") + 3): None,
        (text.index("日"), text.index("日") + 1): None,
        (text.index("❤"), text.index("❤") + 1): "cuts",
    }
    article = article_of(text)
    for (start, end), said in cuts.items():
        annotation = annotation_of(
            article, mentions=[value("t1", {"start": start, "end": end, "text": text[start:end]})]
        )
        found = messages(all_found(annotation, article, text, "span-cuts-character"))
        assert bool(found) is (said is not None), (start, end)
        assert all("cuts the character" in message for message in found)


@pytest.mark.parametrize(
    ("expression", "canonical"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc-by-4.0", "CC-BY-4.0"),
        ("LicenseRef-All-Rights-Reserved", "LicenseRef-All-Rights-Reserved"),
        ("CC-BY-2.5 AND LicenseRef-Other", "CC-BY-2.5 AND LicenseRef-Other"),
        ("CC BY 4.0", None),
        ("Free", None),
        ("", None),
    ],
)
def test_licences_as_spdx_spells_them(expression: str, canonical: str | None) -> None:
    assert canonical_license(expression) == canonical
