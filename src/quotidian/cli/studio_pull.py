"""``quotidian studio pull``: annotations back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from quotidian.cli.options import corpus_option, json_option, plain, print_json, print_lines, progress
from quotidian.cli.studio_options import NamedServer, server_options
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.pull import PullReport


@click.command()
@click.argument("annotators", metavar="[NAME]...", nargs=-1)
@click.option("--overwrite", is_flag=True, help="Replace files that were edited here since they were pulled.")
@click.option("--all", "everything", is_flag=True, help="Fetch every task, not only those that changed.")
@server_options
@corpus_option
@json_option
@click.pass_context
def pull(
    ctx: click.Context,
    corpus: Corpus,
    annotators: tuple[str, ...],
    overwrite: bool,
    everything: bool,
    server: NamedServer,
    as_json: bool,
) -> None:
    """Take back what annotators have submitted, into annotations/NAME, by default of all annotators.

    An annotation with errors stays out until it is mended: each finding has the address of its task.

    Exit code: 0 if all that was submitted is in the corpus, 1 if there are errors.

    Example: quotidian studio pull ann-b
    """
    from quotidian.studio.pull import pull as take

    with progress() as bar:
        task = bar.add_task("pull", total=None)
        report = take(
            corpus,
            server.of(corpus),
            annotators,
            overwrite=overwrite,
            everything=everything,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({**plain(report), "clean": report.clean})
    else:
        print_lines(_pull_lines(report))
    ctx.exit(0 if report.clean else 1)


def _pull_lines(report: PullReport) -> Iterable[str]:
    for finding in report.findings:
        yield str(finding)
    for project in report.projects:
        counts = project.outcomes
        parts = [
            f"{counts[name]} {name}"
            for name in ("written", "unchanged", "edited", "conflict", "failed")
            if counts.get(name)
        ]
        counted = ", ".join(parts) or "nothing submitted"
        yield f"{project.annotator}: {counted}, of {project.tasks} tasks: {project.address}"
