"""The view of an article: who speaks and what happens, in reading order."""

from __future__ import annotations

import msgspec
import pytest

from quotidian.errors import InputError, OffsetError
from quotidian.model import Annotation, Argument, Span
from quotidian.show.look import look
from tests.show.marking import Marking, article
from tests.show.sample import TEXT, sample

VIEW = look(*sample())
MEND = "run 'quotidian validate' for all its findings"


def changed(**fields: object) -> Annotation:
    return msgspec.structs.replace(sample().annotation, **fields)


def test_runs_of_the_paragraphs_hold_the_whole_text() -> None:
    told = ["".join(TEXT[run.start : run.end] for run in paragraph.runs) for paragraph in VIEW.paragraphs]
    assert "\n\n".join(told) + "\n" == TEXT


def test_margins_say_who_speaks_and_what_happens_where() -> None:
    said = [[(s.quote, VIEW.speaker(s.quote), s.continued) for s in p.said] for p in VIEW.paragraphs]
    assert said[:5] == [
        [(0, "Tessa Ormond", False)],
        [(1, "Tessa Ormond", False)],
        [(2, "Ilse Brandt", False), (3, "Ilse Brandt", False), (4, "Ilse Brandt", False)],
        [(5, "Yusuf Amrani", False)],
        [(5, "Yusuf Amrani", True), (6, "My brother", False)],
    ]
    assert said[7] == [(9, "his lawyer", False), (10, None, False)]
    labels = [[VIEW.events[event].type.partition(":")[2] for event in p.events] for p in VIEW.paragraphs]
    assert labels[0] == ["Attack", "Die", "Attack", "Cease-Fire", "Agree"]
    assert labels[5] == ["Die", "Attack"]


def test_an_entity_goes_by_its_name_or_its_best_mention() -> None:
    names = {figure.entity.id: (figure.name, len(figure.mentions)) for figure in VIEW.cast}
    assert names["amrani"] == ("Yusuf Amrani", 5)
    assert names["dockers"] == ("two dock workers", 2)
    assert names["crews"] == ("The crews", 2)
    assert next(iter(names)) == "amrani"
    assert [len(figure.mentions) for figure in VIEW.cast] == sorted(
        (len(figure.mentions) for figure in VIEW.cast), reverse=True
    )


def test_a_quote_knows_its_cue_depth_and_addressees() -> None:
    assert [VIEW.depth(quote) for quote in range(len(VIEW.quotes))] == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]
    assert VIEW.cue(8) == "According to"
    assert [VIEW.referent(mention) for mention in VIEW.addressees[6]] == ["Yusuf Amrani"]


def test_an_event_says_what_is_not_as_usual() -> None:
    assert VIEW.attributes(0) == ["Actual", "past"]
    assert VIEW.attributes(5) == ["Other", "future", "negative"]
    assert VIEW.attributes(10) == ["Other", "future", "not asserted"]


def test_a_circle_of_parents_ends() -> None:
    quotes = list(sample().annotation.quotes)
    quotes[0] = msgspec.structs.replace(quotes[0], parent="q1")
    quotes[1] = msgspec.structs.replace(quotes[1], parent="q0")
    assert look(sample().article, TEXT, changed(quotes=tuple(quotes))).depth(0) == 1


def test_without_annotation_there_are_paragraphs_only() -> None:
    view = look(sample().article, TEXT, None)
    assert (view.annotator, view.cast, view.quotes, view.events) == (None, (), (), ())
    assert [len(paragraph.runs) for paragraph in view.paragraphs] == [1] * 8


def test_a_content_over_two_paragraphs_is_cut_at_their_edge() -> None:
    text = "“One.\n\nTwo,” she said.\n"
    mark = Marking(text)
    mark.quote("“One.\n\nTwo,”", cue=("said",), attribution="none")
    made = article(text, title="Two")
    first, second = look(made, text, mark.annotation(made)).paragraphs
    assert [(said.quote, said.continued) for said in first.said + second.said] == [(0, False), (0, True)]
    assert [text[run.start : run.end] for run in second.runs] == ["Two,”", " she ", "said", "."]


def test_what_does_not_belong_together_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        look(sample().article, "Another text.\n", None)
    assert str(caught.value).startswith("not the text of harbour-gazette-2026-03-03-a: found ")
    with pytest.raises(InputError) as caught:
        look(sample().article, TEXT, changed(text_sha256="0" * 64))
    assert str(caught.value) == (
        "gold's annotation is of another text than the one of harbour-gazette-2026-03-03-a at /text_sha256: "
        f"found '000000000000', expected {sample().article.text.sha256[:12]}; {MEND}"
    )


def test_a_span_outside_the_text_is_located() -> None:
    event = msgspec.structs.replace(sample().annotation.events[0], trigger=Span(start=3, end=9999))
    with pytest.raises(OffsetError) as caught:
        look(sample().article, TEXT, changed(events=(event,)))
    assert str(caught.value) == (
        "span out of range at /events/0/trigger: found (3, 9999), "
        f"expected 0 <= start <= end <= {len(TEXT)} (code points); {MEND}"
    )


@pytest.mark.parametrize(
    ("layer", "field", "value", "problem"),
    [
        ("mentions", "entity", "nobody", "no entity of this id: found 'nobody', expected the entity that mention m0 "),
        (
            "quotes",
            "source",
            "m999",
            "no mention of this id: found 'm999', expected the mention that the source of quote q0 ",
        ),
        (
            "quotes",
            "parent",
            "q99",
            "no quote of this id: found 'q99', expected the quote that the parent of quote q0 ",
        ),
        (
            "quotes",
            "addressees",
            ("x",),
            "no mention of this id: found 'x', expected the mention that an addressee of ",
        ),
        ("quotes", "content", (), "a quote without content at /quotes/0/content; "),
        (
            "events",
            "arguments",
            (Argument(role="Target", mention="x"),),
            "no mention of this id: found 'x', expected the mention that the Target of event v0 refers to; ",
        ),
    ],
)
def test_what_points_to_nothing_is_named(layer: str, field: str, value: object, problem: str) -> None:
    first, *rest = getattr(sample().annotation, layer)
    broken = changed(**{layer: (msgspec.structs.replace(first, **{field: value}), *rest)})
    with pytest.raises(InputError) as caught:
        look(sample().article, TEXT, broken)
    assert str(caught.value).startswith(problem)
    assert str(caught.value).endswith(MEND)
