"""What each annotator, and what was decided before, says of one thing: in attributes, with the ids of the merge."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quotidian.adjudicate import attributes as attribute
from quotidian.adjudicate.attributes import Said
from quotidian.adjudicate.considered import Considered
from quotidian.adjudicate.naming import name_groups
from quotidian.adjudicate.told import Teller
from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import Aligned, Item, Layer
from quotidian.model import GOLD, LAYERS, Annotation, Argument, Entity, Event, Mention, Quote
from quotidian.offsets import Interval


class Voices:
    """The annotations of a merge, side by side.

    Args:
        versions: of the annotators, by name.
        base: what was decided already; None if nothing was.
        considered: what was decided upon with ``base``.
        named: an annotation whose ids are used where it has the same items; ``base`` if there is one.

    Attributes:
        who: the numbers of the annotators.
        last: the number of what is decided already or has the ids to keep: it comes after them.
        based: whether something is decided already.
        versions: all of them.
        aligned: what they have of each thing.
        names: the id of each thing in the merge, by layer and number of its group.
    """

    def __init__(
        self, versions: Sequence[Annotation], base: Annotation | None, considered: Considered, named: Annotation | None
    ) -> None:
        self.who = range(len(versions))
        self.last = len(versions)
        self.based = base is not None
        self.versions = [*versions, *([named] if named is not None else [])]
        self.aligned = alignment(self.versions)
        self.names = name_groups(self.aligned, self.last if named is not None else None)
        self._considered = considered
        self._layer_of = [_layers(one) for one in self.versions]
        self._types = [{entity.id: entity.type for entity in one.entities} for one in self.versions]
        self._tellers = [Teller(one) for one in self.versions]

    def speaker(self, who: int) -> str:
        """Whose version it is; what is decided already is gold's."""
        return GOLD if who == self.last else self.versions[who].annotator

    def having(self, group: Aligned[Item]) -> list[int]:
        """The annotators who have a thing."""
        return [who for who in self.who if group.items[who] is not None]

    def having_event(self, group: Aligned[Argument]) -> list[int]:
        """The annotators who have the event of an argument."""
        return [who for who in self.who if group.events[who] is not None]

    def is_based(self, group: Aligned[Item]) -> bool:
        """Whether what is decided already has a thing."""
        return self.based and group.items[self.last] is not None

    def said(self, layer: Layer, who: int, group: Aligned[Item]) -> Said:
        """All that somebody says of an entity, mention, quote or event that they have."""
        item = group.items[who]
        if isinstance(item, Entity):
            return attribute.entity_said(item)
        if isinstance(item, Mention):
            return attribute.mention_said(item, self._types[who].get(item.entity or ""), partial(self._refer, who))
        if isinstance(item, Quote):
            return attribute.quote_said(item, partial(self._refer, who))
        assert isinstance(item, Event)
        return attribute.event_said(item)

    def argument(self, who: int, group: Aligned[Argument]) -> Said:
        """What somebody says of an argument that they have."""
        argument = group.items[who]
        assert argument is not None
        return attribute.argument_said(argument, partial(self._refer, who))

    def place(self, group: Aligned[Item]) -> Interval:
        """Where a thing is; of an argument, its event. The first of all versions."""
        return min(self._place(who, group) for who, item in enumerate(group.items) if item is not None)

    # What was decided upon before, and is no news

    def is_news(self, layer: Layer, who: int, group: Aligned[Item], name: str) -> bool:
        """Whether it was not decided upon before what somebody says of an item in one respect."""
        item, base = group.items[who], group.items[self.last]
        assert item is not None
        assert base is not None
        assert not isinstance(base, Argument)
        field = attribute.FIELDS.get(layer, {}).get(name, name)
        return not self._considered.value(layer, base.id, field, self._tellers[who].told(item)[field])

    def is_argument_news(self, event: str, who: int, group: Aligned[Argument]) -> bool:
        """Whether somebody's argument was not decided upon before."""
        argument, base = group.items[who], group.items[self.last]
        assert argument is not None
        stands = None if base is None else self._tellers[self.last].told(base)
        return not self._considered.argument(event, self._tellers[who].told(argument), stands)

    def is_refused(self, layer: Layer, group: Aligned[Item]) -> bool:
        """Whether all versions of an item were decided upon before."""
        items = [(self._tellers[who], group.items[who]) for who in self.having(group)]
        return self.based and all(self._considered.item(layer, teller.told(item)) for teller, item in items if item)

    def _refer(self, who: int, one: str | None) -> str:
        """The id in the merge of what somebody's id names; empty for none."""
        if one is None:
            return ""
        return self.names[self._layer_of[who][one]][self.aligned.groups[who][one]]

    def _place(self, who: int, group: Aligned[Item]) -> Interval:
        item = group.items[who] if not group.events else group.events[who]
        if isinstance(item, Entity):
            spans = [mention.interval for mention in self.versions[who].mentions if mention.entity == item.id]
            return min(spans, default=Interval(0, 0))
        if isinstance(item, Quote):
            return min(span.interval for span in item.content)
        if isinstance(item, Event):
            return item.trigger.interval
        assert isinstance(item, Mention)
        return item.interval


def _layers(annotation: Annotation) -> dict[str, str]:
    """The layer of each id."""
    return {item.id: layer for layer in LAYERS for item in getattr(annotation, layer)}
