"""What is the same thing in several annotations, and what differs."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.agreement.align import align
from quotidian.agreement.aligned import LAYERS, Aligned, Item
from quotidian.errors import InputError
from quotidian.model import (
    ANNOTATION_SCHEMA,
    Annotation,
    Argument,
    Entity,
    Event,
    Mention,
    Provenance,
    Quote,
    Span,
    Tool,
)
from quotidian.store import Corpus
from tests.agreement.versions import renamed, shuffled, versions

CORPUS = Corpus(Path(__file__).parents[2])
ONTOLOGY = CORPUS.ontology
TIME = "2026-03-04T09:00:00Z"


def annotation(
    name: str,
    *,
    entities: tuple[Entity, ...] = (),
    mentions: tuple[Mention, ...] = (),
    quotes: tuple[Quote, ...] = (),
    events: tuple[Event, ...] = (),
) -> Annotation:
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article="test-undated-article",
        annotator=name,
        text_sha256="0" * 64,
        entities=entities,
        mentions=mentions,
        quotes=quotes,
        events=events,
        provenance=Provenance(tool=Tool(name="test", version="1"), created=TIME, updated=TIME),
    )


def entity(one: str, kind: str = "PER", name: str | None = None) -> Entity:
    return Entity(id=one, type=kind, name=name)


def mention(one: str, start: int, end: int, of: str | None = "e", kind: str = "PER", level: str = "NAM") -> Mention:
    return Mention(id=one, entity=of, type=kind, level=level if of else None, start=start, end=end)


def quote(one: str, *content: tuple[int, int], cue: tuple[int, int] | None = None, source: str | None = None) -> Quote:
    return Quote(
        id=one,
        type="direct",
        kind="speech",
        content=tuple(Span(start=start, end=end) for start, end in content),
        cue=(Span(start=cue[0], end=cue[1]),) if cue else (),
        source=source,
        addressees=(),
        attribution="explicit",
        parent=None,
        polarity="Positive",
    )


def event(one: str, start: int, end: int, kind: str = "Life:Die", *arguments: tuple[str, str]) -> Event:
    return Event(
        id=one,
        type=kind,
        trigger=Span(start=start, end=end),
        polarity="Positive",
        tense="Past",
        genericity="Specific",
        modality="Asserted",
        arguments=tuple(Argument(role=role, mention=to) for role, to in arguments),
    )


def told(groups: tuple[Aligned[Item], ...]) -> list[tuple[str, tuple[str | None, ...], tuple[str, ...]]]:
    """Groups by the ids of their members; an argument by its role and mention."""

    def name(item: Item | None) -> str | None:
        if item is None:
            return None
        return f"{item.role} {item.mention}" if isinstance(item, Argument) else item.id

    return [(group.layer, tuple(map(name, group.items)), group.differences) for group in groups]


def test_mentions_by_span_then_overlap_then_type() -> None:
    one = annotation("a", entities=(entity("e"),), mentions=(mention("m1", 0, 5), mention("m2", 10, 20)))
    other = annotation(
        "b",
        entities=(entity("x"),),
        mentions=(
            mention("n1", 0, 4, "x"),
            mention("n2", 0, 5, "x", level="NOM"),
            mention("n3", 9, 22, "x"),
            mention("n4", 30, 31, None, "TIME"),
        ),
    )
    assert told(align([one, other])) == [
        ("entities", ("e", "x"), ("mentions",)),
        ("mentions", ("m1", "n2"), ("level",)),
        ("mentions", (None, "n1"), ("missing",)),
        ("mentions", ("m2", "n3"), ("span",)),
        ("mentions", (None, "n4"), ("missing",)),
    ]


def test_an_outer_and_an_inner_mention_are_not_the_same() -> None:
    """Both overlap, but they are of another type and of another entity, and one is a small part of the other."""
    one = annotation("a", entities=(entity("navy", "ORG"),), mentions=(mention("m", 0, 14, "navy", "ORG"),))
    other = annotation("b", entities=(entity("land", "GPE"),), mentions=(mention("m", 0, 6, "land", "GPE"),))
    assert told(align([one, other])) == [
        ("entities", ("navy", None), ("missing",)),
        ("entities", (None, "land"), ("missing",)),
        ("mentions", ("m", None), ("missing",)),
        ("mentions", (None, "m"), ("missing",)),
    ]


def test_entities_by_the_greatest_number_of_shared_mentions() -> None:
    """Greedy would join the first pair it sees; the optimum shares three spans instead of two."""
    one = annotation(
        "a",
        entities=(entity("p"), entity("q")),
        mentions=(mention("1", 0, 1, "p"), mention("2", 2, 3, "p"), mention("3", 4, 5, "q")),
    )
    other = annotation(
        "b",
        entities=(entity("r"), entity("s")),
        mentions=(mention("1", 0, 1, "r"), mention("2", 2, 3, "s"), mention("3", 4, 5, "r")),
    )
    groups = told(align([one, other]))
    assert groups[:2] == [("entities", ("p", "s"), ("mentions",)), ("entities", ("q", "r"), ("mentions",))]
    assert groups[2:] == [
        ("mentions", ("1", "1"), ("entity",)),
        ("mentions", ("2", "2"), ()),
        ("mentions", ("3", "3"), ()),
    ]


def test_references_are_compared_by_what_they_mean_and_not_by_ids() -> None:
    one = annotation(
        "a",
        entities=(entity("e"), entity("f")),
        mentions=(mention("m", 0, 3), mention("n", 40, 43, "f")),
        quotes=(quote("q", (5, 20), cue=(21, 25), source="m"),),
    )
    same = renamed(msgspec.structs.replace(one, annotator="b"), "x_")
    other = msgspec.structs.replace(one, annotator="c", quotes=(quote("q", (5, 20), cue=(21, 25), source="n"),))
    assert told(align([one, same, other]))[-1] == ("quotes", ("q", "x_q", "q"), ("source",))
    assert told(align([one, same]))[-1] == ("quotes", ("q", "x_q"), ())


def test_quotes_of_the_same_words_go_by_their_cues() -> None:
    """The navy's words in the agency's: one content, two quotes."""
    agency, navy = quote("agency", (10, 40), cue=(5, 9)), quote("navy", (10, 40), cue=(0, 4))
    one = annotation("a", quotes=(agency, navy))
    other = annotation("b", quotes=(msgspec.structs.replace(navy, id="1"), msgspec.structs.replace(agency, id="2")))
    assert told(align([one, other])) == [("quotes", ("navy", "1"), ()), ("quotes", ("agency", "2"), ())]


def test_a_quote_in_a_quote_is_another_one() -> None:
    one = annotation("a", quotes=(quote("outer", (0, 60), cue=(70, 74)),))
    other = annotation("b", quotes=(quote("inner", (30, 55), cue=(20, 29)),))
    assert [group.differences for group in align([one, other])] == [("missing",), ("missing",)]
    split = annotation("b", quotes=(quote("half", (0, 20), cue=(70, 74)),))
    assert told(align([one, split])) == [("quotes", ("outer", "half"), ("content",))]


def test_events_by_trigger_then_type() -> None:
    one = annotation("a", events=(event("v1", 0, 7, "Conflict:Attack"), event("v2", 0, 7, "Life:Die")))
    other = annotation("b", events=(event("w1", 0, 7, "Life:Die"), event("w2", 0, 7, "Life:Injure")))
    assert told(align([one, other])) == [("events", ("v1", "w2"), ("type",)), ("events", ("v2", "w1"), ())]


def test_arguments_by_event_role_and_mention() -> None:
    entities = (entity("e"), entity("f"), entity("g"))
    mentions = (mention("m", 0, 3), mention("she", 50, 53), mention("f1", 60, 63, "f"), mention("g1", 70, 73, "g"))
    one = annotation(
        "a",
        entities=entities,
        mentions=mentions,
        events=(event("v", 10, 17, "Life:Die", ("Agent", "m"), ("Victim", "f1"), ("Place", "g1")),),
    )
    other = annotation(
        "b",
        entities=entities,
        mentions=mentions,
        events=(event("w", 10, 17, "Life:Die", ("Agent", "she"), ("Instrument", "f1")),),
    )
    groups = align([one, other])
    assert told(groups)[-4:] == [
        ("events", ("v", "w"), ()),
        ("arguments", ("Agent m", "Agent she"), ("mention",)),
        ("arguments", ("Victim f1", "Instrument f1"), ("role",)),
        ("arguments", ("Place g1", None), ("missing",)),
    ]
    assert groups[-1].events == (one.events[0], other.events[0])


def test_one_annotator_of_three_has_it_not() -> None:
    one = annotation("a", events=(event("v", 0, 7),))
    other = annotation("b")
    third = annotation("c", events=(msgspec.structs.replace(event("w", 0, 7), tense="Future"),))
    assert told(align([one, other, third])) == [("events", ("v", None, "w"), ("missing", "tense"))]


def test_nothing_and_one_annotation() -> None:
    assert align([]) == ()
    assert told(align([annotation("a", events=(event("v", 0, 7),))])) == [("events", ("v",), ())]


def test_annotations_of_different_articles_are_refused() -> None:
    one, other = annotation("a"), msgspec.structs.replace(annotation("b"), article="other-undated-article")
    with pytest.raises(InputError) as caught:
        align([one, other])
    assert str(caught.value) == (
        "annotations of different articles can't be compared: found 'other-undated-article and test-undated-article'"
    )
    with pytest.raises(InputError, match=r"^annotations of different texts can't be compared"):
        align([one, msgspec.structs.replace(annotation("b"), text_sha256="1" * 64)])


@given(data=st.data(), drawn=versions(ONTOLOGY, least=1, most=1))
def test_an_annotation_agrees_with_itself_under_any_order_and_any_names(
    data: st.DataObject, drawn: tuple[str, list[Annotation]]
) -> None:
    _, [one] = drawn
    other = data.draw(shuffled(msgspec.structs.replace(one, annotator="zz")))
    for group in align([one, other]):
        assert group.differences == (), told((group,))


@given(data=st.data(), drawn=versions(ONTOLOGY))
def test_the_order_of_annotators_and_items_changes_nothing(
    data: st.DataObject, drawn: tuple[str, list[Annotation]]
) -> None:
    _, annotations = drawn
    order = data.draw(st.permutations(range(len(annotations))))
    again = align([data.draw(shuffled(annotations[one])) for one in order])
    expected = [
        (layer, tuple(names[one] for one in order), differences)
        for layer, names, differences in told(align(annotations))
    ]
    assert told(again) == expected


@given(drawn=versions(ONTOLOGY))
def test_everything_is_in_exactly_one_group(drawn: tuple[str, list[Annotation]]) -> None:
    _, annotations = drawn
    groups = align(annotations)
    assert [group.layer for group in groups] == sorted((g.layer for g in groups), key=LAYERS.index)
    for number, one in enumerate(annotations):
        found = [group.items[number] for group in groups if group.items[number] is not None]
        arguments = [argument for each in one.events for argument in each.arguments]
        wanted = [*one.entities, *one.mentions, *one.quotes, *one.events, *arguments]
        assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    for group in groups:
        assert ("missing" in group.differences) == (None in group.items)


@given(drawn=versions(ONTOLOGY, least=2, most=2))
def test_of_two_annotators_no_two_that_could_go_together_stay_alone(drawn: tuple[str, list[Annotation]]) -> None:
    """The matching is as large as it can be: no equal span is left alone on both sides."""
    _, annotations = drawn
    alone: tuple[list[Mention], list[Mention]] = ([], [])
    for group in align(annotations):
        if group.layer == "mentions" and None in group.items:
            side = 0 if group.items[1] is None else 1
            one = group.items[side]
            assert isinstance(one, Mention)
            alone[side].append(one)
    for left, right in itertools.product(*alone):
        assert left.interval != right.interval


@pytest.mark.parametrize("article", CORPUS.annotated_ids())
def test_the_corpus_own_annotators(article: str) -> None:
    annotations = [CORPUS.annotation(article, name) for name in ("llm-a", "llm-b", "gold")]
    groups = align(annotations)
    order = [2, 0, 1]
    random.Random(1).shuffle(order)
    again = align([annotations[one] for one in order])
    assert told(again) == [(a, tuple(b[one] for one in order), c) for a, b, c in told(groups)]
    same_span = sum(
        len({item.interval for item in group.items if isinstance(item, Mention)}) == 1 and None not in group.items
        for group in groups
        if group.layer == "mentions"
    )
    shared = set.intersection(*({m.interval for m in one.mentions} for one in annotations))
    assert same_span == len(shared)
