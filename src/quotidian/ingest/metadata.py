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
        path: a ``.csv`` file with a header line, or JSON Lines (any other ending).

    Raises:
        IngestError: ``metadata``: it can't be read, a row is not valid, or two speak of the same file.
    """
    rows: dict[str, FileMetadata] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, value in _csv_rows(file) if path.suffix.lower() == ".csv" else _json_rows(file):
                row = FileMetadata.from_dict(value)
                if row.file in rows:
                    raise InputError("two rows for one file", line=line, found=row.file)
                rows[row.file] = row
    except InputError as error:
        raise IngestError(
            error.problem, reason="metadata", path=path, line=error.line or _at(rows), found=error.found
        ) from None
    except (OSError, ValueError, csv.Error) as error:
        raise IngestError(f"metadata that can't be read ({error})", reason="metadata", path=path) from None
    return rows


def _at(rows: dict[str, FileMetadata]) -> int:
    return len(rows) + 1


def _json_rows(file: TextIO) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield number, json.loads(line)


def _csv_rows(file: TextIO) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(file, strict=True)
    for row in reader:
        given = {name: value for name, value in row.items() if value not in ("", None)}
        flags = {name: _BOOLEAN.get(str(given[name]).lower(), given[name]) for name in _BOOLEAN_FIELDS if name in given}
        yield reader.line_num, {**given, **flags}
