"""What an annotator does with mouse and keys in a real browser is what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from quotidian.model import Entity, Mention, Quote, Span
from quotidian.store import Corpus
from quotidian.studio.pull import pull
from quotidian.studio.push import push
from quotidian.studio.selection import Selection
from quotidian.studio.server import Server
from quotidian.studio.users import add_user
from tests.show.conftest import CHROMIUM, FLAGS
from tests.studio.people import HASTY, Annotator, own_corpus
from tests.studio.test_round_trip import article_of

TEXT = "🎉 👨‍👩‍👧 At the harbour, Mira Holt said “We won” to nobody 🎉.\n"
NAME = "test-undated-harbour"

# The editor mounts twice: it is ready when the same text has stood still for a while.
STILL = """() => {
  const text = document.querySelector('.lsf-htx-richtext');
  if (!text || !text.textContent) return false;
  if (window.seen !== text) { window.seen = text; window.since = performance.now(); return false; }
  return performance.now() - window.since > 800;
}"""
# Where the first and the last character of some words are on the screen.
ENDS = """words => {
  const root = document.querySelector('.lsf-htx-richtext');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = []; let text = '';
  while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
  const box = at => {
    const [node, start] = nodes.filter(([, start]) => start <= at).at(-1);
    const range = document.createRange();
    range.setStart(node, at - start); range.setEnd(node, at - start + 1);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, middle: (top + bottom) / 2 };
  };
  const first = text.indexOf(words);
  return [box(first), box(first + words.length - 1)];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = own_corpus(tmp_path / "harbour")
    corpus.save_article(article_of(TEXT, NAME), TEXT)
    return corpus


class Desk:
    """An annotator at the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, url: str, email: str, password: str) -> None:
        self.page.goto(f"{url}/user/login")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda address: "/user/login" not in address)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_function(STILL, polling=100)

    def mark(self, key: str, words: str) -> None:
        """Press a label's key and drag over words; with a region selected, the key would label that one."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press("Escape")
        self.page.keyboard.press(key)
        first, last = self.page.evaluate(ENDS, words)
        self.page.mouse.move(first["left"] + 1, first["middle"])
        self.page.mouse.down()
        self.page.mouse.move(last["right"] - 1, last["middle"], steps=8)
        self.page.mouse.up()
        self.page.wait_for_timeout(300)

    def click(self, words: str) -> None:
        first, _ = self.page.evaluate(ENDS, words)
        self.page.mouse.click(first["left"] + 3, first["middle"])
        self.page.wait_for_timeout(300)

    def select(self, words: str, *keys: str) -> None:
        """Click a region and press the keys of what is chosen for it."""
        self.page.keyboard.press("Escape")
        self.click(words)
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(100)

    def relate(self, start: str, end: str) -> None:
        self.select(start, "Alt+r")
        self.click(end)

    def submit(self) -> None:
        with self.page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST"):
            self.page.get_by_role("button", name="Submit").click()


def test_what_is_marked_with_mouse_and_keys_comes_back(
    label_studio: Server, corpus: Corpus, chromium: Browser, tmp_path: Path
) -> None:
    name = corpus.info.name  # nobody else has it on the shared server
    user = add_user(label_studio, name)
    assert push(corpus, label_studio, Selection(ids=(NAME,)), annotators=[name], patience=HASTY).clean
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    desk = Desk(page)
    desk.log_in(label_studio.url, user.email, user.password)
    desk.open(Annotator(label_studio, corpus, name).address(NAME))
    desk.mark("p", "Mira Holt")
    desk.select("Mira Holt", "Shift+n")
    page.locator("input[name=entity_name]").fill("Mira Holt")
    page.locator("input[name=entity_name]").press("Enter")
    desk.mark("q", "“We won”")
    desk.select("“We won”", "Shift+d")
    page.locator("input[name=implicit]").check()
    desk.mark("a", "said")
    desk.relate("“We won”", "said")
    page.screenshot(path=tmp_path / "annotated.png")
    desk.submit()
    page.context.close()

    report = pull(corpus, label_studio, [name], patience=HASTY)
    assert [str(one) for one in report.findings] == []
    annotation = corpus.annotation(NAME, name)
    start, content, cue = TEXT.index("Mira"), TEXT.index("“We"), TEXT.index("said")
    (entity,), (mention,), (quote,) = annotation.entities, annotation.mentions, annotation.quotes
    assert entity == Entity(id=entity.id, type="PER", name="Mira Holt")
    assert mention == Mention(
        id=mention.id, entity=entity.id, type="PER", level="NAM", start=start, end=start + 9, text="Mira Holt"
    )
    assert quote == Quote(
        id=quote.id,
        type="direct",
        kind="speech",
        content=(Span(start=content, end=content + 8, text="“We won”"),),
        cue=(Span(start=cue, end=cue + 4, text="said"),),
        source=None,
        addressees=(),
        attribution="implicit",
        parent=None,
        polarity="Positive",
    )
    assert annotation.events == ()
