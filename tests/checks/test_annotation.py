"""One annotation, in memory: what is said, in which words, and what runs when something is not at hand."""

from __future__ import annotations

import orjson

from quotidian.checks import check_annotation
from quotidian.store import to_json
from tests.checks.corpora import (
    ONTOLOGY,
    annotation_of,
    article_of,
    document_of,
    found,
    messages,
    quote,
    span,
    value,
)

TEXT = "Mira Holt  left on 🎉 Monday.\n\nShe came back\non Sunday.\n"
ARTICLE = article_of(TEXT)


def test_a_sound_annotation_has_no_findings_as_object_and_as_bytes() -> None:
    annotation = annotation_of(ARTICLE, mentions=[value("t1", span(TEXT, "Monday"))])
    assert list(check_annotation(annotation, ARTICLE, TEXT, ONTOLOGY)) == []
    assert list(check_annotation(to_json(annotation), ARTICLE, TEXT, ONTOLOGY, file="a.json")) == []


def test_a_finding_has_all_its_parts() -> None:
    annotation = annotation_of(ARTICLE, mentions=[value("t1", {**span(TEXT, "Monday"), "text": "Tuesday"})])
    (finding,) = check_annotation(to_json(annotation), ARTICLE, TEXT, ONTOLOGY, file="a.json")
    assert finding.to_dict() == {
        "file": "a.json",
        "line": 8,
        "pointer": "/mentions/0/text",
        "level": "text",
        "severity": "error",
        "check": "span-text",
        "message": "mention t1 says 'Tuesday' at 21 to 27, expected 'Monday'; mark the span again",
        "found": "'Tuesday'",
        "expected": "'Monday'",
        "mend": "mark the span again",
        "article": "port",
        "annotator": "gold",
    }
    assert str(finding) == f"a.json:8: text span-text {finding.message}"


def test_a_finding_of_an_object_has_no_line_and_names_the_annotation() -> None:
    annotation = annotation_of(ARTICLE, mentions=[value("t1", {**span(TEXT, "Monday"), "text": "Tuesday"})])
    (finding,) = check_annotation(annotation, ARTICLE, TEXT, ONTOLOGY)
    assert (finding.file, finding.line) == (None, None)
    assert str(finding) == f"gold/port:1: text span-text {finding.message}"


def test_causes_of_an_unequal_text_are_named() -> None:
    spaces = {**span(TEXT, "Mira Holt  left"), "text": "Mira Holt left"}
    utf16 = {"start": 22, "end": 28, "text": "Monday"}
    utf8 = {"start": 24, "end": 30, "text": "Monday"}
    mentions = [value("a", spaces), value("b", utf16), value("c", utf8)]
    cues = quote(TEXT, "She", type="indirect", cue=[{**span(TEXT, "back\non"), "text": "back\\non"}])
    annotation = annotation_of(ARTICLE, mentions=mentions, quotes=[cues])
    assert messages(found(annotation, ARTICLE, TEXT, "span-text")) == [
        "span-text: mention a says 'Mira Holt left' at 0 to 15, which differs only in white space (an editor collapses "
        "it), expected 'Mira Holt  left'; copy the text from the article",
        "span-text: mention b says 'Monday' at 22 to 28, offsets that count UTF-16 units, expected 21 to 27 in code "
        "points; convert the offsets",
        "span-text: mention c says 'Monday' at 24 to 30, offsets that count UTF-8 units, expected 21 to 27 in code "
        "points; convert the offsets",
        "span-text: cue of quote q1 says 'back\\\\non' at 39 to 46, where line ends are written as the two characters "
        "\\n, expected 'back\\non'; copy the text from the article",
    ]


def test_all_findings_come_in_one_run() -> None:
    annotation = annotation_of(
        ARTICLE,
        entities=[{"id": "holt", "type": "PRE", "name": None}],
        mentions=[
            value("t1", {"start": 0, "end": 999, "text": "x"}),
            value("t2", {"start": 5, "end": 5, "text": ""}),
            {**value("t3", span(TEXT, "Monday")), "level": "NAM"},
        ],
    )
    checks = [finding.check for finding in found(annotation, ARTICLE, TEXT)]
    assert checks == ["span-out-of-range", "span-empty", "entity-without-mention", "unknown-type", "value-as-entity"]


def test_without_the_text_all_checks_run_that_need_none() -> None:
    annotation = annotation_of(
        ARTICLE,
        mentions=[value("t1", {"start": 3, "end": 999, "text": "x"}), value("t2", {"start": 1, "end": 4, "text": "y"})],
    )
    assert messages(found(annotation, ARTICLE, None)) == [
        "span-out-of-range: mention t1, 3 to 999, lies outside the text, expected offsets from 0 to 55; "
        "mark the span again"
    ]
    checks = [finding.check for finding in found(annotation, ARTICLE, TEXT)]
    assert checks == ["span-out-of-range", "span-text", "span-cuts-word"]


def test_without_an_ontology_all_other_checks_run() -> None:
    annotation = annotation_of(
        ARTICLE, mentions=[{**value("t1", {"start": 3, "end": 999}), "type": "NONSENSE", "text": "x"}]
    )
    findings = check_annotation(annotation, ARTICLE, TEXT, None)
    assert [finding.check for finding in findings] == ["span-out-of-range"]


def test_only_the_checks_that_were_asked_for_run() -> None:
    annotation = annotation_of(ARTICLE, mentions=[{**value("t1", {"start": 3, "end": 999}), "type": "NONSENSE"}])
    assert [f.check for f in found(annotation, ARTICLE, TEXT, "unknown-type")] == ["unknown-type"]
    assert [f.check for f in found(annotation, ARTICLE, TEXT, "not-json", "span-empty")] == []


def test_one_damaged_record_does_not_hide_the_faults_of_the_others() -> None:
    document = document_of(
        ARTICLE,
        entities=[{"id": "holt", "type": "PER", "name": None}],
        mentions=[
            {"id": "m1", "entity": "holt", "type": "PER", "start": 0, "end": 4, "text": "Mira"},
            value("t1", {**span(TEXT, "Monday"), "text": "Tuesday"}),
        ],
        events=[
            {
                "id": "v1",
                "type": "Movement:Transport",
                "trigger": span(TEXT, "left"),
                "polarity": "Positive",
                "tense": "Past",
                "genericity": "Specific",
                "modality": "Asserted",
                "arguments": [{"role": "Agent", "mention": "m1"}, {"role": "Agent", "mention": "m9"}],
            }
        ],
    )
    assert [(f.pointer, f.check) for f in found(document, ARTICLE, TEXT)] == [
        ("/mentions/0", "missing-field"),
        ("/mentions/1/text", "span-text"),  # its place in the file, not among the whole ones
        ("/events/0/arguments/1/mention", "dangling-id"),  # m1 is there, if damaged; m9 is not
    ]


def test_numbers_that_are_no_integers_are_found_although_json_schema_lets_them_pass() -> None:
    document = document_of(ARTICLE, mentions=[value("t1", {**span(TEXT, "Monday"), "start": 21.0})])
    data = orjson.dumps(document).replace(b'"end":27', b'"end":100000000000000000000000')
    findings = list(check_annotation(data, ARTICLE, TEXT, ONTOLOGY, file="a.json"))
    assert messages(findings) == [
        "wrong-type: /mentions/0/start is 21.0, expected an integer, without point or exponent; write it as that type",
        "wrong-type: /mentions/0/end is 1e+23, expected an integer, without point or exponent; write it as that type",
    ]


def test_a_text_of_another_length_breaks_nothing() -> None:
    annotation = annotation_of(ARTICLE, mentions=[value("t1", span(TEXT, "Sunday"))])
    assert list(check_annotation(annotation, ARTICLE, TEXT[:20], ONTOLOGY)) == []


def test_an_annotation_of_another_article_is_told_by_its_hash() -> None:
    other = article_of("Another text.\n", name="other")
    assert [f.check for f in found(annotation_of(ARTICLE), other, "Another text.\n")] == ["annotation-hash"]


def test_a_finding_about_a_standoff_article_never_quotes_its_text() -> None:
    text = "“The line is safe,” said Mira Holt of the harbour “office”.\n"
    article = article_of(text, standoff=True)
    document = document_of(
        article,
        entities=[{"id": "holt", "type": "PER", "name": None, "surface": "Mira Holt"}],
        mentions=[
            {"id": "m1", "entity": "holt", "type": "PER", "level": "NAM", **span(text, "Mira Holt")},
            {"id": "m2", "entity": "holt", "type": "PER", "level": "NAM", "start": "harbour", "end": 9},
        ],
        quotes=[quote(text, "said Mira Holt of the harbour “office”", type="indirect", attribution="of the harbour")],
        events=[
            {
                "id": "v1",
                "type": "Movement:Transport",
                "trigger": {**span(text, "said Mira Holt of the harbour"), "text": ["safe"]},
                "polarity": "Positive",
                "tense": "Past",
                "genericity": "Specific",
                "modality": "Asserted",
                "arguments": [],
            }
        ],
    )
    whole = document_of(article, quotes=[{**quote(text, "said Mira Holt of the harbour “office”"), "type": "indirect"}])
    findings = [*found(document, article, text), *found(whole, article, text)]
    assert {"standoff-with-text", "quote-type", "marks-without-quote", "wrong-type"} <= {f.check for f in findings}
    for finding in findings:
        shown = f"{finding.message} {finding.found} {finding.expected}"
        for words in ("line is safe", "Mira Holt", "office”", "'harbour'"):
            assert words not in shown
