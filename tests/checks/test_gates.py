"""A gate that lets something through is right: what stands behind it would have found nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotidian.checks import spans
from quotidian.checks.metadata import canonical_license
from quotidian.checks.subjects import Annotated
from quotidian.checks.text import is_canonical
from quotidian.model import Annotation
from quotidian.text import canonicalize, deviations
from tests.checks.corpora import ONTOLOGY, annotation_of, article_of, messages, quote, value
from tests.checks.corpora import found as all_found
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
    faults = [fault for check in spans.GATED for fault in check(subject)]
    assert spans.may_be_wrong(subject) or not faults


def test_sound_spans_pass() -> None:
    text = "Mira Holt left at 6 a.m.\n"
    annotation = annotation_of(article_of(text), mentions=[value("t1", {"start": 18, "end": 24, "text": "6 a.m."})])
    assert not spans.may_be_wrong(Annotated(annotation, article_of(text), text, ONTOLOGY))


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
