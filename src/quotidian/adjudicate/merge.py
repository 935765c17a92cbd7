"""What annotators agree on as one annotation, and every disagreement beside it: nothing of anybody is lost.

The rules are those of ``docs/adjudication.md``. Two things are put before a person:

* an **item** that not enough annotators have, or of which it is not agreed where it is: it is not in the merge;
* an **attribute** of an item that is agreed but for that: the item is in the merge, the attribute is ``?``.

An item may refer to one that is not agreed; both have the ids of the merge, so whichever version of the latter is
chosen, the reference holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from quotidian.adjudicate import attributes as attribute
from quotidian.adjudicate.attributes import OPEN, Said
from quotidian.adjudicate.considered import Considered
from quotidian.adjudicate.naming import name_groups
from quotidian.adjudicate.policy import WHERE, Policy, enough, settled
from quotidian.adjudicate.told import Teller
from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import LAYERS, Aligned, Item, Layer
from quotidian.errors import InputError
from quotidian.model import GOLD, Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.offsets import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What some annotators say; ``said`` is None if they have nothing. In an attribute slot: only what is open."""

    by: tuple[str, ...]
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One question for a person.

    Attributes:
        layer: what it is about.
        item: its id in the merge; of an argument that of its event.
        whole: whether all of the item is in question, and it is not in the merge; else attributes of it are.
        versions: the answers that there are, nothing last; each annotator is in one of them (of an argument, each who
            has the event). Where something was decided already, that is the first one, by ``gold``.
        place: where in the text it is about.
    """

    layer: Layer
    item: str
    whole: bool
    versions: tuple[Version, ...]
    place: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What came out of a merge.

    Attributes:
        between: the annotators, by name.
        policy: what counted as agreed.
        annotation: the agreed part. An attribute in question is ``?``; a reference may name an item in question.
        spare: entities that only items in question refer to; they come with those.
        disagreements: in the order of the text.
    """

    between: tuple[str, ...]
    policy: Policy
    annotation: Annotation
    spare: tuple[Entity, ...]
    disagreements: tuple[Disagreement, ...]


def merge(
    versions: Sequence[Annotation],
    *,
    policy: Policy = "unanimous",
    base: Annotation | None = None,
    considered: Considered | None = None,
    named: Annotation | None = None,
) -> Merge:
    """Merge what annotators agree on.

    Args:
        versions: valid annotations of one article by several annotators; their order changes nothing.
        policy: what counts as agreed.
        base: what was decided already, such as gold: it stays, and only what it does not answer is a disagreement.
        considered: what was decided upon with ``base``, and is no news.
        named: an annotation whose ids are used where it has the same items; ``base`` if there is one.

    Raises:
        InputError: fewer than two annotators, one of them twice, or of different articles or texts.
    """
    ordered = sorted(versions, key=lambda one: one.annotator)
    names = [one.annotator for one in ordered]
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError(
            "adjudication is between annotators", found=", ".join(names) or None, expected="two different ones or more"
        )
    return _Merger(ordered, policy, base, considered or Considered(()), base or named).merge()


class _Merger:
    def __init__(
        self,
        versions: Sequence[Annotation],
        policy: Policy,
        base: Annotation | None,
        considered: Considered,
        named: Annotation | None,
    ) -> None:
        self._who = range(len(versions))
        self._last = len(versions)  # what is decided already, or has the ids to keep, comes after the annotators
        self._versions = [*versions, *([named] if named is not None else [])]
        self._policy = policy
        self._based = base is not None
        self._considered = considered
        self._alignment = alignment(self._versions)
        self._names = name_groups(self._alignment, self._last if named is not None else None)
        self._layer_of = [_layers(one) for one in self._versions]
        self._types = [{entity.id: entity.type for entity in one.entities} for one in self._versions]
        self._tellers = [Teller(one) for one in self._versions]
        self._found: list[Disagreement] = []

    def merge(self) -> Merge:
        """All layers; an event in question is put with the arguments that are agreed on."""
        arguments = self._arguments()
        mentions = dict(self._items("mentions", self._alignment.mentions))
        quotes = dict(self._items("quotes", self._alignment.quotes))
        events = dict(self._items("events", self._alignment.events, arguments))
        entities = {one: attribute.entity_of(one, said) for one, said in self._entities()}
        used = {said["e"] for said in mentions.values()} | self._standing
        first = self._versions[self._last if self._based else 0]
        annotation = Annotation(
            schema=first.schema,
            article=first.article,
            annotator=GOLD,
            text_sha256=first.text_sha256,
            entities=tuple(entity for one, entity in entities.items() if one in used),
            mentions=tuple(
                attribute.mention_of(one, said, lambda e: entities[e].type if e in entities else OPEN)
                for one, said in mentions.items()
            ),
            quotes=tuple(attribute.quote_of(one, said) for one, said in quotes.items()),
            events=tuple(attribute.event_of(one, said, arguments.get(one, ())) for one, said in events.items()),
            provenance=first.provenance,
        )
        # An entity that nothing refers to, not even an item in question, is nobody's question.
        asked = {
            version.said["e"] for one in self._found for version in one.versions if version.said and "e" in version.said
        }
        found = [one for one in self._found if one.layer != "entities" or one.item in used | asked]
        return Merge(
            between=tuple(self._versions[who].annotator for who in self._who),
            policy=self._policy,
            annotation=annotation,
            spare=tuple(entity for one, entity in entities.items() if one in asked - used),
            disagreements=tuple(sorted(found, key=in_text)),
        )

    # Entities, mentions, quotes, events

    def _entities(self) -> Iterator[tuple[str, Said]]:
        """All entities that may be needed; those that stand without a mention are noted."""
        self._standing: set[str] = set()
        for number, group in enumerate(self._alignment.entities):
            having = self._having(group)
            based = self._is_based(group)
            if not having and not based:
                continue
            one = self._names["entities"][number]
            mentioned = any(values["mentions"] for values in group.values if values)
            agreed = not self._based and not mentioned and enough(self._policy, len(having), len(self._who))
            if based or agreed:
                self._standing.add(one)
            yield one, self._attributes("entities", one, group)

    def _items(
        self, layer: Layer, groups: Sequence[Aligned[Item]], arguments: Mapping[str, Sequence[Argument]] | None = None
    ) -> Iterator[tuple[str, Said]]:
        """The items of a layer that are in the merge; those in question are noted."""
        for number, group in enumerate(groups):
            one = self._names[layer][number]
            having = self._having(group)
            if not self._is_based(group):
                if not having:
                    continue
                where = [self._said(layer, who, group)[WHERE[layer]] for who in having]
                agreed = enough(self._policy, len(having), len(self._who)) and settled(self._policy, where) is not None
                if self._based or not agreed:
                    self._put_whole(layer, one, group, (arguments or {}).get(one, ()))
                    continue
            yield one, self._attributes(layer, one, group)

    def _attributes(self, layer: Layer, one: str, group: Aligned[Item]) -> Said:
        """What is agreed of an item, and ``?`` for the rest, which is put before a person."""
        said = {who: self._said(layer, who, group) for who in self._having(group)}
        if self._is_based(group):
            stands = self._said(layer, self._last, group)
            news = [
                name
                for name in stands
                if any(
                    values[name] != stands[name] and self._is_news(layer, who, group, name)
                    for who, values in said.items()
                )
            ]
            if news:
                self._put(layer, one, group, news, {self._last: stands, **said})
            return stands
        merged: dict[str, str] = {}
        for name in attribute.ATTRIBUTES[layer]:
            values = [found[name] for found in said.values()]
            agreed = settled(self._policy, values)
            merged[name] = OPEN if agreed is None else values[agreed]
        questions = [name for name, value in merged.items() if value == OPEN]
        if questions:
            self._put(layer, one, group, questions, said)
        return merged

    def _is_news(self, layer: Layer, who: int, group: Aligned[Item], name: str) -> bool:
        """Whether it was not decided upon before what somebody says of an item in one respect."""
        item, base = group.items[who], group.items[self._last]
        assert item is not None
        assert base is not None
        assert not isinstance(base, Argument)
        field = attribute.FIELDS.get(layer, {}).get(name, name)
        return not self._considered.value(layer, base.id, field, self._tellers[who].told(item)[field])

    # Arguments

    def _arguments(self) -> dict[str, list[Argument]]:
        """The arguments of each event that are in the merge, by its id; those in question are noted."""
        found: dict[str, list[Argument]] = {}
        for group in self._alignment.arguments:
            of = next((who, event) for who, event in enumerate(group.events) if event is not None)
            number = self._alignment.groups[of[0]][of[1].id]
            event = self._names["events"][number]
            having = self._having(group)
            asked = [who for who in self._who if group.events[who] is not None]
            said = {who: self._argument(who, group) for who in having}
            if self._based and group.events[self._last] is not None:
                if self._is_based(group):
                    stands = self._argument(self._last, group)
                    found.setdefault(event, []).append(_as_argument(stands))
                    news = [
                        who
                        for who in having
                        if said[who] != stands and not self._argument_considered(event, who, group)
                    ]
                    if news:
                        self._put_argument(event, group, {self._last: stands, **said}, asked)
                elif not all(self._argument_considered(event, who, group) for who in having):
                    self._put_argument(event, group, said, asked)
                continue
            if not having or self._is_refused("events", self._alignment.events[number]):
                continue
            pairs = [tuple(values.items()) for values in said.values()]
            agreed = settled(self._policy, pairs)
            if enough(self._policy, len(having), len(asked)) and agreed is not None:
                found.setdefault(event, []).append(_as_argument(dict(pairs[agreed])))
            else:
                self._put_argument(event, group, said, asked)
        return found

    def _argument(self, who: int, group: Aligned[Argument]) -> Said:
        argument = group.items[who]
        assert argument is not None
        return attribute.argument_said(argument, partial(self._refer, who))

    def _argument_considered(self, event: str, who: int, group: Aligned[Argument]) -> bool:
        argument, base = group.items[who], group.items[self._last]
        assert argument is not None
        stands = None if base is None else self._tellers[self._last].told(base)
        return self._considered.argument(event, self._tellers[who].told(argument), stands)

    # Putting questions

    def _put(
        self, layer: Layer, one: str, group: Aligned[Item], names: Sequence[str], said: Mapping[int, Said]
    ) -> None:
        """Put attributes of an item before a person."""
        versions: dict[int, Said | None] = {who: {name: values[name] for name in names} for who, values in said.items()}
        self._note(layer, one, group, versions, self._who, whole=False)

    def _put_whole(self, layer: Layer, one: str, group: Aligned[Item], arguments: Sequence[Argument]) -> None:
        """Put an item before a person; an event with the arguments that those who have it agree on."""
        if self._is_refused(layer, group):
            return
        having = self._having(group)
        roles: dict[str, list[str]] = defaultdict(list)
        for argument in arguments:
            roles[argument.role].append(argument.mention)
        common = {role: " ".join(sorted(mentions)) for role, mentions in sorted(roles.items())}
        versions: dict[int, Said | None] = {who: {**self._said(layer, who, group), **common} for who in having}
        self._note(layer, one, group, versions, self._who, whole=True)

    def _is_refused(self, layer: Layer, group: Aligned[Item]) -> bool:
        """Whether all versions of an item were decided upon before."""
        items = [(self._tellers[who], group.items[who]) for who in self._having(group)]
        return self._based and all(self._considered.item(layer, teller.told(item)) for teller, item in items if item)

    def _put_argument(
        self, event: str, group: Aligned[Argument], said: Mapping[int, Said], asked: Sequence[int]
    ) -> None:
        whole = self._last not in said
        self._note("arguments", event, group, dict(said), asked, whole=whole)

    def _note(
        self,
        layer: Layer,
        one: str,
        group: Aligned[Item],
        versions: dict[int, Said | None],
        asked: Sequence[int],
        *,
        whole: bool,
    ) -> None:
        for who in asked:
            versions.setdefault(who, None)
        by: dict[tuple[tuple[str, str], ...] | None, list[str]] = {}
        for who in sorted(versions, key=lambda who: (who != self._last, who)):  # what is decided comes first
            values = versions[who]
            key = None if values is None else tuple(values.items())
            by.setdefault(key, []).append(GOLD if who == self._last else self._versions[who].annotator)
        found = [Version(by=tuple(names), said=None if key is None else dict(key)) for key, names in by.items()]
        ordered = sorted(found, key=lambda version: version.said is None)
        place = min(self._place(who, group) for who, item in enumerate(group.items) if item is not None)
        self._found.append(Disagreement(layer=layer, item=one, whole=whole, versions=tuple(ordered), place=place))

    # What one says

    def _having(self, group: Aligned[Item]) -> list[int]:
        return [who for who in self._who if group.items[who] is not None]

    def _is_based(self, group: Aligned[Item]) -> bool:
        return self._based and group.items[self._last] is not None

    def _said(self, layer: Layer, who: int, group: Aligned[Item]) -> dict[str, str]:
        item = group.items[who]
        if isinstance(item, Entity):
            return attribute.entity_said(item)
        if isinstance(item, Mention):
            return attribute.mention_said(item, self._types[who].get(item.entity or ""), partial(self._refer, who))
        if isinstance(item, Quote):
            return attribute.quote_said(item, partial(self._refer, who))
        assert isinstance(item, Event)
        return attribute.event_said(item)

    def _refer(self, who: int, one: str | None) -> str:
        """The id in the merge of what somebody's id names; empty for none."""
        if one is None:
            return ""
        return self._names[self._layer_of[who][one]][self._alignment.groups[who][one]]

    def _place(self, who: int, group: Aligned[Item]) -> Interval:
        item = group.items[who] if not group.events else group.events[who]
        if isinstance(item, Entity):
            spans = [mention.interval for mention in self._versions[who].mentions if mention.entity == item.id]
            return min(spans, default=Interval(0, 0))
        if isinstance(item, Quote):
            return min(span.interval for span in item.content)
        if isinstance(item, Event):
            return item.trigger.interval
        assert isinstance(item, Mention)
        return item.interval


def _as_argument(said: Said) -> Argument:
    [(role, mention)] = said.items()
    return Argument(role=role, mention=mention)


def _layers(annotation: Annotation) -> dict[str, str]:
    """The layer of each id."""
    layers = ("entities", "mentions", "quotes", "events")
    return {item.id: layer for layer in layers for item in getattr(annotation, layer)}


def in_text(disagreement: Disagreement) -> tuple[int, int, int, str, str]:
    """In the order of the text, an item before what hangs on it."""
    start, end = disagreement.place
    rank = LAYERS.index(disagreement.layer)
    return start, -end, rank, disagreement.item, repr(disagreement.versions)
