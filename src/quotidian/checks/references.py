"""Level 4, references: does every id, name and hash point at what it should?"""

from __future__ import annotations

from collections.abc import Container, Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import Fault, shown
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Annotated
from quotidian.model import Entity, Event, Mention, Quote

LEVEL = "references"

Layers = tuple[tuple[Entity | Mention | Quote | Event, ...], ...]

# How each layer is called, in the order in which its records stand in a file.
_LAYERS = (("entities", "entity"), ("mentions", "mention"), ("quotes", "quote"), ("events", "event"))


@check(
    "duplicate-id",
    level=LEVEL,
    title="Id that stands twice",
    why="""Ids are unique within an annotation, over all its layers. Where two records share one, a reference to it
    means either.""",
    mend="give one of them a new id, and correct the references that mean it",
)
def duplicate_id(annotated: Annotated) -> Iterator[Fault]:
    """Each record whose id an earlier one has."""
    layers: Layers = (annotated.entities, annotated.mentions, annotated.quotes, annotated.events)
    ids = {**annotated.entity, **annotated.mention, **annotated.quote, **annotated.event}
    if len(ids) == sum(map(len, layers)):
        return
    first: dict[str, str] = {}
    for (layer, kind), records in zip(_LAYERS, layers, strict=True):
        for i, record in enumerate(records):
            where = pointer(layer, i)
            if record.id in first:
                problem = f"the id {shown(record.id)} of this {kind} is that of {first[record.id]}"
                yield Fault(problem, f"{where}/id", record.id, "an id of its own")
            else:
                first[record.id] = where


@check(
    "dangling-id",
    level=LEVEL,
    title="Reference to nothing",
    why="""A mention of an entity that does not exist, or an argument whose mention was deleted, is lost in every table
    that joins the two, without a word.""",
    mend="correct the id, or remove the reference",
)
def dangling_id(annotated: Annotated) -> Iterator[Fault]:
    """Each id that names no record of the right kind."""
    entities, mentions, quotes = annotated.entity, annotated.mention, annotated.quote
    if _all_there(annotated):
        return
    for m, mention in enumerate(annotated.mentions):
        if mention.entity is not None and mention.entity not in entities:
            what = f"the entity of mention {mention.id}"
            yield from _dangling(annotated, what, mention.entity, "entity", "mentions", m, "entity")
    for q, quote in enumerate(annotated.quotes):
        name = f"quote {quote.id}"
        if quote.source is not None and quote.source not in mentions:
            yield from _dangling(annotated, f"the source of {name}", quote.source, "mention", "quotes", q, "source")
        for a, addressee in enumerate(quote.addressees):
            if addressee not in mentions:
                what = f"an addressee of {name}"
                yield from _dangling(annotated, what, addressee, "mention", "quotes", q, "addressees", a)
        if quote.parent is not None and quote.parent not in quotes:
            yield from _dangling(annotated, f"the parent of {name}", quote.parent, "quote", "quotes", q, "parent")
    for e, event in enumerate(annotated.events):
        for a, argument in enumerate(event.arguments):
            if argument.mention not in mentions:
                what = f"the {shown(argument.role)} of event {event.id}"
                yield from _dangling(
                    annotated, what, argument.mention, "mention", "events", e, "arguments", a, "mention"
                )


def _all_there(annotated: Annotated) -> bool:
    """Whether every reference has something at its other end; in bulk, for that is how it nearly always is."""
    arguments = {argument.mention for event in annotated.events for argument in event.arguments}
    speakers = {quote.source for quote in annotated.quotes}.union(*(quote.addressees for quote in annotated.quotes))
    return (
        annotated.mentions_of.keys() <= annotated.entity.keys()
        and arguments | (speakers - {None}) <= annotated.mention.keys()
        and {quote.parent for quote in annotated.quotes} - {None} <= annotated.quote.keys()
    )


def _dangling(annotated: Annotated, what: str, id_: str, kind: str, *where: str | int) -> Iterator[Fault]:
    """The fault of one reference, unless it points at a damaged record."""
    if id_ in annotated.lost_ids:
        return
    by_id: tuple[Container[str], ...] = (annotated.entity, annotated.mention, annotated.quote, annotated.event)
    other = next((name for (_, name), ids in zip(_LAYERS, by_id, strict=True) if id_ in ids), None)
    is_what = f"is the {other} {shown(id_)}" if other else f"is {shown(id_)}, which does not exist"
    yield Fault(f"{what} {is_what}", pointer(*where), id_, f"the id of a{'n' if kind == 'entity' else ''} {kind}")


@check(
    "parent-cycle",
    level=LEVEL,
    title="Quotes that are each other's parents",
    why="""Nesting has an outermost quote. In a cycle of parents there is none, and a program that walks up to it never
    comes back.""",
    mend="remove the parent of the quote that is outermost",
)
def parent_cycle(annotated: Annotated) -> Iterator[Fault]:
    """Each cycle of parents once, at its first quote; a quote that is its own parent is the shortest one."""
    parents = {quote.id: quote.parent for quote in annotated.quotes}
    places = {quote.id: q for q, quote in enumerate(annotated.quotes)}
    done: set[str] = set()
    for quote in annotated.quotes:
        path: list[str] = []
        here: str | None = quote.id
        while here is not None and here not in done:
            done.add(here)
            path.append(here)
            here = parents.get(here)
        if here is not None and here in path:
            first, *others = path[path.index(here) :]
            problem = f"quote {first} is its own parent"
            if others:
                problem = f"the parents {' → '.join([first, *others, first])} go round in a circle"
            yield Fault(problem, pointer("quotes", places[first], "parent"), parents[first], "an outermost quote")


@check(
    "annotation-hash",
    level=LEVEL,
    needs="article",
    title="Annotation of another text",
    why="""An annotation names the hash of the text it was made on. If the article's text is another one by now, its
    offsets were made on words that are no longer there.""",
    mend="move the annotation to the new text, or restore the old one",
)
def annotation_hash(annotated: Annotated) -> Iterator[Fault]:
    """A ``text_sha256`` that is not the article's."""
    assert annotated.article is not None  # needed
    found, expected = annotated.annotation.text_sha256, annotated.article.text.sha256
    if found != expected and found:
        problem = f"the annotation was made on the text {found[:12]}…"
        wanted = f"{expected[:12]}…, the text of {annotated.article.id}"
        yield Fault(problem, "/text_sha256", found, wanted)


@check(
    "entity-without-mention",
    level=LEVEL,
    title="Entity that is never mentioned",
    why="""An entity is what its mentions refer to. One without any has no evidence in the text, and counts in every
    statistic.""",
    mend="remove the entity, or link its mentions to it",
)
def entity_without_mention(annotated: Annotated) -> Iterator[Fault]:
    """Each entity that no mention refers to."""
    if annotated.lost_mentions:
        return  # one of them may be its mention
    groups = annotated.mentions_of
    for e, entity in enumerate(annotated.entities):
        if entity.id not in groups:
            name = f" ({shown(entity.name)})" if entity.name else ""
            yield Fault(f"entity {entity.id}{name} has no mention", pointer("entities", e), entity.id, "one or more")


ANNOTATION_CHECKS: tuple[Check[Annotated], ...] = (
    duplicate_id,
    dangling_id,
    parent_cycle,
    annotation_hash,
    entity_without_mention,
)
