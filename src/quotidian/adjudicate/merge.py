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

from quotidian.adjudicate import attributes as attribute
from quotidian.adjudicate.attributes import OPEN, Said
from quotidian.adjudicate.considered import Considered
from quotidian.adjudicate.merged import Merge, in_text
from quotidian.adjudicate.policy import WHERE, Policy, enough, settled
from quotidian.adjudicate.questions import Questions
from quotidian.adjudicate.voices import Voices
from quotidian.agreement.aligned import Aligned, Item, Layer
from quotidian.errors import InputError
from quotidian.model import GOLD, Annotation, Argument


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
    return _Merger(Voices(ordered, base, considered or Considered(()), base or named), policy).merge()


class _Merger:
    def __init__(self, voices: Voices, policy: Policy) -> None:
        self._voices = voices
        self._policy = policy
        self._questions = Questions(voices)
        self._standing: set[str] = set()  # entities that need no mention

    def merge(self) -> Merge:
        """All layers; an event in question is put with the arguments that are agreed on."""
        voices = self._voices
        arguments = self._arguments()
        mentions = dict(self._items("mentions", voices.aligned.mentions))
        quotes = dict(self._items("quotes", voices.aligned.quotes))
        events = dict(self._items("events", voices.aligned.events, arguments))
        entities = {one: attribute.entity_of(one, said) for one, said in self._entities()}
        used = {said["e"] for said in mentions.values()} | self._standing
        first = voices.versions[voices.last if voices.based else 0]
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
            version.said["e"]
            for one in self._questions.found
            for version in one.versions
            if version.said and "e" in version.said
        }
        found = [one for one in self._questions.found if one.layer != "entities" or one.item in used | asked]
        return Merge(
            between=tuple(voices.versions[who].annotator for who in voices.who),
            policy=self._policy,
            annotation=annotation,
            spare=tuple(entity for one, entity in entities.items() if one in asked - used),
            disagreements=tuple(sorted(found, key=in_text)),
        )

    # Entities, mentions, quotes, events

    def _entities(self) -> Iterator[tuple[str, Said]]:
        """All entities that may be needed; those that stand without a mention are noted."""
        voices = self._voices
        for number, group in enumerate(voices.aligned.entities):
            having = voices.having(group)
            based = voices.is_based(group)
            if not having and not based:
                continue
            one = voices.names["entities"][number]
            mentioned = any(values["mentions"] for values in group.values if values)
            agreed = not voices.based and not mentioned and enough(self._policy, len(having), len(voices.who))
            if based or agreed:
                self._standing.add(one)
            yield one, self._attributes("entities", one, group)

    def _items(
        self, layer: Layer, groups: Sequence[Aligned[Item]], arguments: Mapping[str, Sequence[Argument]] | None = None
    ) -> Iterator[tuple[str, Said]]:
        """The items of a layer that are in the merge; those in question are noted."""
        voices = self._voices
        for number, group in enumerate(groups):
            one = voices.names[layer][number]
            having = voices.having(group)
            if not voices.is_based(group):
                if not having:
                    continue
                where = [voices.said(layer, who, group)[WHERE[layer]] for who in having]
                agreed = enough(self._policy, len(having), len(voices.who)) and settled(self._policy, where) is not None
                if voices.based or not agreed:
                    self._questions.ask_whole(layer, one, group, (arguments or {}).get(one, ()))
                    continue
            yield one, self._attributes(layer, one, group)

    def _attributes(self, layer: Layer, one: str, group: Aligned[Item]) -> Said:
        """What is agreed of an item, and ``?`` for the rest, which is put before a person."""
        voices = self._voices
        said = {who: voices.said(layer, who, group) for who in voices.having(group)}
        if voices.is_based(group):
            stands = voices.said(layer, voices.last, group)
            news = [
                name
                for name in stands
                # Who is outvoted by those who side with what was decided asks nothing.
                if not enough(self._policy, sum(values[name] == stands[name] for values in said.values()), len(said))
                and any(
                    values[name] != stands[name] and voices.is_news(layer, who, group, name)
                    for who, values in said.items()
                )
            ]
            if news:
                self._questions.ask(layer, one, group, news, {voices.last: stands, **said})
            return stands
        merged: dict[str, str] = {}
        for name in attribute.ATTRIBUTES[layer]:
            values = [found[name] for found in said.values()]
            agreed = settled(self._policy, values)
            merged[name] = OPEN if agreed is None else values[agreed]
        questions = [name for name, value in merged.items() if value == OPEN]
        if questions:
            self._questions.ask(layer, one, group, questions, said)
        return merged

    # Arguments

    def _arguments(self) -> dict[str, list[Argument]]:
        """The arguments of each event that are in the merge, by its id; those in question are noted."""
        voices = self._voices
        found: dict[str, list[Argument]] = defaultdict(list)
        for group in voices.aligned.arguments:
            who, of = next((who, event) for who, event in enumerate(group.events) if event is not None)
            number = voices.aligned.groups[who][of.id]
            event = voices.names["events"][number]
            if voices.based and group.events[voices.last] is not None:
                found[event] += self._decided_argument(event, group)
            elif voices.having(group) and not voices.is_refused("events", voices.aligned.events[number]):
                found[event] += self._agreed_argument(event, group)
        return found

    def _decided_argument(self, event: str, group: Aligned[Argument]) -> list[Argument]:
        """What stands of an argument of an event that was decided upon; what is news is put before a person."""
        voices = self._voices
        said = {who: voices.argument(who, group) for who in voices.having(group)}
        stands = voices.argument(voices.last, group) if voices.is_based(group) else None
        siding, asked = sum(values == stands for values in said.values()), len(voices.having_event(group))
        if not enough(self._policy, siding, asked) and any(
            values != stands and voices.is_argument_news(event, who, group) for who, values in said.items()
        ):
            decided = {} if stands is None else {voices.last: stands}
            self._questions.ask_argument(event, group, {**decided, **said})
        return [] if stands is None else [_as_argument(stands)]

    def _agreed_argument(self, event: str, group: Aligned[Argument]) -> list[Argument]:
        """What is agreed of an argument; else it is put before a person."""
        voices = self._voices
        said = {who: voices.argument(who, group) for who in voices.having(group)}
        pairs = [tuple(values.items()) for values in said.values()]
        agreed = settled(self._policy, pairs)
        if enough(self._policy, len(said), len(voices.having_event(group))) and agreed is not None:
            return [_as_argument(dict(pairs[agreed]))]
        self._questions.ask_argument(event, group, said)
        return []


def _as_argument(said: Said) -> Argument:
    [(role, mention)] = said.items()
    return Argument(role=role, mention=mention)
