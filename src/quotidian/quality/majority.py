"""What two or more annotators of an article agree on, and gold has otherwise.

Gold may be right all the same: an adjudicator sees more than the annotators did. But it is decided against all the
evidence that there is, so it should be looked at again first (van Halteren 2000 looks for errors where taggers agree
with each other against the corpus; in the survey of Klie et al. 2023 this is *label aggregation* and *diverging*).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quotidian.agreement.align import Aligned, Alignment, alignment
from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.quality.gold import GoldArticle
from quotidian.quality.suspicion import NOTHING, Place, Suspicion, Testimony, score

_LEAST = 2
_PRESENCE = "missing"
_NONE = "none"

Item = Entity | Mention | Quote | Event | Argument


class _Said(NamedTuple):
    """A value as it is compared, references by what they refer to, and as it is told."""

    value: Hashable
    told: str


_NOTHING = _Said(None, NOTHING)


class _Vote(NamedTuple):
    """How the annotators voted on one field of one item, if most of them are against gold."""

    field: str
    gold: _Said
    rival: _Said
    against: tuple[int, ...]
    said: tuple[_Said | None, ...]


def majority_suspicions(gold: GoldArticle, annotations: Sequence[Annotation], files: Sequence[str]) -> list[Suspicion]:
    """What at least two annotators, and more than side with gold, have otherwise than gold in one article.

    Args:
        gold: the gold annotation.
        annotations: those of the annotators; their order makes no difference.
        files: theirs, relative to the corpus' folder.
    """
    if len(annotations) < _LEAST:
        return []
    order = sorted(range(len(annotations)), key=lambda one: annotations[one].annotator)
    article = _Article(gold, [annotations[one] for one in order], [files[one] for one in order])
    return list(article.suspicions())


class _Article:
    """One article with all its versions, gold first."""

    def __init__(self, gold: GoldArticle, annotations: Sequence[Annotation], files: Sequence[str]) -> None:
        self.gold = gold
        self.names = [one.annotator for one in annotations]
        self.versions = [gold, *(gold.of(one, file) for one, file in zip(annotations, files, strict=True))]
        self.aligned: Alignment = alignment([one.annotation for one in self.versions])
        self.entities = [{entity.id: entity for entity in one.annotation.entities} for one in self.versions]
        self.mentions = [{mention.id: mention for mention in one.annotation.mentions} for one in self.versions]
        self.pointers = [_pointers(one.annotation) for one in self.versions]

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
        if vote.field == "type" and isinstance(item, Mention) and item.entity is not None:
            return item.entity, vote.gold.value, vote.rival.value, vote.against
        return id(group), vote.field

    def _votes(self, group: Aligned[Item]) -> Iterator[_Vote]:
        if not group.differences:
            return
        voters = [a for a in range(1, len(self.versions)) if not group.events or group.events[a] is not None]
        if group.events and group.events[0] is None:
            return  # the event is what is missing
        items = group.items
        if group.layer != "entities":
            presence = [_NOTHING if one is None else self._core(a, one, group) for a, one in enumerate(items)]
            if items[0] is None:
                yield from self._vote(_PRESENCE, presence, voters)
                return
            there = [_Said(one is not None, NOTHING if one is None else presence[0].told) for one in items]
            yield from self._vote(_PRESENCE, there, voters)
        elif items[0] is None:
            return  # its mentions tell
        fields = [{} if one is None else self._fields(a, one) for a, one in enumerate(items)]
        having = [a for a in voters if items[a] is not None]
        for field in group.differences:
            if field in fields[0]:
                yield from self._vote(field, [one.get(field, _NOTHING) for one in fields], having)

    @staticmethod
    def _vote(field: str, said: Sequence[_Said], voters: Sequence[int]) -> Iterator[_Vote]:
        gold = said[0]
        counts = Counter(said[a].value for a in voters)
        for_gold = counts.pop(gold.value, 0)
        if not counts:
            return
        # Two values that as many have are no majority for either.
        (value, number), *rest = counts.most_common()
        if number < _LEAST or number <= for_gold or (rest and rest[0][1] == number):
            return
        against = tuple(a for a in voters if said[a].value == value)
        votes = tuple(said[a] if a in voters else None for a in range(len(said)))
        yield _Vote(field, gold, said[against[0]], against, votes)

    def _suspicion(self, group: Aligned[Item], vote: _Vote) -> Suspicion:
        layer = "events" if group.layer == "arguments" else group.layer
        what = f"argument {vote.field}" if group.layer == "arguments" else vote.field
        voters = [a for a, one in enumerate(vote.said) if a and one is not None]
        by_value: defaultdict[Hashable, list[int]] = defaultdict(list)
        for a in voters:
            one = vote.said[a]
            assert one is not None  # a voter has voted
            by_value[one.value].append(a)
        others = tuple(
            Testimony(
                says=self._told(vote, some[0]),
                number=len(some),
                witnesses=tuple(self.names[a - 1] for a in some),
                places=tuple(self._place(a, group) for a in some if group.items[a] is not None),
            )
            for some in sorted(by_value.values(), key=lambda some: (some != list(vote.against), -len(some), some))
        )
        return Suspicion(
            score=score(len(vote.against), len(voters)),
            reason="majority",
            layer=layer,
            difference=what,
            place=self._place(0, group, like=vote.against[0]),
            gold=vote.gold.told,
            others=others,
            times=1,
            mend=_mend(vote),
        )

    @staticmethod
    def _told(vote: _Vote, annotator: int) -> str:
        said = vote.said[annotator]
        assert said is not None  # only voters are asked
        return said.told

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
            plain = ("type", "polarity", "tense", "genericity", "modality")
            return {
                "trigger": _spans([item.trigger.interval]),
                **{name: _plain(getattr(item, name)) for name in plain},
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
            **{name: _plain(getattr(quote, name)) for name in ("type", "kind", "attribution", "polarity")},
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


def _plain(value: str | None) -> _Said:
    return _Said(value, _NONE if value is None else value)


def _spans(spans: Sequence[tuple[int, int]]) -> _Said:
    found = sorted((start, end) for start, end in spans)
    return _Said(tuple(found), ", ".join(f"{start}-{end}" for start, end in found) or _NONE)


def _mend(vote: _Vote) -> str:
    if vote.field != _PRESENCE:
        return f"make its {vote.field} {vote.rival.told}, or keep {vote.gold.told}"
    if vote.gold.value is None:
        return f"add it ({vote.rival.told}), or keep it out"
    return "take it out, or keep it"


def _pointers(annotation: Annotation) -> dict[str, str]:
    """The JSON pointer of every item by its id."""
    return {
        item.id: f"/{layer}/{index}"
        for layer in ("entities", "mentions", "quotes", "events")
        for index, item in enumerate(getattr(annotation, layer))
    }
