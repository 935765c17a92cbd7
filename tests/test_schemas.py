"""The schemas are valid, versioned, and accept their own examples."""

from __future__ import annotations

import jsonschema
import pytest

from quotidian import ontology, schemas
from quotidian.store import Corpus

ROOT = schemas.data_folder()


@pytest.mark.parametrize("name", schemas.NAMES)
def test_each_schema_is_one_with_a_versioned_id_and_examples(name: schemas.SchemaName) -> None:
    schema = schemas.schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith(f"urn:quotidian:schema:{name}:")
    assert schema["examples"]


@pytest.mark.parametrize("name", schemas.NAMES)
def test_each_example_is_valid_for_both_validators(name: schemas.SchemaName) -> None:
    for example in schemas.schema(name)["examples"]:
        assert schemas.gate(name).is_valid(example)
        assert list(schemas.explainer(name).iter_errors(example)) == []


def test_every_schema_file_is_listed() -> None:
    assert {path.name for path in (ROOT / "schema").glob("*.schema.json")} == {
        schemas.schema_path(name).name for name in schemas.NAMES
    }


def test_all_errors_of_a_document_are_found_with_their_paths() -> None:
    document = {**schemas.schema("corpus")["examples"][0], "version": "1.0", "name": "No", "extra": 1}
    del document["title"]
    found = [(list(error.absolute_path), error.validator) for error in schemas.errors("corpus", document)]
    assert found == [([], "additionalProperties"), ([], "required"), (["name"], "pattern"), (["version"], "pattern")]


def test_the_levels_that_code_knows_are_the_ontologys() -> None:
    levels = Corpus(ROOT).ontology.choices["mention.level"]
    assert levels == (ontology.NAMED, ontology.NOMINAL, ontology.PRONOMINAL)


def test_the_ontology_of_the_corpus_is_valid() -> None:
    assert list(schemas.errors("ontology", Corpus(ROOT).ontology.to_dict())) == []
