"""The JSON Schemas, compiled once: a fast gate, and an explanation of what fails at it.

jsonschema-rs decides (30,000 documents a second), jsonschema explains a document that failed; both follow JSON Schema
draft 2020-12 and name the same paths. The files are the ones in ``schema/``, which an installed package carries along.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quotidian.errors import InputError

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs

SchemaName = Literal["corpus", "ontology", "article", "annotation", "annotators", "draft", "release-row"]
NAMES: tuple[SchemaName, ...] = ("corpus", "ontology", "article", "annotation", "annotators", "draft", "release-row")


def data_folder() -> Path:
    """The folder of ``schema/`` and of what annotators read: the repository's, or the installed package's."""
    package = Path(__file__).parent
    carried = package / "_data"
    return carried if carried.is_dir() else package.parents[1]


def schema_path(name: SchemaName) -> Path:
    """The file of a schema."""
    return data_folder() / "schema" / f"{name}.schema.json"


@cache
def schema(name: SchemaName) -> dict[str, Any]:
    """A schema as plain JSON values; not to be changed."""
    document = json.loads(schema_path(name).read_text("utf-8"))
    assert isinstance(document, dict)  # our own file
    return document


@cache
def gate(name: SchemaName) -> jsonschema_rs.Draft202012Validator:
    """The fast validator: ``gate(name).is_valid(document)``."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema(name))


@cache
def explainer(name: SchemaName) -> jsonschema.Draft202012Validator:
    """The explaining validator: ``explainer(name).iter_errors(document)``."""
    import jsonschema

    return jsonschema.Draft202012Validator(schema(name))


def pointer(error: jsonschema.ValidationError) -> str:
    """The JSON pointer (RFC 6901) to what a schema complains about."""
    return "".join(f"/{part}" for part in error.absolute_path)


def require(name: SchemaName, document: object, *, what: str, path: Path) -> None:
    """Refuse a document that its schema does not allow.

    Args:
        what: what the document should be, for the message.
        path: the file that it came from.

    Raises:
        InputError: the first thing that is wrong with it.
    """
    for error in errors(name, document):
        raise InputError(
            f"not a valid {what}: {error.message}",
            path=path,
            pointer=pointer(error),
            mend="run 'quotidian validate' for all its findings",
        )


def errors(name: SchemaName, document: object) -> Iterator[jsonschema.ValidationError]:
    """Everything that is wrong with a document, in document order; nothing for a valid one."""
    if gate(name).is_valid(document):
        return
    yield from sorted(explainer(name).iter_errors(document), key=lambda e: [str(part) for part in e.absolute_path])
