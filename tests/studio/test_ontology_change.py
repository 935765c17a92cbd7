"""The ontology and the guidelines change while people annotate: projects follow, and what lost its label is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import BrowserContext

from quotidian.store import Corpus
from quotidian.studio.client import Client
from quotidian.studio.config import labelling_config
from quotidian.studio.project import projects_of
from quotidian.studio.pull import PullReport, pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Layer
from tests.studio.desk import desk
from tests.studio.people import FERRY_ID, HASTY, Annotator, own_corpus

Json = dict[str, Any]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


def changed(corpus: Corpus, change: Callable[[Json], None]) -> Corpus:
    """The corpus after somebody has changed its ontology."""
    path = corpus.root / "schema" / "ontology.json"
    ontology = json.loads(path.read_text("utf-8"))
    change(ontology)
    path.write_text(json.dumps(ontology), "utf-8")
    return Corpus(corpus.root)


def meet_becomes_gather(ontology: Json) -> None:
    """One label goes and another comes; its key goes with it."""
    for event in ontology["event_types"]:
        if event["name"] == "Contact:Meet":
            event |= {"name": "Contact:Gather", "label": "Gather"}


def meetings_have_no_place(ontology: Json) -> None:
    for event in ontology["event_types"]:
        if event["name"] == "Contact:Meet":
            event["roles"] = [role for role in event["roles"] if role["name"] != "Place"]


def nothing_is_past(ontology: Json) -> None:
    tenses = ontology["attributes"]["event.tense"]
    ontology["attributes"]["event.tense"] = [one for one in tenses if one["name"] != "Past"]


def told(report: PullReport) -> list[str]:
    return [f"{one.severity} {one.check}: {one.message}" for one in report.findings if one.severity == "error"]


def test_a_label_that_is_lost_is_found_where_it_was_used(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(label_studio, corpus, "ann-c")
    number = ann.submit(FERRY_ID)
    assert pull(corpus, label_studio, patience=HASTY).clean
    before = corpus.annotation_path("ann-c", FERRY_ID).read_bytes()

    corpus = changed(corpus, meet_becomes_gather)
    pushed = push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    assert (pushed.projects[0].added, pushed.projects[0].present) == ((), (FERRY_ID,))
    project = projects_of(Client(label_studio, HASTY), corpus)["ann-c"]
    assert project.label_config.strip() == labelling_config(corpus.ontology).strip()

    for _ in range(2):  # nothing changed in Label Studio, and the finding stays until it is mended
        report = pull(corpus, label_studio, patience=HASTY)
        assert told(report) == [
            "error unknown-label: region v0, 50 to 57, has the event label 'Contact:Meet', which the ontology does not "
            "have, expected one of the ontology's event labels; give the region a label of the ontology: region v0 of "
            f"{ann.address(FERRY_ID)}"
        ]
        assert report.projects[0].outcomes == {"failed": 1}
        assert corpus.annotation_path("ann-c", FERRY_ID).read_bytes() == before

    result = json.loads(json.dumps(ann.result(corpus.annotation(FERRY_ID))).replace("Contact:Meet", "Contact:Gather"))
    ann.update(number, result)
    report = pull(corpus, label_studio, patience=HASTY)
    assert (told(report), report.projects[0].outcomes) == ([], {"written": 1})
    assert [event.type for event in corpus.annotation(FERRY_ID, "ann-c").events] == ["Contact:Gather"]


def test_roles_and_values_that_are_lost_are_found_too(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(label_studio, corpus, "ann-c")
    ann.submit(FERRY_ID)
    corpus = changed(changed(corpus, meetings_have_no_place), nothing_is_past)
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    report = pull(corpus, label_studio, patience=HASTY)
    assert [(one.check, one.found) for one in report.findings if one.severity == "error"] == [
        ("unknown-attribute", "Past"),
        ("unknown-role", "Place"),
    ]
    assert all(ann.address(FERRY_ID) in one for one in told(report))
    assert report.projects[0].outcomes == {"failed": 1}


def test_a_suggestion_with_a_lost_label_is_mended_by_the_annotator(
    label_studio: Server, corpus: Corpus, chromium: BrowserContext
) -> None:
    """The editor shows its region without a label; with the key of the new one the annotation is whole again."""
    name = corpus.info.name
    suggestions = Layer(corpus, "gold")
    corpus = changed(corpus, meet_becomes_gather)
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=[name], suggestions=suggestions, patience=HASTY)
    ann = Annotator(label_studio, corpus, name)
    with desk(chromium, label_studio, name) as at:
        at.label_all_tasks(ann.project_address)
        at.press("Submit")
        assert [one.check for one in pull(corpus, label_studio, patience=HASTY).findings] == ["unknown-label"]
        at.open(ann.address(FERRY_ID))
        at.select("meeting")
        at.page.keyboard.press("5")
        at.press("Update")
    report = pull(corpus, label_studio, patience=HASTY)
    assert (told(report), report.projects[0].outcomes) == ([], {"written": 1})
    [meeting] = corpus.annotation(FERRY_ID).events
    renamed = msgspec.structs.replace(meeting, type="Contact:Gather")
    assert corpus.annotation(FERRY_ID, name).events == (renamed,)


def test_changed_guidelines_reach_a_project(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    (corpus.root / "annotations" / "guidelines.md").write_text("# Be kind\n", "utf-8")
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], patience=HASTY)
    project = projects_of(Client(label_studio, HASTY), corpus)["ann-c"]
    assert project.expert_instruction == '<div class="quotidian-guidelines">\n<h1>Be kind</h1>\n</div>'
