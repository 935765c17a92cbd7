"""The characters of a draft's file, and the line and column of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from quotidian.draft.problems import Place, Problems

# A draft is an article with its tags: far below this. A larger file is a mistake or an attack.
MOST_BYTES = 16 * 1024 * 1024
_FIRST = Place(1, 1)


class Source:
    """The bytes of a draft.

    Args:
        data: as they are in the file.
        problems: where a problem with them is noted.

    Raises:
        DraftError: too large, or not UTF-8.
    """

    def __init__(self, data: bytes, problems: Problems) -> None:
        if len(data) > MOST_BYTES:
            problems.add(_FIRST, f"the draft has {len(data)} bytes, more than {MOST_BYTES}", "draft one article a file")
            raise problems.error()
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            problems.add(_FIRST, "the draft is in UTF-16", "save it as UTF-8")
            raise problems.error()
        self.data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            self.text = self.data.decode()
        except UnicodeDecodeError as error:
            good = self.data[: error.start].decode()
            place = Place(good.count("\n") + 1, len(good) - good.rfind("\n"))
            problems.add(place, f"byte 0x{self.data[error.start]:02X} is not UTF-8", "save the draft as UTF-8")
            raise problems.error() from None

    @cached_property
    def _line_starts(self) -> list[int]:
        """Bytes at which lines begin."""
        return [0, *(match.end() for match in re.finditer(b"\n", self.data))]

    @cached_property
    def _line_offsets(self) -> list[int]:
        """Code points at which lines begin."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place_of_offset(self, offset: int) -> Place:
        """Line and column of a code point of ``text``."""
        line = bisect_right(self._line_offsets, offset)
        return Place(line, offset - self._line_offsets[line - 1] + 1)

    def place_of_byte(self, byte: int) -> Place:
        """Line and column of a byte's character."""
        line = bisect_right(self._line_starts, byte)
        start = self._line_starts[line - 1]
        return Place(line, len(self.data[start:byte].decode(errors="replace")) + 1)
