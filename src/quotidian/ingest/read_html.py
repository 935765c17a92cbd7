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
# White space in the source of a page means nothing; NBSP does.
_SPACE = re.compile(r"[ \n\t\r\f]+")
_BLOCK_TAGS = frozenset(["body", "p", "head", "list", "item", "quote", "div", "table", "row", "cell", "code"])


@cache
def reader() -> Tool:
    """trafilatura and its version.

    Raises:
        MissingExtraError: it is not installed.
    """
    import logging
    from importlib.metadata import version

    try:
        import trafilatura  # noqa: F401  # only whether it is there
    except ImportError:
        raise MissingExtraError("reading HTML", "ingest") from None
    for logger in ("trafilatura", "htmldate", "courlan", "readability"):
        # What they have to say of a page is said by its refusal; without a handler it would land on standard error.
        logging.getLogger(logger).addHandler(logging.NullHandler())
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
    from trafilatura.settings import Document as TrafilaturaDocument

    try:
        found = bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # The date is what the page's metadata say, not what its text may mean, and does not depend on today's.
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2999-12-31"},
        )
        blocks = tuple(_blocks(found.body)) if isinstance(found, TrafilaturaDocument) else ()
    except Exception as error:  # whatever a hostile page makes the parsers raise is this page's fault
        raise IngestError(f"HTML that can't be parsed ({error})", reason="damaged", path=path) from error
    if not isinstance(found, TrafilaturaDocument) or not blocks:
        raise IngestError(
            "no article found in this page", reason="no-text", path=path, mend="save its text as a .txt file instead"
        )
    date = found.date or ""
    return Document(
        format="html",
        name=path.name,
        reader=made_by,
        blocks=blocks,
        title=found.title or None,
        url=found.url or None,
        published=date[:10] if _DATE.match(date) else None,
        site=found.sitename or None,
        author=found.author or None,
    )


def _blocks(body: _Element) -> Iterator[Block]:
    """The paragraphs of trafilatura's body, marked: what stands between the edges of block elements."""
    from lxml.etree import iterwalk

    open_blocks: list[_Element] = []
    words: list[str] = []

    def end() -> Iterator[Block]:
        text = _SPACE.sub(" ", "".join(words)).strip(" \n\t")
        if text:
            yield Block(_kind(open_blocks), text)
        words.clear()

    for event, element in iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCK_TAGS
        if event == "start":
            if block:
                yield from end()
                open_blocks.append(element)
            words.append(" " if element.tag == "lb" else element.text or "")
        else:
            if block:
                yield from end()
                open_blocks.pop()
            if element is not body:
                words.append(element.tail or "")
    yield from end()


def _kind(open_blocks: list[_Element]) -> Kind:
    """The mark of a paragraph, from the elements that it stands in, the innermost last."""
    for element in reversed(open_blocks):
        if element.tag == "head":
            return "title" if element.get("rend") == "h1" else "heading"
        if element.tag == "item":
            return "item"
    return "text"
