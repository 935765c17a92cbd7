"""Events: triggers, their types and attributes, and arguments.

**Triggers** match if their spans are the same (exact) or share a character (overlap), for ``span+type`` only with the
same event type; one to one, as many as can be. Several events on one trigger each need a partner.

**Arguments** are scored as in ACE and Li et al. (2013), who do not ask which trigger they hang on: an argument is
identified if the other has one of the same event type on the same span, and right if it has the same role too. Each
argument of each event counts and matches one other, so a mention that fills a role in two attacks is there twice. By
entity, the two mentions may be different ones of the same entity (:mod:`quotidian.agreement.entities`); a value must be
the same span.

**Attributes**, and the type, are compared by Cohen's kappa over matched events: those whose triggers overlap, paired
one to one. The same span weighs more than any number of overlaps, then the same type, then how much is shared.

Scopes: ``type=`` the event type, for ``span+type`` and arguments; ``role=`` the role, for arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotidian.agreement.counts import Match, Measure, Tally
from quotidian.agreement.entities import Referent, referents
from quotidian.agreement.groups import dice, overlaps
from quotidian.agreement.kappa import add_kappa
from quotidian.agreement.matching import assign
from quotidian.agreement.ties import matched
from quotidian.model import Annotation, Event
from quotidian.offsets import Interval

EXACT: Match = "exact"
OVERLAP: Match = "overlap"


def _f1(name: str, match: Match) -> Measure:
    return Measure(layer="events", name=name, statistic="f1", paper="li2013", match=match)


TRIGGER_SPAN = {match: _f1("trigger span", match) for match in (EXACT, OVERLAP)}
TRIGGER_TYPE = {match: _f1("trigger span+type", match) for match in (EXACT, OVERLAP)}
IDENTIFICATION = {match: _f1("argument span", match) for match in (EXACT, OVERLAP)}
ARGUMENT = {match: _f1("argument span+role", match) for match in (EXACT, OVERLAP)}
ARGUMENT_ENTITY = _f1("argument entity+role", "")
ATTRIBUTES = {
    name: Measure(layer="events", name=name, statistic="kappa", paper="cohen1960", match=OVERLAP)
    for name in ("type", "polarity", "tense", "genericity", "modality")
}


class Item(NamedTuple):
    """A span and the labels that another must have to match it; ``scopes`` it counts in, besides the whole."""

    span: Interval
    labels: tuple[str, ...]
    scopes: tuple[str, ...]


def tally_events(a: Annotation, b: Annotation) -> Tally:
    """How the events of two annotations of one article agree; ``a`` is the response, ``b`` the reference."""
    tally = Tally()
    ours, theirs = _triggers(a.events, typed=False), _triggers(b.events, typed=False)
    _add(tally, TRIGGER_SPAN, ours, theirs)
    ours, theirs = _triggers(a.events, typed=True), _triggers(b.events, typed=True)
    _add(tally, TRIGGER_TYPE, ours, theirs)
    _add(tally, IDENTIFICATION, _arguments(a, roles=False), _arguments(b, roles=False))
    _add(tally, ARGUMENT, _arguments(a, roles=True), _arguments(b, roles=True))
    same = referents(a, b)
    _add_by_entity(tally, _fillers(a, same.response), _fillers(b, same.reference))
    pairs = match_events(a.events, b.events)
    for name, measure in ATTRIBUTES.items():
        add_kappa(tally, measure, ((getattr(a.events[i], name), getattr(b.events[j], name)) for i, j in pairs))
    return tally


def match_events(ours: Sequence[Event], theirs: Sequence[Event]) -> list[tuple[int, int]]:
    """Pairs of numbers of events whose triggers overlap, one to one.

    As many as can be have the same span; of such matchings, as many as can be the same type; of these, the one whose
    triggers share most (by 2·shared / sum of lengths).
    """
    # So that one pair of the same span, or type, outweighs all that is worth less.
    step = 1 + min(len(ours), len(theirs))
    weights = {}
    spans = ([[event.trigger.interval] for event in some] for some in (ours, theirs))
    for (i, j), shared in overlaps(*spans).items():
        one, other = ours[i].trigger.interval, theirs[j].trigger.interval
        same = step * step * (one == other) + step * (ours[i].type == theirs[j].type)
        weights[i, j] = same + dice(one, other, shared)
    return matched([_key(event) for event in ours], [_key(event) for event in theirs], weights)


def _key(event: Event) -> tuple[int | str, ...]:
    return (event.trigger.start, event.trigger.end, *(str(getattr(event, name)) for name in ATTRIBUTES))


def _triggers(events: Iterable[Event], *, typed: bool) -> list[Item]:
    return [
        Item(event.trigger.interval, (event.type,), (f"type={event.type}",))
        if typed
        else Item(event.trigger.interval, (), ())
        for event in events
    ]


def _arguments(annotation: Annotation, *, roles: bool) -> list[Item]:
    spans = {mention.id: mention.interval for mention in annotation.mentions}
    return [
        Item(
            spans[argument.mention],
            (event.type, argument.role) if roles else (event.type,),
            (f"type={event.type}", f"role={argument.role}") if roles else (f"type={event.type}",),
        )
        for event in annotation.events
        for argument in event.arguments
    ]


def _add(tally: Tally, measures: dict[Match, Measure], ours: list[Item], theirs: list[Item]) -> None:
    """Count items that match: the same labels, and the same span (exact) or spans that overlap."""
    response, reference = _by_scope(ours), _by_scope(theirs)
    if not response and not reference:
        return
    mine, yours = Counter(ours), Counter(theirs)
    found = {EXACT: _by_scope((mine & yours).elements()), OVERLAP: _by_scope(_overlapping(ours, theirs))}
    for match, measure in measures.items():
        for scope in sorted(response.keys() | reference.keys()):
            tally.add_matches(
                measure, scope, matched=found[match][scope], response=response[scope], reference=reference[scope]
            )


def _overlapping(ours: list[Item], theirs: list[Item]) -> Iterable[Item]:
    """The items of the first that can be matched, one to one and as many as can be, with overlapping ones."""
    weights = {
        (i, j): 1.0
        for i, j in overlaps([[item.span] for item in ours], [[item.span] for item in theirs])
        if ours[i].labels == theirs[j].labels
    }
    return (ours[i] for i, _ in assign(weights))


def _by_scope(items: Iterable[Item]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(("", *item.scopes))
    return counts


def _fillers(annotation: Annotation, of: dict[str, Referent]) -> Counter[tuple[str, str, Referent]]:
    return Counter(
        (event.type, argument.role, of[argument.mention]) for event in annotation.events for argument in event.arguments
    )


def _add_by_entity(
    tally: Tally, ours: Counter[tuple[str, str, Referent]], theirs: Counter[tuple[str, str, Referent]]
) -> None:
    matched, response, reference = (Counter[str]() for _ in range(3))
    for count, fillers in ((response, ours), (reference, theirs), (matched, ours & theirs)):
        for (event_type, role, _), times in fillers.items():
            for scope in ("", f"type={event_type}", f"role={role}"):
                count[scope] += times
    for scope in sorted(response.keys() | reference.keys()):
        tally.add_matches(
            ARGUMENT_ENTITY, scope, matched=matched[scope], response=response[scope], reference=reference[scope]
        )
