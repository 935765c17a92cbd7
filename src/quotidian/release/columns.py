"""The columns of every config, derived from the one contract: ``schema/release-row.schema.json``.

A property of type string, integer, number or boolean becomes a ``string``, ``int32``, ``double`` or ``bool`` column,
an array a list, an object a struct; all columns may hold nulls, the schema says which ones do. ``x-labels`` names a
label list: Parquet stores the labels as strings, ``datasets`` reads them as the ids of a ``ClassLabel``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from quotidian.ontology import Ontology
from quotidian.schemas import schema

if TYPE_CHECKING:
    import datasets
    import pyarrow as pa

Config = Literal["default", "entities", "quotes", "events", "annotators", "standoff"]
CONFIGS: tuple[Config, ...] = get_args(Config)


REALIS = ("Actual", "Generic", "Other")
OUTSIDE = "O"

_Node = dict[str, Any]  # a part of a JSON Schema document


def definition(config: Config) -> _Node:
    """The JSON Schema of a row of a config."""
    node = schema("release-row")["$defs"][config]
    assert isinstance(node, dict)  # our own file
    return node


def columns(config: Config) -> list[str]:
    """Names of the columns, in order."""
    return list(definition(config)["properties"])


def labels(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """Every label list by the name that ``x-labels`` gives it; the order is that of the ids."""
    mentions = tuple(ontology.mention_types)
    roles = dict.fromkeys(role.name for event in ontology.event_types for role in event.roles)
    return {
        "entity.type": tuple(label.name for label in ontology.entity_types),
        "mention.type": mentions,
        "event.type": tuple(ontology.events),
        "event.realis": REALIS,
        "argument.role": tuple(roles),
        "tag": (OUTSIDE, *(f"{prefix}-{name}" for name in mentions for prefix in "BI")),
        **ontology.choices,
    }


@cache
def arrow_schema(config: Config) -> pa.Schema:
    """The schema of a config's Parquet files; labels are strings."""
    import pyarrow as pa

    return pa.schema([pa.field(name, _arrow(node)) for name, node in definition(config)["properties"].items()])


def features(config: Config, ontology: Ontology) -> datasets.Features:
    """The features of a config as ``datasets`` knows them; labels are ClassLabels."""
    import datasets

    lists = labels(ontology)
    return datasets.Features({name: _feature(node, lists) for name, node in definition(config)["properties"].items()})


def resolved(node: _Node) -> tuple[str, _Node]:
    """The type of a node, and the node with its reference followed."""
    if "$ref" in node:
        node = schema("release-row")["$defs"][node["$ref"].removeprefix("#/$defs/")]
    kind = node["type"]
    return (next(one for one in kind if one != "null") if isinstance(kind, list) else kind), node


def _arrow(node: _Node) -> pa.DataType:
    import pyarrow as pa

    kind, node = resolved(node)
    if kind == "array":
        return pa.list_(_arrow(node["items"]))
    if kind == "object":
        return pa.struct([pa.field(name, _arrow(child)) for name, child in node["properties"].items()])
    scalars: dict[str, pa.DataType] = {
        "string": pa.string(),
        "integer": pa.int32(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    return scalars[kind]


def _feature(node: _Node, lists: dict[str, tuple[str, ...]]) -> Any:
    import datasets

    kind, node = resolved(node)
    if kind == "array":
        return datasets.List(_feature(node["items"], lists))
    if kind == "object":
        return {name: _feature(child, lists) for name, child in node["properties"].items()}
    if "x-labels" in node:
        return datasets.ClassLabel(names=list(lists[node["x-labels"]]))
    return datasets.Value({"string": "string", "integer": "int32", "number": "float64", "boolean": "bool"}[kind])
