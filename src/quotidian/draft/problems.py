"""Collecting everything that is wrong with a draft, so that its author mends it in one go."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

from quotidian.errors import DraftError, DraftProblem


class Place(NamedTuple):
    """Line and column in the draft, both from 1, the column in code points."""

    line: int
    column: int


class Problems:
    """The problems of one draft, in the order of its lines."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[DraftProblem, None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, place: Place, message: str, mend: str | None = None) -> None:
        """Note a problem; the same one at the same place counts once."""
        self._found.setdefault(DraftProblem(self.path, *place, message, mend))

    def error(self) -> DraftError:
        """All of them as one error."""
        return DraftError(tuple(sorted(self._found, key=lambda p: (p.line, p.column))))

    def refuse(self) -> None:
        """Raise if there is a problem.

        Raises:
            DraftError: with all problems.
        """
        if self._found:
            raise self.error()


def did_you_mean(word: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """A hint naming the known words that look like this one; ``otherwise`` if none does."""
    by_folded = {name.casefold(): name for name in known}
    folded = word.casefold()
    close = [folded] if folded in by_folded else difflib.get_close_matches(folded, by_folded, n=3, cutoff=0.6)
    if not close:
        return otherwise
    return f"did you mean {' or '.join(repr(by_folded[name]) for name in close)}?"


def one_of(names: Iterable[str]) -> str:
    """``expected one of a, b, c``."""
    return f"expected one of {', '.join(names)}"


def excerpt(text: str, limit: int = 40) -> str:
    """A short quotable piece of a text: white space collapsed, cut in the middle if it is long."""
    shown = " ".join(text.split())
    if len(shown) > limit:
        half = limit // 2 - 1
        shown = f"{shown[:half].rstrip()} … {shown[-half:].lstrip()}"
    return repr(shown)
