"""An annotator at the screen: what people do with mouse and keys in a real Label Studio in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page

from quotidian.studio.server import Server
from quotidian.studio.users import User, add_user

# The editor mounts twice: it is ready when the same text has stood still for a while. `before` is what it showed last.
STILL = """before => {
  const text = document.querySelector('.lsf-htx-richtext');
  if (!text || !text.textContent || text.textContent === before) return false;
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
  if (first < 0) throw new Error(`the text does not hold ${words}`);
  root.querySelector('span, br')?.scrollIntoView({ block: 'nearest' });
  return [box(first), box(first + words.length - 1)];
}"""
# Long enough for the editor to have taken in what was done.
TAKEN_IN = 300


class Desk:
    """Somebody before a page of Label Studio."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, url: str, user: User) -> None:
        self.page.goto(f"{url}/user/login")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.fill("input[name=email]", user.email)
        self.page.fill("input[name=password]", user.password)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda address: "/user/login" not in address)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self._wait()

    def label_all_tasks(self, project_address: str) -> None:
        """Open the project and begin with its first task, as annotators do."""
        self.page.goto(f"{project_address}/data")
        self.page.get_by_text("Label All Tasks").first.click()
        self._wait()

    def submit_and_go_on(self) -> None:
        """Submit, and wait for the next task."""
        before = self.page.locator(".lsf-htx-richtext").first.text_content()
        self.press("Submit")
        self.page.evaluate("delete window.seen")
        self._wait(before)

    def _wait(self, before: str | None = None) -> None:
        self.page.wait_for_function(STILL, arg=before, polling=100)

    def drag(self, words: str) -> None:
        first, last = self.page.evaluate(ENDS, words)
        self.page.mouse.move(first["left"] + 1, first["middle"])
        self.page.mouse.down()
        self.page.mouse.move(last["right"] - 1, last["middle"], steps=8)
        self.page.mouse.up()
        self.page.wait_for_timeout(TAKEN_IN)

    def leave(self) -> None:
        """Take the keys from whatever has them, and select nothing."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press("Escape")

    def mark(self, key: str, words: str) -> None:
        """Press a label's key and drag over words; with a region selected, the key would label that one."""
        self.leave()
        self.page.keyboard.press(key)
        self.drag(words)

    def mark_event(self, wanted: str, words: str) -> None:
        """Find an event type by a part of its name, and drag over words."""
        self.leave()
        self.page.keyboard.press("Shift+F")
        self.page.keyboard.type(wanted)
        self.page.keyboard.press("Enter")
        self.page.evaluate("document.activeElement.blur()")
        self.drag(words)

    def click(self, words: str) -> None:
        first, _ = self.page.evaluate(ENDS, words)
        self.page.mouse.click(first["left"] + 3, first["middle"])
        self.page.wait_for_timeout(TAKEN_IN)

    def select(self, words: str, *keys: str) -> None:
        """Click a region and press the keys of what is chosen for it."""
        self.leave()
        self.click(words)
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(TAKEN_IN // 3)

    def relate(self, start: str, end: str, label: str) -> None:
        """Join two regions, and pick the label in the list of relations."""
        self.select(start, "Alt+r")
        self.click(end)
        self.page.get_by_text("Relations", exact=True).first.click()
        newest = self.page.locator(".lsf-relations__item").last
        newest.hover()
        newest.get_by_label("Show Relation Labels").click()
        newest.locator("[data-testid^=select-trigger]").click()
        self.page.get_by_test_id(f"select-option-{label}").click()
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(TAKEN_IN)

    def regions(self) -> int:
        """How many regions are shown in the text."""
        marked = self.page.locator(".htx-highlight[data-index]")
        return len(set(marked.evaluate_all("all => all.map(one => one.dataset.index)")))

    def press(self, button: str) -> None:
        """Press Submit, Update or Skip, and wait until the server has it."""
        with self.page.expect_response(
            lambda answer: "/annotations" in answer.url and answer.request.method in ("POST", "PATCH")
        ) as waiting:
            self.page.locator("button", has=self.page.get_by_text(button, exact=True)).click()
        assert waiting.value.ok


@contextmanager
def desk(context: BrowserContext, server: Server, name: str) -> Iterator[Desk]:
    """A desk of somebody who is new on a server, and logged in; ``name`` is taken there for good.

    The context is everybody's, for its cache: what it remembers of others is cleared.
    """
    user = add_user(server, name)
    context.clear_cookies()
    page = context.new_page()
    try:
        somebody = Desk(page)
        somebody.log_in(server.url, user)
        yield somebody
    finally:
        page.close()
