"""The page of a report in a real headless Chromium: figures, matrices, disagreements, filters, keys, hostile text."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from quotidian.agreement.agree import agree
from quotidian.agreement.page import render_html
from quotidian.init import init
from quotidian.model import Annotation, Entity
from quotidian.store import Corpus
from tests.agreement.corpora import small, with_standoff
from tests.browser import Open, Opened
from tests.show.hostile import ALL, RUN, TERMINAL, hostile
from tests.show.marking import Marking
from tests.show.test_hostile import BREAK_IN, Elements


def page_of(corpus: Corpus, *names: str, reference: str | None = None, most: int = 2000) -> str:
    report = agree(corpus, names, reference=reference, resamples=50, most=most)
    return "".join(render_html(report, corpus))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three annotators."""
    return page_of(small(tmp_path_factory.mktemp("home") / "corpus"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two of them, with a stand-off article whose text is at hand."""
    return page_of(with_standoff(tmp_path_factory.mktemp("home") / "corpus", hydrated=True), "ann-a", "ann-b")


def clean(seen: Opened) -> None:
    """Nothing was said on the console, nothing asked for but the page."""
    assert seen.messages == []
    assert seen.requests == [seen.page.url.partition("#")[0]]


def shown(page: Page) -> list[str]:
    """The headings of the disagreements that are shown."""
    return [text.rpartition(" #")[0] for text in page.locator(".case:visible h4").all_text_contents()]


def test_figures_of_the_chosen_comparison_are_shown(html: str, opened: Open) -> None:
    seen = opened(html)
    page = seen.page
    assert page.locator("h1").inner_text() == "How far ann-a, ann-b and ann-c agree"
    assert page.locator(".lead").inner_text() == "2 articles compared, 5 disagreements found."
    chooser = page.get_by_label("Shown:")
    assert chooser.locator("option").all_inner_texts() == [
        "mean of 3 pairs",
        "ann-a and ann-b",
        "ann-a and ann-c",
        "ann-b and ann-c",
        "all 3 annotators",
    ]
    assert page.locator("#figures > div:visible h3").first.inner_text().startswith("mean of 3 pairs over 2 articles")
    chooser.select_option("ann-a and ann-b")
    cards = page.locator("#figures .card:visible")
    assert cards.first.locator("p").all_inner_texts() == ["Mentions: same words, same type", ".500", ".333 to 1.000"]
    row = page.locator("#figures tr:visible", has_text="span+type F1").first
    assert row.locator("td").all_inner_texts() == [".500", "", ".333 to 1.000", ".500", ".500", "4 / 4"]
    clean(seen)


def test_an_interval_is_drawn_where_it_is(html: str, opened: Open) -> None:
    page = opened(html).page
    page.get_by_label("Shown:").select_option("ann-a and ann-b")
    drawing = page.locator("#figures .card:visible svg").first
    whole = drawing.bounding_box()
    boxes = [drawing.locator(part).bounding_box() for part in (".between", ".at")]
    assert whole is not None
    assert all(box is not None for box in boxes)
    left, width = whole["x"], whole["width"]
    places = [round((box["x"] - left) / width, 2) for box in boxes if box is not None]
    ends = [round((box["x"] + box["width"] - left) / width, 2) for box in boxes if box is not None]
    assert places == [0.33, 0.5]
    assert ends == [1.0, 0.51]


def test_a_matrix_shows_what_is_confused(html: str, opened: Open) -> None:
    page = opened(html).page
    page.get_by_label("Shown:").select_option("ann-a and ann-b")
    matrix = page.get_by_role("region", name="mentions: type").locator("visible=true")
    assert [row.split("\t") for row in matrix.locator("tbody tr").all_inner_texts()] == [
        ["PER", "2", "1", "0", "0"],
        ["ORG", "0", "0", "0", "0"],
        ["FAC", "0", "0", "0", "1"],
        ["(nothing)", "0", "0", "1", ""],
    ]
    assert matrix.locator("caption").inner_text() == "rows ann-a, columns ann-b"
    assert matrix.locator("td.same").all_inner_texts() == ["2"]
    assert matrix.locator("td.h1, td.h2, td.h3").all_inner_texts() == ["1", "1", "1"]
    page.get_by_label("Shown:").select_option("mean of 3 pairs")
    expect(
        page.locator("#confusions").get_by_text("A matrix is of two annotators: choose a pair.").first
    ).to_be_visible()


def test_every_disagreement_stands_in_its_sentence(html: str, opened: Open) -> None:
    seen = opened(html)
    page = seen.page
    assert shown(page) == [
        "entity type",
        "mention span",
        "mention type",
        "quote only some have it",
        "argument only some have it",
    ]
    sentences = page.locator(".case .sentence").all_text_contents()
    port, brandt = "Ormond said the port was shelled.", "Brandt agreed to leave."
    assert sentences == [brandt, port, brandt, port, port]
    span = page.locator(".case").nth(1)
    assert span.locator(".r.r0").all_text_contents() == ["the ", "port"]
    assert span.locator(".r.r1").all_text_contents() == ["port"]
    assert span.locator("dt").all_text_contents() == ["ann-a, ann-c", "ann-b"]
    assert span.locator(".field.differs").all_text_contents() == ["span “the port”", "span “port”"]
    quote = page.locator(".case").nth(3)
    assert quote.locator(".d0").all_text_contents() == ["Ormond", "said"]
    assert quote.locator(".r0").all_text_contents() == ["the port was shelled"]
    assert quote.locator("dd").last.text_content() == "does not have it"
    argument = page.locator(".case").nth(4)
    assert argument.locator(".r0").all_text_contents() == ["the port"]
    assert argument.locator(".d0").all_text_contents() == ["shelled"]
    clean(seen)


def test_the_lines_of_two_versions_have_two_colours_and_places(html: str, opened: Open) -> None:
    """Ann-a's line and ann-b's, below the word that both mark."""
    run = opened(html).page.locator(".case").nth(1).locator(".r.r0.r1")
    images = run.evaluate("run => getComputedStyle(run).backgroundImage.match(/rgb\\([^)]*\\)/g)")
    assert len(set(images)) == 2
    places = run.evaluate("run => getComputedStyle(run).backgroundPosition").split(", ")
    assert places[0] != places[1]


@pytest.mark.parametrize(
    ("label", "choice", "left"),
    [
        ("Layer", "mentions", ["mention span", "mention type"]),
        ("What differs", "missing", ["quote only some have it", "argument only some have it"]),
        ("Type or role", "ORG", ["entity type", "mention type"]),
        ("Type or role", "Target", ["argument only some have it"]),
        ("Article", "Port shelled", None),
    ],
)
def test_disagreements_are_filtered(label: str, choice: str, left: list[str] | None, html: str, opened: Open) -> None:
    seen = opened(html)
    page = seen.page
    every = shown(page)
    expect(page.get_by_role("status")).to_have_text("All 5 shown.")
    page.get_by_role("combobox", name=label, exact=True).select_option(choice)
    assert shown(page) == (every if left is None else left)
    if left is not None:
        expect(page.get_by_role("status")).to_have_text(f"{len(left)} of 5 shown.")
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == every
    clean(seen)


def test_words_are_searched_and_filters_add_up(html: str, opened: Open) -> None:
    page = opened(html).page
    page.keyboard.press("/")
    expect(page.get_by_label("Words")).to_be_focused()
    page.keyboard.type("BRANDT")
    assert shown(page) == ["entity type", "mention type"]
    page.get_by_label("Layer").select_option("entities")
    assert shown(page) == ["entity type"]
    page.get_by_label("Words").fill("nothing like it")
    assert shown(page) == []
    expect(page.locator(".group")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("0 of 5 shown.")


def test_the_ranking_leads_to_an_articles_disagreements(two: str, opened: Open) -> None:
    seen = opened(two)
    page = seen.page
    rows = page.locator("#articles tbody tr")
    assert rows.locator("td:first-child").all_text_contents() == ["Away", "Port shelled", "Ormond leaves"]
    page.get_by_label("Layer").select_option("entities")
    rows.nth(1).get_by_role("link").click()
    assert page.locator(".group:visible > h3").all_text_contents() == ["Port shelled"]
    assert len(shown(page)) == 4
    assert page.url.endswith("#a1")
    assert rows.nth(2).get_by_role("link").count() == 0
    clean(seen)


def test_the_keyboard_walks_along_what_is_shown(html: str, opened: Open) -> None:
    page = opened(html).page
    page.get_by_label("Layer").select_option("mentions")
    page.locator("h1").click()
    walked = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.id"))
    assert walked == ["d1", "d2", "d2", "d1"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_everything_operable_has_a_name_and_is_reached(html: str, opened: Open) -> None:
    page = opened(html).page
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "searchbox", "combobox", "navigation", "search", "region"}
    names = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in roles
    ]
    assert [role for role, name in names if not name.strip()] == []
    assert {name for role, name in names if role in ("combobox", "searchbox")} == {
        "Shown:",
        "Layer",
        "What differs",
        "Type or role",
        "Article",
        "Words",
    }
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the disagreements"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 380, 1280])
def test_nothing_is_wider_than_the_window(width: int, scheme: str, two: str, opened: Open) -> None:
    seen = opened(two, width=width, color_scheme=scheme)
    page = seen.page
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, .card, .sentence, .fields, .filters, footer p')]
            .filter(e => e.getClientRects().length)
            .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
            .map(e => e.textContent.slice(0, 40))"""
    )
    assert outside == []
    clean(seen)


# Contrast of what is read against its background (WCAG 2.2, section 1.4.3).
CONTRAST = """() => {
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const light = (color) => color.match(/[\\d.]+/g).slice(0, 3)
      .reduce((sum, v, i) => sum + linear(Number(v) / 255) * [0.2126, 0.7152, 0.0722][i], 0);
    const paper = light(getComputedStyle(document.documentElement).backgroundColor);
    const ratio = (element) => {
      const ink = light(getComputedStyle(element).color);
      return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    };
    const read = '.kicker, .lead, .about, .field, td.value, th, dt, .nothing dd';
    return Math.min(...[...document.querySelectorAll(read)].map(ratio));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_in_both_schemes(scheme: str, html: str, opened: Open) -> None:
    assert opened(html, color_scheme=scheme).page.evaluate(CONTRAST) >= 4.5


def test_without_a_script_all_of_it_is_there(html: str, opened: Open) -> None:
    page = opened(html, java_script_enabled=False).page
    assert page.locator("#figures > div:visible").count() == 5
    assert page.locator(".case:visible").count() == 5
    expect(page.locator(".filters")).to_be_hidden()


def test_a_text_that_is_away_is_told_by_offsets(tmp_path: Path, opened: Open) -> None:
    corpus = with_standoff(tmp_path / "c", hydrated=False)
    page = opened(page_of(corpus, "ann-a", "ann-b")).page
    group = page.locator(".group", has_text="Away")
    assert group.locator(".sentence").nth(1).text_content() == "The text is not on this machine: characters 12 to 20."
    assert (group.locator(".notice").text_content() or "").startswith(
        "the text of city-desk-2026-03-04-away is not in the"
    )
    assert group.locator(".field.differs").nth(2).text_content() == "span 12 to 20"
    assert "Left out, 1 in all:" in (page.locator("header .notice").text_content() or "")


def test_a_text_that_must_not_be_passed_on_says_so(two: str, opened: Open) -> None:
    notice = opened(two).page.locator(".group", has_text="Away").locator(".notice")
    assert notice.text_content() == "This text is The City Desk’s and must not be passed on."


def test_what_is_not_listed_is_said(tmp_path: Path) -> None:
    html = page_of(with_standoff(tmp_path / "c", hydrated=True), "ann-a", "ann-b", most=4)
    assert "Here are 4 of 8, those of the articles of lowest agreement" in html


def test_annotators_who_agree_have_nothing_listed(tmp_path: Path, opened: Open) -> None:
    corpus = small(tmp_path / "c")
    seen = opened(page_of(corpus, "ann-a", "ann-c"))
    assert seen.page.locator(".case").count() == 1
    twin = msgspec.structs.replace(corpus.annotation(corpus.annotated_ids("ann-a")[0], "ann-a"), annotator="twin")
    corpus.save_annotation(twin)
    page = opened(page_of(corpus, "ann-a", "twin")).page
    expect(page.get_by_text("There is none: all annotators have the same.")).to_be_visible()
    expect(page.locator(".chooser")).to_have_count(0)
    clean(seen)


def against_a_reference(tmp_path: Path) -> str:
    return page_of(small(tmp_path / "c"), "ann-a", reference="ann-b")


def test_a_reference_is_named(tmp_path: Path, opened: Open) -> None:
    page = opened(against_a_reference(tmp_path)).page
    assert page.locator("h1").text_content() == "How far ann-a agrees with ann-b"
    assert "Precision is the share of an annotator’s items that ann-b has too" in (
        page.locator(".lead").text_content() or ""
    )


# Hostile text


def hostile_corpus(folder: Path) -> Corpus:
    """Two versions of an article in which every string that a file can hold attacks, and names of annotators do."""
    corpus = init(folder, name="hostile")
    made = hostile()
    article = msgspec.structs.replace(made.article, id="harbour-gazette-2026-03-03-a")
    corpus.save_article(article, made.text)
    one = msgspec.structs.replace(made.annotation, article=article.id, annotator="ann-a")
    mark = Marking(made.text)
    mark.entities = [
        Entity(id="other", type=f"ORG{ALL}", name=f"{ALL}{TERMINAL}\u202ereversed", link=f"javascript:{RUN}"),
        Entity(id="constructor", type="__proto__", name="__proto__", link=None),
    ]
    source = mark.mention("Ormond", "other", f"PRO{ALL}")
    mark.mention("and", "constructor", "NAM")
    mark.quote(f"“{ALL}”", cue=("said",), source=source, type_=f"mixed{ALL}", kind=f"x{ALL}", attribution=f"y{ALL}")
    mark.event("fell", f"Life:Born{ALL}", (f"Person{ALL}", source), tense=f"z{ALL}")
    two: Annotation = mark.annotation(article, "ann-b")
    for annotation in (one, two):
        corpus.save_annotation(annotation)
    return corpus


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> str:
    corpus = hostile_corpus(tmp_path_factory.mktemp("home") / "corpus")
    return page_of(corpus)


def test_nothing_runs_in_the_browser(attack: str, opened: Open) -> None:
    seen = opened(attack)
    page = seen.page
    assert page.locator(".case").count() > 5
    for key in ("j", "j", "k", "/"):
        page.keyboard.press(key)
    page.keyboard.type("<script>")
    assert page.locator(".case:visible").count() > 0
    for select in page.locator(".filters select").all():
        for value in select.locator("option").evaluate_all("options => options.map(one => one.value)"):
            select.select_option(value)
    page.get_by_role("button", name="Show all").click()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None
    assert seen.dialogs == []
    assert seen.messages == []
    assert seen.requests == [page.url.partition("#")[0]]
    assert page.locator("img, iframe, form, base, link, object, embed").count() == 0
    assert page.evaluate("document.title").startswith("Agreement in hostile")


def test_only_our_own_elements_and_attributes_are_in_the_page(attack: str) -> None:
    elements = Elements(attack).found
    assert sum(tag == "script" for tag, _ in elements) == 1
    assert sum(tag == "style" for tag, _ in elements) == 1
    names = {name for _, attributes in elements for name in attributes}
    assert not {name for name in names if name.startswith("on")} & names
    assert names.isdisjoint({"style", "src", "srcdoc", "action", "xlink:href"})
    assert all(re.fullmatch(r"#[a-z0-9]+", attributes.get("href") or "#x") for _, attributes in elements)
    for _, attributes in elements:
        for key in ("class", "id", "name", "data-label", "data-difference", "data-article", "data-only", "data-layer"):
            assert re.fullmatch(r"[a-z0-9 -]*", attributes.get(key) or "")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", attack)


def test_the_policy_holds_even_if_something_got_in(html: str, opened: Open) -> None:
    """The listener of the pages of single articles hears that a request without the policy comes through."""
    seen = opened(html)
    outcomes = seen.page.evaluate(BREAK_IN, "http://127.0.0.1:9")
    assert outcomes == ["innerHTML blocked", "script blocked", "image blocked", "fetch blocked"]
    assert seen.page.evaluate("window.__pwned") is None
