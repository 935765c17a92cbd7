"""The same string labelled differently across the gold corpus, or marked in most places and not in others.

After the variation n-grams of Dickinson and Meurers (2003): a string that occurs with several labels is either
ambiguous or wrong somewhere, and the more alike the contexts, the more likely it is wrong. An occurrence elsewhere is a
witness with the weight 1 if it is a name, for a name in the news means the same everywhere; else with a third for the
string, a third if the word before is the same, and a third if the word after is.

The corpus is read twice. Of the first time only counts of strings are kept; nothing of a text but the strings that
are labelled, and those in memory alone.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from quotidian.quality.gold import GoldArticle
from quotidian.quality.strings import (
    CUE,
    LABELS,
    NAME,
    NOMINAL_STRING,
    TRIGGER,
    VALUE,
    Lexicon,
    Occurrence,
    Tokens,
    Unmarked,
    Words,
    names_only,
    occurrences,
)
from quotidian.quality.suspicion import NOTHING, Place, Statement, Suspicion, score

_LAYERS = {NAME: "mentions", NOMINAL_STRING: "mentions", VALUE: "mentions", TRIGGER: "events", CUE: "quotes"}
# Thirds of a witness, so that sums are exact and no order of adding shows.
_WHOLE = 3
# Fewer witnesses than that do not make "mostly marked".
_LEAST_MARKED = 2
_UNMARKED = ""


class _Use:
    """How often a string has each label (``""``: none), how often beside which words, and where first."""

    __slots__ = ("after", "articles", "before", "first", "labels")

    def __init__(self) -> None:
        self.labels: Counter[str] = Counter()
        self.before: Counter[tuple[str, str]] = Counter()
        self.after: Counter[tuple[str, str]] = Counter()
        self.articles: Counter[str] = Counter()
        self.first: dict[str, Place] = {}

    def add(self, label: str, before: str, after: str) -> None:
        self.labels[label] += 1
        self.before[label, before] += 1
        self.after[label, after] += 1

    def weight(self, kind: str, label: str, before: str, after: str) -> int:
        """What the occurrences with a label weigh for one in this context, in thirds of a witness."""
        number = self.labels[label]
        if kind == NAME:
            return _WHOLE * number
        return number + self.before[label, before] + self.after[label, after]

    def one_to_one(self, kind: str) -> bool:
        """Whether one article stands against one other: then each is a witness against the other, and no more is known.

        In kinds whose context counts, only if each has the string once: the contexts of more are not kept.
        """
        labels = [label for label in self.labels if label != _UNMARKED]
        if len(labels) != 2 or any(self.articles[label] != 1 for label in labels):
            return False
        elsewhere = self.first[labels[0]].article != self.first[labels[1]].article
        return elsewhere and (kind == NAME or all(self.labels[label] == 1 for label in labels))


_Uses = dict[tuple[str, Words], _Use]


class Variation:
    """What the labelled strings of a corpus are: first told of all articles, then asked about each."""

    def __init__(self) -> None:
        self._uses: defaultdict[tuple[str, Words], _Use] = defaultdict(_Use)

    def add(self, gold: GoldArticle) -> None:
        """Count the labelled strings of an article."""
        met = set()
        for one in _labelled(gold):
            use = self._uses[one.kind, one.words]
            if (one.kind, one.words, one.label) not in met:
                met.add((one.kind, one.words, one.label))
                use.articles[one.label] += 1
            use.add(one.label, one.before, one.after)
            place = gold.place(one.pointer, one.start, one.end)
            known = use.first.get(one.label)
            if known is None or _order(place) < _order(known):
                use.first[one.label] = place

    def lexicon(self) -> Lexicon:
        """The strings that are marked often enough to be missed where they are not."""
        return Lexicon(key for key, use in self._uses.items() if use.labels.total() >= _LEAST_MARKED)

    def add_unmarked(self, lexicon: Lexicon, gold: GoldArticle) -> None:
        """Count the unmarked places of strings in an article whose text is at hand."""
        if gold.text is not None:
            for one in lexicon.unmarked(Tokens(gold.text), gold.annotation):
                self._uses[one.kind, one.words].add(_UNMARKED, one.before, one.after)

    @cached_property
    def _consistency(self) -> dict[tuple[str, bool], float]:
        """By kind, and whether it is marked or unmarked: how seldom strings of that kind vary.

        The share of the strings with two places or more that have the same label everywhere, or are marked everywhere,
        smoothed by one of each.
        """
        seen: Counter[tuple[str, bool]] = Counter()
        alike: Counter[tuple[str, bool]] = Counter()
        for (kind, _), use in self._uses.items():
            missed = use.labels[_UNMARKED]
            marked = use.labels.total() - missed
            if marked >= _LEAST_MARKED:
                seen[kind, False] += 1
                seen[kind, True] += 1
                alike[kind, False] += marked in use.labels.values()
                alike[kind, True] += missed == 0
        return {key: (alike[key] + 1) / (seen[key] + 2) for key in itertools.product(LABELS, (False, True))}

    def suspicions(self, lexicon: Lexicon, gold: GoldArticle) -> Iterator[Suspicion]:
        """What looks wrong in an article, after all articles were counted."""
        text = None if gold.text is None else Tokens(gold.text)
        groups: defaultdict[tuple[str, Words, str], list[Occurrence | Unmarked]] = defaultdict(list)
        for one in _labelled(gold, text):
            groups[one.kind, one.words, one.label].append(one)
        if text is not None:
            for missed in lexicon.unmarked(text, gold.annotation):
                groups[missed.kind, missed.words, _UNMARKED].append(missed)
        for (kind, words, label), members in groups.items():
            use = self._uses[kind, words]
            if len(use.labels) > 1:
                yield from self._judged(gold, kind, use, label, members)

    def _judged(
        self, gold: GoldArticle, kind: str, use: _Use, label: str, members: list[Occurrence | Unmarked]
    ) -> Iterator[Suspicion]:
        """The suspicion against a string with one label in one article, if most others have another."""
        own = _Use()
        for one in members:
            own.add(label, one.before, one.after)
        trust = self._consistency[kind, label == _UNMARKED]
        best: tuple[float, Occurrence | Unmarked, dict[str, int]] | None = None
        for one in sorted(members, key=lambda member: (member.start, member.end)):
            weights = {
                other: use.weight(kind, other, one.before, one.after)
                - (own.weight(kind, other, one.before, one.after) if other == label else 0)
                for other in use.labels
                if label == _UNMARKED or other != _UNMARKED
            }
            rivals = [weight for other, weight in weights.items() if other != label]
            against = sum(rivals) if label == _UNMARKED else max(rivals, default=0)
            if against <= weights[label]:
                continue
            how = score(against / _WHOLE, sum(weights.values()) / _WHOLE, trust)
            if best is None or how > best[0]:
                best = how, one, weights
        if best is None:
            return
        how, one, weights = best
        if label != _UNMARKED and use.one_to_one(kind):
            (rival,) = weights.keys() - {label}
            if _order(use.first[label], use.labels[label]) < _order(use.first[rival], use.labels[rival]):
                return  # it is told of the other
            turned = use.labels[label] * _WHOLE if kind == NAME else weights[rival]
            how = min(round(how + score(turned / _WHOLE, turned / _WHOLE, trust), 4), round(trust, 4))
        yield _suspicion(gold, kind, use, label, one, how, weights, len(members))


def _labelled(gold: GoldArticle, text: Tokens | None = None) -> Iterable[Occurrence]:
    if gold.text is None:
        return names_only(gold.annotation)
    return occurrences(text or Tokens(gold.text), gold.annotation)


def _suspicion(
    gold: GoldArticle,
    kind: str,
    use: _Use,
    label: str,
    one: Occurrence | Unmarked,
    how: float,
    weights: dict[str, int],
    times: int,
) -> Suspicion:
    layer = _LAYERS[kind]
    pointer = f"/{layer}" if isinstance(one, Unmarked) else one.pointer
    others = tuple(
        Statement(says=other, number=use.labels[other], places=(use.first[other],))
        for other in sorted(weights, key=lambda name: (-weights[name], name))
        if other not in {label, _UNMARKED}
    )
    rival = others[0]
    if label == _UNMARKED:
        mend = f"mark it as {rival.says}, or leave it if it is something else here"
    else:
        mend = f"make it {rival.says} here or {label} there, unless the two really differ"
    return Suspicion(
        score=how,
        reason="unmarked" if label == _UNMARKED else "variation",
        layer=layer,
        difference="missing" if label == _UNMARKED else f"{kind} {LABELS[kind]}",
        place=gold.place(pointer, one.start, one.end),
        gold=label or NOTHING,
        others=others,
        times=times,
        mend=mend,
    )


def _order(place: Place, number: int = 0) -> tuple[int, str, int, int, str]:
    """Of two places that stand against each other the one with fewer is told, and of equals the later one."""
    return -number, place.article, place.start, place.end, place.pointer
