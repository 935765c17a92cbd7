"""Where in a JSON text a value stands: its line, found from its pointer, only once there is a finding."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
# Containers down to this depth are indexed once, deeper ones are scanned each time: documents are lists of short
# records, so the index stays far smaller than the parsed document and a lookup reads one record.
_INDEXED_DEPTH = 2


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901).

    >>> pointer("mentions", 3, "a/b~c")
    '/mentions/3/a~1b~0c'
    """
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def parts(text: str) -> list[str]:
    """The steps of a JSON pointer.

    >>> parts("/mentions/3/a~1b~0c")
    ['mentions', '3', 'a/b~c']
    """
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def line_of(text: str, offset: int) -> int:
    """The line, from 1, of an offset in a text."""
    return text.count("\n", 0, offset) + 1


class Positions:
    """Lines of the values of one valid JSON text.

    Args:
        text: the JSON text; if it is not valid, lines are wrong but nothing is raised.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._indexed: dict[int, dict[str, int] | array[int]] = {}

    @cached_property
    def _line_starts(self) -> array[int]:
        return array("Q", [0, *(match.end() for match in re.finditer("\n", self._text))])

    def line(self, where: str) -> int:
        """The line, from 1, on which the value at a pointer begins, or else the nearest value around it."""
        return bisect_right(self._line_starts, self.offset(where))

    def offset(self, where: str) -> int:
        """The offset at which the value at a pointer begins, or else the nearest value around it."""
        found = _TOKEN.search(self._text)
        offset = found.start() if found else 0
        for depth, step in enumerate(parts(where)):
            child = self._child(offset, step, depth)
            if child is None:
                break
            offset = child
        return offset

    def _child(self, container: int, step: str, depth: int) -> int | None:
        if depth >= _INDEXED_DEPTH:
            return next((start for key, start in self._children(container) if key == step), None)
        index = self._indexed.get(container)
        if index is None:
            index = self._indexed[container] = self._index(container)
        if isinstance(index, dict):
            return index.get(step)
        return index[int(step)] if step.isdecimal() and int(step) < len(index) else None

    def _index(self, container: int) -> dict[str, int] | array[int]:
        if self._text.startswith("[", container):
            return array("Q", (start for _, start in self._children(container)))
        # Of a key that stands twice the last one counts, as it does for JSON parsers.
        return dict(self._children(container))

    def _children(self, container: int) -> Iterator[tuple[str, int]]:
        """The key or index of each child of a container, and the offset at which its value begins."""
        is_object = self._text.startswith("{", container)
        if not is_object and not self._text.startswith("[", container):
            return
        depth = 0
        key, index, at_value = "", 0, not is_object
        for match in _TOKEN.finditer(self._text, container + 1):
            symbol = match.group()
            if symbol in ("}", "]"):
                if depth == 0:
                    return
                depth -= 1
            elif depth == 0 and symbol == ",":
                at_value = not is_object
            elif depth == 0 and symbol == ":":
                at_value = True
            elif depth == 0 and not at_value:
                key = _unescape(symbol)
            elif depth == 0 and at_value:
                yield (key if is_object else str(index)), match.start()
                index += 1
                at_value = False
            if symbol in ("{", "["):
                depth += 1


def _unescape(token: str) -> str:
    import json

    try:
        value = json.loads(token)
    except ValueError:
        return token
    return value if isinstance(value, str) else token
