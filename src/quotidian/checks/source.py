"""Turns the faults of one file into findings: adds the file, the line and the names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from quotidian.checks.check import Check
from quotidian.checks.finding import Fault, Finding, sentence
from quotidian.checks.position import Positions, parts, pointer


class Source:
    """Where faults come from.

    Args:
        file: how findings name the file; None for an object in memory.
        data: the bytes of a JSON file, for the lines; None if there are none.
        article, annotator: whom the file is about, as far as it is known.
        kept: for each layer of a damaged annotation, the places of the records that were left in.
        only: ids of the checks to run; None for all of them.
    """

    def __init__(
        self,
        file: str | None,
        data: bytes | None = None,
        article: str | None = None,
        annotator: str | None = None,
        kept: Mapping[str, list[int]] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self.file = file
        self._data = data
        self.article = article
        self.annotator = annotator
        self._kept = kept or {}
        self.only = only

    @cached_property
    def _positions(self) -> Positions:
        return Positions((self._data or b"").decode(errors="replace"))

    def about(self, annotator: str | None, kept: Mapping[str, list[int]]) -> Source:
        """The same file, of which one now knows who annotated and which records were left in."""
        return Source(self.file, self._data, self.article, annotator, kept, self.only)

    def findings(self, checks: Iterable[Check[Any]], subject: object) -> Iterator[Finding]:
        """What checks find in a subject of this file."""
        for check in checks if self.only is None else [check for check in checks if check.id in self.only]:
            for fault in check.function(subject):
                yield self.finding(check, fault)

    def finding(self, check: Check[Any], fault: Fault) -> Finding:
        """The finding of one fault."""
        where = self._original(fault.pointer)
        mend = fault.mend or check.mend
        return Finding(
            file=self.file,
            line=self._line(where, fault.line),
            pointer=where,
            level=check.level,
            severity=check.severity,
            check=check.id,
            message=sentence(fault, mend),
            found=fault.found,
            expected=fault.expected,
            mend=mend,
            article=self.article,
            annotator=self.annotator,
        )

    def _line(self, where: str, known: int | None) -> int | None:
        if self.file is None and self._data is None:
            return None
        if known is not None or self._data is None:
            return known or 1
        return self._positions.line(where)

    def _original(self, where: str) -> str:
        """A pointer into the records that were left in, as one into the file."""
        if not self._kept or not where:
            return where
        layer, *rest = parts(where)
        if rest and layer in self._kept:
            rest[0] = str(self._kept[layer][int(rest[0])])
        return pointer(layer, *rest)
