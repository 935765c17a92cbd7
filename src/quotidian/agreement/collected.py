"""What a comparison has counted so far, article by article: a number for each count that was not 0."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain

import numpy as np

from quotidian.agreement.counts import F1_COLUMNS, Column, Floats, Key, Tally, columns_of


class Collected:
    """Counts of one comparison, kept by article and as small as they are sparse.

    ``articles`` is how many articles were counted.
    """

    def __init__(self) -> None:
        self.articles = 0
        # An F1 has nearly all of its columns in every article: rows of four. Other statistics have few of many.
        self._rows: dict[Key, tuple[array[int], array[float]]] = {}
        self._cells: dict[Key, dict[Column, tuple[array[int], array[float]]]] = {}

    def add(self, article: int, tally: Tally) -> None:
        """Add what was counted in an article, given by its number; each article once."""
        self.articles += 1
        for key, counts in tally.items():
            if key.measure.statistic == "f1":
                kept = self._rows.get(key)
                if kept is None:
                    kept = self._rows[key] = (array("q"), array("d"))
                kept[0].append(article)
                kept[1].extend([counts.get(column, 0.0) for column in F1_COLUMNS])
                continue
            columns = self._cells.setdefault(key, {})
            for column, amount in counts.items():
                # A column that is 0 everywhere counts as well: it says that a part of a mean has no value.
                rows, amounts = columns.setdefault(column, (array("q"), array("d")))
                if amount:
                    rows.append(article)
                    amounts.append(amount)

    def __iter__(self) -> Iterator[Key]:
        """Every measure and scope that was counted."""
        return chain(self._rows, self._cells)

    def __contains__(self, key: object) -> bool:
        """Whether a measure and scope was counted."""
        return key in self._rows or key in self._cells

    def table(self, key: Key, articles: int) -> tuple[tuple[Column, ...], Floats]:
        """The counts of a measure and scope: the columns, and a row for each article of the run.

        Args:
            key: one that was counted.
            articles: how many the run has; their numbers are those of the rows.
        """
        if key in self._rows:
            rows, amounts = self._rows[key]
            counts = np.zeros((articles, len(F1_COLUMNS)))
            counts[np.frombuffer(rows, dtype=np.int64)] = np.frombuffer(amounts).reshape(-1, len(F1_COLUMNS))
            return F1_COLUMNS, counts
        cells = self._cells[key]
        columns = columns_of(key.measure.statistic, dict.fromkeys(cells, 1.0))
        counts = np.zeros((articles, len(columns)))
        for number, column in enumerate(columns):
            if column in cells:
                rows, amounts = cells[column]
                counts[np.frombuffer(rows, dtype=np.int64), number] = np.frombuffer(amounts)
        return columns, counts
