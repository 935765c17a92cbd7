"""Pull: what annotators have submitted, back into ``annotations/<annotator>/``, checked and with its provenance.

An annotation with errors stays out of the corpus until it is mended in Label Studio: its task is kept raw, each finding
has its address. A file that differs from what the last pull wrote was edited here, and is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from quotidian.checks.finding import WARNING, Finding
from quotidian.errors import InputError
from quotidian.model import Annotation, Article
from quotidian.store import Corpus, to_json, write_atomic
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.kept import Kept
from quotidian.studio.survey import Progress, Seen, Survey, finding

Outcome = Literal["written", "unchanged", "edited", "conflict", "failed", "nothing"]
"""What became of a task's annotation.

``written``: the file is new or newer; ``unchanged``: it says the same already; ``edited``: it was edited here, and
nothing happened in Label Studio since; ``conflict``: it was edited here, and in Label Studio too: left alone;
``failed``: it has errors; ``nothing``: nothing was submitted.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What became of one annotator's project.

    ``outcomes`` counts tasks by :data:`Outcome`, ``states`` by what was done in them; ``fetched`` is the number of
    tasks that had to be exported; ``written`` are the files that changed.
    """

    annotator: str
    address: str
    tasks: int
    fetched: int
    states: dict[str, int]
    outcomes: dict[str, int]
    written: tuple[Path, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullReport:
    """What a pull did, for each annotator."""

    projects: tuple[Pulled, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings."""
        return tuple(finding for project in self.projects for finding in project.findings)

    @property
    def clean(self) -> bool:
        """Whether every annotation that was submitted is in the corpus."""
        return all(finding.severity == WARNING for finding in self.findings)


def pull(
    corpus: Corpus,
    server: Reachable,
    annotators: Sequence[str] = (),
    *,
    overwrite: bool = False,
    everything: bool = False,
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> PullReport:
    """Take back what annotators have submitted.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        annotators: whose work; empty for everybody's.
        overwrite: replace files that were edited here.
        everything: fetch every task, not only those that changed since the last pull.
        patience: how long to wait for the server.
        progress: told after each task.

    Raises:
        StudioUnreachableError: the server died; what was written stays, and the next pull goes on from there.
        StudioAccessError: the token won't do.
        StudioError: there is no such project, or the server refused something.
        InputError: an annotator's name won't do.
        OSError: a file can't be written; no file is ever half written.
    """
    survey = Survey(corpus, server, annotators, everything=everything, patience=patience, progress=progress)
    keeping = _Keeping(corpus, Kept(corpus, server.url), overwrite=overwrite)
    for seen in survey:
        keeping.take(seen)
    return PullReport(projects=tuple(keeping.report(name, survey.project_address(name)) for name in survey.projects))


class _Keeping:
    """Writes what was seen, and counts."""

    def __init__(self, corpus: Corpus, kept: Kept, *, overwrite: bool) -> None:
        self._corpus = corpus
        self._kept = kept
        self._overwrite = overwrite
        self._fetched: Counter[str] = Counter()
        self._states: dict[str, Counter[str]] = {}
        self._outcomes: dict[str, Counter[str]] = {}
        self._written: dict[str, list[Path]] = {}
        self._findings: dict[str, list[Finding]] = {}

    def take(self, seen: Seen) -> None:
        """Keep what one task holds."""
        outcome, findings = self._outcome(seen)
        name = seen.annotator
        self._fetched[name] += seen.fetched
        self._states.setdefault(name, Counter())[seen.state] += 1
        self._outcomes.setdefault(name, Counter())[outcome] += 1
        self._findings.setdefault(name, []).extend((*seen.findings, *findings))

    def _outcome(self, seen: Seen) -> tuple[Outcome, tuple[Finding, ...]]:
        if seen.failed:
            return "failed", ()
        if seen.annotation is None or seen.article is None:
            return "nothing", self._withdrawn(seen, seen.article)
        path = self._corpus.annotation_path(seen.annotator, seen.article.id)
        here = path.read_bytes() if path.is_file() else None
        new = _as_it_was(here, seen.annotation)
        before = self._kept.written(seen.annotator, seen.article.id)
        outcome = _compare(here, before, new)
        if outcome in ("edited", "conflict") and self._overwrite:
            outcome = "written"
        if outcome == "conflict":
            return outcome, (self._conflict(seen, path),)
        if outcome == "written":
            write_atomic(path, new)
            self._written.setdefault(seen.annotator, []).append(path)
        if outcome != "edited" and before != new:
            self._kept.keep_written(seen.annotator, seen.article.id, new)
        return outcome, ()

    def _conflict(self, seen: Seen, path: Path) -> Finding:
        where = path.relative_to(self._corpus.root)
        problem = (
            f"{where} is not what the last pull wrote, Label Studio has something else, and the file was left alone"
        )
        return finding(seen, "edited-here", problem)

    def _withdrawn(self, seen: Seen, article: Article | None) -> tuple[Finding, ...]:
        """An annotation in the corpus whose submission is gone: the file stays."""
        if article is None or self._kept.written(seen.annotator, article.id) is None:
            return ()
        path = self._corpus.annotation_path(seen.annotator, article.id)
        if not path.is_file():
            return ()
        where = path.relative_to(self._corpus.root)
        problem = f"{where} was pulled from this task, which has no submitted annotation any more ({seen.state})"
        return (finding(seen, "withdrawn", problem, WARNING),)

    def report(self, name: str, address: str) -> Pulled:
        """What became of an annotator's tasks."""
        states = self._states.get(name, Counter())
        return Pulled(
            annotator=name,
            address=address,
            tasks=states.total(),
            fetched=self._fetched[name],
            states=dict(sorted(states.items())),
            outcomes=dict(sorted(self._outcomes.get(name, Counter()).items())),
            written=tuple(self._written.get(name, ())),
            findings=tuple(self._findings.get(name, ())),
        )


def _compare(here: bytes | None, before: bytes | None, new: bytes) -> Outcome:
    """What is to be done with a file that is here, that pull wrote before, and that comes now."""
    if here == new:
        return "unchanged"
    if here is None or here == before:
        return "written"
    return "edited" if before == new else "conflict"


def _as_it_was(here: bytes | None, annotation: Annotation) -> bytes:
    """The file of an annotation; one that only another version of Label Studio handed out stays as it is."""
    if here is not None:
        try:
            old = Annotation.from_json(here)
        except InputError:
            return to_json(annotation)
        provenance = msgspec.structs.replace(annotation.provenance, tool=old.provenance.tool)
        if msgspec.structs.replace(annotation, provenance=provenance) == old:
            return here
    return to_json(annotation)
