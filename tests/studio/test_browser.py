"""What an annotator does with mouse and keys in a real browser is what comes back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import BrowserContext

from quotidian.model import Annotation, Argument, Entity, Event, Mention, Quote, Span
from quotidian.store import Corpus
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.suggestions import Layer
from tests.studio.desk import Desk, desk
from tests.studio.people import FERRY_ID, HASTY, Annotator, own_corpus
from tests.studio.strategies import unplaced
from tests.studio.test_round_trip import article_of

TEXT = "🎉 👨‍👩‍👧 At the harbour, Mira Holt told Ann: “We won the vote” 🎉.\n"
NAME = "test-undated-harbour"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = own_corpus(tmp_path / "harbour")
    corpus.save_article(article_of(TEXT, NAME), TEXT)
    return corpus


def span(words: str) -> Span:
    return Span(start=TEXT.index(words), end=TEXT.index(words) + len(words), text=words)


def fill(at: Desk, field: str, words: str) -> None:
    box = at.page.locator(f"input[name={field}]")
    box.fill(words)
    box.press("Enter")


def test_what_is_marked_with_mouse_and_keys_comes_back(
    label_studio: Server, corpus: Corpus, chromium: BrowserContext, tmp_path: Path
) -> None:
    name = corpus.info.name  # nobody else has it on the shared server
    assert push(corpus, label_studio, Selection(ids=(NAME,)), annotators=[name], patience=HASTY).clean
    with desk(chromium, label_studio, name) as at:
        at.open(Annotator(label_studio, corpus, name).address(NAME))
        at.mark("p", "Mira Holt")
        at.select("Mira Holt", "Shift+n")
        fill(at, "entity_name", "Mira Holt")
        at.mark("p", "Ann")
        at.select("Ann", "Shift+n")
        fill(at, "entity_name", "Ann")
        at.mark("q", "“We won the vote”")
        at.select("“We", "Shift+d")
        at.page.locator("input[name=writing]").check()
        at.mark("a", "told")
        at.mark_event("elect", "won")
        at.select("won", "Shift+1")
        at.page.locator("input[name=Negative]:visible").check()
        at.relate("“We", "told", "cue")
        at.relate("“We", "Mira Holt", "source")
        at.relate("“We", "Ann", "addressee")
        at.relate("won", "Mira Holt", "Person")
        at.page.screenshot(path=tmp_path / "annotated.png")
        at.press("Submit")

    report = pull(corpus, label_studio, [name], patience=HASTY)
    assert [str(one) for one in report.findings] == []
    annotation = corpus.annotation(NAME, name)
    holt, ann = annotation.mentions
    (quote,), (event,) = annotation.quotes, annotation.events
    entities = {entity.id: entity for entity in annotation.entities}
    assert set(entities) == {holt.entity, ann.entity}
    assert entities[holt.entity or ""] == Entity(id=holt.entity or "", type="PER", name="Mira Holt")
    assert entities[ann.entity or ""] == Entity(id=ann.entity or "", type="PER", name="Ann")
    for mention, words in ((holt, "Mira Holt"), (ann, "Ann")):
        place = span(words)
        assert mention == Mention(
            id=mention.id,
            entity=mention.entity,
            type="PER",
            level="NAM",
            start=place.start,
            end=place.end,
            text=words,
        )
    assert quote == Quote(
        id=quote.id,
        type="direct",
        kind="writing",
        content=(span("“We won the vote”"),),
        cue=(span("told"),),
        source=holt.id,
        addressees=(ann.id,),
        attribution="explicit",
        parent=None,
        polarity="Positive",
    )
    assert event == Event(
        id=event.id,
        type="Personnel:Elect",
        trigger=span("won"),
        polarity="Negative",
        tense="Past",
        genericity="Specific",
        modality="Asserted",
        arguments=(Argument(role="Person", mention=holt.id),),
    )
    provenance = annotation.provenance
    assert (provenance.preannotated_from, provenance.seconds is None) == (None, False)


def test_a_suggestion_is_where_an_annotator_begins(
    label_studio: Server, corpus: Corpus, chromium: BrowserContext, tmp_path: Path
) -> None:
    """They see its regions, correct one, submit; the rest comes back as it was, ids included."""
    name = corpus.info.name
    suggested = corpus.annotation(FERRY_ID)
    layer = Layer(corpus, "gold")
    push(corpus, label_studio, Selection(ids=(FERRY_ID,)), annotators=[name], suggestions=layer, patience=HASTY)
    wrong = next(event for event in suggested.events if event.tense != "Future")
    with desk(chromium, label_studio, name) as at:
        at.label_all_tasks(Annotator(label_studio, corpus, name).project_address)
        at.page.screenshot(path=tmp_path / "suggested.png")
        assert at.regions() == count_regions(suggested)
        look_around(at, wrong)
        at.select(wrong.trigger.text or "", "Shift+3")
        at.press("Submit")
    report = pull(corpus, label_studio, [name], patience=HASTY)
    assert [str(one) for one in report.findings if one.level == "studio"] == []
    pulled = corpus.annotation(FERRY_ID, name)
    right = [msgspec.structs.replace(one, tense="Future") if one == wrong else one for one in suggested.events]
    expected = msgspec.structs.replace(suggested, annotator=name, events=tuple(right))
    assert unplaced(pulled) == unplaced(expected)
    assert pulled.provenance.preannotated_from == "gold"


def look_around(at: Desk, event: Event) -> None:
    """Title and date above the text, only the choices of the selected region, the guidelines one click away."""
    assert at.page.locator(".quotidian-title").inner_text().splitlines() == [
        "Ferry line to Tarsk reopens",
        f"Harbour Gazette · 2026-03-03 · {FERRY_ID}",
    ]
    shown = at.page.locator(".quotidian-selected:visible")
    assert shown.count() == 0
    for words, what in (("Mira Holt", "mention"), ("said", None), (event.trigger.text or "", "event")):
        at.select(words)
        assert [one.splitlines()[0] for one in shown.all_inner_texts()] == ([f"Selected {what}"] if what else [])
    at.page.get_by_role("button", name="Instructions").click()
    at.page.get_by_role("heading", name="Annotation guidelines").wait_for()
    at.page.keyboard.press("Escape")
    at.page.locator(".quotidian-guidelines").wait_for(state="hidden")


def count_regions(annotation: Annotation) -> int:
    parts = sum(len(quote.content) + len(quote.cue) for quote in annotation.quotes)
    return len(annotation.mentions) + parts + len(annotation.events)
