"""Annotations of all shapes over awkward text: nested, crossing and same spans, every attribute."""

from __future__ import annotations

from hypothesis import strategies as st

from quotidian.model import (
    ANNOTATION_SCHEMA,
    Annotation,
    Argument,
    Entity,
    Event,
    Mention,
    Provenance,
    Quote,
    Span,
    Tool,
)
from quotidian.text import canonicalize, digest
from tests.draft.sample import ID, ontology
from tests.strategies import AWKWARD

WORDS = (*AWKWARD, "said", "Tarsk", "Tarsk", "a & b < c > d", "]]>", "&amp;", "[[x]]", '"', "'")
PROVENANCE = Provenance(
    tool=Tool(name="quotidian", version="0"), created="2026-01-01T00:00:00Z", updated="2026-01-01T00:00:00Z"
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map("".join).map(canonicalize).filter(bool)
names = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=5).filter(str.strip)


@st.composite
def annotated_texts(draw: st.DrawFn) -> tuple[Annotation, str]:
    """An annotation and its text. References hold, spans are visible at both ends, those of one quote don't overlap."""
    labels = ontology()
    text = draw(texts)
    visible = [offset for offset, char in enumerate(text) if not char.isspace()]
    ids = iter(
        draw(st.permutations([f"{letter}{number}" for letter in ("m", "q", "v", "x-", "Y._") for number in range(9)]))
    )

    def interval() -> tuple[int, int]:
        first = draw(st.integers(0, len(visible) - 1))
        last = draw(st.integers(first, min(len(visible) - 1, first + 20)))
        return visible[first], visible[last] + 1

    def spans(least: int) -> tuple[Span, ...]:
        made: list[Span] = []
        for start, end in [interval() for _ in range(draw(st.integers(least, 3)))]:
            if all(end <= other.start or start >= other.end for other in made):
                made.append(Span(start=start, end=end, text=text[start:end]))
        return tuple(made)

    def label(attribute: str) -> str:
        return draw(st.sampled_from(labels.choices[attribute]))

    entities = [
        Entity(
            id=next(ids),
            type=draw(st.sampled_from(sorted(labels.entity_names))),
            name=draw(st.none() | names),
            link=draw(st.sampled_from([None, "Q1", "Q7184"])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    mentions: list[Mention] = []
    for _ in range(draw(st.integers(0, 8))):
        start, end = interval()
        entity = draw(st.sampled_from([None, *entities]))
        kinds = sorted(labels.value_names)
        other = draw(st.booleans())
        mentions.append(
            Mention(
                id=next(ids),
                entity=entity.id if entity else None,
                type=draw(st.sampled_from(sorted(labels.entity_names) if entity else kinds))
                if other or not entity
                else entity.type,
                level=label("mention.level") if entity else None,
                start=start,
                end=end,
                text=text[start:end],
            )
        )
    known = [mention.id for mention in mentions]
    referred = st.lists(st.sampled_from(known), unique=True, max_size=3) if known else st.just([])
    quotes: list[Quote] = []
    for _ in range(draw(st.integers(0, 5))):
        source = draw(st.sampled_from([None, *known]))
        quotes.append(
            Quote(
                id=next(ids),
                type=label("quote.type"),
                kind=label("quote.kind"),
                content=spans(1),
                cue=spans(0),
                source=source,
                addressees=tuple(draw(referred)),
                attribution=label("quote.attribution"),
                parent=draw(st.sampled_from([None, *(quote.id for quote in quotes)])),
                polarity=label("quote.polarity"),
            )
        )
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 5))):
        start, end = interval()
        kind = draw(st.sampled_from(labels.event_types))
        roles = st.sampled_from([role.name for role in kind.roles])
        arguments = draw(st.lists(st.tuples(roles, st.sampled_from(known)), unique=True, max_size=5)) if known else []
        events.append(
            Event(
                id=next(ids),
                type=kind.name,
                trigger=Span(start=start, end=end, text=text[start:end]),
                polarity=label("event.polarity"),
                tense=label("event.tense"),
                genericity=label("event.genericity"),
                modality=label("event.modality"),
                arguments=tuple(Argument(role=role, mention=mention) for role, mention in arguments),
            )
        )
    annotation = Annotation(
        schema=ANNOTATION_SCHEMA,
        article=ID,
        annotator="ann-a",
        text_sha256=digest(text).sha256,
        entities=tuple(entities),
        mentions=tuple(mentions),
        quotes=tuple(quotes),
        events=tuple(events),
        provenance=PROVENANCE,
    )
    return annotation, text
