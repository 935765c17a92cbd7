"""Agreement on mentions: F1 of spans, and of spans with their types.

Matching is one to one and optimal, whatever the nesting: two mentions of one annotator may have the same span, and each
needs a partner of its own.

* ``exact``: start and end are the same (Tjong Kim Sang and De Meulder 2003).
* ``overlap``: at least one character is shared. Of all matchings one with the most pairs counts. MUC-5 (Chinchor and
  Sundheim 1993) and SemEval-2013 task 9 (Segura-Bedmar et al. 2013) align one to one too, but their partial credit of
  one half and nervaluate's greedy choice of partners, which depends on order, are not ours: a pair counts 1.

``span`` asks for the span only, ``span+type`` for the same type too. F1 is the measure because it is the same in both
directions, and because nobody can count the spans that neither annotator marked, which kappa would need (Hripcsak and
Rothschild 2005).

A scope restricts the mentions of both annotators before they are matched: ``type=PER`` to those of that type,
``level=NAM`` to those of that level. So a mention that is NAM to one and NOM to the other is missed in both scopes, and
found in the whole. Values (TIME, MONEY, …) have no level and are in no such scope. By type there is no ``span``: it
would be ``span+type``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from quotidian.agreement.counts import Match, Measure, Tally
from quotidian.agreement.matching import Pair, assign, overlaps
from quotidian.model import Annotation, Mention


def _measure(name: str, match: Match) -> Measure:
    paper = "tjongkimsang2003" if match == "exact" else "chinchor1993"
    return Measure(layer="mentions", name=name, statistic="f1", match=match, paper=paper)


SPAN = _measure("span", "exact")
SPAN_TYPE = _measure("span+type", "exact")
SPAN_OVERLAP = _measure("span", "overlap")
SPAN_TYPE_OVERLAP = _measure("span+type", "overlap")

Label = tuple[str | None, ...]
Labelling = Callable[[Mention], Label]
# The scope that a mention is in; None if it is in none.
Scope = Callable[[Mention], str | None]


def _anything(_: Mention) -> Label:
    return ()


def _type(mention: Mention) -> Label:
    return (mention.type,)


def _level(mention: Mention) -> Label:
    return (mention.level,)


def _type_and_level(mention: Mention) -> Label:
    return (mention.type, mention.level)


def _everything(_: Mention) -> str:
    return ""


def _of_type(mention: Mention) -> str:
    return f"type={mention.type}"


def _of_level(mention: Mention) -> str | None:
    return None if mention.level is None else f"level={mention.level}"


# Exact and overlapping measure, what must be the same beside the span, and the scopes that may be counted then: what
# a scope is restricted to is part of the label, so matching within the label is matching within the scope.
_PLAN: tuple[tuple[Measure, Measure, Labelling, tuple[Scope, ...]], ...] = (
    (SPAN, SPAN_OVERLAP, _anything, (_everything,)),
    (SPAN_TYPE, SPAN_TYPE_OVERLAP, _type, (_everything, _of_type)),
    (SPAN, SPAN_OVERLAP, _level, (_of_level,)),
    (SPAN_TYPE, SPAN_TYPE_OVERLAP, _type_and_level, (_of_level,)),
)


def tally_mentions(a: Annotation, b: Annotation) -> Tally:
    """Matches of the mentions of two annotators in one article: of the response ``a`` and the reference ``b``."""
    tally = Tally()
    shared = overlaps([m.interval for m in a.mentions], [m.interval for m in b.mentions])
    for exact, overlap, labelling, scopes in _PLAN:
        labels_a = [labelling(m) for m in a.mentions]
        labels_b = [labelling(m) for m in b.mentions]
        # All pairs are worth the same: F1 asks how many there are, not which.
        same = {(i, j): 1.0 for i, j in shared if labels_a[i] == labels_b[j]}
        for measure, pairs in (
            (exact, _equal_spans(a.mentions, b.mentions, same)),
            (overlap, assign(same)),
        ):
            for scope in scopes:
                response = Counter(map(scope, a.mentions))
                reference = Counter(map(scope, b.mentions))
                matched = Counter(scope(a.mentions[i]) for i, _ in pairs)
                for name in sorted({one for one in (*response, *reference) if one is not None}):
                    tally.add_matches(
                        measure, name, matched=matched[name], response=response[name], reference=reference[name]
                    )
    return tally


def _equal_spans(a: Sequence[Mention], b: Sequence[Mention], candidates: Iterable[Pair]) -> list[Pair]:
    """As many pairs of the same span as can be, one to one: any two of the same span and label will do."""
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for i, j in candidates:
        if i not in left and j not in right and a[i].start == b[j].start and a[i].end == b[j].end:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs
