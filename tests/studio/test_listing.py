"""Listing tasks on a real server: only what changed is asked for, and whatever happened there is noticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from quotidian.store import Corpus
from quotidian.studio.client import Tally
from quotidian.studio.kept import Kept
from quotidian.studio.listing import Listing, list_tasks
from quotidian.studio.pull import PullReport, pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.status import status
from tests.studio.faulty import Faulty, faulty, refused
from tests.studio.people import (
    ALL_IDS,
    BAKERY_ID,
    COURT_ID,
    FERRY_ID,
    HASTY,
    STORM_ID,
    WAITING_ID,
    Annotator,
    own_corpus,
)

LONG_AGO = "2020-01-01 00:00:00.000000"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


@pytest.fixture
def bad(label_studio: Server) -> Iterator[Faulty]:
    with faulty(label_studio) as proxy:
        yield proxy


@pytest.fixture
def ann(bad: Faulty, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Annotator:
    """Somebody who submitted two articles and skipped one, long ago; all of it was pulled."""
    monkeypatch.setattr("quotidian.studio.listing.OVERLAP", timedelta(0))
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    ann = Annotator(bad, corpus, "ann-c")
    ann.submit(FERRY_ID)
    ann.submit(STORM_ID)
    ann.skip(WAITING_ID)
    age(bad.server, ann.project)
    assert taken(bad, corpus) == {"nothing": 3, "written": 2}
    bad.seen.clear()
    return ann


def age(server: Server, project: int) -> None:
    """Let all that happened to the tasks of a project have happened long ago."""
    database(server, "UPDATE task SET updated_at = ? WHERE project_id = ?", LONG_AGO, project)


def database(server: Server, statement: str, *values: object) -> None:
    """Change what no request changes, such as times."""
    assert server.home is not None
    connection = sqlite3.connect(server.home / "data" / "label_studio.sqlite3", timeout=30)
    with connection:
        connection.execute(statement, values)
    connection.close()


def taken(server: Faulty, corpus: Corpus) -> dict[str, int]:
    """What a pull makes of the only project."""
    return only(pull(corpus, server, patience=HASTY))


def only(report: PullReport) -> dict[str, int]:
    [project] = report.projects
    return project.outcomes


def fewer(ann: Annotator, article: str) -> list[Any]:
    """The gold annotation of an article without its quotes and events, as the editor would send it."""
    return ann.result(msgspec.structs.replace(ann.corpus.annotation(article), quotes=(), events=()))


def listed(bad: Faulty) -> list[str]:
    """How tasks were asked for since: ``all``, or ``changed``; those with drafts are not counted."""
    asked = [path for path in bad.seen if path.startswith("GET /api/tasks") and "draft_exists" not in path]
    bad.seen.clear()
    return ["changed" if "updated_at%22" in path.partition("query=")[2] else "all" for path in asked]


def states(bad: Faulty, corpus: Corpus) -> tuple[int, int, int]:
    """Done, skipped and left."""
    [standing] = status(corpus, bad, patience=HASTY).standings
    return standing.done, standing.skipped, standing.left


def test_what_did_not_change_is_not_listed_again(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    assert taken(bad, corpus) == {"nothing": 3, "unchanged": 2}
    assert listed(bad) == ["changed"]
    assert states(bad, corpus) == (2, 1, 2)
    assert listed(bad) == ["changed"]
    kept = Kept(corpus, bad.url)
    client = ann.client
    assert list_tasks(client, kept, "ann-c", ann.project) == client.tasks(ann.project)
    tally = client.tally(ann.project)
    assert tally is not None
    assert tally == Tally(tasks=len(ALL_IDS), submitted=2, skipped=1, time=tally.time)
    assert client.tasks(ann.project, since=tally.time) == []


def test_all_is_listed_if_told(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    assert only(pull(corpus, bad, everything=True, patience=HASTY)) == {"nothing": 3, "unchanged": 2}
    assert listed(bad) == ["all"]


def test_edits_and_new_work_are_noticed(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.update(ann.submitted[FERRY_ID], fewer(ann, FERRY_ID))
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": 3, "unchanged": 1, "written": 1}
    assert listed(bad) == ["changed"]
    age(bad.server, ann.project)
    ann.withdraw(ann.submitted[FERRY_ID])
    ann.submit(FERRY_ID)  # and again, as it was at first
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": 3, "unchanged": 1, "written": 1}
    assert listed(bad) == ["changed"]
    age(bad.server, ann.project)
    ann.submit(COURT_ID)
    ann.skip(BAKERY_ID)
    bad.seen.clear()
    assert states(bad, corpus) == (3, 2, 0)
    assert taken(bad, corpus) == {"nothing": 2, "unchanged": 2, "written": 1}
    assert listed(bad) == ["changed", "changed"]


def test_what_was_withdrawn_is_noticed(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.withdraw(ann.submitted[FERRY_ID])
    bad.seen.clear()
    report = pull(corpus, bad, patience=HASTY)
    assert only(report) == {"nothing": 4, "unchanged": 1}
    assert listed(bad) == ["changed"]
    assert sorted(finding.check for finding in report.findings) == ["skipped", "withdrawn"]


def test_what_was_withdrawn_without_a_trace_in_its_time_is_noticed(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.withdraw(ann.submitted[FERRY_ID])
    age(bad.server, ann.project)
    assert taken(bad, corpus) == {"nothing": 4, "unchanged": 1}
    assert listed(bad) == ["changed", "all"]


def test_a_deleted_task_is_noticed(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.client.delete_task(ann.row(BAKERY_ID).id)
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": 2, "unchanged": 2}
    assert listed(bad) == ["changed", "all"]


def test_a_task_that_took_the_place_of_another_is_noticed(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    before = ann.row(BAKERY_ID).id
    ann.client.delete_task(before)
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    ann.submit(BAKERY_ID)
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": 2, "unchanged": 2, "written": 1}
    assert listed(bad) == ["changed", "all"]
    assert ann.row(BAKERY_ID).id != before


def test_a_project_that_was_made_anew_is_listed_anew(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.sdk.projects.delete(ann.project)
    push(corpus, bad, Selection(), annotators=["ann-c"], patience=HASTY)
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": len(ALL_IDS)}
    assert listed(bad) == ["all"]


def test_times_of_a_clock_that_was_set_back_tell_nothing(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    kept = Kept(corpus, bad.url)
    content = kept.listing("ann-c")
    assert content is not None
    later = msgspec.structs.replace(Listing.from_json(content), time="2099-01-01T00:00:00.000000Z")
    kept.keep_listing("ann-c", msgspec.json.encode(later))
    ann.update(ann.submitted[FERRY_ID], fewer(ann, FERRY_ID))
    bad.seen.clear()
    assert taken(bad, corpus) == {"nothing": 3, "unchanged": 1, "written": 1}
    assert listed(bad) == ["all"]


def test_a_server_that_does_not_count_is_asked_for_everything(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    for body in (b"{}", b'{"task_number": 5, "total_annotations_number": "?", "skipped_annotations_number": 1}'):
        bad.meet("GET", f"/api/projects/{ann.project}/", refused(200, body))
        bad.seen.clear()
        assert list_tasks(ann.client, Kept(corpus, bad.url), "ann-c", ann.project) == ann.rows()
        assert listed(bad) == ["all", "all"]  # the second one is the test's own


def test_a_damaged_listing_is_made_anew(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    kept = Kept(corpus, bad.url)
    whole = ann.rows()
    for content in (b"", b"{", b'{"project": 1}', b"\xff"):
        kept.keep_listing("ann-c", content)
        bad.seen.clear()
        assert list_tasks(ann.client, kept, "ann-c", ann.project) == whole
        assert listed(bad) == ["all"]
        found = kept.listing("ann-c")
        assert found is not None
        assert Listing.from_json(found).tasks == tuple(whole)


def test_what_was_listed_and_not_exported_is_exported_by_the_next_pull(
    bad: Faulty, corpus: Corpus, ann: Annotator
) -> None:
    ann.submit(COURT_ID)
    list_tasks(ann.client, Kept(corpus, bad.url), "ann-c", ann.project)
    age(bad.server, ann.project)  # as if it had been listed long ago
    assert taken(bad, corpus) == {"nothing": 2, "unchanged": 2, "written": 1}
