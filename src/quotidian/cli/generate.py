"""Brings the generated parts of the documents up to date: ``python -m quotidian.cli.generate [--check]``.

A generated part of a hand-written document stands between ``<!-- generated: NAME -->`` and
``<!-- end of generated: NAME -->``. A test runs the check, so that no part can be stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from quotidian.agreement.reference import agreement_markdown, measures_markdown, papers_markdown
from quotidian.checks.catalogue import catalogue_markdown
from quotidian.cli.reference import reference
from quotidian.datasheet import annotators_table, layers_tables, numbers_table, sources_table
from quotidian.ingest.reference import reasons_markdown, rules_markdown
from quotidian.stats import statistics
from quotidian.store import Corpus, write_atomic
from quotidian.studio.config import labelling_config


def parts(corpus: Corpus) -> dict[str, Callable[[], str]]:
    """What can be generated, by name."""
    counts = statistics(corpus)
    return {
        "commands": reference,
        "removal-rules": rules_markdown,
        "reasons": reasons_markdown,
        "numbers": lambda: numbers_table(counts),
        "sources": lambda: sources_table(counts),
        "layers": lambda: layers_tables(counts, corpus.ontology),
        "measures": measures_markdown,
        "papers": papers_markdown,
        "agreement": lambda: agreement_markdown(corpus),
        "annotators": lambda: annotators_table(corpus, counts),
    }


def filled(document: str, generators: dict[str, Callable[[], str]]) -> str:
    """A document with every generated part made anew."""

    def fill(match: re.Match[str]) -> str:
        name = match["name"]
        return f"<!-- generated: {name} -->\n\n{generators[name]().strip()}\n\n<!-- end of generated: {name} -->"

    pattern = r"<!-- generated: (?P<name>[a-z-]+) -->.*?<!-- end of generated: (?P=name) -->"
    return re.sub(pattern, fill, document, flags=re.DOTALL)


def documents(corpus: Corpus) -> dict[Path, str]:
    """Every document with generated parts, as it should be."""
    generators = parts(corpus)
    fresh = {
        path: filled(path.read_text("utf-8"), generators)
        for path in sorted([*corpus.root.glob("*.md"), *corpus.root.glob("docs/*.md")])
        if "<!-- generated: " in path.read_text("utf-8")
    }
    fresh[corpus.root / "docs" / "checks.md"] = catalogue_markdown()
    fresh[corpus.root / "schema" / "label-studio.xml"] = labelling_config(corpus.ontology)
    return fresh


def stale(corpus: Corpus) -> list[Path]:
    """Documents that are not as they should be."""
    return [path for path, text in documents(corpus).items() if not path.is_file() or path.read_text("utf-8") != text]


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a document is stale.")
def command(check: bool) -> None:
    """Bring the generated parts of the documents up to date, and name those that were not."""
    corpus = Corpus.find()
    behind = stale(corpus)
    for path in behind:
        click.echo(path.relative_to(corpus.root))
    if check:
        sys.exit(1 if behind else 0)
    for path, text in documents(corpus).items():
        write_atomic(path, text.encode())


if __name__ == "__main__":
    command()
