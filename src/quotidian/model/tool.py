"""What made something: a program and its version."""

from __future__ import annotations

from quotidian.record import Record


class Tool(Record, frozen=True, kw_only=True):
    """A program and its version."""

    name: str
    version: str
