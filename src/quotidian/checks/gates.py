"""Fast gates: for each level one pass over an annotation that proves that none of its checks can find anything.

Nearly every annotation is right, and a check that explains what is wrong takes several times as long as finding out
that nothing is. A gate returns False only if no check behind it has anything to say; where it returns True, the checks
decide. Whoever changes a check changes its gate: tests hold each gate against the checks behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter

from quotidian.checks import quote_marks, quotes
from quotidian.checks.columns import are_apart
from quotidian.checks.linguistics import LONGEST_TRIGGER, count_tokens
from quotidian.checks.marks import MARKS
from quotidian.checks.ontology import EVENT_ATTRIBUTES
from quotidian.checks.spans import PUNCTUATION, cuts_character, only_simple
from quotidian.checks.subjects import Annotated, within
from quotidian.ids import are_span_ids
from quotidian.model import QUOTE_LABELS, Annotation, Event, Mention, Quote, Span
from quotidian.ontology import NAMED, PRONOMINAL

_quote_values: Callable[[Quote], tuple[str, ...]] = attrgetter(*QUOTE_LABELS)
_event_values: Callable[[Event], tuple[str, ...]] = attrgetter(*EVENT_ATTRIBUTES)

_LINK = re.compile("Q[1-9][0-9]*")
# What quotation marks open with (:func:`quotidian.checks.marks.marked`).
_OPENING = '“"'


def records(annotation: Annotation) -> bool:
    """False only if each entity, mention, quote and event is as ``annotation.schema.json`` wants it."""
    entities, mentions, quotes, events = annotation.entities, annotation.mentions, annotation.quotes, annotation.events
    ids = [record.id for layer in (entities, mentions, quotes, events) for record in layer]
    arguments = [argument for event in events for argument in event.arguments]
    references = {mention.entity for mention in mentions} | {argument.mention for argument in arguments}
    needed = {entity.type for entity in entities} | {entity.name for entity in entities}
    needed |= {mention.type for mention in mentions} | {mention.level for mention in mentions}
    needed |= {event.type for event in events} | {argument.role for argument in arguments}
    needed.update(*map(_quote_values, quotes), *map(_event_values, events))
    spans: list[Span | Mention] = [*mentions, *[event.trigger for event in events]]
    for quote in quotes:
        if not quote.content or len(set(quote.addressees)) < len(quote.addressees):
            return True
        spans += quote.content
        spans += quote.cue
        references.update((quote.source, quote.parent), quote.addressees)
    return not (
        are_span_ids(ids)
        and references <= {None, *ids}
        and "" not in needed
        and min([span.start for span in spans], default=0) >= 0
        and min([span.end for span in spans], default=0) >= 0
        and all(map(_LINK.fullmatch, [entity.link for entity in entities if entity.link is not None]))
    )


def spans(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.spans.CHECKS`."""
    columns = annotated.columns
    if columns is None:
        return True
    text, words, starts, ends = annotated.text, columns.words, columns.starts, columns.ends
    if columns.texts != ([None] * len(words) if annotated.standoff else words) or "\n" in "".join(words):
        return True
    inner = {text[start] for start in starts} | {text[end - 1] for end in ends}
    outer = {text[start - 1] for start in starts if start} | {text[end : end + 1] for end in ends}
    if not inner.isdisjoint(PUNCTUATION) or any(map(str.isspace, inner)):
        return True
    if only_simple("".join(inner | outer)) and not any(map(str.isalnum, outer)):
        return False  # no edge can be inside anything
    edges = {text[edge - 1 : edge + 1] for edge in (*starts, *ends)}
    return any(map(str.isalnum, edges)) or any(map(cuts_character, edges))


def references(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.references.ANNOTATION_CHECKS`."""
    if annotated.columns is None or annotated.annotation.text_sha256 != annotated.article_hash:
        return True
    mentions, entities = annotated.mention, annotated.entity
    ids = {*entities, *mentions, *annotated.quote, *annotated.event}
    layers = (annotated.entities, annotated.mentions, annotated.quotes, annotated.events)
    referred = {mention.entity for mention in annotated.mentions}
    referred.discard(None)
    meant: set[str | None] = {quote.source for quote in annotated.quotes}
    meant.update(*[quote.addressees for quote in annotated.quotes])
    meant.update([argument.mention for event in annotated.events for argument in event.arguments])
    meant.discard(None)
    return (
        len(ids) != sum(map(len, layers))
        or referred != entities.keys()
        or not meant <= mentions.keys()
        or any(quote.parent is not None for quote in annotated.quotes)
    )


def ontology(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.ontology.ANNOTATION_CHECKS`."""
    if annotated.columns is None:
        return True
    known, mentions = annotated.ontology, annotated.mention
    types, values, fillers = known.mention_types, known.value_names, known.fillers
    levels = known.choices.get("mention.level", ())
    entity_types = {entity.type for entity in annotated.entities}
    if not (entity_types <= types.keys() and entity_types.isdisjoint(values)):
        return True
    for type_, level, alone in {(m.type, m.level, m.entity is None) for m in annotated.mentions}:
        if type_ not in types or (level is not None and level not in levels):
            return True
        if (type_ in values and not (alone and level is None)) or (
            type_ in known.entity_names and (alone or level is None)
        ):
            return True
    typed = {(mention.entity, mention.type) for mention in annotated.mentions if mention.entity is not None}
    if not typed <= {(name, entity.type) for name, entity in annotated.entity.items()}:
        return True
    for kind, names, combinations in (
        ("quote", QUOTE_LABELS, set(map(_quote_values, annotated.quotes))),
        ("event", EVENT_ATTRIBUTES, set(map(_event_values, annotated.events))),
    ):
        for name, found in zip(names, zip(*combinations, strict=True), strict=False):
            if not set(found) <= set(known.choices.get(f"{kind}.{name}", ())):
                return True
    for event in annotated.events:
        if event.type not in known.events:
            return True
        for argument in event.arguments:
            filler = mentions.get(argument.mention)
            if filler is None or filler.type not in fillers.get((event.type, argument.role), ()):
                return True
    return False


def linguistics(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.linguistics.CHECKS`."""
    columns = annotated.columns
    if columns is None:
        return True
    text, mentions, entities = annotated.text, annotated.mentions, annotated.entities
    if not (columns.apart(columns.mentions) or columns.nested(columns.mentions)):
        return True
    names = [(entity.name, entity.type) for entity in entities if entity.name is not None]
    links = [entity.link for entity in entities if entity.link is not None]
    named = {mention.entity for mention in mentions if mention.level == NAMED}
    if (
        named != {entity.id for entity in entities if entity.name is not None}
        or not named.isdisjoint({entity.id for entity in entities if entity.name is None})
        or len({(name.casefold(), type_) for name, type_ in names}) < len(names)
        or len(set(links)) < len(links)
        or any(name not in text for name in {name for name, _ in names}.difference(columns.words))
    ):
        return True
    triggers = columns.triggers
    for start, end in zip(columns.starts[triggers], columns.ends[triggers], strict=True):
        if count_tokens(text, start, end) > LONGEST_TRIGGER:
            return True
    events = {(event.type, event.trigger.start, event.trigger.end) for event in annotated.events}
    return len(events) < len(annotated.events) or any(
        _repeats_argument(annotated, event) for event in annotated.events if len(event.arguments) > 1
    )


def _repeats_argument(annotated: Annotated, event: Event) -> bool:
    """Whether something may fill a role of an event twice: a mention, or an entity through two of them."""
    fillers = [(argument.role, annotated.mention.get(argument.mention)) for argument in event.arguments]
    return len({(role, filler and (filler.entity or filler.id)) for role, filler in fillers}) < len(fillers)


def speech(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.quotes.CHECKS`."""
    columns = annotated.columns
    if columns is None or not columns.apart(columns.contents):
        return True
    mentions, values = annotated.mention, annotated.ontology.value_names
    for quote in annotated.quotes:
        content, attribution = quote.content, quote.attribution
        tied = attribution in (quotes.EXPLICIT, quotes.ANAPHORIC)
        if quote.parent is not None or not are_apart(content):
            return True
        if quote.source is None:
            if tied:
                return True
        else:
            source = mentions.get(quote.source)
            if (
                source is None
                or attribution == quotes.NONE
                or source.type in values
                or within(content, source)
                or (
                    tied
                    and source.level is not None
                    and (source.level == PRONOMINAL) != (attribution == quotes.ANAPHORIC)
                )
            ):
                return True
        for addressee in quote.addressees:
            if addressee not in mentions or mentions[addressee].type in values:
                return True
        for cue in quote.cue:
            for span in content:
                if cue.start < span.end and span.start < cue.end:
                    return True
    return False


def marks(annotated: Annotated) -> bool:
    """The gate of :data:`quotidian.checks.quote_marks.CHECKS`."""
    columns = annotated.columns
    if columns is None or not columns.apart(columns.contents):
        return True
    text, contents = annotated.text, columns.words[columns.contents]
    for mark in _OPENING:
        # If contents hold all of them, each stretch in marks begins in a quote.
        if text.count(mark) != sum([words.count(mark) for words in contents]):
            return True
    for quote in annotated.quotes:
        for span in quote.content:
            first, last = text[span.start], text[span.end - 1]
            if quote.type == quote_marks.DIRECT:
                if first not in MARKS or last not in MARKS:
                    return True
            elif quote.type == quote_marks.INDIRECT:
                words = text[span.start : span.end]
                if "“" in words or '"' in words:
                    return True
            elif first in _OPENING:
                return True
        if quote.type == quote_marks.MIXED and not any(
            MARKS.intersection(text[span.start : span.end]) for span in quote.content
        ):
            return True
    return False
