"""Every finding that reading a task can end in, met through a real server: one task for each.

A finding without a case here fails a test, and so does one without its line in docs/annotating.md.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import msgspec
import orjson
import pytest

from quotidian.errors import QuotidianError
from quotidian.init import init
from quotidian.model import Annotation
from quotidian.store import Corpus, to_json
from quotidian.studio.convert import convert
from quotidian.studio.filling import Reason
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.report import ADVICE
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from tests.studio.people import HASTY, Annotator
from tests.studio.test_from_task import CUE, DIED, HOLT, PART, QUOTE, SHE, TEXT, Json, region, relation
from tests.studio.test_round_trip import article_of

DOCS = Path(__file__).parents[2] / "docs" / "annotating.md"
ANNOTATOR = f"ann-{uuid.uuid4().hex[:8]}"  # nobody else logs in as them
ANN = region("m3", "Ann", "mention", "PER", mention_level="NAM", entity_name="Ann")
SOURCE = relation("q1", "m1", "source")


@dataclass(frozen=True, slots=True)
class Work:
    """One task in the hands of the annotator, and its article in the corpus."""

    ann: Annotator
    article: str

    @property
    def corpus(self) -> Corpus:
        return self.ann.corpus

    def submit(self, *parts: list[Json]) -> int:
        return self.ann.submit(self.article, joined(parts))

    def update(self, *parts: list[Json]) -> None:
        self.ann.update(self.ann.submitted[self.article], joined(parts))

    def edit(self) -> None:
        """Somebody changes the file that was pulled."""
        annotation = self.corpus.annotation(self.article, ANNOTATOR)
        edited = msgspec.structs.replace(annotation, events=())
        self.corpus.annotation_path(ANNOTATOR, self.article).write_bytes(to_json(edited))


def joined(parts: tuple[list[Json], ...]) -> list[Json]:
    return [item for part in parts for item in part]


Step = Callable[[Work], object]


def nothing(_: Work) -> None: ...


@dataclass(frozen=True, slots=True)
class Case:
    """What is done, what is done after a first pull, and what the next pull says; ``{at}`` is the task's address.

    ``taken`` tells whether the corpus has the annotation afterwards.
    """

    message: str
    first: Step
    then: Step = nothing
    taken: bool = False


def submits(*parts: list[Json]) -> Step:
    return lambda work: work.submit(*parts)


def twice(work: Work) -> None:
    work.submit(HOLT)
    work.submit(HOLT, SHE)


def as_somebody_else(work: Work) -> None:
    work.ann.sdk.annotations.create(id=work.ann.task(work.article), result=HOLT, lead_time=1.0)


def in_two_tasks(work: Work) -> None:
    [task] = work.ann.client.export(work.ann.project, [work.ann.task(work.article)])
    work.submit(HOLT)
    work.ann.client.import_tasks(work.ann.project, [{"data": task["data"]}])
    newest = max(row.id for row in work.ann.rows())
    work.ann.sdk.annotations.create(id=newest, result=HOLT, lead_time=1.0, **work.ann.user)


def another_text(work: Work) -> None:
    other = TEXT.replace("Monday", "Friday")
    work.corpus.save_article(article_of(other, work.article), other)


def changes_without_update(work: Work) -> None:
    submitted = work.submit(HOLT)
    work.ann.draft(work.article, HOLT, of=submitted)


def edited_in_both_places(work: Work) -> None:
    work.edit()
    work.update(HOLT, SHE, relation("m1", "m2", "coreference"))


def elsewhere(words: str, start: int) -> list[Json]:
    """A mention whose offsets are not those of its words."""
    made = region("m1", words, "mention", "PER", mention_level="NAM")
    for item in made:
        item["value"] |= {"start": start, "end": start + len(words)}
    return made


def said_twice(control: str, key: str) -> list[Json]:
    made = region("m1", "Mira Holt", "mention", "PER", mention_level="NAM", entity_name="Mira Holt")
    for item in made:
        if item["from_name"] == control:
            item["value"][key] = [*item["value"][key], "PRO" if key == "choices" else "Holt"]
    return made


def parents() -> tuple[list[Json], ...]:
    inner = region("q2", "is over", "quote", "content", quote_type="indirect", quote_attribution="implicit")
    other = region("q3", "It is over", "quote", "content", quote_type="indirect", quote_attribution="implicit")
    return inner, other, relation("q2", "q1", "parent"), relation("q2", "q3", "parent")


WARNING = {
    "not-submitted": Case(
        "there is a draft that was not submitted; press Submit: {at}", lambda work: work.ann.draft(work.article, HOLT)
    ),
    "draft-newer": Case(
        "there are changes to the annotation that were not submitted; press Update to submit what was changed, or "
        "discard the draft: {at}",
        changes_without_update,
        taken=True,
    ),
    "skipped": Case(
        "the article was skipped; reopen it in Label Studio if it was skipped by mistake: {at}",
        lambda work: work.ann.skip(work.article),
    ),
    "nothing-annotated": Case(
        "the annotation was submitted without a region; submit it again with annotations, or skip it: {at}",
        submits(),
        taken=True,
    ),
    "withdrawn": Case(
        "annotations/{ann}/test-undated-withdrawn.json was pulled from this task, which has no submitted annotation "
        "any more (untouched); delete the file if that is meant, else submit again: {at}",
        submits(HOLT),
        lambda work: work.ann.withdraw(work.ann.submitted[work.article]),
        taken=True,
    ),
}

ERROR = {
    "task-unreadable": Case(
        "not a task as Label Studio exports it: Expected `array | null`, got `str` - at "
        "`$.annotations[0].result[0].value.labels`, expected the raw export; look at the task in Label Studio; import "
        "the article again if nothing is shown: {at}",
        submits([HOLT[0] | {"value": {"start": 16, "end": 25, "labels": "PER"}}]),
    ),
    "article-unknown": Case(
        "no article 'test-undated-article-unknown' in this corpus; did you mean test-undated-article-twice or "
        "test-undated-unknown-label or test-undated-unknown-control?; push the articles of this corpus, and annotate "
        "there: {at}",
        submits(HOLT),
        lambda work: work.corpus.article_path(work.article).unlink(),
        taken=True,
    ),
    "text-changed": Case(
        "the task shows another text than that of test-undated-text-changed, expected SHA-256 {sha}…; push the article "
        "again and annotate the new text: {at}",
        submits(HOLT),
        another_text,
        taken=True,
    ),
    "several-annotations": Case(
        "{ann} submitted 2 annotations of test-undated-several-annotations ({ids}), expected one; delete all but the "
        "right one: {at}",
        twice,
    ),
    "by-another": Case(
        "admin@localhost submitted it, and not {ann}; let the annotator submit their own and delete the other one: "
        "{at}",
        as_somebody_else,
    ),
    "article-twice": Case(
        "{ann} has submitted this article in two tasks; decide which of the two tasks holds: {at}",
        in_two_tasks,
    ),
    "text-missing": Case(
        "{text_missing}; mend that on this machine, then pull again: {at}",
        submits(HOLT),
        lambda work: work.corpus.text_path(work.corpus.article(work.article)).unlink(),
        taken=True,
    ),
    "edited-here": Case(
        "annotations/{ann}/test-undated-edited-here.json is not what the last pull wrote, Label Studio has something "
        "else, and the file was left alone; take the edit over into Label Studio, or pull with --overwrite to lose it: "
        "{at}",
        submits(HOLT, DIED),
        edited_in_both_places,
        taken=True,
    ),
    "unknown-control": Case(
        "region x1 is annotated with 'ner', which the labelling config does not have; remove the region, or use the "
        "labelling config of 'quotidian studio push': region x1 of {at}",
        submits(HOLT, region("x1", "Ann", "ner", "PER")),
    ),
    "unknown-label": Case(
        "region x1, 31 to 34, has the mention label 'PERSON', which the ontology does not have, expected one of the "
        "ontology's mention labels; give the region a label of the ontology: region x1 of {at}",
        submits(HOLT, region("x1", "Ann", "mention", "PERSON")),
    ),
    "region-without-label": Case(
        "region x1, 31 to 34, has no label; give the region a label, or delete it: region x1 of {at}",
        submits(HOLT, region("x1", "Ann", "mention", None)),
    ),
    "region-without-place": Case(
        "region m1, 60 to 69, does not lie in the text of 66 characters; delete the region and mark it again: region "
        "m1 of {at}",
        submits(elsewhere("Mira Holt", 60)),
    ),
    "text-mismatch": Case(
        "region m1, 20 to 29, does not show the words that stand there; delete the region and mark it again: region m1 "
        "of {at}",
        submits(elsewhere("Mira Holt", 20)),
    ),
    "several-choices": Case(
        "region m1 has 2 choices of mention_level: NAM, PRO, expected one; leave one of them: region m1 of {at}",
        submits(said_twice("mention_level", "choices")),
    ),
    "choice-missing": Case(
        "the level of mention m1, 16 to 25, was not chosen, expected NAM or NOM or PRO; select the region and choose: "
        "region m1 of {at}",
        submits(region("m1", "Mira Holt", "mention", "PER")),
    ),
    "several-texts": Case(
        "region m1 has 2 texts of entity_name: Mira Holt, Holt, expected one; leave one of them: region m1 of {at}",
        submits(said_twice("entity_name", "text")),
    ),
    "cue-without-quote": Case(
        "the cue k1, 26 to 30, belongs to no quote; link its quote to it with the relation cue, or delete it: region "
        "k1 of {at}",
        submits(HOLT, CUE),
    ),
    "continuation-without-quote": Case(
        "the continuation c1, 46 to 55, belongs to no quote; link its quote to it with the relation continuation, or "
        "delete it: region c1 of {at}",
        submits(HOLT, PART),
    ),
    "relation-without-end": Case(
        "a relation (coreference) from m1 to gone lacks one of its ends, expected the id of a region; delete the "
        "relation: {at}",
        submits(HOLT, relation("m1", "gone", "coreference")),
    ),
    "relation-without-label": Case(
        "the relation from content q1 (2 to 15) to PER m3 (31 to 34) has no label; choose the relation's label: region "
        "q1 of {at}",
        submits(HOLT, ANN, QUOTE, SOURCE, relation("q1", "m3")),
    ),
    "unknown-relation": Case(
        "the relation cousin can't lead from PER m1 (16 to 25) to PER m3 (31 to 34); choose another label: region m1 "
        "of {at}",
        submits(HOLT, ANN, relation("m1", "m3", "cousin")),
    ),
    "relation-misplaced": Case(
        "the relation source can't lead from Life:Die v1 (60 to 64) to PER m1 (16 to 25); choose another label, or "
        "draw the relation between other regions: region v1 of {at}",
        submits(HOLT, DIED, relation("v1", "m1", "source")),
    ),
    "several-sources": Case(
        "quote q1 has 2 sources: m1, m3, expected one; leave one source; the others may be addressees: region q1 of "
        "{at}",
        submits(HOLT, ANN, QUOTE, SOURCE, relation("q1", "m3", "source")),
    ),
    "several-parents": Case(
        "quote q2 has 2 parents: q1, q3, expected one; leave one parent: region q2 of {at}",
        submits(HOLT, QUOTE, SOURCE, *parents()),
    ),
    "entity-disagrees": Case(
        "the mentions of one entity carry 2 names: Mira Holt, Ann, expected one; write it on one mention only: region "
        "m1 of {at}",
        submits(HOLT, ANN, relation("m3", "m1", "coreference")),
    ),
}

# What only an export without its server can show: there is no pull that could have written the file.
OF_EXPORTS = {
    "annotated-otherwise": Case(
        "test-undated-annotated-otherwise.json of {ann} holds another annotation; compare the two; --overwrite "
        "replaces what the corpus has by what the export has: task {task}",
        submits(HOLT, DIED),
        Work.edit,
        taken=True,
    ),
}
CASES = ERROR | WARNING | OF_EXPORTS


def test_a_finding_says_what_is_wrong_and_where_it_is_mended(label_studio: Server, tmp_path: Path) -> None:
    """All cases in one project, with two pulls, and one test, for this is what takes the time."""
    corpus = init(tmp_path / "corpus", name=f"findings-{uuid.uuid4().hex[:12]}")
    for check in CASES:
        corpus.save_article(article_of(TEXT, f"test-undated-{check}"), TEXT)
    push(corpus, label_studio, Selection(), annotators=[ANNOTATOR], patience=HASTY)
    ann = Annotator(label_studio, corpus, ANNOTATOR)
    ann.known = {str(row.article): row.id for row in ann.rows()}
    ann.log_in(ANNOTATOR)
    for check, case in CASES.items():
        case.first(Work(ann, f"test-undated-{check}"))
    pull(corpus, label_studio, patience=HASTY)
    for check, case in CASES.items():
        case.then(Work(ann, f"test-undated-{check}"))
    findings = list(pull(corpus, label_studio, patience=HASTY).findings)
    rows = {check: [row.id for row in ann.rows() if row.article == f"test-undated-{check}"] for check in CASES}
    export = corpus.root / "export.json"
    export.write_bytes(orjson.dumps(ann.client.export(ann.project, [task for one in OF_EXPORTS for task in rows[one]])))
    convert(export, corpus, annotator=ANNOTATOR, finding=findings.append)
    found = [f"{one.severity} {one.check}: {one.message}" for one in findings if one.level == "studio"]

    assert sorted(found) == sorted(
        f"{'error' if check in ERROR else 'warning'} {check}: {told(case, ann, check, task)}"
        for check, case in CASES.items()
        for task in rows[check]
    )
    taken = {check for check in CASES if corpus.annotation_path(ANNOTATOR, f"test-undated-{check}").is_file()}
    assert taken == {check for check, case in CASES.items() if case.taken}


def told(case: Case, ann: Annotator, check: str, task: int) -> str:
    """The message of a case, with what it is about filled in."""
    name = f"test-undated-{check}"
    return case.message.format(
        ann=ANNOTATOR,
        at=ann.client.task_address(ann.project, task),
        task=task,
        sha=ann.corpus.article(name).text.sha256[:12] if check == "text-changed" else "",
        ids=ids(ann, task) if check == "several-annotations" else "",
        text_missing=missing(ann.corpus, name) if check == "text-missing" else "",
    )


def ids(ann: Annotator, task: int) -> str:
    """The numbers of what was submitted in a task."""
    return ", ".join(str(number) for number in sorted(int(one.id) for one in ann.sdk.annotations.list(id=task)))


def missing(corpus: Corpus, name: str) -> str:
    with pytest.raises(QuotidianError) as raised:
        corpus.text(name)
    return str(raised.value)


def test_every_finding_has_a_case() -> None:
    assert set(CASES) == set(ADVICE)


def test_every_finding_has_its_line_in_the_documentation() -> None:
    page = DOCS.read_text("utf-8").partition("## 4.")[2].partition("## 5.")[0]
    rows = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE)
    severities = {check: row[1].split()[1].rstrip(";") for row in rows for check in re.findall(r"`([a-z-]+)`", row[0])}
    assert severities == {check: "error" if check in ERROR else "warning" for check in CASES}


def test_every_reason_not_to_send_something_has_its_line_in_the_documentation() -> None:
    page = DOCS.read_text("utf-8").partition("| not sent |")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == get_args(Reason)


def test_a_relation_without_a_label_is_taken_where_only_one_is_possible(label_studio: Server, tmp_path: Path) -> None:
    corpus = init(tmp_path / "corpus", name=f"relation-{uuid.uuid4().hex[:12]}")
    corpus.save_article(article_of(TEXT, "test-undated-relation"), TEXT)
    push(corpus, label_studio, Selection(), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(label_studio, corpus, "ann-c")
    drawn = relation("q1", "k1"), relation("q1", "c1"), relation("m2", "m1")
    ann.submit("test-undated-relation", joined((HOLT, SHE, QUOTE, PART, CUE, SOURCE, *drawn)))
    report = pull(corpus, label_studio, patience=HASTY)
    assert [str(one) for one in report.findings] == []
    pulled: Annotation = corpus.annotation("test-undated-relation", "ann-c")
    assert [(len(quote.content), len(quote.cue), quote.source) for quote in pulled.quotes] == [(2, 1, "m1")]
    assert len({mention.entity for mention in pulled.mentions}) == 1
