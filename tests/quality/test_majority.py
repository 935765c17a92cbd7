"""Where two annotators or more agree against gold, gold is suspected, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotidian.model import GOLD, Annotation
from quotidian.ontology import load_ontology
from quotidian.quality.gold import GoldArticle
from quotidian.quality.majority import majority_suspicions
from quotidian.quality.suspicion import Place, Statement, Suspicion
from quotidian.schemas import data_folder
from quotidian.store import ONTOLOGY
from tests.agreement.versions import versions
from tests.quality.corpora import Marks, file, gold, name, nothing, noun, trigger, version
from tests.show.marking import Marking

TEXT = "The mayor of Old Tarsk met rebels on Friday. “We talked,” he said, Mira Holt wrote.\n"


def looked(of: Marks, *others: Marks) -> list[Suspicion]:
    """What a, b, c … have against gold."""
    judged = gold("x", TEXT, of)
    return majority_suspicions(judged, [version(judged, f"ann-{'abcdef'[n]}", one) for n, one in enumerate(others)])


def place(pointer: str, start: int, end: int, annotator: str = GOLD) -> Place:
    return Place(file=file("x", annotator), pointer=pointer, article="x", start=start, end=end, string=TEXT[start:end])


def test_a_type_that_two_agree_on() -> None:
    assert looked(name("Old Tarsk", "LOC"), name("Old Tarsk", "GPE"), name("Old Tarsk", "GPE")) == [
        Suspicion(
            score=0.6667,
            reason="majority",
            layer="mentions",
            difference="type",
            place=place("/mentions/0", 13, 22),
            gold="LOC",
            others=(
                Statement(
                    says="GPE",
                    number=2,
                    witnesses=("ann-a", "ann-b"),
                    places=(place("/mentions/0", 13, 22, "ann-a"), place("/mentions/0", 13, 22, "ann-b")),
                ),
            ),
            times=1,
            mend="make its type GPE, or keep LOC",
        )
    ]


def test_what_gold_alone_has() -> None:
    (found,) = looked(name("Old Tarsk", "GPE"), nothing, nothing)
    assert (found.layer, found.difference, found.place) == ("mentions", "missing", place("/mentions/0", 13, 22))
    assert (found.gold, found.others) == (
        "GPE",
        (Statement(says="nothing", number=2, witnesses=("ann-a", "ann-b")),),
    )
    assert (found.score, found.mend) == (0.6667, "take it out, or keep it")


def test_what_gold_has_not() -> None:
    (found,) = looked(nothing, name("Old Tarsk", "GPE"), name("Old Tarsk", "GPE"), nothing)
    assert (found.layer, found.difference, found.place) == ("mentions", "missing", place("/mentions", 13, 22))
    assert found.gold == "nothing"
    assert [(one.says, one.witnesses) for one in found.others] == [("GPE", ("ann-a", "ann-b")), ("nothing", ("ann-c",))]
    assert (found.score, found.mend) == (0.5, "add it (GPE), or keep it out")


@pytest.mark.parametrize(
    ("of", "others"),
    [
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", "LOC")]),  # one against one
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", "LOC"), name("Old Tarsk", "FAC")]),  # they do not agree
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", "LOC"), name("Old Tarsk", "GPE")]),  # one is with gold
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", t) for t in ("LOC", "LOC", "GPE", "GPE")]),  # two and two
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", t) for t in ("LOC", "LOC", "FAC", "FAC")]),  # no one majority
        (nothing, [name("Old Tarsk", "GPE"), name("Old Tarsk", "LOC")]),  # a mention, but which?
        (nothing, [name("Old Tarsk", "GPE"), nothing]),
        (name("Old Tarsk", "GPE"), [nothing, name("Old Tarsk", "GPE")]),
        (name("Old Tarsk", "GPE"), [name("Old Tarsk", "GPE"), name("Old Tarsk", "GPE")]),
        (nothing, []),
    ],
)
def test_no_majority_no_suspicion(of: Marks, others: Sequence[Marks]) -> None:
    assert looked(of, *others) == []


@pytest.mark.parametrize(
    ("types", "expected"), [(["LOC"] * 2, 0.6667), (["LOC"] * 3, 0.75), (["LOC", "LOC", "GPE"], 0.5)]
)
def test_the_score_is_the_share_of_the_votes_gold_counted(types: list[str], expected: float) -> None:
    (found,) = looked(name("Old Tarsk", "GPE"), *(name("Old Tarsk", one) for one in types))
    assert found.score == expected


def test_the_mentions_of_one_entity_are_one_suspicion() -> None:
    def marks(type_: str) -> Marks:
        def mark(marking: Marking) -> None:
            marking.entity("mayor", type_, None)
            marking.mention("The mayor of Old Tarsk", "mayor", "NOM")
            marking.mention("he", "mayor", "PRO")

        return mark

    (found,) = looked(marks("ORG"), marks("PER"), marks("PER"))
    assert (found.place, found.times, found.gold, found.others[0].says) == (
        place("/mentions/0", 0, 22),
        2,
        "ORG",
        "PER",
    )


def test_fields_of_an_item_that_the_same_annotators_have_otherwise_are_one_suspicion() -> None:
    (found,) = looked(noun("The mayor of Old Tarsk", "ORG"), *[name("The mayor of Old Tarsk", "PER")] * 2)[-1:]
    assert (found.difference, found.gold, found.others[0].says) == (
        "type, level",
        "type ORG, level NOM",
        "type PER, level NAM",
    )
    assert found.mend == "make it type PER, level NAM, or keep type ORG, level NOM"


def test_an_edge() -> None:
    (found,) = looked(noun("mayor of Old Tarsk", "PER"), *[noun("The mayor of Old Tarsk", "PER")] * 2)
    assert (found.difference, found.gold, found.others[0].says) == ("span", "4-22", "0-22")
    assert found.place == place("/mentions/0", 4, 22)


def said(source: str | None, **other: str) -> Marks:
    """Marks two people and the quote with one of them as its source."""

    def marks(mark: Marking) -> None:
        mark.entity("mayor", "PER", None)
        mark.entity("holt", "PER", "Mira Holt")
        sources = {"he": mark.mention("he", "mayor", "PRO"), "holt": mark.mention("Mira Holt", "holt", "NAM")}
        mark.quote("“We talked,”", cue=("said",), source=source and sources[source], **other)  # type: ignore[arg-type]  # of strings alone

    return marks


def test_who_speaks() -> None:
    (found,) = looked(said("holt"), said("he"), said("he"))
    assert (found.layer, found.difference, found.place) == ("quotes", "source", place("/quotes/0", 45, 57))
    assert (found.gold, found.others[0].says) == ("“Mira Holt”", "“he”")
    (found,) = looked(said("holt"), said(None), said(None))
    assert found.others[0].says == "none"


def test_the_kind_and_the_type_of_a_quote() -> None:
    (found,) = looked(said("he", kind="thought"), *[said("he", type_="mixed")] * 2)
    assert (found.difference, found.gold) == ("type, kind", "type direct, kind thought")
    assert found.others[0].says == "type mixed, kind speech"


def met(*roles: tuple[str, str], type_: str = "Contact:Meet", **attributes: str) -> Marks:
    """Marks a meeting with arguments, by role and words."""

    def marks(mark: Marking) -> None:
        mark.entity("mayor", "PER", None)
        mark.entity("rebels", "PER", None)
        there = {
            "mayor": mark.mention("The mayor of Old Tarsk", "mayor", "NOM"),
            "rebels": mark.mention("rebels", "rebels", "NOM"),
            "friday": mark.value("Friday", "TIME"),
        }
        mark.event("met", type_, *((role, there[who]) for role, who in roles), **attributes)

    return marks


def test_an_event_its_type_and_its_attributes() -> None:
    (found,) = looked(met(modality="Other"), met(), met())
    assert (found.layer, found.difference, found.place) == ("events", "modality", place("/events/0", 23, 26))
    assert (found.gold, found.others[0].says) == ("Other", "Asserted")
    (found,) = looked(met(type_="Conflict:Attack"), met(), met())
    assert (found.difference, found.gold, found.others[0].says) == ("type", "Conflict:Attack", "Contact:Meet")
    (found,) = looked(trigger("talked", "Contact:Meet"), nothing, nothing)
    assert (found.difference, found.gold, found.place) == ("missing", "Contact:Meet", place("/events/0", 49, 55))


def test_arguments() -> None:
    both = met(("Entity", "mayor"), ("Entity", "rebels"))
    (found,) = looked(met(("Entity", "mayor")), both, both)
    assert (found.layer, found.difference) == ("events", "argument missing")
    assert found.place == place("/events/0/arguments", 23, 26)
    assert found.filler == place("/mentions/1", 27, 33, "ann-a")
    assert (found.gold, found.others[0].says) == ("nothing", "Entity “rebels”")
    assert found.others[0].places[1] == place("/events/0/arguments/1", 23, 26, "ann-b")
    (found,) = looked(both, met(("Entity", "mayor")), met(("Entity", "mayor")))
    assert (found.difference, found.place) == ("argument missing", place("/events/0/arguments/1", 23, 26))
    assert found.filler == place("/mentions/1", 27, 33)
    (found,) = looked(met(("Place", "friday")), *[met(("Time-Within", "friday"))] * 2)
    assert (found.difference, found.gold, found.others[0].says) == ("argument role", "Place", "Time-Within")


def test_arguments_of_an_event_that_gold_or_the_others_have_not_are_no_suspicions_of_their_own() -> None:
    assert [one.difference for one in looked(nothing, *[met(("Entity", "mayor"))] * 2)] == ["missing"] * 4
    found = looked(met(("Entity", "mayor")), nothing, nothing)
    assert [(one.layer, one.difference) for one in found] == [("mentions", "missing")] * 3 + [("events", "missing")]


def test_the_order_of_the_annotators_changes_nothing() -> None:
    judged = gold("x", TEXT, met(("Entity", "mayor")))
    marks = (met(("Entity", "rebels")), met(("Entity", "rebels"), modality="Other"), met(modality="Other"))
    some = [version(judged, f"ann-{'abc'[n]}", one) for n, one in enumerate(marks)]
    expected = majority_suspicions(judged, some)
    assert {one.difference for one in expected} == {"modality", "argument missing"}
    for order in permutations(some):
        assert majority_suspicions(judged, order) == expected


def test_no_piece_of_a_text_that_may_not_be_told_is_in_a_suspicion() -> None:
    judged = gold("x", TEXT, said("holt"), tellable=False)
    (found,) = majority_suspicions(judged, [version(judged, one, said("he")) for one in ("ann-a", "ann-b")])
    assert (found.gold, found.others[0].says) == ("67-76 (Mira Holt)", "58-60")  # names of entities are facts
    assert found.place.string is None
    assert not any(part in repr(found) for part in ("talked", "he ", "wrote"))


ONTOLOGY_OF_QUOTIDIAN = load_ontology(data_folder() / ONTOLOGY)


def held(text: str, annotations: Sequence[Annotation]) -> list[GoldArticle]:
    return [GoldArticle(file=one.annotator, annotation=one, text=text, tellable=True) for one in annotations]


@settings(max_examples=40)
@given(data=st.data())
def test_gold_that_all_have_is_never_suspected(data: st.DataObject) -> None:
    text, (base, *_) = data.draw(versions(ONTOLOGY_OF_QUOTIDIAN, most=2))
    names = ("ann-a", "ann-b", "ann-c")
    judged, *others = held(text, [msgspec.structs.replace(base, annotator=one) for one in (GOLD, *names)])
    assert majority_suspicions(judged, others) == []


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_they_have_no_order_shows_and_pointers_lead_to_what_is_told(data: st.DataObject) -> None:
    text, annotations = data.draw(versions(ONTOLOGY_OF_QUOTIDIAN, least=3))
    base, *rest = annotations
    judged, *others = held(text, [msgspec.structs.replace(base, annotator=GOLD), *rest])
    found = majority_suspicions(judged, others)
    assert majority_suspicions(judged, data.draw(st.permutations(others))) == found
    document = judged.annotation.to_dict()
    for one in found:
        assert 0 < one.score < 1
        assert one.others[0].number >= 2
        assert one.place.string == text[one.place.start : one.place.end]
        node: object = document
        for step in one.place.pointer[1:].split("/"):
            node = node[int(step)] if isinstance(node, list) else node[step]  # type: ignore[index]  # an object of JSON
        assert isinstance(node, list) == (one.gold == "nothing")
