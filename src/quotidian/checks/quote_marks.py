"""Level 6, linguistics, the part about quotation marks: do the marks in the text and the quotes fit each other?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault
from quotidian.checks.marks import DOUBLE, MARKS, PUNCTUATION, begins_with_mark, ends_with_mark, is_set_off, marked
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Annotated
from quotidian.model import Quote
from quotidian.offsets import Interval

LEVEL = "linguistics"

DIRECT, INDIRECT, MIXED = "direct", "indirect", "mixed"


@check(
    "direct-without-marks",
    level=LEVEL,
    needs="text",
    title="Direct quote without quotation marks",
    why="""Direct means that the words stand in quotation marks, which belong to the content, or are set off as an
    utterance of their own (a whole line, or the rest of one after a speaker's name and a colon). Anything else is
    indirect, or the marks were left outside by mistake. A mark that the text itself forgot at one end is forgiven.""",
    mend="take the marks into the content, or change the type",
)
def direct_without_marks(annotated: Annotated) -> Iterator[Fault]:
    """Each content span of a direct quote that has no quotation marks, or leaves them outside."""
    text = annotated.text
    for spot in annotated.sound_contents:
        if annotated.quotes[spot.item].type != DIRECT:
            continue
        start, end = spot.span.start, spot.span.end
        if text[start] in MARKS and text[end - 1] in MARKS:
            continue
        begins, ends = begins_with_mark(text, start), ends_with_mark(text, start, end)
        left = not begins and start > 0 and text[start - 1] in DOUBLE
        right = not ends and end < len(text) and text[end] in DOUBLE
        name, found = annotated.name(spot), f"[{start}, {end})"
        if left or right:
            sides = "both its quotation marks" if left and right else "a quotation mark"
            expected = f"{start - left} to {end + right}"
            yield Fault(f"{name}, {start} to {end}, leaves {sides} outside", spot.pointer, found, expected)
        elif not (begins or ends or is_set_off(text, start, end)):
            problem = f"{name}, {start} to {end}, is direct and stands in no quotation marks"
            yield Fault(problem, spot.pointer, found, "words in quotation marks")


@check(
    "mixed-without-marks",
    level=LEVEL,
    needs="text",
    title="Mixed quote without quotation marks",
    why="""Mixed means that a part of the reported words stands in quotation marks as the source's own. Without any
    marks the quote is indirect.""",
    mend="change the type to indirect, or correct the extent",
)
def mixed_without_marks(annotated: Annotated) -> Iterator[Fault]:
    """Each mixed quote without a quotation mark in its content."""
    text = annotated.text
    for q, quote in enumerate(annotated.quotes):
        if quote.type == MIXED and not any(MARKS & set(text[span.start : span.end]) for span in quote.content):
            problem = f"quote {quote.id} is mixed and its content holds no quotation mark"
            yield Fault(problem, pointer("quotes", q, "type"), MIXED, "a part in quotation marks")


@check(
    "quote-type",
    level=LEVEL,
    severity=WARNING,
    needs="text",
    title="Type of a quote that does not follow from its quotation marks",
    why="""All of the content in quotation marks is direct, a part of it mixed, nothing of it indirect. Marks around a
    title or a term that the source did not coin do not count, which only a reader can tell: hence a warning. Marks
    that hold exactly one mention or the name of an entity are taken for such.""",
    mend="correct the type, or leave it if the marks are around a title or term",
)
def quote_type(annotated: Annotated) -> Iterator[Fault]:
    """Each indirect quote with a marked stretch inside, and each mixed one that stands wholly in marks."""
    if all(quote.type == DIRECT for quote in annotated.quotes):
        return
    stretches = _without_titles(annotated, list(marked(annotated.text)))
    starts = [stretch.start for stretch in stretches]
    for q, quote in enumerate(annotated.quotes):
        for span in quote.content if quote.type in (INDIRECT, MIXED) else ():
            inside = stretches[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            inside = [
                stretch for stretch in inside if stretch.end <= span.end and not _of_nested(annotated, quote, stretch)
            ]
            whole = any((stretch.start, stretch.end) == (span.start, span.end) for stretch in inside)
            where, found = pointer("quotes", q, "type"), quote.type
            if quote.type == INDIRECT and inside:
                surface = annotated.surface(*inside[0])
                problem = f"quote {quote.id} is indirect and {surface} in it stands in quotation marks"
                yield Fault(problem, where, found, DIRECT if whole else MIXED)
                break
            if quote.type == MIXED and whole and len(quote.content) == 1:
                yield Fault(f"quote {quote.id} is mixed and stands in quotation marks as a whole", where, found, DIRECT)


def _of_nested(annotated: Annotated, quote: Quote, stretch: Interval) -> bool:
    """Whether a stretch belongs to a quote nested in this one."""
    nested = (other for other in annotated.quotes if other.parent == quote.id and other is not quote)
    return any(stretch.overlaps((span.start, span.end)) for other in nested for span in other.content)


@check(
    "marks-without-quote",
    level=LEVEL,
    severity=WARNING,
    needs="text",
    title="Quotation marks without a quote",
    why="""Words in quotation marks are most often somebody's, and a quote that was not annotated teaches a model that
    there is none. Titles, nicknames and scare quotes are no quotes: hence a warning. Marks that hold exactly one
    mention or trigger or the name of an entity are not reported, nor are single marks or marks inside a quote.""",
    mend="annotate the quote, or leave it if nobody says it",
)
def marks_without_quote(annotated: Annotated) -> Iterator[Fault]:
    """Each stretch in double quotation marks that no quote's content touches."""
    starts, reaches = annotated.contents
    outside = []
    for stretch in marked(annotated.text):
        before = bisect_left(starts, stretch.end)
        if before == 0 or reaches[before - 1] <= stretch.start:
            outside.append(stretch)
    for start, end in _without_titles(annotated, outside):
        problem = f"{annotated.surface(start, end)}, {start} to {end}, stands in quotation marks and in no quote"
        line = annotated.text.count("\n", 0, start) + 1
        yield Fault(problem, "/quotes", f"[{start}, {end})", f"a quote (line {line} of the text)")


def _without_titles(annotated: Annotated, stretches: list[Interval]) -> list[Interval]:
    """The stretches that hold neither exactly one mention or trigger nor the name of an entity."""
    if not stretches:
        return []
    spots = (*annotated.sound_mentions, *annotated.sound_triggers)
    spans = {(spot.span.start, spot.span.end) for spot in spots}
    names = {entity.name for entity in annotated.entities}
    return [stretch for stretch in stretches if not _is_title(annotated.text, stretch, spans, names)]


def _is_title(text: str, stretch: Interval, spans: set[tuple[int, int]], names: set[str | None]) -> bool:
    """Whether a span, with or without the marks and the punctuation in them, or a name is all that they hold."""
    start, end = stretch.start + 1, stretch.end - 1 if text[stretch.end - 1] in DOUBLE else stretch.end
    bare = text[start:end].rstrip(PUNCTUATION)
    return bool({stretch, (start, end), (start, start + len(bare))} & spans) or bare in names


CHECKS: tuple[Check[Annotated], ...] = (direct_without_marks, mixed_without_marks, quote_type, marks_without_quote)
