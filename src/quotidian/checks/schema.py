"""Level 2, schema: does a document have the fields and forms that its JSON Schema asks for?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, one_of, shown
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Document, Stray
from quotidian.schemas import gate

if TYPE_CHECKING:
    import jsonschema_rs

LEVEL = "schema"

TIMES = ("created", "updated")
NO_LICENSE = "LicenseRef-All-Rights-Reserved"

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
    "impossible-date",
    level=LEVEL,
    title="Date that is not in the calendar",
    why="""A date may have the form of one and still not exist, such as 31 February. It breaks the first tool that sorts
    or parses it.""",
    mend="look the date up in the source",
)
def impossible_date(document: Document) -> Iterator[Fault]:
    """A date or time that has the right form and does not exist."""
    for where, value in _dates(document):
        try:
            datetime.datetime.fromisoformat(value)
        except ValueError:
            if len(value) > 9 and value[:4].isdecimal():  # others are of the wrong form
                yield Fault(f"{where} is {shown(value)}", where, value, "a day and time that exist")


def _dates(document: Document) -> Iterator[tuple[str, str]]:
    """The dates of a document: where they are and what they say."""
    value = document.value
    if document.schema == "article" and isinstance(value.get("published"), str):
        yield "/published", value["published"]
    provenance = value.get("provenance")
    if document.schema == "annotation" and isinstance(provenance, dict):
        for name in TIMES:
            if isinstance(provenance.get(name), str):
                yield f"/provenance/{name}", provenance[name]


@check(
    "updated-before-created",
    level=LEVEL,
    severity=WARNING,
    title="Updated before it was created",
    why="""Working times and the order of versions are computed from these two. An annotation can't have been changed
    before it was made: one of the two clocks was wrong, or the fields were swapped.""",
    mend="correct the one that is wrong",
)
def updated_before_created(document: Document) -> Iterator[Fault]:
    """An annotation whose ``updated`` lies before its ``created``."""
    times = dict(_dates(document))
    created, updated = (times.get(f"/provenance/{name}") for name in TIMES)
    if created is not None and updated is not None and _precedes(updated, created):
        yield Fault(f"updated {updated}", "/provenance/updated", updated, f"{created} (its creation) or later")


def _precedes(first: str, second: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(first) < datetime.datetime.fromisoformat(second)
    except (ValueError, TypeError):  # not dates, or one without a zone: said by wrong-form
        return False


@check(
    "article-without-rights",
    level=LEVEL,
    title="Article without rights",
    why="""Text whose owner and licence nobody wrote down can't be published, and can't be cleared later. An article
    without rights never enters the corpus.""",
    mend=f"ask the publisher; where no licence was given the licence is {NO_LICENSE} and redistributable is false",
)
def article_without_rights(document: Document) -> Iterator[Fault]:
    """No ``rights``, or rights that say nothing."""
    if document.schema != "article":
        return
    rights = document.value.get("rights")
    if rights is None:
        yield Fault("the article has no rights", "", expected="a licence, a holder and whether it may be redistributed")
    elif isinstance(rights, dict):
        for name in ("license", "holder"):
            value = rights.get(name)
            if isinstance(value, str) and (not value.strip() or value in ("NONE", "NOASSERTION")):
                where = f"/rights/{name}"
                yield Fault(f"the {name} of the article is {shown(value)}", where, value, f"a {name}")


@check(
    "license-not-spdx",
    level=LEVEL,
    title="Licence that SPDX does not know",
    why="""Licences are SPDX expressions (ISO/IEC 5962), spelt as in its list, so that programs can tell which texts may
    be published and the licence's text can be found. Anything else is a LicenseRef of its own.""",
    mend="see https://spdx.org/licenses",
)
def license_not_spdx(document: Document) -> Iterator[Fault]:
    """A licence of an article or a corpus that is no SPDX expression, or not spelt as SPDX spells it."""
    value, where = document.value, ""
    if document.schema == "article":
        value, where = value.get("rights"), "/rights"
    elif document.schema != "corpus":
        return
    license_ = value.get("license") if isinstance(value, dict) else None
    if not isinstance(license_, str) or not license_.strip() or license_ in ("NONE", "NOASSERTION"):
        return  # said by others
    right = canonical_license(license_)
    if right != license_:
        expected = shown(right) if right else "an SPDX expression"
        yield Fault(f"the licence is {shown(license_)}", f"{where}/license", license_, expected)


@cache
def canonical_license(expression: str) -> str | None:
    """An SPDX expression as SPDX spells it, or None if it is none."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(expression)
    except InvalidLicenseExpression:
        return None


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
# These look further than a schema can, and run on every document that is an object.
BEYOND: tuple[Check[Document], ...] = (
    impossible_date,
    updated_before_created,
    article_without_rights,
    license_not_spdx,
)
STRAY_CHECKS: tuple[Check[Stray], ...] = (unknown_schema,)
