"""Reads a raw JSON export of Label Studio, of any size and from any server, into annotations of a corpus."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from quotidian.checks import ERROR, Finding
from quotidian.errors import ArticleNotFoundError, InputError, TextMissingError
from quotidian.ids import is_annotator_id, is_article_id, slug
from quotidian.model import Annotation, Article
from quotidian.store import TOGETHER, Corpus, read_record, to_json, write_all_atomic
from quotidian.studio import raw
from quotidian.studio.from_task import ReadTask, read_parsed, unreadable
from quotidian.studio.report import Report
from quotidian.studio.stream import elements

Fate = Literal["written", "unchanged", "kept", "refused", "nothing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ConvertReport:
    """What became of an export.

    Attributes:
        file: the export.
        tasks: how many tasks it holds.
        states: how many readings of a task (one for each annotator in it) ended in each state.
        fates: ``written``, ``unchanged`` (the corpus has it already), ``kept`` (the corpus has another annotation by
            this annotator, which stayed), ``refused`` (an error stands against it), ``nothing`` (there was none).
        findings: how many of each check.
        errors: how many of the findings are errors.
    """

    file: Path
    tasks: int
    states: Mapping[str, int]
    fates: Mapping[str, int]
    findings: Mapping[str, int]
    errors: int


def convert(
    export_file: Path,
    corpus: Corpus,
    *,
    annotator: str | None = None,
    annotators: Mapping[str, str] | None = None,
    version: str | None = None,
    overwrite: bool = False,
    write: bool = True,
    finding: Callable[[Finding], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> ConvertReport:
    """Turn an export into Annotation files; memory does not grow with the export.

    Nothing in the corpus is replaced unless ``overwrite`` says so, and an annotation with an error is not written: the
    export is left as it is, so both can be had again.

    Args:
        export_file: a raw JSON export (not JSON-MIN), from any server.
        corpus: the corpus whose articles were annotated; a task names its article, or shows exactly its text.
        annotator: whose work all of it is.
        annotators: else, the annotator of each Label Studio user, by email address or number; who is not in it is
            called after the address or number.
        version: of Label Studio, for the provenance.
        overwrite: replace annotations that differ.
        write: False to find out what would happen.
        finding: is told every finding, in the order of the file.
        progress: is told after each task how many there were.

    Raises:
        InputError: the file is no raw JSON export, or a name is not one of an annotator.
    """
    for name in [*([annotator] if annotator is not None else []), *(annotators or {}).values()]:
        if not is_annotator_id(name):
            raise InputError(
                "not a name of an annotator", found=name, expected="lower-case letters, digits and hyphens"
            )
    return _Conversion(corpus, annotator, annotators or {}, version, overwrite, write, finding).run(
        export_file, progress
    )


class _Broken(msgspec.Struct, frozen=True):
    """A JSON object that is no task."""

    task: object
    error: InputError


class _Conversion:
    def __init__(
        self,
        corpus: Corpus,
        annotator: str | None,
        annotators: Mapping[str, str],
        version: str | None,
        overwrite: bool,
        write: bool,
        finding: Callable[[Finding], None] | None,
    ) -> None:
        self._corpus = corpus
        self._annotator = annotator
        self._annotators = annotators
        self._version = version
        self._overwrite = overwrite
        self._write = write
        self._finding = finding
        self._decoder = msgspec.json.Decoder(raw.Task)
        self._by_hash: dict[str, str] | None = None
        self._seen: set[tuple[str, str]] = set()
        self._states: Counter[str] = Counter()
        self._fates: Counter[str] = Counter()
        self._findings: Counter[str] = Counter()
        self._errors = 0
        self._waiting: list[tuple[Path, bytes]] = []

    def run(self, file: Path, progress: Callable[[int], None] | None) -> ConvertReport:
        tasks = 0
        try:
            for tasks, task in enumerate(elements(file, self._decode), 1):
                for outcome in self._outcomes(task):
                    self._keep(outcome)
                if len(self._waiting) >= TOGETHER:
                    self._save()
                if progress is not None:
                    progress(tasks)
        finally:
            self._save()
        return ConvertReport(
            file=file,
            tasks=tasks,
            states=dict(self._states),
            fates=dict(self._fates),
            findings=dict(self._findings),
            errors=self._errors,
        )

    def _decode(self, piece: bytes) -> raw.Task | _Broken:
        try:
            return self._decoder.decode(piece)
        except msgspec.ValidationError as error:
            try:
                document = msgspec.json.decode(piece)
            except msgspec.DecodeError:
                raise ValueError("not a whole object") from None
            return _Broken(document.get("id"), raw.not_a_task(error))
        except msgspec.DecodeError:
            raise ValueError("not a whole object") from None

    def _outcomes(self, task: raw.Task | _Broken) -> Iterator[ReadTask]:
        """What each annotator did in a task."""
        if isinstance(task, _Broken):
            yield unreadable(task.error, task.task, None, self._annotator or "-")
            return
        found = self._article(task)
        if isinstance(found, ReadTask):
            yield found
            return
        article, text = found
        for name, share in self._shares(task):
            yield read_parsed(share, article, text, self._corpus.ontology, annotator=name, version=self._version)

    def _article(self, task: raw.Task) -> tuple[Article, str] | ReadTask:
        """The article that a task shows, with its text; else the outcome that says why not."""
        name = task.data.article
        if name is None and task.data.text is not None:
            name = self._hashes().get(hashlib.sha256(task.data.text.encode(errors="replace")).hexdigest())
        try:
            if name is None or not is_article_id(name):
                raise ArticleNotFoundError(name or "without a name")
            article = self._corpus.article(name)
            if task.data.text is not None and _is_text_of(article, task.data.text):
                return article, task.data.text
            return article, self._corpus.text(article)
        except (ArticleNotFoundError, TextMissingError, InputError) as error:
            report = Report(task.id, name, self._annotator or "-", None)
            report.add("article-unknown", str(error), pointer="/data", expected="an article of this corpus")
            return ReadTask(
                task=str(task.id),
                article=name,
                annotator=self._annotator or "-",
                state="unreadable",
                annotation=None,
                findings=tuple(report.findings),
            )

    def _hashes(self) -> Mapping[str, str]:
        """Ids of the articles by the hash of their text."""
        if self._by_hash is None:
            self._by_hash = {article.text.sha256: article.id for article in self._corpus.articles()}
        return self._by_hash

    def _shares(self, task: raw.Task) -> Iterator[tuple[str, raw.Task]]:
        """The task as if each annotator had been alone in it."""
        if self._annotator is not None or not task.annotations:
            yield self._annotator or "-", task
            return
        by_name: dict[str, list[raw.Submission]] = {}
        for one in task.annotations:
            by_name.setdefault(self._name(one.completed_by), []).append(one)
        if len(by_name) == 1:
            yield next(iter(by_name)), task
            return
        for name, theirs in by_name.items():
            ids = {one.id for one in theirs}
            drafts = tuple(one for one in task.drafts if isinstance(one, raw.Draft) and one.annotation in ids)
            yield name, msgspec.structs.replace(task, annotations=tuple(theirs), drafts=drafts)

    def _name(self, user: object) -> str:
        """The annotator that a user of Label Studio is: a number, or an object with number and email address."""
        number, email = user, None
        if isinstance(user, dict):
            number, email = user.get("id"), user.get("email")
        for key in (email, number):
            if key is not None and str(key) in self._annotators:
                return self._annotators[str(key)]
        made = slug(str(email).partition("@")[0]) if email else ""
        return made or f"user-{slug(str(number)) or 'unknown'}"

    def _keep(self, outcome: ReadTask) -> None:
        """Counts an outcome, tells its findings and writes its annotation if nothing stands against it."""
        self._states[outcome.state] += 1
        for finding in outcome.findings:
            self._tell(finding)
        self._fates[self._fate(outcome)] += 1

    def _tell(self, finding: Finding) -> None:
        self._findings[finding.check] += 1
        self._errors += finding.severity == ERROR
        if self._finding is not None:
            self._finding(finding)

    def _fate(self, outcome: ReadTask) -> Fate:
        annotation = outcome.annotation
        if annotation is None:
            return "nothing"
        if not outcome.clean:
            return "refused"
        key = (annotation.annotator, annotation.article)
        if key in self._seen:
            report = Report(outcome.task, annotation.article, annotation.annotator, None)
            report.add("article-twice", f"{annotation.annotator} annotated {annotation.article} in an earlier task too")
            self._tell(report.findings[0])
            return "refused"
        self._seen.add(key)
        path = self._corpus.annotation_path(annotation.annotator, annotation.article)
        if os.path.isfile(path):  # noqa: PTH113 - twice as fast
            if _readable(path) == annotation:
                return "unchanged"
            if not self._overwrite:
                report = Report(outcome.task, annotation.article, annotation.annotator, None)
                report.warn("annotated-otherwise", f"{path.name} of {annotation.annotator} holds another annotation")
                self._tell(report.findings[0])
                return "kept"
        if self._write:
            self._waiting.append((path, to_json(annotation)))
        return "written"

    def _save(self) -> None:
        waiting, self._waiting = self._waiting, []
        write_all_atomic(waiting)


def _is_text_of(article: Article, text: str) -> bool:
    return (
        len(text) == article.text.length
        and hashlib.sha256(text.encode(errors="replace")).hexdigest() == article.text.sha256
    )


def _readable(path: Path) -> Annotation | None:
    try:
        return read_record(path, Annotation)
    except InputError:
        return None  # a damaged file is another annotation, and stays
