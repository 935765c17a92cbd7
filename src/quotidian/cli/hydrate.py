"""``quotidian hydrate``: the texts of stand-off articles from the user's own copies."""

from __future__ import annotations

from pathlib import Path

import click

from quotidian.cli.options import corpus_option, json_option, print_json, print_lines, progress, under
from quotidian.hydrate import HydrateReport, hydrate
from quotidian.store import Corpus


@click.command(epilog="Example:  quotidian hydrate ../gum/dep saved-pages/")
@click.argument("paths", nargs=-1, metavar="FROM...", type=click.Path(path_type=Path, exists=True))
@corpus_option
@json_option
def command(corpus: Corpus, paths: tuple[Path, ...], as_json: bool) -> None:
    """Rebuild the texts of stand-off articles from your own copies of their sources.

    FROM are files and folders: saved pages, text files, a treebank (a checkout of GUM as it is). What a file is called
    does not matter: it is recognised by what is in it, and a text is kept only if its hash is right. Texts go to
    corpus/hydrated, which git ignores. Without FROM, says what is missing and where it can be had.

    Exit code: 0 if all texts are at hand, 1 if one is missing.
    """
    with progress() as bar:
        task = bar.add_task("hydrate", total=None)
        report = hydrate(corpus, paths, progress=lambda done, total: bar.update(task, completed=done, total=total))
    if as_json:
        print_json(_document(report))
    else:
        print_lines(_summary(report))
    click.get_current_context().exit(0 if report.complete else 1)


def _summary(report: HydrateReport) -> list[str]:
    """The report for people."""
    lines = [f"{len(report.rebuilt)} rebuilt, {len(report.present)} already there, {len(report.missing)} missing"]
    lines += under("not read", (file.message for file in report.unreadable))
    lines += under("not the right text", (f"{mismatch.path}: {mismatch.message}" for mismatch in report.mismatched))
    lines += under("missing", (f"{missing.article}: {missing.obtain}" for missing in report.missing))
    return lines


def _document(report: HydrateReport) -> dict[str, object]:
    """The report for machines."""
    return {
        "rebuilt": report.rebuilt,
        "present": report.present,
        "missing": [missing._asdict() for missing in report.missing],
        "mismatched": [{**mismatch._asdict(), "path": str(mismatch.path)} for mismatch in report.mismatched],
        "unreadable": [{**file._asdict(), "path": str(file.path)} for file in report.unreadable],
    }
