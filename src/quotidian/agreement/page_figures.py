"""The figures of the page: cards, tables with intervals drawn, matrices of confusions, the ranking of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotidian.agreement.counts import Measure
from quotidian.agreement.measures import HEADLINES, LAYER_WORDS, meaning, statistic_words
from quotidian.agreement.page_cases import Numbers
from quotidian.agreement.papers import PAPERS
from quotidian.agreement.report import NOTHING, AgreementReport, ArticleAgreement, Comparison, Confusion, Figure
from quotidian.agreement.terminal import count, number
from quotidian.display.markup import classes, isolated, safe

# Matrices with more labels than this take the whole width.
_LARGE = 8
_AXES = (0.0, 0.5, 0.8)
_HEAT = (0.02, 0.1, 0.3)  # shares of a row from which a confusion is drawn warmer


def between(low: float | None, high: float | None) -> str:
    """An interval."""
    return f"{number(low)} to {number(high)}" if low is not None and high is not None else "no interval"


def axis(figures: Iterable[Figure]) -> float:
    """Where the pictures of figures begin, so that what is close to 1 can be told apart; they all end at 1."""
    lowest = min(
        (one.low if one.low is not None else one.value for one in figures if one.value is not None), default=0.0
    )
    return max(start for start in _AXES if start <= max(lowest, 0.0))


def drawn(value: float | None, low: float | None, high: float | None, start: float = 0.0) -> str:
    """A value between ``start`` and 1 with its interval, as a picture that repeats what stands beside it."""

    def at(one: float) -> float:
        return round(min(max((one - start) / (1 - start), 0.0), 1.0) * 100, 1)

    parts = ['<rect class="track" x="0" y="5.5" width="100" height="1"/>']
    if low is not None and high is not None:
        width = max(round(at(high) - at(low), 1), 0.5)
        parts.append(f'<rect class="between" x="{at(low)}" y="2" width="{width}" height="8"/>')
    if value is not None:
        parts.append(f'<rect class="at" x="{round(min(at(value), 98.8), 1)}" y="1" width="1.2" height="10"/>')
    return (
        '<svg class="drawn" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def figures_html(report: AgreementReport) -> str:
    """The figures of every comparison; with a script one of them is shown at a time."""
    parts = []
    for n, comparison in enumerate(report.comparisons):
        mine = [figure for figure in report.figures if figure.comparison == comparison.name]
        start = axis(figure for figure in mine if not figure.scope)
        shown = _titled(comparison, start) + _cards(mine, start) + _tables(mine, comparison, start)
        parts.append(f'<div data-comparison="{n}">{shown}</div>')
    return "".join(parts)


def _titled(one: Comparison, start: float) -> str:
    over = f"over {count(one.articles, 'article')}, pictures from {start:g} to 1"
    return f'<h3>{isolated(one.name)} <span class="count">{over}</span></h3>'


def _cards(figures: Iterable[Figure], start: float) -> str:
    whole = {figure.measure: figure for figure in figures if not figure.scope}
    cards = []
    for measure, words in HEADLINES.items():
        figure = whole.get(measure)
        if figure is None:
            continue
        cards.append(
            f'<div class="card"><p class="what">{words}</p><p class="value">{number(figure.value)}</p>'
            f"{drawn(figure.value, figure.low, figure.high, start)}"
            f'<p class="between">{between(figure.low, figure.high)}</p></div>'
        )
    return f'<div class="cards">{"".join(cards)}</div>' if cards else ""


def _tables(figures: Sequence[Figure], comparison: Comparison, start: float) -> str:
    parts = []
    for layer, words in LAYER_WORDS.items():
        mine = [figure for figure in figures if figure.measure.layer == layer]
        if not mine:
            continue
        parts.append(
            f"<h3>{words}</h3>" + _table([one for one in mine if not one.scope], comparison, scoped=False, start=start)
        )
        for kind in dict.fromkeys(one.scope.partition("=")[0] for one in mine if one.scope):
            scoped = [one for one in mine if one.scope.partition("=")[0] == kind and _said(one)]
            rows = sorted(scoped, key=lambda one: (_rank(mine, one), -_weight(one), one.scope))
            parts.append(
                f"<details><summary>By {safe(kind)}</summary>{_table(rows, comparison, scoped=True)}</details>"
            )
        parts.append(_meanings(one for one in mine if not one.scope))
    return "".join(parts)


def _said(one: Figure) -> bool:
    """Whether a figure of some items is worth a row: alpha is counted for labels that nobody used, too."""
    return one.value is not None or one.measure.statistic != "alpha"


def _rank(figures: Sequence[Figure], one: Figure) -> int:
    return next(rank for rank, figure in enumerate(figures) if figure.measure == one.measure)


def _weight(figure: Figure) -> float:
    return figure.reference or figure.units or 0.0


def _table(figures: Sequence[Figure], comparison: Comparison, *, scoped: bool, start: float = 0.0) -> str:
    of_two = comparison.response is not None and comparison.reference is not None
    sides = f" of {isolated(comparison.response)} / {isolated(comparison.reference)}" if of_two else ""
    rates = ("Precision", "Recall") if of_two else ()
    head = (
        '<th scope="col">Measure</th><th scope="col" class="value">Value</th>'
        f'<th scope="col" class="drawing hide">{start:g} to 1</th><th scope="col">95 % interval</th>'
        + "".join(f'<th scope="col" class="number hide">{rate}</th>' for rate in rates)
        + f'<th scope="col" class="number hide">Items{sides}</th>'
    )
    rows = "".join(_row(one, scoped=scoped, start=start, rates=len(rates)) for one in figures)
    return f'<div class="wide"><table class="figures"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(one: Figure, *, scoped: bool, start: float, rates: int) -> str:
    name = _name(one.measure)
    label = f"<b>{safe(one.scope.partition('=')[2])}</b> · {name}" if scoped else name
    shown = [number(rate.value) if rate is not None else "" for rate in (one.precision, one.recall)][:rates]
    return (
        f'<tr><th scope="row">{label} <span class="statistic">{statistic_words(one.measure)}</span></th>'
        f'<td class="value">{number(one.value)}</td>'
        f'<td class="drawing hide">{drawn(one.value, one.low, one.high, start)}</td>'
        f"<td>{between(one.low, one.high) if one.value is not None else ''}</td>"
        + "".join(f'<td class="number hide">{rate}</td>' for rate in shown)
        + f'<td class="number hide">{_support(one)}</td></tr>'
    )


def _name(measure: Measure) -> str:
    return safe(measure.name) + (", overlap" if measure.match == "overlap" else "")


def _support(one: Figure) -> str:
    if one.response is not None and one.reference is not None:
        return f"{one.response:,} / {one.reference:,}"
    return f"{one.units:,}" if one.units is not None else ""


def _meanings(figures: Iterable[Figure]) -> str:
    rows = "".join(
        f"<dt>{_name(one.measure)}</dt><dd>{safe(meaning(one.measure))} ({safe(PAPERS[one.measure.paper].cite)})</dd>"
        for one in figures
    )
    return f'<details class="meanings"><summary>What these mean</summary><dl>{rows}</dl></details>'


def confusions_html(report: AgreementReport) -> str:
    """The matrices of every comparison that has some."""
    parts = []
    for n, comparison in enumerate(report.comparisons):
        mine = [one for one in report.confusions if one.comparison == comparison.name]
        matrices = "".join(_matrix(one, comparison) for one in mine)
        shown = f'<div class="matrices">{matrices}</div>' if mine else _no_matrices(comparison)
        parts.append(f'<div data-comparison="{n}"><h3>{isolated(comparison.name)}</h3>{shown}</div>')
    return "".join(parts)


def _no_matrices(comparison: Comparison) -> str:
    if comparison.kind in ("mean", "group"):
        return '<p class="about">A matrix is of two annotators: choose a pair.</p>'
    return '<p class="about">Nothing was marked that has such labels.</p>'


def _matrix(one: Confusion, comparison: Comparison) -> str:
    head = "".join(f'<th scope="col"{_none(label)}><span>{safe(label)}</span></th>' for label in one.labels)
    rows = []
    for label, cells in zip(one.labels, one.cells, strict=True):
        total = sum(cells)
        shown = "".join(
            f"<td{classes(_heat(cell, total, label, column))}>{_cell(cell, label, column)}</td>"
            for column, cell in zip(one.labels, cells, strict=True)
        )
        rows.append(f'<tr><th scope="row"{_none(label)}>{safe(label)}</th>{shown}</tr>')
    size = "large" if len(one.labels) > _LARGE else None
    caption = f"rows {isolated(comparison.response)}, columns {isolated(comparison.reference)}"
    return (
        f"<section{classes(size)}><h4>{safe(one.layer)}: {safe(one.name)}</h4>"
        f'<div class="wide" tabindex="0" role="region" aria-label="{safe(one.layer)}: {safe(one.name)}">'
        f'<table class="matrix"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _none(label: str) -> str:
    return ' class="none"' if label == NOTHING else ""


def _cell(cell: int, row: str, column: str) -> str:
    return "" if row == column == NOTHING else f"{cell:,}"


def _heat(cell: int, total: int, row: str, column: str) -> str:
    if not cell:
        return "zero"
    if row == column:
        return "same"
    if row == NOTHING:  # which is no label: shares of it say nothing
        return "h1"
    share = cell / total
    return f"h{max(1, sum(share >= least for least in _HEAT))}"


def ranking_html(report: AgreementReport, articles: Numbers) -> str:
    """The articles, those of lowest agreement first, with links to their disagreements."""
    heads = list(report.ranking[0].values) if report.ranking else []
    head = (
        '<th scope="col">Article</th><th scope="col" class="number">Mean</th>'
        '<th scope="col" class="drawing hide">0 to 1</th>'
        + "".join(f'<th scope="col" class="number hide">{safe(name)}</th>' for name in heads)
        + '<th scope="col" class="number">Disagreements</th>'
    )
    listed = {one.article for one in report.disagreements}
    rows = "".join(_article_row(one, articles, listed=one.article in listed) for one in report.ranking)
    return f'<div class="wide"><table class="ranking"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _article_row(one: ArticleAgreement, articles: Numbers, *, listed: bool) -> str:
    key = articles(one.article)
    link = f'<a href="#a{key}" data-only="{key}">{one.disagreements:,}</a>' if listed else f"{one.disagreements:,}"
    values = "".join(f'<td class="number hide">{number(value)}</td>' for value in one.values.values())
    return (
        f'<tr><td title="{safe(one.article)}">{isolated(one.title)}</td><td class="number">{number(one.score)}</td>'
        f'<td class="drawing hide">{drawn(one.score, None, None)}</td>{values}<td class="number">{link}</td></tr>'
    )


def options(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Options of a filter: value and words."""
    for value, words in names:
        yield f'<option value="{safe(value)}">{safe(words)}</option>'
