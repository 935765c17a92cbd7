"""Reads an HTML page with trafilatura (Barbaresi 2021, ACL demonstrations): the article's body and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from quotidian.errors import IngestError, MissingExtraError
from quotidian.ingest.document import Block, Document, Kind
from quotidian.model import Tool

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def reader() -> Tool:
    """trafilatura and its version.

    Raises:
        MissingExtraError: it is not installed.
    """
    from importlib.metadata import version

    try:
        import trafilatura  # noqa: F401  # only whether it is there
    except ImportError:
        raise MissingExtraError("reading HTML", "ingest") from None
    return Tool(name="trafilatura", version=version("trafilatura"))


def read_html(page: str, path: Path) -> Document:
    """The article of a page; comments, tables and pictures are left out.

    Args:
        page: the HTML source.
        path: its path: names the document, and the file in errors.

    Raises:
        IngestError: ``no-text``: no article was found in the page; ``damaged``: the parser gave up.
        MissingExtraError: trafilatura is not installed.
    """
    made_by = reader()
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            page, with_metadata=True, include_comments=False, include_tables=False, output_format="python"
        )
    except Exception as error:  # whatever a hostile page makes the parsers raise is this page's fault
        raise IngestError(f"HTML that can't be parsed ({error})", reason="damaged", path=path) from error
    if found is None or isinstance(found, dict):
        raise IngestError(
            "no article found in this page", reason="no-text", path=path, mend="save its text as a .txt file instead"
        )
    date = found.date or ""
    return Document(
        format="html",
        name=path.name,
        reader=made_by,
        blocks=tuple(_blocks(found.body)),
        title=found.title or None,
        url=found.url or None,
        published=date[:10] if _DATE.match(date) else None,
        site=found.sitename or None,
        author=found.author or None,
    )


def _blocks(body: _Element) -> Iterator[Block]:
    """The paragraphs of trafilatura's body, marked."""
    for element in body:
        tag = element.tag
        if tag in ("list", "quote", "div"):
            loose = element.text
            if loose and loose.strip():
                yield Block("text", loose)
            yield from _blocks(element)
        else:
            yield Block(_kind(element), "".join(_text(element)))
        if element.tail and element.tail.strip():
            yield Block("text", element.tail)


def _kind(element: _Element) -> Kind:
    if element.tag == "head":
        return "title" if element.get("rend") == "h1" else "heading"
    return "item" if element.tag == "item" else "text"


def _text(element: _Element) -> Iterator[str]:
    """The text of an element; a line break in it becomes a space."""
    yield re.sub(r"\s*\n\s*", " ", element.text or "")
    for child in element:
        if child.tag == "lb":
            yield " "
        else:
            yield from _text(child)
        yield re.sub(r"\s*\n\s*", " ", child.tail or "")
