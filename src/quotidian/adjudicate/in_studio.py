"""Adjudication in Label Studio: one project for gold, with what is agreed and with everybody's version by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from quotidian.adjudicate.attributes import OPEN
from quotidian.adjudicate.drafting import merged_of
from quotidian.adjudicate.keep import Kept, keep_gold
from quotidian.adjudicate.merged import Merge
from quotidian.adjudicate.policy import Policy
from quotidian.adjudicate.versions import AGREED, versions_of
from quotidian.checks.finding import Finding
from quotidian.errors import InputError
from quotidian.model import GOLD, Annotation, Article
from quotidian.store import Corpus
from quotidian.studio.client import Client
from quotidian.studio.connection import Patience, Reachable
from quotidian.studio.filling import BATCH, BATCH_BYTES, Filling, Pushed, Refusal
from quotidian.studio.nearness import widest
from quotidian.studio.project import open_project
from quotidian.studio.push import sendable_of
from quotidian.studio.suggestions import Given
from quotidian.studio.survey import Survey
from quotidian.studio.to_task import is_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An article that was not put there, or not whole, and why."""

    article: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What was put into the project of adjudication; ``nearness`` is where the server is."""

    nearness: str
    address: str
    added: tuple[str, ...]
    present: tuple[str, ...]
    questions: dict[str, int]
    refused: tuple[Refused, ...]

    @property
    def clean(self) -> bool:
        """Whether all articles are there."""
        return not self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken out of it: ``left`` tasks have nothing submitted; what was refused says why."""

    gold: tuple[Kept, ...]
    left: int
    findings: tuple[Finding, ...]
    refused: tuple[InputError, ...]

    @property
    def clean(self) -> bool:
        """Whether all that was submitted is gold."""
        return not self.refused and not any(finding.severity == "error" for finding in self.findings)


def place(
    corpus: Corpus,
    server: Reachable,
    articles: Sequence[Article],
    annotators: Sequence[str] = (),
    *,
    policy: Policy = "unanimous",
    afresh: bool = False,
    spread: bool = False,
    patience: Patience | None = None,
) -> Placed:
    """Put articles into the project of adjudication.

    Each annotator's version is a prediction by their name; what is agreed is the one that the editor begins with. What
    is in question is not in it: the adjudicator takes it over from somebody's version, or marks it.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        articles: which.
        annotators: whose versions; empty for all.
        policy: what counts as agreed.
        afresh: leave gold aside, and ask everything again.
        spread: send texts that may not be redistributed to a server outside of private networks, too.
        patience: how long to wait for the server.

    Raises:
        StudioError: as :func:`quotidian.studio.push.push` has them.
    """
    near = widest(server.url, server.address)
    sendable, kept_back = sendable_of(corpus, articles, spread=spread or near != "public")
    refused = [_refused(one) for one in kept_back]
    agreed: dict[str, Annotation] = {}
    versions: dict[str, dict[str, Annotation]] = {}
    questions: dict[str, int] = {}
    for article in sendable:
        try:
            merged, those, _ = merged_of(corpus, article, annotators, policy=policy, afresh=afresh)
        except InputError as error:
            refused.append(Refused(article=article.id, message=str(error)))
            continue
        agreed[article.id] = settled_part(merged)
        questions[article.id] = len(merged.disagreements)
        for one in those:
            versions.setdefault(one.annotator, {})[article.id] = one
    client = Client(server, patience)
    project = open_project(client, corpus, GOLD)
    chosen = [article for article in sendable if article.id in agreed]
    # The one that is put last is what the editor begins with.
    by_name = {**dict(sorted(versions.items())), AGREED: agreed}
    _remove_stale(client, corpus, project.id, chosen, by_name)
    put = [_fill(client, corpus, name, annotations, chosen) for name, annotations in by_name.items()]
    return Placed(
        nearness=near,
        address=client.project_address(project.id),
        added=put[0].added if chosen else (),
        present=put[0].present if chosen else (),
        questions=questions,
        refused=(*refused, *dict.fromkeys(_refused(refusal) for one in put for refusal in one.refused)),
    )


def _remove_stale(
    client: Client,
    corpus: Corpus,
    project: int,
    articles: Sequence[Article],
    by_name: Mapping[str, Mapping[str, Annotation]],
) -> None:
    """Take away predictions that are not what their name says any more; tasks that are done stay as they are."""
    wanted = {article.id: article for article in articles}
    rows = {
        row.id: wanted[row.article]
        for row in client.tasks(project)
        if row.article in wanted and row.predictions and not row.submitted + row.skipped
    }
    for task, article in rows.items():
        text = corpus.text(article)
        for number, name, result in client.predictions(task):
            annotation = by_name.get(name or "", {}).get(article.id)
            if annotation is None or not is_of(result, annotation, text):
                client.delete_prediction(number)


def _fill(
    client: Client, corpus: Corpus, name: str, annotations: Mapping[str, Annotation], articles: Sequence[Article]
) -> Pushed:
    """Add the tasks that are missing, and one name's predictions to all."""
    filling = Filling(
        client=client,
        corpus=corpus,
        project=open_project(client, corpus, GOLD),
        annotator=GOLD,
        suggestions=Given(name, annotations),
        batch=BATCH,
        batch_bytes=BATCH_BYTES,
    )
    return filling.fill(articles, lambda _: None)


def _refused(refusal: Refusal) -> Refused:
    return Refused(article=refusal.article, message=refusal.message)


def settled_part(merged: Merge) -> Annotation:
    """The agreed part without anything that is open, and without references to what is in question.

    A quote that has lost its source so is refused by the checks when it is pulled, until it has one again.
    """
    one = merged.annotation
    entities = tuple(each for each in one.entities if OPEN not in (each.type, each.name, each.link))
    known = {each.id for each in entities} | {None}
    mentions = tuple(each for each in one.mentions if each.entity in known and OPEN not in (each.type, each.level))
    there = {each.id for each in mentions}
    used = {each.entity for each in mentions}
    open_quotes = {question.item for question in merged.disagreements if question.layer == "quotes"}
    quotes = [each for each in one.quotes if each.id not in open_quotes]
    quoted = {each.id for each in quotes}
    events = [each for each in one.events if OPEN not in msgspec.structs.astuple(each)]
    return msgspec.structs.replace(
        one,
        entities=tuple(each for each in entities if each.id in used),
        mentions=mentions,
        quotes=tuple(
            msgspec.structs.replace(
                each,
                source=each.source if each.source in there else None,
                addressees=tuple(name for name in each.addressees if name in there),
                parent=each.parent if each.parent in quoted else None,
            )
            for each in quotes
        ),
        events=tuple(
            msgspec.structs.replace(each, arguments=tuple(a for a in each.arguments if a.mention in there))
            for each in events
        ),
    )


def take(
    corpus: Corpus,
    server: Reachable,
    annotators: Sequence[str] = (),
    *,
    adjudicator: str | None = None,
    replace: bool = False,
    patience: Patience | None = None,
) -> Taken:
    """Make gold of what was submitted in the project of adjudication.

    Args:
        corpus: the corpus.
        server: the Label Studio.
        annotators: between whom it was decided; empty for all who annotated the article.
        adjudicator: who decided.
        replace: write over gold that was edited by hand or decided elsewhere.
        patience: how long to wait for the server.

    Raises:
        StudioError: as :func:`quotidian.studio.pull.pull` has them.
    """
    survey = Survey(corpus, server, adjudication=True, patience=patience)
    gold: list[Kept] = []
    findings: list[Finding] = []
    refused: list[InputError] = []
    left = 0
    for seen in survey:
        findings += seen.findings
        if seen.annotation is None or seen.article is None:
            left += not seen.submitted
            continue
        made = seen.annotation
        try:
            kept = keep_gold(
                corpus,
                seen.article,
                made,
                versions_of(corpus, seen.article, annotators),
                task=str(seen.task),
                started_from=None,
                adjudicator=adjudicator,
                seconds=made.provenance.seconds,
                made_in=made.provenance,
                replace=replace,
            )
        except InputError as error:
            refused.append(error)
        else:
            gold.append(kept)
    return Taken(gold=tuple(gold), left=left, findings=tuple(findings), refused=tuple(refused))
