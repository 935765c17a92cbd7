"""A gold annotation that looks wrong: where it is, what it says, what the others say, and how much that weighs."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from quotidian.record import Record

Reason = Literal["majority", "variation", "unmarked"]

NOTHING = "nothing"
"""What gold or an annotator says of a place that has no such item."""

_DIGITS = 4


class Place(Record, frozen=True, kw_only=True):
    """Where something is.

    ``file`` is relative to the corpus' folder, ``pointer`` a JSON pointer (RFC 6901) into it; of something that is not
    there, the pointer to the list that it would be in. ``start`` and ``end`` are code points of the article's text.
    ``string`` is the slice, None of a stand-off article.
    """

    file: str
    pointer: str
    article: str
    start: int
    end: int
    string: str | None = None


class Statement(Record, frozen=True, kw_only=True):
    """What some witnesses say.

    ``witnesses`` are annotators by name, or empty where ``number`` other places of the gold corpus are the witnesses;
    ``places`` are their items: one for each annotator that has one, or the first one of the other places.
    """

    says: str
    number: int
    witnesses: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


class Suspicion(Record, frozen=True, kw_only=True):
    """A gold annotation that looks wrong.

    ``score`` is what :func:`score` gives, from 0 to 1. ``reason`` is ``majority`` (annotators who agree with each other
    say otherwise), ``variation`` (the same string has another label elsewhere in gold) or ``unmarked`` (the string is
    mostly marked elsewhere in gold). ``difference`` names what is in question, such as ``type`` or ``missing``;
    ``times`` is how often the article has the same thing, for example how many mentions of one entity are concerned;
    ``filler`` is the mention that is in question as an argument of the event at ``place``.
    """

    score: float
    reason: Reason
    layer: str
    difference: str
    place: Place
    gold: str
    others: tuple[Statement, ...]
    times: int
    mend: str
    filler: Place | None = None

    def times_of(self, times: int) -> Suspicion:
        """The same, of so many items."""
        return msgspec.structs.replace(self, times=times)


def score(against: float, others: float, trust: float = 1.0) -> float:
    """How suspicious a gold label is: the share of the votes that another label has, times what such votes are worth.

    Every other witness has a vote, and gold itself one for its label: so two of two (0.67) are more than one of one
    (0.5) and less than nine of nine (0.9), and nothing is ever certain. This is in the spirit of the discrepancy
    between labels that Hollenstein et al. (2016) rank strings by.

    Args:
        against: votes for the other label that most witnesses have.
        others: votes of all witnesses; gold's own annotation of this place is not among them.
        trust: how much their saying otherwise tells of an error, from 0 to 1: where strings of a kind have often
            several labels, they are rather ambiguous than wrong.
    """
    return round(trust * against / (others + 1), _DIGITS)


def ranked(suspicions: Iterable[Suspicion], top: int | None, counts: Counter[str]) -> tuple[Suspicion, ...]:
    """The most suspicious ones, whatever order they come in; no more than ``top`` of them are ever kept.

    Args:
        suspicions: those that were found.
        top: how many to keep; None for all.
        counts: gets the number of all that were found added, by reason.
    """

    def counted() -> Iterable[Suspicion]:
        for one in suspicions:
            counts[one.reason] += 1
            yield one

    if top is None:
        return tuple(sorted(counted(), key=_rank))
    # One at least, for a heap of none would not look at any.
    return tuple(heapq.nsmallest(max(top, 1), counted(), key=_rank)[:top])


def _rank(one: Suspicion) -> tuple[object, ...]:
    place = one.place
    return (
        -one.score,
        -sum(each.number for each in one.others),
        -one.times,
        one.reason,
        place.article,
        place.start,
        place.end,
        one.layer,
        one.difference,
        place.pointer,
        one.gold,
    )
