"""Runs the checks over a corpus and says what was checked and found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from quotidian.checks.catalogue import CATALOGUE
from quotidian.checks.finding import ERROR, Finding
from quotidian.checks.selection import select
from quotidian.checks.walk import Progress, Walk
from quotidian.errors import InputError
from quotidian.record import Record
from quotidian.store import Corpus


def validate(
    corpus: Corpus | Path | str,
    paths: Iterable[Path] | None = None,
    *,
    only: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Validation:
    """All that is wrong with a corpus, or with the files and folders that are named.

    Args:
        corpus: the corpus, or its folder.
        paths: files and folders, of the corpus or elsewhere; None for the whole corpus. A file is checked together with
            what is checked against it: an article or text with all annotations of the article, the ontology with
            all annotations.
        only: ids of the checks to run; None for all of them.
        progress: told of each article.

    Returns:
        An iterator of findings, which also has a ``summary``.

    Raises:
        InputError: a path does not exist, or a check.
    """
    for name in set(only or ()) - {check.id for check in CATALOGUE}:
        raise InputError("no such check", found=name, expected="an id of the catalogue", mend="see docs/checks.md")
    if not isinstance(corpus, Corpus):
        corpus = Corpus(corpus)
    chosen = None if only is None else frozenset(only)
    return Validation(Walk(corpus, select(corpus, paths), chosen, progress))


class Summary(Record, frozen=True, kw_only=True):
    """What a run has checked and found so far.

    ``without_text`` counts articles whose text was not at hand (stand-off and not hydrated, or not the right one):
    their annotations were checked as far as that goes without it. ``checks`` counts the findings of each check.
    """

    articles: int
    texts: int
    annotations: int
    without_text: int
    errors: int
    warnings: int
    checks: dict[str, int]


class Validation(Iterator[Finding]):
    """A run of the checks: iterate over it for the findings, then ask for the summary.

    No finding is kept: memory does not grow with the corpus, but for an id and a few bytes for each article.
    """

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._findings = walk.findings()
        self._severities: Counter[str] = Counter()
        self._checks: Counter[str] = Counter()

    def __next__(self) -> Finding:
        """The next finding."""
        finding = next(self._findings)
        self._severities[finding.severity] += 1
        self._checks[finding.check] += 1
        return finding

    @property
    def summary(self) -> Summary:
        """What has been checked and found so far."""
        counts, errors = self._walk.counts, self._severities[ERROR]
        return Summary(
            articles=counts["article"],
            texts=counts["text"],
            annotations=counts["annotation"],
            without_text=counts["without text"],
            errors=errors,
            warnings=self._severities.total() - errors,
            checks=dict(sorted(self._checks.items())),
        )
