"""``quotidian adjudicate status``: how far adjudication is."""

from __future__ import annotations

import click

from quotidian.adjudicate.policy import Policy
from quotidian.cli.adjudicate_options import chosen_articles, count, listed, selection
from quotidian.cli.options import corpus_option, json_option, plain, print_json
from quotidian.store import Corpus


@click.command()
@selection
@corpus_option
@json_option
def status(
    corpus: Corpus,
    articles: tuple[str, ...],
    everything: bool,
    annotators: tuple[str, ...],
    policy: Policy,
    as_json: bool,
) -> None:
    """Look how far adjudication is: what is gold, what is to be decided, and what is new since.

    Example: quotidian adjudicate status --all
    """
    from quotidian.adjudicate.status import standing

    chosen = chosen_articles(corpus, articles, everything, annotators)
    found = [standing(corpus, one, annotators, policy=policy) for one in chosen]
    if as_json:
        print_json(plain(found))
        return
    for one in found:
        if one.state == "refused":
            click.echo(f"{one.article}: refused: {one.reason}")
            continue
        words = {"gold": "gold answers everything", "new": "gold, and new questions", "to-do": "to be decided"}
        by_hand = "; gold does not tell how it was decided: see 'record'" if one.by_hand else ""
        counts = (
            f"{one.items} items {'agreed' if one.state == 'to-do' else 'in gold'}, {count(one.questions, 'question')}"
        )
        click.echo(f"{one.article}: {words[one.state]}: {counts}, between {listed(one.between)}{by_hand}")
