"""One page that holds a whole report: no request leaves it, nothing runs in it but our own script.

It holds sentences of the articles, those of stand-off articles too where their text is at hand: it is for the desk of
the one who has it. It is written piece by piece, one article's text in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import groupby
from string import Template

from quotidian.agreement.aligned import LAYERS
from quotidian.agreement.page_cases import COLORS, ROWS, Case, Numbers
from quotidian.agreement.page_figures import confusions_html, figures_html, options, ranking_html
from quotidian.agreement.report import AgreementReport, LeftOut
from quotidian.agreement.terminal import count
from quotidian.display.markup import isolated, safe
from quotidian.display.page import head
from quotidian.errors import InputError, TextMissingError
from quotidian.segment import Span, sentences
from quotidian.store import Corpus

_STYLES = ("base", "figures", "cases")
_LEFT_OUT_SHOWN = 20


def render_html(report: AgreementReport, corpus: Corpus) -> Iterator[str]:
    """A report as one self-contained HTML page, in pieces.

    The page is safe to open whatever articles, annotations and ontology say: all of it is escaped, and its content
    security policy allows the page's own style and script by their hash and no connection at all.

    Args:
        report: of :func:`~quotidian.agreement.agree.agree`.
        corpus: where the texts are; an article whose text is not at hand is told by offsets.
    """
    style = "".join(_read(f"{name}.css") for name in _STYLES) + _colors()
    script = f"(() => {{\n'use strict';\n{_read('page.js')}}})();\n"
    articles = Numbers(one.article for one in report.ranking)
    yield Template(_read("page.html")).substitute(
        head=head(
            safe(f"Agreement in {report.corpus} {report.corpus_version}"), style, script, version=report.toolchain
        ),
        kicker=f"Agreement · {isolated(report.corpus)} {safe(report.corpus_version)}",
        headline=_headline(report),
        lead=_lead(report),
        notice=_left_out(report.left_out),
        counted=f"{report.counted:,}",
        chooser=_chooser(report),
    )
    yield f'<section id="figures"><h2>Figures</h2>{_FIGURES}{figures_html(report)}</section>'
    yield f'<section id="confusions"><h2>Confusions</h2>{_CONFUSIONS}{confusions_html(report)}</section>'
    yield f'<section id="articles"><h2>Articles</h2>{_ARTICLES}{ranking_html(report, articles)}</section>'
    yield from _disagreements(report, corpus, articles)
    yield Template(_read("end.html")).substitute(colophon=_colophon(report), script=script)


_FIGURES = (
    '<p class="about">Each figure with its 95 % interval, from drawing articles again and again. A dash means that '
    "there was nothing to compare, or no variation to tell agreement from habit by.</p>"
)
_CONFUSIONS = (
    '<p class="about">How the two labelled what both marked. Green is agreement, the warmer a cell the larger its '
    f"share of its row; what only one of them marked is under <i>{safe('(nothing)')}</i>.</p>"
)
_ARTICLES = (
    '<p class="about">Lowest agreement first. An article’s figure is the mean of its layers’, over all annotators '
    "who are compared in it; with little in an article it says little.</p>"
)


def _headline(report: AgreementReport) -> str:
    names = [isolated(name) for name in report.annotators]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    if report.reference is not None:
        return f"How far {listed} agree{'s' if len(names) == 1 else ''} with {isolated(report.reference)}"
    return f"How far {listed} agree"


def _lead(report: AgreementReport) -> str:
    judged = (
        f" Precision is the share of an annotator’s items that {isolated(report.reference)} has too, recall the share "
        f"of {isolated(report.reference)}’s that the annotator has too."
        if report.reference is not None
        else ""
    )
    compared, found = count(report.articles, "article"), count(report.counted, "disagreement")
    return f"{compared} compared, {found} found.{judged}"


def _left_out(left_out: tuple[LeftOut, ...]) -> str:
    if not left_out:
        return ""
    listed = "".join(
        f"<li><code>{safe(one.path)}</code>: {safe(one.reason)}</li>" for one in left_out[:_LEFT_OUT_SHOWN]
    )
    more = len(left_out) - _LEFT_OUT_SHOWN
    rest = f"<li>and {more:,} more</li>" if more > 0 else ""
    return f'<div class="notice" role="note">Left out, {len(left_out):,} in all:<ul>{listed}{rest}</ul></div>'


def _chooser(report: AgreementReport) -> str:
    if len(report.comparisons) < 2:
        return ""
    choices = "".join(options((str(n), one.name) for n, one in enumerate(report.comparisons)))
    return f'<label class="chooser js">Shown: <select>{choices}</select></label>'


def _disagreements(report: AgreementReport, corpus: Corpus, articles: Numbers) -> Iterator[str]:
    everyone = [*report.annotators, *([report.reference] if report.reference is not None else [])]
    case = Case(
        labels=sorted({label for one in report.disagreements for label in one.labels}),
        differences=sorted({name for one in report.disagreements for name in one.differences}),
        annotators=everyone,
    )
    titles = {one.article: one.title for one in report.ranking}
    yield f'<section id="disagreements"><h2>Disagreements <span class="count">{report.counted:,}</span></h2>'
    yield _about(report)
    if report.disagreements:
        yield _filters(report, case, articles, titles)
    number = 0
    for article, found in groupby(report.disagreements, key=lambda one: one.article):
        text, notice = _text(corpus, article)
        cut: list[Span] = [] if text is None else sentences(text)
        key = articles(article)
        yield f'<section class="group" data-article="{key}" id="a{key}"><h3>{isolated(titles[article])}</h3>{notice}'
        for one in found:
            yield case.html(number, one, text, cut) + "\n"
            number += 1
        yield "</section>"
    yield "</section>"


def _about(report: AgreementReport) -> str:
    if not report.counted:
        return '<p class="about">There is none: all annotators have the same.</p>'
    listed = len(report.disagreements)
    rest = (
        f" Here are {listed:,} of {report.counted:,}, those of the articles of lowest agreement: name articles or "
        "layers to see others."
        if listed < report.counted
        else ""
    )
    return (
        '<p class="about">Each in its sentence, with a line below the words for each version: solid what it is about, '
        "dashed what belongs to it (cue, source, an argument’s trigger). What differs is in bold. Keys: "
        f"<code>j</code> and <code>k</code> walk, <code>/</code> searches.{rest}</p>"
    )


def _filters(report: AgreementReport, case: Case, articles: Numbers, titles: dict[str, str]) -> str:
    used = {one.layer for one in report.disagreements}
    shown = {one.article for one in report.disagreements}
    selects = (
        ("layer", "Layer", [(name, name) for name in LAYERS if name in used]),
        ("difference", "What differs", [(str(n), name) for n, name in enumerate(case.differences.names)]),
        ("label", "Type or role", [(str(n), name) for n, name in enumerate(case.labels.names)]),
        ("article", "Article", [(str(articles(one)), titles[one]) for one in titles if one in shown]),
    )
    parts = "".join(
        f'<label>{words}<select name="{name}"><option value="">all</option>{"".join(options(choices))}</select></label>'
        for name, words, choices in selects
    )
    return (
        f'<div class="filters js" role="search" aria-label="Filter the disagreements">{parts}'
        '<label>Words<input type="search" placeholder="in a sentence or a name"></label>'
        '<button type="button">Show all</button></div><p class="found js" role="status"></p>'
    )


def _text(corpus: Corpus, article: str) -> tuple[str | None, str]:
    """The text of an article if it is at hand, and what is to be said of it."""
    described = corpus.article(article)
    try:
        text = corpus.text(described)
    except TextMissingError as error:
        return None, f'<p class="notice" role="note">{safe(error)}</p>'
    except InputError as error:
        return None, f'<p class="notice" role="note">{safe(error)}</p>'
    if not described.rights.redistributable:
        holder = isolated(described.rights.holder)
        return text, f'<p class="notice" role="note">This text is {holder}’s and must not be passed on.</p>'
    return text, ""


def _colophon(report: AgreementReport) -> str:
    drawn = (
        f"Intervals: {report.resamples:,} resamples of the articles, seed {report.seed}, percentiles 2.5 and 97.5."
        if report.resamples
        else "No intervals were asked for."
    )
    lines = [
        f"{drawn} Layers: {safe(', '.join(report.layers))}.",
        f"Made by Quotidian {safe(report.toolchain)}. What each figure means: docs/agreement.md.",
    ]
    return "".join(f"<p>{line}</p>" for line in lines)


def _colors() -> str:
    """The colour of each version's line, by its row in the sentence and its annotator."""
    rows = "".join(f".c{row}-{color}{{--k{row}:var(--a{color})}}" for row in range(ROWS) for color in range(COLORS))
    return rows + "".join(f".k{color}{{--c:var(--a{color})}}" for color in range(COLORS)) + "\n"


@cache
def _read(name: str) -> str:
    return resources.files("quotidian.agreement").joinpath("page", name).read_text("utf-8")
