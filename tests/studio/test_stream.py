"""A JSON array is read element by element, whatever its layout, and never half."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotidian.errors import InputError
from quotidian.studio.stream import elements

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.text(max_size=6)
    | st.sampled_from(['}, {"id": 1', "\\", '"']),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "a", "}, {"]), inner, max_size=3)
    ),
    max_leaves=12,
)
objects = st.dictionaries(st.sampled_from(["id", "data", "}"]), values, max_size=3)
tasks = st.integers(0, 99).flatmap(lambda number: objects.map(lambda rest: {"id": number, "inner": rest}))


def read(path: Path, block: int = 1 << 20) -> list[Any]:
    return list(elements(path, orjson.loads, block=block))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    document=st.lists(objects | tasks, max_size=5),
    indent=st.none() | st.integers(0, 2),
    ascii_only=st.booleans(),
    block=st.integers(1, 40),
    edge=st.sampled_from([b"", b" \n"]),
)
def test_every_layout_in_blocks_of_every_size(
    tmp_path: Path, document: list[Any], indent: int | None, ascii_only: bool, block: int, edge: bytes
) -> None:
    path = tmp_path / "export.json"
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    path.write_bytes(edge + text.encode(errors="surrogatepass") + edge)
    assert read(path, block) == document


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(b'\xef\xbb\xbf[{"id": 1}]')
    assert read(path, 1) == [{"id": 1}]


@pytest.mark.parametrize(
    ("data", "problem", "found", "expected"),
    [
        (b"", "not a JSON array at byte 0", "the end of the file", "the raw JSON export, which begins with ["),
        (b'{"id": 1}', "not a JSON array at byte 0", '{"id": 1}', "the raw JSON export, which begins with ["),
        (b"[1, 2]", "no object at byte 1", "1, 2]", "an object"),
        (b'[{"id": 1},]', "no object at byte 11", "]", "an object"),
        (b'[{"id": 1} {"id": 2}]', "no comma after an element at byte 11", '{"id": 2}]', "a comma or ]"),
        (b'[{"id": 1}, {"id": 2}', "no comma after an element at byte 21", "the end of the file", "a comma or ]"),
        (b'[{"id": 1}, {"id": "2', "an element that does not end at byte 12", '{"id": "2', "a whole JSON object"),
        (b'[{"id": 1 2}]', "an element that is no JSON at byte 1", '{"id": 1 2}]', "a JSON object"),
        (b'[{"id": 1}] x', "something after the end of the array at byte 12", "x", "the end of the file"),
    ],
)
def test_what_is_no_array_of_objects_is_told_with_its_place(
    tmp_path: Path, data: bytes, problem: str, found: str, expected: str
) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(data)
    for block in (1, 1 << 20):
        with pytest.raises(InputError) as caught:
            read(path, block)
        assert str(caught.value) == (
            f"{path}: {problem}: found {found!r}, expected {expected}; export as JSON again: the file is cut off, "
            "damaged, or another format"
        )


def test_memory_is_that_of_the_longest_element_and_not_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(b"[" + b",".join(b'{"id": %d, "data": "%s"}' % (n, b"x" * 999) for n in range(3000)) + b"]")
    read_one = elements(path, lambda piece: int(orjson.loads(piece)["id"]), block=4096)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_one) == 3000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000, "of 3,000,000 bytes"
