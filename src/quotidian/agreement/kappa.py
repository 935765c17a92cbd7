"""Labels of matched items: what goes into Cohen's kappa, and the tables that show which labels are confused.

Kappa (Cohen 1960) is over matched items only: it asks how well two annotators agree on the label of what both marked.
A confusion table also counts what one marked and the other did not, under :data:`NOTHING`; no kappa is taken of it,
since nobody can count what neither marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from quotidian.agreement.counts import Measure, Tally

NOTHING = "(nothing)"
"""The label of an item in the table of an annotator who has no item there."""
Cells: TypeAlias = Counter[tuple[str, str]]
"""How often each two labels met: first the response's, then the reference's."""


def add_kappa(tally: Tally, measure: Measure, labels: Iterable[tuple[str, str]], scope: str = "") -> None:
    """Add the labels that matched items have: first the response's, then the reference's."""
    for (ours, theirs), times in Counter(labels).items():
        tally.add_cell(measure, scope, ours, theirs, times)


def confusion(ours: Sequence[str], theirs: Sequence[str], pairs: Iterable[tuple[int, int]]) -> Cells:
    """The table of the labels of all items.

    Args:
        ours: the label of each item of the response.
        theirs: the same of the reference.
        pairs: which items match, one to one.
    """
    cells: Cells = Counter()
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for i, j in pairs:
        cells[ours[i], theirs[j]] += 1
        left.remove(i)
        right.remove(j)
    cells.update((ours[i], NOTHING) for i in sorted(left))
    cells.update((NOTHING, theirs[j]) for j in sorted(right))
    return cells
