"""``quotidian quality``: how annotators agree with gold, and which gold annotations look wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from quotidian.cli.group import FINDINGS
from quotidian.cli.options import console, corpus_option, json_option, print_json, progress
from quotidian.model import GOLD
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.quality.report import By

_TOP = 20


@click.command()
@click.option(
    "--top", metavar="N", type=click.IntRange(0), default=_TOP, show_default=True, help="Suspicions told; 0 for all."
)
@click.option(
    "--annotator",
    "annotators",
    metavar="NAME",
    multiple=True,
    help="Whose work is looked at, and who may speak against gold; repeatable.  [default: all]",
)
@click.option(
    "--by", type=click.Choice(["day", "week", "month"]), help="Length of the periods.  [default: what suits the work]"
)
@corpus_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, top: int, annotators: tuple[str, ...], by: str | None, corpus: Corpus, as_json: bool
) -> None:
    """How each annotator agrees with gold, as they go on, and which gold annotations look wrong.

    Gold looks wrong where two annotators or more agree on something else, where the same string has another label
    elsewhere in gold, and where a string is not marked that mostly is. The list is ranked by how much speaks against
    gold; it is no verdict. Nothing is written or changed. docs/quality.md tells what the scores mean.

    Exit code: 0 whatever is found, 1 if a file had to be left out, 2 for misuse.

    \b
    Examples:
      quotidian quality
      quotidian quality --annotator ann-a --by week
      quotidian quality --top 0 --json | jq '.suspicions[] | [.score, .place.file, .place.pointer]'
    """
    from quotidian.quality import quality

    known = [name for name in corpus.annotators() if name != GOLD]
    for name in annotators:
        if name not in known:
            raise click.BadParameter(f"{name!r} is no annotator here: expected {' or '.join(known) or 'none'}")
    with progress() as bar:
        task = bar.add_task("quality", total=None)
        report = quality(
            corpus,
            annotators or None,
            by=cast("By | None", by),
            top=top or None,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(report.to_dict())
    else:
        from quotidian.cli.quality_terminal import render

        shown = console()
        for part in render(report, corpus, width=shown.width):
            shown.print(part)
    ctx.exit(FINDINGS if report.left_out else 0)
