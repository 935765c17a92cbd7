"""Web pages become documents, however they are made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quotidian.errors import IngestError, MissingExtraError
from quotidian.ingest import read_html as module
from quotidian.ingest.document import Document
from quotidian.ingest.read_html import read_html
from quotidian.text import canonicalize
from tests.ingest.samples import BODY, HEADLINE, OTHER_BODY, page

PATH = Path("a/ferry.html")


def marked(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def test_the_article_and_its_metadata() -> None:
    head = (
        '<meta property="og:site_name" content="Harbour News"><meta name="author" content="Ada Quill">'
        '<meta property="article:published_time" content="2026-03-03T23:30:00-05:00">'
        '<link rel="canonical" href="https://example.org/ferry">'
    )
    document = read_html(page(*BODY, head=head), PATH)
    assert marked(document) == [("title", HEADLINE), ("text", BODY[0]), ("text", BODY[1])]
    assert (document.title, document.url) == (HEADLINE, "https://example.org/ferry")
    assert (document.published, document.site, document.author) == ("2026-03-03", "Harbour News", "Ada Quill")
    assert (document.format, document.name, document.reader.name) == ("html", "ferry.html", "trafilatura")


def test_a_date_in_the_future_or_in_the_text_is_not_guessed() -> None:
    head = '<meta property="article:published_time" content="2199-03-03T10:00:00Z">'
    assert read_html(page(*BODY, head=head), PATH).published == "2199-03-03"
    text = f"{BODY[0]} It will sail again on March 9, 2026, the board said, if the weather holds."
    assert read_html(page(text, BODY[1]), PATH).published is None


def test_structure_is_marked() -> None:
    inner = (
        f"<p>{BODY[0]}</p><h2>On board</h2><p>{BODY[1]}</p><ul><li>Ninety <b>people</b>.</li><li>Nine goats.</li></ul>"
        f"<blockquote><p>{OTHER_BODY[0]}</p></blockquote><p>{OTHER_BODY[1]}</p>"
    )
    document = read_html(page().replace("</h1>", f"</h1>{inner}"), PATH)
    assert marked(document) == [
        ("title", HEADLINE),
        ("text", BODY[0]),
        ("heading", "On board"),
        ("text", BODY[1]),
        ("item", "Ninety people."),
        ("item", "Nine goats."),
        ("text", OTHER_BODY[0]),
        ("text", OTHER_BODY[1]),
    ]


def test_any_white_space_of_the_source_is_one_space() -> None:
    text = BODY[0].replace("Monday morning", "Monday\n        morning").replace("ninety people", "ninety&nbsp;people")
    assert read_html(page(text, BODY[1]), PATH).blocks[1].text == BODY[0]


def test_a_line_break_is_a_space() -> None:
    document = read_html(page(BODY[0].replace(" on Monday", "<br/>on Monday"), BODY[1]), PATH)
    assert document.blocks[1].text == BODY[0]


def test_inline_markup_leaves_no_trace() -> None:
    text = BODY[0].replace("harbour", "<em>har</em>bour").replace("Tarsk", '<a href="/t">Tarsk</a>')
    assert read_html(page(text, BODY[1]), PATH).blocks[1].text == BODY[0]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "   ",
        "<html><script>while (true) {}</script></html>",
        "<html><body></body></html>",
        "<" * 100_000,
        "<html><body>" + "<div>" * 20_000 + "x" + "</div>" * 20_000,
        "<html><body><!-- " + "x" * 100_000,
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><body>&b;</body>',
    ],
    ids=["empty", "blank", "script", "body", "brackets", "deep", "comment", "entities"],
)
def test_a_page_without_an_article_is_refused(source: str) -> None:
    with pytest.raises(IngestError) as caught:
        read_html(source, PATH)
    assert caught.value.reason == "no-text"
    assert str(caught.value) == ("a/ferry.html: no article found in this page; save its text as a .txt file instead")


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>&#xD800; &#x110000; &#0; \x01\x02\x1b[31m \u202egpj.exe</p>",
        "<p class='" + "x" * 1_000_000 + "'>",
        "<b>" * 20_000,
        "</p></p></div></html><html>",
        "<svg><foreignObject><style>p{}</style></svg>",
        "<p>]]><![CDATA[x]]></p><?php echo 1 ?>",
    ],
    ids=["characters", "attribute", "nested", "closed", "svg", "cdata"],
)
def test_a_hostile_page_still_gives_its_article(hostile: str) -> None:
    document = read_html(page(*BODY).replace("</article>", f"{hostile}</article>"), PATH)
    assert document.text.startswith(f"{HEADLINE}\n\n{BODY[0]}\n\n{BODY[1]}\n")
    assert document.text == canonicalize(document.text)


def test_without_trafilatura_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module.reader.cache_clear()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError) as caught:
        read_html(page(*BODY), PATH)
    monkeypatch.undo()
    module.reader.cache_clear()
    assert str(caught.value) == "reading HTML needs the extra 'ingest': pip install 'quotidian[ingest]'"
