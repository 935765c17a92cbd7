"""Makes corpora of any size, valid and always the same: 3.5 KB, 40 mentions, 10 quotes and 15 events an article."""

from __future__ import annotations

import random
from pathlib import Path

from quotidian.init import init
from quotidian.model import (
    ANNOTATION_SCHEMA,
    ARTICLE_SCHEMA,
    GOLD,
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
from quotidian.store import ANNOTATIONS, ARTICLES, TEXTS, Corpus, to_json
from quotidian.text import digest

TOOL = Tool(name="quotidian-bench", version="1")
RIGHTS = Rights(
    license="CC-BY-4.0",
    holder="The Quotidian maintainers",
    redistributable=True,
    attribution="The Quotidian maintainers, CC BY 4.0",
)


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Ada Bram Cleo Dario Edda Falk Greta Hugo Ines Joris Karla Levin Mara Nils Oda Pavel Runa Stig Tilda Ulf"
)
LAST = _words("Aldous Brandt Corvin Dahl Eskin Ferrer Grell Holt Isak Jansk Kolme Lund Marrow Norden Ormond Pell Renn")
TOWNS = _words("Tarsk Karsova Veldia Osmere Carrow Ellery Hobben Suldren Kestrel Brindle Morwick Tavel Lusk Arden Pelm")
BODIES = ("Water Board", "Ferry Company", "Harbour Office", "Coast Guard", "Northern Front", "Mining Union", "Railway")
DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
WORDS = _words(
    "after again along around because before behind between beyond bridge broken careful cellar coming crowded distant "
    "during early evening every family field following garden harbour heavy later little market morning narrow never "
    "nothing older quiet railway reaching river school shelter silent since slowly station still stone street summer "
    "though through towards toward under until valley village waiting walking water weather while window winter without"
)
SPLITS = _words("train train train train train train train train validation test")


class _Draft:
    """One article while it grows; every piece that is added is told where it stands."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.parts: list[str] = []
        self.length = 0
        self.entities: dict[tuple[str, str], Entity] = {}
        self.mentions: list[Mention] = []
        self.quotes: list[Quote] = []
        self.events: list[Event] = []

    def add(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start=start, end=self.length, text=text)

    def mention(self, text: str, kind: str, *, level: str | None = "NAM", of: str | None = None) -> Mention:
        """Add words that are a mention; without a level they are a value."""
        span = self.add(text)
        entity = None if level is None else self._entity(kind, of or text)
        self.mentions.append(
            Mention(
                id=f"m{len(self.mentions)}",
                entity=entity,
                type=kind,
                level=level,
                start=span.start,
                end=span.end,
                text=text,
            )
        )
        return self.mentions[-1]

    def _entity(self, kind: str, name: str) -> str:
        known = self.entities.get((kind, name))
        if known is None:
            known = self.entities[kind, name] = Entity(id=f"e{len(self.entities)}", type=kind, name=name)
        return known.id

    def quote(self, kind: str, content: Span, cue: Span, source: Mention, attribution: str = "explicit") -> None:
        self.quotes.append(
            Quote(
                id=f"q{len(self.quotes)}",
                type=kind,
                kind="speech",
                content=(content,),
                cue=(cue,),
                source=source.id,
                addressees=(),
                attribution=attribution,
                parent=None,
                polarity="Positive",
            )
        )

    def event(self, kind: str, trigger: Span, tense: str, *arguments: tuple[str, Mention]) -> None:
        self.events.append(
            Event(
                id=f"v{len(self.events)}",
                type=kind,
                trigger=trigger,
                polarity="Positive",
                tense=tense,
                genericity="Specific",
                modality="Asserted",
                arguments=tuple(Argument(role=role, mention=mention.id) for role, mention in arguments),
            )
        )

    def filler(self, words: int) -> str:
        return " ".join(self.rng.choices(WORDS, k=words))

    def attack(self) -> None:
        """A paragraph with a direct quote, four mentions and two events."""
        rng = self.rng
        content = self.add(f"“We have {self.filler(7)},”")
        self.add(" ")
        name = self.mention(f"{rng.choice(FIRST)} {rng.choice(LAST)}", "PER")
        self.add(" ")
        cue = self.add("said")
        self.add(" on ")
        day = self.mention(rng.choice(DAYS), "TIME", level=None)
        self.add(". Troops of the ")
        body = self.mention(f"{rng.choice(TOWNS)} {rng.choice(BODIES)}", "ORG")
        self.add(" ")
        attacked = self.add("attacked")
        self.add(" ")
        town = self.mention(rng.choice(TOWNS), "GPE")
        self.add(f" {self.filler(12)} and ")
        wounded = self.add("wounded")
        self.add(f" dozens {self.filler(18)}.")
        self.quote("direct", content, cue, name)
        self.event("Conflict:Attack", attacked, "Past", ("Attacker", body), ("Place", town), ("Time", day))
        self.event("Life:Injure", wounded, "Past", ("Agent", body), ("Place", town))

    def payment(self) -> None:
        """A paragraph with an indirect quote, four mentions and an event."""
        rng = self.rng
        body_name = f"{rng.choice(TOWNS)} {rng.choice(BODIES)}"
        self.add("The ")
        body = self.mention(body_name, "ORG")
        self.add(" ")
        cue = self.add("said")
        self.add(" that ")
        start = self.length
        self.mention("it", "ORG", level="PRO", of=body_name)
        self.add(" would ")
        pay = self.add("pay")
        self.add(" ")
        crowns = self.mention(f"{rng.randrange(2, 900)} million crowns", "MONEY", level=None)
        self.add(f" {self.filler(14)} to ")
        town = self.mention(rng.choice(TOWNS), "GPE")
        content = Span(start=start, end=self.length, text="".join(self.parts)[start:])
        self.add(f". Nobody {self.filler(18)}.")
        self.quote("indirect", content, cue, body)
        self.event("Transaction:Transfer-Money", pay, "Future", ("Giver", body), ("Recipient", town), ("Money", crowns))


def make_article(number: int, seed: int = 0, *, paragraphs: int = 10) -> tuple[Article, str, Annotation]:
    """The article of a number: always the same, different from all others; 4 mentions a paragraph."""
    rng = random.Random(f"{seed}/{number}")  # noqa: S311 - not for secrets
    draft = _Draft(rng)
    for paragraph in range(paragraphs):
        if paragraph:
            draft.add("\n\n")
        if paragraph % 2:
            draft.payment()
        else:
            draft.attack()
    draft.add("\n")
    text = "".join(draft.parts)
    name = f"bench-2026-01-01-article-{number:07}"
    article = Article(
        schema=ARTICLE_SCHEMA,
        id=name,
        title=f"Article {number}",
        source="Bench",
        url=f"https://example.org/{number}",
        published="2026-01-01",
        language="en",
        split=("train", "train", "train", "train", "train", "train", "train", "train", "validation", "test")[
            number % 10
        ],
        story=f"story-{number}" if number % 3 == 0 else None,
        synthetic=True,
        standoff=False,
        rights=RIGHTS,
        text=digest(text),
        origin=Origin(
            format="text", name=f"{number}.txt", reader=TOOL, extracted_sha256=digest(text).sha256, removed=()
        ),
    )
    annotation = Annotation(
        schema=ANNOTATION_SCHEMA,
        article=name,
        annotator=GOLD,
        text_sha256=article.text.sha256,
        entities=tuple(draft.entities.values()),
        mentions=tuple(draft.mentions),
        quotes=tuple(draft.quotes),
        events=tuple(draft.events),
        provenance=Provenance(tool=TOOL, created="2026-01-02T00:00:00Z", updated="2026-01-02T00:00:00Z"),
    )
    return article, text, annotation


def make_corpus(root: Path, articles: int, seed: int = 0) -> Corpus:
    """A corpus of some articles in an empty folder, each with gold."""
    corpus = init(root, name="bench", title="Bench")
    for folder in (ARTICLES, TEXTS, ANNOTATIONS / GOLD):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        article, text, annotation = make_article(number, seed)
        # Not written atomically: a corpus to be thrown away needs no fsync for each of its files.
        corpus.article_path(article.id).write_bytes(to_json(article))
        corpus.text_path(article).write_bytes(text.encode())
        corpus.annotation_path(GOLD, article.id).write_bytes(to_json(annotation))
    return corpus
