"""Findings about a task: what could not be read, each with the address at which the annotator mends it."""

from __future__ import annotations

import msgspec

from quotidian.checks import ERROR, WARNING, Finding
from quotidian.checks.finding import Fault, sentence

LEVEL = "studio"

# What can be found in a task, and what to do about it. The ids are stable; docs/annotating.md has a line for each.
ADVICE = {
    "task-unreadable": "look at the task in Label Studio; import the article again if nothing is shown",
    "article-unknown": "push the articles of this corpus, and annotate there",
    "text-changed": "push the article again and annotate the new text",
    "not-submitted": "press Submit",
    "draft-newer": "press Update to submit what was changed, or discard the draft",
    "skipped": "reopen it in Label Studio if it was skipped by mistake",
    "nothing-annotated": "submit it again with annotations, or skip it",
    "several-annotations": "delete all but the right one",
    "by-another": "let the annotator submit their own and delete the other one",
    "article-twice": "decide which of the two tasks holds",
    "annotated-otherwise": "compare the two; --overwrite replaces what the corpus has by what the export has",
    "text-missing": "mend that on this machine, then pull again",
    "edited-here": "take the edit over into Label Studio, or pull with --overwrite to lose it",
    "withdrawn": "delete the file if that is meant, else submit again",
    "unknown-control": "remove the region, or use the labelling config of 'quotidian studio push'",
    "unknown-label": "give the region a label of the ontology",
    "region-without-label": "give the region a label, or delete it",
    "region-without-place": "delete the region and mark it again",
    "text-mismatch": "delete the region and mark it again",
    "several-choices": "leave one of them",
    "choice-missing": "select the region and choose",
    "several-texts": "leave one of them",
    "cue-without-quote": "link its quote to it with the relation cue, or delete it",
    "continuation-without-quote": "link its quote to it with the relation continuation, or delete it",
    "relation-without-end": "delete the relation",
    "relation-without-label": "choose the relation's label",
    "unknown-relation": "choose another label",
    "relation-misplaced": "choose another label, or draw the relation between other regions",
    "several-sources": "leave one source; the others may be addressees",
    "several-parents": "leave one parent",
    "entity-disagrees": "write it on one mention only",
}


class Report:
    """Collects the findings about one task.

    Args:
        task: its number in Label Studio.
        article: the article it is about, if known.
        annotator: whose work it is.
        address: where it can be opened; None without a server.
    """

    def __init__(self, task: object, article: str | None, annotator: str | None, address: str | None) -> None:
        self.article = article
        self.annotator = annotator
        self._where = address or f"task {task}"
        self.findings: list[Finding] = []

    def add(
        self,
        check: str,
        problem: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        pointer: str = "",
        severity: str = ERROR,
        region: str | None = None,
    ) -> None:
        """Adds one finding; ``pointer`` leads into the task's JSON, ``region`` names the region to look at."""
        at = f"region {region} of {self._where}" if region else self._where
        mend = f"{ADVICE[check]}: {at}"
        fault = Fault(problem, pointer, found, expected)
        self.findings.append(
            Finding(
                file=None,
                line=None,
                pointer=pointer,
                level=LEVEL,
                severity=severity,
                check=check,
                message=sentence(fault, mend),
                found=found,
                expected=expected,
                mend=mend,
                article=self.article,
                annotator=self.annotator,
            )
        )

    def warn(self, check: str, problem: str, *, pointer: str = "") -> None:
        """Adds a warning."""
        self.add(check, problem, pointer=pointer, severity=WARNING)

    def take(self, finding: Finding) -> None:
        """Adds a finding of the package's own checks, with the place where it can be mended."""
        mend = f"{finding.mend}: {self._where}"
        message = f"{finding.message}: {self._where}"
        self.findings.append(msgspec.structs.replace(finding, mend=mend, message=message, annotator=self.annotator))

    @property
    def failed(self) -> bool:
        """Whether there is an error among them."""
        return any(finding.severity == ERROR for finding in self.findings)
