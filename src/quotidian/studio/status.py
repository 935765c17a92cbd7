"""Status: how far each annotator is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from quotidian.checks.finding import ERROR
from quotidian.store import Corpus
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.survey import Progress, Seen, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one annotator is; all but the times are numbers of tasks, ``findings`` of findings.

    ``assigned`` is the sum of ``done`` (submitted), ``skipped`` and ``left``; ``drafts`` of those left are begun;
    ``to_mend`` of those done have errors; ``seconds`` is the median working time of those done, ``total_seconds`` the
    sum; None if no time is known.
    """

    annotator: str
    address: str
    assigned: int
    done: int
    skipped: int
    left: int
    drafts: int
    to_mend: int
    findings: int
    errors: int
    seconds: float | None
    total_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """How far all annotators of a corpus are."""

    server: str
    standings: tuple[Standing, ...]


def status(
    corpus: Corpus,
    server: Reachable,
    annotators: Sequence[str] = (),
    *,
    patience: Patience | None = None,
    progress: Progress | None = None,
) -> StatusReport:
    """Look how far annotators are; writes no annotation.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        annotators: whose work; empty for everybody's.
        patience: how long to wait for the server.
        progress: told after each task.

    Raises:
        StudioError, InputError: as :func:`quotidian.studio.pull.pull` has them.
    """
    survey = Survey(corpus, server, annotators, patience=patience, progress=progress)
    seen: dict[str, list[_Look]] = {name: [] for name in survey.projects}
    for one in survey:
        seen[one.annotator].append(_look(one))
    standings = (_standing(name, survey.project_address(name), looks) for name, looks in seen.items())
    return StatusReport(server=server.address, standings=tuple(standings))


@dataclass(frozen=True, slots=True)
class _Look:
    """What is counted of a task."""

    state: str
    submitted: bool
    findings: int
    errors: int
    seconds: float | None


def _look(seen: Seen) -> _Look:
    return _Look(
        state=seen.state,
        submitted=seen.submitted,
        findings=len(seen.findings),
        errors=sum(finding.severity == ERROR for finding in seen.findings),
        seconds=seen.seconds,
    )


def _standing(name: str, address: str, looks: Sequence[_Look]) -> Standing:
    done = [look for look in looks if look.submitted]
    skipped = sum(look.state == "skipped" for look in looks)
    times = [look.seconds for look in done if look.seconds is not None]
    return Standing(
        annotator=name,
        address=address,
        assigned=len(looks),
        done=len(done),
        skipped=skipped,
        left=len(looks) - len(done) - skipped,
        drafts=sum(look.state == "draft" for look in looks),
        to_mend=sum(look.errors > 0 for look in done),
        findings=sum(look.findings for look in looks),
        errors=sum(look.errors for look in looks),
        seconds=median(times) if times else None,
        total_seconds=sum(times) if times else None,
    )
