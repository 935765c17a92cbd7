"""``quotidian adjudicate pull``: gold of what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotidian.cli.adjudicate_options import annotator_name, annotator_names, count, decisions_told, tell_unlisted
from quotidian.cli.options import corpus_option, json_option, plain, print_json, print_lines
from quotidian.cli.studio_options import NamedServer, server_options
from quotidian.errors import DraftError, DraftProblem, InputError, QuotidianError, TextMissingError
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.adjudicate.in_studio import Taken


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--studio", is_flag=True, help="Take what was submitted in the adjudication project of Label Studio.")
@click.option(
    "--annotators", metavar="A,B", callback=annotator_names, help="With --studio: between whom.  [default: all]"
)
@click.option(
    "--adjudicator", metavar="NAME", callback=annotator_name, help="Who decided, as annotations/annotators.json lists."
)
@click.option("--seconds", type=click.FloatRange(min=0), help="Working time, for the provenance.")
@click.option("--replace", is_flag=True, help="Write over gold that was edited by hand or decided otherwise since.")
@server_options
@corpus_option
@json_option
@click.pass_context
def pull(
    ctx: click.Context,
    corpus: Corpus,
    files: tuple[str, ...],
    studio: bool,
    annotators: tuple[str, ...],
    adjudicator: str | None,
    seconds: float | None,
    replace: bool,
    server: NamedServer,
    as_json: bool,
) -> None:
    """Make gold of what was decided: only if nothing is open and the checks find no error.

    Exit code: 0 if all is gold, 1 if something is open or wrong; of that nothing is written.

    \b
    Examples:
      quotidian adjudicate pull article.xml --adjudicator ann-c
      quotidian adjudicate pull --studio --adjudicator ann-c
    """
    from quotidian.adjudicate.pulling import pull_file

    if bool(files) == studio:
        raise click.UsageError("name a file that 'adjudicate --draft' wrote, or --studio")
    if studio:
        from quotidian.adjudicate.in_studio import take

        taken = take(corpus, server.of(corpus), annotators, adjudicator=adjudicator, replace=replace)
        if as_json:
            refused = [str(error) for error in taken.refused]
            shown = {"gold": plain(taken.gold), "left": taken.left, "findings": plain(taken.findings)}
            print_json({**shown, "refused": refused, "clean": taken.clean})
        else:
            print_lines(_taken_lines(taken))
            tell_unlisted(corpus, adjudicator)
        ctx.exit(0 if taken.clean else 1)
    done = []
    problems: list[DraftProblem] = []
    for file in files:
        try:
            done.append(pull_file(corpus, Path(file), adjudicator=adjudicator, seconds=seconds, replace=replace))
        except (InputError, TextMissingError) as error:
            found = error.problems if isinstance(error, DraftError) else (_problem(file, error),)
            problems += found
            if not as_json:
                click.echo("\n".join(map(str, found)))
            continue
        if not as_json:
            pulled = done[-1]
            for warning in pulled.warnings:
                click.echo(f"{warning} (warning)")
            state = "written" if pulled.kept.changed else "unchanged"
            click.echo(f"{file}: {pulled.kept.path}: {state}: {decisions_told(pulled.kept.decisions)}")
    if as_json:
        print_json({"problems": [one._asdict() for one in problems], "gold": plain([one.kept for one in done])})
    else:
        tell_unlisted(corpus, adjudicator)
    ctx.exit(1 if problems else 0)


def _taken_lines(taken: Taken) -> Iterable[str]:
    yield from map(str, taken.findings)
    yield from map(str, taken.refused)
    for kept in taken.gold:
        yield f"{kept.path}: {'written' if kept.changed else 'unchanged'}: {decisions_told(kept.decisions)}"
    if taken.left:
        yield f"{count(taken.left, 'article')} not submitted yet"


def _problem(file: str, error: QuotidianError) -> DraftProblem:
    return DraftProblem(file, 1, 1, str(error).removeprefix(f"{file}: "))
