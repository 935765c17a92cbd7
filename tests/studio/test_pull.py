"""Pull from a real server: nothing lost, nothing invented, nothing overwritten, whatever happens on the way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from quotidian.checks import Finding
from quotidian.errors import StudioAccessError, StudioError, StudioUnreachableError
from quotidian.store import Corpus, to_json
from quotidian.studio.connection import Patience
from quotidian.studio.pull import Pulled, PullReport, pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Layer
from tests.studio.faulty import Faulty, cut, dead, faulty, refused, silence
from tests.studio.people import (
    ALL_IDS,
    BAKERY_ID,
    COURT_ID,
    FERRY_ID,
    HASTY,
    STORM_ID,
    WAITING_ID,
    Annotator,
    layers,
    own_corpus,
    raw_files,
)

ANNOTATED = (BAKERY_ID, COURT_ID, FERRY_ID, STORM_ID)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


@pytest.fixture
def ann(label_studio: Server, corpus: Corpus) -> Annotator:
    """Somebody with all articles before them."""
    push(corpus, label_studio, Selection(), annotators=["ann-c"], patience=HASTY)
    return Annotator(label_studio, corpus, "ann-c")


@pytest.fixture
def bad(label_studio: Server) -> Iterator[Faulty]:
    with faulty(label_studio) as proxy:
        yield proxy


def taken(report: PullReport) -> Pulled:
    """The only project of a report."""
    [project] = report.projects
    return project


def one(findings: tuple[Finding, ...], check: str) -> Finding:
    """The only finding of a kind."""
    [found] = [finding for finding in findings if finding.check == check]
    return found


def test_what_was_submitted_comes_back_whole(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    for article in ANNOTATED:
        ann.submit(article, seconds=42.5)
    report = pull(corpus, label_studio, patience=HASTY)
    assert report.clean
    project = taken(report)
    assert (project.tasks, project.outcomes) == (5, {"nothing": 1, "written": 4})
    assert project.states == {"submitted": 4, "untouched": 1}
    assert sorted(project.written) == [corpus.annotation_path("ann-c", article) for article in ANNOTATED]
    for article in ANNOTATED:
        pulled = corpus.annotation(article, "ann-c")
        assert layers(pulled) == layers(corpus.annotation(article))
        assert pulled.annotator == "ann-c"


def test_provenance_says_who_when_how_long_and_from_what(label_studio: Server, corpus: Corpus) -> None:
    layer = Layer(corpus, "ann-a")
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=["ann-c"], suggestions=layer, patience=HASTY)
    ann = Annotator(label_studio, corpus, "ann-c")
    ann.submit(FERRY_ID, seconds=42.5)
    pull(corpus, label_studio, patience=HASTY)
    [task] = raw_files(corpus)
    provenance = corpus.annotation(FERRY_ID, "ann-c").provenance
    assert provenance.to_dict() == {
        "tool": {"name": "label-studio", "version": label_studio.version},
        "created": task["annotations"][0]["created_at"],
        "updated": task["annotations"][0]["updated_at"],
        "task": str(ann.row(FERRY_ID).id),
        "seconds": 42.5,
        "preannotated_from": "ann-a",
    }


def test_only_what_changed_is_fetched_again(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    numbers = {article: ann.submit(article) for article in ANNOTATED}
    ann.skip(WAITING_ID)
    assert taken(pull(corpus, label_studio, patience=HASTY)).fetched == 5
    again = taken(pull(corpus, label_studio, patience=HASTY))
    assert (again.fetched, again.written, again.outcomes) == (0, (), {"nothing": 1, "unchanged": 4})
    changed = msgspec.structs.replace(corpus.annotation(FERRY_ID), events=())
    ann.update(numbers[FERRY_ID], ann.result(changed))
    third = taken(pull(corpus, label_studio, patience=HASTY))
    assert (third.fetched, third.outcomes) == (1, {"nothing": 1, "unchanged": 3, "written": 1})
    assert corpus.annotation(FERRY_ID, "ann-c").events == ()
    assert taken(pull(corpus, label_studio, everything=True, patience=HASTY)).fetched == 5


def test_what_is_kept_and_damaged_is_fetched_again(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    pull(corpus, label_studio, patience=HASTY)
    paths = sorted((corpus.root / ".studio" / "pulled").glob("127.0.0.1-*/*/*.json"))
    whole = [path.read_bytes() for path in paths]
    for path, content in zip(
        paths, (b"", b"{}", whole[2][:-20], whole[3].replace(b"text", b"te\xfft", 1)), strict=False
    ):
        path.write_bytes(content)
    assert taken(pull(corpus, label_studio, patience=HASTY)).fetched == 4
    assert [path.read_bytes() for path in paths] == whole


def test_a_draft_is_seen_although_it_changes_no_time(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(FERRY_ID)
    before = taken(pull(corpus, label_studio, patience=HASTY))
    assert (before.fetched, before.states) == (5, {"submitted": 1, "untouched": 4})
    ann.draft(BAKERY_ID, ann.result(corpus.annotation(BAKERY_ID)))
    after = taken(pull(corpus, label_studio, patience=HASTY))
    assert (after.fetched, after.states) == (1, {"draft": 1, "submitted": 1, "untouched": 3})
    ann.submit(BAKERY_ID)
    third = taken(pull(corpus, label_studio, patience=HASTY))
    assert (third.states["submitted"], third.outcomes["written"]) == (2, 1)


def test_annotators_stay_apart(label_studio: Server, corpus: Corpus) -> None:
    push(corpus, label_studio, Selection(), annotators=["ann-c", "ann-d"], patience=HASTY)
    Annotator(label_studio, corpus, "ann-c").submit(FERRY_ID)
    Annotator(label_studio, corpus, "ann-d").submit(BAKERY_ID)
    report = pull(corpus, label_studio, ["ann-d"], patience=HASTY)
    assert [project.annotator for project in report.projects] == ["ann-d"]
    assert (corpus.annotated_ids("ann-c"), corpus.annotated_ids("ann-d")) == ([], [BAKERY_ID])
    both = pull(corpus, label_studio, patience=HASTY)
    assert [project.outcomes for project in both.projects] == [
        {"nothing": 4, "written": 1},
        {"nothing": 4, "unchanged": 1},
    ]


def test_a_text_of_others_stays_out_of_the_repository(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    subprocess.run(["git", "init", "-q", corpus.root], check=True)
    ann.submit(STORM_ID)
    pull(corpus, label_studio, patience=HASTY)
    assert all(span.text is None for _, span in corpus.annotation(STORM_ID, "ann-c").spans())
    raw = [task for task in raw_files(corpus) if task["data"]["article"] == STORM_ID]
    assert raw[0]["data"]["text"] == corpus.text(STORM_ID)
    seen = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=corpus.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ".studio" not in seen.stdout
    assert f"annotations/ann-c/{STORM_ID}.json" in seen.stdout
    assert (corpus.root / ".studio").stat().st_mode & 0o077 == 0


# What people do


def test_skipped_drafted_and_empty_have_their_outcomes(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.skip(FERRY_ID)
    ann.draft(BAKERY_ID, ann.result(corpus.annotation(BAKERY_ID)))
    ann.submit(WAITING_ID, [])
    report = pull(corpus, label_studio, patience=HASTY)
    assert report.clean
    project = taken(report)
    assert project.states == {"draft": 1, "empty": 1, "skipped": 1, "untouched": 2}
    assert project.outcomes == {"nothing": 4, "written": 1}
    assert corpus.annotated_ids("ann-c") == [WAITING_ID]
    for check, article in (("skipped", FERRY_ID), ("not-submitted", BAKERY_ID), ("nothing-annotated", WAITING_ID)):
        found = one(report.findings, check)
        assert (found.article, found.severity) == (article, "warning")
        assert ann.address(article) in found.message


def test_what_cannot_be_read_stays_out_until_it_is_mended(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    good = ann.result(corpus.annotation(FERRY_ID))
    broken = json.loads(json.dumps(good))
    broken[0]["value"]["labels"] = ["NOBODY"]
    number = ann.submit(FERRY_ID, broken)
    ann.submit(BAKERY_ID)
    report = pull(corpus, label_studio, patience=HASTY)
    assert not report.clean
    assert taken(report).outcomes == {"failed": 1, "nothing": 3, "written": 1}
    assert corpus.annotated_ids("ann-c") == [BAKERY_ID]
    assert ann.address(FERRY_ID) in one(report.findings, "unknown-label").message
    [kept] = [task for task in raw_files(corpus) if task["data"]["article"] == FERRY_ID]
    assert kept["annotations"][0]["result"][0]["value"]["labels"] == ["NOBODY"]
    ann.update(number, good)
    mended = pull(corpus, label_studio, patience=HASTY)
    assert mended.clean
    assert layers(corpus.annotation(FERRY_ID, "ann-c")) == layers(corpus.annotation(FERRY_ID))


def test_an_error_that_comes_later_leaves_the_last_good_annotation(
    label_studio: Server, corpus: Corpus, ann: Annotator
) -> None:
    number = ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    before = corpus.annotation_path("ann-c", FERRY_ID).read_bytes()
    broken = [item for item in ann.result(corpus.annotation(FERRY_ID)) if item["type"] != "relation"]
    ann.update(number, broken)
    report = pull(corpus, label_studio, patience=HASTY)
    assert taken(report).outcomes["failed"] == 1
    assert corpus.annotation_path("ann-c", FERRY_ID).read_bytes() == before


def test_two_annotations_of_one_person_are_not_chosen_between(
    label_studio: Server, corpus: Corpus, ann: Annotator
) -> None:
    ann.submit(FERRY_ID)
    second = ann.submit(FERRY_ID, [])
    report = pull(corpus, label_studio, patience=HASTY)
    assert taken(report).outcomes == {"failed": 1, "nothing": 4}
    assert ann.address(FERRY_ID) in one(report.findings, "several-annotations").message
    ann.withdraw(second)
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"nothing": 4, "written": 1}


def test_what_somebody_else_submitted_is_not_taken_for_the_annotators_own(label_studio: Server, corpus: Corpus) -> None:
    name = f"ann-{uuid.uuid4().hex[:8]}"
    push(corpus, label_studio, Selection(), annotators=[name], patience=HASTY)
    ann = Annotator(label_studio, corpus, name)
    number = ann.submit(FERRY_ID)
    ann.skip(WAITING_ID)
    # As long as nobody has this name, whoever works there is the annotator.
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"nothing": 4, "written": 1}
    user = ann.sdk.users.create(username=name, email=f"{name}@localhost")
    report = pull(corpus, label_studio, patience=HASTY)
    assert taken(report).outcomes == {"failed": 1, "nothing": 4}
    assert one(report.findings, "by-another").message == (
        f"admin@localhost submitted it, and not {name}; let the annotator submit their own and delete the other one: "
        f"{ann.address(FERRY_ID)}"
    )
    ann.sdk.annotations.update(id=number, completed_by=user.id)
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"nothing": 4, "written": 1}


def test_two_tasks_of_one_article_are_not_chosen_between(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(FERRY_ID)
    [task] = ann.client.export(ann.project, [ann.row(FERRY_ID).id])
    ann.client.import_tasks(ann.project, [{"data": task["data"]}])
    other = max(row.id for row in ann.rows())
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"nothing": 5, "written": 1}
    ann.sdk.annotations.create(id=other, result=[], lead_time=1.0)
    report = pull(corpus, label_studio, patience=HASTY)
    found = [finding for finding in report.findings if finding.check == "article-twice"]
    assert len(found) == 2
    assert found[1].message == (
        "ann-c has submitted this article in two tasks; decide which of the two tasks holds: "
        f"{ann.client.task_address(ann.project, other)}"
    )


def test_a_task_that_quotidian_did_not_make_is_told(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.client.import_tasks(ann.project, [{"data": {"text": "Pasted.", "title": "", "byline": ""}}])
    number = max(row.id for row in ann.rows())
    report = pull(corpus, label_studio, patience=HASTY)
    assert one(report.findings, "article-unknown").message == (
        "the task names no article; push the articles of this corpus, and annotate there: "
        f"{ann.client.task_address(ann.project, number)}"
    )
    assert any(task["data"]["text"] == "Pasted." for task in raw_files(corpus))


def test_an_article_that_left_the_corpus_is_told(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(BAKERY_ID)
    corpus.article_path(BAKERY_ID).unlink()
    report = pull(corpus, label_studio, patience=HASTY)
    found = one(report.findings, "article-unknown")
    assert found.message.startswith(f"no article '{BAKERY_ID}' in this corpus")
    assert ann.address(BAKERY_ID) in found.message


def test_a_text_that_is_not_at_hand_is_told(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(STORM_ID)
    corpus.text_path(corpus.article(STORM_ID)).unlink()
    report = pull(corpus, label_studio, patience=HASTY)
    assert one(report.findings, "text-missing").message == (
        f"the text of {STORM_ID} is not in the repository (stand-off): get it from "
        f"{corpus.article(STORM_ID).url}, then run 'quotidian hydrate FROM...'; mend that on this machine, then pull "
        f"again: {ann.address(STORM_ID)}"
    )
    assert taken(report).outcomes == {"failed": 1, "nothing": 4}


# Files that were edited here


def edit(corpus: Corpus, article: str = FERRY_ID) -> bytes:
    """Somebody takes the events out of a file; its new bytes."""
    path = corpus.annotation_path("ann-c", article)
    path.write_bytes(to_json(msgspec.structs.replace(corpus.annotation(article, "ann-c"), events=())))
    return path.read_bytes()


def test_an_edit_stays_while_nothing_happens_in_label_studio(
    label_studio: Server, corpus: Corpus, ann: Annotator
) -> None:
    ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    edited = edit(corpus)
    report = pull(corpus, label_studio, patience=HASTY)
    assert report.clean
    assert taken(report).outcomes == {"edited": 1, "nothing": 4}
    assert corpus.annotation_path("ann-c", FERRY_ID).read_bytes() == edited


def test_an_edit_is_not_overwritten_without_being_told(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    number = ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    edited = edit(corpus)
    fewer = msgspec.structs.replace(corpus.annotation(FERRY_ID), quotes=())
    ann.update(number, ann.result(fewer))
    for _ in range(2):  # the second time it is no other than the first
        report = pull(corpus, label_studio, patience=HASTY)
        assert not report.clean
        assert taken(report).outcomes == {"conflict": 1, "nothing": 4}
        where = f"annotations/ann-c/{FERRY_ID}.json"
        assert one(report.findings, "edited-here").message == (
            f"{where} is not what the last pull wrote, Label Studio has something else, and the file was left alone; "
            "take the edit over into Label Studio, or pull with --overwrite to lose it: "
            f"{ann.address(FERRY_ID)}"
        )
        assert corpus.annotation_path("ann-c", FERRY_ID).read_bytes() == edited
    assert taken(pull(corpus, label_studio, overwrite=True, patience=HASTY)).outcomes == {"nothing": 4, "written": 1}
    assert layers(corpus.annotation(FERRY_ID, "ann-c")) == layers(fewer)


def test_a_file_that_pull_did_not_write_is_not_overwritten(
    label_studio: Server, corpus: Corpus, ann: Annotator
) -> None:
    ann.submit(FERRY_ID)
    corpus.save_annotation(msgspec.structs.replace(corpus.annotation(FERRY_ID), annotator="ann-c", events=()))
    before = corpus.annotation_path("ann-c", FERRY_ID).read_bytes()
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"conflict": 1, "nothing": 4}
    assert corpus.annotation_path("ann-c", FERRY_ID).read_bytes() == before


def test_a_file_that_was_deleted_comes_back(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    path = corpus.annotation_path("ann-c", FERRY_ID)
    before = path.read_bytes()
    path.unlink()
    again = taken(pull(corpus, label_studio, patience=HASTY))
    assert (again.fetched, again.written) == (0, (path,))
    assert path.read_bytes() == before


def test_a_fresh_copy_of_the_repository_finds_the_same(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    import shutil

    ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    shutil.rmtree(corpus.root / ".studio")
    report = pull(corpus, label_studio, patience=HASTY)
    assert taken(report).outcomes == {"nothing": 4, "unchanged": 1}


def test_what_was_withdrawn_is_told_and_stays(label_studio: Server, corpus: Corpus, ann: Annotator) -> None:
    number = ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    ann.withdraw(number)
    report = pull(corpus, label_studio, patience=HASTY)
    assert report.clean
    assert one(report.findings, "withdrawn").message == (
        f"annotations/ann-c/{FERRY_ID}.json was pulled from this task, which has no submitted annotation any more "
        f"(untouched); delete the file if that is meant, else submit again: {ann.address(FERRY_ID)}"
    )
    assert corpus.annotated_ids("ann-c") == [FERRY_ID]


def test_another_version_of_label_studio_alone_changes_no_file(
    label_studio: Server, corpus: Corpus, ann: Annotator
) -> None:
    ann.submit(FERRY_ID)
    pull(corpus, label_studio, patience=HASTY)
    old = corpus.annotation(FERRY_ID, "ann-c")
    tool = msgspec.structs.replace(old.provenance.tool, version="1.22.0")
    old = msgspec.structs.replace(old, provenance=msgspec.structs.replace(old.provenance, tool=tool))
    corpus.save_annotation(old)
    assert taken(pull(corpus, label_studio, patience=HASTY)).outcomes == {"nothing": 4, "unchanged": 1}
    assert corpus.annotation(FERRY_ID, "ann-c") == old


# Faults


def test_no_project_is_told(label_studio: Server, corpus: Corpus) -> None:
    with pytest.raises(StudioError) as raised:
        pull(corpus, label_studio, ["ann-x"], patience=HASTY)
    assert str(raised.value) == (
        f"Label Studio at {label_studio.url} has no project of the corpus {corpus.info.name} for ann-x; make it with "
        "'quotidian studio push'"
    )


PASSING = {"500": refused(500), "503": refused(503), "429": refused(429), "dead": dead, "cut": cut, "silence": silence}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_pull_is_patient(bad: Faulty, corpus: Corpus, ann: Annotator, fault: Callable[[Any], None]) -> None:
    ann.submit(FERRY_ID)
    bad.meet("GET", "/export", fault)
    bad.meet("GET", "/api/tasks", fault)
    report = pull(corpus, bad, patience=Patience(timeout=3, attempts=4, first_wait=0.05))
    assert taken(report).outcomes == {"nothing": 4, "written": 1}
    assert layers(corpus.annotation(FERRY_ID, "ann-c")) == layers(corpus.annotation(FERRY_ID))


def test_a_pull_that_dies_half_way_keeps_what_it_has(
    bad: Faulty, corpus: Corpus, ann: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotidian.studio.survey.BATCH", 2)
    for article in ANNOTATED:
        ann.submit(article)
    bad.meet("GET", "/export", dead, times=99, skip=1)
    with pytest.raises(StudioUnreachableError) as raised:
        pull(corpus, bad, patience=HASTY)
    assert "failed while exporting 2 tasks" in str(raised.value)
    assert corpus.annotated_ids("ann-c") == [BAKERY_ID]  # the other one of the two is open
    bad.rules.clear()
    again = taken(pull(corpus, bad, patience=HASTY))
    assert (again.fetched, again.outcomes) == (3, {"nothing": 1, "unchanged": 1, "written": 3})


def test_a_token_that_expires_on_the_way_is_told(bad: Faulty, corpus: Corpus, ann: Annotator) -> None:
    ann.submit(FERRY_ID)
    bad.meet("GET", "/export", refused(401, b'{"detail": "Token expired."}'))
    with pytest.raises(StudioAccessError, match=r"does not accept the token: HTTP 401 Token expired\."):
        pull(corpus, bad, patience=HASTY)
    assert corpus.annotated_ids("ann-c") == []
    assert taken(pull(corpus, bad, patience=HASTY)).outcomes == {"nothing": 4, "written": 1}


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
from quotidian.cli import main
main()
"""


@pytest.mark.parametrize("room", [0, 600, 3000])
def test_a_full_disk_leaves_no_half_file(label_studio: Server, corpus: Corpus, ann: Annotator, room: int) -> None:
    for article in ANNOTATED:
        ann.submit(article)
    command = [sys.executable, "-c", FULL, str(room), "studio", "pull", "--url", label_studio.url]
    done = subprocess.run(
        command,
        cwd=corpus.root,
        # Without bytecode: it would be cut off at this size, too, and stay.
        env={
            "PYTHONDONTWRITEBYTECODE": "1",
            "LABEL_STUDIO_API_KEY": label_studio.token,
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.fullmatch(rf"quotidian: {corpus.root}/\S+: File too large\n", done.stderr)
    for path in corpus.root.rglob("*"):
        assert not path.name.endswith(".part")
    for article in corpus.annotated_ids("ann-c"):
        assert layers(corpus.annotation(article, "ann-c")) == layers(corpus.annotation(article))
    assert taken(pull(corpus, label_studio, patience=HASTY)).tasks == len(ALL_IDS)
    assert corpus.annotated_ids("ann-c") == list(ANNOTATED)
