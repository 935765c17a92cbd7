"""What two or more annotators of an article agree on, and gold has otherwise.

Gold may be right all the same: an adjudicator sees more than the annotators did. But it stands against all judgements
that there are, so it should be looked at again first. For other methods of finding errors in annotations see the survey
of Klie et al. (2023).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import Aligned, Alignment
from quotidian.model import EVENT_LABELS, LAYERS, QUOTE_LABELS, Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.quality.gold import GoldArticle
from quotidian.quality.suspicion import NOTHING, Place, Statement, Suspicion, score

LEAST = 2
"""So many annotators are needed for a majority."""

_PRESENCE = "missing"
_NONE = "none"

Item = Entity | Mention | Quote | Event | Argument


class _Said(NamedTuple):
    """A value as it is compared, references by what they refer to, and as it is told."""

    value: Hashable
    told: str


_NOTHING = _Said(None, NOTHING)


class _Vote(NamedTuple):
    """How the annotators voted on one item, if most of them are against gold: in all fields where the same are.

    ``said`` is what each version says of these fields, gold first; None of who has no vote.
    """

    fields: tuple[str, ...]
    said: tuple[tuple[_Said, ...] | None, ...]
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
        self.versions = versions
        self.names = [one.annotation.annotator for one in versions]
        self.aligned: Alignment = alignment([one.annotation for one in versions])
        self.entities = [{entity.id: entity for entity in one.annotation.entities} for one in versions]
        self.mentions = [{mention.id: mention for mention in one.annotation.mentions} for one in versions]
        self.pointers = [_pointers(one.annotation) for one in versions]

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
            cores = [_NOTHING if one is None else self._core(a, one, group) for a, one in enumerate(items)]
            if items[0] is not None:
                cores = [_NOTHING if one is None else cores[0] for one in items]
            against = _against(cores, voters)
            if against:
                yield _Vote(
                    (_PRESENCE,), tuple((one,) if a in (0, *voters) else None for a, one in enumerate(cores)), against
                )
        if items[0] is not None:
            yield from self._votes_on_fields(group, [a for a in voters if items[a] is not None])

    def _votes_on_fields(self, group: Aligned[Item], voters: Sequence[int]) -> Iterator[_Vote]:
        fields = [None if one is None else self._fields(a, one) for a, one in enumerate(group.items)]
        of_gold = fields[0]
        assert of_gold is not None  # the caller has looked
        opposed: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
        for field in group.differences:
            if field in of_gold:
                against = _against([_NOTHING if one is None else one[field] for one in fields], voters)
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
                witnesses=tuple(self.names[a] for a in some),
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
        if item is None:
            assert like is not None  # others are only asked for what they have
            other = group.items[like]
            assert other is not None  # it speaks for the item
            start, end = self._extent(like, other, group.events[like] if group.events else None)
            where = f"/{group.layer}" if event is None else f"{self.pointers[version][event.id]}/arguments"
            return self.versions[version].place(where, start, end)
        start, end = self._extent(version, item, event)
        if isinstance(item, Argument):
            assert event is not None  # an argument has one
            pointer = f"{self.pointers[version][event.id]}/arguments/{event.arguments.index(item)}"
        else:
            pointer = self.pointers[version][item.id]
        return self.versions[version].place(pointer, start, end)

    def _filler(self, group: Aligned[Item], like: int) -> Place | None:
        """The mention that is an argument, as gold has it or else ``like``."""
        version = 0 if group.items[0] is not None else like
        item = group.items[version]
        mention = self.mentions[version].get(item.mention) if isinstance(item, Argument) else None
        if mention is None:
            return None
        return self.versions[version].place(self.pointers[version][mention.id], mention.start, mention.end)

    def _extent(self, version: int, item: Item, event: Event | None) -> tuple[int, int]:
        """From where to where an item is; of an argument, its event's trigger."""
        if isinstance(item, Argument):
            assert event is not None  # an argument has one
            return event.trigger.start, event.trigger.end
        if isinstance(item, Mention):
            return item.start, item.end
        if isinstance(item, Event):
            return item.trigger.start, item.trigger.end
        if isinstance(item, Quote):
            return min(span.start for span in item.content), max(span.end for span in item.content)
        mentions = [one for one in self.mentions[version].values() if one.entity == item.id]
        first = min(mentions, key=lambda one: (one.start, one.end), default=None)
        return (first.start, first.end) if first is not None else (0, 0)

    # What an item says

    def _core(self, version: int, item: Item, group: Aligned[Item]) -> _Said:
        """What two annotators must have in common to have the same item."""
        fields = self._fields(version, item)
        names = {
            "mentions": ("span", "type"),
            "quotes": ("content",),
            "events": ("trigger", "type"),
            "arguments": ("role", "mention"),
        }[group.layer]
        # The place is told beside it.
        shown = [name for name in names if name not in {"span", "content", "trigger"}]
        told = " ".join(fields[name].told for name in shown) if shown else f"{item.type} quote"  # type: ignore[union-attr]  # quotes alone have no other field
        return _Said(tuple(fields[name].value for name in names), told)

    def _fields(self, version: int, item: Item) -> Mapping[str, _Said]:
        if isinstance(item, Argument):
            return {"role": _plain(item.role), "mention": self._mention(version, item.mention)}
        if isinstance(item, Mention):
            return {
                "span": _spans([item.interval]),
                "type": _plain(item.type),
                "level": _plain(item.level),
                "entity": self._entity(version, item.entity),
            }
        if isinstance(item, Quote):
            return self._quote(version, item)
        if isinstance(item, Event):
            return {
                "trigger": _spans([item.trigger.interval]),
                **{name: _plain(getattr(item, name)) for name in EVENT_LABELS},
            }
        return {"name": _plain(item.name), "link": _plain(item.link)}

    def _quote(self, version: int, quote: Quote) -> Mapping[str, _Said]:
        addressees = [self._mention(version, one) for one in quote.addressees]
        parent = quote.parent and self.aligned.groups[version].get(quote.parent, quote.parent)
        return {
            "content": _spans([span.interval for span in quote.content]),
            "cue": _spans([span.interval for span in quote.cue]),
            "source": self._mention(version, quote.source),
            "addressees": _Said(
                frozenset(one.value for one in addressees), ", ".join(one.told for one in addressees) or _NONE
            ),
            "parent": _Said(parent, quote.parent or _NONE),
            **{name: _plain(getattr(quote, name)) for name in QUOTE_LABELS},
        }

    def _mention(self, version: int, mention: str | None) -> _Said:
        if mention is None:
            return _Said(None, _NONE)
        return _Said(self.aligned.groups[version].get(mention, mention), self._name(version, mention))

    def _name(self, version: int, mention: str) -> str:
        """A mention as it is told: its words where they may be, else its place; with the name of its entity."""
        one = self.mentions[version].get(mention)
        if one is None:
            return mention
        place = self.versions[version].place("", one.start, one.end)
        entity = self.entities[version].get(one.entity or "")
        told = f"“{place.string}”" if place.string is not None else f"{one.start}-{one.end}"
        return f"{told} ({entity.name})" if entity and entity.name and entity.name != place.string else told

    def _entity(self, version: int, entity: str | None) -> _Said:
        if entity is None:
            return _Said(None, _NONE)
        one = self.entities[version].get(entity)
        return _Said(self.aligned.groups[version].get(entity, entity), (one and one.name) or entity)


def _against(said: Sequence[_Said], voters: Sequence[int]) -> tuple[int, ...]:
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


def _plain(value: str | None) -> _Said:
    return _Said(value, _NONE if value is None else value)


def _spans(spans: Sequence[tuple[int, int]]) -> _Said:
    found = sorted((start, end) for start, end in spans)
    return _Said(tuple(found), ", ".join(f"{start}-{end}" for start, end in found) or _NONE)


def _mend(vote: _Vote) -> str:
    rival, gold = vote.told(vote.against[0]), vote.told(0)
    if vote.fields != (_PRESENCE,):
        what = f"its {vote.fields[0]} {rival}" if len(vote.fields) == 1 else f"it {rival}"
        return f"make {what}, or keep {gold}"
    if gold == NOTHING:
        return f"add it ({rival}), or keep it out"
    return "take it out, or keep it"


def _pointers(annotation: Annotation) -> dict[str, str]:
    """The JSON pointer of every item by its id."""
    return {item.id: f"/{layer}/{index}" for layer in LAYERS for index, item in enumerate(getattr(annotation, layer))}
