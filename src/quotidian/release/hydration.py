"""Stand-off rows and the texts on this machine made into the full rows that a release could not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotidian.model import (
    ANNOTATION_SCHEMA,
    ARTICLE_SCHEMA,
    GOLD,
    Annotation,
    Article,
    Entity,
    Event,
    Mention,
    Origin,
    Provenance,
    Quote,
    Rights,
    Split,
    TextDigest,
)
from quotidian.release.columns import Config
from quotidian.release.events import event_rows
from quotidian.release.layers import Row, default_row
from quotidian.release.located import Located
from quotidian.release.quotes import quote_rows
from quotidian.release.sentences import sentence_rows
from quotidian.store import read_text

HYDRATABLE: tuple[Config, ...] = ("default", "entities", "quotes", "events")
"""The configs that articles with text have rows in."""


def full_rows(config: Config, article: Article, text: str, annotation: Annotation) -> list[Row]:
    """The rows that an article with text has in a config."""
    if config == "default":
        return [default_row(article, text, annotation)]
    located = Located(article, text, annotation)
    if config == "entities":
        return sentence_rows(located)[0]
    return list(quote_rows(located) if config == "quotes" else event_rows(located))


def text_at_hand(folder: Path, article: Article) -> str | None:
    """The text of a stand-off article in a folder of texts (``<id>.txt``); None if it is not there.

    Raises:
        InputError: the file holds another text than the article's.
    """
    try:
        return read_text(folder / f"{article.id}.txt", article)
    except FileNotFoundError:
        return None


def standoff_articles(files: list[Path], split: Split) -> Iterator[tuple[Article, Annotation]]:
    """The articles in the Parquet files of ``standoff`` of one split; a few in memory at a time."""
    import pyarrow.parquet as pq

    for file in files:
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(batch_size=100):
                for row in batch.to_pylist():
                    yield from_standoff_row(row, split)


def from_standoff_row(row: dict[str, Any], split: Split) -> tuple[Article, Annotation]:
    """The article and its gold annotation that a row of ``standoff`` was made from."""
    article = Article(
        schema=ARTICLE_SCHEMA,
        id=row["doc_id"],
        split=split,
        rights=Rights.from_dict(row["rights"]),
        text=TextDigest(sha256=row["text_sha256"], length=row["text_length"]),
        origin=Origin.from_dict(row["origin"]),
        **{name: row[name] for name in ("title", "source", "url", "published", "language", "story")},
        **{name: row[name] for name in ("synthetic", "standoff")},
    )
    return article, annotation_of(row, GOLD)


def annotation_of(row: dict[str, Any], annotator: str) -> Annotation:
    """The annotation that a row of ``default``, ``annotators`` or ``standoff`` was made from.

    Spans have their texts where the row has them. ``annotator`` is who made it: gold, but in ``annotators``. Labels
    are strings, as in the Parquet files; ``datasets`` turns them into ids and ``int2str`` back.
    """
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article=row["doc_id"],
        annotator=annotator,
        text_sha256=row["text_sha256"],
        entities=tuple(Entity.from_dict(_named(one, "entity_id", id="entity_id")) for one in row["entities"]),
        mentions=tuple(
            Mention.from_dict(_named(one, "mention_id", "entity_id", id="mention_id", entity="entity_id"))
            for one in row["mentions"]
        ),
        quotes=tuple(Quote.from_dict(_named(one, "quote_id", id="quote_id")) for one in row["quotes"]),
        events=tuple(Event.from_dict(_event(one)) for one in row["events"]),
        provenance=Provenance.from_dict(row["provenance"]),
    )


def _event(row: dict[str, Any]) -> dict[str, Any]:
    arguments = [_named(argument, "mention_id", mention="mention_id") for argument in row["arguments"]]
    return {**_named(row, "event_id", "realis", id="event_id"), "arguments": arguments}


def _named(row: dict[str, Any], *without: str, **fields: str) -> dict[str, Any]:
    """A row without some columns, and with those given as the fields that the model calls them."""
    return {name: value for name, value in row.items() if name not in without} | {
        field: row[column] for field, column in fields.items()
    }
