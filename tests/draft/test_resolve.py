"""What a draft says is looked up, in the ontology and among its own parts."""

# ruff: noqa: E501  # whole messages and tags stay on one line, so that they can be searched for

from __future__ import annotations

import msgspec
import pytest

from quotidian.draft import read_draft
from quotidian.draft.resolve import SOURCELESS
from quotidian.errors import DraftError
from quotidian.ontology import DEFAULTS
from tests.draft.sample import ENTITIES, TEXT, article, inline, marked, ontology, problems

EVENTS = "did you mean 'Business:Start-Org' or 'Business:Merge-Org' or 'Business:End-Org'?"
FINE = "draft:5:43: "
CASES = {
    "<m e='hold' l='NAM'>told</m>": [FINE + "mention: unknown entity 'hold'; did you mean 'holt'?"],
    "<m e='zzz' l='NAM'>told</m>": [
        FINE + "mention: unknown entity 'zzz'; add the entity, or give an id to the one that is meant"
    ],
    "<m e='holt'>told</m>": [FINE + "mention has no level; expected one of NAM, NOM, PRO"],
    "<m e='holt' l='name'>told</m>": [FINE + "mention: unknown level 'name'; did you mean 'NAM'?"],
    "<m e='holt' l='9'>told</m>": [FINE + "mention: unknown level '9'; expected one of NAM, NOM, PRO"],
    "<m>told</m>": [
        FINE + "mention has no type; a mention needs an entity, or is a value and needs a type; expected one of "
        "PER, ORG, GPE, LOC, FAC, VEH, WEA, NORP, WORK, PROD, EVT, TIME, MONEY, QUANTITY, JOB, CRIME, SENTENCE"
    ],
    "<m t='time'>told</m>": [FINE + "mention: unknown type 'time'; did you mean 'TIME'?"],
    "<m id='a' t='PER'>told</m>": [FINE + "mention 'a' of type PER has no entity; say which entity it refers to"],
    "<m t='TIME' l='NAM'>told</m>": [FINE + "mention has a level, but TIME is a value; values have none: remove it"],
    "<m e='holt' t='TIME' l='NAM'>told</m>": [
        FINE + "mention has an entity, but TIME is a value; remove entity and level"
    ],
    "<m id='1' t='TIME'>told</m>": [
        FINE + "'1' can't be an id; an id is a letter, then letters, digits, '_', '.' or '-', at most 64 in all"
    ],
    "<m id='holt' t='TIME'>told</m>": [
        FINE + "the id 'holt' is taken by the entity of line 10; give this mention another id"
    ],
    "<m id='a' t='TIME'>told</m> <ev id='a' type='Contact:Meet' tense='Past'>reporters</ev>": [
        "draft:5:71: the id 'a' is taken by the mention of line 5; give this event another id"
    ],
    "<q>told</q>": [
        FINE + "quote has no type; a further span of a quote needs its id; expected one of direct, indirect, mixed"
    ],
    "<q id='q1'>told</q>": [FINE + "quote 'q1' has no type; expected one of direct, indirect, mixed"],
    "<q type='Direct' kind='spoken' polarity='positiv' attribution='explicitly'>told</q>": [
        FINE + "quote: unknown type 'Direct'; did you mean 'direct'?",
        FINE + "quote: unknown kind 'spoken'; expected one of speech, writing, thought",
        FINE + "quote: unknown attribution 'explicitly'; did you mean 'explicit' or 'implicit'?",
        FINE + "quote: unknown polarity 'positiv'; did you mean 'Positive'?",
    ],
    "<q type='direct' source='m'>told</q>": [
        FINE + "quote: source: unknown mention 'm'; add the mention, or give an id to the one that is meant",
        FINE + "quote has no attribution; expected one of explicit, anaphoric, implicit, none",
    ],
    "<q type='direct' source='holt' attribution='explicit'>told</q>": [
        FINE
        + "quote: source 'holt' is an entity, expected the id of a mention; give the mention that is meant an id and name that"
    ],
    "<q type='direct' source='holt' attribution='explicit'>told</q> <m id='m_h' e='holt' l='NOM'>reporters</m>": [
        FINE + "quote: source 'holt' is an entity, expected the id of a mention; its mentions with an id are m_h"
    ],
    "<q id='a' type='direct' addressees='b b' parent='c'>told</q> <m id='b' t='TIME'>reporters</m>": [
        FINE + "quote 'a' has the addressee 'b' twice; keep one",
        FINE + "quote 'a': parent: unknown quote 'c'; add the quote, or give an id to the one that is meant",
    ],
    "<q id='a' type='direct' parent='b'>told</q> <m id='b' t='TIME'>reporters</m>": [
        FINE + "quote 'a': parent 'b' is a mention, expected the id of a quote"
    ],
    "<q type='direct' parent='q1'>told</q>": [
        FINE + "quote: parent: unknown quote 'q1'; add the quote, or give an id to the one that is meant"
    ],
    "<ev>told</ev>": [
        FINE + "event has no type; see schema/ontology.json for the event types",
        FINE + "event has no tense; expected one of Past, Present, Future, Unspecified",
    ],
    "<ev type='Business:StartOrg' tense='past' Agent='x'>told</ev>": [
        FINE + f"event: unknown type 'Business:StartOrg'; {EVENTS}",
        FINE + "event: Agent: unknown mention 'x'; add the mention, or give an id to the one that is meant",
        FINE + "event: unknown tense 'past'; did you mean 'Past'?",
    ],
    "<ev id='v' type='Contact:Meet' tense='Past' polarity='p' genericity='g' modality='m'>told</ev>": [
        FINE + "event 'v': unknown polarity 'p'; expected one of Positive, Negative",
        FINE + "event 'v': unknown genericity 'g'; expected one of Specific, Generic",
        FINE + "event 'v': unknown modality 'm'; expected one of Asserted, Other",
    ],
    "<ev type='Contact:Meet' tense='Past' Entities='a' Time='a a' tens='a'>told</ev> <m id='a' t='TIME'>reporters</m>": [
        FINE + "event of type Contact:Meet has no role 'Entities'; did you mean 'Entity'?",
        FINE + "event has the argument Time 'a' twice; keep one",
        FINE + "event of type Contact:Meet has no role 'tens'; did you mean 'tense'?",
    ],
    "<ev type='Contact:Meet' tense='Past' Time='holt' Attacker='a'>told</ev> <m id='a' t='TIME'>reporters</m>": [
        FINE
        + "event: Time 'holt' is an entity, expected the id of a mention; give the mention that is meant an id and name that",
        FINE + "event of type Contact:Meet has no role 'Attacker'; expected one of Entity, Time, Place",
    ],
}


@pytest.mark.parametrize("tags", CASES)
def test_what_is_not_known_is_told_with_what_is(tags: str) -> None:
    words = "told reporters" if "reporters" in tags else "told"
    assert problems(inline(marked(**{words: tags}))) == CASES[tags]


def test_entities_are_looked_up_too() -> None:
    beside = (
        ENTITIES
        + '<entity type="PER"/>\n<entity id="x" type="GEO" link="7"/>\n<entity id="x" type="GPE" name=" "/>\n<entity id="y"/>\n'
    )
    assert problems(inline(beside=beside)) == [
        "draft:12:1: entity without id; give it one that says who it is",
        "draft:13:1: entity 'x': link '7' is no Wikidata item; write it like Q7184",
        "draft:13:1: entity 'x': unknown type 'GEO'; did you mean 'GPE'?",
        "draft:14:1: the id 'x' is taken by the entity of line 13; give this entity another id",
        "draft:14:1: entity 'x' has an empty name; leave the name out if it is never named",
        "draft:15:1: entity 'y' has no type; expected one of PER, ORG, GPE, LOC, FAC, VEH, WEA, NORP, WORK, PROD, EVT",
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    body = marked(Tarsk="<m e='tarsk'>Tarsk</m>", told="<cue q='x'>told</cue>", **{"Holt said": "Hold said"})
    assert [problem.split(": ")[0] for problem in problems(inline(body, ENTITIES + "<entity id='a' type='A'/>"))] == [
        "draft:3:15",
        "draft:5:43",
        "draft:7:43",
        "draft:12:1",
    ]


def test_the_defaults_are_labels_of_the_ontology() -> None:
    choices = ontology().choices
    assert {name: value for name, value in DEFAULTS.items() if value not in choices[name]} == {}
    assert SOURCELESS in choices["quote.attribution"]


def test_an_ontology_without_a_default_makes_the_attribute_needed() -> None:
    labels = ontology()
    attributes = {name: values[::-1][:1] for name, values in labels.attributes.items()}
    other = msgspec.structs.replace(labels, attributes=attributes)
    body = marked(told='<q type="mixed">told</q>', sail='<ev type="Contact:Meet" tense="Unspecified">sail</ev>')
    with pytest.raises(DraftError) as caught:
        read_draft(inline(body), article=article(), text=TEXT, ontology=other, annotator="ann-a")
    assert [(problem.message, problem.mend) for problem in caught.value.problems] == [
        ("quote has no kind", "expected one of thought"),
        ("quote has no polarity", "expected one of Negative"),
        ("event has no polarity", "expected one of Negative"),
        ("event has no genericity", "expected one of Generic"),
        ("event has no modality", "expected one of Other"),
    ]
