"""Whatever a file holds, the checks end in findings or in none, never in an exception."""

from __future__ import annotations

import copy
import json
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotidian.checks import Finding, check_annotation
from quotidian.store import to_json
from tests.checks.corpora import ONTOLOGY, annotation_of, article_of, quote, span, value

TEXT = """“The line is safe,” she told reporters on Monday.

Mira Holt, 🎉 a pilot, said that the “ferry” had left Tarsk.
"""
ARTICLE = article_of(TEXT)
STANDOFF = article_of(TEXT, standoff=True)

EVENT = {
    "id": "v1",
    "type": "Movement:Transport",
    "trigger": span(TEXT, "left"),
    "polarity": "Positive",
    "tense": "Past",
    "genericity": "Specific",
    "modality": "Asserted",
    "arguments": [{"role": "Artifact", "mention": "m3"}, {"role": "Time", "mention": "t1"}],
}
VALID = annotation_of(
    ARTICLE,
    entities=[{"id": "holt", "type": "PER", "name": "Mira Holt"}, {"id": "boat", "type": "VEH", "name": None}],
    mentions=[
        {"id": "m1", "entity": "holt", "type": "PER", "level": "PRO", **span(TEXT, "she")},
        {"id": "m2", "entity": "holt", "type": "PER", "level": "NAM", **span(TEXT, "Mira Holt")},
        {"id": "m3", "entity": "boat", "type": "VEH", "level": "NOM", **span(TEXT, "the “ferry”")},
        value("t1", span(TEXT, "Monday")),
    ],
    quotes=[
        quote(TEXT, "“The line is safe,”", cue=[span(TEXT, "told")], source="m1", attribution="anaphoric"),
        {
            **quote(TEXT, "that the “ferry” had left Tarsk", cue=[span(TEXT, "said")], source="m2"),
            "id": "q2",
            "type": "mixed",
            "attribution": "explicit",
        },
    ],
    events=[EVENT],
)


def test_the_annotation_that_is_mutated_is_valid() -> None:
    assert list(check_annotation(to_json(VALID), ARTICLE, TEXT, ONTOLOGY)) == []


# Anything that a JSON file can hold where something else belongs.
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, 1, -1, 2**31, 2**63, 2**64, 10**30, -(10**30)]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, 12.0, 1e300, -0.5]),
    st.text(max_size=6),
    st.sampled_from(
        ["", "m1", "q1", "v1", "holt", "t1", "PER", "TIME", "direct", "a\x00b", "\u202e", "🎉", "../x", "~1/"]
    ),
)
anything = st.recursive(
    scalars,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=4), children, max_size=3),
    max_leaves=6,
)


def paths(node: Any, where: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [where, *(path for key, item in items for path in paths(item, (*where, key)))]


PATHS = paths(VALID.to_dict())


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A valid annotation with up to four values replaced, removed or repeated."""
    document: Any = copy.deepcopy(VALID.to_dict())
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PATHS))
        if not path:
            return draw(anything)
        parent = document
        for step in path[:-1]:
            if not isinstance(parent, dict | list) or step not in (
                parent if isinstance(parent, dict) else range(len(parent))
            ):
                break
            parent = parent[step]
        change(draw, parent, path[-1])
    return document


def change(draw: st.DrawFn, parent: Any, key: Any) -> None:
    if isinstance(parent, dict):
        if draw(st.booleans()):
            parent[key] = draw(anything)
        else:
            parent.pop(key, None)
            parent[draw(st.sampled_from([str(key), "extra", ""]))] = draw(anything)
    elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
        how = draw(st.sampled_from(["replace", "remove", "repeat"]))
        if how == "replace":
            parent[key] = draw(anything)
        elif how == "remove":
            del parent[key]
        else:
            parent.append(copy.deepcopy(parent[key]))


def assert_whole(findings: list[Finding]) -> None:
    """Every finding is one printable line of UTF-8 and goes through JSON."""
    for finding in findings:
        line = str(finding)
        assert line.isprintable(), line
        assert orjson.loads(orjson.dumps(finding.to_dict()))["check"] == finding.check
        assert finding.line is not None
        assert finding.line >= 1


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.booleans(), st.booleans(), st.booleans())
def test_a_mutated_annotation_gives_findings_or_none(
    document: Any, standoff: bool, has_text: bool, labels: bool
) -> None:
    data = json.dumps(document, indent=1).encode()
    article = STANDOFF if standoff else ARTICLE
    text, ontology = (TEXT if has_text else None), (ONTOLOGY if labels else None)
    assert_whole(list(check_annotation(data, article, text, ontology, file="a.json")))


@settings(max_examples=200)
@given(st.data())
def test_mutated_bytes_give_findings_or_none(data: st.DataObject) -> None:
    whole = bytearray(to_json(VALID))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(whole)))
        end = min(len(whole), start + data.draw(st.integers(0, 9)))
        whole[start:end] = data.draw(st.binary(max_size=5))
    assert_whole(list(check_annotation(bytes(whole), ARTICLE, TEXT, ONTOLOGY, file="a.json")))


@given(st.binary(max_size=60))
def test_any_bytes_give_a_finding(data: bytes) -> None:
    findings = list(check_annotation(data, ARTICLE, TEXT, ONTOLOGY, file="a.json"))
    assert findings
    assert_whole(findings)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["not-json"]),
        (b" \n", ["not-json"]),
        (b"\xef\xbb\xbf", ["byte-order-mark", "not-json"]),
        (b"[" * 100_000 + b"]" * 100_000, ["not-json"]),
        (b'{"a": ' * 3_000 + b"1" + b"}" * 3_000, ["not-json"]),
        (b"[" * 900 + b"]" * 900, ["not-json"]),
        (b"[" * 255 + b"]" * 255, ["not-json"]),
        (b"[" * 254 + b"]" * 254, ["wrong-type"]),
        (b'{"a": NaN}', ["not-json"]),
        (b'{"a": 1e400}', ["not-json"]),
        (b'{"a": -Infinity}', ["not-json"]),
        (b'{"a": "\\ud800"}', ["not-json"]),
        (b'{"a": "\x00"}', ["not-json"]),
        (b"\xff\xfe{\x00}\x00", ["not-utf8"]),
        (b'{"a": "\xed\xa0\x80"}', ["not-utf8"]),
        (b"null", ["wrong-type"]),
        (b'"text"', ["wrong-type"]),
        (b"[]", ["wrong-type"]),
        (b"12345678901234567890123456789012345678901234567890", ["wrong-type"]),
        (b'[{"a": 1, "a": 2}]', ["duplicate-key", "wrong-type"]),
        (b'[{"a": 1, "\\u0061": 2}]', ["duplicate-key", "wrong-type"]),
        (b'[{"a": {"b": 1}, "b": ":"}, {"a": "\\":"}]', ["wrong-type"]),
    ],
)
def test_hostile_files(data: bytes, expected: list[str]) -> None:
    findings = list(check_annotation(data, ARTICLE, TEXT, ONTOLOGY, file="a.json"))
    assert [finding.check for finding in findings] == expected
    assert_whole(findings)


@settings(max_examples=200)
@given(anything)
def test_a_key_that_stands_twice_is_always_found(document: Any) -> None:
    once = json.dumps({"x": document})
    assert "duplicate-key" not in {f.check for f in check_annotation(once.encode(), ARTICLE, TEXT, ONTOLOGY, file="a")}
    twice = (once[:-1] + ', "x": 1}').encode()
    assert "duplicate-key" in {f.check for f in check_annotation(twice, ARTICLE, TEXT, ONTOLOGY, file="a")}


def test_a_thousand_nested_mentions_do_not_cross() -> None:
    words = "a " * 3_000
    text = f"{words.strip()}\n"
    article = article_of(text)
    mentions = [
        value(f"m{n}", {"start": n, "end": len(text) - 1 - n, "text": text[n : len(text) - 1 - n]})
        for n in range(0, 2_000, 2)
    ]
    assert list(check_annotation(annotation_of(article, mentions=mentions), article, text, ONTOLOGY)) == []
