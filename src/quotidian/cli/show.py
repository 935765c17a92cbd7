"""``quotidian show``: an article with its layers."""

from __future__ import annotations

from pathlib import Path

import click

from quotidian.cli.options import console, corpus_option, json_option, need_folder, print_json
from quotidian.model import GOLD, Annotation
from quotidian.show import find_article, render_html, render_terminal
from quotidian.store import Corpus, write_atomic

_STDOUT = "-"
_DEFAULT = ""


@click.command()
@click.argument("article_id", metavar="ID", required=False)
@click.option("--annotator", metavar="NAME", default=GOLD, show_default=True, help="Whose annotation.")
@click.option(
    "--html",
    "page",
    metavar="[FILE|-]",
    is_flag=False,
    flag_value=_DEFAULT,
    help="Write one self-contained page instead.  [default FILE: dist/show/ID.html in the corpus]",
)
@corpus_option
@json_option
def command(article_id: str | None, annotator: str, page: str | None, corpus: Corpus, as_json: bool) -> None:
    """Show an article with its layers: who is in it, who said what, what happened to whom.

    ID may be shortened to whatever no other article's id begins with or contains. In the terminal, margins say who
    speaks (left) and what happens (right); as a page, rest the pointer on anything to see what belongs to it, and press
    ? for the keys.

    \b
    Examples:
      quotidian show north-korea
      quotidian show north-korea --annotator ann-a | less
      quotidian show north-korea --html
    """
    if article_id is None:
        mend = "put it before --html, which takes the word after it for a file" if page else "which article?"
        raise click.UsageError(f"missing argument 'ID': {mend}")
    known = sorted({GOLD, *corpus.annotators()})
    if annotator not in known:
        raise click.BadParameter(f"{annotator!r} is no annotator here: expected {' or '.join(known)}")
    article = find_article(corpus, article_id)
    text = corpus.text(article)
    annotation = _annotation(corpus, article.id, annotator)
    if as_json:
        print_json(
            {
                "article": article.to_dict(),
                "text": text,
                "annotation": None if annotation is None else annotation.to_dict(),
            }
        )
    elif page is None:
        shown = console()
        color = shown.color_system is not None and not shown.no_color
        body = render_terminal(article, text, annotation, corpus.ontology, width=shown.width, color=color)
        shown.print(body)
    else:
        html = render_html(article, text, annotation, corpus.ontology)
        if page == _STDOUT:
            click.echo(html, nl=False)
        else:
            path = Path(page) if page else corpus.releases / "show" / f"{article.id}.html"
            if path.is_dir():
                raise click.UsageError(f"{path} is a folder: name a file for the page, such as {path / 'page.html'}")
            if page:
                need_folder(path)
            write_atomic(path, html.encode())
            click.echo(path)


def _annotation(corpus: Corpus, article: str, annotator: str) -> Annotation | None:
    if article in corpus.annotated_ids(annotator):
        return corpus.annotation(article, annotator)
    others = [name for name in corpus.annotators() if article in corpus.annotated_ids(name)]
    if others:
        names = " or ".join(f"--annotator {name}" for name in others)
        click.echo(f"quotidian: {annotator} has no annotation of this article; there is one with {names}", err=True)
    return None
