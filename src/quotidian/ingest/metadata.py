"""Reads a metadata file: what is said of each file of a batch, as JSON Lines or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from quotidian.errors import IngestError, InputError
from quotidian.ingest.settings import FileMetadata

_BOOLEAN = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BOOLEAN_FIELDS = ("standoff", "redistributable", "synthetic")


def read_metadata(path: Path) -> dict[str, FileMetadata]:
    """The rows of a metadata file by file name.

    Args:
        path: a ``.csv`` file with a header line, or JSON Lines (any other ending); UTF-8.

    Raises:
        IngestError: ``metadata``: it can't be read, a row is not valid, or two speak of the same file.
    """
    rows: dict[str, FileMetadata] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in _csv_rows(file) if path.suffix.lower() == ".csv" else _json_rows(file):
                if row.file in rows:
                    raise InputError("two rows for one file", line=line, found=row.file)
                rows[row.file] = row
    except InputError as error:
        place, found = error.line, error.found
        raise IngestError(error.problem, reason="metadata", path=path, line=place, found=found) from None
    except OSError as error:
        raise IngestError(f"can't be read: {error.strerror or error}", reason="metadata", path=path) from None
    except UnicodeDecodeError as error:
        raise IngestError(f"not UTF-8 at byte {error.start}", reason="metadata", path=path) from None
    return rows


def _json_rows(file: TextIO) -> Iterator[tuple[int, FileMetadata]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise InputError(f"no JSON: {error}", line=number) from None
        yield number, _row(value, number)


def _csv_rows(file: TextIO) -> Iterator[tuple[int, FileMetadata]]:
    reader = csv.DictReader(file, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(f"no CSV: {error}", line=reader.line_num) from None
        if row is None:
            return
        given = {name: value for name, value in row.items() if value not in ("", None)}
        if None in given:
            raise InputError("more values than the header has names", line=reader.line_num, found=given[None])
        flags = {name: _BOOLEAN.get(given[name].lower(), given[name]) for name in _BOOLEAN_FIELDS if name in given}
        yield reader.line_num, _row({**given, **flags}, reader.line_num)


def _row(value: object, line: int) -> FileMetadata:
    try:
        return FileMetadata.from_dict(value)
    except InputError as error:
        raise InputError(error.problem, line=line) from None
