"""Level 3, text, the part about spans: does each one hold exactly the characters that it says?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, shown
from quotidian.checks.subjects import Annotated, Spot
from quotidian.offsets import OffsetMap, explain_mismatch

LEVEL = "text"


# Never part of what it stands beside. A full stop may be: "6 a.m." keeps its own.
PUNCTUATION = frozenset(",;:–—")


JOINER = "\u200d"


@check(
    "span-out-of-range",
    level=LEVEL,
    title="Span outside its text",
    needs="article",
    why="""Offsets are half-open counts of code points, 0 <= start < end <= length. One outside the text points at
    nothing; a slice of it would silently come out short.""",
    mend="mark the span again",
)
def span_out_of_range(annotated: Annotated) -> Iterator[Fault]:
    """Each span that begins before the text or ends after it."""
    assert annotated.article is not None  # needed
    length = annotated.article.text.length
    for spot in annotated.spots:
        span = spot.span
        if not (0 <= span.start <= length and 0 <= span.end <= length):
            expected = f"offsets from 0 to {length}"
            yield _fault(annotated, spot, "lies outside the text", expected=expected)


@check(
    "span-empty",
    level=LEVEL,
    title="Empty span",
    why="""A span holds at least one character. An empty or reversed one is a slip of the hand or a wrong unit of
    counting, and disappears without a trace in most formats.""",
    mend="mark the span again or remove it",
)
def span_empty(annotated: Annotated) -> Iterator[Fault]:
    """Each span that ends where it starts, or before."""
    for spot in annotated.spots:
        if spot.span.start >= spot.span.end:
            what = "is empty" if spot.span.start == spot.span.end else "ends before it starts"
            yield _fault(annotated, spot, what, expected="an end after the start")


@check(
    "span-text",
    level=LEVEL,
    title="Span whose text is not the text at its offsets",
    needs="article text",
    why="""The copy of the words beside the offsets is there to catch offsets that slipped. When the two differ, either
    can be wrong. The known causes are named: an editor that collapsed white space, line ends written as two
    characters, and offsets counted in UTF-16 units or UTF-8 bytes.""",
    mend="mark the span again",
)
def span_text(annotated: Annotated) -> Iterator[Fault]:
    """Each span whose ``text`` is not the slice."""
    if annotated.standoff:
        return  # said by standoff-with-text
    text = annotated.text
    for spot in annotated.sound:
        span = spot.span
        if span.text is not None and text[span.start : span.end] != span.text:
            yield _unequal(annotated, spot, span.text)


def _unequal(annotated: Annotated, spot: Spot, says: str) -> Fault:
    """The fault of a span that says other words than the text; what made it differ is named as far as it is known."""
    text, (start, end) = annotated.text, spot.span.interval
    problem = f"{annotated.name(spot)} says {shown(says)} at {start} to {end}"
    where, found, expected = f"{spot.pointer}/text", shown(says), shown(text[start:end])
    cause = explain_mismatch(text, start, end, says)
    match cause:
        case None:
            return Fault(problem, where, found, expected)
        case "white space":
            problem += ", which differs only in white space (an editor collapses it)"
            return Fault(problem, where, found, expected, "copy the text from the article")
        case "\\n":
            problem += ", where line ends are written as the two characters \\n"
            return Fault(problem, where, found, expected, "copy the text from the article")
        case "UTF-16" | "UTF-8":
            right = OffsetMap(text).span_from_unit(start, end, cause)
            problem += f", offsets that count {cause} units"
            return Fault(problem, where, found, f"{right.start} to {right.end} in code points", "convert the offsets")
        case _:
            raise AssertionError(cause)


@check(
    "span-without-text",
    level=LEVEL,
    title="Span without its text",
    needs="article",
    why="""Where the text of the article is in the repository, every span carries its words: they make a diff readable
    and a slipped offset visible.""",
    mend="add the text of the span",
)
def span_without_text(annotated: Annotated) -> Iterator[Fault]:
    """Each span without ``text``, unless the article is stand-off."""
    if annotated.standoff:
        return
    for spot in annotated.spots:
        if spot.span.text is None:
            yield _fault(annotated, spot, "has no text", expected="the words at its offsets")


@check(
    "standoff-with-text",
    level=LEVEL,
    title="Stand-off annotation that carries text",
    needs="article",
    why="""The text of a stand-off article belongs to somebody who did not allow it to be copied. Offsets are facts; the
    words at them are not ours to publish, not even a phrase at a time.""",
    mend="remove the text of the span, the offsets are enough",
)
def standoff_with_text(annotated: Annotated) -> Iterator[Fault]:
    """Each span of a stand-off article that has a ``text``."""
    if not annotated.standoff:
        return
    for spot in annotated.spots:
        if spot.span.text is not None:
            problem = f"{annotated.name(spot)} carries {len(spot.span.text)} characters of a stand-off text"
            yield Fault(problem, f"{spot.pointer}/text", None, "offsets alone")


@check(
    "span-edge-space",
    level=LEVEL,
    title="Span that begins or ends in white space",
    needs="article text",
    why="""White space at an edge is never meant, changes with every editor, and makes two annotators disagree who
    marked the same words.""",
    mend="leave the white space out",
)
def span_edge_space(annotated: Annotated) -> Iterator[Fault]:
    """Each span with white space at an edge."""
    text = annotated.text
    for spot in annotated.sound:
        span = spot.span
        if text[span.start].isspace() or text[span.end - 1].isspace():
            words = text[span.start : span.end].strip()
            if not words:
                yield _fault(annotated, spot, "is white space only", expected="words", mend="remove it")
                continue
            start = text.index(words, span.start)
            edge = "begins" if start > span.start else "ends"
            edge = "begins and ends" if start > span.start and start + len(words) < span.end else edge
            expected = f"{start} to {start + len(words)}"
            yield _fault(annotated, spot, f"{edge} in white space", expected=expected)


@check(
    "span-edge-punctuation",
    level=LEVEL,
    severity=WARNING,
    title="Mention, cue or trigger with punctuation at an edge",
    needs="article text",
    why="""A mention, cue or trigger begins and ends with a word that belongs to it. A comma, semicolon, colon or dash
    at an edge is there by accident, and one annotator's accident is another one's disagreement. The content of a
    quote may have some, inside or beside its quotation marks.""",
    mend="leave the punctuation out",
)
def span_edge_punctuation(annotated: Annotated) -> Iterator[Fault]:
    """Each span, contents aside, with punctuation at an edge."""
    text = annotated.text
    for spot in annotated.sound:
        start, end = spot.span.start, spot.span.end
        if spot.layer != "content" and (text[start] in PUNCTUATION or text[end - 1] in PUNCTUATION):
            edge = "begins" if text[start] in PUNCTUATION else "ends"
            yield _fault(annotated, spot, f"{edge} with punctuation", expected="a word at either end")


@check(
    "span-cuts-character",
    level=LEVEL,
    title="Span that cuts a character in two",
    needs="article text",
    why="""What a reader sees as one character can be several code points: a letter with a combining mark, an emoji
    made of others. A span that begins or ends inside one shows as a broken glyph.""",
    mend="take the whole character in, or leave it out",
)
def span_cuts_character(annotated: Annotated) -> Iterator[Fault]:
    """Each span with an edge before a combining mark or beside a zero-width joiner."""
    text = annotated.text
    edges = {spot.span.start for spot in annotated.sound} | {spot.span.end for spot in annotated.sound}
    inside = {offset for offset in edges if offset < len(text) and cuts_character(text[offset - 1 : offset + 1])}
    for spot in annotated.sound if inside else ():
        for offset in sorted({spot.span.start, spot.span.end} & inside):
            yield _fault(annotated, spot, f"cuts the character at {offset} in two", expected="whole characters")


def only_simple(text: str) -> bool:
    """Whether every code point is a character by itself: so it is with all that Windows-1252 can write."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def cuts_character(sides: str) -> bool:
    """Whether what stands before and after an edge is seen as one character (the common cases of UAX 29).

    >>> cuts_character("e\u0301"), cuts_character("👨\u200d"), cuts_character("e "), cuts_character("")
    (True, True, False, False)
    """
    after = sides[-1:]
    if after < "\u0300" or len(sides) < 2:
        return False
    emoji_part = JOINER in sides or "\U0001f3fb" <= after <= "\U0001f3ff" or "\ufe00" <= after <= "\ufe0f"
    return emoji_part or unicodedata.category(after)[0] == "M"


@check(
    "span-cuts-word",
    level=LEVEL,
    severity=WARNING,
    title="Span that cuts a word in two",
    needs="article text",
    why="""A span that begins or ends between two letters is nearly always one character off. It can't be shown in any
    format that counts tokens.""",
    mend="take the whole word in, or leave it out",
)
def span_cuts_word(annotated: Annotated) -> Iterator[Fault]:
    """Each span with an edge between two letters or digits."""
    text = annotated.text
    for spot in annotated.sound:
        start, end = spot.span.start, spot.span.end
        if start and text[start].isalnum() and text[start - 1].isalnum():
            yield _fault(annotated, spot, "begins inside a word", expected="the edge of a word")
        if text[end - 1].isalnum() and end < len(text) and text[end].isalnum():
            yield _fault(annotated, spot, "ends inside a word", expected="the edge of a word")


@check(
    "span-over-paragraphs",
    level=LEVEL,
    title="Span that runs over a line's end",
    needs="article text",
    why="""No mention or trigger runs from one paragraph into the next, and a quote that does has one content span for
    each paragraph: releases cut articles into sentences and paragraphs, where such a span has no place.""",
    mend="mark one span for each paragraph",
)
def span_over_paragraphs(annotated: Annotated) -> Iterator[Fault]:
    """Each span with a line end inside it."""
    text = annotated.text
    for spot in annotated.sound:
        if text.find("\n", spot.span.start, spot.span.end) >= 0:
            inside = text[spot.span.start : spot.span.end].strip()
            if "\n" in inside:
                yield _fault(annotated, spot, "runs over the end of a line", expected="a span inside one paragraph")


def _fault(annotated: Annotated, spot: Spot, what: str, *, expected: str, mend: str | None = None) -> Fault:
    """A fault of a span, with its offsets."""
    span = spot.span
    problem = f"{annotated.name(spot)}, {span.start} to {span.end}, {what}"
    return Fault(problem, spot.pointer, f"[{span.start}, {span.end})", expected, mend)


CHECKS: tuple[Check[Annotated], ...] = (
    span_out_of_range,
    span_empty,
    span_text,
    span_without_text,
    standoff_with_text,
    span_edge_space,
    span_edge_punctuation,
    span_cuts_word,
    span_over_paragraphs,
    span_cuts_character,
)
