"""The report of ``quotidian quality`` for a terminal: agreement with gold in tables, then suspicions in their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from quotidian.display.visible import visible
from quotidian.errors import InputError, TextMissingError
from quotidian.quality.report import QualityReport, Work
from quotidian.quality.suspicion import Place, Statement, Suspicion
from quotidian.segment import sentences
from quotidian.show.terminal_rows import wrap
from quotidian.store import Corpus

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_HEADS = {
    "mentions": "mention",
    "coreference": "coref",
    "quotes": "quote",
    "speakers": "speaker",
    "triggers": "trigger",
    "arguments": "arg",
}
_NO_VALUE = "–"
_INDENT = " " * 5
_NARROWEST = 20
# Cells for the name of an annotator, with the space after it; longer ones are folded.
_NAME = 10
# How much of a sentence is told, in lines of the terminal.
_LINES = 2
_WIDEST_MARK = 3


def render(report: QualityReport, corpus: Corpus, *, width: int) -> Iterator[RenderableType]:
    """The report, part by part, for ``rich`` to print.

    Args:
        report: what was found.
        corpus: where sentences are looked up, also of stand-off articles whose text is at hand: they go to the
            terminal, and nowhere else.
        width: of the terminal, in cells.
    """
    from rich.text import Text

    lines = _Lines(corpus, width)
    yield Text(f"Agreement with gold: F1 over n articles, of {report.gold:,} with gold", "bold")
    yield from _rows([(one.annotator, one.all) for one in report.annotators], lines)
    for title, parts in (
        ("In the order of work", [(one.annotator, part) for one in report.annotators for part in one.by_order]),
        (f"By {report.by}", [(one.annotator, part) for one in report.annotators for part in one.by_time]),
    ):
        if len(parts) > len(report.annotators):
            yield Text(f"\n{title}", "bold")
            yield from _rows(parts, lines, named=True)
    for note in _notes(report):
        yield Text("")
        yield from lines.told(note)
    total = sum(report.found.values())
    if not total:
        yield Text("\nNo gold annotation looks wrong.", "bold")
        return
    told = ", ".join(f"{number} {reason}" for reason, number in report.found.items())
    yield Text(f"\nGold that looks wrong: {_shown(len(report.suspicions), total)} ({told})", "bold")
    for number, one in enumerate(report.suspicions, 1):
        yield Text("")
        yield from _suspicion(number, one, lines)
    yield Text("")
    yield from lines.told(
        "None of this is a verdict. To mend: 'quotidian draft --from gold ARTICLE -o draft.xml', edit it, "
        "'quotidian draft draft.xml --annotator gold'."
    )


def _shown(number: int, total: int) -> str:
    return f"{total} places" if number == total else f"the first {number} of {total} places"


def _rows(rows: Sequence[tuple[str, Work]], lines: _Lines, *, named: bool = False) -> Iterator[RenderableType]:
    """A table, or where the terminal is too narrow for it, sentences: a figure that is cut short is another one."""
    heads = [*(["part"] if named else []), "n", *_HEADS.values(), "s/article"]
    cells = [[*([work.part] if named else []), *_figures(work)] for _, work in rows]
    needed = sum(max(map(len, column)) + 1 for column in zip(heads, *cells, strict=True))
    if needed + _NAME <= lines.width:
        yield _table(heads, [annotator for annotator, _ in rows], cells, named=named)
        return
    for (annotator, _), values in zip(rows, cells, strict=True):
        told = ", ".join(f"{head} {value}" for head, value in zip(heads, values, strict=True))
        yield from lines.told(f"{annotator}: {told}")


def _table(
    heads: Sequence[str], names: Sequence[str], cells: Sequence[Sequence[str]], *, named: bool
) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("annotator", overflow="fold")
    for head in heads:
        table.add_column(head, justify="left" if head == "part" else "right", no_wrap=True)
    before = None
    for annotator, values in zip(names, cells, strict=True):
        table.add_row(visible(annotator) if annotator != before or not named else "", *values)
        before = annotator
    return table


def _figures(work: Work) -> Iterator[str]:
    yield str(work.articles)
    yield from (_figure(work.values[name]) for name in _HEADS)
    yield _NO_VALUE if work.seconds is None else f"{work.seconds:.0f}"


def _figure(value: float | None) -> str:
    """A value with three digits.

    >>> _figure(0.98765), _figure(1.0), _figure(None)
    ('.988', '1.000', '–')
    """
    return _NO_VALUE if value is None else f"{value:.3f}".removeprefix("0")


def _notes(report: QualityReport) -> Iterator[str]:
    """What one must know to read the report."""
    if not report.annotators:
        yield "Nobody has annotated but gold: there is nobody to compare with it."
    decided = [one for one in report.annotators if one.decided]
    if decided:
        told = ", ".join(f"{one.annotator} (in {one.decided} of {one.all.articles})" for one in decided)
        yield (
            f"Gold was decided from the annotators' own work: {told}. There agreement with gold is no independent "
            "judgement of them."
        )
    waiting = [one for one in report.annotators if one.waiting]
    if waiting:
        told = ", ".join(f"{one.annotator} ({one.waiting})" for one in waiting)
        yield f"Articles that were annotated and have no gold yet are not looked at: {told}."
    if len(report.annotators) == 1:
        yield "One annotator only: a majority against gold needs two."
    elif report.annotators and not report.contested:
        yield "No article has two annotators: there is no majority against gold."
    if report.without_text:
        number = len(report.without_text)
        article = "a gold article" if number == 1 else f"{number:,} gold articles"
        yield (
            f"Of {article} there is no text here: there only the names of entities were compared, not strings. "
            "'quotidian hydrate' brings back the texts of stand-off articles."
        )
    for out in report.left_out:
        yield f"{out.path} was left out: {out.reason}"


def _suspicion(number: int, one: Suspicion, lines: _Lines) -> Iterator[Text]:
    from rich.text import Text

    times = f", {one.times} times in this article" if one.times > 1 else ""
    head = Text(f"{number:3}. {one.score:.2f}  ")
    head.append(f"{one.reason}: {one.layer}, {one.difference}{times}", "bold")
    yield head
    yield _at(one.place)
    yield from lines.around(one.place)
    if one.filler is not None:
        yield from lines.indented(f"argument: {lines.slice(one.filler)}")
    yield from lines.indented(f"gold: {one.gold}; {'; '.join(_told(one, other) for other in one.others)}")
    if one.reason != "majority":
        for place in one.others[0].places:
            yield _at(place, "such as ")
            yield from lines.around(place)
    yield from lines.indented(one.mend)


def _at(place: Place, before: str = "") -> Text:
    """A place on a line of its own, whole, so that it can be copied."""
    from rich.text import Text

    return Text(f"{_INDENT}{before}{visible(place.file)} {visible(place.pointer)}", "dim", no_wrap=True)


def _told(one: Suspicion, other: Statement) -> str:
    """What some witnesses say."""
    if one.reason == "majority":
        return f"{' and '.join(other.witnesses)}: {other.says}"
    return f"elsewhere: {other.says} ({other.number})"


class _Lines:
    """Lines for a terminal, and the text around places, as far as it is at hand."""

    def __init__(self, corpus: Corpus, width: int) -> None:
        self._width = max(width - len(_INDENT), _NARROWEST)
        self._read = lru_cache(maxsize=8)(partial(_text, corpus))

    @property
    def width(self) -> int:
        """Of the terminal, in cells."""
        return self._width + len(_INDENT)

    def told(self, sentence: str) -> Iterator[Text]:
        """A sentence of ours, in lines."""
        from rich.text import Text

        yield from wrap(Text(visible(sentence)), self._width + len(_INDENT))

    def indented(self, sentence: str) -> Iterator[Text]:
        """The same, below a suspicion."""
        from rich.text import Text

        for line in wrap(Text(visible(sentence)), self._width):
            yield Text(_INDENT) + line

    def slice(self, place: Place) -> str:
        """What stands at a place."""
        text = self._read(place.article)
        return f"{place.start}-{place.end}" if text is None else f"[{text[place.start : place.end]}]"

    def around(self, place: Place) -> Iterator[Text]:
        """The sentence around a place, the place in brackets and what is far from it left out; nothing without text."""
        from rich.text import Text

        text = self._read(place.article)
        if text is None:
            return
        start, end = _around(text, place.start, place.end)
        room = self._width * _LINES - 2 * _WIDEST_MARK
        inside = text[place.start : place.end]
        if len(inside) > room // 2:
            inside = f"{inside[: room // 4]} … {inside[-(room // 4) :]}"
        room = max(room - len(inside), 0)
        after = text[place.end : end]
        before = text[start : place.start]
        kept = max(room // 2, room - len(after)), max(room // 2, room - len(before))
        shown = Text(_cut_left(before, kept[0]))
        shown.append(f"[{inside}]", "bold")
        shown.append(_cut_right(after, kept[1]))
        shown.plain = visible(shown.plain.replace("\n", " "))
        for line in wrap(shown, self._width):
            yield Text(_INDENT) + line


def _text(corpus: Corpus, article: str) -> str | None:
    try:
        return corpus.text(article)
    except (TextMissingError, InputError):
        return None  # the report has told so


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that a stretch touches."""
    touched = [(s, e) for s, e in sentences(text) if s < end and start < e]
    return (min(start, touched[0][0]), max(end, touched[-1][1])) if touched else (start, end)


def _cut_left(text: str, room: int) -> str:
    return text if len(text) <= room else f"… {text[len(text) - room :].partition(' ')[2]}"


def _cut_right(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[:room].rpartition(' ')[0]} …"
