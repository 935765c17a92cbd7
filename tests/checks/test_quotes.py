"""The finer points of the checks of quotes."""

from __future__ import annotations

import pytest

from tests.checks.corpora import annotation_of, article_of, found, messages, quote, span, value


def about(text: str, *quotes: dict[str, object], only: str, mentions: tuple[object, ...] = ()) -> list[str]:
    """What one check says of these quotes."""
    article = article_of(text)
    entities = [{"id": "holt", "type": "PER", "name": None}]
    annotation = annotation_of(article, entities=entities, mentions=list(mentions), quotes=list(quotes))
    return messages(found(annotation, article, text, only))


# Quotation marks and the type


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("“The line is safe,” she said.\n", ["“The line is safe,”"]),
        ('"The line is safe," she said.\n', ['"The line is safe,"']),
        ("‘The line is safe,’ she said.\n", ["‘The line is safe,’"]),
        ("«The line is safe», she said.\n", ["«The line is safe»"]),
        ("“The line is safe”, she said.\n", ["“The line is safe”,"]),
        ("“The line,” she said, “is safe.”\n", ["“The line,”", "“is safe.”"]),
        ("“The line is safe.\n\n“We sail.”\n", ["“The line is safe.", "“We sail.”"]),
        ("“The line is safe, she said.\n", ["“The line is safe,"]),
        ("Reporter: Is the line safe?\n", ["Is the line safe?"]),
        ("Is the line safe?\n\nYes.\n", ["Is the line safe?", "Yes."]),
        ("“He said ‘yes’,” she said.\n", ["“He said ‘yes’,”", "‘yes’"]),
    ],
)
def test_direct_quotes_with_their_marks(text: str, contents: list[str]) -> None:
    assert about(text, quote(text, *contents), only="direct-without-marks") == []


@pytest.mark.parametrize(
    ("text", "content", "said"),
    [
        (
            "“The line is safe,” she said.\n",
            "The line is safe,",
            "content of quote q1, 1 to 18, leaves both its quotation marks outside, expected 0 to 19",
        ),
        (
            "“The line is safe,” she said.\n",
            "“The line is safe,",
            "content of quote q1, 0 to 18, leaves a quotation mark outside, expected 0 to 19",
        ),
        (
            "She said the line is safe.\n",
            "the line is safe",
            "content of quote q1, 9 to 25, is direct and stands in no quotation marks, "
            "expected words in quotation marks",
        ),
    ],
)
def test_direct_quotes_without_their_marks(text: str, content: str, said: str) -> None:
    assert about(text, quote(text, content), only="direct-without-marks") == [
        f"direct-without-marks: {said}; take the marks into the content, or change the type"
    ]


TERM = "She said the “line” is safe.\n"


def test_an_indirect_quote_with_marks_inside_is_doubtful() -> None:
    indirect = quote(TERM, "the “line” is safe", type="indirect")
    assert about(TERM, indirect, only="quote-type") == [
        "quote-type: quote q1 is indirect and '“line”' in it stands in quotation marks, expected mixed; "
        "correct the type, or leave it if the marks are around a title or term"
    ]


@pytest.mark.parametrize("name", ["“line”", "line"])
def test_marks_around_a_mention_are_those_of_a_title(name: str) -> None:
    mention = value("t1", span(TERM, name))
    indirect = quote(TERM, "the “line” is safe", type="indirect")
    assert about(TERM, indirect, only="quote-type", mentions=(mention,)) == []
    assert about(TERM, only="marks-without-quote", mentions=(mention,)) == []


def test_marks_inside_a_longer_mention_may_hold_the_name() -> None:
    text = "Her novel “The Lamp Tax,” which sold well, and her “other” one.\n"
    article = article_of(text)
    lamp = {"id": "m1", "entity": "lamp", "type": "VEH", "level": "NAM", **span(text, "Her novel “The Lamp Tax,”")}
    entity = {"id": "lamp", "type": "VEH", "name": "The Lamp Tax"}
    annotation = annotation_of(article, entities=[entity], mentions=[lamp])
    (said,) = messages(found(annotation, article, text, "marks-without-quote"))
    assert said.startswith("marks-without-quote: '“other”', ")


def test_marks_of_a_nested_quote_do_not_make_its_parent_mixed() -> None:
    text = "She said that Brandt told her “go home”.\n"
    outer = quote(text, "that Brandt told her “go home”", type="indirect")
    inner = {**quote(text, "“go home”", parent="q1"), "id": "q2"}
    assert about(text, outer, inner, only="quote-type") == []
    assert len(about(text, outer, only="quote-type")) == 1


def test_a_mixed_quote_that_stands_in_marks_as_a_whole_is_direct() -> None:
    text = "She said “the line is safe”.\n"
    assert about(text, quote(text, "“the line is safe”", type="mixed"), only="quote-type") == [
        "quote-type: quote q1 is mixed and stands in quotation marks as a whole, expected direct; "
        "correct the type, or leave it if the marks are around a title or term"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The line is safe,” she said.\n", ["“The line is safe,”"]),
        ("“One.\n\n“Two.”\n", ["“One.", "“Two.”"]),
        ('A "line" and a ‘ferry’.\n', ['"line"']),
    ],
)
def test_marks_that_no_quote_touches(text: str, words: list[str]) -> None:
    expected = []
    for word in words:
        start, line = text.index(word), text[: text.index(word)].count("\n") + 1
        expected.append(
            f"marks-without-quote: '{word}', {start} to {start + len(word)}, stands in quotation marks and in no "
            f"quote, expected a quote (line {line} of the text); annotate the quote, or leave it if nobody says it"
        )
    assert about(text, only="marks-without-quote") == expected


def test_marks_inside_or_across_a_quote_are_not_reported() -> None:
    text = "She said the “line” is safe, she “said”.\n"
    quotes = [quote(text, "the “line” is safe", type="mixed"), {**quote(text, "“said”"), "id": "q2"}]
    assert about(text, *quotes, only="marks-without-quote") == []


# Nesting


NESTED = "“He told me ‘she said go’,” Holt said.\n"
OUTER, MIDDLE, INNER = "“He told me ‘she said go’,”", "‘she said go’", "go"


def three(middle: str | None, inner: str | None) -> list[dict[str, object]]:
    return [
        {**quote(NESTED, OUTER), "id": "a"},
        {**quote(NESTED, MIDDLE, parent=middle), "id": "b"},
        {**quote(NESTED, INNER, type="indirect", parent=inner), "id": "c"},
    ]


def test_the_parent_is_the_innermost_quote_around() -> None:
    assert about(NESTED, *three("a", "b"), only="nested-without-parent") == []
    assert [line.split(",")[0] for line in about(NESTED, *three(None, "a"), only="nested-without-parent")] == [
        "nested-without-parent: quote b lies in the content of a and has no parent",
        "nested-without-parent: quote c lies in the content of b and has the parent a",
    ]


def test_a_quote_in_either_of_two_with_the_same_content_may_have_either_as_parent() -> None:
    first, second, inner = three("a", "b")
    again = {**first, "id": "z", "source": None, "type": "mixed"}
    assert about(NESTED, first, again, second, inner, only="nested-without-parent") == []


def test_a_quote_outside_its_parent() -> None:
    assert about(NESTED, *three("a", "b"), only="parent-outside") == []
    assert about(NESTED, *three("c", None), only="parent-outside") == [
        "parent-outside: quote b does not lie in the content of its parent c, expected a quote around it; "
        "correct the parent, or the extent of one of them"
    ]


def test_each_circle_of_parents_is_told_once() -> None:
    quotes = [{**quote(NESTED, OUTER), "id": name, "parent": parent} for name, parent in ("xa", "ab", "bc", "ca", "dd")]
    assert about(NESTED, *quotes, only="parent-cycle") == [
        "parent-cycle: the parents a → b → c → a go round in a circle, expected an outermost quote; "
        "remove the parent of the quote that is outermost",
        "parent-cycle: quote d is its own parent, expected an outermost quote; "
        "remove the parent of the quote that is outermost",
    ]


def test_a_long_chain_of_parents_is_no_circle() -> None:
    number = 3_000
    quotes = [
        {**quote(NESTED, OUTER), "id": f"q{n}", "parent": f"q{n + 1}" if n + 1 < number else None}
        for n in range(number)
    ]
    assert about(NESTED, *quotes, only="parent-cycle") == []


# Content, cue, source


def test_contents_of_two_quotes_that_cross() -> None:
    text = "She said that the line was safe today.\n"
    first = quote(text, "that the line was safe", type="indirect")
    second = {**quote(text, "safe today", type="indirect"), "id": "q2"}
    assert about(text, first, second, only="crossing-quotes") == [
        "crossing-quotes: content of quote q2, 27 to 37, crosses content of quote q1, 9 to 31, expected nested or "
        "apart; correct the extent of one of them"
    ]


def test_two_people_may_say_the_same_words() -> None:
    text = "Holt and she said go.\n"
    holt = {"id": "m1", "entity": "holt", "type": "PER", "level": "NAM", **span(text, "Holt")}
    she = {"id": "m2", "entity": "holt", "type": "PER", "level": "PRO", **span(text, "she")}
    quotes = [
        quote(text, "go", type="indirect", source="m1", attribution="explicit"),
        {**quote(text, "go", type="indirect", source="m2", attribution="anaphoric"), "id": "q2"},
    ]
    for only in ("duplicate-quote", "crossing-quotes", "nested-without-parent"):
        assert about(text, *quotes, only=only, mentions=(holt, she)) == []


def test_content_spans_that_overlap() -> None:
    text = "“Yes,” she said. “No.”\n"
    overlapping = {**quote(text, "“Yes,”"), "content": [span(text, "“Yes,”"), span(text, "”")]}
    assert about(text, overlapping, only="content-order") == [
        "content-order: content 2 of quote q1 begins at 5, content 1 ends at 6, expected 6 or later; "
        "put the spans in the order of the text, without overlap"
    ]


@pytest.mark.parametrize(
    ("source", "attribution", "said"),
    [
        ("m1", "explicit", []),
        ("m2", "anaphoric", []),
        (None, "none", []),
        (None, "implicit", []),
        ("m2", "implicit", []),
        (None, "explicit", ["attribution-source"]),
        ("m1", "none", ["attribution-source"]),
        ("m1", "anaphoric", ["attribution-level"]),
        ("m2", "explicit", ["attribution-level"]),
    ],
)
def test_source_and_attribution(source: str | None, attribution: str, said: list[str]) -> None:
    text = "Holt said she said go.\n"
    holt = {"id": "m1", "entity": "holt", "type": "PER", "level": "NAM", **span(text, "Holt")}
    she = {"id": "m2", "entity": "holt", "type": "PER", "level": "PRO", **span(text, "she")}
    one = quote(text, "go", type="indirect", source=source, attribution=attribution)
    article = article_of(text)
    entities = [{"id": "holt", "type": "PER", "name": None}]
    annotation = annotation_of(article, entities=entities, mentions=[holt, she], quotes=[one])
    checks = [f.check for f in found(annotation, article, text, "attribution-source", "attribution-level")]
    assert checks == said


def test_values_do_not_speak_and_are_not_spoken_to() -> None:
    text = "On Monday Holt said go.\n"
    monday = value("t1", span(text, "Monday"))
    one = quote(text, "go", type="indirect", source="t1", attribution="implicit", addressees=["t1"])
    assert about(text, one, only="speaker-is-value", mentions=(monday,)) == [
        f"speaker-is-value: {what} of quote q1 is t1, a TIME, expected a mention of an entity; "
        "choose the mention of who speaks or is spoken to"
        for what in ("the source", "an addressee")
    ]
