"""Putting decisions into the draft: chosen versions fill what is open and add what is missing; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

from quotidian.adjudicate.attributes import OPEN, intervals
from quotidian.adjudicate.document import EDITED, KINDS, NONE, Answer, Document, Slot, Spare
from quotidian.draft.parts import EntityPart, EventPart, MentionPart, Parts, QuotePart
from quotidian.draft.problems import Problems
from quotidian.model import EVENT_LABELS

_Part = TypeVar("_Part", EntityPart, MentionPart, QuotePart, EventPart)
_ROLES = "arguments"


class Decided:
    """The decisions of one file.

    Args:
        document: the file.
        problems: gets what can't be done, and every question that is still open.
    """

    def __init__(self, document: Document, problems: Problems) -> None:
        self._slots = document.slots
        self._spare = {one.id: one for one in document.spare}
        self._problems = problems

    def amend(self, parts: Parts) -> Parts:
        """The draft's parts with everything that was decided in them.

        Raises:
            DraftError: something is open or can't be done, or the draft has problems already.
        """
        entities = _by_id(parts.entities)
        mentions = _by_id(parts.mentions)
        quotes = _by_id(parts.quotes)
        events = _by_id(parts.events)
        spare_slots = []
        for slot in self._slots:
            if slot.layer == "entities" and slot.item in self._spare and slot.item not in entities:
                spare_slots.append(slot)
            elif slot.layer == "arguments":
                continue
            elif not slot.choose:
                self._open(slot)
            elif (answer := slot.chosen()) is None:
                continue
            elif slot.layer == "entities":
                self._fill(slot, answer, entities)
            elif slot.layer == "mentions":
                self._put(slot, answer, mentions, _no_mention(slot))
            elif slot.layer == "quotes":
                self._put(slot, answer, quotes, _no_quote(slot))
            else:
                self._put(slot, answer, events, _no_event(slot))
        for slot in self._slots:
            if slot.layer == "arguments":
                self._argue(slot, events, mentions)
        for mention in mentions.values():
            if mention.entity in self._spare and mention.entity not in entities:
                entities[mention.entity] = _entity(self._spare[mention.entity])
        for slot in spare_slots:
            if slot.item not in entities:
                continue  # nothing refers to it, so there is nothing to decide
            if not slot.choose:
                self._open(slot)
            elif (answer := slot.chosen()) is not None:
                self._fill(slot, answer, entities)
        made = Parts(
            entities=_all(parts.entities, entities),
            mentions=_all(parts.mentions, mentions),
            quotes=_all(parts.quotes, quotes),
            events=_all(parts.events, events),
        )
        # What is open or can't be done would only make the names that depend on it unknown as well.
        self._problems.refuse()
        self._left_open(made)
        self._problems.refuse()
        return made

    def _open(self, slot: Slot) -> None:
        what = f"{KINDS[slot.layer]} of {slot.item!r}" if slot.layer == _ROLES else f"{KINDS[slot.layer]} {slot.item!r}"
        mend = f"choose {', '.join(slot.options[:-1])} or {slot.options[-1]}"
        self._problems.add(slot.place, f"not decided: {what}", mend)

    def _put(self, slot: Slot, answer: Answer, found: dict[str, _Part], empty: _Part) -> None:
        """Add an item that was chosen as a whole, or fill what was open of one."""
        if not slot.whole:
            self._fill(slot, answer, found)
        elif slot.item in found:
            message = f"{KINDS[slot.layer]} {slot.item!r} is in the draft already (line {found[slot.item].place.line})"
            self._problems.add(
                slot.place, message, f'choose "{EDITED}" if that is the one, or take it out of the draft'
            )
        else:
            found[slot.item] = _with(empty, answer.said or {})

    def _fill(self, slot: Slot, answer: Answer, found: dict[str, _Part]) -> None:
        if slot.item in found:
            found[slot.item] = _with(found[slot.item], answer.said or {})
        else:
            message = f"{KINDS[slot.layer]} {slot.item!r} is not in the draft any more"
            self._problems.add(slot.place, message, f'choose "{EDITED}" if that is meant')

    def _argue(self, slot: Slot, events: dict[str, EventPart], mentions: dict[str, MentionPart]) -> None:
        """Give an event the argument that was chosen, instead of those that were not."""
        event = events.get(slot.item)
        waiting = {one.item for one in self._slots if one.whole and not one.choose and one.layer != _ROLES}
        pairs = [pair for answer in slot.answers for pair in (answer.said or {}).items()]
        if event is None or not any(mention in mentions for _, mention in pairs):
            if not slot.choose and waiting & {slot.item, *(mention for _, mention in pairs)}:
                self._open(slot)
            if slot.choose not in ("", NONE, EDITED):
                mentions_of = " and ".join(dict.fromkeys(repr(mention) for _, mention in pairs))
                gone = f"event {slot.item!r}" if event is None else f"mention {mentions_of}"
                self._problems.add(slot.place, f"{gone} is not in the draft", f'choose "{NONE}"')
            return  # without its event or its mention there is nothing to decide
        if not slot.choose:
            self._open(slot)
        if slot.choose in ("", EDITED):
            return
        answer = slot.chosen()
        wanted = tuple((answer.said or {}).items()) if answer is not None else ()
        kept = tuple(pair for pair in event.arguments if pair not in pairs)
        events[slot.item] = replace(event, arguments=(*kept, *wanted))

    def _left_open(self, parts: Parts) -> None:
        """What is still open in the draft although every question was decided: somebody chose to write it there."""
        everything: Iterable[EntityPart | MentionPart | QuotePart | EventPart] = (
            *parts.entities,
            *parts.mentions,
            *parts.quotes,
            *parts.events,
        )
        for part in everything:
            for field in fields(part):
                value = getattr(part, field.name)
                if value == OPEN or (isinstance(value, tuple) and OPEN in value):
                    message = f"{field.name} of {part.id!r} is still {OPEN!r}"
                    self._problems.add(part.place, message, f'write what you decided, since you chose "{EDITED}"')


def _by_id(parts: Iterable[_Part]) -> dict[str, _Part]:
    return {part.id: part for part in parts if part.id is not None}


def _all(before: Iterable[_Part], by_id: dict[str, _Part]) -> tuple[_Part, ...]:
    """The draft's parts in their order, those with an id as they are now, and what was added."""
    left = dict(by_id)
    kept = tuple(part if part.id is None else left.pop(part.id, part) for part in before)
    return kept + tuple(left.values())


def _no_mention(slot: Slot) -> MentionPart:
    return MentionPart(place=slot.place, id=slot.item, entity=None, type=None, level=None, span=None)


def _no_quote(slot: Slot) -> QuotePart:
    return QuotePart(
        place=slot.place,
        id=slot.item,
        type=None,
        kind=None,
        content=(),
        cue=(),
        source=None,
        addressees=(),
        attribution=None,
        parent=None,
        polarity=None,
    )


def _no_event(slot: Slot) -> EventPart:
    return EventPart(
        place=slot.place,
        id=slot.item,
        type=None,
        trigger=None,
        polarity=None,
        tense=None,
        genericity=None,
        modality=None,
        arguments=(),
    )


def _with(part: _Part, said: dict[str, str]) -> _Part:
    """A part with the attributes of a version."""
    for name, value in said.items():
        part = replace(part, **_field(part, name, value))  # type: ignore[arg-type]  # each field gets its own type
    return part


def _field(part: EntityPart | MentionPart | QuotePart | EventPart, name: str, value: str) -> dict[str, object]:
    """What an attribute is in a part of a draft; one that a part has not is a role."""
    if name == "at":
        return {"span" if isinstance(part, MentionPart) else "trigger": intervals(value)[0]}
    if name in ("content", "cue"):
        return {name: intervals(value)}
    if name == "addressees":
        return {name: tuple(value.split())}
    if name == "e" and isinstance(part, MentionPart) and part.type == OPEN:
        return {"entity": value or None, "type": None}  # the type is that of the entity, which was not known
    field = {"e": "entity", "t": "type", "l": "level"}.get(name, name) if isinstance(part, MentionPart) else name
    if isinstance(part, EventPart) and field not in EVENT_LABELS:
        return {"arguments": (*part.arguments, *((name, mention) for mention in value.split()))}
    return {field: value or None}


def _entity(spare: Spare) -> EntityPart:
    said = spare.said
    return EntityPart(
        place=spare.place, id=spare.id, type=said["type"], name=said["name"] or None, link=said["link"] or None
    )
