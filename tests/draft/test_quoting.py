"""The quoting form: what is found, and what is said when it is not."""

# ruff: noqa: E501  # whole messages stay on one line, so that they can be searched for

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from quotidian import schemas
from tests.draft.sample import ID, inline, marked, problems, resolved

# Line 1 of each draft is the opening, line 2 the article; each layer is one line.
VALUE = {"type": "TIME"}


def quoting(**layers: list[object]) -> str:
    """A draft in the quoting form."""
    lines = [
        f'"article": "{ID}"',
        *(f'"{name}": {json.dumps(parts, ensure_ascii=False)}' for name, parts in layers.items()),
    ]
    return "{\n" + ",\n".join(lines) + "\n}"


def found(**span: object) -> tuple[int, int]:
    """Where a quoted span is found."""
    [mention] = resolved(quoting(mentions=[{**VALUE, **span}])).mentions
    return mention.start, mention.end


def test_both_forms_make_the_same_annotation() -> None:
    body = marked(
        **{
            "Ferry line to Tarsk": '<m id="x" e="tarsk" l="NAM">Ferry line to Tarsk</m>',
            "“The line": '<q id="q" type="direct" source="h" attribution="explicit" addressees="r">“The line',
            "sound,”": "sound,”</q>",
            "Mira Holt told": '<m id="h" e="holt" l="NAM">Mira Holt</m> <cue q="q">told</cue>',
            "reporters in Tarsk": '<m id="r" e="holt" l="PRO">reporters in <m e="tarsk" l="NAM">Tarsk</m></m>',
            "won’t": '<ev type="Contact:Meet" tense="Past" polarity="Negative" Entity="h r">won’t</ev>',
        }
    )
    draft = quoting(
        entities=[
            {"id": "holt", "type": "PER", "name": "Mira Holt"},
            {"id": "tarsk", "type": "GPE", "name": "Tarsk", "link": "Q42"},
        ],
        mentions=[
            {"entity": "tarsk", "level": "NAM", "text": "Tarsk", "occurrence": 2},
            {"id": "x", "entity": "tarsk", "level": "NAM", "text": "Ferry line\nto Tarsk"},
            {"id": "h", "entity": "holt", "level": "NAM", "context": "[[Mira Holt]] told"},
            {"id": "r", "entity": "holt", "level": "PRO", "text": "reporters in Tarsk"},
        ],
        quotes=[
            {
                **{"id": "q", "type": "direct", "source": "h", "attribution": "explicit", "addressees": ["r"]},
                **{"content": ["“The line is safe & sound,”"], "cue": [{"text": "told"}], "parent": None},
            }
        ],
        events=[
            {
                **{"type": "Contact:Meet", "trigger": {"text": "won’t"}, "tense": "Past", "polarity": "Negative"},
                "arguments": [{"role": "Entity", "mention": "r"}, {"role": "Entity", "mention": "h"}],
            }
        ],
    )
    one, other = resolved(inline(body)), resolved(draft)
    assert (one.entities, one.mentions, one.quotes, one.events) == (
        (other.entities, other.mentions, other.quotes, other.events)
    )


def test_a_span_is_found_by_text_occurrence_paragraph_and_context() -> None:
    assert found(text="Monday") == (148, 154)
    assert found(text="Tarsk", occurrence=2) == (85, 90)
    assert found(text="Tarsk", paragraph=2) == (85, 90)
    assert found(text="Holt", paragraph=3) == (156, 160)
    assert found(text="line", occurrence=1, paragraph=2) == (34, 38)
    assert found(context="Monday, [[Holt ]]said") == (156, 160)
    assert found(context="[[Holt]] said", occurrence=1) == (156, 160)


def test_words_are_whole_words_unless_there_are_none() -> None:
    assert found(text="it") == (101, 103)  # and not in "metres sail"
    assert found(text="ail") == (141, 144)
    assert problems(quoting(mentions=[{**VALUE, "text": "Ferr"}])) == [
        "draft:3:14: 'Ferr' occurs 2 times: paragraph 1 ('[[Ferr]]y line to Tarsk'), paragraph 3 ('[[Ferr]]ies < 20 metres'); "
        'add "occurrence" (1 to 2) or "paragraph", or quote the words around it as "context"'
    ]


NOT_FOUND: dict[str, tuple[dict[str, object], str]] = {
    "ambiguous": (
        {"text": "Tarsk"},
        "'Tarsk' occurs 2 times: paragraph 1 ('Ferry line to [[Tarsk]] reopens'), paragraph 2 ('told reporters in "
        '[[Tarsk]]. She said it\'); add "occurrence" (1 to 2) or "paragraph", or quote the words around it as "context"',
    ),
    "ambiguous in many places": (
        {"text": "e"},
        "'e' occurs 15 times: paragraph 1 ('F[[e]]rry line to Tarsk'), paragraph 1 ('Ferry lin[[e]] to Tarsk reopens'), "
        "paragraph 1 ('line to Tarsk r[[e]]opens'), paragraph 1 ('line to Tarsk reop[[e]]ns'), paragraph 2 ('“Th[[e]] line is "
        'safe &\') and 10 more; add "occurrence" (1 to 15) or "paragraph", or quote the words around it as "context"',
    ),
    "no such occurrence": (
        {"text": "Tarsk", "occurrence": 3},
        "'Tarsk' occurs 2 times, there is no occurrence 3; paragraph 1 ('Ferry line to [[Tarsk]] reopens'), paragraph 2 "
        "('told reporters in [[Tarsk]]. She said it')",
    ),
    "no occurrence 0": (
        {"text": "Monday", "occurrence": 0},
        "'Monday' occurs once, there is no occurrence 0; paragraph 3 ('20 metres sail on [[Monday]], Holt said.')",
    ),
    "no such paragraph": ({"text": "Tarsk", "paragraph": 4}, "there is no paragraph 4; the article has 3"),
    "another paragraph": (
        {"text": "Monday", "paragraph": 1},
        "'Monday' does not occur in paragraph 1; it is in paragraph 3 ('20 metres sail on [[Monday]], Holt said.')",
    ),
    "misspelt": ({"text": "Mira  Hold"}, "'Mira Hold' does not occur; nearest is 'Mira Holt' in paragraph 2"),
    "another case": ({"text": "Ferry Line"}, "'Ferry Line' does not occur; nearest is 'Ferry line' in paragraph 1"),
    "straight marks": (
        {"text": '"The line is safe & sound,"'},
        "'\"The line is safe & sound,\"' does not occur; nearest is '“The line is safe & sound,”' in paragraph 2",
    ),
    "nothing like it": ({"text": "xyzzy"}, "'xyzzy' does not occur; quote the article's text exactly"),
    "longer than the text": (
        {"text": "x" * 400},
        f"'{'x' * 19} … {'x' * 19}' does not occur; quote the article's text exactly",
    ),
    "empty": ({"text": " "}, "the quoted string is empty; quote the words that are meant"),
    "context missing": (
        {"context": "Mira [[Hold]] told"},
        "'Mira Hold told' does not occur; nearest is 'Mira Holt told' in paragraph 2",
    ),
    "context ambiguous": (
        {"context": "[[T]]arsk"},
        "'Tarsk' occurs 2 times: paragraph 1 ('Ferry line to [[Tarsk]] reopens'), paragraph 2 ('told reporters in "
        '[[Tarsk]]. She said it\'); add "occurrence" (1 to 2) or "paragraph", or quote the words around it as "context"',
    ),
    "context without brackets": (
        {"context": "on Monday"},
        "context 'on Monday' marks no span; put [[ ]] around the words that are meant, once",
    ),
    "context with two spans": (
        {"context": "[[on]] [[Monday]]"},
        "context '[[on]] [[Monday]]' marks no span; put [[ ]] around the words that are meant, once",
    ),
    "context with an empty span": (
        {"context": "on [[ ]]Monday"},
        "the quoted string is empty; quote the words that are meant",
    ),
    "brackets in text": (
        {"text": "on [[Monday]]"},
        '\'on [[Monday]]\' does not occur; a string with [[ ]] is a "context", not a "text"',
    ),
    "neither": ({}, "mention needs either text or context; quote the words, or the words around them too"),
    "both": (
        {"text": "on", "context": "[[on]]"},
        "mention needs either text or context; quote the words, or the words around them too",
    ),
}


@pytest.mark.parametrize("name", NOT_FOUND)
def test_what_is_not_found_once_is_told_with_where_it_is(name: str) -> None:
    span, expected = NOT_FOUND[name]
    assert problems(quoting(mentions=[{**VALUE, **span}])) == [f"draft:3:14: {expected}"]


SHAPES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "layer": ({"mentions": {}}, ["3:13: mentions is an object, expected a list"]),
    "item": (
        {"events": [7, None]},
        ["3:12: events is a whole number, expected an object", "3:15: events is null, expected an object"],
    ),
    "string": ({"entities": [{"id": "x", "type": "PER", "name": 1.5}]}, ["3:49: name is a number, expected a string"]),
    "number": (
        {"mentions": [{"type": "TIME", "text": "on", "occurrence": True}]},
        ["3:59: occurrence is true, expected a whole number"],
    ),
    "strings": (
        {"quotes": [{"type": "direct", "content": ["on"], "addressees": [["x"]]}]},
        ["3:65: addressees is a list, expected a string"],
    ),
    "span": (
        {"quotes": [{"type": "direct", "content": ["on"], "cue": [1]}]},
        ["3:58: cue is a whole number, expected a string or an object"],
    ),
    "no content": (
        {"quotes": [{"type": "direct", "content": []}]},
        ["3:12: quote without content; quote what was said"],
    ),
    "no trigger": (
        {"events": [{"type": "Contact:Meet", "tense": "Past"}]},
        ["3:12: event without trigger; quote the word that names it"],
    ),
    "argument": (
        {"events": [{"type": "Contact:Meet", "tense": "Past", "trigger": "on", "arguments": [{"role": "Time"}]}]},
        ["3:85: argument without role or mention; an argument needs both"],
    ),
    "unknown keys": (
        {"mentions": [{"type": "TIME", "text": "on", "occurence": 1}], "notes": []},
        [
            "3:58: unknown key 'occurence' of mention; did you mean 'occurrence'?",
            "4:10: unknown key 'notes' of the draft; did you mean 'quotes' or 'entities'?",
        ],
    ),
    "unknown key of a span": (
        {"quotes": [{"type": "direct", "content": [{"text": "on", "start": 3}]}]},
        ["3:67: unknown key 'start' of a span; expected one of text, context, occurrence, paragraph"],
    ),
    "schema": (
        {"schema": "urn:x"},
        ["3:11: unknown schema 'urn:x'; expected 'urn:quotidian:schema:draft:1', or leave it out"],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_value_of_another_shape_is_told_at_its_place_and_the_schema_refuses_it(name: str) -> None:
    layers, expected = SHAPES[name]
    lines = [f'"article": "{ID}"', *(f'"{key}": {json.dumps(value)}' for key, value in layers.items())]
    draft = "{\n" + ",\n".join(lines) + "\n}"
    assert problems(draft) == [f"draft:{line}" for line in expected]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(draft), schemas.schema("draft"))


BROKEN = {
    '{"article": "x",}': "draft:1:17: not JSON: Expecting property name enclosed in double quotes; mend it, or write the inline form",
    '{"a": 1, "a": 2}': "draft:1:1: not JSON: the key 'a' stands twice in one object; keep one",
    '{"a": NaN}': "draft:1:1: not JSON: NaN is no JSON",
    "[1]": "draft:1:1: the draft is a list, expected an object; see schema/draft.schema.json",
    '{"a":' * 100_000: "draft:1:1: not a draft: nested too deep; see schema/draft.schema.json",
    "{}": "draft:1:1: the draft has no article; name it by its id",
    '{"article": 3}': "draft:1:13: article is a whole number, expected a string",
}


@pytest.mark.parametrize("draft", BROKEN, ids=lambda draft: draft[:16])
def test_what_is_no_json_draft_is_told(draft: str) -> None:
    assert problems(draft)[0] == BROKEN[draft]


def test_what_the_reader_takes_the_schema_takes() -> None:
    explicit = {
        "schema": "urn:quotidian:schema:draft:1",
        "article": ID,
        "mentions": [{"id": None, "entity": None, "type": "TIME", "level": None, "text": "on"}],
        "quotes": [
            {
                **{"id": None, "type": "direct", "content": ["Monday"], "cue": [], "source": None, "addressees": []},
                **{"attribution": None, "kind": None, "parent": None, "polarity": None},
            }
        ],
    }
    jsonschema.validate(explicit, schemas.schema("draft"))
    assert len(resolved(json.dumps(explicit)).quotes) == 1
