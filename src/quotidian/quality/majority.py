"""What two or more annotators of an article agree on, and gold has otherwise.

Gold may be right all the same: an adjudicator sees more than the annotators did. But it stands against all judgements
that there are, so it should be looked at again first. For other methods of finding errors in annotations see the survey
of Klie et al. (2023).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import Aligned, Item
from quotidian.model import Argument, Mention
from quotidian.quality.gold import GoldArticle
from quotidian.quality.suspicion import NOTHING, Place, Statement, Suspicion, score
from quotidian.quality.version import SAID_NOTHING, Said, Version

LEAST = 2
"""So many annotators are needed for a majority."""

_PRESENCE = "missing"


class _Vote(NamedTuple):
    """How the annotators voted on one item, if most of them are against gold: in all fields where the same are.

    ``said`` is what each version says of these fields, gold first; None of who has no vote.
    """

    fields: tuple[str, ...]
    said: tuple[tuple[Said, ...] | None, ...]
    against: tuple[int, ...]

    def told(self, version: int) -> str:
        """What a version says."""
        said = self.said[version]
        assert said is not None  # only voters are asked
        if len(said) == 1:
            return said[0].told
        return ", ".join(f"{field} {one.told}" for field, one in zip(self.fields, said, strict=True))

    def value(self, version: int) -> Hashable:
        """The same to be compared."""
        said = self.said[version]
        return None if said is None else tuple(one.value for one in said)


def majority_suspicions(gold: GoldArticle, versions: Sequence[GoldArticle]) -> list[Suspicion]:
    """What at least two annotators, and more than side with gold, have otherwise than gold in one article.

    Args:
        gold: the gold annotation.
        versions: those of the annotators; their order makes no difference.
    """
    if len(versions) < LEAST:
        return []
    article = _Article([gold, *sorted(versions, key=lambda one: one.annotation.annotator)])
    return list(article.suspicions())


class _Article:
    """One article in all its versions, gold first."""

    def __init__(self, versions: Sequence[GoldArticle]) -> None:
        self.aligned = alignment([one.annotation for one in versions])
        self.versions = [Version(one, groups) for one, groups in zip(versions, self.aligned.groups, strict=True)]

    def suspicions(self) -> Iterator[Suspicion]:
        """One for each item and field; those about the type of one entity together."""
        alike: defaultdict[Hashable, list[Suspicion]] = defaultdict(list)
        for group in self.aligned.all:
            for vote in self._votes(group):
                one = self._suspicion(group, vote)
                alike[self._topic(group, vote)].append(one)
        for same in alike.values():
            first = min(same, key=lambda one: (one.place.start, one.place.end, one.place.pointer))
            yield first.times_of(len(same))

    def _topic(self, group: Aligned[Item], vote: _Vote) -> Hashable:
        """What a suspicion is about: the mentions of an entity take their type from it."""
        item = group.items[0]
        if vote.fields == ("type",) and isinstance(item, Mention) and item.entity is not None:
            return item.entity, vote.value(0), vote.value(vote.against[0]), vote.against
        return id(group), vote.fields

    def _votes(self, group: Aligned[Item]) -> Iterator[_Vote]:
        """Where most annotators are against gold in one item."""
        items = group.items
        if not group.differences or (group.events and group.events[0] is None):
            return  # all agree; or the whole event is what gold has not
        voters = [a for a in range(1, len(items)) if not group.events or group.events[a] is not None]
        if group.layer != "entities":  # whether an entity is there, its mentions tell
            cores = [
                SAID_NOTHING if one is None else self.versions[a].core(one, group.layer) for a, one in enumerate(items)
            ]
            if items[0] is not None:
                cores = [SAID_NOTHING if one is None else cores[0] for one in items]
            against = _against(cores, voters)
            if against:
                yield _Vote(
                    (_PRESENCE,), tuple((one,) if a in (0, *voters) else None for a, one in enumerate(cores)), against
                )
        if items[0] is not None:
            yield from self._votes_on_fields(group, [a for a in voters if items[a] is not None])

    def _votes_on_fields(self, group: Aligned[Item], voters: Sequence[int]) -> Iterator[_Vote]:
        fields = [None if one is None else self.versions[a].fields(one) for a, one in enumerate(group.items)]
        of_gold = fields[0]
        assert of_gold is not None  # the caller has looked
        opposed: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
        for field in group.differences:
            if field in of_gold:
                against = _against([SAID_NOTHING if one is None else one[field] for one in fields], voters)
                if against:
                    opposed[against].append(field)
        for against, names in opposed.items():
            said = tuple(
                tuple(one[field] for field in names) if one is not None and a in (0, *voters) else None
                for a, one in enumerate(fields)
            )
            yield _Vote(tuple(names), said, against)

    def _suspicion(self, group: Aligned[Item], vote: _Vote) -> Suspicion:
        fields = ", ".join(vote.fields)
        by_value: defaultdict[Hashable, list[int]] = defaultdict(list)
        for a, one in enumerate(vote.said):
            if a and one is not None:
                by_value[vote.value(a)].append(a)
        others = tuple(
            Statement(
                says=vote.told(some[0]),
                number=len(some),
                witnesses=tuple(self.versions[a].name for a in some),
                places=tuple(self._place(a, group) for a in some if group.items[a] is not None),
            )
            for some in sorted(by_value.values(), key=lambda some: (vote.against[0] not in some, -len(some), some))
        )
        return Suspicion(
            score=score(len(vote.against), sum(one.number for one in others)),
            reason="majority",
            layer="events" if group.layer == "arguments" else group.layer,
            difference=f"argument {fields}" if group.layer == "arguments" else fields,
            place=self._place(0, group, like=vote.against[0]),
            gold=vote.told(0),
            others=others,
            times=1,
            mend=_mend(vote),
            filler=self._filler(group, vote.against[0]),
        )

    def _place(self, version: int, group: Aligned[Item], like: int | None = None) -> Place:
        """Where a version has the item; if gold has it not, the list it would be in and where ``like`` has it."""
        item = group.items[version]
        event = group.events[version] if group.events else None
        if item is not None:
            return self.versions[version].place(item, event)
        assert like is not None  # others are only asked for what they have
        other = group.items[like]
        assert other is not None  # it speaks for the item
        extent = self.versions[like].extent(other, group.events[like] if group.events else None)
        return self.versions[version].place_without(group.layer, event, extent)

    def _filler(self, group: Aligned[Item], like: int) -> Place | None:
        """The mention that is an argument, as gold has it or else ``like``."""
        version = 0 if group.items[0] is not None else like
        item = group.items[version]
        return self.versions[version].filler(item) if isinstance(item, Argument) else None


def _against(said: Sequence[Said], voters: Sequence[int]) -> tuple[int, ...]:
    """Those who agree on another value than gold's, if they are two or more, more than side with gold, and the most."""
    counts = Counter(said[a].value for a in voters)
    for_gold = counts.pop(said[0].value, 0)
    if not counts:
        return ()
    (rival, number), *rest = counts.most_common()
    # Two values that as many have are no majority for either.
    if number < LEAST or number <= for_gold or (rest and rest[0][1] == number):
        return ()
    return tuple(a for a in voters if said[a].value == rival)


def _mend(vote: _Vote) -> str:
    rival, gold = vote.told(vote.against[0]), vote.told(0)
    if vote.fields != (_PRESENCE,):
        what = f"its {vote.fields[0]} {rival}" if len(vote.fields) == 1 else f"it {rival}"
        return f"make {what}, or keep {gold}"
    if gold == NOTHING:
        return f"add it ({rival}), or keep it out"
    return "take it out, or keep it"
