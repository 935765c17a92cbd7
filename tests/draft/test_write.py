"""Writing an annotation as a draft loses nothing."""

# ruff: noqa: E501  # whole messages and tags stay on one line, so that they can be searched for

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings

from quotidian.draft import read_draft, starter, write_draft
from quotidian.draft.order import in_order
from quotidian.draft.write import Form
from quotidian.errors import InputError, OffsetError
from quotidian.model import Annotation, Argument, Mention, Quote, Span
from tests.draft.sample import BODY, ID, TEXT, article, inline, marked, ontology, resolved
from tests.draft.strategies import PROVENANCE, annotated_texts

FORMS: tuple[Form, ...] = ("inline", "quoting")


def back(draft: str, text: str) -> Annotation:
    return read_draft(
        draft, article=article(text), text=text, ontology=ontology(), annotator="ann-a", provenance=PROVENANCE
    )


@settings(max_examples=400, deadline=None)
@given(annotated_texts())
def test_an_inline_draft_resolves_to_the_annotation_it_was_written_from(case: tuple[Annotation, str]) -> None:
    annotation, text = case
    draft = write_draft(annotation, text)
    assert back(draft, text) == in_order(annotation, ontology())
    assert write_draft(back(draft, text), text) == write_draft(in_order(annotation, ontology()), text)


def without_brackets(case: tuple[Annotation, str]) -> bool:
    """A context marks its span with brackets, so those of the text may be in its way."""
    return "[[" not in case[1] and "]]" not in case[1]


@settings(max_examples=400, deadline=None)
@given(annotated_texts().filter(without_brackets))
def test_a_quoting_draft_resolves_to_the_annotation_it_was_written_from(case: tuple[Annotation, str]) -> None:
    annotation, text = case
    assert back(write_draft(annotation, text, "quoting"), text) == in_order(annotation, ontology())


def one_mention(start: int, end: int, text: str) -> Annotation:
    mention = Mention(id="m1", entity=None, type="TIME", level=None, start=start, end=end, text=text[start:end])
    return msgspec.structs.replace(resolved(inline()), mentions=(mention,))


def test_the_inline_form_is_the_text_with_tags_and_then_the_entities() -> None:
    body = marked(
        **{
            "Tarsk": '<m id="m1" e="tarsk" l="NAM">Tarsk</m>',
            "“The line": '<q id="q1" type="direct" source="m2" attribution="explicit" polarity="Negative">“The line',
            "sound,” Mira Holt told": 'sound,”</q> <m id="m2" e="holt" t="ORG" l="NAM">Mira Holt</m> <cue q="q1">told</cue>',
            "sail on Monday": '<ev id="v1" type="Movement:Transport" tense="Future" Artifact="m2" Time="m3">sail</ev> on '
            '<from of="m3"/>Monday',
            ", Holt said": ', Holt<to of="m3"/> said',
            "20 metres": "20 metres",
        }
    )
    beside = '<entity id="tarsk" type="GPE" name="Tarsk" link="Q42"/>\n<entity id="holt" type="PER" name="A &quot;b&quot; &lt;c&gt; &amp; d&#10;e"/>\n'
    draft = inline(body, beside + '<m id="m3" t="TIME"/>\n')
    plain = (
        draft.replace('<from of="m3"/>', '<m id="m3" t="TIME">')
        .replace('<to of="m3"/>', "</m>")
        .replace('<m id="m3" t="TIME"/>\n', "")
    )
    assert resolved(draft).mentions == resolved(plain).mentions
    assert write_draft(resolved(draft), TEXT) == plain


def test_spans_that_cross_are_written_with_milestones() -> None:
    annotation = one_mention(14, 27, TEXT)
    wide = Quote(
        id="q1",
        type="mixed",
        kind="speech",
        content=(Span(start=6, end=19), Span(start=62, end=66)),
        cue=(Span(start=11, end=27),),
        source=None,
        addressees=(),
        attribution="none",
        parent=None,
        polarity="Positive",
    )
    draft = write_draft(msgspec.structs.replace(annotation, quotes=(wide,)), TEXT)
    assert draft.splitlines()[2] == (
        'Ferry <q id="q1" type="mixed" attribution="none">line <from cue="q1"/>to <from of="m1"/>Tarsk</q> '
        'reopens<to of="m1"/><to cue="q1"/>'
    )
    assert draft.splitlines()[-2:] == ['<m id="m1" t="TIME"/>', "</draft>"]


def test_the_quoting_form_says_no_more_than_is_needed() -> None:
    body = marked(
        Tarsk='<m e="tarsk" l="NAM">Tarsk</m>',
        Monday='<m id="mon" t="TIME">Monday</m>',
        told='<q id="q" type="direct">told</q>',
        sail='<ev type="Contact:Meet" tense="Past" Time="mon">s<m t="TIME">ai</m>l</ev>',
    )
    assert write_draft(resolved(inline(body)), TEXT, "quoting") == (
        "{\n"
        '  "schema": "urn:quotidian:schema:draft:1",\n'
        f'  "article": "{ID}",\n'
        '  "entities": [\n'
        '    {"id": "tarsk", "type": "GPE", "name": "Tarsk", "link": "Q42"},\n'
        '    {"id": "holt", "type": "PER", "name": "Mira Holt"}\n'
        "  ],\n"
        '  "mentions": [\n'
        '    {"id": "m1", "entity": "tarsk", "level": "NAM", "text": "Tarsk", "occurrence": 1},\n'
        '    {"id": "m2", "type": "TIME", "text": "ai", "occurrence": 2},\n'
        '    {"id": "mon", "type": "TIME", "text": "Monday"}\n'
        "  ],\n"
        '  "quotes": [\n'
        '    {"id": "q", "type": "direct", "content": [{"text": "told"}], "attribution": "none"}\n'
        "  ],\n"
        '  "events": [\n'
        '    {"id": "v1", "type": "Contact:Meet", "trigger": {"text": "sail"}, "tense": "Past", '
        '"arguments": [{"role": "Time", "mention": "mon"}]}\n'
        "  ]\n"
        "}\n"
    )


def test_a_span_inside_a_word_is_quoted_with_its_context() -> None:
    text = "Then he saw the heron.\n"
    words, inside = one_mention(5, 7, text), one_mention(16, 18, text)
    assert '"text": "he"}' in write_draft(words, text, "quoting")
    assert '"context": "the [[he]]ron' in write_draft(inside, text, "quoting")
    assert back(write_draft(inside, text, "quoting"), text).mentions == inside.mentions


def test_a_span_inside_a_word_among_brackets_can_t_be_quoted() -> None:
    text = "he [[heron]]\n"
    with pytest.raises(InputError, match="a span inside a word can't be quoted: found 'he'"):
        write_draft(one_mention(5, 7, text), text, "quoting")
    assert back(write_draft(one_mention(5, 7, text), text), text).mentions == one_mention(5, 7, text).mentions


UNSAYABLE = {
    "empty": (5, 5, "''"),
    "space before": (5, 10, "' line'"),
    "line end after": (20, 28, "'reopens\\n'"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", UNSAYABLE)
def test_a_span_that_no_draft_can_say_is_refused(name: str, form: Form) -> None:
    start, end, found = UNSAYABLE[name]
    with pytest.raises(InputError) as caught:
        write_draft(one_mention(start, end, TEXT), TEXT, form)
    assert str(caught.value) == (
        f"this span can't be drafted at /mentions/0: found {found}, expected at least one character, and no white space "
        "at the edges; run 'quotidian validate' and mend the annotation"
    )


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(OffsetError, match="span out of range"):
        write_draft(one_mention(0, 5, TEXT), "x", "inline")


def test_what_only_the_quoting_form_can_say_is_refused_inline() -> None:
    made = resolved(
        inline(marked(told='<q id="q" type="direct">told</q>', sail='<ev type="Contact:Meet" tense="Past">sail</ev>'))
    )
    quote, event = made.quotes[0], made.events[0]
    odd: dict[str, Annotation] = {
        "a quote with the id 'none' can't be drafted inline; use the quoting form": msgspec.structs.replace(
            made, quotes=(msgspec.structs.replace(quote, id="none"),)
        ),
        "the role 'of what' can't be an attribute; use the quoting form": msgspec.structs.replace(
            made, events=(msgspec.structs.replace(event, arguments=(Argument(role="of what", mention="m1"),)),)
        ),
        "the role 'tense' can't be an attribute; use the quoting form": msgspec.structs.replace(
            made, events=(msgspec.structs.replace(event, arguments=(Argument(role="tense", mention="m1"),)),)
        ),
        "a value can't be drafted inline: found 'a\\x00'; use the quoting form": msgspec.structs.replace(
            made, entities=(msgspec.structs.replace(made.entities[0], name="a\0"),)
        ),
        "spans of 'q' overlap; mend the annotation or use the quoting form": msgspec.structs.replace(
            made,
            mentions=(Mention(id="m", entity=None, type="TIME", level=None, start=0, end=13),),
            quotes=(msgspec.structs.replace(quote, content=(Span(start=6, end=27), Span(start=11, end=19))),),
        ),
    }
    for message, annotation in odd.items():
        with pytest.raises(InputError) as caught:
            write_draft(annotation, TEXT)
        assert str(caught.value) == message
        assert write_draft(annotation, TEXT, "quoting")


def test_a_starter_is_a_draft_of_nothing_with_every_label_in_its_comment() -> None:
    draft = starter(article(), TEXT, ontology())
    assert resolved(draft).mentions == ()
    assert f"<text>\n{BODY}</text>" in draft
    comment = re.search("<!--(.*)-->", draft, re.DOTALL)
    assert comment is not None
    words = set(re.split(r"[\s:|]+", comment[1].replace(":", " ")))
    labels = ontology()
    listed = {*labels.mention_types, *(value for values in labels.choices.values() for value in values)}
    listed |= {
        part for event in labels.event_types for part in (*event.name.split(":"), *(r.name for r in event.roles))
    }
    assert listed - words == set()


def test_a_starter_of_labels_with_two_hyphens_is_still_well_formed() -> None:
    labels = ontology()
    odd = msgspec.structs.replace(labels.entity_types[0], name="A--B")
    draft = starter(article(), TEXT, msgspec.structs.replace(labels, entity_types=(odd,)))
    assert "A- -B" in draft
    assert resolved(draft).entities == ()
