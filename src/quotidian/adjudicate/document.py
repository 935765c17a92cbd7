"""The file that a person adjudicates in: what it holds, before any of it is looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from quotidian.adjudicate.told import layers_sha256
from quotidian.draft.problems import Place
from quotidian.model import Annotation

# What a slot can say besides the name of an annotator.
NONE = "none"
EDITED = "edited"
# How the file calls what the layers hold.
KINDS = {"entities": "entity", "mentions": "mention", "quotes": "quote", "events": "event", "arguments": "argument"}
# What of a hash is enough to tell it from another.
SHORT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A version in the file; ``said`` is None if its annotators have nothing."""

    place: Place
    by: tuple[str, ...]
    said: dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A disagreement in the file; ``choose`` is what the person wrote, empty if nothing."""

    place: Place
    layer: str
    item: str
    whole: bool
    choose: str
    answers: tuple[Answer, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen."""
        names = tuple(sorted(name for answer in self.answers if answer.said is not None for name in answer.by))
        # An attribute can't be without a value; what is wrong altogether is deleted from the text.
        return (*names, NONE, EDITED) if self.whole or self.layer == "arguments" else (*names, EDITED)

    def chosen(self) -> Answer | None:
        """The version of the annotator who was chosen, if one was."""
        found = (answer for answer in self.answers if self.choose in answer.by and answer.said is not None)
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """An entity that comes with a mention that refers to it."""

    place: Place
    id: str
    said: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of adjudication.

    ``id`` tells this adjudication from another one, ``basis`` from which versions it was made, ``gold`` the hash of
    the gold that there was then (empty for none), ``disagreements`` how many it was written with, ``drafted`` the hash
    of the draft in it as it was written; ``draft`` is the draft as it is now, at its lines.
    """

    path: str
    id: str
    article: str
    between: tuple[str, ...]
    policy: str
    basis: str
    gold: str
    disagreements: int
    drafted: str
    slots: tuple[Slot, ...]
    spare: tuple[Spare, ...]
    draft: str

    @property
    def whole(self) -> bool:
        """Whether every question is there: one that was deleted is as open as before."""
        return len(self.slots) == self.disagreements


def basis(versions: Sequence[Annotation]) -> str:
    """What tells a set of versions from another: who they are of and what they say."""
    ordered = sorted(versions, key=lambda one: one.annotator)
    return short("\n".join(f"{one.annotator} {layers_sha256(one)}" for one in ordered))


def short(text: str) -> str:
    """The start of a hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]
