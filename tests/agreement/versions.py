"""Several annotators' versions of one article, made from one by what annotators do differently."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from hypothesis import strategies as st

from quotidian.model import Annotation, Entity, Event, Mention, Quote
from quotidian.ontology import Ontology
from tests.studio.strategies import annotated_texts

T = TypeVar("T", Entity, Mention, Quote, Event)


@st.composite
def versions(draw: st.DrawFn, ontology: Ontology, *, least: int = 2, most: int = 4) -> tuple[str, list[Annotation]]:
    """A text and as many annotations of it, by ``ann-a``, ``ann-b`` and so on: the same but for what some changed."""
    text, base = draw(annotated_texts(ontology))
    number = draw(st.integers(least, most))
    return text, [draw(_version(base, text, f"ann-{'abcdef'[one]}")) for one in range(number)]


@st.composite
def shuffled(draw: st.DrawFn, annotation: Annotation) -> Annotation:
    """The same annotation with its records in another order."""
    return msgspec.structs.replace(
        annotation,
        entities=tuple(draw(st.permutations(annotation.entities))),
        mentions=tuple(draw(st.permutations(annotation.mentions))),
        quotes=tuple(draw(st.permutations(annotation.quotes))),
        events=tuple(draw(st.permutations(annotation.events))),
    )


@st.composite
def _version(draw: st.DrawFn, base: Annotation, text: str, name: str) -> Annotation:
    """What one annotator made of it: leaves out, moves edges, changes labels and references, names things otherwise."""
    rare: st.SearchStrategy[bool] = st.integers(0, 4).map(lambda one: one == 0)
    prefix = draw(st.sampled_from(["", name[-1] + "_"]))

    def some(items: tuple[T, ...]) -> list[T]:
        return [item for item in items if not draw(rare)]

    def moved(start: int, end: int) -> tuple[int, int]:
        if not draw(rare):
            return start, end
        start = draw(st.integers(max(0, start - 2), start))
        return start, draw(st.integers(start + 1, min(len(text), end + 2)))

    entities: list[Entity] = some(base.entities)
    known = {entity.id for entity in entities}
    mentions = []
    for mention in some(base.mentions):
        if mention.entity is not None and mention.entity not in known:
            continue
        entity = mention.entity
        if entity is not None and draw(rare):
            entity = draw(st.sampled_from(sorted(known)))
        start, end = moved(mention.start, mention.end)
        mentions.append(msgspec.structs.replace(mention, entity=entity, start=start, end=end, text=text[start:end]))
    there = sorted(mention.id for mention in mentions)
    quotes = []
    for quote in some(base.quotes):
        source = quote.source if quote.source in there else None
        if draw(rare) and there:
            source = draw(st.sampled_from(there))
        quotes.append(
            msgspec.structs.replace(
                quote,
                source=source,
                addressees=tuple(one for one in quote.addressees if one in there),
                cue=quote.cue if not draw(rare) else (),
            )
        )
    parents = {quote.id for quote in quotes}
    quotes = [msgspec.structs.replace(q, parent=q.parent if q.parent in parents else None) for q in quotes]
    events = []
    for event in some(base.events):
        start, end = moved(event.trigger.start, event.trigger.end)
        trigger = msgspec.structs.replace(event.trigger, start=start, end=end, text=text[start:end])
        arguments = tuple(one for one in event.arguments if one.mention in there and not draw(rare))
        events.append(msgspec.structs.replace(event, trigger=trigger, arguments=arguments))
    return renamed(
        msgspec.structs.replace(
            base,
            annotator=name,
            entities=tuple(entities),
            mentions=tuple(mentions),
            quotes=tuple(quotes),
            events=tuple(events),
        ),
        prefix,
    )


def renamed(annotation: Annotation, prefix: str) -> Annotation:
    """The same annotation under other ids."""

    def name(one: str | None) -> str | None:
        return None if one is None else prefix + one

    replace = msgspec.structs.replace
    return replace(
        annotation,
        entities=tuple(replace(one, id=prefix + one.id) for one in annotation.entities),
        mentions=tuple(replace(one, id=prefix + one.id, entity=name(one.entity)) for one in annotation.mentions),
        quotes=tuple(
            replace(
                one,
                id=prefix + one.id,
                source=name(one.source),
                addressees=tuple(prefix + mention for mention in one.addressees),
                parent=name(one.parent),
            )
            for one in annotation.quotes
        ),
        events=tuple(
            replace(
                one,
                id=prefix + one.id,
                arguments=tuple(replace(a, mention=prefix + a.mention) for a in one.arguments),
            )
            for one in annotation.events
        ),
    )
