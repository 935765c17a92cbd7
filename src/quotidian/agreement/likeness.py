"""How well two annotators' entities, mentions and arguments go together, of those that can be the same thing.

Quotes and events are in :mod:`quotidian.agreement.pairing`, since figures are counted over their pairs.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from quotidian.agreement.matching import Pair
from quotidian.agreement.sharing import dice, jaccard
from quotidian.agreement.side import Side
from quotidian.model import Argument, Mention

# An exact match outweighs two overlapping ones, so that it is never given up for them; what follows only breaks ties.
_EXACT = 4.0
_TIE = 0.01
# Equal ids say little, but more than nothing between doubles that differ in nothing else.
_SAME_ID = 0.00001
# What half of the union has in common, at least, is the same stretch, whatever else is said about it.
_SAME_STRETCH = 0.5


def entity_weights(a: Side, b: Side, shared: Mapping[Pair, int]) -> dict[Pair, float]:
    """Entities by the mentions that they share; those without any by their names.

    Args:
        a: the one annotator.
        b: the other.
        shared: how many code points each two of their mentions share that share any.
    """
    first, second = ({entity.id: i for i, entity in enumerate(side.annotation.entities)} for side in (a, b))
    weights: dict[Pair, float] = defaultdict(float)
    for (i, j), common in shared.items():
        one, other = a.annotation.mentions[i], b.annotation.mentions[j]
        if one.entity not in first or other.entity not in second:
            continue
        pair = first[one.entity], second[other.entity]
        if one.interval == other.interval:
            weights[pair] += _EXACT
        elif one.type == other.type or _is_same_stretch(one, other, common):
            weights[pair] += dice([one.interval], [other.interval], common)
    bare = ([one for one in side.annotation.entities if one.id not in side.mentions_of] for side in (a, b))
    for left, right in itertools.product(*bare):
        if (left.name, left.type) == (right.name, right.type):
            weights[first[left.id], second[right.id]] += _TIE
    for i, j in weights:
        left, right = a.annotation.entities[i], b.annotation.entities[j]
        ties = _TIE * ((left.type == right.type) + (left.name == right.name) / 2)
        weights[i, j] += ties + _SAME_ID * (left.id == right.id)
    return dict(weights)


def mention_weights(a: Side, b: Side, shared: Mapping[Pair, int]) -> dict[Pair, float]:
    """Mentions by their spans; the entities are aligned. Arguments as for :func:`entity_weights`."""
    weights: dict[Pair, float] = {}
    for (i, j), common in shared.items():
        one, other = a.annotation.mentions[i], b.annotation.mentions[j]
        values = one.entity is None and other.entity is None
        same_entity = not values and a.group(one.entity) == b.group(other.entity)
        ties = _TIE * ((one.type == other.type) + same_entity / 2 + (one.level == other.level) / 4)
        ties += _SAME_ID * (one.id == other.id)
        alike = same_entity or (values and one.type == other.type)
        if one.interval == other.interval:
            weights[i, j] = _EXACT + ties
        elif alike or _is_same_stretch(one, other, common):
            weights[i, j] = dice([one.interval], [other.interval], common) + ties
    return weights


def argument_weights(a: Side, b: Side, ours: Sequence[Argument], theirs: Sequence[Argument]) -> dict[Pair, float]:
    """Arguments of one event by mention and role, or by entity and role; the mentions are aligned."""
    weights: dict[Pair, float] = {}
    for (i, one), (j, other) in itertools.product(enumerate(ours), enumerate(theirs)):
        mention = a.group(one.mention) == b.group(other.mention)
        entity = a.entity_group(one.mention)
        if one.role == other.role and (mention or (entity is not None and entity == b.entity_group(other.mention))):
            weights[i, j] = _EXACT if mention else _EXACT / 2
        elif mention:
            weights[i, j] = _EXACT / 4
    return weights


def _is_same_stretch(one: Mention, other: Mention, common: int) -> bool:
    return jaccard([one.interval], [other.interval], common) >= _SAME_STRETCH
