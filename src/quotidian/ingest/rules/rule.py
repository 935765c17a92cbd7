"""What a removal rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from quotidian.ingest.document import Paragraph
from quotidian.ingest.rules.page import Page, is_short
from quotidian.offsets import Interval

Find = Callable[[Page], Iterator[Interval]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A documented reason to leave something out of an article's text.

    ``id`` is what a removal records and ``why`` the reason in words; ``matches`` says what exactly is found, and
    ``find`` yields the spans in the extracted text.

    ``removes`` and ``keeps`` are examples, tested and shown in ``docs/ingest.md``. Paragraphs are separated by blank
    lines; what the rule takes stands in ``⟦ ⟧``; a paragraph that the source marks begins with ``#`` (headline), ``##``
    (heading), ``-`` (item of a list) or ``!`` (caption).
    """

    id: str
    why: str
    matches: str
    find: Find
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


def whole(pattern: str, *, at_most: int, ignore_case: bool = False) -> Find:
    """Finds paragraphs that a pattern matches from end to end.

    Args:
        pattern: a verbose regular expression.
        at_most: the most words that such a paragraph has.
        ignore_case: whether case counts.
    """
    flags = regex.VERBOSE | regex.VERSION0 | (regex.IGNORECASE if ignore_case else 0)

    @cache
    def compiled() -> regex.Pattern[str]:  # at the first use: importing the package compiles nothing
        return regex.compile(pattern, flags)

    def find(page: Page) -> Iterator[Interval]:
        for paragraph in page.free():
            if is_short(paragraph, at_most) and compiled().fullmatch(paragraph.text):
                yield paragraph.interval

    return find


def run_to_end(page: Page, heading: Paragraph, belongs: Callable[[Paragraph], bool]) -> list[Paragraph]:
    """The free paragraphs after a heading, if all of them to the end of the page belong to it; else none."""
    rest = [paragraph for paragraph in page.free() if paragraph.place > heading.place]
    return rest if all(map(belongs, rest)) else []
