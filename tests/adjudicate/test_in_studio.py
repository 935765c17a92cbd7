"""Adjudication on a real Label Studio: everybody's version by name, what is agreed first, only what was submitted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import BrowserContext, expect

from quotidian.adjudicate.in_studio import place, settled_part, take
from quotidian.adjudicate.merge import merge
from quotidian.errors import StudioError
from quotidian.model import GOLD
from quotidian.store import INFO, Corpus, to_json, write_atomic
from quotidian.studio.client import Client
from quotidian.studio.project import projects_of
from quotidian.studio.pull import pull
from quotidian.studio.server import Server
from quotidian.studio.to_task import prediction
from tests.adjudicate.articles import FERRY_ID, first, second, two_annotators
from tests.release.corpora import FERRY
from tests.studio.conftest import chromium, label_studio
from tests.studio.desk import desk
from tests.studio.people import HASTY

__all__ = ["chromium", "label_studio"]
replace = msgspec.structs.replace


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = two_annotators(tmp_path / "harbour")
    write_atomic(
        made.root / INFO, to_json(replace(made.info, name=f"adjudicated-{tmp_path.name.replace('_', '-')[:20]}"))
    )
    return Corpus(made.root)


def task_of(server: Server, corpus: Corpus) -> tuple[Client, int, dict[str, Any]]:
    """The one task of adjudication, as the server has it."""
    client = Client(server, HASTY)
    project = projects_of(client, corpus, adjudication=True)[GOLD]
    [row] = client.tasks(project.id)
    [task] = client.export(project.id, [row.id])
    return client, project.id, task


def submit(client: Client, task: int, result: list[dict[str, Any]]) -> None:
    client.connection.sdk.annotations.create(id=task, result=result, lead_time=75.0)


def test_the_versions_are_named_and_the_agreed_part_is_the_beginning(label_studio: Server, corpus: Corpus) -> None:
    article = corpus.article(FERRY_ID)
    placed = place(corpus, label_studio, [article], patience=HASTY)
    assert (placed.added, placed.present, placed.questions) == ((FERRY_ID,), (), {FERRY_ID: 5})
    assert placed.clean
    client, project, task = task_of(label_studio, corpus)
    assert client.suggesters(project) == {"agreed": 1, "ann-a": 1, "ann-b": 1}
    shown = client.connection.sdk.projects.get(id=project)
    assert (shown.title, shown.model_version) == (f"{corpus.info.name}: adjudication"[:50], "agreed")
    # Opened from the list of tasks, all of them are there by name; the stream "Label All Tasks" shows the first only.
    opened = client.connection.sdk.tasks.get(id=task["id"]).predictions
    assert sorted(str(one.model_version) for one in opened) == ["agreed", "ann-a", "ann-b"]
    # A second time nothing is added.
    before = [number for number, _, _ in client.predictions(task["id"])]
    again = place(corpus, label_studio, [article], patience=HASTY)
    assert [number for number, _, _ in client.predictions(task["id"])] == before
    assert (again.added, again.present) == ((), (FERRY_ID,))
    assert client.suggesters(project) == {"agreed": 1, "ann-a": 1, "ann-b": 1}
    # A further annotator: what all agree on is less, and what the second said before is gone.
    fourth = replace(second(), annotator="ann-d", quotes=())
    corpus.save_annotations([fourth, replace(first(), annotator="ann-b")])
    place(corpus, label_studio, [article], patience=HASTY)
    assert client.suggesters(project) == {"agreed": 1, "ann-a": 1, "ann-b": 1, "ann-d": 1}
    results = {name: result for _, name, result in client.predictions(task["id"])}
    versions = [first(), replace(first(), annotator="ann-b"), fourth]
    assert results["agreed"] == prediction(settled_part(merge(versions)), FERRY, model_version="agreed")["result"]
    assert results["ann-b"] == results["ann-a"] == prediction(first(), FERRY, model_version="ann-a")["result"]
    # It is nobody's project to the commands of annotators.
    with pytest.raises(StudioError, match=f"has no project of the corpus {corpus.info.name}"):
        pull(corpus, label_studio, patience=HASTY)


def test_only_what_was_submitted_is_gold_and_only_if_it_is_clean(label_studio: Server, corpus: Corpus) -> None:
    article = corpus.article(FERRY_ID)
    place(corpus, label_studio, [article], patience=HASTY)
    taken = take(corpus, label_studio, adjudicator="ann-c", patience=HASTY)
    assert (taken.gold, taken.left, taken.clean) == ((), 1, True)
    client, _, task = task_of(label_studio, corpus)
    agreed = settled_part(merge([first(), second()]))
    broken = replace(agreed, quotes=tuple(replace(quote, source=None) for quote in agreed.quotes))
    submit(client, task["id"], prediction(broken, FERRY, model_version="agreed")["result"])
    taken = take(corpus, label_studio, adjudicator="ann-c", patience=HASTY)
    assert not taken.clean
    assert taken.gold == ()
    assert "attribution-source" in [finding.check for finding in taken.findings]
    assert not corpus.annotation_path(GOLD, FERRY_ID).exists()
    [submitted] = task_of(label_studio, corpus)[2]["annotations"]
    client.connection.sdk.annotations.update(
        id=submitted["id"], result=prediction(second(), FERRY, model_version="ann-b")["result"]
    )
    taken = take(corpus, label_studio, adjudicator="ann-c", patience=HASTY)
    assert [finding for finding in taken.findings if finding.severity == "error"] == []
    [kept] = taken.gold
    assert kept.changed
    gold = corpus.annotation(FERRY_ID)
    assert (gold.mentions, gold.quotes, gold.events) == (second().mentions, second().quotes, second().events)
    provenance = gold.provenance
    assert (provenance.tool.name, provenance.task, provenance.seconds) == ("label-studio", str(task["id"]), 75.0)
    assert provenance.adjudicated_from == ("ann-a", "ann-b")
    assert provenance.decisions is not None
    assert provenance.decisions.adjudicator == "ann-c"
    told = [(one.layer, one.item, one.how, one.by) for one in provenance.decisions.items]
    assert told == [
        ("mentions", None, "rejected", ()),
        ("mentions", "m8", "chosen", ("ann-b",)),
        ("quotes", "q1", "chosen", ("ann-b",)),
        ("events", "v0", "chosen", ("ann-b",)),
        ("arguments", "v0", "rejected", ()),
    ]
    before = corpus.annotation_path(GOLD, FERRY_ID).read_bytes()
    [again] = take(corpus, label_studio, adjudicator="ann-c", patience=HASTY).gold
    assert not again.changed
    assert corpus.annotation_path(GOLD, FERRY_ID).read_bytes() == before
    corpus.save_annotation(replace(gold, quotes=()))
    refused = take(corpus, label_studio, adjudicator="ann-c", patience=HASTY)
    assert not refused.clean
    assert "the gold annotation was edited by hand since it was decided: quotes 2 added" in str(refused.refused[0])


def test_without_a_project_there_is_nothing_to_take(label_studio: Server, corpus: Corpus) -> None:
    with pytest.raises(StudioError) as caught:
        take(corpus, label_studio, patience=HASTY)
    assert str(caught.value) == (
        f"Label Studio at {label_studio.url} has no adjudication project of the corpus {corpus.info.name}; make it "
        "with 'quotidian adjudicate --studio'"
    )


def test_the_editor_begins_with_what_is_agreed(
    label_studio: Server, corpus: Corpus, chromium: BrowserContext, tmp_path: Path
) -> None:
    """And every version can be looked at by name, if the task is opened from the list."""
    place(corpus, label_studio, [corpus.article(FERRY_ID)], patience=HASTY)
    _, project, task = task_of(label_studio, corpus)
    agreed = prediction(settled_part(merge([first(), second()])), FERRY, model_version="agreed")["result"]
    with desk(chromium, label_studio, f"judge-{corpus.info.name}"[:30]) as at:
        at.label_all_tasks(f"{label_studio.url}/projects/{project}")
        assert at.regions() == len({one["id"] for one in agreed if "id" in one})
        at.open(f"{label_studio.url}/projects/{project}/data?task={task['id']}")
        for name in ("agreed", "ann-a", "ann-b"):
            expect(at.page.get_by_text(name, exact=True).first).to_be_visible()
