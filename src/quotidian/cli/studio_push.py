"""``quotidian studio push``: articles to annotators."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotidian.cli.options import corpus_option, json_option, plain, print_json, print_lines, progress
from quotidian.cli.studio_options import NamedServer, server_options
from quotidian.model import SPLITS
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.push import PushReport
    from quotidian.studio.suggestions import Suggestions

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option("--to", "annotators", metavar="NAME", multiple=True, required=True, help="An annotator; once for each.")
@click.option("--source", help="Articles of this source.")
@click.option("--split", type=click.Choice(SPLITS), help="Articles of this split.")
@click.option("--sample", type=click.IntRange(1), help="So many of those, drawn by --seed.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which ones are drawn.")
@click.option("--suggest", metavar="NAME", help="Start from the annotations of NAME, such as llm-a or gold.")
@click.option("--draft", "drafts", type=FILE, multiple=True, help="Start from this draft; once for each.")
@click.option("--spread", is_flag=True, help="Send texts that may not be redistributed even to a public server.")
@server_options
@corpus_option
@json_option
@click.pass_context
def push(
    ctx: click.Context,
    corpus: Corpus,
    articles: tuple[str, ...],
    annotators: tuple[str, ...],
    source: str | None,
    split: str | None,
    sample: int | None,
    seed: int,
    suggest: str | None,
    drafts: tuple[Path, ...],
    spread: bool,
    server: NamedServer,
    as_json: bool,
) -> None:
    """Give articles to annotators, by default all of the corpus.

    Each annotator gets a project of their own. What is there already is not added again: a push that was interrupted
    goes on when it is repeated.

    Exit code: 0 if everything selected is there, 1 if something was not sent.

    \b
    Examples:
      quotidian studio push --to ann-b --to ann-c --split train --sample 50 --seed 1
      quotidian studio push --to ann-b --suggest llm-a ARTICLE
    """
    from quotidian.studio.push import push as give
    from quotidian.studio.selection import Selection

    if suggest is not None and drafts:
        raise click.UsageError("--suggest and --draft can't be used together")
    selection = Selection(ids=articles, source=source, split=split, sample=sample, seed=seed)
    with progress() as bar:
        task = bar.add_task("push", total=None)
        report = give(
            corpus,
            server.of(corpus),
            selection,
            annotators=annotators,
            suggestions=_suggestions(corpus, suggest, drafts),
            spread=spread,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({**plain(report), "clean": report.clean})
    else:
        print_lines(_push_lines(report))
    ctx.exit(0 if report.clean else 1)


def _suggestions(corpus: Corpus, name: str | None, drafts: tuple[Path, ...]) -> Suggestions | None:
    from quotidian.studio.suggestions import Given, Layer

    if drafts:
        from quotidian.draft import resolve_file

        return Given("draft", {made.article: made for made in (resolve_file(corpus, d).annotation for d in drafts)})
    return Layer(corpus, name) if name is not None else None


def _push_lines(report: PushReport) -> Iterable[str]:
    if report.nearness != "loopback":
        yield f"the server is not on this machine ({report.nearness} address): the texts have left it"
    for project in report.projects:
        suggested = f", {len(project.suggested)} with a suggestion" if project.suggested else ""
        removed = f", {len(project.removed)} doubled ones removed" if project.removed else ""
        counts = f"{len(project.added)} added, {len(project.present)} there before{suggested}{removed}"
        yield f"{project.annotator}: {counts}: {project.address}"
        yield from (f"  [{refusal.reason}] {refusal.message}" for refusal in project.refused)
    if report.refused:
        yield "not sent:"
        yield from (f"  [{refusal.reason}] {refusal.message}" for refusal in report.refused)
