"""Who is who: the entities of an annotation as sets of spans, and which of two annotators' entities are the same.

Names and ids of entities are an annotator's own; what two annotators share is the text. So an entity is the set of the
spans of its mentions, and two entities are the same if the best one-to-one alignment of all entities, by
2|A∩B| / (|A|+|B|) as in CEAF-e (Luo 2005), puts them together. Ties go by the spans alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from quotidian.agreement.ties import matched
from quotidian.model import Annotation, Mention

Spot: TypeAlias = tuple[int, int]
"""Start and end of a span, in code points."""
Cluster: TypeAlias = frozenset[Spot]
"""An entity: the spans of its mentions."""
Referent: TypeAlias = int | Spot
"""What a mention stands for: the number of an entity, or the span itself if it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """The entities of an annotation: disjoint sets of spans, and the number of the set of each entity id."""

    sets: tuple[Cluster, ...]
    numbers: dict[str, int]


def clusters_of(annotation: Annotation) -> Clusters:
    """The entities of an annotation.

    Values and entities without mentions have no set. A span that is mentioned for two entities stays in the larger one,
    of equal ones in the one whose sorted spans come first; entities of exactly the same spans are one.
    """
    spots: dict[str, set[Spot]] = {}
    for mention in annotation.mentions:
        if mention.entity is not None:
            spots.setdefault(mention.entity, set()).add((mention.start, mention.end))
    whole = {entity: frozenset(mine) for entity, mine in spots.items()}
    sets: list[Cluster] = []
    number_of: dict[Cluster, int] = {}
    taken: set[Spot] = set()
    for cluster in sorted(set(whole.values()), key=lambda one: (-len(one), sorted(one))):
        left = cluster - taken
        if left:
            number_of[cluster] = len(sets)
            sets.append(left)
            taken |= left
    numbers = {entity: number_of[cluster] for entity, cluster in whole.items() if cluster in number_of}
    return Clusters(sets=tuple(sets), numbers=numbers)


def similarities(ours: tuple[Cluster, ...], theirs: tuple[Cluster, ...]) -> dict[tuple[int, int], float]:
    """2|A∩B| / (|A|+|B|), the φ₄ of Luo (2005), for each two sets that share a span."""
    owner = {spot: number for number, cluster in enumerate(theirs) for spot in cluster}
    shared: dict[tuple[int, int], int] = {}
    for i, cluster in enumerate(ours):
        for spot in cluster:
            if (j := owner.get(spot)) is not None:
                shared[i, j] = shared.get((i, j), 0) + 1
    return {(i, j): 2 * number / (len(ours[i]) + len(theirs[j])) for (i, j), number in shared.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Referents:
    """For two annotations, what each mention (by id) stands for: equal referents are the same person or thing."""

    response: dict[str, Referent]
    reference: dict[str, Referent]


def referents(a: Annotation, b: Annotation) -> Referents:
    """What the mentions of two annotations of one article stand for.

    A mention of an entity stands for the entity, under a number that both annotations share if their entities are
    aligned. A value, and a mention whose entity has no set (:func:`clusters_of`), stands for its own span.
    """
    ours, theirs = clusters_of(a), clusters_of(b)
    keys = [[sorted(cluster) for cluster in some.sets] for some in (ours, theirs)]
    aligned = dict(matched(keys[0], keys[1], similarities(ours.sets, theirs.sets)))
    # An entity that the other lacks gets a number that no entity of the other has.
    shared = {i: aligned.get(i, -1 - i) for i in range(len(ours.sets))}
    same = {j: j for j in range(len(theirs.sets))}
    return Referents(
        response={mention.id: _referent(mention, ours.numbers, shared) for mention in a.mentions},
        reference={mention.id: _referent(mention, theirs.numbers, same) for mention in b.mentions},
    )


def _referent(mention: Mention, numbers: dict[str, int], shared: dict[int, int]) -> Referent:
    number = None if mention.entity is None else numbers.get(mention.entity)
    return (mention.start, mention.end) if number is None else shared[number]
