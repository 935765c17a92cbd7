"""From Label Studio to the corpus: a task with what an annotator did in it, read as an annotation with findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from quotidian.checks import Finding, check_annotation
from quotidian.checks.finding import ERROR
from quotidian.errors import InputError
from quotidian.model import ANNOTATION_SCHEMA, Annotation, Article, Provenance, Tool
from quotidian.ontology import Ontology
from quotidian.studio import raw
from quotidian.studio.records import Records
from quotidian.studio.regions import gather
from quotidian.studio.relations import Ties
from quotidian.studio.report import Report

State = Literal["untouched", "draft", "skipped", "empty", "submitted", "several", "unreadable"]

TOOL = "label-studio"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTask:
    """What was found in a task.

    Attributes:
        task: its number in Label Studio.
        article: the id of its article, None if it names none.
        annotator: whose work it is.
        state: ``untouched``, ``draft`` (saved, not submitted), ``skipped``, ``empty`` (submitted without a region),
            ``submitted``, ``several`` (more than one submission) or ``unreadable``.
        annotation: what could be read of a submission; None in every other state. With an error among the findings it
            is not the whole of what was submitted and must not be kept.
        findings: what was found, each with the place where it is mended.
    """

    task: str | None
    article: str | None
    annotator: str
    state: State
    annotation: Annotation | None
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether there is an annotation, and no error stands against it."""
        return self.annotation is not None and all(finding.severity != ERROR for finding in self.findings)


def read_task(
    task: Mapping[str, Any],
    article: Article,
    text: str,
    ontology: Ontology,
    *,
    annotator: str,
    address: str | None = None,
    version: str | None = None,
) -> ReadTask:
    """Read one task of Label Studio's raw JSON; raises nothing, whatever it holds.

    Args:
        task: the task as exported; all annotations in it are taken for this annotator's.
        article: the article that it shows.
        text: the article's text.
        ontology: the labels.
        annotator: id of the annotator in the corpus.
        address: where the task can be opened in a browser; findings name it.
        version: of Label Studio, for the provenance.
    """
    try:
        parsed = raw.read(task)
    except InputError as error:
        return unreadable(error, task.get("id"), article.id, annotator, address)
    return read_parsed(parsed, article, text, ontology, annotator=annotator, address=address, version=version)


def unreadable(
    error: InputError, task: object, article: str | None, annotator: str, address: str | None = None
) -> ReadTask:
    """The outcome for something that is no task."""
    report = Report(task, article, annotator, address)
    report.add("task-unreadable", error.problem, expected=error.expected)
    return _outcome(report, task, "unreadable")


def read_parsed(
    task: raw.Task,
    article: Article,
    text: str,
    ontology: Ontology,
    *,
    annotator: str,
    address: str | None = None,
    version: str | None = None,
) -> ReadTask:
    """:func:`read_task` for a task that is parsed already."""
    report = Report(task.id, article.id, annotator, address)
    submitted = [one for one in task.annotations if not one.was_cancelled]
    if not submitted:
        return _outcome(report, task.id, _not_submitted(task, report))
    if len(submitted) > 1:
        ids = ", ".join(str(one.id) for one in submitted)
        problem = f"{annotator} submitted {len(submitted)} annotations of {article.id} ({ids})"
        report.add("several-annotations", problem, found=ids, expected="one", pointer="/annotations")
        return _outcome(report, task.id, "several")
    if task.drafts:
        report.warn("draft-newer", "there are changes to the annotation that were not submitted", pointer="/drafts")
    if not _same_text(task.data, article, text):
        problem = f"the task shows another text than that of {article.id}"
        report.add("text-changed", problem, expected=f"SHA-256 {article.text.sha256[:12]}…", pointer="/data/text")
        return _outcome(report, task.id, "unreadable")
    submission = submitted[0]
    provenance = _provenance(task, submission, version)
    if provenance is None:
        report.add("task-unreadable", "the annotation has no time", pointer="/annotations/0/created_at")
        return _outcome(report, task.id, "unreadable")
    regions, relations = gather(submission.result, text, ontology, report)
    ties = Ties(regions, relations, ontology, report)
    records = Records(regions, ties, None if article.standoff else text, ontology, report)
    annotation = Annotation(
        schema=ANNOTATION_SCHEMA,
        article=article.id,
        annotator=annotator,
        text_sha256=article.text.sha256,
        entities=records.entities,
        mentions=records.mentions,
        quotes=records.quotes,
        events=records.events,
        provenance=provenance,
    )
    for finding in check_annotation(annotation, article, text, ontology):
        report.take(finding)
    if not submission.result:
        report.warn("nothing-annotated", "the annotation was submitted without a region", pointer="/annotations/0")
    return _outcome(report, task.id, "submitted" if submission.result else "empty", annotation)


def _outcome(report: Report, task: object, state: State, annotation: Annotation | None = None) -> ReadTask:
    return ReadTask(
        task=None if task is None else str(task),
        article=report.article,
        annotator=report.annotator or "",
        state=state,
        annotation=annotation,
        findings=tuple(report.findings),
    )


def _not_submitted(task: raw.Task, report: Report) -> State:
    """The state of a task without a submission."""
    if task.drafts:
        report.warn("not-submitted", "there is a draft that was not submitted", pointer="/drafts")
        return "draft"
    if task.annotations:
        report.warn("skipped", "the article was skipped", pointer="/annotations/0/was_cancelled")
        return "skipped"
    return "untouched"


def _same_text(data: raw.Data, article: Article, text: str) -> bool:
    """Whether the annotator saw the article's text as it is now."""
    if data.text is not None:
        return data.text == text
    return data.text_sha256 == article.text.sha256


def _provenance(task: raw.Task, submission: raw.Submission, version: str | None) -> Provenance | None:
    """How the annotation came to be; None if Label Studio gives no time for it."""
    created = _utc(submission.created_at or submission.updated_at)
    if created is None:
        return None
    started = submission.prediction.model_version if submission.prediction is not None else None
    if started is None and submission.parent_prediction is not None:
        started = next(
            (
                one.model_version
                for one in task.predictions
                if isinstance(one, raw.Suggestion) and one.id == submission.parent_prediction
            ),
            None,
        )
    seconds = submission.lead_time
    return Provenance(
        tool=Tool(name=TOOL, version=version or "unknown"),
        created=created,
        updated=_utc(submission.updated_at) or created,
        task=None if task.id is None else str(task.id),
        seconds=None if seconds is None else max(0.0, round(seconds, 3)),
        preannotated_from=started or None,
    )


def _utc(time: str | None) -> str | None:
    """An RFC 3339 time in UTC as the corpus keeps it; None if it is not one."""
    from datetime import UTC, datetime

    if time is None:
        return None
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
