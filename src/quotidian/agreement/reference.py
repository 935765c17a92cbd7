"""The generated parts of docs/agreement.md and DATASHEET.md: measures, sources, and the figures of a corpus."""

from __future__ import annotations

from quotidian.agreement.agree import agree
from quotidian.agreement.alpha import CHARACTERS
from quotidian.agreement.measures import HEADLINES, MEASURES, statistic_words
from quotidian.agreement.papers import PAPERS
from quotidian.agreement.terminal import number
from quotidian.store import Corpus

# Without agreement over tokens: its texts are on some machines only, and these figures must be the same everywhere.
_QUOTED = {**HEADLINES, CHARACTERS: "Mentions: same types on each character"}


def measures_markdown() -> str:
    """The table of all measures."""
    lines = ["| layer | measure | same span | value | what it says | after |", "|---|---|---|---|---|---|"]
    for one, says in MEASURES.items():
        cells = (one.layer, one.name, one.match or "–", statistic_words(one), says, PAPERS[one.paper].cite)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def papers_markdown() -> str:
    """The list of sources, by name."""
    ordered = sorted(PAPERS.values(), key=lambda paper: paper.reference)
    return "\n".join(f"- {paper.reference} Here: {paper.used}." for paper in ordered) + "\n"


def agreement_markdown(corpus: Corpus) -> str:
    """How far the annotators of a corpus agree, pair by pair.

    Raises:
        InputError: fewer than two annotators have an article in common.
    """
    report = agree(corpus)
    lines = ["| annotators | what is the same | value | is | 95 % interval | items |", "|---|---|---|---|---|---|"]
    for comparison in report.comparisons:
        figures = {one.measure: one for one in report.figures if one.comparison == comparison.name and not one.scope}
        for measure, words in _QUOTED.items():
            one = figures.get(measure)
            if one is None:
                continue
            interval = f"{number(one.low)} to {number(one.high)}" if one.low is not None else "–"
            items = "" if one.response is None else f"{one.response:,} / {one.reference:,}"
            cells = (comparison.name, words, statistic_words(measure), number(one.value), interval, items)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
