"""A check as a value: a function that yields faults, with its id, its level and its reasons."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from quotidian.checks.finding import ERROR, Fault

S_contra = TypeVar("S_contra", contravariant=True)

LEVELS = ("format", "schema", "text", "references", "ontology", "linguistics")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Check(Generic[S_contra]):
    """One entry of the catalogue.

    Attributes:
        id: its stable name.
        level: one of :data:`LEVELS`.
        severity: ``error`` or ``warning``.
        title: what it finds, in a few words.
        why: one paragraph on why it matters.
        mend: what to do about a fault, unless the fault says it better.
        needs: what must be at hand for it to run: ``text``, ``article`` or ``ontology``.
        function: takes its subject (:mod:`quotidian.checks.subjects`) and yields a fault for each place.
    """

    id: str
    level: str
    severity: str
    title: str
    why: str
    mend: str
    needs: frozenset[str]
    function: Callable[[S_contra], Iterator[Fault]]

    def __call__(self, subject: S_contra) -> Iterator[Fault]:
        """The faults of a subject."""
        return self.function(subject)


def check(
    name: str, *, level: str, title: str, why: str, mend: str, severity: str = ERROR, needs: str = ""
) -> Callable[[Callable[[S_contra], Iterator[Fault]]], Check[S_contra]]:
    """Declares the function below it a check; ``needs`` is a list of words, ``why`` a paragraph in any layout."""

    def declare(function: Callable[[S_contra], Iterator[Fault]]) -> Check[S_contra]:
        return Check(
            id=name,
            level=level,
            severity=severity,
            title=title,
            why=" ".join(inspect.cleandoc(why).split()),
            mend=mend,
            needs=frozenset(needs.split()),
            function=function,
        )

    return declare
