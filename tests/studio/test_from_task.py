"""Each outcome of reading a task, as docs/annotating.md describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quotidian.model import Argument, Entity, Mention, Provenance, Span, Tool
from quotidian.ontology import load_ontology
from quotidian.studio.from_task import ReadTask, read_task
from quotidian.studio.report import ADVICE
from quotidian.studio.to_task import task
from tests.studio.test_round_trip import article_of

ONTOLOGY = load_ontology(Path(__file__).parents[2] / "schema" / "ontology.json")
TEXT = "🎉 “It is over,” Mira Holt told Ann on Monday. “We won.” She died.\n"
ARTICLE = article_of(TEXT)
ADDRESS = "http://127.0.0.1:8080/projects/1/data?task=3"

Json = dict[str, Any]


def region(name: str, words: str, layer: str, label: str | None, **choices: str) -> list[Json]:
    """A region as the editor sends it, with what was chosen for it."""
    start = TEXT.index(words)
    where: Json = {"start": start, "end": start + len(words)}
    base: Json = {"id": name, "to_name": "text"}
    labels: Json = {"text": words, "labels": [label]} if label is not None else {}
    made = [base | {"from_name": layer, "type": "labels", "value": where | labels}]
    for control, choice in choices.items():
        key = "text" if control.startswith("entity_") else "choices"
        kind = "textarea" if key == "text" else "choices"
        made.append(base | {"from_name": control, "type": kind, "value": where | {key: [choice]}})
    return made


def relation(start: str, end: str, *labels: str, direction: str = "right") -> list[Json]:
    made: Json = {"type": "relation", "from_id": start, "to_id": end, "direction": direction}
    return [made | {"labels": [*labels]} if labels else made]


HOLT = region("m1", "Mira Holt", "mention", "PER", mention_level="NAM", entity_name="Mira Holt")
SHE = region("m2", "She", "mention", "PER", mention_level="PRO")
MONDAY = region("t1", "Monday", "mention", "TIME")
QUOTE = region("q1", "“It is over,”", "quote", "content", quote_type="direct")
PART = region("c1", "“We won.”", "quote", "continuation")
CUE = region("k1", "told", "quote", "cue")
DIED = region("v1", "died", "event", "Life:Die", event_tense="Past")


def submission(*results: list[Json], number: int = 7, **more: object) -> Json:
    done: Json = {"id": number, "result": [item for items in results for item in items]}
    return done | {"created_at": "2026-03-04T09:00:00Z", "was_cancelled": False} | more


def exported(*annotations: Json, **more: object) -> Json:
    return task(ARTICLE, TEXT) | {"id": 3, "annotations": [*annotations], "drafts": [], "predictions": []} | more


def read(document: Json) -> ReadTask:
    return read_task(document, ARTICLE, TEXT, ONTOLOGY, annotator="ann-a", address=ADDRESS, version="1.23.2")


def messages(outcome: ReadTask, level: str = "studio") -> list[str]:
    """What was found in reading; the package's own checks have their own tests."""
    found = (finding for finding in outcome.findings if finding.level == level)
    return [f"{finding.severity} {finding.check}: {finding.message}" for finding in found]


def said(*results: list[Json]) -> list[str]:
    return messages(read(exported(submission(*results))))


def test_what_an_annotator_did_from_scratch() -> None:
    outcome = read(
        exported(
            submission(
                *(HOLT, SHE, MONDAY, QUOTE, PART, CUE, DIED),
                *(relation("m2", "m1", "coreference"), relation("q1", "c1", "continuation")),
                *(relation("q1", "k1", "cue"), relation("q1", "m1", "source")),
                *(relation("v1", "m2", "Victim"), relation("v1", "t1", "Time")),
                lead_time=61.23456,
                updated_at="2026-03-04T10:00:00+01:00",
                prediction={"model_version": "llm-a"},
            )
        )
    )
    assert messages(outcome) == []
    annotation = outcome.annotation
    assert outcome.clean
    assert outcome.state == "submitted"
    assert annotation is not None
    assert annotation.entities == (Entity(id="e-m1", type="PER", name="Mira Holt"),)
    assert annotation.mentions == (
        Mention(id="m1", entity="e-m1", type="PER", level="NAM", start=16, end=25, text="Mira Holt"),
        Mention(id="t1", entity=None, type="TIME", level=None, start=38, end=44, text="Monday"),
        Mention(id="m2", entity="e-m1", type="PER", level="PRO", start=56, end=59, text="She"),
    )
    (quote,) = annotation.quotes
    assert quote.content == (
        Span(start=2, end=15, text="“It is over,”"),
        Span(start=46, end=55, text="“We won.”"),
    )
    assert quote.cue == (Span(start=26, end=30, text="told"),)
    # What was not chosen: the attribution follows from the source, the rest is what it nearly always is.
    assert (quote.type, quote.kind, quote.source, quote.attribution, quote.polarity) == (
        *("direct", "speech", "m1", "explicit", "Positive"),
    )
    (event,) = annotation.events
    assert event.arguments == (Argument(role="Victim", mention="m2"), Argument(role="Time", mention="t1"))
    assert (event.tense, event.polarity, event.genericity, event.modality) == (
        *("Past", "Positive", "Specific", "Asserted"),
    )
    assert annotation.provenance == Provenance(
        tool=Tool(name="label-studio", version="1.23.2"),
        created="2026-03-04T09:00:00Z",
        updated="2026-03-04T09:00:00Z",
        task="3",
        seconds=61.235,
        preannotated_from="llm-a",
    )


# A relation without a label


def test_a_relation_without_a_label_is_read_where_only_one_is_possible() -> None:
    outcome = read(
        exported(
            submission(
                *(HOLT, SHE, MONDAY, QUOTE, PART, CUE, DIED),
                *(relation("m2", "m1"), relation("c1", "q1"), relation("k1", "q1"), relation("v1", "t1")),
                relation("q1", "m1", "source"),
            )
        )
    )
    assert messages(outcome) == []
    assert outcome.annotation is not None
    assert len(outcome.annotation.entities) == 1
    (quote,) = outcome.annotation.quotes
    assert (len(quote.content), len(quote.cue)) == (2, 1)
    assert outcome.annotation.events[0].arguments == (Argument(role="Time", mention="t1"),)


def test_a_relation_without_a_label_is_an_error_where_several_are_possible() -> None:
    assert said(HOLT, QUOTE, relation("q1", "m1", "source"), DIED, relation("v1", "m1")) == [
        "error relation-without-label: the relation from Life:Die v1 (60 to 64) to PER m1 (16 to 25) has no label; "
        f"choose the relation's label: region v1 of {ADDRESS}"
    ]


@pytest.mark.parametrize("direction", ["right", "left", "bi"])
def test_the_direction_of_a_relation_does_not_matter_where_its_ends_tell_it(direction: str) -> None:
    for ends in (("q1", "m1"), ("m1", "q1")):
        outcome = read(exported(submission(HOLT, QUOTE, relation(*ends, "source", direction=direction))))
        assert messages(outcome) == []
        assert outcome.annotation is not None
        assert outcome.annotation.quotes[0].source == "m1"


# A region with an unknown label, or none


def test_a_region_with_an_unknown_label_is_an_error_and_its_relations_no_second_one() -> None:
    odd = region("x1", "Ann", "mention", "PERSON")
    outcome = read(exported(submission(HOLT, odd, relation("x1", "m1", "coreference"))))
    assert messages(outcome) == [
        "error unknown-label: region x1, 31 to 34, has the mention label 'PERSON', which the ontology does not have, "
        "expected one of the ontology's mention labels; give the region a label of the ontology: region x1 of "
        f"{ADDRESS}"
    ]
    assert not outcome.clean
    assert outcome.annotation is not None
    assert [mention.id for mention in outcome.annotation.mentions] == ["m1"]


def test_a_region_without_a_label_is_an_error() -> None:
    assert said(region("x1", "Ann", "mention", None)) == [
        f"error region-without-label: region x1, 31 to 34, has no label; give the region a label, or delete it: "
        f"region x1 of {ADDRESS}"
    ]


def test_a_control_of_another_config_is_an_error() -> None:
    assert said(region("x1", "Ann", "ner", "PER")) == [
        "error unknown-control: region x1 is annotated with 'ner', which the labelling config does not have; remove "
        f"the region, or use the labelling config of 'quotidian studio push': region x1 of {ADDRESS}"
    ]


# Two annotations, a skipped task, a draft, nothing


def test_two_annotations_by_one_person_are_an_error_and_neither_is_taken() -> None:
    outcome = read(exported(submission(HOLT, number=7), submission(HOLT, number=8)))
    assert (outcome.state, outcome.annotation) == ("several", None)
    assert messages(outcome) == [
        "error several-annotations: ann-a submitted 2 annotations of test-undated-article (7, 8), expected one; "
        f"delete all but the right one: {ADDRESS}"
    ]


def test_a_skipped_task_is_a_warning() -> None:
    outcome = read(exported(submission(was_cancelled=True)))
    assert (outcome.state, outcome.annotation) == ("skipped", None)
    assert messages(outcome) == [
        f"warning skipped: the article was skipped; reopen it in Label Studio if it was skipped by mistake: {ADDRESS}"
    ]


def test_a_task_that_was_skipped_first_and_annotated_later_is_annotated() -> None:
    outcome = read(exported(submission(number=6, was_cancelled=True), submission(HOLT)))
    assert (outcome.state, messages(outcome)) == ("submitted", [])


def test_a_draft_that_was_not_submitted_is_a_warning_and_not_taken() -> None:
    outcome = read(exported(drafts=[{"id": 1, "result": HOLT, "annotation": None}]))
    assert (outcome.state, outcome.annotation) == ("draft", None)
    assert messages(outcome) == [
        f"warning not-submitted: there is a draft that was not submitted; press Submit: {ADDRESS}"
    ]


def test_changes_that_were_not_submitted_are_a_warning_beside_what_was() -> None:
    outcome = read(exported(submission(HOLT), drafts=[{"id": 1, "annotation": 7}]))
    assert outcome.clean
    assert messages(outcome) == [
        "warning draft-newer: there are changes to the annotation that were not submitted; press Update to submit "
        f"what was changed, or discard the draft: {ADDRESS}"
    ]


def test_a_task_that_nobody_opened_has_no_finding() -> None:
    outcome = read(exported())
    assert (outcome.state, outcome.annotation, outcome.findings) == ("untouched", None, ())


def test_an_annotation_of_nothing_is_one_with_a_warning() -> None:
    outcome = read(exported(submission()))
    assert outcome.state == "empty"
    assert outcome.clean
    assert messages(outcome) == [
        "warning nothing-annotated: the annotation was submitted without a region; submit it again with annotations, "
        f"or skip it: {ADDRESS}"
    ]


# What else can be wrong


def test_what_was_not_chosen_is_an_error_where_nothing_can_be_taken_for_granted() -> None:
    assert said(region("m1", "Mira Holt", "mention", "PER"))[0] == (
        "error choice-missing: the level of mention m1, 16 to 25, was not chosen, expected NAM or NOM or PRO; select "
        f"the region and choose: region m1 of {ADDRESS}"
    )


def test_a_cue_and_a_continuation_without_a_quote_are_errors() -> None:
    assert said(CUE, PART)[:2] == [
        "error continuation-without-quote: the continuation c1, 46 to 55, belongs to no quote; link its quote to it "
        f"with the relation continuation, or delete it: region c1 of {ADDRESS}",
        "error cue-without-quote: the cue k1, 26 to 30, belongs to no quote; link its quote to it with the relation "
        f"cue, or delete it: region k1 of {ADDRESS}",
    ]


def test_a_relation_that_makes_no_sense_is_an_error() -> None:
    assert said(HOLT, DIED, relation("v1", "m1", "source")) == [
        "error relation-misplaced: the relation source can't lead from Life:Die v1 (60 to 64) to PER m1 (16 to 25); "
        f"choose another label, or draw the relation between other regions: region v1 of {ADDRESS}"
    ]
    assert said(HOLT, relation("m1", "gone", "coreference")) == [
        "error relation-without-end: a relation (coreference) from m1 to gone lacks one of its ends, expected the id "
        f"of a region; delete the relation: {ADDRESS}"
    ]


def test_two_sources_are_an_error() -> None:
    ann = region("m3", "Ann", "mention", "PER", mention_level="NAM", entity_name="Ann")
    assert said(HOLT, ann, QUOTE, relation("q1", "m1", "source"), relation("q1", "m3", "source")) == [
        "error several-sources: quote q1 has 2 sources: m1, m3, expected one; leave one source; the others may be "
        f"addressees: region q1 of {ADDRESS}"
    ]


def test_two_names_of_one_entity_are_an_error() -> None:
    other = region("m2", "She", "mention", "PER", mention_level="PRO", entity_name="Mira")
    assert said(HOLT, other, relation("m2", "m1", "coreference")) == [
        "error entity-disagrees: the mentions of one entity carry 2 names: Mira Holt, Mira, expected one; write it on "
        f"one mention only: region m1 of {ADDRESS}"
    ]


def test_words_that_stand_elsewhere_are_an_error() -> None:
    moved = region("m1", "Mira Holt", "mention", "PER", mention_level="NAM")
    moved[0]["value"]["text"] = "Ann Other"
    assert said(moved) == [
        "error text-mismatch: region m1, 16 to 25, does not show the words that stand there; delete the region and "
        f"mark it again: region m1 of {ADDRESS}"
    ]
    moved[0]["value"] |= {"start": 60, "end": 90}
    assert said(moved[:1]) == [
        f"error region-without-place: region m1, 60 to 90, does not lie in the text of {len(TEXT)} characters; delete "
        f"the region and mark it again: region m1 of {ADDRESS}"
    ]


def test_a_task_that_shows_another_text_is_not_read() -> None:
    document = exported(submission(HOLT))
    document["data"]["text"] = TEXT.replace("over", "done")
    outcome = read(document)
    assert (outcome.state, outcome.annotation) == ("unreadable", None)
    assert [finding.check for finding in outcome.findings] == ["text-changed"]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"id": 3}, "Object missing required field `data`"),
        (exported({"result": [{"id": 5}]}), "Expected `str | null`, got `int` - at `$.annotations[0].result[0].id`"),
        (exported({"result": "[]"}), "Expected `array`, got `str` - at `$.annotations[0].result`"),
    ],
)
def test_what_is_no_task_is_reported_with_its_path(document: Json, problem: str) -> None:
    outcome = read(document)
    assert (outcome.state, outcome.annotation) == ("unreadable", None)
    assert messages(outcome) == [
        f"error task-unreadable: not a task as Label Studio exports it: {problem}, expected the raw export; look at "
        f"the task in Label Studio; import the article again if nothing is shown: {ADDRESS}"
    ]


def test_findings_of_the_checks_name_the_task_too() -> None:
    crossing = region("m4", "Holt told", "mention", "PER", mention_level="NOM")
    first, *_ = (one for one in read(exported(submission(HOLT, crossing))).findings if one.severity == "error")
    assert (first.check, first.mend) == ("crossing-mentions", f"correct the extent of one of them: {ADDRESS}")
    assert first.message.endswith(f"correct the extent of one of them: {ADDRESS}")


# What an annotator changes in a prediction


def held(name: str, words: str, entity: str, first: str | None = None, **said: str) -> list[Json]:
    """A mention of a prediction: it knows its entity."""
    made = region(name, words, "mention", "PER", mention_level="NAM", **said)
    meta = {"entity": entity} | ({"first": first} if first else {})
    return [item | {"meta": {"quotidian": meta}} for item in made]


def test_mentions_of_a_prediction_stay_together_when_their_first_one_is_deleted() -> None:
    rest = (held("m2", "She", "holt", "m1"), held("m3", "Ann", "holt", "m1"))
    outcome = read(exported(submission(*rest)))
    assert outcome.annotation is not None
    assert [(m.id, m.entity) for m in outcome.annotation.mentions] == [("m3", "holt"), ("m2", "holt")]


def test_a_mention_whose_coreference_was_deleted_is_an_entity_of_its_own() -> None:
    first = held("m1", "Mira Holt", "holt", entity_name="Mira Holt")
    outcome = read(exported(submission(first, held("m2", "She", "holt", "m1"))))
    assert outcome.annotation is not None
    assert [(m.id, m.entity) for m in outcome.annotation.mentions] == [("m1", "holt"), ("m2", "e-m2")]
    assert [entity.name for entity in outcome.annotation.entities] == ["Mira Holt", None]


def test_a_copied_region_does_not_take_the_id_of_its_original() -> None:
    original = [item | {"meta": {"quotidian": {"id": "m.1", "entity": "holt"}}} for item in HOLT]
    copy = [item | {"meta": {"quotidian": {"id": "m.1", "entity": "holt"}}} for item in SHE]
    outcome = read(exported(submission(original, copy)))
    assert outcome.annotation is not None
    assert [mention.id for mention in outcome.annotation.mentions] == ["m.1", "m.1.1"]


def test_a_region_with_labels_of_two_layers_is_two_records() -> None:
    both = region("x-1", "died", "mention", "CRIME") + region("x-1", "died", "event", "Life:Die", event_tense="Past")
    outcome = read(exported(submission(both, HOLT, relation("x-1", "m1", "Victim"))))
    assert outcome.annotation is not None
    assert [mention.id for mention in outcome.annotation.mentions] == ["m1", "x-1"]
    assert [(event.id, event.arguments[0].mention) for event in outcome.annotation.events] == [("x-1.event", "m1")]


def test_every_finding_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "annotating.md").read_text("utf-8")
    assert [check for check in ADVICE if f"`{check}`" not in page] == []
