"""How gold was decided, told by laying it beside the annotators' versions: agreed, chosen, new, rejected.

Nothing is remembered of how somebody worked: what is compared is what came out. So an edit by hand is recorded as
truthfully as a choice, and gold that was decided before anything was recorded can be told of as well.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from quotidian.adjudicate.told import Teller, layers_sha256, said
from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import Aligned, Item
from quotidian.model import Annotation, Decision, Decisions, Entity, Mention, Rejected, Told

# Where mentions differ in this alone, their entity tells it.
_TYPE = "type"


def record(gold: Annotation, versions: Sequence[Annotation], adjudicator: str | None = None) -> Decisions:
    """What was decided, item by item; what is not listed was agreed by all.

    Args:
        gold: what was decided.
        versions: what it was decided between; their order changes nothing.
        adjudicator: who decided, if that is known.

    Raises:
        InputError: they are of different articles or texts.
    """
    ordered = sorted(versions, key=lambda one: one.annotator)
    return Decisions(
        layers_sha256=layers_sha256(gold),
        adjudicator=adjudicator,
        items=tuple(_Comparison(gold, ordered).decisions()),
    )


class _Comparison:
    def __init__(self, gold: Annotation, versions: Sequence[Annotation]) -> None:
        self._names = [one.annotator for one in versions]
        self._alignment = alignment([*versions, gold])
        self._tellers = [Teller(one) for one in (*versions, gold)]
        self._types = [{entity.id: entity.type for entity in one.entities} for one in (*versions, gold)]

    def decisions(self) -> Iterator[Decision]:
        everyone = range(len(self._names))
        for group in self._alignment.all:
            gold = group.items[-1]
            if not group.events:
                name = None if gold is None else gold.id  # type: ignore[union-attr]  # only arguments have none
                yield from self._decision(group, name, everyone)
                continue
            # An argument is judged by those who have its event; that of an event that gold has not is told with it.
            event = group.events[-1]
            having = [one for one in everyone if group.events[one] is not None]
            if event is not None and having:
                yield from self._decision(group, event.id, having)

    def _decision(self, group: Aligned[Item], name: str | None, who: Sequence[int]) -> Iterator[Decision]:
        gold = group.items[-1]
        values = {one: self._values(group, one) for one in (*who, -1)}
        same = [one for one in who if values[one] == values[-1]]
        if len(same) == len(who):
            return
        how = "rejected" if gold is None else "chosen" if same else "new"
        yield Decision(
            layer=group.layer,
            item=name,
            how=how,
            by=tuple(self._names[one] for one in same) if gold is not None else (),
            gold=said(self._tellers[-1].told(gold)) if gold is not None and group.events else (),
            rejected=tuple(self._rejected(group, values, [one for one in who if one not in same])),
        )

    def _rejected(
        self, group: Aligned[Item], values: Mapping[int, Mapping[str, Hashable] | None], who: Sequence[int]
    ) -> Iterator[Rejected]:
        """The versions that gold has not, those that say the same together."""
        by_said: dict[tuple[tuple[str, Told], ...], list[str]] = {}
        gold = values[-1]
        for one in who:
            mine, item = values[one], group.items[one]
            if mine is None or item is None:
                told: dict[str, Told] = {}
            else:
                told = self._tellers[one].told(item)
                if gold is not None and not group.events:  # an argument is told whole: it has no more than two fields
                    told = {field: told[field] for field in mine if mine[field] != gold[field]}
            by_said.setdefault(tuple(told.items()), []).append(self._names[one])
        # Who has nothing of what gold has not either has not been refused anything.
        for told_items, names in by_said.items():
            if told_items or gold is not None:
                yield Rejected(by=tuple(names), said=said(dict(told_items)))

    def _values(self, group: Aligned[Item], one: int) -> dict[str, Hashable] | None:
        """What one says of an item, as far as it is decided here."""
        values, item = group.values[one], group.items[one]
        if values is None:
            return None
        found = dict(values)
        if isinstance(item, Entity):
            del found["mentions"]  # told at the mentions
        if isinstance(item, Mention) and item.entity is not None and self._types[one].get(item.entity) == item.type:
            found[_TYPE] = ""  # the entity's
        return found
