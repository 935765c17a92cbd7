"""The labelled strings of an article, and the places where a string stands that is labelled elsewhere.

A string is compared with itself in other places by what it consists of, not by its layout: white space and the form of
apostrophes don't count, nor do an article at its beginning and, except in names, capitals. Its context is the token
before it and the token after it, articles not counted, as in the variation n-grams of Dickinson and Meurers (2003):
strings that occur with several labels in one and the same context. Contexts that are longer hardly ever recur in a
corpus of this size.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from quotidian.model import Annotation, Mention, Span
from quotidian.ontology import NAMED, NOMINAL
from quotidian.segment import tokens

NAME, NOMINAL_STRING, VALUE, TRIGGER, CUE = "name", "nominal", "value", "trigger", "cue"
"""The kinds of string: three of mentions, one of events, one of quotes."""

LABELS = {NAME: "type", NOMINAL_STRING: "type", VALUE: "type", TRIGGER: "type", CUE: "kind"}
"""What is compared of each kind."""

_ARTICLES = frozenset({"the", "a", "an"})
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")

Words: TypeAlias = tuple[str, ...]
"""What a string consists of: its tokens in one form."""


class Occurrence(NamedTuple):
    """A labelled string in an article; ``before`` and ``after`` are the tokens around it, ``""`` if there is none."""

    kind: str
    words: Words
    label: str
    start: int
    end: int
    pointer: str
    before: str = ""
    after: str = ""


class Unmarked(NamedTuple):
    """A place where a string stands without a label."""

    kind: str
    words: Words
    start: int
    end: int
    before: str
    after: str


def labelled(annotation: Annotation) -> Iterator[tuple[str, str, str, Mention | Span]]:
    """Kind, label, JSON pointer and span of all whose strings are compared: no pronouns, which stand for anything."""
    for index, mention in enumerate(annotation.mentions):
        if mention.entity is None:
            yield VALUE, mention.type, f"/mentions/{index}", mention
        elif mention.level == NAMED:
            yield NAME, mention.type, f"/mentions/{index}", mention
        elif mention.level == NOMINAL:
            yield NOMINAL_STRING, mention.type, f"/mentions/{index}", mention
    for index, event in enumerate(annotation.events):
        yield TRIGGER, event.type, f"/events/{index}/trigger", event.trigger
    for index, quote in enumerate(annotation.quotes):
        for number, cue in enumerate(quote.cue):
            yield CUE, quote.kind, f"/quotes/{index}/cue/{number}", cue


class Tokens:
    """The tokens of a text, to be asked for those of a stretch of it."""

    def __init__(self, text: str) -> None:
        spans = tokens(text)
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self._cased = [text[start:end].translate(_APOSTROPHES) for start, end in spans]
        self._folded = [word.casefold() for word in self._cased]

    def __len__(self) -> int:
        return len(self.starts)

    def forms(self, kind: str) -> list[str]:
        """The tokens in the form in which strings of a kind are compared."""
        return self._cased if kind == NAME else self._folded

    def within(self, span: tuple[int, int]) -> tuple[int, int]:
        """The tokens of a stretch as a half-open interval of their numbers, also those that it cuts."""
        start, end = span
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def words(self, span: tuple[int, int], kind: str) -> Words:
        """What the string in a stretch consists of: its tokens without an article at the beginning."""
        first, last = self.within(span)
        if last - first > 1 and self._folded[first] in _ARTICLES:
            first += 1
        return tuple(self.forms(kind)[first:last])

    def context(self, span: tuple[int, int]) -> tuple[str, str]:
        """The tokens before and after a stretch, articles not counted; ``""`` at the ends of the text."""
        first, last = self.within(span)
        if last - first > 1 and self._folded[first] in _ARTICLES:
            first += 1
        while first > 0 and self._folded[first - 1] in _ARTICLES:
            first -= 1
        while last < len(self) and self._folded[last] in _ARTICLES:
            last += 1
        return self._folded[first - 1] if first > 0 else "", self._folded[last] if last < len(self) else ""


def occurrences(text: Tokens, annotation: Annotation) -> Iterator[Occurrence]:
    """The labelled strings of an article whose text is at hand."""
    for kind, label, pointer, span in labelled(annotation):
        words = text.words(span.interval, kind)
        if words:
            yield Occurrence(kind, words, label, span.start, span.end, pointer, *text.context(span.interval))


def names_only(annotation: Annotation) -> Iterator[Occurrence]:
    """The named mentions of an article whose text is not at hand, each by the name of its entity."""
    names = {entity.id: entity.name for entity in annotation.entities}
    for index, mention in enumerate(annotation.mentions):
        name = names.get(mention.entity) if mention.entity is not None and mention.level == NAMED else None
        words = Tokens(name).words((0, len(name)), NAME) if name else ()
        if words:
            yield Occurrence(NAME, words, mention.type, mention.start, mention.end, f"/mentions/{index}")


class Lexicon:
    """Strings to look for in texts.

    Args:
        strings: kinds and words.
    """

    def __init__(self, strings: Iterable[tuple[str, Words]]) -> None:
        self._strings = frozenset(strings)
        self._lengths: dict[tuple[str, str], set[int]] = defaultdict(set)
        for kind, words in self._strings:
            self._lengths[kind, words[0]].add(len(words))

    def unmarked(self, text: Tokens, annotation: Annotation) -> Iterator[Unmarked]:
        """The places of an article where a string stands and nothing of its kind is marked that touches it.

        The longest string wins: within a name that is known no shorter one is looked for.
        """
        taken = _taken(text, annotation)
        for kind in LABELS:
            forms = text.forms(kind)
            at = 0
            while at < len(forms):
                length = self._longest(kind, forms, at)
                if length and not any(taken[kind][at : at + length]):
                    span = text.starts[at], text.ends[at + length - 1]
                    yield Unmarked(kind, tuple(forms[at : at + length]), *span, *text.context(span))
                at += length or 1

    def _longest(self, kind: str, forms: Sequence[str], at: int) -> int:
        """How many tokens the longest string of a kind has that begins at a token; 0 if none does."""
        lengths = self._lengths.get((kind, forms[at]), ())
        return max((n for n in lengths if (kind, tuple(forms[at : at + n])) in self._strings), default=0)


def _taken(text: Tokens, annotation: Annotation) -> dict[str, bytearray]:
    """Which tokens are within something that is marked, by kind.

    Within any mention there is no nominal to look for, for it is a part of a longer phrase; within a name, no value.
    """
    taken = {kind: bytearray(len(text)) for kind in LABELS}
    for kind, _, _, span in labelled(annotation):
        _take(taken[kind], text.within(span.interval))
        if kind == NAME:
            _take(taken[VALUE], text.within(span.interval))
    for mention in annotation.mentions:
        _take(taken[NOMINAL_STRING], text.within(mention.interval))
    return taken


def _take(taken: bytearray, span: tuple[int, int]) -> None:
    first, last = span
    taken[first:last] = b"\x01" * (last - first)
