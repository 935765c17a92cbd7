"""A JSON array from a file of any size, one element at a time, at the speed of the parser.

A streaming parser hands every token to Python: ijson 3.6 with its C backend takes six times as long to give the tasks
of an export as this with a typed decoder. Here the file is cut where an element could end, and the parser is asked
whether what was cut off is a whole one: no JSON object begins with another whole one, so only one piece ever parses.
Where a piece could end is seen from how Label Studio begins a task, so that nearly every first guess is right; where no
guess is, brackets are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from quotidian.errors import InputError

T = TypeVar("T")

BLOCK = 1 << 20
# No task is longer: Label Studio itself takes no request of more than 250 MiB.
LONGEST = 1 << 28
# So much is searched for the beginning of the next task before brackets are counted.
PATIENCE = 1 << 22

_SPACE = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The end of an object that is followed by one that begins with a number as its id, as a task does.
_BEFORE_TASK = re.compile(rb'\}(?=(?P<between>\s*,\s*\{\s*"id"\s*:\s*)\d)')
_LOOK_AHEAD = 64
_SHOWN = 20
# Strings are passed over whole: a bracket in one is none.
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}]', re.DOTALL)


def elements(path: Path, decode: Callable[[bytes], T], *, block: int = BLOCK) -> Iterator[T]:
    """Every object of the array in a JSON file; memory is bounded by the longest one.

    Args:
        path: the file.
        decode: makes an element of its bytes; raises ValueError where they are no whole JSON object.
        block: how many bytes are read at a time.

    Raises:
        InputError: the file holds no array of objects, or ends before the array does.
    """
    with path.open("rb") as file:
        yield from _Splitter(path, file, block).split(decode)


class _Splitter:
    def __init__(self, path: Path, file: BinaryIO, block: int) -> None:
        self._path = path
        self._file = file
        self._block = block
        self._data = b""
        self._position = 0  # where the next element begins in the data
        self._offset = 0  # how many bytes of the file went before the data
        self._ended = False
        self._usual = b""  # what stood between the last two elements: looking for that is many times as fast

    def split(self, decode: Callable[[bytes], T]) -> Iterator[T]:
        while len(self._data) < len(_BYTE_ORDER_MARK) and not self._ended:
            self._read()
        if self._data.startswith(_BYTE_ORDER_MARK):
            self._position = len(_BYTE_ORDER_MARK)
        follower = self._take(b"[", "not a JSON array", "the raw JSON export, which begins with [")
        if self._next() == b"]":
            self._position += 1
            follower = b"]"
        while follower != b"]":
            if self._next() != b"{":
                raise self._wrong("no object", "an object")
            yield self._element(decode)
            follower = self._take(b",]", "no comma after an element", "a comma or ]")
        if self._next():
            raise self._wrong("something after the end of the array", "the end of the file")

    def _element(self, decode: Callable[[bytes], T]) -> T:
        """The element at the position: the shortest piece that parses."""
        usual = self._data.find(self._usual, self._position) if self._usual else -1
        if usual >= 0:
            try:
                return self._decoded(decode, usual + 1)
            except ValueError:
                pass  # the end of something inside, or another one came before it
        searched = 0  # how far from the position
        while True:
            found = _BEFORE_TASK.search(self._data, self._position + searched)
            if found is not None:
                searched = found.end() - self._position
                try:
                    element = self._decoded(decode, found.end())
                except ValueError:
                    continue  # the end of something inside
                self._usual = b"}" + found["between"]
                return element
            length = len(self._data) - self._position
            if self._ended or length > PATIENCE:
                return self._counted(decode)
            searched = max(searched, length - _LOOK_AHEAD)
            self._read()

    def _decoded(self, decode: Callable[[bytes], T], end: int) -> T:
        """The element from the position to this end, which the next one begins behind."""
        element = decode(self._data[self._position : end])
        self._position = end
        return element

    def _counted(self, decode: Callable[[bytes], T]) -> T:
        """The element at the position, found by counting brackets."""
        depth = searched = 0
        while True:
            for found in _STRING_OR_BRACKET.finditer(self._data, self._position + searched):
                bracket = found.group()
                depth += (bracket == b"{") - (bracket == b"}")
                searched = found.end() - self._position
                if depth == 0:
                    try:
                        return self._decoded(decode, found.end())
                    except ValueError:
                        raise self._wrong("an element that is no JSON", "a JSON object") from None
            if self._ended:
                raise self._wrong("an element that does not end", "a whole JSON object")
            self._read()

    def _read(self) -> None:
        """One more block; what is done with is dropped."""
        if len(self._data) - self._position > LONGEST:
            raise self._wrong("an element of more than 256 MB", "a task")
        more = self._file.read(self._block)
        self._ended = not more
        self._offset += self._position
        self._data = self._data[self._position :] + more
        self._position = 0

    def _next(self) -> bytes:
        """The next byte that is not white space, not yet taken; nothing at the end of the file."""
        while True:
            while self._position < len(self._data) and self._data[self._position] in _SPACE:
                self._position += 1
            if self._position < len(self._data) or self._ended:
                return self._data[self._position : self._position + 1]
            self._read()

    def _take(self, allowed: bytes, problem: str, expected: str) -> bytes:
        """The next byte, which must be one of these."""
        byte = self._next()
        if not byte or byte not in allowed:
            raise self._wrong(problem, expected)
        self._position += 1
        return byte

    def _wrong(self, problem: str, expected: str) -> InputError:
        while len(self._data) - self._position < _SHOWN and not self._ended:
            self._read()
        found = self._data[self._position : self._position + _SHOWN].decode(errors="replace")
        return InputError(
            f"{problem} at byte {self._offset + self._position}",
            path=self._path,
            found=found or "the end of the file",
            expected=expected,
            mend="export as JSON again: the file is cut off, damaged, or another format",
        )
