"""Value objects round-trip with the schemas' own examples, are frozen, and say what is wrong with bad input."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from quotidian import schemas
from quotidian.errors import InputError
from quotidian.model import Annotation, AnnotatorList, Article, CorpusInfo, Event, Span
from quotidian.ontology import Ontology
from quotidian.record import Record
from quotidian.store import to_json

KINDS: dict[schemas.SchemaName, type[Record]] = {
    "corpus": CorpusInfo,
    "article": Article,
    "annotation": Annotation,
    "annotators": AnnotatorList,
    "ontology": Ontology,
}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name in KINDS
    for number, example in enumerate(schemas.schema(name)["examples"])
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples_of_the_schemas_round_trip(name: schemas.SchemaName, example: dict[str, Any]) -> None:
    record = KINDS[name].from_dict(example)
    assert record.to_dict() == example
    assert KINDS[name].from_json(to_json(record)) == record


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Paths to all values inside a document."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_model_and_schema_agree_on_the_type_of_every_field(name: schemas.SchemaName, example: dict[str, Any]) -> None:
    """What the model refuses, the schema refuses: no field is typed in one and open in the other."""
    for path in places(example):
        broken = copy.deepcopy(example)
        holder: Any = broken
        for part in path[:-1]:
            holder = holder[part]
        holder[path[-1]] = {"unheard": "of"}
        assert list(schemas.errors(name, broken)), f"the schema accepts an object at {path}"
        with pytest.raises(InputError, match=f"not a valid {KINDS[name].__name__}: "):
            KINDS[name].from_dict(broken)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_model_and_schema_agree_on_what_is_required(name: schemas.SchemaName, example: dict[str, Any]) -> None:
    for path in places(example):
        # Which attributes an ontology must have is the schema's business: to the model they are a mapping.
        if not isinstance(path[-1], str) or path[0] == "attributes":
            continue
        shorter = copy.deepcopy(example)
        holder: Any = shorter
        for part in path[:-1]:
            holder = holder[part]
        del holder[path[-1]]
        schema_refuses = bool(list(schemas.errors(name, shorter)))
        try:
            KINDS[name].from_dict(shorter)
            model_refuses = False
        except InputError:
            model_refuses = True
        assert schema_refuses == model_refuses, f"they differ on a document without {path}"


def test_an_unknown_field_is_refused_with_its_path() -> None:
    with pytest.raises(InputError) as caught:
        Annotation.from_dict({**schemas.schema("annotation")["examples"][0], "colour": "red"})
    assert str(caught.value) == "not a valid Annotation: Object contains unknown field `colour`"


def test_a_wrong_type_is_refused_with_its_path() -> None:
    example = copy.deepcopy(schemas.schema("annotation")["examples"][0])
    example["mentions"][0]["start"] = "3"
    with pytest.raises(InputError) as caught:
        Annotation.from_dict(example)
    assert str(caught.value) == "not a valid Annotation: Expected `int`, got `str` - at `$.mentions[0].start`"


def test_value_objects_are_frozen_and_compared_by_value() -> None:
    span = Span(start=0, end=3, text="Ana")
    assert span == Span(start=0, end=3, text="Ana")
    assert hash(span) == hash(Span(start=0, end=3, text="Ana"))
    with pytest.raises(AttributeError):
        span.start = 1  # type: ignore[misc]  # what is tested
    with pytest.raises(TypeError):
        Span(0, 3)  # type: ignore[call-arg]  # keyword-only is what is tested


@pytest.mark.parametrize(
    ("changes", "realis"),
    [
        ({}, "Actual"),
        ({"genericity": "Generic"}, "Generic"),
        ({"genericity": "Generic", "polarity": "Negative"}, "Generic"),
        ({"polarity": "Negative"}, "Other"),
        ({"tense": "Future"}, "Other"),
        ({"tense": "Unspecified"}, "Actual"),
        ({"modality": "Other"}, "Other"),
    ],
)
def test_realis_is_derived(changes: dict[str, str], realis: str) -> None:
    asserted = {"polarity": "Positive", "tense": "Past", "genericity": "Specific", "modality": "Asserted"}
    event = Event(id="v1", type="Life:Die", trigger=Span(start=0, end=1), arguments=(), **{**asserted, **changes})
    assert event.realis == realis


def test_surface_text_comes_and_goes_without_a_trace() -> None:
    text = "“The line is safe,” Mira Holt said.\n"
    annotation = Annotation.from_dict(schemas.schema("annotation")["examples"][0])
    bare = annotation.without_text()
    assert [span.text for _, span in bare.spans()] == [None, None, None]
    assert bare.with_text(text) == annotation
    assert [pointer for pointer, _ in annotation.spans()] == ["/mentions/0", "/quotes/0/content/0", "/quotes/0/cue/0"]
    assert '"text"' not in to_json(bare).decode()
