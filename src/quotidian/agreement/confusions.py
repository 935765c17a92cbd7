"""Which labels two annotators confuse: a table for each label of a layer, what only one of them marked included."""

from __future__ import annotations

from collections.abc import Sequence

from quotidian.agreement.counts import Layer
from quotidian.agreement.kappa import Cells, confusion
from quotidian.agreement.matching import Pair
from quotidian.agreement.pairing import Paired, pair_up
from quotidian.agreement.ties import matched
from quotidian.model import EVENT_LABELS, QUOTE_LABELS, Annotation, Mention

VALUE = "(value)"
"""The level of a mention that has none, because it is a value."""


def confusions(a: Annotation, b: Annotation, paired: Paired | None = None) -> dict[tuple[Layer, str], Cells]:
    """Tables of labels by layer and name of the label; tables of several articles add up.

    Mentions (``type``, ``level``) match if they have the same span, of several those of the same type; quotes and
    events as for their kappas.

    Args:
        a: the response.
        b: the reference.
        paired: which quotes and events are the same (:mod:`quotidian.agreement.pairing`), if it is known.
    """
    quotes, events = pair_up(a, b) if paired is None else paired
    tables: dict[tuple[Layer, str], Cells] = {}

    def add(layer: Layer, name: str, ours: list[str], theirs: list[str], pairs: Sequence[Pair]) -> None:
        tables[layer, name] = confusion(ours, theirs, pairs)

    mentions = match_mentions(a.mentions, b.mentions)
    add("mentions", "type", [one.type for one in a.mentions], [one.type for one in b.mentions], mentions)
    levels = [[one.level or VALUE for one in some.mentions] for some in (a, b)]
    add("mentions", "level", levels[0], levels[1], mentions)
    for name in QUOTE_LABELS:
        add("quotes", name, [getattr(one, name) for one in a.quotes], [getattr(one, name) for one in b.quotes], quotes)
    for name in EVENT_LABELS:
        add("events", name, [getattr(one, name) for one in a.events], [getattr(one, name) for one in b.events], events)
    return tables


def match_mentions(ours: Sequence[Mention], theirs: Sequence[Mention]) -> list[Pair]:
    """Pairs of numbers of mentions with the same span, one to one; as many as can be have the same type too."""
    there: dict[tuple[int, int], list[int]] = {}
    for j, mention in enumerate(theirs):
        there.setdefault((mention.start, mention.end), []).append(j)
    weights = {
        (i, j): 1.0 + (mention.type == theirs[j].type)
        for i, mention in enumerate(ours)
        for j in there.get((mention.start, mention.end), ())
    }
    return matched([_key(mention) for mention in ours], [_key(mention) for mention in theirs], weights)


def _key(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.type, mention.level or VALUE
