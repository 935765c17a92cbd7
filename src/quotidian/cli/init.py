"""``quotidian init``: an empty corpus."""

from __future__ import annotations

from pathlib import Path

import click

from quotidian.cli.options import FOLDER, json_option, print_json
from quotidian.init import init


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--name", help="Names the releases: <name>-<version>.  [default: from the folder's name]")
@click.option("--title", help="What people call it.  [default: the name]")
@click.option("--license", "spdx", default="CC-BY-4.0", show_default=True, help="SPDX licence of the annotations.")
@click.option("--author", "authors", multiple=True, help="Who stands behind it; may be repeated.")
@click.option(
    "--ontology",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the labels from this file.  [default: Quotidian's]",
)
@json_option
def command(
    folder: Path,
    name: str | None,
    title: str | None,
    spdx: str,
    authors: tuple[str, ...],
    ontology: Path | None,
    as_json: bool,
) -> None:
    """Make an empty corpus in DIR, with schemas, ontology and guidelines.

    Example: quotidian init harbour-news --title "Harbour News" --author "The Harbour News team"
    """
    corpus = init(folder, name=name, title=title, spdx=spdx, authors=authors or ("The maintainers",), ontology=ontology)
    if as_json:
        print_json({"corpus": str(corpus.root), **corpus.info.to_dict()})
    else:
        click.echo(f"Made an empty corpus in {corpus.root}: read {corpus.root / 'README.md'} for what to do next.")
