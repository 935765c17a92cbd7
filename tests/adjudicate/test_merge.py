"""What is agreed is merged, the rest is a question; nothing is lost and no order matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.adjudicate.attributes import OPEN, places
from quotidian.adjudicate.considered import Considered
from quotidian.adjudicate.merge import merge
from quotidian.adjudicate.merged import Disagreement, Merge
from quotidian.adjudicate.policy import POLICIES, Policy
from quotidian.adjudicate.record import record
from quotidian.agreement.align import align
from quotidian.errors import InputError
from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.store import Corpus
from tests.agreement.test_align import annotation, entity, event, mention, quote, told
from tests.agreement.versions import shuffled, versions

CORPUS = Corpus(Path(__file__).parents[2])
ONTOLOGY = CORPUS.ontology
replace = msgspec.structs.replace


def asked(merged: Merge) -> list[tuple[str, str, bool, list[tuple[str, dict[str, str] | None]]]]:
    """Disagreements as plain values."""
    return [
        (
            one.layer,
            one.item,
            one.whole,
            [(" ".join(v.by), None if v.said is None else dict(v.said)) for v in one.versions],
        )
        for one in merged.disagreements
    ]


def layers(one: Annotation) -> list[list[str]]:
    """The layers of an annotation in no order, without text, by content and ids."""
    one = one.without_text()
    quotes = [
        replace(q, addressees=tuple(sorted(q.addressees)), cue=_sorted(q.cue), content=_sorted(q.content))
        for q in one.quotes
    ]
    events = [replace(e, arguments=tuple(sorted(e.arguments, key=repr))) for e in one.events]
    return [sorted(map(repr, items)) for items in (one.entities, one.mentions, quotes, events)]


def _sorted(spans: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(sorted(spans, key=repr))


def test_an_attribute_in_question_leaves_the_item_in_the_merge() -> None:
    one = annotation("ann-a", entities=(entity("e"),), mentions=(mention("m", 0, 5), mention("n", 8, 9)))
    other = annotation("ann-b", entities=(entity("e"),), mentions=(mention("m", 0, 5, level="NOM"), mention("n", 8, 9)))
    merged = merge([other, one])
    assert merged.between == ("ann-a", "ann-b")
    assert merged.annotation.mentions == (mention("m", 0, 5, level=OPEN), mention("n", 8, 9))
    assert asked(merged) == [("mentions", "m", False, [("ann-a", {"l": "NAM"}), ("ann-b", {"l": "NOM"})])]


def test_an_item_in_question_is_not_in_the_merge_but_can_be_referred_to() -> None:
    """Both quote the same person, they differ on how far the mention reaches: the source is agreed."""
    one = annotation(
        "ann-a",
        entities=(entity("holt"),),
        mentions=(mention("m1", 30, 39, "holt"),),
        quotes=(quote("q1", (0, 20), cue=(22, 26), source="m1"),),
    )
    other = annotation(
        "ann-b",
        entities=(entity("holt"),),
        mentions=(mention("m_holt", 14, 39, "holt"),),
        quotes=(quote("q1", (0, 20), cue=(22, 26), source="m_holt"),),
    )
    merged = merge([one, other])
    assert merged.annotation.mentions == ()
    assert merged.annotation.entities == ()
    assert merged.spare == (entity("holt"),)
    assert merged.annotation.quotes == (quote("q1", (0, 20), cue=(22, 26), source="m_holt"),)
    assert asked(merged) == [
        (
            "mentions",
            "m_holt",
            True,
            [
                ("ann-a", {"at": "30-39", "e": "holt", "t": "", "l": "NAM"}),
                ("ann-b", {"at": "14-39", "e": "holt", "t": "", "l": "NAM"}),
            ],
        )
    ]


def test_a_reference_in_question_is_the_only_question() -> None:
    entities = (entity("e"), entity("f"))
    mentions = (mention("m", 30, 35), mention("n", 40, 45, "f"))
    one = annotation("ann-a", entities=entities, mentions=mentions, quotes=(quote("q", (0, 20), source="m"),))
    other = annotation("ann-b", entities=entities, mentions=mentions, quotes=(quote("q", (0, 20), source="n"),))
    merged = merge([one, other])
    assert merged.annotation.quotes == (quote("q", (0, 20), source=OPEN),)
    assert asked(merged) == [("quotes", "q", False, [("ann-a", {"source": "m"}), ("ann-b", {"source": "n"})])]


def test_the_type_of_an_entity_is_one_question_and_not_one_for_each_mention() -> None:
    one = annotation("ann-a", entities=(entity("h", "ORG"),), mentions=(mention("m", 0, 5, "h", "ORG"),))
    other = annotation("ann-b", entities=(entity("h", "FAC"),), mentions=(mention("m", 0, 5, "h", "FAC"),))
    merged = merge([one, other])
    assert merged.annotation.entities == (entity("h", OPEN),)
    assert merged.annotation.mentions == (mention("m", 0, 5, "h", OPEN),)
    assert asked(merged) == [("entities", "h", False, [("ann-a", {"type": "ORG"}), ("ann-b", {"type": "FAC"})])]


def test_an_event_that_one_has_comes_with_its_arguments() -> None:
    base = {"entities": (entity("e"),), "mentions": (mention("m", 0, 5),)}
    one = annotation("ann-a", **base, events=(event("v", 8, 12, "Life:Die", ("Victim", "m")),))  # type: ignore[arg-type]
    other = annotation("ann-b", **base)  # type: ignore[arg-type]
    merged = merge([one, other])
    said = {"at": "8-12", "type": "Life:Die", "polarity": "Positive", "tense": "Past"}
    said |= {"genericity": "Specific", "modality": "Asserted", "Victim": "m"}
    assert asked(merged) == [("events", "v", True, [("ann-a", said), ("ann-b", None)])]


def test_an_argument_is_judged_by_those_who_have_the_event() -> None:
    base = {"entities": (entity("e"),), "mentions": (mention("m", 0, 5),)}
    with_victim = (event("v", 8, 12, "Life:Die", ("Victim", "m")),)
    one = annotation("ann-a", **base, events=with_victim)  # type: ignore[arg-type]
    other = annotation("ann-b", **base, events=(event("v", 8, 12),))  # type: ignore[arg-type]
    third = annotation("ann-c", **base)  # type: ignore[arg-type]
    assert asked(merge([one, other])) == [("arguments", "v", True, [("ann-a", {"Victim": "m"}), ("ann-b", None)])]
    merged = merge([one, other, third], policy="majority")
    assert asked(merged) == [("arguments", "v", True, [("ann-a", {"Victim": "m"}), ("ann-b", None)])]
    assert merge([one, replace(one, annotator="ann-d"), third], policy="majority").annotation.events == with_victim


def test_a_majority_settles_what_unanimity_asks() -> None:
    one = annotation("ann-a", entities=(entity("e"),), mentions=(mention("m", 0, 5),))
    third = annotation("ann-c", entities=(entity("e"),), mentions=(mention("m", 0, 5, level="NOM"),))
    three = [one, replace(one, annotator="ann-b"), third]
    assert merge(three, policy="majority").annotation.mentions == (mention("m", 0, 5),)
    assert merge(three, policy="majority").disagreements == ()
    assert asked(merge(three)) == [("mentions", "m", False, [("ann-a ann-b", {"l": "NAM"}), ("ann-c", {"l": "NOM"})])]


def test_ids_are_those_that_most_use_and_people_read() -> None:
    one = annotation("ann-a", entities=(entity("e1"),), mentions=(mention("m1", 0, 5, "e1"), mention("m2", 7, 9, "e1")))
    other = annotation(
        "ann-b", entities=(entity("holt"),), mentions=(mention("m2", 0, 5, "holt"), mention("m_she", 7, 9, "holt"))
    )
    merged = merge([one, other])
    assert [one.id for one in merged.annotation.entities] == ["e1"]
    assert [one.id for one in merged.annotation.mentions] == ["m1", "m_she"]
    third = replace(other, annotator="ann-c")
    assert [one.id for one in merge([one, other, third]).annotation.entities] == ["holt"]
    assert [one.id for one in merge([one, other], named=third).annotation.mentions] == ["m2", "m_she"]


def test_adjudication_is_between_two_at_least() -> None:
    one = annotation("ann-a")
    with pytest.raises(InputError) as caught:
        merge([one])
    assert str(caught.value) == (
        "adjudication is between annotators: found 'ann-a', expected two different ones or more"
    )
    with pytest.raises(InputError, match="found 'ann-a, ann-a'"):
        merge([one, one])


@given(drawn=versions(ONTOLOGY, least=1, most=1), number=st.integers(2, 4), policy=st.sampled_from(POLICIES))
def test_merging_the_same_gives_the_same(drawn: tuple[str, list[Annotation]], number: int, policy: Policy) -> None:
    _, [one] = drawn
    merged = merge([replace(one, annotator=f"ann-{n}") for n in range(number)], policy=policy)
    assert merged.disagreements == ()
    assert merged.spare == ()
    assert layers(merged.annotation) == layers(one)


@given(data=st.data(), drawn=versions(ONTOLOGY), policy=st.sampled_from(POLICIES))
def test_no_order_changes_anything(data: st.DataObject, drawn: tuple[str, list[Annotation]], policy: Policy) -> None:
    _, annotations = drawn
    merged = merge(annotations, policy=policy)
    others = [data.draw(shuffled(one)) for one in data.draw(st.permutations(annotations))]
    again = merge(others, policy=policy)
    assert asked(again) == asked(merged)
    assert layers(again.annotation) == layers(merged.annotation)
    assert again.spare == merged.spare


@given(drawn=versions(ONTOLOGY), policy=st.sampled_from(POLICIES))
def test_a_reference_never_dangles(drawn: tuple[str, list[Annotation]], policy: Policy) -> None:
    """Everything that is referred to is in the merge, in question, or comes with what is in question."""
    _, annotations = drawn
    merged = merge(annotations, policy=policy)
    one = merged.annotation
    there: dict[str, set[str]] = {}
    for layer in ("entities", "mentions", "quotes", "events"):
        ids = [item.id for item in getattr(one, layer)]
        ids += [question.item for question in merged.disagreements if question.layer == layer and question.whole]
        there[layer] = {*ids, OPEN}
        assert len(ids) == len(set(ids))
    there["entities"] |= {spare.id for spare in merged.spare}
    assert {each.entity for each in one.mentions if each.entity} <= there["entities"]
    refers = {each.source for each in one.quotes} | {each.parent for each in one.quotes}
    assert {each.source for each in one.quotes if each.source} <= there["mentions"], refers
    assert {each.parent for each in one.quotes if each.parent} <= there["quotes"]
    assert {name for each in one.quotes for name in each.addressees} <= there["mentions"]
    assert {argument.mention for each in one.events for argument in each.arguments} <= there["mentions"]
    for question in merged.disagreements:
        if question.layer == "arguments":
            assert question.item in there["events"]
        for version in question.versions:
            said = version.said or {}
            assert {said.get("e", "")} <= there["entities"] | {""}
            assert {said.get("source", "")} <= there["mentions"] | {""}


@given(drawn=versions(ONTOLOGY), policy=st.sampled_from(POLICIES))
def test_nothing_of_anybody_is_lost(drawn: tuple[str, list[Annotation]], policy: Policy) -> None:
    """What somebody has is in the merge as they have it, or is one of the answers to a question, by their name."""
    _, annotations = drawn
    merged = merge(annotations, policy=policy)
    questions = merged.disagreements
    for question in questions:
        by = [name for version in question.versions for name in version.by]
        assert len(by) == len(set(by))
        if question.layer != "arguments":
            assert sorted(by) == sorted(merged.between)
        assert len(question.versions) > 1
    if policy == "majority":
        return  # what a minority has is told by the provenance
    for one in annotations:
        mine = [(q, v.said) for q in questions for v in q.versions if one.annotator in v.by and v.said is not None]
        for each in (*one.mentions, *one.quotes, *one.events):
            assert _found(each, merged, mine), each
        whole = {(place, said["type"]) for place, said in _events(mine)}
        for each_event in one.events:
            merged_event = next(
                (e for e in merged.annotation.events if e.trigger.interval == each_event.trigger.interval), None
            )
            assert merged_event is not None or (places([each_event.trigger.interval]), each_event.type) in whole


def _events(mine: Iterable[tuple[Disagreement, object]]) -> Iterable[tuple[str, dict[str, str]]]:
    for question, said in mine:
        if question.layer == "events" and question.whole:
            assert isinstance(said, dict)
            yield said["at"], said


def _found(item: object, merged: Merge, mine: Sequence[tuple[Disagreement, object]]) -> bool:
    if isinstance(item, Mention):
        where, layer, attribute = places([item.interval]), "mentions", "at"
        there = [places([one.interval]) for one in merged.annotation.mentions]
    elif isinstance(item, Quote):
        where, layer, attribute = places(s.interval for s in item.content), "quotes", "content"
        there = [places(s.interval for s in one.content) for one in merged.annotation.quotes]
    else:
        assert isinstance(item, Event)
        where, layer, attribute = places([item.trigger.interval]), "events", "at"
        there = [places([one.trigger.interval]) for one in merged.annotation.events]
    asked_about = [said for question, said in mine if question.layer == layer and question.whole]
    return where in there or any(isinstance(said, dict) and said[attribute] == where for said in asked_about)


@given(drawn=versions(ONTOLOGY))
def test_what_is_agreed_is_agreed(drawn: tuple[str, list[Annotation]]) -> None:
    """Under unanimity no item of the merge differs from anybody's but where it is a question."""
    _, annotations = drawn
    merged = merge(annotations)
    open_ = {question.item for question in merged.disagreements}
    for one in annotations:
        for group in align([merged.annotation, one]):
            item = group.items[0]
            if item is None or isinstance(item, Entity | Argument) or item.id in open_:
                continue
            allowed = {"parent", "source", "addressees", "entity"}  # of an item in question, which is not aligned
            if isinstance(item, Mention):
                allowed.add("type")
            assert set(group.differences) <= allowed, told((group,))


@given(drawn=versions(ONTOLOGY, least=3, most=3))
def test_what_gold_decided_stays_and_is_no_question_again(drawn: tuple[str, list[Annotation]]) -> None:
    """Gold answers all that they said, whatever it is; a further annotator who says what gold says asks nothing."""
    _, [one, other, gold] = drawn
    gold = replace(gold, annotator="gold")
    considered = Considered(record(gold, [one, other]).items)
    merged = merge([one, other], base=gold, considered=considered)
    assert merged.disagreements == ()
    assert layers(merged.annotation) == layers(gold)
    third = replace(gold, annotator="zz")
    assert merge([one, other, third], base=gold, considered=considered).disagreements == ()


def test_only_what_is_new_is_asked_of_gold() -> None:
    entities = (entity("e"),)
    one = annotation("ann-a", entities=entities, mentions=(mention("m", 0, 5), mention("n", 8, 9)))
    other = annotation("ann-b", entities=entities, mentions=(mention("m", 0, 5, level="NOM"),))
    gold = replace(one, annotator="gold")
    considered = Considered(record(gold, [one, other]).items)
    third = annotation(
        "ann-c",
        entities=entities,
        mentions=(mention("x", 0, 5, level="PRO"), mention("y", 20, 22)),
        events=(event("v", 6, 7),),
    )
    said = {"at": "6-7", "type": "Life:Die", "polarity": "Positive", "tense": "Past", "genericity": "Specific"}
    said["modality"] = "Asserted"
    assert asked(merge([one, other, third], base=gold, considered=considered)) == [
        ("mentions", "m", False, [("gold ann-a", {"l": "NAM"}), ("ann-b", {"l": "NOM"}), ("ann-c", {"l": "PRO"})]),
        ("events", "v", True, [("ann-c", said), ("ann-a ann-b", None)]),
        ("mentions", "y", True, [("ann-c", {"at": "20-22", "e": "e", "t": "", "l": "NAM"}), ("ann-a ann-b", None)]),
    ]


def test_a_majority_that_sides_with_gold_asks_nothing_of_it() -> None:
    base = {"entities": (entity("e"),), "mentions": (mention("m", 0, 5),)}
    with_victim = (event("v", 8, 12, "Life:Die", ("Victim", "m")),)
    one = annotation("ann-a", **base, events=with_victim)  # type: ignore[arg-type]
    two = replace(one, annotator="ann-b")
    gold = replace(one, annotator="gold")
    third = annotation(
        "ann-c",
        entities=(entity("e"),),
        mentions=(mention("m", 0, 5, level="NOM"), mention("y", 20, 22)),
        events=(event("v", 8, 12, "Life:Die", ("Agent", "m")),),
    )
    new = [("mentions", "y", True, [("ann-c", {"at": "20-22", "e": "e", "t": "", "l": "NAM"}), ("ann-a ann-b", None)])]
    assert asked(merge([one, two, third], policy="majority", base=gold)) == new
    assert [question[:2] for question in asked(merge([one, two, third], base=gold))] == [
        ("mentions", "m"),
        ("arguments", "v"),
        ("mentions", "y"),
    ]
    # Where the majority is against gold, it is asked; and where there is none.
    fourth = replace(third, annotator="ann-d")
    assert [question[:2] for question in asked(merge([one, third, fourth], policy="majority", base=gold))] == [
        ("mentions", "m"),
        ("arguments", "v"),
        ("mentions", "y"),
    ]
    assert [question[:2] for question in asked(merge([one, third], policy="majority", base=gold))] == [
        ("mentions", "m"),
        ("arguments", "v"),
        ("mentions", "y"),
    ]
