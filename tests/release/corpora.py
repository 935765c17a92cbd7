"""Small corpora for the tests of building and loading: everything invented, valid, and a few seconds to build."""

from __future__ import annotations

from pathlib import Path

import msgspec

from quotidian.init import init
from quotidian.model import Annotation, Annotator, AnnotatorList, Article, Rights
from quotidian.store import ANNOTATORS, Corpus, to_json, write_atomic
from quotidian.text import digest
from tests.show.marking import Marking, article
from tests.show.sample import sample

FERRY = """\
“The line is safe,” Mira Holt said after Monday’s meeting in Tarsk. “We open in May.”

The council of Tarsk told the company’s engineers to begin.
"""
BAKERY = """\
Bram Aldous will not close his bakery 🥐 in Port Ellery, he said on Friday.
"""
STORM = """\
A storm damaged the pier of Port Ellery on Sunday. Nobody was hurt, the harbour office wrote.
"""
COURT = """\
The court in Karsova fined Osmere Ferries 2 million crowns. The company denied that it had hidden the report.
"""


def ferry() -> tuple[Article, str, Annotation]:
    """A split quote with a speaker and an addressee, an event with arguments in another sentence."""
    mark = Marking(FERRY)
    mark.entity("holt", "PER", "Mira Holt", "Q42")
    mark.entity("tarsk", "GPE", "Tarsk")
    mark.entity("council", "ORG", "council of Tarsk")
    mark.entity("company", "ORG", None)
    mark.entity("engineers", "PER", None)
    holt = mark.mention("Mira Holt", "holt", "NAM")
    monday = mark.value("Monday", "TIME")
    tarsk = mark.mention("Tarsk", "tarsk", "NAM")
    mark.mention("We", "company", "PRO")
    mark.value("May", "TIME")
    council = mark.mention("The council of Tarsk", "council", "NAM")
    mark.mention("Tarsk #2", "tarsk", "NAM")
    engineers = mark.mention("the company’s engineers", "engineers", "NOM")
    mark.mention("the company’s", "company", "NOM")
    mark.quote("“The line is safe,”", "“We open in May.”", cue=("said",), source=holt)
    mark.quote("to begin", cue=("told",), source=council, to=(engineers,), type_="indirect")
    mark.event("meeting", "Contact:Meet", ("Entity", holt), ("Time", monday), ("Place", tarsk), ("Entity", council))
    made = article(FERRY, title="Ferry line to Tarsk reopens", id_="harbour-gazette-2026-03-03-ferry-line-reopens")
    return msgspec.structs.replace(made, story="tarsk-ferry"), FERRY, mark.annotation(made)


def bakery() -> tuple[Article, str, Annotation]:
    """One sentence with a character beyond U+FFFF; in the test split."""
    mark = Marking(BAKERY)
    mark.entity("aldous", "PER", "Bram Aldous")
    mark.entity("bakery", "ORG", None)
    mark.entity("ellery", "GPE", "Port Ellery")
    mark.mention("Bram Aldous", "aldous", "NAM")
    mark.mention("his bakery 🥐 in Port Ellery", "bakery", "NOM")
    mark.mention("his", "aldous", "PRO")
    mark.mention("Port Ellery", "ellery", "NAM")
    he = mark.mention("he", "aldous", "PRO")
    mark.value("Friday", "TIME")
    mark.quote(
        "Bram Aldous will not close his bakery 🥐 in Port Ellery",
        cue=("said",),
        source=he,
        type_="indirect",
        attribution="anaphoric",
    )
    made = article(BAKERY, title="Bakery stays", id_="city-desk-2026-04-10-bakery-stays", url=None)
    made = msgspec.structs.replace(made, source="City Desk", split="test", story=None, published=None)
    return made, BAKERY, mark.annotation(made)


def storm() -> tuple[Article, str, Annotation]:
    """Stand-off, and a release may contain it when it was hydrated."""
    mark = Marking(STORM)
    mark.entity("pier", "FAC", None)
    mark.entity("ellery", "GPE", "Port Ellery")
    mark.entity("office", "ORG", None)
    pier = mark.mention("the pier of Port Ellery", "pier", "NOM")
    mark.mention("Port Ellery", "ellery", "NAM")
    sunday = mark.value("Sunday", "TIME")
    office = mark.mention("the harbour office", "office", "NOM")
    mark.quote("Nobody was hurt", cue=("wrote",), source=office, type_="indirect", kind="writing")
    mark.event("damaged", "Artifact:Damage-Destroy", ("Artifact", pier), ("Time", sunday))
    made = article(STORM, title="Storm damages pier", id_="open-news-2026-05-01-storm-damages-pier")
    rights = Rights(
        license="CC-BY-2.5", holder="Open News contributors", redistributable=True, attribution="Open News, CC BY 2.5"
    )
    made = msgspec.structs.replace(
        made, source="Open News", story="storm", split="validation", synthetic=False, standoff=True, rights=rights
    )
    return made, STORM, mark.annotation(made).without_text()


def court() -> tuple[Article, str, Annotation]:
    """Stand-off, and no release may contain it."""
    mark = Marking(COURT)
    mark.entity("court", "ORG", None)
    mark.entity("karsova", "GPE", "Karsova")
    mark.entity("ferries", "ORG", "Osmere Ferries")
    mark.entity("report", "WORK", None)
    court_ = mark.mention("The court in Karsova", "court", "NOM")
    karsova = mark.mention("Karsova", "karsova", "NAM")
    ferries = mark.mention("Osmere Ferries", "ferries", "NAM")
    crowns = mark.value("2 million crowns", "MONEY")
    company = mark.mention("The company", "ferries", "NOM")
    mark.mention("it", "ferries", "PRO")
    mark.mention("the report", "report", "NOM")
    mark.quote("that it had hidden the report", cue=("denied",), source=company, type_="indirect")
    mark.event(
        "fined", "Justice:Fine", ("Adjudicator", court_), ("Entity", ferries), ("Money", crowns), ("Place", karsova)
    )
    made = article(COURT, title="Ferry company fined", id_="closed-press-2026-05-02-ferry-company-fined")
    rights = Rights(license="LicenseRef-All-Rights-Reserved", holder="Closed Press Ltd", redistributable=False)
    made = msgspec.structs.replace(
        made, source="Closed Press", story="court", split="test", synthetic=False, standoff=True, rights=rights
    )
    return made, COURT, mark.annotation(made).without_text()


def rebels() -> tuple[Article, str, Annotation]:
    """The long invented article that holds everything that is hard."""
    made, text, annotation = sample()
    vehicles = {mention.id for mention in annotation.mentions if mention.type == "VEH"}
    events = (
        msgspec.structs.replace(
            event, arguments=tuple(a for a in event.arguments if a.role != "Attacker" or a.mention not in vehicles)
        )
        for event in annotation.events
    )
    return made, text, msgspec.structs.replace(annotation, events=tuple(events))


def waiting() -> tuple[Article, str]:
    """Has no annotation."""
    text = "The museum of Tarsk opens again on Thursday.\n"
    made = article(text, title="Museum opens", id_="city-desk-2026-06-01-museum-opens")
    return msgspec.structs.replace(made, story=None), text


def credited(made: Article) -> Article:
    """With the line that its licence asks for."""
    if made.rights.attribution is not None or not made.rights.redistributable:
        return made
    rights = msgspec.structs.replace(made.rights, attribution=f"{made.rights.holder}, {made.rights.license}")
    return msgspec.structs.replace(made, rights=rights)


def save(corpus: Corpus, made: Article, text: str, annotation: Annotation) -> None:
    """Keep an article with its gold and, as two annotators had it, without and with its events."""
    made = credited(made)
    corpus.save_article(made, None if made.standoff else text)
    corpus.save_annotation(annotation)
    for name, events in (("ann-a", ()), ("ann-b", annotation.events)):
        corpus.save_annotation(msgspec.structs.replace(annotation, annotator=name, events=events))


def hydrate(corpus: Corpus, *texts: str) -> None:
    """Put the texts of stand-off articles where hydrating puts them."""
    for made in corpus.articles():
        for text in texts:
            if digest(text) == made.text:
                corpus.save_text(made, text)


def empty_corpus(root: Path) -> Corpus:
    """A corpus without articles, with its annotators."""
    corpus = init(root, name="harbour", title="Harbour News", authors=("The Harbour team",))
    annotators = AnnotatorList(
        schema="urn:quotidian:schema:annotators:1",
        annotators=(
            Annotator(id="ann-a", kind="human", description="A student of journalism."),
            Annotator(id="ann-b", kind="program", description="A list of names."),
            Annotator(id="gold", kind="adjudication", description="Decided by an editor."),
        ),
    )
    write_atomic(root / ANNOTATORS, to_json(annotators))
    return corpus


def full_corpus(root: Path) -> Corpus:
    """Articles of all kinds: two with text, two stand-off, one waiting; no text is hydrated."""
    corpus = empty_corpus(root)
    for one in (ferry(), bakery(), storm(), court()):
        save(corpus, *one)
    made, text = waiting()
    corpus.save_article(credited(made), text)
    return corpus
