"""Finding a quoted string in an article's text: once, or as the n-th, or told why not."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from quotidian.draft.align import visible_length, visible_offsets
from quotidian.draft.problems import Place, Problems, excerpt
from quotidian.offsets import Interval
from quotidian.segment import paragraphs

# How many occurrences a message lists, and how much work goes into what comes nearest to a missing string.
_LISTED = 5
_NEAREST_LENGTH = 1000
_NEAREST_STRINGS = 30
_AROUND = 20
_BRACKETS = re.compile(r"(.*?)\[\[(.*?)\]\](.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A span as the quoting form has it: ``text`` or ``context``, and which occurrence is meant."""

    place: Place
    text: str | None = None
    context: str | None = None
    occurrence: int | None = None
    paragraph: int | None = None


class Finder:
    """Finds strings in one text.

    White space matches white space, however much. A string is found as whole words; one that is nowhere whole words
    is found inside words.

    Args:
        text: the article's text.
        problems: gets what can't be found, and what is found more often than once.
    """

    def __init__(self, text: str, problems: Problems) -> None:
        self._text = text
        self._problems = problems
        self._missing = 0

    @cached_property
    def _paragraphs(self) -> list[Interval]:
        return [Interval(start, end) for start, end in paragraphs(self._text)]

    def occurrences(self, string: str, within: Interval | None = None) -> list[Interval]:
        """All places of a string, which may overlap, in order."""
        words = string.split()
        if not words or sum(map(len, words)) > len(self._text):
            return []
        pattern = re.compile(r"(?=(" + r"\s+".join(map(re.escape, words)) + "))")
        start, end = within or (0, len(self._text))
        found = [Interval(*match.span(1)) for match in pattern.finditer(self._text, start, end)]
        return [span for span in found if self.whole_words(span)] or found

    def find(self, quoted: Quoted) -> Interval | None:
        """The one span that is meant; None if there is a problem."""
        before, target = "", quoted.text or ""
        string = target
        if quoted.context is not None:
            parts = _BRACKETS.fullmatch(quoted.context)
            if parts is None or "[[" in parts[2] + parts[3] or "]]" in parts[3]:
                mend = "put [[ ]] around the words that are meant, once"
                self._problems.add(quoted.place, f"context {excerpt(quoted.context)} marks no span", mend)
                return None
            before, target = parts[1], parts[2]
            string = "".join(parts.groups())
        if not target.split():
            self._problems.add(quoted.place, "the quoted string is empty", "quote the words that are meant")
            return None
        found = self._the_one(string, quoted)
        if found is None:
            return None
        offsets = visible_offsets(self._text[found.start : found.end])
        first = visible_length(before)
        last = first + visible_length(target) - 1
        return Interval(found.start + offsets[first], found.start + offsets[last] + 1)

    def _the_one(self, string: str, quoted: Quoted) -> Interval | None:
        within = None
        where = ""
        if quoted.paragraph is not None:
            if not 1 <= quoted.paragraph <= len(self._paragraphs):
                message = f"there is no paragraph {quoted.paragraph}"
                self._problems.add(quoted.place, message, f"the article has {len(self._paragraphs)}")
                return None
            within = self._paragraphs[quoted.paragraph - 1]
            where = f" in paragraph {quoted.paragraph}"
        found = self.occurrences(string, within)
        if not found:
            self._tell_missing(string, where, quoted)
            return None
        times = "once" if len(found) == 1 else f"{len(found)} times"
        if quoted.occurrence is not None:
            if not 1 <= quoted.occurrence <= len(found):
                message = f"{excerpt(string)} occurs {times}{where}, there is no occurrence {quoted.occurrence}"
                self._problems.add(quoted.place, message, self._listed(found))
                return None
            return found[quoted.occurrence - 1]
        if len(found) > 1:
            mend = f'add "occurrence" (1 to {len(found)}) or "paragraph", or quote the words around it as "context"'
            self._problems.add(quoted.place, f"{excerpt(string)} occurs {times}{where}: {self._listed(found)}", mend)
            return None
        return found[0]

    def _tell_missing(self, string: str, where: str, quoted: Quoted) -> None:
        message = f"{excerpt(string)} does not occur{where}"
        elsewhere = self.occurrences(string) if where else []
        if elsewhere:
            self._problems.add(quoted.place, message, f"it is in {self._listed(elsewhere)}")
            return
        self._missing += 1
        nearest = self._nearest(string) if self._missing <= _NEAREST_STRINGS else None
        mend = f"nearest is {self._shown(nearest)}" if nearest is not None else "quote the article's text exactly"
        if quoted.text is not None and _BRACKETS.fullmatch(quoted.text):
            mend = 'a string with [[ ]] is a "context", not a "text"'
        self._problems.add(quoted.place, message, mend)

    def _listed(self, spans: list[Interval]) -> str:
        listed = ", ".join(f"paragraph {self._paragraph(span)} ({self._around(span)})" for span in spans[:_LISTED])
        return listed + (f" and {len(spans) - _LISTED} more" if len(spans) > _LISTED else "")

    def _shown(self, span: Interval) -> str:
        return f"{excerpt(self._text[span.start : span.end], 80)} in paragraph {self._paragraph(span)}"

    def _around(self, span: Interval) -> str:
        """A span with the words around it, its own in brackets as a context has them."""
        start, end = span
        first, last = start - _AROUND, end + _AROUND
        paragraph = self._paragraphs[self._paragraph(span) - 1]
        before = self._text[max(first, paragraph.start) : start]
        after = self._text[end : min(last, paragraph.end)]
        before = before.partition(" ")[2] if first > paragraph.start else before
        after = after.rpartition(" ")[0] if last < paragraph.end else after
        target = excerpt(self._text[start:end])[1:-1]
        return repr(" ".join(f"{before}[[{target}]]{after}".split()))

    def _paragraph(self, span: Interval) -> int:
        return sum(1 for start, _ in self._paragraphs if start <= span.start)

    def whole_words(self, span: Interval) -> bool:
        """Whether a span neither begins nor ends inside a word."""
        return not self._within_word(span.start) and not self._within_word(span.end)

    def _within_word(self, offset: int) -> bool:
        return 0 < offset < len(self._text) and all(map(_in_word, self._text[offset - 1 : offset + 1]))

    def _nearest(self, string: str) -> Interval | None:
        """The words of the text that look most like a string; None if none does."""
        wanted = " ".join(string.split())
        if len(wanted) > _NEAREST_LENGTH:
            return None
        words = list(re.finditer(r"\S+", self._text))
        number = len(wanted.split())
        matcher = difflib.SequenceMatcher(None, "", wanted, autojunk=False)
        best, nearest = 0.6, None
        for size in {number, max(1, number - 1), number + 1}:
            for first in range(len(words) - size + 1):
                start, end = words[first].start(), words[first + size - 1].end()
                if wanted[-1].isalnum():
                    end = start + len(self._text[start:end].rstrip(".,;:!?”’\"')"))
                matcher.set_seq1(" ".join(self._text[start:end].split()))
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    best, nearest = matcher.ratio(), Interval(start, end)
        return nearest


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")
