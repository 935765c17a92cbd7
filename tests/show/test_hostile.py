"""Nothing that an article, an annotation or an ontology says runs, in a real browser or on a terminal."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from rich.console import Console

from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology
from quotidian.show import render_html, render_terminal
from tests.browser import Open
from tests.show.hostile import ALL, RUN, TERMINAL, hostile, hostile_ontology, plain_hostile
from tests.show.sample import ontology, sample


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


CASES = [
    pytest.param(hostile().article, hostile().text, hostile().annotation, hostile_ontology(), id="all of it"),
    pytest.param(hostile().article, hostile().text, hostile().annotation, ontology(), id="unknown labels"),
    pytest.param(plain_hostile(), "word\n", None, ontology(), id="metadata only"),
]


@pytest.mark.parametrize(("article", "text", "annotation", "labels"), CASES)
def test_nothing_runs_in_the_browser(
    article: Article, text: str, annotation: Annotation | None, labels: Ontology, opened: Open
) -> None:
    seen = opened(render_html(article, text, annotation, labels))
    page = seen.page
    for key in ("j", "j", "j", "Enter", "Escape", "e", "Escape", "l", "Escape", "1", "2", "3", "4"):
        page.keyboard.press(key)
    for run in page.locator(".note, .tag, .entities li").all():
        run.dispatch_event("pointerover")
    page.wait_for_timeout(400)
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate("Object.prototype.mentions") is None
    assert seen.dialogs == []
    assert seen.messages == []
    assert seen.requests == [page.url]
    assert page.locator("article img, article svg, article script, article iframe, article form, base").count() == 0
    assert page.evaluate("[...document.querySelectorAll('article p.text')].map(p => p.textContent).join('\\n\\n')") == (
        text.rstrip("\n")
    )


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


BREAK_IN = """async (address) => {
    const outcomes = [];
    const attempt = async (name, work) => {
      try { await work(); outcomes.push(name + ' done'); } catch (error) { outcomes.push(name + ' blocked'); }
    };
    await attempt('innerHTML', () => { document.body.innerHTML += '<img src=x onerror="window.__pwned=1">'; });
    await attempt('script', () => {
      const script = document.createElement('script');
      script.textContent = 'window.__pwned=1';
      document.body.append(script);
    });
    await attempt('image', () => new Promise((done, fail) => {
      Object.assign(new Image(), { onload: done, onerror: fail, src: address + '/image' });
    }));
    await attempt('fetch', () => fetch(address + '/fetch', { mode: 'no-cors' }));
    return outcomes;
}"""


def test_the_policy_holds_even_if_something_got_in(opened: Open, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    seen = opened(render_html(*sample(), ontology()))
    outcomes = seen.page.evaluate(BREAK_IN, address)
    assert outcomes == ["innerHTML blocked", "script blocked", "image blocked", "fetch blocked"]
    assert seen.page.evaluate("window.__pwned") is None
    assert asked == []
    without = opened("<!doctype html><title>no policy</title><body>")
    assert without.page.evaluate(BREAK_IN, address)[-1] == "fetch done"
    assert asked == ["/image", "/fetch"]  # the listener would have heard it


@pytest.mark.parametrize(("article", "text", "annotation", "labels"), CASES)
def test_only_our_own_elements_and_attributes_are_in_the_page(
    article: Article, text: str, annotation: Annotation | None, labels: Ontology
) -> None:
    html = render_html(article, text, annotation, labels)
    elements = Elements(html).found
    assert sum(tag == "script" for tag, _ in elements) == 2
    assert sum(tag == "style" for tag, _ in elements) == 1
    assert {tag for tag, _ in elements}.isdisjoint({"img", "svg", "iframe", "form", "base", "link", "object", "embed"})
    for _, attributes in elements:
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc", "action") for name in attributes)
        assert re.fullmatch(r"#[a-z0-9]+|https://[^\s\"<>]+", attributes.get("href") or "#x")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_a_link_leads_to_wikidata_or_an_https_address_or_nowhere() -> None:
    def hrefs(html: str) -> set[str]:
        return {attributes["href"] or "" for _, attributes in Elements(html).found if "href" in attributes}

    outside = {href for href in hrefs(render_html(*sample(), ontology())) if not href.startswith("#")}
    assert outside == {
        "https://example.org/a",
        "https://www.wikidata.org/wiki/Q42",
        "https://www.wikidata.org/wiki/Q1754",
    }
    assert all(href.startswith("#") for href in hrefs(render_html(*hostile(), ontology())))


def test_the_data_can_not_end_its_element() -> None:
    html = render_html(*hostile(), hostile_ontology())
    data = html.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(data)
    parsed = json.loads(data)
    assert any(ALL in figure["name"] for figure in parsed["figures"])
    assert [figure["wikidata"] for figure in parsed["figures"]] == [None, None, None]
    assert any(RUN in mention["words"] for mention in parsed["mentions"])


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_control_reaches_the_terminal(width: int, color: bool) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="truecolor" if color else None)
    console.print(render_terminal(*hostile(), hostile_ontology(), width=width, color=color), soft_wrap=True)
    without_colours = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert set(re.findall("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", without_colours)) == {"\n"}
    assert "␛]0;pwned␇␛[2J" in without_colours.replace("\n", "") or width == 40
    assert TERMINAL not in out.getvalue()
