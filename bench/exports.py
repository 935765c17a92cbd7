"""Label Studio exports of any size: tasks of 60 regions and 15 relations, valid and always the same."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import orjson

from bench.synthetic import FIRST, LAST, TOOL, WORDS
from quotidian.init import init
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
)
from quotidian.store import ANNOTATIONS, ARTICLES, TEXTS, to_json
from quotidian.studio.config import labelling_config
from quotidian.studio.to_task import prediction, task
from quotidian.text import digest

ANNOTATOR = "bench"
PEOPLE, QUOTES = 30, 5
TIME = "2026-01-02T10:00:00.000000Z"


class _Draft:
    def __init__(self, number: int) -> None:
        self.rng = random.Random(f"export/{number}")  # noqa: S311 - not for secrets
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start=start, end=self.length, text=text)

    def filler(self, words: int) -> str:
        return " ".join(self.rng.choices(WORDS, k=words))


def make_task(number: int) -> tuple[Article, str, Annotation]:
    """An article and its annotation: 40 mentions, 5 quotes with a cue each, 10 events; 3.5 KB of text."""
    draft = _Draft(number)
    entities: list[Entity] = []
    mentions: list[Mention] = []
    quotes: list[Quote] = []
    events: list[Event] = []
    for place in range(PEOPLE):
        content = draft.add(f"“We {draft.filler(8)},”") if place < QUOTES else None
        if content is not None:
            draft.add(" ")
        name = f"{draft.rng.choice(FIRST)} {draft.rng.choice(LAST)}-{'abcdefghijklmnopqrstuvwxyzäöüé'[place]}"
        span = draft.add(name)
        entities.append(Entity(id=f"e{place}", type="PER", name=name))
        mentions.append(
            Mention(
                id=f"m{place}",
                entity=f"e{place}",
                type="PER",
                level="NAM",
                start=span.start,
                end=span.end,
                text=name,
            )
        )
        draft.add(" ")
        if content is not None:
            cue = draft.add("said")
            quotes.append(
                Quote(
                    id=f"q{place}",
                    type="direct",
                    kind="speech",
                    content=(content,),
                    cue=(cue,),
                    source=f"m{place}",
                    addressees=(),
                    attribution="explicit",
                    parent=None,
                    polarity="Positive",
                )
            )
        elif place < QUOTES + 10:
            trigger = draft.add("died")
            arguments = (Argument(role="Victim", mention=f"m{place}"),) if place < QUOTES + 5 else ()
            events.append(
                Event(
                    id=f"v{place}",
                    type="Life:Die",
                    trigger=trigger,
                    polarity="Positive",
                    tense="Past",
                    genericity="Specific",
                    modality="Asserted",
                    arguments=arguments,
                )
            )
        draft.add(f" {draft.filler(9)}")
        if place % 3 == 0:
            draft.add(" on ")
            day = draft.add(f"{1 + place} May")
            mentions.append(
                Mention(
                    id=f"t{place}", entity=None, type="TIME", level=None, start=day.start, end=day.end, text=day.text
                )
            )
        draft.add(".\n" if place == PEOPLE - 1 else ".\n\n" if place % 5 == 4 else ". ")
    text = "".join(draft.parts)
    return _article(number, text), text, _annotation(number, text, entities, mentions, quotes, events)


def _article(number: int, text: str) -> Article:
    return Article(
        schema=ARTICLE_SCHEMA,
        id=f"bench-2026-01-01-export-{number:07}",
        title=f"Export {number}",
        source="Bench",
        url=f"https://example.org/{number}",
        published="2026-01-01",
        language="en",
        split="train",
        story=None,
        synthetic=True,
        standoff=False,
        rights=Rights(license="CC-BY-4.0", holder="Bench", redistributable=True, attribution="Bench"),
        text=digest(text),
        origin=Origin(
            format="text", name=f"{number}.txt", reader=TOOL, extracted_sha256=digest(text).sha256, removed=()
        ),
    )


def _annotation(
    number: int,
    text: str,
    entities: list[Entity],
    mentions: list[Mention],
    quotes: list[Quote],
    events: list[Event],
) -> Annotation:
    return Annotation(
        schema=ANNOTATION_SCHEMA,
        article=f"bench-2026-01-01-export-{number:07}",
        annotator=ANNOTATOR,
        text_sha256=digest(text).sha256,
        entities=tuple(entities),
        mentions=tuple(mentions),
        quotes=tuple(quotes),
        events=tuple(events),
        provenance=Provenance(tool=TOOL, created=TIME, updated=TIME),
    )


def exported(number: int) -> dict[str, object]:
    """The task of a number as Label Studio exports it."""
    article, text, annotation = make_task(number)
    result = prediction(annotation, text, model_version="bench")["result"]
    for item in result:
        if "id" in item:
            item["origin"] = "manual"
    return {
        "id": number + 1,
        "annotations": [
            {
                "id": number + 1,
                "completed_by": 1,
                "result": result,
                "was_cancelled": False,
                "ground_truth": False,
                "created_at": TIME,
                "updated_at": TIME,
                "draft_created_at": None,
                "lead_time": 312.5,
                "prediction": {},
                "result_count": len(result),
                "unique_id": f"00000000-0000-4000-8000-{number:012}",
                "task": number + 1,
                "project": 1,
                "updated_by": 1,
                "parent_prediction": None,
                "parent_annotation": None,
            }
        ],
        "drafts": [],
        "predictions": [],
        **task(article, text),
        "meta": {},
        "created_at": TIME,
        "updated_at": TIME,
        "inner_id": number + 1,
        "total_annotations": 1,
        "cancelled_annotations": 0,
        "total_predictions": 0,
        "project": 1,
        "updated_by": 1,
    }


def make_export(folder: Path, tasks: int) -> Path:
    """A corpus in ``folder/corpus``, the labelling config and an export of it; returns the export's path."""
    corpus = init(folder / "corpus")
    shutil.rmtree(corpus.root / ANNOTATIONS / ANNOTATOR, ignore_errors=True)
    (corpus.root / TEXTS).mkdir(parents=True, exist_ok=True)
    (corpus.root / ARTICLES).mkdir(parents=True, exist_ok=True)
    (folder / "config.xml").write_text(labelling_config(corpus.ontology), "utf-8")
    path = folder / "export.json"
    with path.open("wb") as file:
        for number in range(tasks):
            article, text, _ = make_task(number)
            corpus.article_path(article.id).write_bytes(to_json(article))
            corpus.text_path(article).write_text(text, "utf-8")
            file.write(b"[" if number == 0 else b", ")
            file.write(orjson.dumps(exported(number)))
        file.write(b"]" if tasks else b"[]")
    return path
