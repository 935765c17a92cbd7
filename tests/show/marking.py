"""Marking up an invented text by its words instead of by offsets."""

from __future__ import annotations

import re

from quotidian.model import (
    ANNOTATION_SCHEMA,
    ARTICLE_SCHEMA,
    Annotation,
    Argument,
    Article,
    Entity,
    Event,
    Mention,
    Origin,
    Provenance,
    Quote,
    Rights,
    Span,
    Tool,
)
from quotidian.text import digest

TOOL = Tool(name="by hand", version="1")


class Marking:
    """Collects the layers of one text; a phrase is given by its words, and after ``#`` by which of its places is meant.

    ``mention("the mayor of Port Ellery #2", "mayor", "PER", "NOM")`` marks the second place where these words stand.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.quotes: list[Quote] = []
        self.events: list[Event] = []

    def span(self, phrase: str) -> Span:
        words, _, nth = phrase.partition(" #")
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text)]
        if not places:
            places = [m.start() for m in re.finditer(re.escape(words), self.text)]
        assert places, words
        start = places[int(nth or 1) - 1]
        return Span(start=start, end=start + len(words), text=words)

    def entity(self, name: str, type_: str, title: str | None, link: str | None = None) -> None:
        self.entities.append(Entity(id=name, type=type_, name=title, link=link))

    def mention(self, phrase: str, entity: str, level: str) -> str:
        span = self.span(phrase)
        type_ = next(e.type for e in self.entities if e.id == entity)
        name = f"m{len(self.mentions)}"
        self.mentions.append(
            Mention(id=name, entity=entity, type=type_, level=level, start=span.start, end=span.end, text=span.text)
        )
        return name

    def value(self, phrase: str, type_: str) -> str:
        span = self.span(phrase)
        name = f"m{len(self.mentions)}"
        self.mentions.append(
            Mention(id=name, entity=None, type=type_, level=None, start=span.start, end=span.end, text=span.text)
        )
        return name

    def quote(
        self,
        *content: str,
        cue: tuple[str, ...] = (),
        source: str | None = None,
        to: tuple[str, ...] = (),
        type_: str = "direct",
        kind: str = "speech",
        attribution: str = "explicit",
        parent: str | None = None,
        polarity: str = "Positive",
    ) -> str:
        name = f"q{len(self.quotes)}"
        self.quotes.append(
            Quote(
                id=name,
                type=type_,
                kind=kind,
                content=tuple(map(self.span, content)),
                cue=tuple(map(self.span, cue)),
                source=source,
                addressees=to,
                attribution=attribution,
                parent=parent,
                polarity=polarity,
            )
        )
        return name

    def event(
        self,
        trigger: str,
        type_: str,
        *arguments: tuple[str, str],
        polarity: str = "Positive",
        tense: str = "Past",
        genericity: str = "Specific",
        modality: str = "Asserted",
    ) -> str:
        name = f"v{len(self.events)}"
        self.events.append(
            Event(
                id=name,
                type=type_,
                trigger=self.span(trigger),
                polarity=polarity,
                tense=tense,
                genericity=genericity,
                modality=modality,
                arguments=tuple(Argument(role=role, mention=mention) for role, mention in arguments),
            )
        )
        return name

    def annotation(self, article: Article, annotator: str = "gold") -> Annotation:
        return Annotation(
            schema=ANNOTATION_SCHEMA,
            article=article.id,
            annotator=annotator,
            text_sha256=article.text.sha256,
            entities=tuple(self.entities),
            mentions=tuple(self.mentions),
            quotes=tuple(self.quotes),
            events=tuple(self.events),
            provenance=Provenance(
                tool=TOOL,
                created="2026-03-04T08:00:00Z",
                updated="2026-03-05T09:30:00Z",
                adjudicated_from=("ann-a", "ann-b"),
            ),
        )


def article(
    text: str, *, title: str, url: str | None = "https://example.org/a", id_: str = "harbour-gazette-2026-03-03-a"
) -> Article:
    return Article(
        schema=ARTICLE_SCHEMA,
        id=id_,
        title=title,
        source="Harbour Gazette",
        url=url,
        published="2026-03-03",
        language="en",
        split="train",
        story="marrow-bay-shelling",
        synthetic=True,
        standoff=False,
        rights=Rights(license="CC-BY-4.0", holder="The Quotidian maintainers", redistributable=True),
        text=digest(text),
        origin=Origin(format="text", name="a.txt", reader=TOOL, extracted_sha256=digest(text).sha256, removed=()),
    )
