"""Every removal rule takes what it says, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotidian import schemas
from quotidian.ingest.document import Block, Document
from quotidian.ingest.read_text import READER
from quotidian.ingest.readers import read
from quotidian.ingest.rules import RULES, Rule, find_removals
from quotidian.ingest.rules.opening import publication_date
from quotidian.ingest.sources import SourceFile
from tests.ingest.samples import BODY, example

HEAD = "Ferry line reopens"
REMOVES = [(rule, text) for rule in RULES for text in rule.removes]
KEEPS = [(rule, text) for rule in RULES for text in rule.keeps]


def removed(text: str, rule: str, title: str | None = None) -> list[str]:
    document, _ = example(text)
    return [document.text[r.start : r.end] for r in find_removals(document, title) if r.rule == rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_described_and_has_examples_of_both_kinds(rule: Rule) -> None:
    pattern = schemas.schema("article")["$defs"]["removal"]["properties"]["rule"]["pattern"]
    assert re.fullmatch(pattern, rule.id)
    assert rule.why
    assert rule.matches
    assert rule.removes
    assert all("⟦" in text for text in rule.removes)
    assert rule.keeps


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("rule", "text"), REMOVES, ids=lambda value: getattr(value, "id", None))
def test_what_a_rule_removes(rule: Rule, text: str) -> None:
    _, gone = example(text)
    document, _ = example(text)
    taken = {document.text[r.start : r.end]: r.rule for r in find_removals(document, None)}
    assert rule.id in [taken.get(part) for part in gone]
    assert set(removed(text, rule.id)) <= set(gone)
    assert [part for part in gone if part not in taken] == []


@pytest.mark.parametrize(("rule", "text"), KEEPS, ids=lambda value: getattr(value, "id", None))
def test_what_a_rule_keeps(rule: Rule, text: str) -> None:
    _, gone = example(text)
    assert set(removed(text, rule.id)) <= set(gone)


@pytest.mark.parametrize(("rule", "text"), REMOVES, ids=lambda value: getattr(value, "id", None))
def test_removals_are_in_order_and_do_not_overlap(rule: Rule, text: str) -> None:
    document, _ = example(text)
    taken = find_removals(document, None)
    edges = [edge for removal in taken for edge in (removal.start, removal.end)]
    assert edges == sorted(edges)
    assert all(removal.start < removal.end <= len(document.text) for removal in taken)


@pytest.mark.parametrize("paragraph", BODY)
def test_running_text_is_left_alone(paragraph: str) -> None:
    document = Document(format="text", name="x", reader=READER, blocks=(Block("text", paragraph),))
    assert find_removals(document, None) == ()


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Quill, in Tarsk, and Bo de Witt",
        "BY ADA QUILL",
        "Words by Ada Quill",
        "By Ada Quill | March 3, 2026",
        "By Ada Quill Published 3 March 2026",
        "Ada Quill · Harbour News · Posted: Mar. 3, 2026 4:00 AM ET",
    ],
)
def test_bylines(line: str) -> None:
    assert removed(f"{HEAD}\n\n{line}\n\n{BODY[0]}", "byline") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "By the time the ferry left, the tide had turned",
        "By Friday, nobody on the quay was talking",
        "By March the quay was empty",
        "By Ada Quill’s own account, nobody on the quay slept",
        "By Ada Quill, captain: how the ferry sailed at last.",
    ],
)
def test_what_only_begins_like_a_byline(line: str) -> None:
    text = f"{HEAD}\n\n{line}\n\n{BODY[1]}"
    assert removed(text, "byline") == []


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Tuesday, March 3, 2026", "2026-03-03"),
        ("Tue., Mar. 3, 2026", "2026-03-03"),
        ("3rd March 2026", "2026-03-03"),
        ("Tuesday 3 March 2026 10.30 GMT", "2026-03-03"),
        ("Published: March 3, 2026 at 4:00 p.m. EST", "2026-03-03"),
        ("Published March 3, 2026, Updated March 4, 2026", "2026-03-03"),
        ("First published on 3 Sept. 2026", "2026-09-03"),
        ("2026-03-03", "2026-03-03"),
        ("03/04/2026", None),
        ("Updated 4 March 2026", None),
        ("Last updated 2 hours ago", None),
        ("5 min read", None),
    ],
)
def test_date_lines_and_the_date_in_them(line: str, date: str | None) -> None:
    assert removed(f"{HEAD}\n\n{line}\n\n{BODY[0]}", "date-line") == [line]
    assert publication_date(line) == date


@pytest.mark.parametrize(
    "line", ["Tuesday", "March 3", "Two hours", "2026", "On March 3, 2026", "3 March 2026 to 4 May"]
)
def test_what_is_not_a_date_line(line: str) -> None:
    assert removed(f"{HEAD}\n\n{line}\n\n{BODY[0]}", "date-line") == []


@pytest.mark.parametrize(
    ("opening", "taken"),
    [
        ("TARSK — ", ["TARSK — "]),
        ("TARSK, Velmora (NPA) — ", ["TARSK, Velmora (NPA) — "]),
        ("PORT AMSEL, March 3 (NPA/Reuters) - ", ["PORT AMSEL, March 3 (NPA/Reuters) - "]),
        ("ST. EBREN, Aldrassa (NPA) – ", ["ST. EBREN, Aldrassa (NPA) – "]),
        ("ÅRNES (NPA) — ", ["ÅRNES (NPA) — "]),
        ("Tarsk (NPA) -- ", ["Tarsk (NPA) -- "]),
        ("Tarsk, Velmora — ", ["Tarsk, Velmora — "]),
        ("Tarsk — ", []),
        ("Ninety people — ", []),
        ("“TARSK” — ", []),
    ],
)
def test_datelines(opening: str, taken: list[str]) -> None:
    assert removed(f"{HEAD}\n\n{opening}{BODY[0]}", "place-line") == taken


def test_a_dash_before_a_small_letter_opens_no_report() -> None:
    assert removed(f"TARSK, Velmora — {BODY[0][0].lower()}{BODY[0][1:]}", "place-line") == []


def test_a_known_title_is_the_headline_whatever_its_punctuation() -> None:
    text = f"Ferry “line” reopens.\n\n{BODY[0]}"
    assert removed(text, "headline") == []
    assert removed(text, "headline", title="Ferry line reopens") == ["Ferry “line” reopens."]


def test_a_long_first_line_is_no_headline() -> None:
    assert removed(f"{'word ' * 21}\n\n{BODY[0]}", "headline") == []


def test_a_headline_needs_running_text_after_it() -> None:
    assert removed("Ferry line reopens\n\nTarsk", "headline") == []


def test_the_author_of_the_page_alone_is_a_byline() -> None:
    blocks = (Block("title", HEAD), Block("text", "Ada Quill"), Block("text", BODY[0]))
    document = Document(format="html", name="x", reader=READER, blocks=blocks, author="Ada Quill")
    assert [r.rule for r in find_removals(document, None)] == ["headline", "byline"]
    nobody = Document(format="html", name="x", reader=READER, blocks=blocks)
    assert [r.rule for r in find_removals(nobody, None)] == ["headline"]


def test_of_two_paragraphs_that_repeat_each_other_one_stays() -> None:
    text = "We counted them twice and cast off at noon."
    assert removed(f"{text}\n\n{text}\n\n{BODY[0]}", "pull-quote") == [text]


def test_a_gallery_at_the_end_goes_with_all_its_headings() -> None:
    text = f"{BODY[0]}\n\n## On board\n\n! The bridge.\n\n## On shore\n\n! The quay.\n\n## The crew"
    assert removed(text, "gallery-heading") == ["On board", "On shore"]
    assert removed(text, "caption") == ["The bridge.", "The quay."]


def test_a_list_of_sources_goes_with_the_categories_below_it() -> None:
    text = f"{BODY[0]}\n\n## Sources\n\n- “Ferry leaves” — Harbour News\n\nCategories: Velmora Sea"
    document, _ = example(text)
    assert [r.rule for r in find_removals(document, None)] == ["sources", "sources", "categories"]


def test_the_document_of_the_rules_is_generated_from_them() -> None:
    document = (schemas.data_folder() / "docs" / "ingest.md").read_text("utf-8")
    assert re.findall(r"^### `([a-z-]+)`$", document, re.MULTILINE) == [rule.id for rule in RULES]


def test_absurdly_long_words_match_nothing() -> None:
    text = f"By {'A' * 100_000}\n\nX{'x' * 100_000}\n\nSHARE {'X ' * 18}{'Y' * 100_000}"
    assert removed(text, "byline") == removed(text, "share") == []


def test_the_seed_keeps_its_headings_and_loses_its_caption() -> None:
    path: Path = next((schemas.data_folder().parent / "shared" / "seed").glob("*.txt"))
    document = next(read(SourceFile(path, path.name)))
    assert [(r.rule, r.start, r.end) for r in find_removals(document, None)] == [("caption", 1171, 1335)]
    headings = [paragraph for paragraph in document.paragraphs if paragraph.words <= 6]
    assert [(paragraph.start, paragraph.end) for paragraph in headings] == [(956, 991), (2104, 2130)]
