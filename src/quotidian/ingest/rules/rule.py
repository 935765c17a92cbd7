"""What a removal rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from quotidian.ingest.document import Paragraph
from quotidian.ingest.rules.page import Page, words
from quotidian.offsets import Interval

Find = Callable[[Page], Iterator[Interval]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A documented reason to leave something out of an article's text.

    ``id`` is what a removal records and ``why`` the reason in words; ``matches`` says what exactly is found. ``find``
    yields the spans in the extracted text. ``removes`` and ``keeps`` are examples in the notation of
    :mod:`quotidian.ingest.rules.example`: what goes stands in ``⟦ ⟧``.
    """

    id: str
    why: str
    matches: str
    find: Find
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


def whole(pattern: str, *, at_most: int, opening: bool = False, ignore_case: bool = False) -> Find:
    """Finds paragraphs that a pattern matches from end to end.

    Args:
        pattern: a verbose regular expression.
        at_most: the most words that such a paragraph has.
        opening: whether only the opening of the page is looked at.
        ignore_case: whether case counts.
    """
    flags = regex.VERBOSE | regex.VERSION0 | (regex.IGNORECASE if ignore_case else 0)
    compiled: list[regex.Pattern[str]] = []

    def find(page: Page) -> Iterator[Interval]:
        if not compiled:  # at the first use: importing the package compiles nothing
            compiled.append(regex.compile(pattern, flags))
        for _, paragraph, text in page.opening() if opening else page.free():
            if words(text) <= at_most and compiled[0].fullmatch(text):
                yield paragraph.interval

    return find


def marked(kind: str) -> Find:
    """Finds the paragraphs that the source marks as of one kind."""

    def find(page: Page) -> Iterator[Interval]:
        for _, paragraph, _text in page.free():
            if paragraph.kind == kind:
                yield paragraph.interval

    return find


def run_to_end(page: Page, first: int, belongs: Callable[[Paragraph, str], bool]) -> list[Paragraph]:
    """The free paragraphs after index ``first``, if all of them to the end of the page belong; else none."""
    rest = [(paragraph, text) for index, paragraph, text in page.free() if index > first]
    return [paragraph for paragraph, _ in rest] if all(belongs(p, t) for p, t in rest) else []
