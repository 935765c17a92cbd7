"""Every annotated article of this corpus whose text is at hand can be shown, whole, by everybody who annotated it."""

from __future__ import annotations

import io

from rich.console import Console

from quotidian.schemas import data_folder
from quotidian.show import render_html, render_terminal
from quotidian.store import Corpus
from tests.show.test_html import Words


def test_every_annotation_is_shown() -> None:
    corpus = Corpus(data_folder())
    shown = 0
    for annotator in corpus.annotators():
        for article in corpus.articles(corpus.annotated_ids(annotator)):
            if not corpus.has_text(article):
                continue
            text, annotation = corpus.text(article), corpus.annotation(article.id, annotator)
            page = render_html(article, text, annotation, corpus.ontology)
            assert "\n\n".join(Words(page, "text").found) + "\n" == text
            assert page.count('class="note') >= len(annotation.quotes) + len(annotation.events)
            assert page.count('<button type="button" tabindex="-1"') == (
                len(annotation.mentions) + len(annotation.quotes) + len(annotation.events)
            )
            out = io.StringIO()
            body = render_terminal(article, text, annotation, corpus.ontology, width=120, color=False)
            Console(file=out, width=120, color_system=None).print(body, soft_wrap=True)
            assert all(f"{{{number} " in out.getvalue() for number in range(1, len(annotation.quotes) + 1))
            assert all(f"<{number} " in out.getvalue() for number in range(1, len(annotation.events) + 1))
            shown += 1
    assert shown
