"""Survey: what annotators have done, task by task: fetched where it changed, kept raw, read and checked.

Both ``pull`` and ``status`` are made of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from quotidian.checks.finding import ERROR, Finding
from quotidian.errors import ArticleNotFoundError, QuotidianError, StudioError
from quotidian.model import Annotation, Article
from quotidian.store import Corpus
from quotidian.studio.annotators import check_annotator
from quotidian.studio.client import Client, Project, TaskRow, User
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.from_task import read_task
from quotidian.studio.kept import Kept, is_current
from quotidian.studio.listing import list_tasks
from quotidian.studio.project import projects_of
from quotidian.studio.report import Report

BATCH = 100

Progress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One task as it is now.

    Attributes:
        annotator: whose task it is.
        task: its number on the server.
        address: where it opens in the browser.
        article: the article that it shows; None if the corpus does not hold it.
        state: ``submitted``, ``skipped``, ``draft``, ``untouched`` and so on, as
            :class:`quotidian.studio.from_task.ReadTask` has them; ``unread`` if it could not be read at all.
        annotation: what was submitted, if it is valid.
        findings: what is wrong with it, each with the address.
        submitted: whether there is a submitted annotation, valid or not.
        seconds: the working time of what was submitted; None if it is not known.
        fetched: whether it was exported anew.
    """

    annotator: str
    task: int
    address: str
    article: Article | None
    state: str
    annotation: Annotation | None
    findings: tuple[Finding, ...]
    submitted: bool
    seconds: float | None
    fetched: bool

    @property
    def failed(self) -> bool:
        """Whether it has findings that keep its annotation out of the corpus."""
        return any(finding.severity == ERROR for finding in self.findings)


class Survey:
    """A look at the projects of a corpus on a server.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        annotators: whose projects; empty for all of them.
        everything: fetch every task, not only those that changed.
        adjudication: look at the project of adjudication instead, as the one of ``gold``.
        patience: how long to wait for the server.
        progress: told after each task.

    Raises:
        InputError: an annotator's name won't do.
        StudioError: an annotator has no project there, or there is none at all, or the server fails.
    """

    def __init__(
        self,
        corpus: Corpus,
        server: Reachable,
        annotators: Sequence[str] = (),
        *,
        everything: bool = False,
        adjudication: bool = False,
        patience: Patience | None = None,
        progress: Progress | None = None,
    ) -> None:
        names = [check_annotator(name) for name in dict.fromkeys(annotators)]
        self._corpus = corpus
        self._client = Client(server, patience)
        self._kept = Kept(corpus, server.url)
        self._everything = everything
        self._progress = progress
        self._version = self._client.version()
        self._users = self._client.users()
        found = projects_of(self._client, corpus, adjudication=adjudication)
        absent = [name for name in names if name not in found]
        if absent or not found:
            whose = f" for {' and '.join(absent)}" if absent else ""
            url = self._client.connection.url
            work = "adjudication project" if adjudication else "project"
            make = "quotidian adjudicate --studio" if adjudication else "quotidian studio push"
            raise StudioError(
                f"Label Studio at {url} has no {work} of the corpus {corpus.info.name}{whose}; make it with '{make}'"
            )
        self.projects: dict[str, Project] = {name: found[name] for name in names or sorted(found)}

    def project_address(self, annotator: str) -> str:
        """Where an annotator's project opens in the browser."""
        return self._client.project_address(self.projects[annotator].id)

    def __iter__(self) -> Iterator[Seen]:
        """Every task of every project, by annotator and number."""
        self._kept.make()
        rows = {
            name: list_tasks(self._client, self._kept, name, project.id, everything=self._everything)
            for name, project in self.projects.items()
        }
        total, done = sum(map(len, rows.values())), 0
        for name, tasks in rows.items():
            drafted = self._client.drafted(self.projects[name].id)
            worked = Counter(row.article for row in tasks if row.submitted)
            for first in range(0, len(tasks), BATCH):
                for row, raw, fetched in self._raw(name, tasks[first : first + BATCH], drafted):
                    seen = self._seen(name, row, raw, fetched=fetched)
                    yield _doubted(seen) if row.submitted and worked[row.article] > 1 and row.article else seen
                    done += 1
                    if self._progress is not None:
                        self._progress(done, total)

    def _raw(
        self, annotator: str, rows: Sequence[TaskRow], drafted: Collection[int]
    ) -> Iterator[tuple[TaskRow, dict[str, Any], bool]]:
        """Some tasks as they are exported, from here or from there."""
        have = {row.id: None if self._everything else self._kept.raw(annotator, row.id) for row in rows}
        stale = [row.id for row in rows if not is_current(have[row.id], row, drafted=row.id in drafted)]
        fresh: dict[int, dict[str, Any]] = {}
        if stale:
            fresh = {int(raw["id"]): raw for raw in self._client.export(self.projects[annotator].id, stale)}
            self._kept.keep_raw(annotator, fresh)
        missed = set(stale) - fresh.keys()  # deleted while we looked
        for row in rows:
            kept = have[row.id]
            if row.id in fresh:
                yield row, fresh[row.id], True
            elif row.id not in missed and kept is not None:
                # Read one by one: a hundred tasks in memory as objects cost several times the time.
                yield row, orjson.loads(kept), False

    def _seen(self, annotator: str, row: TaskRow, raw: dict[str, Any], *, fetched: bool) -> Seen:
        address = self._client.task_address(self.projects[annotator].id, row.id)
        seen = Seen(
            annotator=annotator,
            task=row.id,
            address=address,
            article=None,
            state="unread",
            annotation=None,
            findings=(),
            submitted=row.submitted > 0,
            seconds=_seconds(raw),
            fetched=fetched,
        )
        if row.article is None:
            return blamed(seen, "article-unknown", "the task names no article")
        try:
            article = self._corpus.article(row.article)
        except ArticleNotFoundError as error:
            return blamed(seen, "article-unknown", str(error))
        seen = replace(seen, article=article)
        try:
            text = self._corpus.text(article)
        except QuotidianError as error:
            return blamed(seen, "text-missing", str(error))
        read = read_task(
            raw,
            article,
            text,
            self._corpus.ontology,
            annotator=annotator,
            address=address,
            version=self._version,
        )
        annotation = read.annotation if read.clean else None
        seen = replace(seen, state=read.state, annotation=annotation, findings=read.findings)
        other = _somebody_else(raw, annotator, self._users)
        return blamed(seen, "by-another", f"{other} submitted it, and not {annotator}") if other is not None else seen


def _seconds(raw: dict[str, Any]) -> float | None:
    """The working time of what was submitted in a task, also where it can't be read otherwise."""
    times = [
        one.get("lead_time")
        for one in raw.get("annotations") or ()
        if isinstance(one, dict) and not one.get("was_cancelled")
    ]
    known = [float(time) for time in times if isinstance(time, int | float)]
    return sum(known) if known else None


def _somebody_else(raw: dict[str, Any], annotator: str, users: Mapping[int, User]) -> str | None:
    """Who else submitted an annotation; None if nobody did, or if this annotator has no log-in of their own there."""
    own = {number for number, user in users.items() if user.name == annotator}
    for one in raw.get("annotations") or ():
        if not own or not isinstance(one, dict) or one.get("was_cancelled"):
            continue
        by = one.get("completed_by")
        number = by.get("id") if isinstance(by, dict) else by
        if isinstance(number, int) and number not in own:
            return users[number].email if number in users else f"user {number}"
    return None


def _doubted(seen: Seen) -> Seen:
    """A task whose article was annotated in another task of the same person as well: neither is taken."""
    return blamed(seen, "article-twice", f"{seen.annotator} has submitted this article in two tasks")


def blamed(seen: Seen, check: str, problem: str) -> Seen:
    """The same task with one more error, which keeps its annotation out of the corpus."""
    return replace(seen, annotation=None, findings=(*seen.findings, finding(seen, check, problem)))


def finding(seen: Seen, check: str, problem: str, severity: str = ERROR) -> Finding:
    """A finding about a task as a whole."""
    report = Report(seen.task, seen.article.id if seen.article is not None else None, seen.annotator, seen.address)
    report.add(check, problem, severity=severity)
    return report.findings[0]
