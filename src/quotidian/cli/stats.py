"""``quotidian stats``: what the corpus holds, counted."""

from __future__ import annotations

import click

from quotidian.cli.options import console, corpus_option, json_option, print_json
from quotidian.datasheet import layers_tables, numbers_table, sources_table
from quotidian.stats import statistics
from quotidian.store import Corpus


@click.command()
@corpus_option
@json_option
def command(corpus: Corpus, as_json: bool) -> None:
    """Count what the corpus holds: articles by source, gold labels by layer.

    Example: quotidian stats --json | jq .layers.events
    """
    counts = statistics(corpus)
    if as_json:
        print_json(counts.to_dict())
        return
    for table in (numbers_table(counts), sources_table(counts), layers_tables(counts, corpus.ontology)):
        console().print(table, markup=False)
