"""Annotators who nearly agree: gold, perturbed as people differ, always the same for the same article and name.

What they make can be compared, but not all of it would pass `validate`: a changed type keeps its old roles.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.synthetic import make_article
from quotidian.init import init
from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote, Span
from quotidian.ontology import Ontology
from quotidian.store import ANNOTATIONS, ARTICLES, TEXTS, Corpus, to_json

NAMES = ("ada", "bram", "cleo", "dario", "edda", "falk")
# 15 paragraphs: 60 mentions, 15 quotes with a content and a cue each, 23 triggers.
PARAGRAPHS = 15

# How often an annotator does what.
MISSED = 0.08
MOVED = 0.07
MISLABELLED = 0.05
NESTED = 0.06
SPLIT = 0.05


class _Annotator:
    """One annotator at work on one article."""

    def __init__(self, gold: Annotation, text: str, name: str, ontology: Ontology) -> None:
        self.gold = gold
        self.text = text
        self.name = name
        self.ontology = ontology
        self.rng = random.Random(f"{name}/{gold.article}")  # noqa: S311 - not for secrets

    def annotate(self) -> Annotation:
        mentions = [self._mention(one) for one in self.gold.mentions if not self._happens(MISSED)]
        mentions += [self._nested(one, number) for number, one in enumerate(mentions) if self._happens(NESTED)]
        mentions, entities = self._entities(mentions)
        kept = {one.id for one in mentions}
        return msgspec.structs.replace(
            self.gold,
            annotator=self.name,
            entities=tuple(entities),
            mentions=tuple(mentions),
            quotes=tuple(self._quote(one, kept) for one in self.gold.quotes if not self._happens(MISSED)),
            events=tuple(self._event(one, kept) for one in self.gold.events if not self._happens(MISSED)),
        ).with_text(self.text)

    def _happens(self, rate: float) -> bool:
        return self.rng.random() < rate

    def _other(self, label: str, labels: Sequence[str]) -> str:
        """Mostly the label, now and then another."""
        return self.rng.choice(labels) if self._happens(MISLABELLED) else label

    def _moved(self, start: int, end: int) -> tuple[int, int]:
        """Mostly the same span, now and then with an edge a little off."""
        if self._happens(MOVED):
            start = max(0, start - self.rng.randrange(5))
            end = max(start + 1, end - self.rng.randrange(3))
        return start, end

    def _span(self, span: Span) -> Span:
        start, end = self._moved(span.start, span.end)
        return Span(start=start, end=end)

    def _mention(self, one: Mention) -> Mention:
        start, end = self._moved(one.start, one.end)
        kind, level = one.type, one.level
        if level is not None:
            kind = self._other(kind, sorted(self.ontology.entity_names))
            level = self._other(level, self.ontology.choices["mention.level"])
        return msgspec.structs.replace(one, start=start, end=end, type=kind, level=level)

    def _nested(self, outer: Mention, number: int) -> Mention:
        end = outer.start + max(1, (outer.end - outer.start) // 2)
        return msgspec.structs.replace(outer, id=f"n{number}", end=end)

    def _entities(self, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Entity]]:
        """Some mentions become an entity of their own; entities that nothing refers to go."""
        found: list[Mention] = []
        entities = {one.id: one for one in self.gold.entities}
        for number, one in enumerate(mentions):
            if one.entity is not None and self._happens(SPLIT):
                alone = Entity(id=f"s{number}", type=one.type, name=None)
                entities[alone.id] = alone
                one = msgspec.structs.replace(one, entity=alone.id)
            found.append(one)
        used = {one.entity for one in found}
        return found, [one for one in entities.values() if one.id in used]

    def _quote(self, one: Quote, mentions: set[str]) -> Quote:
        choices = self.ontology.choices
        source = one.source if one.source in mentions else None
        return msgspec.structs.replace(
            one,
            type=self._other(one.type, choices["quote.type"]),
            kind=self._other(one.kind, choices["quote.kind"]),
            polarity=self._other(one.polarity, choices["quote.polarity"]),
            attribution=self._other(one.attribution, choices["quote.attribution"]) if source else "none",
            content=tuple(map(self._span, one.content)),
            cue=() if self._happens(MISSED) else tuple(map(self._span, one.cue)),
            source=source,
        )

    def _event(self, one: Event, mentions: set[str]) -> Event:
        choices = self.ontology.choices
        roles = [role.name for role in self.ontology.events[one.type].roles]
        return msgspec.structs.replace(
            one,
            type=self._other(one.type, sorted(self.ontology.events)),
            trigger=self._span(one.trigger),
            polarity=self._other(one.polarity, choices["event.polarity"]),
            tense=self._other(one.tense, choices["event.tense"]),
            genericity=self._other(one.genericity, choices["event.genericity"]),
            modality=self._other(one.modality, choices["event.modality"]),
            arguments=tuple(
                Argument(role=self._other(argument.role, roles), mention=argument.mention)
                for argument in one.arguments
                if argument.mention in mentions and not self._happens(MISSED)
            ),
        )


def make_annotated_corpus(root: Path, articles: int, annotators: int, seed: int = 0) -> Corpus:
    """A corpus of some articles in an empty folder, each annotated by so many annotators; nothing is gold."""
    corpus = init(root, name="bench", title="Bench")
    names = NAMES[:annotators]
    for folder in (ARTICLES, TEXTS, *(ANNOTATIONS / name for name in names)):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        article, text, gold = make_article(number, seed, paragraphs=PARAGRAPHS)
        corpus.article_path(article.id).write_bytes(to_json(article))
        corpus.text_path(article).write_bytes(text.encode())
        for name in names:
            annotation = _Annotator(gold, text, name, corpus.ontology).annotate()
            corpus.annotation_path(name, article.id).write_bytes(to_json(annotation))
    return corpus
