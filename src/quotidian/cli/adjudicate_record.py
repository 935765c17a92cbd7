"""``quotidian adjudicate record``: how gold was decided, written into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from quotidian.cli.adjudicate_options import annotator_name, chosen_articles, decisions_told, tell
from quotidian.cli.options import corpus_option, json_option, plain, print_json
from quotidian.errors import InputError
from quotidian.model import GOLD
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.model import Article


@click.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All gold annotations.")
@click.option("--adjudicator", metavar="NAME", callback=annotator_name, help="Who decided, if the file does not tell.")
@corpus_option
@json_option
@click.pass_context
def record(
    ctx: click.Context,
    corpus: Corpus,
    articles: tuple[str, ...],
    everything: bool,
    adjudicator: str | None,
    as_json: bool,
) -> None:
    """Write into gold how it was decided, by comparing it with the annotators that it names; no label changes.

    Example: quotidian adjudicate record --all
    """
    from quotidian.adjudicate.recording import record_gold

    done, refused = [], []
    for article in _decided(corpus) if everything and not articles else chosen_articles(corpus, articles, everything):
        try:
            done.append(record_gold(corpus, article, adjudicator=adjudicator))
        except InputError as error:
            refused.append((article.id, error))
    if as_json:
        print_json(
            {"gold": plain(done), "refused": [{"article": one, "message": str(error)} for one, error in refused]}
        )
    else:
        for one in done:
            click.echo(f"{one.path}: {'written' if one.changed else 'unchanged'}: {decisions_told(one.decisions)}")
        tell(error for _, error in refused)
    ctx.exit(1 if refused else 0)


def _decided(corpus: Corpus) -> Iterable[Article]:
    """All articles that have gold, whoever annotated them."""
    decided = set(corpus.annotated_ids(GOLD))
    return corpus.articles([one for one in corpus.article_ids() if one in decided])
