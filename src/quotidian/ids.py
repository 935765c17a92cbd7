"""Identifiers: parsed and built here and nowhere else.

Three kinds exist:

* an **article id** is readable and says where the article is from: ``<source>-<date>-<slug>``::

    >>> article_id("wikinews", "2015-08-21", "North Korea puts military in 'quasi-state of war'")
    'wikinews-2015-08-21-north-korea-puts-military-in-quasi'
    >>> article_id("Global News", None, "Ärger über Çelik & Co.")
    'global-news-undated-arger-uber-celik-co'
    >>> article_id("notes", "2020-01-02", "日本")
    'notes-2020-01-02-untitled'

* a **span id** names an entity, mention, quote or event within one annotation: ``m12``, ``stoltenberg``;
* an **annotator id** names a folder under ``annotations/``: ``gold``, ``llm-a``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

ARTICLE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SPAN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
ANNOTATOR_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")

SLUG_WORDS = 6
MAX_LENGTH = 100

_SPAN_IDS = re.compile(f"{SPAN_ID.pattern}(?:\n{SPAN_ID.pattern})*+")


def slug(text: str, *, words: int = SLUG_WORDS) -> str:
    """The first words of a text in lower-case ASCII, joined by hyphens; ``""`` if none is left.

    >>> slug("“We can’t take peace for granted”, he said", words=3)
    'we-cant-take'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:words])


def article_id(source: str, published: str | None, title: str, *, clash: str = "") -> str:
    """Build the id of an article.

    Args:
        source: the name of the source.
        published: an ISO date or date-time, or None.
        title: the headline.
        clash: what tells it from another article with the same id: the start of its text's hash.
    """
    date = published[:10] if published else "undated"
    parts = [slug(source) or "unknown", date, slug(title) or "untitled"]
    base = "-".join(parts)[:MAX_LENGTH].rstrip("-")
    return f"{base}-{clash}" if clash else base


def is_article_id(text: str) -> bool:
    """Whether a string is a well-formed article id (it may still name no article)."""
    return len(text) <= MAX_LENGTH + 17 and ARTICLE_ID.fullmatch(text) is not None


def is_span_id(text: str) -> bool:
    """Whether a string can name an entity, mention, quote or event."""
    return SPAN_ID.fullmatch(text) is not None


def are_span_ids(texts: Collection[str]) -> bool:
    """Whether :func:`is_span_id` is true of all of them; many times as fast as asking for each.

    >>> are_span_ids(["m1", "stoltenberg"]), are_span_ids(["m1", "1"]), are_span_ids(["m1\\nm2"])
    (True, False, False)
    """
    listed = "\n".join(texts)
    return not texts or (listed.count("\n") == len(texts) - 1 and _SPAN_IDS.fullmatch(listed) is not None)


def is_annotator_id(text: str) -> bool:
    """Whether a string can name an annotator; ``gold`` is the adjudicated one."""
    return ANNOTATOR_ID.fullmatch(text) is not None
