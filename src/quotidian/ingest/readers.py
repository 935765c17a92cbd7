"""From a file to documents: opens it, decodes it, and hands it to the reader of its format."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from quotidian.errors import IngestError
from quotidian.ingest.document import Document
from quotidian.ingest.sources import SourceFile

# The longest article ever is a fraction of this; a treebank is read in pieces and may be larger.
MAX_BYTES = 16 * 1024 * 1024

# A sentence with all that a treebank says of it is shorter.
MAX_LINE = 1024 * 1024

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
# The encodings in which pages are written, by Python's names; any other is left to strict UTF-8 to refuse.
_ENCODINGS = re.compile(
    r"utf-8|cp125\d|iso8859-\d+|koi8-[ru]|mac-roman|shift_jis|euc_(?:jp|kr)|gb(?:2312|k|18030)|big5"
)
_BOMS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def read(source: SourceFile) -> Iterator[Document]:
    """The documents of a file: one, or as many as a treebank holds.

    Raises:
        IngestError: it can't be read; the reason is one of :data:`quotidian.ingest.reasons.REASONS`.
        MissingExtraError: it is HTML and trafilatura is not installed.
    """
    try:
        _check(source)
        if source.format == "conllu":
            from quotidian.ingest.read_conllu import read_conllu

            with source.path.open("rb") as file:
                yield from read_conllu(_lines(file, source.path), source.path)
            return
        data = source.path.read_bytes()
    except OSError as error:
        raise IngestError(f"can't be read: {error.strerror or error}", reason="unreadable", path=source.path) from None
    if source.format == "html":
        from quotidian.ingest.read_html import read_html

        document = read_html(_decode(data, _charset(data), source.path), source.path)
    else:
        from quotidian.ingest.read_text import read_text

        document = read_text(_decode(data, "utf-8", source.path), source.path)
    yield replace(document, name=source.name)


def _check(source: SourceFile) -> None:
    """Refuses what no article is before its content is touched."""
    found = source.path.stat()
    if stat.S_ISDIR(found.st_mode):
        os.scandir(source.path).close()  # a folder comes this far when it can't be listed: this says why
    if not stat.S_ISREG(found.st_mode):
        raise IngestError("can't be read: no regular file", reason="unreadable", path=source.path)
    if source.format != "conllu" and found.st_size > MAX_BYTES:
        raise IngestError(
            "too large for an article",
            reason="too-large",
            path=source.path,
            found=found.st_size,
            expected=f"at most {MAX_BYTES} bytes",
        )


def _lines(file: BinaryIO, path: Path) -> Iterator[str]:
    """The lines of a treebank, decoded."""
    offset = 0
    while line := file.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            raise IngestError(
                f"a line of more than {MAX_LINE:,} bytes", reason="too-large", path=path, expected="a treebank"
            )
        yield _decode(line, "utf-8", path, offset)
        offset += len(line)


def _decode(data: bytes, encoding: str, path: Path, offset: int = 0) -> str:
    """Bytes as text: strictly, never by guessing.

    Args:
        data: the bytes.
        encoding: what they are said to be.
        path: the file, for errors.
        offset: where in the file the bytes are.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            raise IngestError(
                f"not UTF-8 but {name}",
                reason="not-utf8",
                path=path,
                mend=f"convert it: iconv -f {name} -t UTF-8 {path.name}",
            )
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise IngestError(
            f"not {encoding.upper()} at byte {offset + error.start}",
            reason="not-utf8",
            path=path,
            found=bytes(data[error.start : error.start + 1]),
            mend=f"convert it from its real encoding: iconv -f WINDOWS-1252 -t UTF-8 {path.name}",
        ) from None
    if "\0" in text:
        raise IngestError("no text: NUL characters", reason="not-text", path=path)
    return text


def _charset(page: bytes) -> str:
    """The encoding that a page declares, as browsers read it (WHATWG: "latin-1" means windows-1252); else UTF-8."""
    declared = _CHARSET.search(page, 0, 4096)
    if declared is None or page.startswith(codecs.BOM_UTF8):
        return "utf-8"
    name = declared[1].decode("ascii").lower()
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    found = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(found, found)
    return found if _ENCODINGS.fullmatch(found) else "utf-8"
