"""Krippendorff's alpha for nominal data, and of mentions: over characters.

Alpha (Krippendorff 2011; 2019, chapter 12) compares the disagreement observed with the one expected if the same values
had been given to the units at random. It takes any number of annotators, and units that only some of them judged: a
unit of ``m`` values adds each ordered pair of them to the matrix of coincidences with weight ``1 / (m - 1)``, and alpha
is a function of that matrix. So coincidences of articles add up, which :mod:`quotidian.agreement.counts` relies on.

Mentions nest, but a unit has one value. The unit is a character, and its value:

* overall, the stack of types of the mentions that cover it, outermost first: ``ORG > GPE``. Mentions of the same span
  are stacked in the order of their types' names. The empty stack is a value too. A stack is equal or it isn't: the
  inner mention alone missing is a disagreement on each of its characters, and on none of the others';
* by type, whether a mention of that type covers it, at whatever depth. An article without any such mention counts:
  its characters are where the annotators agree on none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from quotidian.agreement.counts import MARGINAL, Column, Measure, Tally
from quotidian.model import Annotation

CHARACTERS = Measure(layer="mentions", name="characters", statistic="alpha", paper="krippendorff2011")

NOTHING = ""
_INSIDE = " > "

# What each annotator said of one unit.
Unit = TypeVar("Unit", bound=Sequence[str | None])
T = TypeVar("T")
Stack = tuple[str, ...]


def coincidences(units: Mapping[Unit, float]) -> dict[Column, float]:
    """What alpha is made of.

    Args:
        units: how often each combination of values was given: a value for each annotator, None where one gave none.

    Returns:
        ``n``: values that can be paired; ``agree``: the diagonal of the matrix of coincidences; and for each category
        its marginal. Units with fewer than two values can't be paired and count nowhere.
    """
    counts: dict[Column, float] = {}
    total = agree = 0.0
    for values, times in units.items():
        times_of: dict[str, int] = {}
        for category in values:
            if category is not None:
                times_of[category] = times_of.get(category, 0) + 1
        given = sum(times_of.values())
        if given < 2:
            continue
        total += given * times
        for category, number in times_of.items():
            agree += times * number * (number - 1) / (given - 1)
            column = (MARGINAL, category)
            counts[column] = counts.get(column, 0.0) + times * number
    if total:
        counts["n"] = total
        counts["agree"] = agree
    return counts


def of_some(units: Mapping[tuple[T, ...], float], which: Sequence[int]) -> dict[tuple[T, ...], float]:
    """What some of the annotators said, given by their numbers, where ``units`` hold what all said."""
    found: dict[tuple[T, ...], float] = {}
    for unit, times in units.items():
        some = tuple([unit[number] for number in which])
        found[some] = found.get(some, 0.0) + times
    return found


def tally_alpha(annotations: Sequence[Annotation], length: int, types: Iterable[str]) -> Tally:
    """Coincidences of two or more annotators of one article, over its characters.

    Args:
        annotations: one of each annotator, in any order.
        length: of the article's text in code points (its metadata have it, if the text is stand-off).
        types: the types of mention to be counted one by one: those of the ontology.
    """
    return tally_stacks(stacks(annotations, length), types)


def tally_stacks(units: Mapping[tuple[Stack, ...], float], types: Iterable[str]) -> Tally:
    """What :func:`tally_alpha` gives, from how many characters have which stacks."""
    tally = Tally()
    tally.add(CHARACTERS, "", coincidences({tuple(map(_INSIDE.join, unit)): n for unit, n in units.items()}))
    used = {kind for unit in units for stack in unit for kind in stack}
    nowhere = coincidences({(NOTHING,) * len(unit): sum(units.values()) for unit in list(units)[:1]})
    for kind in types:
        if kind not in used:
            tally.add(CHARACTERS, f"type={kind}", nowhere)
            continue
        covered: dict[tuple[str, ...], float] = {}
        for unit, times in units.items():
            values = tuple([kind if kind in stack else NOTHING for stack in unit])
            covered[values] = covered.get(values, 0.0) + times
        tally.add(CHARACTERS, f"type={kind}", coincidences(covered))
    return tally


def stacks(annotations: Sequence[Annotation], length: int) -> dict[tuple[Stack, ...], float]:
    """How many characters have which stacks of types, one stack for each annotation.

    Mentions beyond the end of the text, which no valid annotation has, are cut there.
    """
    runs = [_runs(annotation, length) for annotation in annotations]
    edges = sorted({start for one in runs for start, _ in one})
    found: dict[tuple[Stack, ...], float] = {}
    at = [0] * len(runs)
    for edge, after in pairwise([*edges, length]):
        for number, one in enumerate(runs):
            if at[number] + 1 < len(one) and one[at[number] + 1][0] == edge:
                at[number] += 1
        unit = tuple([one[at[number]][1] for number, one in enumerate(runs)])
        found[unit] = found.get(unit, 0.0) + (after - edge)
    return found


def _runs(annotation: Annotation, length: int) -> list[tuple[int, Stack]]:
    """Where, in order and from 0 on, the stack of types changes, and to what; nothing for an empty text."""
    mentions = sorted((m.start, -m.end, m.type) for m in annotation.mentions if m.start < min(m.end, length))
    edges = sorted({0, *(start for start, _, _ in mentions), *(min(-end, length) for _, end, _ in mentions)} - {length})
    runs: list[tuple[int, Stack]] = []
    open_mentions: list[tuple[int, int, str]] = []
    upcoming = 0
    for edge in edges:
        open_mentions = [mention for mention in open_mentions if -mention[1] > edge]
        while upcoming < len(mentions) and mentions[upcoming][0] <= edge:
            open_mentions.append(mentions[upcoming])
            upcoming += 1
        stack = tuple([kind for _, _, kind in open_mentions])
        if not runs or runs[-1][1] != stack:
            runs.append((edge, stack))
    return runs
