"""Level 5, ontology: are labels, roles and attributes the ones that the corpus defines, and used as defined?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from quotidian.checks.check import Check, check
from quotidian.checks.finding import Fault, one_of, shown
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Annotated
from quotidian.model import EVENT_LABELS, QUOTE_LABELS, Event, Quote

LEVEL = "ontology"

EVENT_ATTRIBUTES = tuple(label for label in EVENT_LABELS if label != "type")


def _unknown(what: str, where: str, found: str, known: Iterable[str]) -> Fault:
    """The fault of a label that is not in the ontology, with the nearest one that is."""
    names = list(known)
    folded = {name.casefold(): name for name in names}
    near = folded.get(found.casefold()) or next(iter(get_close_matches(found[:100], names, n=1)), None)
    mend = f"did you mean {near}?" if near else None
    return Fault(f"{what} is {shown(found)}, which the ontology does not have", where, found, one_of(names), mend)


@check(
    "unknown-type",
    level=LEVEL,
    needs="ontology",
    title="Type that the ontology does not have",
    why="""The ontology is the only list of types. A misspelt or invented one becomes a class of its own in every model
    trained on the corpus.""",
    mend="use a type of schema/ontology.json, or add the new one there with its definition",
)
def unknown_type(annotated: Annotated) -> Iterator[Fault]:
    """Each type of an entity, mention or event that is not in the ontology."""
    ontology = annotated.ontology
    types, events = ontology.mention_types, ontology.events
    for e, entity in enumerate(annotated.entities):
        if entity.type not in types:
            where = pointer("entities", e, "type")
            yield _unknown(
                f"the type of entity {entity.id}", where, entity.type, [label.name for label in ontology.entity_types]
            )
    for m, mention in enumerate(annotated.mentions):
        if mention.type not in types:
            yield _unknown(f"the type of mention {mention.id}", pointer("mentions", m, "type"), mention.type, types)
    for e, event in enumerate(annotated.events):
        if event.type not in events:
            yield _unknown(f"the type of event {event.id}", pointer("events", e, "type"), event.type, events)


@check(
    "unknown-attribute",
    level=LEVEL,
    needs="ontology",
    title="Attribute value that the ontology does not have",
    why="""The values of each attribute are a closed list, with a definition for each. Any other value means nothing to
    those who read the corpus.""",
    mend="use a value of the ontology",
)
def unknown_attribute(annotated: Annotated) -> Iterator[Fault]:
    """Each level of a mention and attribute of a quote or event that is not in the ontology."""
    choices = annotated.ontology.choices
    levels = choices.get("mention.level", ())
    for m, mention in enumerate(annotated.mentions):
        if mention.level is not None and mention.level not in levels:
            yield _unknown(f"the level of mention {mention.id}", pointer("mentions", m, "level"), mention.level, levels)
    layers: tuple[tuple[str, str, tuple[Quote | Event, ...], tuple[str, ...]], ...] = (
        ("quotes", "quote", annotated.quotes, QUOTE_LABELS),
        ("events", "event", annotated.events, EVENT_ATTRIBUTES),
    )
    for layer, kind, records, names in layers:
        for name in names:
            allowed = choices.get(f"{kind}.{name}", ())
            for i, record in enumerate(records):
                value = getattr(record, name)
                if value not in allowed:
                    yield _unknown(f"the {name} of {kind} {record.id}", pointer(layer, i, name), value, allowed)


@check(
    "unknown-role",
    level=LEVEL,
    needs="ontology",
    title="Role that the event type does not have",
    why="""Each event type has its own roles. One that the type lacks can't be read from any column, and often shows
    that the type is wrong.""",
    mend="use a role of this event type, or correct the type",
)
def unknown_role(annotated: Annotated) -> Iterator[Fault]:
    """Each argument whose role its event type does not have."""
    events, fillers = annotated.ontology.events, annotated.ontology.fillers
    for e, event in enumerate(annotated.events):
        for a, argument in enumerate(event.arguments):
            if (event.type, argument.role) not in fillers and event.type in events:
                where = pointer("events", e, "arguments", a, "role")
                names = [role.name for role in events[event.type].roles]
                yield _unknown(f"a role of event {event.id} ({event.type})", where, argument.role, names)


@check(
    "role-filler",
    level=LEVEL,
    needs="ontology",
    title="Role filled by a mention of the wrong type",
    why="""The ontology says which types of mention may fill each role. A filler of another type is a wrong role, a
    wrong type or the wrong mention.""",
    mend="choose another mention or role, or correct the mention's type",
)
def role_filler(annotated: Annotated) -> Iterator[Fault]:
    """Each argument whose mention has a type that its role does not allow."""
    fillers, types = annotated.ontology.fillers, annotated.ontology.mention_types
    mentions = annotated.mention
    for e, event in enumerate(annotated.events):
        for a, argument in enumerate(event.arguments):
            allowed = fillers.get((event.type, argument.role))
            mention = mentions.get(argument.mention)
            if allowed is not None and mention is not None and mention.type not in allowed and mention.type in types:
                problem = f"the {argument.role} of event {event.id} ({event.type}) is {mention.id}, a {mention.type}"
                where = pointer("events", e, "arguments", a)
                yield Fault(problem, where, mention.type, one_of(name for name in types if name in allowed))


@check(
    "value-as-entity",
    level=LEVEL,
    needs="ontology",
    title="Value treated as an entity",
    why="""Times, amounts and the like are values: they have no entity and no level, because two mentions of "two days"
    are not the same two days.""",
    mend="set entity and level of the mention to null, or give it an entity type",
)
def value_as_entity(annotated: Annotated) -> Iterator[Fault]:
    """Each value mention with an entity or level, and each entity of a value type."""
    values = annotated.ontology.value_names
    for e, entity in enumerate(annotated.entities):
        if entity.type in values:
            problem = f"entity {entity.id} is a {entity.type}, which is a value"
            yield Fault(problem, pointer("entities", e, "type"), entity.type, "an entity type", "remove the entity")
    for m, mention in enumerate(annotated.mentions):
        if mention.type in values:
            for name in ("entity", "level"):
                found = getattr(mention, name)
                if found is not None:
                    problem = f"mention {mention.id} is a {mention.type}, a value, and has the {name} {shown(found)}"
                    yield Fault(problem, pointer("mentions", m, name), found, "null")


@check(
    "mention-without-entity",
    level=LEVEL,
    needs="ontology",
    title="Mention without entity or level",
    why="""A mention that is not a value refers to somebody or something: its entity. Without one it drops out of every
    chain, and without a level nobody knows whether it is a name.""",
    mend="link it to its entity and set its level, or give it a value type",
)
def mention_without_entity(annotated: Annotated) -> Iterator[Fault]:
    """Each mention of an entity type whose entity or level is null."""
    types = annotated.ontology.entity_names
    for m, mention in enumerate(annotated.mentions):
        if (mention.entity is None or mention.level is None) and mention.type in types:
            for name in ("entity", "level"):
                if getattr(mention, name) is None:
                    problem = f"mention {mention.id} is a {mention.type} and has no {name}"
                    yield Fault(problem, pointer("mentions", m, name), "null", f"its {name}")


@check(
    "mentions-disagree",
    level=LEVEL,
    title="Entity whose mentions disagree in type",
    why="""The type belongs to the entity and does not change between its mentions. Where they disagree, either one has
    the wrong type or two different things were linked to one entity.""",
    mend="decide the type once, or make two entities of it",
)
def mentions_disagree(annotated: Annotated) -> Iterator[Fault]:
    """Each entity whose mentions have more than one type."""
    concerned = {annotated.mentions[m].entity for m in annotated.mistyped}
    for e, entity in enumerate(annotated.entities if concerned else ()):
        mentions = annotated.mentions_of.get(entity.id, []) if entity.id in concerned else []
        if any(mention.type != mentions[0].type for mention in mentions):
            types: dict[str, list[str]] = {}
            for mention in mentions:
                types.setdefault(mention.type, []).append(mention.id)
            listed = ", ".join(f"{name} ({one_of(ids, 3)})" for name, ids in types.items())
            problem = f"the mentions of entity {entity.id} have the types {listed}"
            yield Fault(problem, pointer("entities", e), listed, f"one type, {entity.type}")


@check(
    "mention-type",
    level=LEVEL,
    title="Mention of another type than its entity",
    why="""Mentions repeat the type of their entity so that they can be read alone. Where all of them agree on another
    one, the entity's type was changed in one place only.""",
    mend="give both the same type",
)
def mention_type(annotated: Annotated) -> Iterator[Fault]:
    """Each entity whose mentions agree on a type that is not its own, at their first."""
    seen: set[str] = set()
    for m in annotated.mistyped:
        mention = annotated.mentions[m]
        entity = annotated.entity[mention.entity or ""]
        if entity.id in seen:
            continue
        seen.add(entity.id)
        if all(other.type == mention.type for other in annotated.mentions_of[entity.id]):
            problem = f"mention {mention.id} is a {mention.type}, its entity {entity.id} a {entity.type}"
            yield Fault(problem, pointer("mentions", m, "type"), mention.type, "the same type")


ANNOTATION_CHECKS: tuple[Check[Annotated], ...] = (
    unknown_type,
    unknown_attribute,
    unknown_role,
    role_filler,
    value_as_entity,
    mention_without_entity,
    mentions_disagree,
    mention_type,
)
