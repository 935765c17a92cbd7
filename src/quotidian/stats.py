"""What a corpus holds, counted: the one source of the numbers in its datasheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quotidian.model import GOLD, Annotation, Article
from quotidian.record import Record
from quotidian.segment import sentences, tokens
from quotidian.store import Corpus


class SourceCount(Record, frozen=True, kw_only=True):
    """How many articles came from one source under one licence."""

    source: str
    license: str
    articles: int
    gold: int
    standoff: bool
    redistributable: bool
    synthetic: bool


class LayerCounts(Record, frozen=True, kw_only=True):
    """How often each label was used in the gold annotations; keys are labels, in falling order of count."""

    mentions: dict[str, int]
    levels: dict[str, int]
    entities: dict[str, int]
    quote_types: dict[str, int]
    quote_kinds: dict[str, int]
    attributions: dict[str, int]
    events: dict[str, int]
    realis: dict[str, int]
    arguments: int


class Statistics(Record, frozen=True, kw_only=True):
    """Counts over a corpus.

    ``words`` and ``sentences`` are counted over the gold texts in the repository: those of stand-off articles are on
    some machines only, and these numbers must be the same everywhere. ``characters`` are code points of all gold
    articles, from their metadata.
    """

    name: str
    version: str
    articles: int
    gold: int
    waiting: int
    splits: dict[str, int]
    gold_splits: dict[str, int]
    sources: tuple[SourceCount, ...]
    characters: int
    words: int
    sentences: int
    layers: LayerCounts
    annotators: dict[str, int]


def statistics(corpus: Corpus) -> Statistics:
    """Count what a corpus holds; one article in memory at a time.

    Raises:
        InputError: a file can't be read; ``quotidian validate`` says more.
    """
    gold = set(corpus.annotated_ids())
    sources: Counter[tuple[str, str, bool, bool, bool]] = Counter()
    gold_sources: Counter[tuple[str, str, bool, bool, bool]] = Counter()
    splits: Counter[str] = Counter()
    gold_splits: Counter[str] = Counter()
    layers = _Layers()
    articles = characters = words = sentence_count = 0
    for article in corpus.articles():
        articles += 1
        splits[article.split] += 1
        sources[_source(article)] += 1
        if article.id not in gold:
            continue
        gold_sources[_source(article)] += 1
        gold_splits[article.split] += 1
        characters += article.text.length
        if not article.standoff:
            text = corpus.text(article)
            words += len(tokens(text))
            sentence_count += len(sentences(text))
        layers.count(corpus.annotation(article.id))
    return Statistics(
        name=corpus.info.name,
        version=corpus.info.version,
        articles=articles,
        gold=sum(gold_splits.values()),
        waiting=articles - sum(gold_splits.values()),
        splits=_falling(splits),
        gold_splits=_falling(gold_splits),
        sources=tuple(
            SourceCount(
                source=key[0],
                license=key[1],
                standoff=key[2],
                redistributable=key[3],
                synthetic=key[4],
                articles=number,
                gold=gold_sources[key],
            )
            for key, number in sorted(sources.items())
        ),
        characters=characters,
        words=words,
        sentences=sentence_count,
        layers=layers.counts(),
        annotators={name: len(corpus.annotated_ids(name)) for name in corpus.annotators() if name != GOLD},
    )


def _source(article: Article) -> tuple[str, str, bool, bool, bool]:
    rights = article.rights
    return article.source, rights.license, article.standoff, rights.redistributable, article.synthetic


def _falling(counter: Counter[str]) -> dict[str, int]:
    """Most frequent first, then by name."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


class _Layers:
    """Adds up annotations label by label."""

    def __init__(self) -> None:
        self._counters: dict[str, Counter[str]] = {}
        self._arguments = 0

    def _add(self, name: str, labels: Iterable[str]) -> None:
        self._counters.setdefault(name, Counter()).update(labels)

    def count(self, annotation: Annotation) -> None:
        self._add("mentions", (mention.type for mention in annotation.mentions))
        self._add("levels", (mention.level for mention in annotation.mentions if mention.level is not None))
        self._add("entities", (entity.type for entity in annotation.entities))
        self._add("quote_types", (quote.type for quote in annotation.quotes))
        self._add("quote_kinds", (quote.kind for quote in annotation.quotes))
        self._add("attributions", (quote.attribution for quote in annotation.quotes))
        self._add("events", (event.type for event in annotation.events))
        self._add("realis", (event.realis for event in annotation.events))
        self._arguments += sum(len(event.arguments) for event in annotation.events)

    def counts(self) -> LayerCounts:
        of = {name: _falling(counter) for name, counter in self._counters.items()}
        return LayerCounts(
            mentions=of.get("mentions", {}),
            levels=of.get("levels", {}),
            entities=of.get("entities", {}),
            quote_types=of.get("quote_types", {}),
            quote_kinds=of.get("quote_kinds", {}),
            attributions=of.get("attributions", {}),
            events=of.get("events", {}),
            realis=of.get("realis", {}),
            arguments=self._arguments,
        )
