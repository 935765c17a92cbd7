"""Level 2, schema: does a document have the fields and forms that its JSON Schema asks for?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from quotidian.checks.check import Check, check
from quotidian.checks.finding import Fault, one_of, shown
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Document, Stray
from quotidian.schemas import gate

if TYPE_CHECKING:
    import jsonschema_rs

LEVEL = "schema"

# The fields that count something.
_INTEGERS = ("start", "end", "length")

# Keywords of JSON Schema, by the check that reports them; all others are about the form of a value.
_MISSING, _EXTRA, _TYPE, _SCHEMA = ("required",), ("additionalProperties",), ("type",), ("const",)
_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def _violations(document: Document) -> Iterator[jsonschema_rs.ValidationError]:
    yield from gate(document.schema).iter_errors(document.value)


def _where(error: jsonschema_rs.ValidationError) -> str:
    return pointer(*error.instance_path)


def _called(error: jsonschema_rs.ValidationError) -> str:
    """What a message calls the value that is wrong."""
    return _where(error) or "the document"


def _found(document: Document, value: object) -> str:
    """A value as a message may show it."""
    return "a string" if document.secret and isinstance(value, str) else shown(value)


@check(
    "missing-field",
    level=LEVEL,
    title="Missing field",
    why="""A field that the schema requires is there in every file, with null or an empty list where there is nothing to
    say, so that readers never have to tell "none" from "forgotten".""",
    mend="add it, see the examples in the schema",
)
def missing_field(document: Document) -> Iterator[Fault]:
    """Each required field that an object lacks."""
    for error in _violations(document):
        if error.kind.name in _MISSING:
            name = error.kind.as_dict()["property"]
            if (document.schema, name, error.instance_path) != ("article", "rights", []):  # see article-without-rights
                yield Fault(f"{_called(error)} lacks a required field", _where(error), None, shown(name))


@check(
    "unknown-field",
    level=LEVEL,
    title="Unknown field",
    why="""A field that the schema does not know is most often a misspelt one, whose value would be lost without a
    word.""",
    mend="correct its name or remove it",
)
def unknown_field(document: Document) -> Iterator[Fault]:
    """Each field that an object should not have."""
    for error in _violations(document):
        if error.kind.name in _EXTRA:
            for name in error.kind.as_dict()["unexpected"]:
                where = f"{_where(error)}{pointer(name)}"
                yield Fault(f"{_called(error)} has a field {shown(name)} that the schema does not know", where)


@check(
    "wrong-type",
    level=LEVEL,
    title="Value of the wrong JSON type",
    why="""A number in quotation marks or a single value where a list belongs is read differently by each consumer, or
    not at all. Offsets are integers: 12, not 12.0 and not "12".""",
    mend="write it as that type",
)
def wrong_type(document: Document) -> Iterator[Fault]:
    """Each value whose JSON type is not the schema's."""
    for error in _violations(document):
        if error.kind.name in _TYPE:
            found = _found(document, error.instance)
            expected = one_of(_TYPES[name] for name in sorted(error.kind.as_dict()["types"], reverse=True))
            yield Fault(f"{_called(error)} is {found}", _where(error), found, expected)
        elif error.kind.name == "anyOf" and not isinstance(error.instance, str):
            found = _found(document, error.instance)
            yield Fault(f"{_called(error)} is {found}", _where(error), found, "an id or null")
    for where, number in _inexact(document.value):
        yield Fault(f"{where} is {shown(number)}", where, shown(number), "an integer, without point or exponent")


def _inexact(value: object, where: str = "") -> Iterator[tuple[str, float]]:
    """Whole numbers that are not written as integers, such as 12.0: JSON Schema lets them pass, readers don't."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        here = f"{where}{pointer(key)}"
        if isinstance(item, float) and key in _INTEGERS and item.is_integer():
            yield here, item
        elif isinstance(item, dict | list):
            yield from _inexact(item, here)


@check(
    "wrong-schema",
    level=LEVEL,
    title="File of another kind or version",
    why="""Each file names its schema and version, so that a reader of a later version knows what it has. A file under
    another name is not what its place says, or was written by a newer toolchain.""",
    mend="move the file to its place, or upgrade the toolchain",
)
def wrong_schema(document: Document) -> Iterator[Fault]:
    """A ``schema`` that is not the one of the file's place."""
    for error in _violations(document):
        if error.kind.name in _SCHEMA:
            found, expected = _found(document, error.instance), error.kind.as_dict()["expected_value"]
            yield Fault(f"{_called(error)} is {found}", _where(error), found, shown(expected))


@check(
    "wrong-form",
    level=LEVEL,
    title="Value of the wrong form",
    why="""Hashes, dates, ids, links and counts have one form each. A value of another form can't be looked up, sorted
    or compared.""",
    mend="write it in that form",
)
def wrong_form(document: Document) -> Iterator[Fault]:
    """Each value that has the right type and breaks another rule of the schema."""
    for error in _violations(document):
        name = error.kind.name
        if name in (*_MISSING, *_EXTRA, *_TYPE, *_SCHEMA) or (name == "anyOf" and not isinstance(error.instance, str)):
            continue
        found = _found(document, error.instance)
        yield Fault(f"{_called(error)} is {found}", _where(error), found, _rule(name, error.kind.as_dict()))


_LIMITS = {
    "minimum": "{} or more",
    "maximum": "{} or less",
    "minItems": "{} or more items",
    "minLength": "{} or more characters",
    "maxLength": "{} characters or less",
}


def _rule(name: str, details: dict[str, Any]) -> str:
    """What a keyword of JSON Schema asks for, in words."""
    if name == "pattern":
        return f"a string that matches {details['pattern']}"
    if name == "enum":
        return one_of(details["options"])
    if name == "anyOf":
        return "null or a letter and then letters, digits or . _ -"
    if name == "uniqueItems":
        return "no item twice"
    return _LIMITS[name].format(details["limit"]) if name in _LIMITS else f"what {name} in the schema asks for"


@check(
    "unknown-schema",
    level=LEVEL,
    title="File of no known schema",
    why="""A file that lies outside the corpus is checked as what its field "schema" says it is. Without that field, or
    with a name that this version of the toolchain does not know, nothing can be said about it.""",
    mend="name its schema, or don't check it",
)
def unknown_schema(stray: Stray) -> Iterator[Fault]:
    """A file whose schema is not one of ours."""
    found = shown(stray.named)
    yield Fault(
        f"the schema is {found}", "/schema", found, "one of Quotidian's schemas, such as urn:quotidian:schema:article:1"
    )


# These explain what the schema refuses and run only when it does.
VIOLATIONS: tuple[Check[Document], ...] = (missing_field, unknown_field, wrong_type, wrong_schema, wrong_form)
STRAY_CHECKS: tuple[Check[Stray], ...] = (unknown_schema,)
