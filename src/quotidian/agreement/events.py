"""Events: triggers, their types and attributes, and arguments.

**Triggers** match if their spans are the same (exact) or share a character (overlap), for ``span+type`` only with the
same event type; one to one, as many as can be. Several events on one trigger each need a partner.

**Arguments** are scored as in ACE and Li et al. (2013), who do not ask which trigger they hang on: an argument is
identified (``argument span``) if the other has one of the same event type on the same span, and right (``argument
span+role``) if it has the same role too. Each argument of each event counts and matches one other, so a mention that
fills a role in two attacks is there twice. ``argument entity+role`` takes another mention of the same entity
(:mod:`quotidian.agreement.entities`) for as good as the same span (the coreference match of Li et al. 2021); a value
has its span only. So it finds whatever ``span+role`` finds.

**Attributes**, and the type, are compared by Cohen's kappa over matched events: those whose triggers overlap, paired
one to one (:mod:`quotidian.agreement.pairing`).

Scopes: ``type=`` the event type, for ``span+type`` and arguments; ``role=`` the role, for arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from quotidian.agreement.counts import Match, Measure, Tally
from quotidian.agreement.entities import Referent, referents
from quotidian.agreement.kappa import add_kappa
from quotidian.agreement.matching import Pair, assign, assign_by_overlap
from quotidian.agreement.pairing import match_events
from quotidian.model import EVENT_LABELS, Annotation
from quotidian.offsets import Interval


def _f1(name: str, match: Match, paper: str = "li2013") -> Measure:
    return Measure(layer="events", name=name, statistic="f1", paper=paper, match=match)


_MATCHES: tuple[Match, ...] = ("exact", "overlap")
TRIGGER = {match: _f1("trigger span", match) for match in _MATCHES}
TRIGGER_TYPE = {match: _f1("trigger span+type", match) for match in _MATCHES}
IDENTIFICATION = {match: _f1("argument span", match) for match in _MATCHES}
ARGUMENT = {match: _f1("argument span+role", match) for match in _MATCHES}
ARGUMENT_ENTITY = _f1("argument entity+role", "", "li2021")
ATTRIBUTES = {
    name: Measure(layer="events", name=name, statistic="kappa", paper="cohen1960", match="overlap")
    for name in EVENT_LABELS
}


class Item(NamedTuple):
    """Something at a span, and who or what is there."""

    span: Interval
    referent: Referent


Labelled: TypeAlias = dict[tuple[str, ...], list[Item]]
"""Items by what another must have to match them, besides the span."""


def tally_events(a: Annotation, b: Annotation, pairs: Sequence[Pair] | None = None) -> Tally:
    """How the events of two annotations of one article agree.

    Args:
        a: the response.
        b: the reference.
        pairs: which events are the same, as :func:`~quotidian.agreement.pairing.match_events` has them, if it is known.
    """
    tally = Tally()
    if not a.events and not b.events:
        return tally
    _add(tally, TRIGGER, _triggers(a, typed=False), _triggers(b, typed=False), lambda labels: ())
    _add(tally, TRIGGER_TYPE, _triggers(a, typed=True), _triggers(b, typed=True), _of_type)
    same = referents(a, b)
    ours, theirs = (_arguments(some, of, roles=False) for some, of in ((a, same.response), (b, same.reference)))
    _add(tally, IDENTIFICATION, ours, theirs, _of_type)
    ours, theirs = (_arguments(some, of, roles=True) for some, of in ((a, same.response), (b, same.reference)))
    _add(tally, ARGUMENT | {"": ARGUMENT_ENTITY}, ours, theirs, _of_type_and_role)
    if pairs is None:
        pairs = match_events(a.events, b.events).pairs
    for name, measure in ATTRIBUTES.items():
        add_kappa(tally, measure, ((getattr(a.events[i], name), getattr(b.events[j], name)) for i, j in pairs))
    return tally


def _triggers(annotation: Annotation, *, typed: bool) -> Labelled:
    found: Labelled = {}
    for event in annotation.events:
        span = event.trigger.interval
        found.setdefault((event.type,) if typed else (), []).append(Item(span, span))
    return found


def _arguments(annotation: Annotation, of: dict[str, Referent], *, roles: bool) -> Labelled:
    spans = {mention.id: mention.interval for mention in annotation.mentions}
    found: Labelled = {}
    for event in annotation.events:
        for argument in event.arguments:
            labels = (event.type, argument.role) if roles else (event.type,)
            found.setdefault(labels, []).append(Item(spans[argument.mention], of[argument.mention]))
    return found


def _of_type(labels: tuple[str, ...]) -> tuple[str, ...]:
    return (f"type={labels[0]}",)


def _of_type_and_role(labels: tuple[str, ...]) -> tuple[str, ...]:
    return f"type={labels[0]}", f"role={labels[1]}"


def _add(
    tally: Tally,
    measures: dict[Match, Measure],
    ours: Labelled,
    theirs: Labelled,
    scopes: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> None:
    """Count what matches, in the whole and in the scopes that the labels belong to."""
    for labels in sorted(ours.keys() | theirs.keys()):
        mine, others = ours.get(labels, []), theirs.get(labels, [])
        exact = _same_spans(mine, others) if mine and others else 0
        for match, measure in measures.items():
            # If one side has no item left, the same span will do for the other ways to match too.
            enough = match == "exact" or exact == min(len(mine), len(others))
            number = exact if enough else _number_of_matches(match, mine, others)
            for scope in ("", *scopes(labels)):
                tally.add_matches(measure, scope, matched=number, response=len(mine), reference=len(others))


def _same_spans(ours: list[Item], theirs: list[Item]) -> int:
    """How many items of the two can be paired, one to one, that have the same span."""
    return (Counter([item.span for item in ours]) & Counter([item.span for item in theirs])).total()


def _number_of_matches(match: Match, ours: list[Item], theirs: list[Item]) -> int:
    """How many items of the two can be paired, one to one, by overlap or by who is there."""
    if match == "overlap":
        return len(assign_by_overlap([item.span for item in ours], [item.span for item in theirs]))
    return len(
        assign(
            {
                (i, j): 1.0
                for i, one in enumerate(ours)
                for j, other in enumerate(theirs)
                if one.span == other.span or one.referent == other.referent
            }
        )
    )
