"""Level 6, linguistics, the part about mentions, entities and events: does the annotation make sense as language?"""

from __future__ import annotations

from collections.abc import Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, shown
from quotidian.checks.intervals import crossings
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Annotated
from quotidian.ontology import NAMED

LEVEL = "linguistics"

LONGEST_TRIGGER = 3


@check(
    "crossing-mentions",
    level=LEVEL,
    title="Mentions that cross",
    why="""Noun phrases nest, they never overlap in part. Of two mentions that cross, at least one has the wrong extent,
    and no format that shows nesting can hold both.""",
    mend="correct the extent of one of them",
)
def crossing_mentions(annotated: Annotated) -> Iterator[Fault]:
    """Each mention that overlaps an earlier one while neither contains the other."""
    spots = annotated.sound_mentions
    for a, b in crossings([spot.span for spot in spots]):
        first, second = annotated.mentions[spots[a].item], annotated.mentions[spots[b].item]
        problem = (
            f"mention {second.id}, {second.start} to {second.end}, crosses {first.id}, {first.start} to {first.end}"
        )
        yield Fault(problem, spots[b].pointer, f"[{second.start}, {second.end})", "nested or apart")


@check(
    "duplicate-mention",
    level=LEVEL,
    title="Two mentions with the same span",
    why="""No two mentions have the same span: a phrase refers once. The second one counts double in every statistic,
    or contradicts the first.""",
    mend="remove one of them, and let references to it point to the other",
)
def duplicate_mention(annotated: Annotated) -> Iterator[Fault]:
    """Each mention whose span an earlier one has."""
    mentions = annotated.mentions
    if len({(mention.start, mention.end) for mention in mentions}) == len(mentions):
        return
    first: dict[tuple[int, int], int] = {}
    for m, mention in enumerate(mentions):
        earlier = first.setdefault((mention.start, mention.end), m)
        if earlier != m:
            problem = f"mention {mention.id} has the span {mention.start} to {mention.end} of {mentions[earlier].id}"
            yield Fault(problem, pointer("mentions", m), f"[{mention.start}, {mention.end})", "a span of its own")


@check(
    "entity-without-name",
    level=LEVEL,
    severity=WARNING,
    title="Named entity without a named mention",
    why="""An entity has a name if the article names it, and then at least one of its mentions is that name (level NAM).
    A name without such a mention was taken from elsewhere, or the mention was missed or given another level. An entity
    that is never named has the name null, and is not reported.""",
    mend="mark the name where it stands, or set the entity's name to null",
)
def entity_without_name(annotated: Annotated) -> Iterator[Fault]:
    """Each entity that has a name and mentions, and none of them is a name."""
    mentioned, named = annotated.mentions_of, annotated.named
    for e, entity in enumerate(annotated.entities):
        if entity.name is not None and entity.id not in named and entity.id in mentioned:
            problem = f"entity {entity.id} is called {shown(entity.name)} and none of its mentions is a name"
            yield Fault(problem, pointer("entities", e), entity.name, f"a mention of level {NAMED}")


@check(
    "name-missing",
    level=LEVEL,
    severity=WARNING,
    title="Entity with a named mention and no name",
    why="""The name of an entity is what people look for. Where a mention is a name, the entity has one, in the fullest
    form that the article gives.""",
    mend="give the entity its name, or correct the mention's level",
)
def name_missing(annotated: Annotated) -> Iterator[Fault]:
    """Each entity whose name is null although one of its mentions is a name."""
    named = annotated.named
    for e, entity in enumerate(annotated.entities):
        if entity.name is None and entity.id in named:
            problem = f"entity {entity.id} has no name although mention {named[entity.id]} is one"
            yield Fault(problem, pointer("entities", e, "name"), "null", "a name")


@check(
    "name-not-in-text",
    level=LEVEL,
    severity=WARNING,
    needs="article text",
    title="Entity name that the text does not have",
    why="""The name is copied from the article, not from what one knows: a spelling, a first name or a full form that
    the text lacks can't be found by those who search it.""",
    mend="use the fullest form that stands in the text",
)
def name_not_in_text(annotated: Annotated) -> Iterator[Fault]:
    """Each entity whose name does not occur in the text."""
    text = annotated.text
    for e, entity in enumerate(annotated.entities):
        if entity.name is not None and entity.name not in text:
            problem = f"the name of entity {entity.id}, {shown(entity.name)}, does not stand in the text"
            yield Fault(problem, pointer("entities", e, "name"), entity.name, "a name from the text")


@check(
    "duplicate-entity",
    level=LEVEL,
    severity=WARNING,
    title="Two entities with the same name and type",
    why="""Two entities of one name and one type are most often one, whose mentions were not joined. Two people of the
    same name do occur, but seldom.""",
    mend="join them if they are the same",
)
def duplicate_entity(annotated: Annotated) -> Iterator[Fault]:
    """Each entity with the name and type of an earlier one."""
    first: dict[tuple[str, str], str] = {}
    for e, entity in enumerate(annotated.entities):
        if entity.name is not None:
            earlier = first.setdefault((entity.name.casefold(), entity.type), entity.id)
            if earlier != entity.id:
                problem = f"entities {earlier} and {entity.id} are both the {entity.type} {shown(entity.name)}"
                yield Fault(problem, pointer("entities", e), entity.name, "one entity")


@check(
    "duplicate-link",
    level=LEVEL,
    severity=WARNING,
    title="Two entities with the same link",
    why="""A Wikidata item is one thing in the world. Two entities that link to it are the same, or one of the links is
    wrong.""",
    mend="join the two, or correct the link",
)
def duplicate_link(annotated: Annotated) -> Iterator[Fault]:
    """Each entity with the link of an earlier one."""
    first: dict[str, str] = {}
    for e, entity in enumerate(annotated.entities):
        if entity.link is not None:
            earlier = first.setdefault(entity.link, entity.id)
            if earlier != entity.id:
                problem = f"entities {earlier} and {entity.id} both link to {entity.link}"
                yield Fault(problem, pointer("entities", e, "link"), entity.link, "one entity for an item")


@check(
    "long-trigger",
    level=LEVEL,
    severity=WARNING,
    needs="article text",
    title="Trigger of more than three tokens",
    why=f"""A trigger is the smallest span that names the event, nearly always one word, two for a verb with its
    particle. With more than {LONGEST_TRIGGER} tokens it has most likely taken in an argument, and matches no other
    annotator's.""",
    mend="mark only the word that names the event",
)
def long_trigger(annotated: Annotated) -> Iterator[Fault]:
    """Each trigger of more than three tokens."""
    for spot in annotated.sound_triggers:
        count = count_tokens(annotated.text, spot.span.start, spot.span.end)
        if count > LONGEST_TRIGGER:
            surface = annotated.surface(spot.span.start, spot.span.end)
            problem = f"{annotated.name(spot)}, {surface}, has {count} tokens"
            yield Fault(problem, spot.pointer, str(count), f"{LONGEST_TRIGGER} or fewer")


def count_tokens(text: str, start: int, end: int) -> int:
    """How many tokens a span has; of letters alone it is taken for one, as it can't be more than two ("cannot")."""
    if text[start:end].isalpha():
        return 1
    from quotidian.segment import tokens

    return len(tokens(text, start, end))


@check(
    "duplicate-event",
    level=LEVEL,
    title="Two events of one type on one trigger",
    why="""One trigger can name two events of different types ("assassinated": an attack and a death), never two of the
    same. The second one counts double.""",
    mend="put the arguments of both into one and remove the other",
)
def duplicate_event(annotated: Annotated) -> Iterator[Fault]:
    """Each event with the type and trigger of an earlier one."""
    events = annotated.events
    if len({(event.type, event.trigger.start, event.trigger.end) for event in events}) == len(events):
        return
    first: dict[tuple[str, int, int], int] = {}
    for e, event in enumerate(events):
        earlier = first.setdefault((event.type, event.trigger.start, event.trigger.end), e)
        if earlier != e:
            problem = f"event {event.id} has the type and trigger of event {events[earlier].id} ({event.type})"
            yield Fault(problem, pointer("events", e), event.type, "one event")


@check(
    "duplicate-argument",
    level=LEVEL,
    title="Mention that fills a role twice",
    why="""An argument is a mention in a role; the same pair twice says nothing more and counts double.""",
    mend="remove one of the two",
)
def duplicate_argument(annotated: Annotated) -> Iterator[Fault]:
    """Each argument that repeats an earlier one of its event."""
    for e in annotated.crowded:
        event = annotated.events[e]
        seen: set[tuple[str, str]] = set()
        for a, argument in enumerate(event.arguments):
            pair = (argument.role, argument.mention)
            if pair in seen:
                problem = f"{argument.mention} is the {shown(argument.role)} of event {event.id} twice"
                yield Fault(problem, pointer("events", e, "arguments", a), argument.mention, "once")
            seen.add(pair)


@check(
    "entity-fills-role-twice",
    level=LEVEL,
    severity=WARNING,
    title="Entity that fills a role twice",
    why="""Each entity fills a role of an event once, through the mention tied closest to the trigger. Several mentions
    of it in one role look like several participants.""",
    mend="keep the mention closest to the trigger",
)
def entity_fills_role_twice(annotated: Annotated) -> Iterator[Fault]:
    """Each argument whose entity has the role already through another mention."""
    mentions = annotated.mention
    for e in annotated.crowded:
        event = annotated.events[e]
        first: dict[tuple[str, str], str] = {}
        for a, argument in enumerate(event.arguments):
            mention = mentions.get(argument.mention)
            if mention is not None and mention.entity is not None:
                earlier = first.setdefault((argument.role, mention.entity), mention.id)
                if earlier != mention.id:
                    both = f"{earlier} and {mention.id}, both {mention.entity},"
                    problem = f"{both} are the {argument.role} of event {event.id}"
                    yield Fault(problem, pointer("events", e, "arguments", a), mention.id, "one of them")


CHECKS: tuple[Check[Annotated], ...] = (
    crossing_mentions,
    duplicate_mention,
    entity_without_name,
    name_missing,
    name_not_in_text,
    duplicate_entity,
    duplicate_link,
    long_trigger,
    duplicate_event,
    duplicate_argument,
    entity_fills_role_twice,
)
