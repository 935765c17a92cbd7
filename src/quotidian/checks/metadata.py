"""Level 2, schema, the part that a JSON Schema can't say: do dates exist, and are rights told?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, shown
from quotidian.checks.subjects import Document

LEVEL = "schema"

TIMES = ("created", "updated")
NO_LICENSE = "LicenseRef-All-Rights-Reserved"


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
    right = canonical_license(license_) or canonical_license(license_.replace(" ", "-"))
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


# These run on every document that is an object, whether it follows its schema or not.
CHECKS: tuple[Check[Document], ...] = (
    impossible_date,
    updated_before_created,
    article_without_rights,
    license_not_spdx,
)
