"""A report on a terminal: the figures of every layer with their intervals, readable in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotidian.agreement.counts import Layer
from quotidian.agreement.measures import LAYER_WORDS, statistic_words
from quotidian.agreement.report import AgreementReport, ArticleAgreement, Comparison, Figure
from quotidian.display.visible import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_ARTICLES = 5  # of the ranking; the page has them all
# Cells of the columns, so that the tables of all layers stand below each other; 76 with the two between them.
_WIDTHS = (28, 7, 6, 14, 13)


def render_terminal(report: AgreementReport) -> RenderableType:
    """A report for ``rich`` to print: the tables of each comparison, then the articles of lowest agreement.

    Figures by type, role and level, the matrices and the disagreements are in the page and in the JSON.
    """
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = []
    for comparison in report.comparisons:
        parts.append(Text(visible(f"{comparison.name}, {count(comparison.articles, 'article')}"), "bold"))
        figures = [one for one in report.figures if one.comparison == comparison.name and not one.scope]
        for layer in report.layers:
            mine = [figure for figure in figures if figure.measure.layer == layer]
            if mine:
                parts.append(_table(layer, comparison, mine))
        parts.append(Text())
    parts.append(Text("lowest agreement", "bold"))
    parts += [_line(one) for one in report.ranking[:_ARTICLES]]
    return Group(*parts)


def number(value: float | None) -> str:
    """A value as people of the field write it: three digits, no leading zero; a dash where there is none."""
    if value is None:
        return "–"
    words = f"{value:.3f}"
    return words.replace("0.", ".", 1) if words.startswith(("0.", "-0.")) else words


def count(amount: int, what: str) -> str:
    """How many there are of something."""
    return f"{amount:,} {what}{'' if amount == 1 else 's'}"


def _table(layer: Layer, comparison: Comparison, figures: list[Figure]) -> Table:
    from rich.table import Table
    from rich.text import Text

    judged = comparison.kind == "reference"
    table = Table.grid(padding=(0, 2, 0, 0))
    for place, width in enumerate(_WIDTHS):
        table.add_column(min_width=width, no_wrap=True, justify="right" if place > 1 else "left")
    heads = ("", "value", "95 % interval", "P / R" if judged else "items")
    table.add_row(Text(LAYER_WORDS[layer].lower(), "cyan"), *(Text(head, "dim") for head in heads))
    for one in figures:
        table.add_row(*_row(one, judged=judged))
    return table


def _row(one: Figure, *, judged: bool) -> Iterator[Text]:
    from rich.text import Text

    yield Text("  " + one.measure.name + (f", {one.measure.match}" if one.measure.match == "overlap" else ""))
    yield Text(statistic_words(one.measure), "dim")
    yield Text(number(one.value), "bold")
    yield Text(f"{number(one.low)} to {number(one.high)}" if one.low is not None else "")
    yield Text(_support(one, judged=judged), "dim")


def _support(one: Figure, *, judged: bool) -> str:
    if judged and one.precision is not None and one.recall is not None:
        return f"{number(one.precision.value)} / {number(one.recall.value)}"
    if one.response is not None and one.reference is not None:
        return f"{one.response:,} / {one.reference:,}"
    return f"{one.units:,}" if one.units is not None else ""


def _line(one: ArticleAgreement) -> Text:
    from rich.text import Text

    found = count(one.disagreements, "disagreement")
    return Text.assemble(f"  {number(one.score):>5}  {found:>17}  ", visible(one.article))
