"""Licences: what an SPDX expression allows, and the line that a CC BY licence asks for."""

from __future__ import annotations

import re

ALL_RIGHTS_RESERVED = "LicenseRef-All-Rights-Reserved"

# Licences that let a text be passed on, with or without attribution. ND forbids to pass on a text that was changed, and
# removing captions changes it; NC binds whoever gets the release: both need a decision, so neither is allowed unasked.
_OPEN = re.compile(
    r"CC0-1\.0|CC-BY-\d\.\d(?:-[A-Z]{2,4})?|CC-BY-SA-\d\.\d(?:-[A-Z]{2,4})?|CC-PDDC|CC-PDM-1\.0|PDDL-1\.0|ODC-By-1\.0"
    r"|ODbL-1\.0|OGL-UK-\d\.0|OGL-Canada-2\.0|NLOD-\d\.0|etalab-2\.0|GFDL-1\.\d\S*|Unlicense|Apache-2\.0|MIT"
    r"|LicenseRef-Public-Domain"
)


def canonical(license: str) -> str:  # noqa: A002  # the field's own name
    """An SPDX expression as SPDX writes it; any ``LicenseRef-`` is one.

    Raises:
        ValueError: it is none, or names a licence that SPDX does not list; the message says which.

    >>> canonical("cc-by-4.0")
    'CC-BY-4.0'
    """
    from packaging.licenses import canonicalize_license_expression

    return str(canonicalize_license_expression(license))


def allows_redistribution(license: str) -> bool:  # noqa: A002
    """Whether a licence lets a text be passed on: all parts of an ``AND``, one of an ``OR``.

    Args:
        license: an SPDX expression in canonical form.

    >>> allows_redistribution("CC-BY-2.5"), allows_redistribution("LicenseRef-All-Rights-Reserved")
    (True, False)
    >>> allows_redistribution("(MIT OR CC-BY-4.0) AND CC-BY-NC-4.0")
    False
    """
    while bracket := re.search(r"\(([^()]*)\)", license):
        allowed = "MIT" if allows_redistribution(bracket[1]) else ALL_RIGHTS_RESERVED
        license = f"{license[: bracket.start()]}{allowed}{license[bracket.end() :]}"  # noqa: A001
    return any(all(_OPEN.fullmatch(part) for part in choice.split(" AND ")) for choice in license.split(" OR "))


def attribution(license: str, holder: str, title: str, url: str | None) -> str | None:  # noqa: A002
    """The line that a CC BY licence asks for (title, author, source, licence), or None where none is needed."""
    if not license.startswith("CC-BY"):
        return None
    where = f", {url}" if url else ""
    return f"“{title}” by {holder}{where}, licensed under {license}"
