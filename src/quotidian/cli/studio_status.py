"""``quotidian studio status``: how far each annotator is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotidian.cli.options import console, corpus_option, json_option, plain, print_json, progress
from quotidian.cli.studio_options import NamedServer, server_options
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.status import StatusReport


@click.command()
@click.argument("annotators", metavar="[NAME]...", nargs=-1)
@server_options
@corpus_option
@json_option
def status(
    corpus: Corpus,
    annotators: tuple[str, ...],
    server: NamedServer,
    as_json: bool,
) -> None:
    """How far each annotator is: tasks assigned, done, skipped and left, and what has to be mended.

    "each" is the median working time of an article. Writes no annotation.

    Example: quotidian studio status --json
    """
    from quotidian.studio.status import status as look

    with progress() as bar:
        task = bar.add_task("status", total=None)
        report = look(
            corpus,
            server.of(corpus),
            annotators,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(plain(report))
    else:
        _print_status(report)


def _print_status(report: StatusReport) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("annotator", no_wrap=True)
    for name in ("assigned", "done", "skipped", "left", "drafts", "to mend", "findings", "each"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in report.standings:
        numbers = (one.assigned, one.done, one.skipped, one.left, one.drafts, one.to_mend, one.findings)
        table.add_row(one.annotator, *map(str, numbers), _time(one.seconds))
    shown = console()
    shown.print(table, soft_wrap=False)
    for one in report.standings:
        shown.print(f"{one.annotator}: {one.address}", markup=False)


def _time(seconds: float | None) -> str:
    """A working time for people.

    >>> _time(3725.2), _time(61), _time(None)
    ('62:05', '1:01', '-')
    """
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
