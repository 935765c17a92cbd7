"""From the parts of a draft to an Annotation: ids given, defaults filled in, every name looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count
from typing import TypeVar

from quotidian.draft.inline_parts import unnamed
from quotidian.draft.order import in_order
from quotidian.draft.parts import EntityPart, EventPart, MentionPart, Parts, QuotePart
from quotidian.draft.problems import Place, Problems, did_you_mean, one_of
from quotidian.ids import is_span_id
from quotidian.model import (
    ANNOTATION_SCHEMA,
    Annotation,
    Argument,
    Article,
    Entity,
    Event,
    Mention,
    Provenance,
    Quote,
    Span,
)
from quotidian.offsets import Interval
from quotidian.ontology import DEFAULTS, Ontology

# A quote without a source is attributed to nobody unless the draft says otherwise.
SOURCELESS = "none"

_WIKIDATA = re.compile("Q[1-9][0-9]*")
_EVENT_FIELDS = ("id", "type", "tense", "polarity", "genericity", "modality")
_HINT_TYPE = "a mention needs an entity, or is a value and needs a type"
_HINT_EVENT = "see schema/ontology.json for the event types"
_HINT_CONTINUES = "a further span of a quote needs its id"

_Part = TypeVar("_Part", MentionPart, QuotePart, EventPart)


class Resolver:
    """Resolves the parts of one draft.

    Args:
        parts: what was read.
        ontology: the labels that exist.
        problems: gets everything that is wrong.
    """

    def __init__(self, parts: Parts, ontology: Ontology, problems: Problems) -> None:
        self._parts = parts
        self._ontology = ontology
        self._problems = problems
        self._layers: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        layers: tuple[tuple[str, Iterable[EntityPart | MentionPart | QuotePart | EventPart]], ...] = (
            ("entity", parts.entities),
            ("mention", parts.mentions),
            ("quote", parts.quotes),
            ("event", parts.events),
        )
        for layer, members in layers:
            for part in members:
                self._note_id(layer, part)
        self._entities = {part.id: part for part in parts.entities if part.id is not None}
        self._mentions = _with_ids("m", parts.mentions, lambda part: part.span, self.places)
        self._quotes = _with_ids("q", parts.quotes, lambda part: next(iter(part.content), None), self.places)
        self._events = _with_ids("v", parts.events, lambda part: part.trigger, self.places)
        self.places |= {one: part.place for one, part in self._mentions}
        self.places |= {one: part.place for one, part in self._quotes}
        self.places |= {one: part.place for one, part in self._events}
        self._unnamed = {unnamed(part.place): one for one, part in self._quotes if part.id is None}

    def annotation(self, article: Article, annotator: str, provenance: Provenance) -> Annotation:
        """The annotation, its spans without text.

        Raises:
            DraftError: anything was wrong, here or before.
        """
        made = Annotation(
            schema=ANNOTATION_SCHEMA,
            article=article.id,
            annotator=annotator,
            text_sha256=article.text.sha256,
            entities=tuple(map(self._entity, self._parts.entities)),
            mentions=tuple(self._mention(one, part) for one, part in self._mentions),
            quotes=tuple(self._quote(one, part) for one, part in self._quotes),
            events=tuple(self._event(one, part) for one, part in self._events),
            provenance=provenance,
        )
        self._problems.refuse()
        return in_order(made, self._ontology)

    # Layers

    def _entity(self, part: EntityPart) -> Entity:
        what = f"entity {part.id!r}"
        types = [label.name for label in self._ontology.entity_types]
        if part.name is not None and not part.name.strip():
            self._problems.add(part.place, f"{what} has an empty name", "leave the name out if it is never named")
        if part.link is not None and not _WIKIDATA.fullmatch(part.link):
            self._problems.add(part.place, f"{what}: link {part.link!r} is no Wikidata item", "write it like Q7184")
        return Entity(
            id=part.id or "",
            type=self._value(part.place, what, "type", part.type, types),
            name=part.name,
            link=part.link,
        )

    def _mention(self, one: str, part: MentionPart) -> Mention:
        what = _named("mention", part)
        ontology = self._ontology
        kind, level = part.type, part.level
        if part.entity is not None:
            entity = self._refer(part.place, what, "entity", part.entity, "entity")
            kind = kind or (entity.type if isinstance(entity, EntityPart) else "")
            level = self._choice(part.place, what, "mention.level", level)
        if part.type is not None or part.entity is None:
            kind = self._value(part.place, what, "type", kind, ontology.mention_types, _HINT_TYPE)
        if part.entity is None and kind in ontology.entity_names:
            self._problems.add(part.place, f"{what} of type {kind} has no entity", "say which entity it refers to")
        if part.entity is None and kind in ontology.value_names and level is not None:
            self._problems.add(part.place, f"{what} has a level, but {kind} is a value", "values have none: remove it")
        if part.entity is not None and kind in ontology.value_names:
            self._problems.add(part.place, f"{what} has an entity, but {kind} is a value", "remove entity and level")
        start, end = part.span or (0, 0)
        return Mention(id=one, entity=part.entity, type=kind or "", level=level, start=start, end=end)

    def _quote(self, one: str, part: QuotePart) -> Quote:
        what = _named("quote", part)
        place = part.place
        if part.source is not None:
            self._refer(place, what, "source", part.source, "mention")
        for number, addressee in enumerate(part.addressees):
            self._refer(place, what, "addressee", addressee, "mention")
            if addressee in part.addressees[:number]:
                self._problems.add(place, f"{what} has the addressee {addressee!r} twice", "keep one")
        parent = part.parent
        if parent in self._unnamed:
            parent = self._unnamed[parent]
        elif parent is not None:
            self._refer(place, what, "parent", parent, "quote")
        attribution = part.attribution
        if attribution is None and part.source is None and SOURCELESS in self._choices("quote.attribution"):
            attribution = SOURCELESS
        return Quote(
            id=one,
            type=self._choice(place, what, "quote.type", part.type, _HINT_CONTINUES if part.id is None else None),
            kind=self._choice(place, what, "quote.kind", part.kind),
            content=tuple(Span(start=start, end=end) for start, end in part.content),
            cue=tuple(Span(start=start, end=end) for start, end in part.cue),
            source=part.source,
            addressees=part.addressees,
            attribution=self._choice(place, what, "quote.attribution", attribution),
            parent=parent,
            polarity=self._choice(place, what, "quote.polarity", part.polarity),
        )

    def _event(self, one: str, part: EventPart) -> Event:
        what = _named("event", part)
        place = part.place
        kind = self._value(place, what, "type", part.type, self._ontology.events, _HINT_EVENT)
        for number, (role, mention) in enumerate(part.arguments):
            self._role(place, what, kind, role)
            self._refer(place, what, role, mention, "mention")
            if (role, mention) in part.arguments[:number]:
                self._problems.add(place, f"{what} has the argument {role} {mention!r} twice", "keep one")
        start, end = part.trigger or (0, 0)
        return Event(
            id=one,
            type=kind,
            trigger=Span(start=start, end=end),
            polarity=self._choice(place, what, "event.polarity", part.polarity),
            tense=self._choice(place, what, "event.tense", part.tense),
            genericity=self._choice(place, what, "event.genericity", part.genericity),
            modality=self._choice(place, what, "event.modality", part.modality),
            arguments=tuple(Argument(role=role, mention=mention) for role, mention in part.arguments),
        )

    def _role(self, place: Place, what: str, kind: str, role: str) -> None:
        event = self._ontology.events.get(kind)
        if event is not None and event.role(role) is None:
            roles = [known.name for known in event.roles]
            mend = did_you_mean(role, (*roles, *_EVENT_FIELDS), one_of(roles))
            self._problems.add(place, f"{what} of type {kind} has no role {role!r}", mend)

    # Names

    def _note_id(self, layer: str, part: EntityPart | MentionPart | QuotePart | EventPart) -> None:
        if part.id is None:
            if layer == "entity":
                self._problems.add(part.place, "entity without id", "give it one that says who it is")
            return
        if not is_span_id(part.id):
            mend = "an id is a letter, then letters, digits, '_', '.' or '-', at most 64 in all"
            self._problems.add(part.place, f"{part.id!r} can't be an id", mend)
        if part.id in self.places:
            line = self.places[part.id].line
            message = f"the id {part.id!r} is taken by the {self._layers[part.id]} of line {line}"
            self._problems.add(part.place, message, f"give this {layer} another id")
        self.places.setdefault(part.id, part.place)
        self._layers.setdefault(part.id, layer)

    def _refer(self, place: Place, what: str, field: str, one: str, layer: str) -> EntityPart | None:
        """Look up a reference; the entity if it is one."""
        found = self._layers.get(one)
        if found is None:
            known = [name for name, kind in self._layers.items() if kind == layer]
            otherwise = f"add the {layer}, or give an id to the one that is meant"
            named = "" if field == layer else f"{field}: "
            self._problems.add(place, f"{what}: {named}unknown {layer} {one!r}", did_you_mean(one, known, otherwise))
        elif found != layer:
            message = f"{what}: {field} {one!r} is {_article(found)}, expected the id of {_article(layer)}"
            self._problems.add(place, message, _instead(one, layer, self._mentions))
        return self._entities.get(one) if found == "entity" else None

    def _choices(self, attribute: str) -> tuple[str, ...]:
        return self._ontology.choices.get(attribute, ())

    def _choice(self, place: Place, what: str, attribute: str, value: str | None, hint: str | None = None) -> str:
        """The value of a closed attribute, or its default."""
        choices = self._choices(attribute)
        if value is None and DEFAULTS.get(attribute) in choices:
            return DEFAULTS[attribute]
        return self._value(place, what, attribute.partition(".")[2], value, choices, hint)

    def _value(
        self, place: Place, what: str, field: str, value: str | None, known: Iterable[str], hint: str | None = None
    ) -> str:
        """A value out of a closed list."""
        listed = list(known)
        expected = one_of(listed) if len(listed) <= 20 else hint
        if value is None:
            self._problems.add(place, f"{what} has no {field}", _joined(hint if hint != expected else None, expected))
        elif value not in listed:
            self._problems.add(place, f"{what}: unknown {field} {value!r}", did_you_mean(value, listed, expected))
        return value or ""


def _with_ids(
    prefix: str, parts: tuple[_Part, ...], span: Callable[[_Part], Interval | None], taken: dict[str, Place]
) -> list[tuple[str, _Part]]:
    """Parts with their ids; those without get the prefix and a number, in the order of the text."""
    numbers = (name for number in count(1) if (name := f"{prefix}{number}") not in taken)
    nameless = [index for index, part in enumerate(parts) if part.id is None]

    def by_place(index: int) -> tuple[int, int]:
        start, end = span(parts[index]) or (0, 0)
        return start, -end

    given = dict(zip(sorted(nameless, key=by_place), numbers, strict=False))
    return [(part.id if part.id is not None else given[index], part) for index, part in enumerate(parts)]


def _named(layer: str, part: MentionPart | QuotePart | EventPart) -> str:
    return layer if part.id is None else f"{layer} {part.id!r}"


def _article(layer: str) -> str:
    return f"an {layer}" if layer[0] in "aeiou" else f"a {layer}"


def _instead(one: str, layer: str, mentions: list[tuple[str, MentionPart]]) -> str | None:
    """Ids of mentions of the entity that stands where a mention should."""
    named = [part.id for _, part in mentions if part.entity == one and part.id not in (None, one)]
    if layer != "mention":
        return None
    if named:
        return f"its mentions with an id are {', '.join(named)}"
    return "give the mention that is meant an id and name that"


def _joined(*sentences: str | None) -> str | None:
    return "; ".join(sentence for sentence in sentences if sentence) or None
