"""``quotidian agree``: how far annotators agree, layer by layer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import click

from quotidian.agreement.agree import LAYERS, agree
from quotidian.agreement.choosing import annotated, choose
from quotidian.agreement.counts import Layer
from quotidian.agreement.page import render_html
from quotidian.agreement.report import AgreementReport
from quotidian.agreement.terminal import count, render_terminal
from quotidian.cli.options import console, corpus_option, json_option, need_folder, print_json, progress
from quotidian.errors import InputError, QuotidianError
from quotidian.model import SPLITS
from quotidian.show import find_article
from quotidian.store import HYDRATED, RELEASES, Corpus, write_atomic

_TOLD = 10  # of what was left out, on standard error


@click.command()
@click.argument("annotators", metavar="[ANNOTATOR]...", nargs=-1)
@click.option("--reference", metavar="NAME", help="Compare each with NAME, such as gold, instead of with each other.")
@click.option("--article", "named", metavar="ID", multiple=True, help="Only this article; repeatable.")
@click.option("--split", "splits", type=click.Choice(SPLITS), multiple=True, help="Only this split; repeatable.")
@click.option("--layer", "layers", type=click.Choice(LAYERS), multiple=True, help="Only this layer; repeatable.")
@click.option(
    "--html", "page", metavar="FILE", type=click.Path(path_type=Path), help="Write the page with every disagreement."
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 10_000),
    default=1000,
    show_default=True,
    help="How often articles are drawn for the intervals.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the drawing: the same seed, the same intervals.",
)
@corpus_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    annotators: tuple[str, ...],
    reference: str | None,
    named: tuple[str, ...],
    splits: tuple[str, ...],
    layers: tuple[str, ...],
    page: Path | None,
    resamples: int,
    seed: int,
    corpus: Corpus,
    as_json: bool,
) -> None:
    """Measure how far annotators agree on mentions, coreference, quotes and events.

    By default all annotators but gold are compared with each other, over the articles that both of two annotated. Each
    value has a 95 % interval. docs/agreement.md says what each measure means and what a low value tells. The page shows
    every disagreement in its sentence.

    Exit code: 0 however far they agree, 1 if a file had to be left out, 2 for misuse.

    \b
    Examples:
      quotidian agree
      quotidian agree ann-a ann-b --html agreement.html
      quotidian agree --reference gold --layer quotes --json
    """
    try:
        choice = choose(corpus, annotators, reference)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    articles = _articles(corpus, named, splits)
    if page is not None:
        _require_place(corpus, page, annotated(corpus, choice, articles))
    bar = progress()
    with bar:
        task = bar.add_task("agree", total=None)
        report = agree(
            corpus,
            annotators or None,
            reference=reference,
            articles=articles,
            layers=cast("tuple[Layer, ...]", layers) or None,
            resamples=resamples,
            seed=seed,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if page is not None:
        write_atomic(page, "".join(render_html(report, corpus)).encode())
    if as_json:
        print_json(report.to_dict())
    else:
        console().print(render_terminal(report))
        _tell(report, page)
    ctx.exit(1 if any(one.fault for one in report.left_out) else 0)


def _articles(corpus: Corpus, named: tuple[str, ...], splits: tuple[str, ...]) -> list[str] | None:
    """The ids of the articles to compare; None for all."""
    found = [find_article(corpus, one).id for one in named] if named else None
    if not splits:
        return found
    return [article.id for article in corpus.articles(found) if article.split in splits]


def _require_place(corpus: Corpus, page: Path, articles: Iterable[str]) -> None:
    """Refuse a place for the page where it would carry sentences of stand-off articles into the repository.

    Raises:
        UsageError: it is a folder, in a folder that is not there, or where git would take it in.
    """
    if page.is_dir():
        raise click.UsageError(f"{page} is a folder: name a file for the page, such as {page / 'agreement.html'}")
    root = corpus.root.resolve()
    place = page.resolve()
    ignored = any(place.is_relative_to(root / folder) for folder in (HYDRATED, RELEASES))
    if place.is_relative_to(root) and not ignored and any(_is_standoff(corpus, article) for article in articles):
        raise click.UsageError(
            f"{page}: the page holds sentences of stand-off articles, which must not enter the repository: choose a "
            f"place outside of it, or one that git ignores such as {corpus.releases / page.name}"
        )
    if place.parent != corpus.releases.resolve():  # that one is of the corpus, and made when it is needed
        need_folder(page)


def _is_standoff(corpus: Corpus, article: str) -> bool:
    """Whether a text must not enter the repository; metadata that can't be read are told of later, with the rest."""
    try:
        return corpus.article(article).standoff
    except QuotidianError:
        return False


def _tell(report: AgreementReport, page: Path | None) -> None:
    """What a reader of the table has to know besides, on standard error."""
    left_out = report.left_out
    for one in left_out[:_TOLD]:
        click.echo(f"quotidian: left out: {one.path}: {one.reason}", err=True)
    if len(left_out) > _TOLD:
        click.echo(f"quotidian: left out: {len(left_out) - _TOLD:,} more; --json has all", err=True)
    where = f"{page} shows them" if page is not None else "--html FILE shows them"
    compared, found = count(report.articles, "article"), count(report.counted, "disagreement")
    click.echo(f"quotidian: {compared} compared, {found}; {where}", err=True)
