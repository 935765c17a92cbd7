"""``quotidian build``: a release of the corpus."""

from __future__ import annotations

from pathlib import Path

import click

from quotidian.cli.options import FOLDER, console, corpus_option, json_option, print_json, progress
from quotidian.store import Corpus


@click.command()
@click.option("--out", type=FOLDER, help="The folder that holds releases.  [default: dist in the corpus]")
@click.option("--hydrated", is_flag=True, help="Release hydrated texts too, where their licence allows it.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Number of processes.")
@corpus_option
@json_option
def command(out: Path | None, hydrated: bool, workers: int, corpus: Corpus, as_json: bool) -> None:
    """Build the release: DIR/<name>-<version>/, complete or not at all, and load it back.

    Articles with a gold annotation are released, the others are counted. Stand-off articles are released as offsets and
    hash. The same corpus gives the same bytes on any number of workers.

    Example: quotidian build --hydrated --workers 2
    """
    from quotidian.release import build, summary
    from quotidian.release.swap import terminable

    with progress() as bar, terminable():
        task = bar.add_task("building", total=None)
        report = build(
            corpus,
            out,
            hydrated=hydrated,
            workers=workers,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(report.to_dict())
    else:
        console().print(summary(report), markup=False)
