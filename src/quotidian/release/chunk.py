"""The unit of work: some articles, read, checked, and turned into tables."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple, cast

from quotidian.checks import ERROR, check_annotation
from quotidian.errors import InputError
from quotidian.model import GOLD, Annotation, Article, Split
from quotidian.release.columns import Config
from quotidian.release.events import event_rows
from quotidian.release.inputs import ArticleFiles
from quotidian.release.layers import Row, annotator_row, default_row, standoff_row
from quotidian.release.located import Located
from quotidian.release.manifest import Count, Segmentation
from quotidian.release.quotes import quote_rows
from quotidian.release.sentences import sentence_rows
from quotidian.release.tables import pack, to_table
from quotidian.store import Corpus

if TYPE_CHECKING:
    import pyarrow as pa

# Of findings in a chunk, so many are told; the others are counted.
FINDINGS_KEPT = 20


class Source(NamedTuple):
    """Where articles are from, and whether their texts are in the release."""

    source: str
    license: str
    holder: str
    synthetic: bool
    standoff: bool
    redistributable: bool
    released: bool


class Credit(NamedTuple):
    """Whose text it is, of one article that others wrote and whose text is in the release."""

    title: str
    source: str
    published: str | None
    url: str | None
    license: str
    attribution: str


class Slice(NamedTuple):
    """What a chunk has for one config and split; ``packed`` when it came from another process."""

    counts: Count
    table: pa.Table | bytes


class ChunkResult(NamedTuple):
    """All that a chunk of articles contributes to a release."""

    digest: bytes
    findings: list[str]
    errors: int
    slices: dict[tuple[Config, Split], Slice]
    sources: Counter[Source]
    credits: list[Credit]
    stories: dict[str, tuple[Split, str]]
    languages: set[str]
    annotators: set[str]
    newest: str
    segmentation: Segmentation


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What is the same for all chunks of a build.

    Attributes:
        corpus: the corpus.
        annotators: names of all its annotators.
        hydrated: whether hydrated texts are released where their licence allows it.
        packed: whether tables leave as bytes, for another process.
    """

    corpus: Corpus
    annotators: tuple[str, ...]
    hydrated: bool
    packed: bool


def digest_chunk(settings: Settings, ids: Sequence[str]) -> bytes:
    """One hash of all files of some articles."""
    files = (ArticleFiles.read(settings.corpus, one, settings.annotators, hydrated=settings.hydrated) for one in ids)
    return hashlib.sha256(b"".join(one.digest() for one in files)).digest()


def build_chunk(settings: Settings, ids: Sequence[str]) -> ChunkResult:
    """The tables of some articles, and all else that the release tells of them."""
    # Thousands of small objects live until the end of the chunk; looking for cycles among them finds none.
    enabled = gc.isenabled()
    gc.disable()
    try:
        chunk = _Chunk(settings)
        for article in ids:
            chunk.add(article)
        return chunk.result()
    finally:
        if enabled:
            gc.enable()


class _Chunk:
    """Collects rows and everything that is counted."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kinds = {one.id: one.kind for one in settings.corpus.annotator_list()}
        self.digests: list[bytes] = []
        self.findings: list[str] = []
        self.rows: dict[tuple[Config, Split], list[Row]] = {}
        self.counts: dict[tuple[Config, Split], Count] = {}
        self.sources: Counter[Source] = Counter()
        self.credits: list[Credit] = []
        self.stories: dict[str, tuple[Split, str]] = {}
        self.languages: set[str] = set()
        self.annotators: set[str] = set()
        self.newest = ""
        self.segmentation = Segmentation()

    def add(self, article_id: str) -> None:
        """Read, check and take in one article."""
        settings = self.settings
        files = ArticleFiles.read(settings.corpus, article_id, settings.annotators, hydrated=settings.hydrated)
        self.digests.append(files.digest())
        try:
            article = files.decoded_article()
            text = settings.corpus.text(article) if self._releases_text(article, files) else None
        except InputError as error:
            self.findings.append(str(error))
            return
        faults = [*self._check(article, text, files), *self._leaks(article)]
        if faults:
            self.findings += faults
            return
        annotations = {one: Annotation.from_json(data) for one, data in files.annotations.items()}
        self._count_article(article, annotations, text)
        gold = annotations.pop(GOLD)
        self._add_layers(article, text, gold)
        if annotations:
            rows = [
                annotator_row(article, text, annotation, kind=self.kinds.get(name))
                for name, annotation in annotations.items()
            ]
            self._add(article, "annotators", rows, reduce(add, map(nested, annotations.values())))

    def _releases_text(self, article: Article, files: ArticleFiles) -> bool:
        """Whether the text is in this release: its rights allow it, and it is in the repository or was hydrated."""
        return article.rights.redistributable and (not article.standoff or files.text is not None)

    def _check(self, article: Article, text: str | None, files: ArticleFiles) -> Iterator[str]:
        """What is wrong with the annotations; warnings are for ``quotidian validate``."""
        corpus = self.settings.corpus
        for annotator, data in files.annotations.items():
            path = corpus.annotation_path(annotator, article.id)
            for finding in check_annotation(
                data, article, text, corpus.ontology, file=path.relative_to(corpus.root).as_posix()
            ):
                if finding.severity == ERROR:
                    yield str(finding)

    def _leaks(self, article: Article) -> Iterator[str]:
        if article.story is not None:
            split, _ = self.stories.setdefault(article.story, (_split(article), article.id))
            if split != article.split:
                yield leak(article.story, article.id)

    def _count_article(self, article: Article, annotations: dict[str, Annotation], text: str | None) -> None:
        rights = article.rights
        released = text is not None
        self.sources[
            Source(
                source=article.source,
                license=rights.license,
                holder=rights.holder,
                synthetic=article.synthetic,
                standoff=article.standoff,
                redistributable=rights.redistributable,
                released=released,
            )
        ] += 1
        if released and not article.synthetic:
            self.credits.append(
                Credit(
                    title=article.title,
                    source=article.source,
                    published=article.published,
                    url=article.url,
                    license=rights.license,
                    attribution=rights.attribution or rights.holder,
                )
            )
        self.languages.add(article.language)
        self.annotators.update(annotations)
        self.newest = max(self.newest, *(one.provenance.updated for one in annotations.values()))

    def _add_layers(self, article: Article, text: str | None, gold: Annotation) -> None:
        if text is None:
            self._add(article, "standoff", [standoff_row(article, gold)], nested(gold))
            return
        located = Located(article, text, gold)
        sentences, met = sentence_rows(located)
        quotes = list(quote_rows(located))
        events = list(event_rows(located))
        self._add(article, "default", [default_row(article, text, gold)], nested(gold))
        self._add(article, "entities", sentences, Count(mentions=met.mentions))
        self._add(article, "quotes", quotes, Count(quotes=len(quotes)))
        self._add(article, "events", events, Count(events=len(events)))
        self.segmentation += met

    def _add(self, article: Article, config: Config, rows: list[Row], items: Count) -> None:
        key = (config, _split(article))
        self.rows.setdefault(key, []).extend(rows)
        self.counts[key] = self.counts.get(key, Count()) + Count(articles=1, rows=len(rows)) + items

    def result(self) -> ChunkResult:
        """Everything, with rows made into tables."""
        slices = {}
        # Nothing is released when something is wrong: then the rows are not needed.
        for (config, split), rows in () if self.findings else self.rows.items():
            table = to_table(config, rows)
            slices[config, split] = Slice(
                counts=self.counts[config, split], table=pack(table) if self.settings.packed else table
            )
        return ChunkResult(
            digest=hashlib.sha256(b"".join(self.digests)).digest(),
            findings=self.findings[:FINDINGS_KEPT],
            errors=len(self.findings),
            slices=slices,
            sources=self.sources,
            credits=self.credits,
            stories=self.stories,
            languages=self.languages,
            annotators=self.annotators,
            newest=self.newest,
            segmentation=self.segmentation,
        )


def leak(story: str, article: str) -> str:
    """What is said of a story with articles in two splits."""
    return (
        f"corpus/articles/{article}.json:1: split differs from that of another article of story {story!r}: "
        "give all articles of a story the same split"
    )


def nested(annotation: Annotation) -> Count:
    """Items of each layer of one annotation."""
    return Count(
        entities=len(annotation.entities),
        mentions=len(annotation.mentions),
        quotes=len(annotation.quotes),
        events=len(annotation.events),
    )


def _split(article: Article) -> Split:
    return cast(Split, article.split)  # the schema of articles allows no other
