"""A draft's annotation is kept if it is valid, and only then."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from quotidian._version import __version__
from quotidian.draft import resolve_file, starter
from quotidian.errors import DraftError, InputError, TextMissingError
from quotidian.model import Provenance, Tool
from quotidian.store import Corpus
from tests.draft.sample import ID, TEXT, article, corpus, inline, marked

NOON = datetime(2026, 3, 4, 12, 0, 0, 999, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
QUOTED = {
    "“The line": '<q id="q" type="direct" source="h" attribution="explicit">“The line',
    "sound,” Mira Holt told": 'sound,”</q> <m id="h" e="holt" l="NAM">Mira Holt</m> <cue q="q">told</cue>',
    "it “won’t close”": '<q type="mixed">it “won’t close”</q>',
    "in Tarsk": 'in <m e="tarsk" l="NAM">Tarsk</m>',
}


@pytest.fixture
def home(tmp_path: Path) -> Corpus:
    return corpus(tmp_path / "home")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.xml"
    path.write_text(inline(marked(**QUOTED)), "utf-8")
    return path


def test_an_annotation_is_written_with_its_provenance(home: Corpus, draft: Path) -> None:
    resolve_file(home, draft, annotator="llm", now=NOON)
    outcome = resolve_file(
        home, draft, annotator="gold", seconds=90, preannotated_from="llm", adjudicated_from=("a", "b"), now=NOON
    )
    assert outcome.saved == home.root / "annotations" / "gold" / f"{ID}.json"
    assert outcome.changed
    kept = home.annotation(ID)
    assert kept == outcome.annotation
    assert kept.provenance == Provenance(
        tool=Tool(name="quotidian", version=__version__),
        created="2026-03-04T12:00:00Z",
        updated="2026-03-04T12:00:00Z",
        seconds=90,
        preannotated_from="llm",
        adjudicated_from=("a", "b"),
    )
    assert kept.text_sha256 == article().text.sha256


def test_the_same_draft_again_leaves_the_file_alone(home: Corpus, draft: Path) -> None:
    first = resolve_file(home, draft, annotator="ann-a", seconds=90, now=NOON)
    assert first.saved is not None
    data = first.saved.read_bytes()
    again = resolve_file(home, draft, annotator="ann-a", now=LATER)
    assert (again.changed, again.annotation) == (False, first.annotation)
    assert first.saved.read_bytes() == data


def test_a_changed_draft_keeps_when_it_was_created_and_what_is_not_said_anew(home: Corpus, draft: Path) -> None:
    resolve_file(home, draft, annotator="llm", now=NOON)
    first = resolve_file(home, draft, annotator="ann-a", seconds=90, preannotated_from="llm", now=NOON).annotation
    task = msgspec.structs.replace(first.provenance, task="17")
    home.save_annotation(msgspec.structs.replace(first, provenance=task))
    draft.write_text(draft.read_text("utf-8").replace('type="mixed"', 'type="mixed" kind="writing"'), "utf-8")
    outcome = resolve_file(home, draft, annotator="ann-a", seconds=120, now=LATER)
    assert outcome.changed
    assert home.annotation(ID, "ann-a").provenance == msgspec.structs.replace(
        task, seconds=120, updated="2026-03-05T09:30:00Z"
    )
    assert [quote.kind for quote in home.annotation(ID, "ann-a").quotes] == ["speech", "writing"]


def test_a_change_of_provenance_alone_is_written(home: Corpus, draft: Path) -> None:
    resolve_file(home, draft, annotator="ann-a", now=NOON)
    assert resolve_file(home, draft, annotator="ann-a", seconds=5, now=LATER).changed


def test_checking_writes_nothing(home: Corpus, draft: Path) -> None:
    outcome = resolve_file(home, draft, now=NOON)
    assert (outcome.saved, outcome.changed) == (None, False)
    assert len(outcome.annotation.quotes) == 2
    assert home.annotators() == []


def test_an_invalid_annotation_is_told_at_the_draft_s_lines_and_not_written(home: Corpus, draft: Path) -> None:
    body = marked(
        **QUOTED,
        reporters='<m id="a" t="TIME"><m t="TIME">reporters</m></m>',
        sail='<ev type="Contact:Meet" tense="Past" Entity="a">sail</ev>',
    )
    draft.write_text(inline(body), "utf-8")
    with pytest.raises(DraftError) as caught:
        resolve_file(home, draft, annotator="ann-a")
    found = [(problem.line, problem.column, problem.message.split(":")[0]) for problem in caught.value.problems]
    assert found == [(5, 177, "duplicate-mention"), (7, 24, "role-filler")]
    assert home.annotators() == []


def test_warnings_do_not_hinder(home: Corpus, draft: Path) -> None:
    draft.write_text(inline(beside=""), "utf-8")
    outcome = resolve_file(home, draft, annotator="ann-a")
    assert outcome.changed
    assert outcome.warnings
    assert all(warning.path == str(draft) for warning in outcome.warnings)


def test_a_draft_of_no_article_is_told_with_those_that_look_like_it(home: Corpus, draft: Path) -> None:
    draft.write_text(inline().replace("gazette", "gazete"), "utf-8")
    with pytest.raises(DraftError) as caught:
        resolve_file(home, draft, annotator="ann-a")
    wrong = ID.replace("gazette", "gazete")
    assert str(caught.value) == (
        f"a problem in the draft:\n{draft}:1:1: no article '{wrong}' in this corpus; did you mean {ID}?"
    )
    draft.write_text('{"article": "zzz"}', "utf-8")
    with pytest.raises(DraftError) as caught:
        resolve_file(home, draft.rename(draft.with_suffix(".json")), annotator="ann-a")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{draft.with_suffix('.json')}:1:13: no article 'zzz' in this corpus; ingest the article first"
    ]
    draft.write_text("<draft><text>x</text></draft>", "utf-8")
    with pytest.raises(DraftError) as caught:
        resolve_file(home, draft, annotator="ann-a")
    assert [str(problem) for problem in caught.value.problems] == [
        f'{draft}:1:1: <draft> has no article; write <draft article="ARTICLE-ID">'
    ]


def test_a_standoff_article_needs_its_text_and_its_annotation_holds_none_of_it(tmp_path: Path, draft: Path) -> None:
    home = corpus(tmp_path / "home", standoff=True)
    outcome = resolve_file(home, draft, annotator="ann-a")
    assert outcome.saved is not None
    kept = outcome.saved.read_text("utf-8")
    assert '"text"' not in kept
    assert "safe" not in kept
    home.text_path(article(standoff=True)).unlink()
    with pytest.raises(TextMissingError):
        resolve_file(home, draft, annotator="ann-a")


def test_a_damaged_annotation_is_not_overwritten(home: Corpus, draft: Path) -> None:
    path = home.annotation_path("ann-a", ID)
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(InputError, match=r"not a valid Annotation"):
        resolve_file(home, draft, annotator="ann-a")
    assert path.read_text() == "{}"


def test_what_it_was_made_from_must_be_there(home: Corpus, draft: Path) -> None:
    for name in ("ann-a", "ann-b"):
        resolve_file(home, draft, annotator=name, now=NOON)
    with pytest.raises(InputError) as caught:
        resolve_file(home, draft, annotator="gold", preannotated_from="llm", now=NOON)
    assert str(caught.value) == (
        f"{draft}: made from llm's annotation of {ID}, which does not exist; there is one by ann-a and one by ann-b"
    )
    assert home.annotators() == ["ann-a", "ann-b"]


def test_an_annotation_is_not_replaced_by_an_empty_one(home: Corpus, draft: Path) -> None:
    saved = resolve_file(home, draft, annotator="gold", now=NOON).saved
    assert saved is not None
    data = saved.read_bytes()
    draft.write_text(starter(article(), TEXT, home.ontology), "utf-8")
    with pytest.raises(InputError) as caught:
        resolve_file(home, draft, annotator="gold", now=LATER)
    assert str(caught.value) == (
        f"{saved}: a draft that marks nothing would replace this annotation of 2 mentions, 2 quotes, 0 events; "
        "if the annotation is to be empty, delete this file first"
    )
    assert saved.read_bytes() == data
    saved.unlink()
    assert resolve_file(home, draft, annotator="gold", now=LATER).changed
    assert resolve_file(home, draft, annotator="gold", seconds=5, now=LATER).changed


def test_the_file_is_json_with_a_record_a_line(home: Corpus, draft: Path) -> None:
    saved = resolve_file(home, draft, annotator="ann-a").saved
    assert saved is not None
    lines = saved.read_text("utf-8").splitlines()
    start = TEXT.index("Mira Holt")
    assert (
        f'    {{"id": "h", "entity": "holt", "type": "PER", "level": "NAM", "start": {start}, "end": {start + 9}, '
        '"text": "Mira Holt"},'
    ) in lines
    assert json.loads(saved.read_text("utf-8"))["article"] == ID
