"""The schema of rows, the Arrow columns and the features of ``datasets`` say the same."""

from __future__ import annotations

from typing import Any

import datasets
import jsonschema
import pyarrow as pa
import pytest

from quotidian import schemas
from quotidian.release.columns import CONFIGS, Config, arrow_schema, columns, definition, features, labels
from quotidian.release.tables import to_table
from quotidian.store import Corpus

ROOT = schemas.data_folder()


def validator(config: Config) -> jsonschema.Draft202012Validator:
    """Of the rows of one config."""
    document = schemas.schema("release-row")
    return jsonschema.Draft202012Validator({"$defs": document["$defs"], "$ref": f"#/$defs/{config}"})


def plain(column: Any) -> Any:
    """A feature in Arrow's types with the ids of labels as strings: what must be in the files."""
    if isinstance(column, datasets.ClassLabel):
        return pa.string()
    if isinstance(column, datasets.List):
        return pa.list_(plain(column.feature))
    if isinstance(column, dict):
        return pa.struct([(name, plain(child)) for name, child in column.items()])
    return column()


def test_the_configs_of_the_schema_are_those_of_the_design() -> None:
    assert CONFIGS == ("default", "entities", "quotes", "events", "annotators", "standoff")
    assert schemas.schema("release-row")["anyOf"] == [{"$ref": f"#/$defs/{config}"} for config in CONFIGS]


@pytest.mark.parametrize("config", CONFIGS)
def test_files_and_features_have_the_same_columns_of_the_same_types(config: Config) -> None:
    columns_of_datasets = features(config, Corpus(ROOT).ontology)
    assert list(columns_of_datasets) == columns(config) == arrow_schema(config).names
    assert pa.schema([(name, plain(column)) for name, column in columns_of_datasets.items()]) == arrow_schema(config)


@pytest.mark.parametrize("config", CONFIGS)
def test_every_column_is_required_and_described(config: Config) -> None:
    node = definition(config)
    assert node["required"] == list(node["properties"])
    assert node["additionalProperties"] is False
    document = schemas.schema("release-row")
    for name, child in node["properties"].items():
        target = document["$defs"][child["$ref"].removeprefix("#/$defs/")] if "$ref" in child else child
        items = target.get("items", {})
        assert target.get("description") or items.get("description"), name


@pytest.mark.parametrize("config", CONFIGS)
def test_each_example_is_a_row_of_its_config_and_of_no_other(config: Config) -> None:
    (example,) = definition(config)["examples"]
    assert [one for one in CONFIGS if validator(one).is_valid(example)] == [config]


@pytest.mark.parametrize("config", CONFIGS)
def test_each_example_goes_into_arrow_and_comes_back(config: Config) -> None:
    examples = definition(config)["examples"]
    table = to_table(config, examples)
    assert table.schema == arrow_schema(config)
    assert table.to_pylist() == examples


def test_the_example_of_entities_slices_as_it_says() -> None:
    (row,) = definition("entities")["examples"]
    sentence, start = row["sentence"], row["sentence_start"]
    spans = zip(row["token_starts"], row["token_ends"], strict=True)
    assert [sentence[a - start : b - start] for a, b in spans] == row["tokens"]


def test_label_lists_come_from_the_ontology_in_its_order() -> None:
    ontology = Corpus(ROOT).ontology
    lists = labels(ontology)
    assert lists["entity.type"] == tuple(label.name for label in ontology.entity_types)
    assert lists["mention.type"][-1] == "SENTENCE"
    assert lists["tag"][:5] == ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
    assert len(lists["tag"]) == 1 + 2 * len(lists["mention.type"])
    assert lists["event.realis"] == ("Actual", "Generic", "Other")
    assert lists["quote.type"] == ("direct", "indirect", "mixed")
    assert set(lists["argument.role"]) == {role.name for event in ontology.event_types for role in event.roles}
    assert len(set(lists["argument.role"])) == len(lists["argument.role"])


def test_every_label_list_that_the_schema_names_exists() -> None:
    named = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            if "x-labels" in node:
                named.add(node["x-labels"])
            for child in node.values():
                collect(child)
        elif isinstance(node, list):
            for child in node:
                collect(child)

    collect(schemas.schema("release-row")["$defs"])
    assert named == set(labels(Corpus(ROOT).ontology))


def test_a_value_of_another_type_is_refused() -> None:
    (example,) = definition("quotes")["examples"]
    with pytest.raises(pa.ArrowInvalid):
        to_table("quotes", [{**example, "paragraph_start": "zero"}])
