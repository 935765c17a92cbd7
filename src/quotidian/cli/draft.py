"""``quotidian draft``: annotations written by quoting the text."""

from __future__ import annotations

import math
from pathlib import Path
from typing import cast

import click

from quotidian.cli.options import corpus_option, json_option, need_folder, print_json
from quotidian.draft import Outcome, resolve_file, starter, write_draft
from quotidian.draft.save import annotators_of
from quotidian.draft.write import Form
from quotidian.errors import DraftError, DraftProblem, InputError, QuotidianError, TextMissingError
from quotidian.ids import is_annotator_id
from quotidian.store import HYDRATED, Corpus, write_atomic

LAYERS = {"entities": "entity", "mentions": "mention", "quotes": "quote", "events": "event"}
DRAFT = click.Path(path_type=Path, dir_okay=False)


def _annotator(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_annotator_id(value):
        raise click.BadParameter(f"{value!r} is no annotator's name: expected lower-case words such as ann-b")
    return value


def _annotators(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        _annotator(ctx, param, value)
    return values


def _finite(_ctx: click.Context, _param: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number of seconds")
    return value


@click.command()
@click.argument("drafts", metavar="[FILE]...", nargs=-1)
@click.option("--annotator", metavar="NAME", callback=_annotator, help="Who annotated; the folder that is written to.")
@click.option("--check", "check_only", is_flag=True, help="Report problems, write nothing.")
@click.option("--new", "new_id", metavar="ARTICLE", help="Write a draft to start from: the text and a cheat-sheet.")
@click.option("--from", "from_name", metavar="NAME", callback=_annotator, help="Write NAME's annotation as a draft.")
@click.option("-o", "--out", type=DRAFT, help="Where --new and --from write.  [default: standard output]")
@click.option(
    "--form", type=click.Choice(["inline", "quoting"]), default="inline", show_default=True, help="For --from."
)
@click.option("--seconds", type=click.FloatRange(min=0), callback=_finite, help="Working time, for the provenance.")
@click.option(
    "--preannotated-from",
    metavar="NAME",
    callback=_annotator,
    help="Whose annotation of the article it started from, for the provenance.",
)
@click.option(
    "--adjudicated-from",
    metavar="NAME",
    multiple=True,
    callback=_annotators,
    help="An annotator it was decided between, for the provenance; once for each.",
)
@corpus_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    drafts: tuple[str, ...],
    annotator: str | None,
    check_only: bool,
    new_id: str | None,
    from_name: str | None,
    out: Path | None,
    form: str,
    seconds: float | None,
    preannotated_from: str | None,
    adjudicated_from: tuple[str, ...],
    corpus: Corpus,
    as_json: bool,
) -> None:
    """Resolve drafts (annotations that quote the text, see docs/drafts.md) into annotations.

    \b
    Examples:
      quotidian draft --new ARTICLE -o article.xml
      quotidian draft --check article.xml
      quotidian draft article.xml --annotator ann-b
      quotidian draft --from gold ARTICLE -o article.xml
    """
    if new_id is not None or from_name is not None:
        if check_only or annotator is not None:
            raise click.UsageError("--check and --annotator are of drafts that exist: not with --new or --from")
        _write(corpus, drafts, new_id, from_name, out, cast(Form, form), as_json=as_json)
        return
    if not drafts:
        raise click.UsageError("name a draft to resolve, or --new ARTICLE, or --from NAME ARTICLE")
    if annotator is None and not check_only:
        raise click.UsageError("--annotator NAME says who annotated; --check only checks")
    outcomes: list[Outcome] = []
    problems: list[DraftProblem] = []
    for draft in drafts:
        try:
            outcome = resolve_file(
                corpus,
                Path(draft),
                annotator=None if check_only else annotator,
                seconds=seconds,
                preannotated_from=preannotated_from,
                adjudicated_from=adjudicated_from,
            )
        except (InputError, TextMissingError) as error:
            found = _problems(draft, error)
            problems += found
            if not as_json:
                click.echo("\n".join(map(str, found)))
            continue
        outcomes.append(outcome)
        if not as_json:
            _report(draft, outcome)
    if as_json:
        print_json(
            {
                "problems": [problem._asdict() for problem in problems],
                "annotations": [_as_json(outcome) for outcome in outcomes],
            }
        )
    elif problems:
        bad = f"{len(drafts) - len(outcomes)} of {_count(len(drafts), 'draft', 'drafts')}"
        click.echo(f"{_count(len(problems), 'problem', 'problems')} in {bad}; nothing was written of those.")
    ctx.exit(1 if problems else 0)


def _problems(draft: str, error: QuotidianError) -> tuple[DraftProblem, ...]:
    """What is wrong with a draft, or what kept it from being read."""
    if isinstance(error, DraftError):
        return error.problems
    return (DraftProblem(draft, 1, 1, str(error).removeprefix(f"{draft}: ")),)


def _report(draft: str, outcome: Outcome) -> None:
    made = outcome.annotation
    for warning in outcome.warnings:
        click.echo(f"{warning} (warning)")
    what = ", ".join(_count(len(getattr(made, layer)), one, layer) for layer, one in LAYERS.items())
    if outcome.saved is None:
        click.echo(f"{draft}: valid: {what}")
    else:
        click.echo(f"{draft}: {outcome.saved}: {'written' if outcome.changed else 'unchanged'}: {what}")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "article": outcome.annotation.article,
        "path": str(outcome.saved) if outcome.saved else None,
        "written": outcome.changed,
        "warnings": [warning._asdict() for warning in outcome.warnings],
    }


def _write(
    corpus: Corpus,
    named: tuple[str, ...],
    new_id: str | None,
    from_name: str | None,
    out: Path | None,
    form: Form,
    *,
    as_json: bool,
) -> None:
    """Write a draft to start from."""
    if (new_id is None) == (from_name is None) or len(named) != (new_id is None):
        raise click.UsageError("write one draft: --new ARTICLE, or --from NAME ARTICLE")
    article = corpus.article(new_id if new_id is not None else named[0])
    text = corpus.text(article)
    if from_name is None:
        form = "inline"
        draft = starter(article, text, corpus.ontology)
    else:
        annotators = annotators_of(corpus, article.id)
        if from_name not in annotators:
            others = f"--from {' or --from '.join(annotators)}" if annotators else f"--new {article.id}"
            raise click.UsageError(f"{from_name} has no annotation of {article.id}; there is {others}")
        draft = write_draft(corpus.annotation(article.id, from_name), text, form)
    made: dict[str, object] = {"article": article.id, "form": form}
    if out is None:
        if as_json:
            print_json({**made, "draft": draft})
        else:
            click.echo(draft, nl=False)
        return
    if article.standoff and _enters_repository(corpus, out):
        raise click.UsageError(
            f"{out}: the text of {article.id} must not enter the repository: choose a place outside of it, "
            f"or one that git ignores such as {corpus.root / HYDRATED / 'drafts' / out.name}"
        )
    if out.exists():
        raise click.UsageError(f"{out} exists already: somebody's work may be in it; choose another place")
    if not _hydrated(corpus, out):  # which is the tool's own: it may be made
        need_folder(out)
    write_atomic(out, draft.encode())
    if as_json:
        print_json({**made, "written": str(out)})
    else:
        click.echo(f"{out}: written", err=True)


def _enters_repository(corpus: Corpus, out: Path) -> bool:
    return out.resolve().is_relative_to(corpus.root.resolve()) and not _hydrated(corpus, out)


def _hydrated(corpus: Corpus, out: Path) -> bool:
    return out.resolve().is_relative_to(corpus.root.resolve() / HYDRATED)
