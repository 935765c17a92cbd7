"""An article: what is known of it, whose it is and how its text was made."""

from __future__ import annotations

from typing import Literal, get_args

from quotidian.model.tool import Tool
from quotidian.record import Record

ARTICLE_SCHEMA = "urn:quotidian:schema:article:1"

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


class Rights(Record, frozen=True, kw_only=True):
    """Who owns a text and what may be done with it.

    ``license`` is an SPDX expression (``LicenseRef-All-Rights-Reserved`` where there is none); ``redistributable`` says
    whether a release may contain the text; ``attribution`` is the line that its licence asks for.
    """

    license: str
    holder: str
    redistributable: bool
    attribution: str | None = None


class TextDigest(Record, frozen=True, kw_only=True):
    """What the text must be: SHA-256 of its UTF-8 bytes (as ``sha256sum`` prints it) and its length in code points."""

    sha256: str
    length: int


class Removal(Record, frozen=True, kw_only=True, gc=False):
    """A stretch of the extracted text that is not part of the article, and the rule that says so.

    ``start`` and ``end`` count code points of the extracted canonical text, before anything was removed.
    """

    rule: str
    start: int
    end: int


class Origin(Record, frozen=True, kw_only=True):
    """How the text was made from its source, so that it can be made again.

    ``format`` is ``text``, ``html`` or ``conllu``; ``name`` the file's or document's name; ``extracted_sha256`` the
    hash of the canonical text that the reader gave; ``removed`` what was then cut out of it, in order; ``obtain`` tells
    where a copy of the source can be had.
    """

    format: str
    name: str
    reader: Tool
    extracted_sha256: str
    removed: tuple[Removal, ...]
    obtain: str | None = None


class Article(Record, frozen=True, kw_only=True):
    """Metadata of one raw article; its text is a file of its own, or stand-off.

    ``published`` is an ISO 8601 date; ``story`` joins articles on the same event, which share a ``split`` for ever;
    ``standoff`` texts never enter the repository; ``synthetic`` ones were invented for the corpus.
    """

    schema: str
    id: str
    title: str
    source: str
    url: str | None
    published: str | None
    language: str
    split: str
    story: str | None
    synthetic: bool
    standoff: bool
    rights: Rights
    text: TextDigest
    origin: Origin
