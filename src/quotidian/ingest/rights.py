"""Licences: what an SPDX expression allows, and the line that a CC BY licence asks for."""

from __future__ import annotations

import re

from quotidian.model import Rights

ALL_RIGHTS_RESERVED = "LicenseRef-All-Rights-Reserved"

_FORM = re.compile(r"[A-Za-z0-9.+() -]+")
# Licences that let a text be passed on, with or without attribution. ND forbids to pass on a text that was changed, and
# removing captions changes it; NC binds whoever gets the release: both need a decision, so neither is allowed unasked.
_OPEN = re.compile(
    r"(?:CC0-1\.0|CC-BY-[1-4]\.\d(?:-[A-Z]{2,4})?|CC-BY-SA-[1-4]\.\d(?:-[A-Z]{2,4})?|CC-PDDC|CC-PDM-1\.0|PDDL-1\.0|ODC-By-1\.0"
    r"|OGL-UK-[123]\.0|OGL-Canada-2\.0|Unlicense|Apache-2\.0|MIT|GFDL-1\.[123]\S*|LicenseRef-Public-Domain)\Z"
)


def is_expression(license: str) -> bool:  # noqa: A002  # the field's own name
    """Whether a string has the form of an SPDX expression."""
    return bool(license.strip()) and _FORM.fullmatch(license) is not None


def allows_redistribution(license: str) -> bool:  # noqa: A002
    """Whether a licence lets a text be passed on: all parts of an ``AND``, one of an ``OR``.

    >>> allows_redistribution("CC-BY-2.5")
    True
    >>> allows_redistribution("LicenseRef-All-Rights-Reserved")
    False
    """
    choices = re.split(r"\s+OR\s+", license.replace("(", " ").replace(")", " ").strip())
    return any(all(_OPEN.match(part.strip()) for part in re.split(r"\s+AND\s+", choice)) for choice in choices)


def attribution(rights: Rights, title: str, url: str | None) -> str | None:
    """The line that a CC BY licence asks for (title, author, source, licence), or None where none is needed."""
    if not rights.license.startswith("CC-BY"):
        return None
    where = f", {url}" if url else ""
    return f"“{title}” by {rights.holder}{where}, licensed under {rights.license}"
