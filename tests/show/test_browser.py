"""The page in a real headless Chromium: pointer, keyboard, widths, schemes, and what assistive technology is told."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quotidian.show import render_html
from tests.browser import Open, Opened
from tests.show.sample import TEXT, ontology, sample

PAGE = render_html(*sample(), ontology())
PLAIN = render_html(sample().article, TEXT, None, ontology())


def lit(page: Page, css: str) -> list[str]:
    """The words of the runs that are lit in a way, adjacent runs joined, in reading order."""
    found: list[str] = page.evaluate(
        """(css) => {
            const stretches = [];
            let last = null;
            for (const run of document.querySelectorAll('article .r.' + css)) {
              if (last && last.nextSibling === run) stretches[stretches.length - 1] += run.textContent;
              else stretches.push(run.textContent);
              last = run;
            }
            return stretches;
        }""",
        css,
    )
    return found


def click_word(page: Page, word: str) -> None:
    """Click into the middle of the first place where a word stands in the article."""
    x, y = page.evaluate(
        """(word) => {
            const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(word);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + word.length);
              const box = range.getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2];
            }
        }""",
        word,
    )
    page.mouse.click(x, y)


def clean(seen: Opened) -> None:
    """Nothing was said on the console, nothing asked for but the page."""
    assert seen.messages == []
    assert seen.requests == [seen.page.url.partition("#")[0]]


def test_hover_lights_all_mentions_of_an_entity_and_tells_who_it_is(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    page.locator("article .r").get_by_text("she", exact=True).first.hover()
    assert lit(page, "same") == ["Mayor Tessa Ormond", "she", "Ormond"]
    assert lit(page, "on") == ["she"]
    card = page.get_by_role("group", name="Entity")
    expect(card).to_be_visible()
    assert card.locator(".name").inner_text() == "Tessa Ormond"
    assert card.locator(".how").nth(1).inner_text() == "Mention 2 of 3, by a pronoun"
    assert card.get_by_role("link").get_attribute("href") == "https://www.wikidata.org/wiki/Q42"
    assert card.locator("li").all_inner_texts() == ["Speaks in ❝1", "Speaks in ❝2", "Person in 14 Nominate"]
    page.locator("h1").hover()
    expect(card).to_be_hidden()
    assert lit(page, "same") == []
    clean(seen)


def test_hover_ties_a_quote_to_speaker_cue_and_addressee(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    page.locator("#q1").hover()
    assert lit(page, "on") == ["“We will not leave,”", "“Not this week.”"]
    assert lit(page, "tie") == ["she", "told", "reporters"]
    assert sorted(page.locator(".flag").all_inner_texts()) == ["addressee", "cue", "speaker"]
    assert page.locator(".ties path").count() == 1
    expect(page.locator('.note.on[data-k="q1"]')).to_have_count(1)
    page.locator('.note[data-k="q8"] .n').hover()
    assert lit(page, "tie") == ["According to", "a report by the company"]
    clean(seen)


def test_hover_shows_an_events_arguments_by_role(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    page.locator("#v4").hover()
    assert lit(page, "on") == ["signed"]
    assert page.locator(".flag").all_inner_texts() == ["Entity", "Entity", "Agreement", "Time"]
    assert page.locator(".ties path").count() == 4
    expect(page.locator('.note.on[data-k="v4"]')).to_be_visible()
    page.locator('.note[data-k="v4"] dl [data-k]').last.hover()
    assert lit(page, "on") == ["January"]
    clean(seen)


def test_a_click_pins_and_the_next_one_goes_outward(opened: Open) -> None:
    page = opened(PAGE).page
    click_word(page, "Tarn")
    assert lit(page, "on") == ["Tarn Valley"]
    click_word(page, "Tarn")
    assert lit(page, "on") == ["the Tarn Valley Water Board"]
    page.locator("#q1").hover()
    assert lit(page, "on") == ["the Tarn Valley Water Board"]
    page.locator("h1").click()
    assert lit(page, "on") == []


def test_the_keyboard_walks_in_reading_order(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    order = page.evaluate("[...document.querySelectorAll('.tag')].map(tag => tag.id)")
    walked = []
    for _ in range(12):
        page.keyboard.press("j")
        walked.append(page.evaluate("document.activeElement.id"))
    assert walked == order[:12]
    assert walked[:6] == ["q0", "m0", "v0", "m1", "m2", "m3"]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == order[10]
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == order[11]
    for _ in range(len(order)):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == order[11]
    box = page.locator(f"#{order[11]}").bounding_box()
    assert box is not None
    clean(seen)


def test_the_chain_of_an_entity_is_walked_with_n_and_p(opened: Open) -> None:
    page = opened(PAGE).page
    page.locator('.tag[aria-label^="Person: Mayor Tessa"]').focus()
    chain = []
    for key in ("n", "n", "n", "p"):
        page.keyboard.press(key)
        chain.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert chain == [
        "Person: she, that is Tessa Ormond, mention 2 of 3",
        "Person: Ormond, that is Tessa Ormond, mention 3 of 3",
        "Person: Mayor Tessa Ormond, that is Tessa Ormond, mention 1 of 3",
        "Person: Ormond, that is Tessa Ormond, mention 3 of 3",
    ]


def test_enter_pins_and_escape_lets_go(opened: Open) -> None:
    page = opened(PAGE).page
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#v4").hover()
    assert lit(page, "on")[0].startswith("Rebels shelled")
    page.keyboard.press("Escape")
    assert lit(page, "on") == []
    assert page.evaluate("document.activeElement.id") == "q0"


def test_there_is_one_tab_stop_in_the_article(opened: Open) -> None:
    page = opened(PAGE).page
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("(document.activeElement.textContent || document.activeElement.id).trim()"))
        if page.evaluate("document.activeElement.closest('article') !== null"):
            break
    assert stops[0] == "Skip to the article"
    assert stops[1] == "Harbour Gazette"
    assert [stop.split()[-2] for stop in stops if "Mentions" in stop or "Events" in stop] == ["Mentions", "Events"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article')") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.classList.contains('tag')")


def test_a_focused_tag_has_a_ring(opened: Open) -> None:
    page = opened(PAGE).page
    page.keyboard.press("j")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "2px"


@pytest.mark.parametrize(
    ("key", "name", "gone", "left"),
    [
        ("1", "Mentions", ".tag.nom", ".tag.quote"),
        ("2", "Quotes", ".tag.quote", ".tag.event"),
        ("3", "Events", ".tag.event", ".tag.nom"),
        ("4", "Values", ".tag.val", ".tag.nam"),
    ],
)
def test_layers_are_switched_by_key_and_button(opened: Open, key: str, name: str, gone: str, left: str) -> None:
    page = opened(PAGE).page
    button = page.get_by_role("button", name=name)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(key)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(left).first).to_be_visible()
    button.click()
    expect(page.locator(gone).first).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_layer_that_is_off_is_neither_lit_nor_walked(opened: Open) -> None:
    page = opened(PAGE).page
    for key in "134":
        page.keyboard.press(key)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "q1"
    page.locator("article .r", has_text="Marrow Bay").first.hover()
    assert lit(page, "same") == []
    assert lit(page, "on")[0].startswith("Rebels shelled")


def test_the_legend_switches_a_label(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    page.keyboard.press("l")
    page.get_by_role("checkbox", name="Person").uncheck()
    expect(page.locator("#m0")).to_be_visible()  # an organization
    assert page.locator(".tag.c0").evaluate_all("tags => tags.filter(tag => tag.getClientRects().length).length") == 0
    page.get_by_role("checkbox", name="Attack").uncheck()
    expect(page.locator('.note[data-k="v0"]')).to_be_hidden()
    expect(page.locator('.note[data-k="v1"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Legend")).to_be_focused()
    clean(seen)


def test_entities_are_filtered_and_lead_to_their_first_mention(opened: Open) -> None:
    seen = opened(PAGE)
    page = seen.page
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Filter entities")
    expect(box).to_be_focused()
    page.keyboard.type("ferr")
    expect(page.locator(".entities > li:visible")).to_have_count(1)
    page.locator(".entities a.name:visible").click()
    assert lit(page, "same") == ["Osmere Ferries", "its", "the company", "its"]
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Organization: Osmere Ferries, mention 1 of 4"
    )
    box.fill("nothing like it")
    expect(page.get_by_text("No entity like that.")).to_be_visible()
    clean(seen)


def test_the_keys_are_explained(opened: Open) -> None:
    page = opened(PAGE).page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("html", [PAGE, PLAIN], ids=["annotated", "plain"])
@pytest.mark.parametrize("width", [320, 380, 1100, 1440])
def test_nothing_is_wider_than_the_window(opened: Open, width: int, html: str) -> None:
    seen = opened(html, width=width)
    page = seen.page
    page.keyboard.press("j")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll('h1, .text, .note, .cast a, .panel, footer p')]
            .filter(e => e.getClientRects().length)
            .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
            .map(e => e.textContent.slice(0, 40))"""
    )
    assert outside == []
    clean(seen)


@pytest.mark.parametrize("width", [768, 1440])
def test_notes_in_a_margin_never_cover_each_other(opened: Open, width: int) -> None:
    boxes: list[dict[str, float]] = opened(PAGE, width=width).page.evaluate(
        """() => [...document.querySelectorAll('.note, .text')].map(e => e.getBoundingClientRect())
            .map(r => ({left: r.left, right: r.right, top: r.top, bottom: r.bottom}))"""
    )
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = one["left"] >= other["right"] - 1 or other["left"] >= one["right"] - 1
            assert apart or one["top"] >= other["bottom"] - 1 or other["top"] >= one["bottom"] - 1


def test_copied_text_is_the_text(opened: Open) -> None:
    page = opened(PAGE).page
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article'))")
    copied = page.evaluate("getSelection().toString()")
    assert [line for line in copied.split("\n") if line.strip()] == [line for line in TEXT.split("\n") if line]


def test_everything_operable_has_a_name(opened: Open) -> None:
    page = opened(PAGE).page
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "searchbox", "checkbox", "toolbar", "article", "navigation", "complementary", "dialog"}
    operable = [node for node in nodes if not node.get("ignored") and node.get("role", {}).get("value") in roles]
    names = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in operable]
    assert [role for role, name in names if not name.strip()] == []
    assert ("button", "Person: she, that is Tessa Ormond, mention 2 of 3") in names
    assert ("button", "Quote 2, direct speech by Tessa Ormond") in names
    assert (
        "button",
        "Event 1, Attack: shelled; Attacker: Rebels; Target: the grain terminal in Marrow Bay; Time: Tuesday",
    ) in names
    assert ("complementary", "Who speaks") in names


def test_without_a_script_all_of_it_is_there(opened: Open) -> None:
    page = opened(PAGE, java_script_enabled=False).page
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("#filter")).to_be_hidden()
    for words in ("Who speaks", "What happens"):
        expect(page.get_by_role("complementary", name=words).first).to_be_visible()
    expect(page.locator("#m0")).to_be_visible()
    assert page.locator(".entities > li").count() == 36
    expect(page.get_by_role("heading", name="Legend")).to_be_visible()


def test_dark_print_and_calm(opened: Open) -> None:
    page = opened(PAGE, color_scheme="dark", reduced_motion="reduce").page
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 23, 26)"
    page.locator("#q1").hover()
    assert page.evaluate("getComputedStyle(document.querySelector('.ties path')).animationName") == "none"
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator('.note[data-k="v0"]')).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.note')).position") == "static"
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#ffffff"


def test_high_contrast_keeps_the_lines(opened: Open) -> None:
    page = opened(PAGE, forced_colors="active").page
    shown = page.evaluate(
        """() => ['u0-nom', 'u0-val', 'u0-pro'].map(css => getComputedStyle(document.querySelector('.r.' + css)))
            .map(style => style.textDecorationLine + ' ' + style.textDecorationStyle)"""
    )
    assert shown == ["underline solid", "underline dotted", "underline dashed"]


def test_a_tap_opens_the_card_at_the_foot_of_a_small_screen(opened: Open) -> None:
    page = opened(PAGE, width=380, height=700, has_touch=True).page
    page.locator("article .r", has_text="reporters").first.tap()
    card = page.get_by_role("group", name="Entity")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["y"] + box["height"])) == (8, 692)


def test_the_plain_page_is_quiet(opened: Open) -> None:
    seen = opened(PLAIN)
    for key in ("j", "n", "1", "e", "l", "/", "?", "Escape", "Escape"):
        seen.page.keyboard.press(key)
    expect(seen.page.locator(".bar")).to_be_hidden()
    clean(seen)


@pytest.mark.parametrize("width", [380, 900, 1440])
def test_tags_never_cover_each_other(opened: Open, width: int) -> None:
    covering = opened(PAGE, width=width).page.evaluate(
        """() => {
            const tags = [...document.querySelectorAll('.tag')].map(tag => [tag.id, tag.getBoundingClientRect()]);
            return tags.flatMap(([one, a], i) => tags.slice(0, i)
              .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
                              && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5)
              .map(([other]) => one + ' ' + other));
        }"""
    )
    assert covering == []
