"""Rows of all configs, value by value."""

from __future__ import annotations

import msgspec
import pytest

from quotidian.model import Mention
from quotidian.offsets import Interval
from quotidian.release.columns import CONFIGS, Config
from quotidian.release.events import event_rows
from quotidian.release.hydration import from_standoff_row
from quotidian.release.layers import Row, annotator_row, default_row, standoff_row
from quotidian.release.located import Located, covering
from quotidian.release.manifest import Segmentation
from quotidian.release.quotes import quote_rows
from quotidian.release.sentences import InTokens, bio, sentence_rows
from quotidian.release.tables import to_table
from tests.release.corpora import FERRY, bakery, court, ferry, rebels, storm
from tests.release.test_columns import validator
from tests.show.marking import Marking


def all_rows() -> list[tuple[Config, Row]]:
    """Rows of every config, of every invented article."""
    rows: list[tuple[Config, Row]] = []
    for article, text, annotation in (ferry(), bakery(), storm(), court(), rebels()):
        located = Located(article, text, annotation)
        rows.append(("default", default_row(article, text, annotation)))
        rows += [("entities", row) for row in sentence_rows(located)[0]]
        rows += [("quotes", row) for row in quote_rows(located)]
        rows += [("events", row) for row in event_rows(located)]
        rows.append(("annotators", annotator_row(article, text, annotation, kind="human")))
        rows.append(("annotators", annotator_row(article, None, annotation, kind=None)))
        rows.append(("standoff", standoff_row(article, annotation)))
    return rows


@pytest.mark.parametrize("config", CONFIGS)
def test_every_row_keeps_the_contract_and_survives_arrow(config: Config) -> None:
    rows = [row for one, row in all_rows() if one == config]
    assert rows
    for row in rows:
        assert [error.message for error in validator(config).iter_errors(row)] == []
    assert to_table(config, rows).to_pylist() == rows


def test_every_span_is_the_slice_that_it_says() -> None:
    def spans(value: object, text: str) -> int:
        if isinstance(value, list):
            return sum(spans(one, text) for one in value)
        if isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys():
                assert text[value["start"] : value["end"]] == value["text"] != ""
                return 1
            return sum(spans(one, text) for one in value.values())
        return 0

    article, text, annotation = rebels()
    located = Located(article, text, annotation)
    assert spans(default_row(article, text, annotation), text) == sum(1 for _ in annotation.spans())
    assert spans(sentence_rows(located)[0], text) == len(annotation.mentions)
    for row in quote_rows(located):
        assert text[row["paragraph_start"] : row["paragraph_end"]] == row["paragraph"]  # type: ignore[index]  # a row holds plain JSON values
        assert spans(row, text)
    for row in event_rows(located):
        assert text[row["trigger_start"] : row["trigger_end"]] == row["trigger"]  # type: ignore[index]  # a row holds plain JSON values
        assert text[row["sentence_start"] : row["sentence_end"]] == row["sentence"]  # type: ignore[index]  # a row holds plain JSON values
        spans(row, text)


def test_a_sentence_row() -> None:
    article, text, annotation = bakery()
    rows, met = sentence_rows(Located(article, text, annotation))
    row = rows[0]
    words = "Bram Aldous will not close his bakery 🥐 in Port Ellery , he said on Friday ."
    assert row["tokens"] == words.split()
    named = ["B-PER", "I-PER", "O", "O", "O", "O", "O", "O", "O", "B-GPE", "I-GPE", "O", "O", "O", "O", "B-TIME", "O"]
    assert row["ner_tags"] == named
    any_level = ["B-PER", "I-PER", "O", "O", "O", "B-ORG", *["I-ORG"] * 5, "O", "B-PER", "O", "O", "B-TIME", "O"]
    assert row["mention_tags"] == any_level
    assert row["mentions"][3] == {  # type: ignore[index]  # a row holds plain JSON values
        "mention_id": "m3",
        "entity_id": "ellery",
        "name": "Port Ellery",
        "type": "GPE",
        "level": "NAM",
        "start": 43,
        "end": 54,
        "text": "Port Ellery",
        "token_start": 9,
        "token_end": 11,
    }
    assert (row["sentence_index"], row["sentence_start"], row["sentence_end"]) == (0, 0, len(text) - 1)
    assert len(rows) == 1
    assert met == Segmentation(mentions=6, widened=0, across_sentences=0)


def test_a_mention_inside_a_token_and_one_across_sentences_are_counted() -> None:
    text = "The reopening was late. It was Tarsk’s doing.\n"
    mark = Marking(text)
    mark.entity("tarsk", "GPE", "Tarsk")
    mark.entity("it", "WORK", None)
    made, _, _ = ferry()
    mark.mention("Tarsk’s", "tarsk", "NAM")
    open_ = text.index("open")
    mark.mentions.append(Mention(id="x", entity="it", type="WORK", level="NAM", start=open_, end=open_ + 4))
    mark.mentions.append(Mention(id="y", entity="it", type="WORK", level="NOM", start=18, end=26))
    rows, met = sentence_rows(Located(made, text, mark.annotation(made)))
    assert met == Segmentation(mentions=2, widened=1, across_sentences=1)
    assert rows[0]["tokens"] == ["The", "reopening", "was", "late", "."]
    assert rows[0]["ner_tags"] == ["O", "B-WORK", "O", "O", "O"]
    assert rows[1]["ner_tags"] == ["O", "O", "B-GPE", "I-GPE", "O", "O"]


def test_bio_tags_only_the_outermost() -> None:
    def one(start: int, end: int, kind: str) -> InTokens:
        mention = Mention(id="m", entity="e", type=kind, level="NAM", start=0, end=1)
        return InTokens(mention, Interval(start, end))

    assert bio(5, [one(0, 3, "ORG"), one(0, 1, "GPE"), one(2, 3, "PER"), one(3, 5, "LOC")]) == [
        "B-ORG", "I-ORG", "I-ORG", "B-LOC", "I-LOC",
    ]  # fmt: skip
    assert bio(2, [one(1, 1, "PER")]) == ["O", "O"]
    assert bio(0, []) == []


def test_a_quote_row() -> None:
    first, second = quote_rows(Located(*ferry()))
    assert first == {
        "doc_id": "harbour-gazette-2026-03-03-ferry-line-reopens",
        "quote_id": "q0",
        "synthetic": True,
        "type": "direct",
        "kind": "speech",
        "attribution": "explicit",
        "polarity": "Positive",
        "content_text": "“The line is safe,” “We open in May.”",
        "content": [
            {"start": 0, "end": 19, "text": "“The line is safe,”"},
            {"start": 68, "end": 85, "text": "“We open in May.”"},
        ],
        "cue": [{"start": 30, "end": 34, "text": "said"}],
        "source_mention_id": "m0",
        "source_text": "Mira Holt",
        "source_start": 20,
        "source_end": 29,
        "source_level": "NAM",
        "speaker_id": "holt",
        "speaker_name": "Mira Holt",
        "speaker_type": "PER",
        "speaker_link": "Q42",
        "addressees": [],
        "parent": None,
        "paragraph": FERRY.split("\n")[0],
        "paragraph_start": 0,
        "paragraph_end": 85,
    }
    assert second["addressees"] == [
        {
            "mention_id": "m7",
            "entity_id": "engineers",
            "name": None,
            "type": "PER",
            "start": 113,
            "end": 136,
            "text": "the company’s engineers",
        }
    ]
    assert second["paragraph"] == FERRY.split("\n")[2]


def test_a_quote_without_a_source_has_no_speaker() -> None:
    rows = {row["quote_id"]: row for row in quote_rows(Located(*rebels()))}
    unattributed = rows["q10"]
    assert unattributed["attribution"] == "none"
    speaker = [name for name in unattributed if name.startswith(("source_", "speaker_"))]
    assert len(speaker) == 9
    assert {unattributed[name] for name in speaker} == {None}


def test_a_quote_of_several_paragraphs_has_them_all() -> None:
    article, text, annotation = rebels()
    rows = {row["quote_id"]: row for row in quote_rows(Located(article, text, annotation))}
    assert str(rows["q5"]["paragraph"]).count("\n\n") == 1


def test_an_event_row() -> None:
    (row,) = event_rows(Located(*ferry()))
    assert {name: value for name, value in row.items() if name != "arguments"} == {
        "doc_id": "harbour-gazette-2026-03-03-ferry-line-reopens",
        "event_id": "v0",
        "synthetic": True,
        "type": "Contact:Meet",
        "trigger": "meeting",
        "trigger_start": 50,
        "trigger_end": 57,
        "polarity": "Positive",
        "tense": "Past",
        "genericity": "Specific",
        "modality": "Asserted",
        "realis": "Actual",
        "sentence": "“The line is safe,” Mira Holt said after Monday’s meeting in Tarsk.",
        "sentence_index": 0,
        "sentence_start": 0,
        "sentence_end": 67,
    }
    arguments = row["arguments"]
    assert isinstance(arguments, list)
    assert [(one["role"], one["text"], one["name"], one["level"]) for one in arguments] == [
        ("Entity", "Mira Holt", "Mira Holt", "NAM"),
        ("Time", "Monday", None, None),
        ("Place", "Tarsk", "Tarsk", "NAM"),
        ("Entity", "The council of Tarsk", "council of Tarsk", "NAM"),
    ]


def test_a_standoff_row_gives_the_article_and_annotation_back() -> None:
    for article, _, annotation in (storm(), court()):
        (row,) = to_table("standoff", [standoff_row(article, annotation)]).to_pylist()
        assert from_standoff_row(row, article.split) == (article, annotation)  # type: ignore[arg-type]


def test_a_standoff_row_holds_no_text() -> None:
    article, text, annotation = court()
    filled = annotation.with_text(text)
    assert standoff_row(article, filled) == standoff_row(article, annotation)
    assert "hidden the report" not in str(standoff_row(article, filled))


def test_rows_take_their_text_from_the_article_and_not_from_the_annotation() -> None:
    article, text, annotation = ferry()
    bare = annotation.without_text()
    assert default_row(article, text, bare) == default_row(article, text, annotation)
    assert list(quote_rows(Located(article, text, bare))) == list(quote_rows(Located(article, text, annotation)))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 2), (0, (0, 5))),
        ((7, 9), (1, (6, 10))),
        ((4, 7), (0, (0, 10))),
        ((5, 6), (0, (0, 6))),
        ((11, 12), (1, (6, 12))),
    ],
)
def test_the_units_that_a_span_touches(span: tuple[int, int], expected: tuple[int, tuple[int, int]]) -> None:
    assert covering([(0, 5), (6, 10)], *span) == expected


def test_a_span_before_the_first_unit_gets_that_one() -> None:
    assert covering([(3, 5)], 0, 4) == (0, (3, 5))


def test_an_annotator_without_text_keeps_offsets() -> None:
    article, _, annotation = court()
    row = annotator_row(article, None, msgspec.structs.replace(annotation, annotator="ann-a"), kind="program")
    assert [row[name] for name in ("annotator", "annotator_kind", "split", "text")] == [
        "ann-a",
        "program",
        "test",
        None,
    ]
    assert row["mentions"][1] == {  # type: ignore[index]  # a row holds plain JSON values
        "mention_id": "m1",
        "entity_id": "karsova",
        "type": "GPE",
        "level": "NAM",
        "start": 13,
        "end": 20,
        "text": None,
    }
