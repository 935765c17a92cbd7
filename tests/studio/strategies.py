"""Hypothesis strategies for annotations that are hard to carry: nested, crossing, split, shuffled, behind emoji."""

from __future__ import annotations

import msgspec
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
from quotidian.ontology import Ontology
from quotidian.text import canonicalize, digest

WORDS = ("🎉", "👨‍👩‍👧‍👦", "🇨🇦", "𝒜da", "Zoë", "said", "“peace”", "שלום", "the", "war", "in", "e\u0301t", "\n\n")
TIME = "2026-03-04T09:00:00.5Z"

ids = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,9}", fullmatch=True)
names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=9)


@st.composite
def annotated_texts(draw: st.DrawFn, ontology: Ontology) -> tuple[str, Annotation]:
    """A canonical text and an annotation of it whose references all hold; records stand in any order."""
    text = canonicalize(" ".join(["🎉", *draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=25))]))
    taken: set[str] = set()

    def new_id() -> str:
        made = draw(ids.filter(lambda one: one not in taken))
        taken.add(made)
        return made

    def spans() -> st.SearchStrategy[tuple[int, int]]:
        start = st.integers(0, len(text) - 2)
        return start.flatmap(lambda at: st.tuples(st.just(at), st.integers(at + 1, len(text) - 1)))

    def span(at: tuple[int, int]) -> Span:
        return Span(start=at[0], end=at[1], text=text[at[0] : at[1]])

    def choice(attribute: str) -> str:
        return draw(st.sampled_from(ontology.choices[attribute]))

    entities = [
        Entity(
            id=new_id(),
            type=draw(st.sampled_from(sorted(ontology.entity_names))),
            name=draw(st.none() | names),
            link=draw(st.none() | st.integers(1, 99).map(lambda number: f"Q{number}")),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    mentions = []
    for entity in entities:
        for at in draw(st.lists(spans(), min_size=1, max_size=3)):
            level = choice("mention.level")
            mentions.append(_mention(new_id(), entity.id, entity.type, level, span(at)))
    for at in draw(st.lists(spans(), max_size=2)):
        kind = draw(st.sampled_from(sorted(ontology.value_names)))
        mentions.append(_mention(new_id(), None, kind, None, span(at)))
    mention_ids = [mention.id for mention in mentions]
    some = st.lists(st.sampled_from(mention_ids), unique=True, max_size=3) if mention_ids else st.just([])
    quotes: list[Quote] = []
    for _ in range(draw(st.integers(0, 3))):
        edges = sorted(draw(st.sets(st.integers(0, len(text) - 1), min_size=2, max_size=6)))
        content = tuple(span((edges[i], edges[i + 1])) for i in range(0, len(edges) - 1, 2))
        around = [quote.id for quote in quotes if all(_covered(part, quote) for part in content)]
        quotes.append(
            Quote(
                id=new_id(),
                type=choice("quote.type"),
                kind=choice("quote.kind"),
                content=content,
                cue=tuple(span(at) for at in draw(st.lists(spans(), max_size=2))),
                source=draw(st.sampled_from([None, *mention_ids])),
                addressees=tuple(draw(some)),
                attribution=choice("quote.attribution"),
                parent=draw(st.sampled_from([None, *around])),
                polarity=choice("quote.polarity"),
            )
        )
    events = []
    for _ in range(draw(st.integers(0, 3))):
        event_type = draw(st.sampled_from(ontology.event_types))
        pairs = st.tuples(
            st.sampled_from([role.name for role in event_type.roles]), st.sampled_from(mention_ids or [""])
        )
        arguments = draw(st.lists(pairs, unique=True, max_size=5)) if mention_ids else []
        events.append(
            Event(
                id=new_id(),
                type=event_type.name,
                trigger=span(draw(spans())),
                polarity=choice("event.polarity"),
                tense=choice("event.tense"),
                genericity=choice("event.genericity"),
                modality=choice("event.modality"),
                arguments=tuple(Argument(role=role, mention=mention) for role, mention in arguments),
            )
        )
    annotation = Annotation(
        schema=ANNOTATION_SCHEMA,
        article="test-undated-article",
        annotator="ann-a",
        text_sha256=digest(text).sha256,
        entities=tuple(draw(st.permutations(entities))),
        mentions=tuple(draw(st.permutations(mentions))),
        quotes=tuple(draw(st.permutations(quotes))),
        events=tuple(draw(st.permutations(events))),
        provenance=Provenance(tool=Tool(name="test", version="1"), created=TIME, updated=TIME),
    )
    return text, annotation


def _mention(name: str, entity: str | None, kind: str, level: str | None, span: Span) -> Mention:
    return Mention(id=name, entity=entity, type=kind, level=level, start=span.start, end=span.end, text=span.text)


def _covered(part: Span, quote: Quote) -> bool:
    return any(around.start <= part.start and part.end <= around.end for around in quote.content)


def unplaced(annotation: Annotation) -> Annotation:
    """The same without its provenance, which is Label Studio's to tell."""
    nobody = Provenance(tool=Tool(name="", version=""), created="", updated="")
    return msgspec.structs.replace(annotation, provenance=nobody)
