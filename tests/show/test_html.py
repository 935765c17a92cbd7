"""The page without a browser: what it says, to whom it says it, and that it is all of it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest

from quotidian.show import render_html
from tests.show.sample import TEXT, ontology, sample

PAGE = render_html(*sample(), ontology())


class Words(HTMLParser):
    """The text of the elements of one class, in order."""

    def __init__(self, html: str, css: str) -> None:
        super().__init__()
        self.css = css
        self.depth = 0
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += tag not in ("input", "br")
        elif self.css in (dict(attrs).get("class") or "").split():
            self.depth = 1
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(self.depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found[-1] += data


def words(css: str, html: str = PAGE) -> list[str]:
    return [" ".join(found.split()) for found in Words(html, css).found]


def test_the_paragraphs_are_the_text_to_the_character() -> None:
    assert "\n\n".join(Words(PAGE, "text").found) + "\n" == TEXT


def test_the_margins_say_who_speaks_and_what_happens_without_a_script() -> None:
    notes = words("note")
    assert notes[:3] == [
        "❝1 Tessa Ormond PER indirect speech · explicit · said",
        "1 Attack shelled Actual, past Attacker Rebels Target the grain terminal in Marrow Bay Time Tuesday",
        "2 Die killing Actual, past Agent Rebels Victim two dock workers Time Tuesday "
        "Place the grain terminal in Marrow Bay",
    ]
    assert "❝2 Tessa Ormond PER direct speech · anaphoric · as she · told · to reporters" in notes
    assert "❝4 Ilse Brandt PER mixed thought · anaphoric · as she · expected · inside ❝3" in notes
    assert "❝6 Yusuf Amrani goes on" in notes
    assert "❝11 nobody named indirect thought · none · is expected" in notes
    assert "6 Transport leave Other, future, negative Artifact We Time this week" in notes


def test_entities_come_by_number_of_mentions() -> None:
    listed = re.sub(r"\s+", " ", Words(PAGE, "entities").found[0])
    assert listed.startswith("PER Yusuf Amrani ×5 Yusuf Amrani (يوسف عمراني), who dives for the harbour compa…, My, me")
    assert "Tessa Ormond ×3 Wikidata Q42Mayor Tessa Ormond, she, Ormond" in listed


def test_policy_names_the_very_style_and_script_of_the_page() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', PAGE)
    assert policy is not None

    def hashed(source: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()

    style = PAGE.split("<style>")[1].split("</style>")[0]
    script = PAGE.split("<script>")[1].split("</script>")[0]
    assert policy[1] == (
        f"default-src 'none'; style-src '{hashed(style)}'; script-src '{hashed(script)}'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    assert "@import" not in style
    assert "url(" not in style


def test_the_same_input_gives_the_same_page() -> None:
    assert render_html(*sample(), ontology()) == PAGE


def test_without_annotation_the_article_is_shown_and_says_so() -> None:
    html = render_html(sample().article, TEXT, None, ontology())
    assert words("notice", html) == ["No annotation yet: the article is shown without its layers."]
    assert "\n\n".join(Words(html, "text").found) + "\n" == TEXT
    assert words("note", html) == []


def test_a_text_that_may_not_be_passed_on_says_so() -> None:
    rights = msgspec.structs.replace(sample().article.rights, redistributable=False, holder="City Desk Ltd")
    html = render_html(msgspec.structs.replace(sample().article, rights=rights), TEXT, None, ontology())
    assert (
        words("notice", html)[1]
        == "This text is City Desk Ltd’s and must not be passed on: keep this page to yourself."
    )


@pytest.mark.parametrize(("published", "shown"), [("2026-03-03", "3 March 2026"), ("2026-13-99", "2026-13-99")])
def test_the_date_is_written_out(published: str, shown: str) -> None:
    html = render_html(msgspec.structs.replace(sample().article, published=published), TEXT, None, ontology())
    assert words("kicker", html) == [f"Harbour Gazette · {shown} · invented for the corpus"]


def test_a_label_that_the_ontology_lacks_is_shown_as_it_is() -> None:
    known = ontology()
    smaller = msgspec.structs.replace(known, event_types=known.event_types[:1])
    html = render_html(*sample(), smaller)
    assert "1 Conflict:Attack shelled Actual, past" in words("note", html)[1]
    assert "not in the ontology" in words("means", html)


def test_a_tag_above_is_a_number_where_words_would_cover_the_next_one() -> None:
    assert 'id="v8" data-k="v8" data-t="9"' in PAGE or 'data-t="9 Die"' in PAGE
    assert 'data-t="1 Attack"' in PAGE
