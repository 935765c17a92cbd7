"""Licences by their SPDX names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quotidian.model import CorpusInfo
from quotidian.release.collect import Collected

ALL_RIGHTS_RESERVED = "LicenseRef-All-Rights-Reserved"

_OPERATORS = {"AND", "OR", "WITH"}
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")
_NAMES = {"BY": "Attribution", "NC": "NonCommercial", "SA": "ShareAlike", "ND": "NoDerivatives"}


def license_ids(expression: str) -> list[str]:
    """The licences in an SPDX expression.

    >>> license_ids("(CC-BY-4.0 AND CC-BY-2.5) OR Apache-2.0")
    ['CC-BY-4.0', 'CC-BY-2.5', 'Apache-2.0']
    """
    return [word for word in re.findall(r"[A-Za-z0-9.+-]+", expression) if word not in _OPERATORS]


def released_licenses(info: CorpusInfo, collected: Collected) -> list[str]:
    """SPDX names of what is in the release: the corpus' own licence, then those of the texts."""
    texts = sorted({source.license for source in collected.sources if source.released})
    return list(dict.fromkeys(name for expression in (info.license, *texts) for name in license_ids(expression)))


def hub_license(name: str) -> str:
    """What the Hub calls a licence: its SPDX name in lower case, ``other`` for a reference of our own.

    >>> hub_license("CC-BY-2.5"), hub_license("LicenseRef-Press")
    ('cc-by-2.5', 'other')
    """
    return "other" if name.startswith("LicenseRef-") else name.lower()


def license_url(name: str) -> str | None:
    """Where the text of a licence is, as those who wrote it give it; None for a reference of our own.

    >>> license_url("CC-BY-2.5")
    'https://creativecommons.org/licenses/by/2.5/'
    >>> license_url("MIT")
    'https://spdx.org/licenses/MIT.html'
    """
    if name.startswith("LicenseRef-"):
        return None
    if name == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if name == "Apache-2.0":
        return "https://www.apache.org/licenses/LICENSE-2.0"
    creative = _CREATIVE_COMMONS.fullmatch(name)
    if creative:
        return f"https://creativecommons.org/licenses/{creative[1].lower()}/{creative[2]}/"
    return f"https://spdx.org/licenses/{name}.html"


def license_notices(expressions: Iterable[str]) -> dict[str, str]:
    """A short notice for each licence that occurs, by SPDX name: which one it is and where its text is."""
    names = sorted({name for expression in expressions for name in license_ids(expression)})
    return {name: _notice(name) for name in names}


def _notice(name: str) -> str:
    head = f"SPDX-License-Identifier: {name}\n"
    if name == ALL_RIGHTS_RESERVED:
        return (
            f"{head}\nNo licence was given. Of works under this reference the release holds facts only\n"
            "(metadata, hash, offsets and labels), and no text.\n"
        )
    url = license_url(name)
    if url is None:
        return f'{head}\nThe terms are told by the source: see README.md, "Sources and licences".\n'
    creative = _CREATIVE_COMMONS.fullmatch(name)
    words = "-".join(_NAMES[part] for part in creative[1].split("-")) if creative else ""
    title = f"Creative Commons {words} {creative[2]}" if creative else name
    return (
        f'{head}\n{title}\nThe text of the licence: {url}\nWhich works it covers: README.md, "Sources and licences".\n'
    )
