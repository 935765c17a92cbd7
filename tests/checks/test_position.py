"""Lines of JSON values, whatever the layout."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.checks.position import Positions, line_of, parts, pointer

DOCUMENT = """{
  "a": [
    {"x": 1,
     "y": [10,
           {"deep": {"deeper": 2}}]},
    3
  ], "b/c~d": "]}\\",{",
  "e":
    {}
}
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("", 1),
        ("/a", 2),
        ("/a/0", 3),
        ("/a/0/x", 3),
        ("/a/0/y/0", 4),
        ("/a/0/y/1/deep/deeper", 5),
        ("/a/1", 6),
        ("/b~1c~0d", 7),
        ("/e", 9),
    ],
)
def test_a_value_has_the_line_on_which_it_begins(where: str, line: int) -> None:
    assert Positions(DOCUMENT).line(where) == line


@pytest.mark.parametrize(
    ("where", "line"), [("/nothing", 1), ("/a/7", 2), ("/a/0/z", 3), ("/e/f/g", 9), ("/a/x", 2), ("/b~1c~0d/0", 7)]
)
def test_what_is_not_there_has_the_line_of_what_is_around_it(where: str, line: int) -> None:
    assert Positions(DOCUMENT).line(where) == line


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    assert Positions('{"a": 1,\n"a": 2}').line("/a") == 2


@pytest.mark.parametrize("text", ["", "   ", "[", '{"a"', '{"a": [1, {', "not json", '"\\'])
def test_a_text_that_is_not_json_gives_some_line(text: str) -> None:
    assert Positions(text).line("/a/0/b") == 1


keys = st.text(max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(keys, children, max_size=4),
    max_leaves=12,
)


def places(value: Any, where: str = "") -> list[tuple[str, Any]]:
    """Every value in a document with its pointer."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(where, value), *(found for key, item in items for found in places(item, where + pointer(key)))]


@given(values, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_pointer_finds_its_value(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    positions = Positions(text)
    decoder = json.JSONDecoder()
    for where, expected in places(value):
        offset = positions.offset(where)
        assert decoder.raw_decode(text, offset)[0] == expected
        assert positions.line(where) == line_of(text, offset)


@given(st.lists(st.text(max_size=5)))
def test_a_pointer_comes_apart_again(steps: list[str]) -> None:
    assert parts(pointer(*steps)) == steps
