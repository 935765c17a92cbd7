"""Exports become annotations, or findings; nothing in the corpus is replaced without being told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bench.exports import ANNOTATOR, exported, make_export, make_task
from click.testing import CliRunner

from quotidian.checks import Finding
from quotidian.cli.studio_convert import convert as command
from quotidian.errors import InputError
from quotidian.model import Annotation
from quotidian.store import Corpus
from quotidian.studio.convert import convert
from tests.studio.strategies import unplaced


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    make_export(tmp_path, 3)
    return Corpus(tmp_path / "corpus")


@pytest.fixture
def export(corpus: Corpus) -> Path:
    return corpus.root.parent / "export.json"


def wrote(path: Path, *tasks: object) -> Path:
    path.write_text(json.dumps(tasks), "utf-8")
    return path


def changed(number: int, **fields: object) -> dict[str, Any]:
    """A task whose annotation was changed."""
    document: dict[str, Any] = json.loads(json.dumps(exported(number)))
    document["annotations"][0] |= fields
    return document


def test_every_annotation_is_written_and_the_same_again(corpus: Corpus, export: Path) -> None:
    seen: list[int] = []
    report = convert(export, corpus, annotator=ANNOTATOR, version="1.23.2", progress=seen.append)
    assert (report.tasks, report.states, report.fates) == (3, {"submitted": 3}, {"written": 3})
    assert (report.findings, report.errors, seen) == ({}, 0, [1, 2, 3])
    for number in range(3):
        article, _, annotation = make_task(number)
        assert unplaced(corpus.annotation(article.id, ANNOTATOR)) == unplaced(annotation)
    assert convert(export, corpus, annotator=ANNOTATOR, version="1.23.2").fates == {"unchanged": 3}


def test_nothing_is_written_where_only_the_findings_are_asked_for(corpus: Corpus, export: Path) -> None:
    assert convert(export, corpus, annotator=ANNOTATOR, write=False).fates == {"written": 3}
    assert corpus.annotators() == []


def test_what_was_edited_here_stays_until_one_says_otherwise(corpus: Corpus, export: Path) -> None:
    convert(export, corpus, annotator=ANNOTATOR)
    article, _, _ = make_task(1)
    edited = msgspec.structs.replace(corpus.annotation(article.id, ANNOTATOR), events=())
    path = corpus.save_annotation(edited)
    found: list[Finding] = []
    report = convert(export, corpus, annotator=ANNOTATOR, finding=found.append)
    assert report.fates == {"unchanged": 2, "kept": 1}
    assert [str(one) for one in found] == [
        f"bench/{article.id}:1: studio annotated-otherwise warning: {article.id}.json of bench holds another "
        "annotation; compare the two; --overwrite replaces what the corpus has by what the export has: task 2"
    ]
    assert Annotation.from_json(path.read_bytes()) == edited
    assert convert(export, corpus, annotator=ANNOTATOR, overwrite=True).fates == {"unchanged": 2, "written": 1}
    assert len(corpus.annotation(article.id, ANNOTATOR).events) == 10


def test_an_annotation_with_an_error_is_told_and_not_written(corpus: Corpus, tmp_path: Path) -> None:
    bad = changed(0)
    bad["annotations"][0]["result"][0]["value"]["labels"] = ["PERSON"]
    export = wrote(tmp_path / "e.json", bad, exported(1))
    found: list[Finding] = []
    report = convert(export, corpus, annotator=ANNOTATOR, finding=found.append)
    assert report.fates == {"refused": 1, "written": 1}
    assert report.errors == sum(report.findings.values()) == len(found) > 0
    assert corpus.annotated_ids(ANNOTATOR) == [make_task(1)[0].id]


def test_several_annotators_of_a_task_are_told_apart(corpus: Corpus, tmp_path: Path) -> None:
    document = changed(0, completed_by={"id": 4, "email": "Ann.B@example.org"})
    document["annotations"] += changed(0, id=9, completed_by=5)["annotations"]
    document["annotations"] += changed(0, id=10, completed_by=6)["annotations"]
    export = wrote(tmp_path / "e.json", document)
    report = convert(export, corpus, annotators={"5": "carol"})
    assert (report.states, report.fates) == ({"submitted": 3}, {"written": 3})
    assert corpus.annotators() == ["ann-b", "carol", "user-6"]


def test_an_article_is_found_by_its_text_where_the_task_does_not_name_it(corpus: Corpus, tmp_path: Path) -> None:
    document = changed(2)
    document["data"] = {"text": document["data"]["text"]}
    assert convert(wrote(tmp_path / "e.json", document), corpus, annotator=ANNOTATOR).fates == {"written": 1}
    assert corpus.annotated_ids(ANNOTATOR) == [make_task(2)[0].id]


def test_what_can_not_be_read_is_told(corpus: Corpus, tmp_path: Path) -> None:
    stranger = changed(0)
    stranger["data"] = {"article": "bench-2026-01-01-nobody", "text": "Another text.\n"}
    min_export = {"id": 8, "text": "JSON-MIN", "label": []}
    export = wrote(tmp_path / "e.json", stranger, min_export, exported(1), exported(1))
    found: list[Finding] = []
    report = convert(export, corpus, annotator=ANNOTATOR, finding=found.append)
    assert report.states == {"unreadable": 2, "submitted": 2}
    assert report.fates == {"nothing": 2, "written": 1, "refused": 1}
    assert [one.check for one in found] == ["article-unknown", "task-unreadable", "article-twice"]
    assert found[1].message == (
        "not a task as Label Studio exports it: Object missing required field `data`, expected the raw export; look at "
        "the task in Label Studio; import the article again if nothing is shown: task 8"
    )


def test_a_name_that_is_none_of_an_annotator_is_refused(corpus: Corpus, export: Path) -> None:
    with pytest.raises(InputError) as caught:
        convert(export, corpus, annotators={"5": "Ann B"})
    assert str(caught.value) == (
        "not a name of an annotator: found 'Ann B', expected lower-case letters, digits and hyphens"
    )


def test_a_file_that_breaks_off_keeps_what_was_written(corpus: Corpus, export: Path) -> None:
    export.write_bytes(export.read_bytes()[:-500])
    with pytest.raises(InputError, match="an element that does not end at byte"):
        convert(export, corpus, annotator=ANNOTATOR)
    assert len(corpus.annotated_ids(ANNOTATOR)) == 2


def test_the_command(corpus: Corpus, export: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, [*arguments, "--corpus", str(corpus.root)])
        return done.exit_code, done.output

    assert run(str(export), "--dry-run") == (0, "3 tasks: 3 would be written\n")
    assert run(str(export), "--user", "1=ann-b") == (0, "3 tasks: 3 written\n")
    assert run(str(export), "--annotator", "ann-b") == (0, "3 tasks: 3 unchanged\n")
    code, shown = run(str(wrote(tmp_path / "e.json", changed(0, was_cancelled=True), exported(1))), "--json")
    document = json.loads(shown)
    assert (code, document["fates"], document["findings"]) == (0, {"nothing": 1, "written": 1}, {"skipped": 1})
    assert document["found"][0]["article"] == make_task(0)[0].id
    assert run(str(export), "--user", "ann")[0] == 2
    assert run(str(wrote(tmp_path / "e.json", changed(0, created_at="x", updated_at=None))))[0] == 1
