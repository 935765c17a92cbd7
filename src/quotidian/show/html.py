"""One page that holds everything: no request leaves it, nothing runs in it but our own script."""

from __future__ import annotations

import json
from calendar import month_name
from datetime import date
from functools import cache
from importlib import resources
from string import Template

from quotidian._version import __version__
from quotidian.display.markup import isolated, link, safe, wikidata
from quotidian.display.page import head
from quotidian.model import Annotation, Article
from quotidian.ontology import Ontology
from quotidian.show.look import look
from quotidian.show.page_lists import cast_html, entities_html, legend_html, values_html
from quotidian.show.page_notes import happened_html, said_html
from quotidian.show.page_text import paragraph_html
from quotidian.show.palette import Palette, palette
from quotidian.show.style import stylesheet
from quotidian.show.view import View

_STYLES = ("base", "text", "notes", "panels", "print")
_SCRIPTS = ("page", "ties", "card", "highlight", "margins", "panels", "keys")


def render_html(article: Article, text: str, annotation: Annotation | None, ontology: Ontology) -> str:
    """An article with its layers as one self-contained HTML page.

    The page is safe to open whatever the article says: all of it is escaped, and its content security policy allows the
    page's own style and script by their hash (CSP Level 3) and no connection at all.

    Args:
        article, text, annotation: as the store gives them; without an annotation the plain article is shown.
        ontology: where labels get their colours and definitions from.

    Raises:
        InputError: text, annotation and article don't belong together, or the annotation points to nothing.
    """
    view = look(article, text, annotation)
    labels = palette(view, ontology)
    style = stylesheet(view, labels) + _asset("css", _STYLES)
    script = "(() => {\n'use strict';\n" + _asset("js", _SCRIPTS) + "})();\n"
    return Template(_read("page.html")).substitute(
        head=head(f"{safe(article.title)} · {safe(article.source)}", style, script, version=__version__),
        language=safe(article.language),
        script=script,
        data=_json(_data(view, labels)),
        kicker=_kicker(article),
        headline=isolated(article.title),
        notice=_notice(view),
        cast=cast_html(view, labels),
        counts=_counts(view),
        rows="\n".join(_row(view, labels, number) for number in range(len(view.paragraphs))),
        panels=entities_html(view, labels) + values_html(view, labels) + legend_html(view, labels)
        if annotation
        else "",
        colophon=_colophon(view),
        state="annotated" if annotation else "plain",
    )


def _row(view: View, labels: Palette, number: int) -> str:
    paragraph = view.paragraphs[number]
    said, happened = said_html(view, labels, paragraph), happened_html(view, labels, paragraph)
    return f'<div class="row">{paragraph_html(view, labels, number)}{said}{happened}</div>'


def _kicker(article: Article) -> str:
    parts = [link(article.url, isolated(article.source))]
    if article.published:
        parts.append(_day(article.published))
    if article.synthetic:
        parts.append("<span>invented for the corpus</span>")
    return "<span> · </span>".join(parts)


def _day(published: str) -> str:
    try:
        day = date.fromisoformat(published)
    except ValueError:
        return safe(published)
    return f'<time datetime="{day.isoformat()}">{day.day} {month_name[day.month]} {day.year}</time>'


def _notice(view: View) -> str:
    notices = []
    if view.annotator is None:
        notices.append("No annotation yet: the article is shown without its layers.")
    if not view.article.rights.redistributable:
        notices.append(
            f"This text is {safe(view.article.rights.holder)}’s and must not be passed on: keep this page to yourself."
        )
    return "".join(f'<p class="notice" role="note">{notice}</p>' for notice in notices)


def _counts(view: View) -> str:
    values = sum(mention.entity is None for mention in view.mentions)
    layers = (
        ("mentions", "Mentions", len(view.mentions) - values),
        ("quotes", "Quotes", len(view.quotes)),
        ("events", "Events", len(view.events)),
        ("values", "Values", values),
    )
    return "".join(
        f'<button type="button" aria-pressed="true" data-layer="{key}"><kbd aria-hidden="true">{number}</kbd> {name} '
        f'<span class="count">{count}</span></button>'
        for number, (key, name, count) in enumerate(layers, 1)
    )


def _colophon(view: View) -> str:
    article, rights = view.article, view.article.rights
    lines = [f"<code>{safe(article.id)}</code> · split {safe(article.split)} · {len(view.text):,} characters"]
    lines.append(f"Text: {isolated(rights.attribution or rights.holder)} · {safe(rights.license)}")
    if view.provenance is not None:
        made = f"Annotation: {safe(view.annotator)}, {safe(view.provenance.updated[:10])}"
        if view.provenance.adjudicated_from:
            made += f", adjudicated from {safe(', '.join(view.provenance.adjudicated_from))}"
        lines.append(f"{made} · {safe(view.provenance.tool.name)} {safe(view.provenance.tool.version)}")
    lines.append(f"Shown by Quotidian {safe(__version__)}")
    return "".join(f"<p>{line}</p>" for line in lines)


def _data(view: View, labels: Palette) -> dict[str, object]:
    """What the script needs to know; numbers refer to elements by their ids."""
    mentions = []
    for number, mention in enumerate(view.mentions):
        swatch = labels.mentions[mention.type]
        mentions.append(
            {
                "figure": view.figure_of[number],
                "css": swatch.key,
                "type": f"{swatch.name} · {swatch.label}",
                "level": mention.level,
                "words": view.mention_text(number),
            }
        )
    return {
        "mentions": mentions,
        "figures": [{"name": f.name, "mentions": f.mentions, "wikidata": wikidata(f.entity.link)} for f in view.cast],
        "quotes": [
            {"source": view.sources[n], "addressees": view.addressees[n], "speaker": view.speaker(n)}
            for n in range(len(view.quotes))
        ],
        "events": [
            {
                "label": labels.events[event.type].label,
                "css": labels.events[event.type].key,
                "arguments": view.arguments[n],
            }
            for n, event in enumerate(view.events)
        ],
    }


def _json(value: object) -> str:
    """JSON that can't end or open an element, a comment or a line of script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _asset(kind: str, names: tuple[str, ...]) -> str:
    return "".join(_read(f"{name}.{kind}") for name in names)


@cache
def _read(name: str) -> str:
    return resources.files("quotidian.show").joinpath("page", name).read_text("utf-8")
