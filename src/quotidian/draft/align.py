"""Laying the text of an inline draft against the article's: equal but for white space, or told where they differ.

Both texts have the same characters in the same order once white space is left aside; so the n-th character that is not
white space is the same one in both, and a tag's place is the number of such characters before it. Nothing is guessed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence

from quotidian.draft.problems import Place, Problems, excerpt
from quotidian.segment import paragraphs

_WORD = re.compile(r"\S+")
# How many words after the first difference are compared, and how many differences are told: a draft of another text
# altogether should not cost minutes or fill the screen.
_WINDOW = 400
_MOST = 10


def visible_offsets(text: str) -> list[int]:
    """Offsets of the characters that are not white space."""
    return [offset for offset, char in enumerate(text) if not char.isspace()]


def visible_length(text: str) -> int:
    """How many characters are not white space."""
    return sum(map(len, text.split()))


def same_text(draft: str, article: str) -> bool:
    """Whether two texts are equal but for the length and kind of their white space."""
    return draft.split() == article.split()


def tell_differences(draft: str, article: str, place_of: Callable[[int], Place], problems: Problems) -> None:
    """Note where the draft's text differs from the article's.

    Args:
        draft: the draft's text without its tags.
        article: the article's text.
        place_of: the place in the draft's file of an offset into ``draft``.
        problems: gets one problem for each of the first differences.
    """
    ours = list(_WORD.finditer(draft))
    theirs = list(_WORD.finditer(article))
    first = _common([m[0] for m in ours], [m[0] for m in theirs])
    ours_window, theirs_window = ours[first : first + _WINDOW], theirs[first : first + _WINDOW]
    matcher = difflib.SequenceMatcher(None, [m[0] for m in ours_window], [m[0] for m in theirs_window], autojunk=False)
    told = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        cut = b == len(ours_window) < len(ours) - first or d == len(theirs_window) < len(theirs) - first
        if kind == "equal" or (cut and told):
            continue
        if told == _MOST:
            break
        told += 1
        a, b, c, d = a + first, b + first, c + first, d + first
        has = draft[ours[a].start() : ours[b - 1].end()] if a < b else ""
        should = article[theirs[c].start() : theirs[d - 1].end()] if c < d else ""
        where = f"paragraph {_paragraph(article, theirs[c].start())}" if c < len(theirs) else "the end"
        at = ours[a].start() if a < len(ours) else len(draft.rstrip())
        if not has:
            after = f" after {excerpt(ours[a - 1][0])}" if a else ""
            message = f"the draft leaves out {excerpt(should)}{after} ({where})"
        elif not should:
            message = f"the draft has {excerpt(has)}, which the article has not ({where})"
        else:
            at += _common(has, should)
            message = f"the draft has {excerpt(has)} where the article has {excerpt(should)} ({where})"
            message += _unlike(has, should)
        problems.add(place_of(at), message, "the text without its tags must be the article's")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences have in common at their start."""
    same = (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(same, min(len(one), len(other)))


def _unlike(has: str, should: str) -> str:
    """The code points of the first difference, where the eye may miss it."""
    common = _common(has, should)
    one, other = has[common : common + 1], should[common : common + 1]
    if has.isascii() and should.isascii():
        return ""
    return f": {_name(one)} for {_name(other)}"


def _name(char: str) -> str:
    if not char:
        return "nothing"
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"


def _paragraph(text: str, offset: int) -> int:
    """The number of the paragraph at an offset, from 1."""
    return sum(1 for start, _ in paragraphs(text) if start <= offset)
