"""Counting one article after the other, for every comparison of a run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from quotidian.agreement.alpha import Stack, of_some, stacks, tally_stacks
from quotidian.agreement.choosing import Choice
from quotidian.agreement.collected import Collected
from quotidian.agreement.confusions import confusions
from quotidian.agreement.coreference import tally_coreference
from quotidian.agreement.counts import Key, Layer, Tally, value_of
from quotidian.agreement.events import tally_events
from quotidian.agreement.kappa import NOTHING, Cells
from quotidian.agreement.measures import RANKED
from quotidian.agreement.mentions import tally_mentions
from quotidian.agreement.pairing import Paired, pair_up
from quotidian.agreement.quotes import tally_quotes
from quotidian.agreement.report import Comparison, Confusion, Kind
from quotidian.agreement.tokens import labelled, tally_labelled
from quotidian.model import Annotation
from quotidian.segment import Span

_TALLIES: dict[Layer, Callable[[Annotation, Annotation, Paired], Tally]] = {
    "mentions": lambda a, b, paired: tally_mentions(a, b),
    "coreference": lambda a, b, paired: tally_coreference(a, b),
    "quotes": lambda a, b, paired: tally_quotes(a, b, paired.quotes),
    "events": lambda a, b, paired: tally_events(a, b, paired.events),
}


class Text(NamedTuple):
    """What alpha needs of a text: its length in code points, and its tokens, None where the text is not at hand."""

    length: int
    tokens: list[Span] | None


class _Units(NamedTuple):
    """What annotators said of each unit that alpha is taken over, once for all comparisons; None for what is not."""

    characters: Mapping[tuple[Stack, ...], float] | None
    tokens: Mapping[tuple[int, ...], float] | None

    def of_some(self, which: Sequence[int]) -> _Units:
        return _Units(
            characters=None if self.characters is None else of_some(self.characters, which),
            tokens=None if self.tokens is None else of_some(self.tokens, which),
        )


class Compared(NamedTuple):
    """A comparison with all that was counted for it."""

    comparison: Comparison
    collected: Collected


class Comparing:
    """Adds up the articles of a run.

    Args:
        choice: who is compared with whom.
        layers: which layers.
        types: the types of mention that alpha is also counted by.
    """

    def __init__(self, choice: Choice, layers: Collection[Layer], types: Sequence[str]) -> None:
        self._choice = choice
        self._layers = layers
        self._types = types
        self._pairs = {pair: Collected() for pair in choice.pairs}
        self._group = Collected() if choice.reference is None and len(choice.annotators) > 2 else None
        self._tables: dict[tuple[Kind, str, str], dict[tuple[Layer, str], Cells]] = {pair: {} for pair in choice.pairs}
        self.articles = 0

    def add(self, annotations: Sequence[Annotation], text: Text) -> dict[str, float | None]:
        """Count an article.

        Args:
            annotations: those of it that can be compared, at least two.
            text: of the article.

        Returns:
            Its ranked values, over all its comparisons together.
        """
        by = {annotation.annotator: annotation for annotation in annotations}
        place = {name: number for number, name in enumerate(by)}
        units = self._units(annotations, text)
        whole = Tally()
        for pair, collected in self._pairs.items():
            _, response, reference = pair
            if response in by and reference in by:
                paired = pair_up(by[response], by[reference])
                tally = self._tally(by[response], by[reference], paired)
                whole.add_all({key: tally[key] for key in map(Key, RANKED.values()) if key in tally})
                tally.add_all(self._alphas(units.of_some([place[response], place[reference]])))
                collected.add(self.articles, tally)
                self._confuse(pair, by[response], by[reference], paired)
        if self._group is not None:
            self._group.add(self.articles, self._alphas(units))
        self.articles += 1
        return {
            name: _number(value_of(measure.statistic, whole.get(Key(measure), {})))
            for name, measure in RANKED.items()
            if measure.layer in self._layers
        }

    def _tally(self, response: Annotation, reference: Annotation, paired: Paired) -> Tally:
        tally = Tally()
        for layer in self._layers:
            tally.add_all(_TALLIES[layer](response, reference, paired))
        return tally

    def _units(self, annotations: Sequence[Annotation], text: Text) -> _Units:
        tokens = text.tokens if "quotes" in self._layers else None
        return _Units(
            characters=stacks(annotations, text.length) if "mentions" in self._layers else None,
            tokens=None if tokens is None else labelled(annotations, tokens),
        )

    def _alphas(self, units: _Units) -> Tally:
        tally = Tally()
        if units.characters is not None:
            tally.add_all(tally_stacks(units.characters, self._types))
        if units.tokens is not None:
            tally.add_all(tally_labelled(units.tokens))
        return tally

    def _confuse(
        self, pair: tuple[Kind, str, str], response: Annotation, reference: Annotation, paired: Paired
    ) -> None:
        tables = self._tables[pair]
        for key, cells in confusions(response, reference, paired).items():
            if key[0] in self._layers:
                tables.setdefault(key, Counter()).update(cells)

    def compared(self) -> list[Compared]:
        """The pairs, or each against the reference, with what was counted."""
        return [
            Compared(
                Comparison(
                    kind=kind,
                    name=f"{response} against {reference}" if kind == "reference" else f"{response} and {reference}",
                    articles=collected.articles,
                    response=response,
                    reference=reference,
                ),
                collected,
            )
            for (kind, response, reference), collected in self._pairs.items()
        ]

    def group(self) -> Compared | None:
        """All annotators at once; None for two of them, and against a reference."""
        if self._group is None:
            return None
        name = f"all {len(self._choice.annotators)} annotators"
        return Compared(Comparison(kind="group", name=name, articles=self._group.articles), self._group)

    def confusions(self, order: Sequence[str]) -> Iterator[Confusion]:
        """The tables of labels that were used, comparison by comparison.

        Args:
            order: of labels; those that are not in it come after them, in the order of their names.
        """
        ranks = {label: rank for rank, label in enumerate(order)}
        for compared, tables in zip(self.compared(), self._tables.values(), strict=True):
            for (layer, name), cells in tables.items():
                used = {label for pair in cells for label in pair}
                labels = sorted(used, key=lambda one: (one == NOTHING, ranks.get(one, len(ranks)), one))
                if labels:
                    yield Confusion(
                        layer=layer,
                        name=name,
                        comparison=compared.comparison.name,
                        labels=tuple(labels),
                        cells=tuple(tuple(cells[row, column] for column in labels) for row in labels),
                    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
