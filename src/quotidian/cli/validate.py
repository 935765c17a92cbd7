"""``quotidian validate``: every check, every finding, one line each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
import orjson

from quotidian.checks import CATALOGUE, ERROR, Finding, Summary, Validation, catalogue_markdown, validate
from quotidian.cli.options import console, corpus_option, json_option, print_json, progress
from quotidian.store import Corpus

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# Rows of one table on the terminal: a file with more findings gets several, so that none has to be kept.
TABLE_ROWS = 200


def _list(ctx: click.Context, _param: click.Parameter, form: str | None) -> None:
    """Prints the catalogue and leaves; needs no corpus."""
    if form is None or ctx.resilient_parsing:
        return
    if ctx.params.get("as_json"):
        if form == "markdown":
            raise click.UsageError("--json and --list markdown: choose one")
        form = "json"
    if form == "markdown":
        click.echo(catalogue_markdown(), nl=False)
    elif form == "json":
        fields = ("id", "level", "severity", "title", "why", "mend")
        print_json([{field: getattr(check, field) for field in fields} for check in CATALOGUE])
    else:
        for check in CATALOGUE:
            click.echo(f"{check.level:12} {check.severity:8} {check.id:28} {check.title}")
    ctx.exit(0)


def _paths(_ctx: click.Context, _param: click.Parameter, values: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in values:
        if not path.exists() and not path.is_symlink():  # a link that leads nowhere is a finding
            raise click.BadParameter(f"there is no file or folder {str(path)!r}")
    return values


def _checks(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    known = sorted(check.id for check in CATALOGUE)
    for value in values:
        if value not in known:
            near = get_close_matches(value, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see 'quotidian validate --list'"
            raise click.BadParameter(f"there is no check {value!r}; {hint}")
    return values


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path), callback=_paths)
@click.option("--check", "only", metavar="ID", multiple=True, callback=_checks, help="Run this check only; repeatable.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings as well.")
@click.option(
    "--list",
    is_flag=False,
    flag_value="text",
    type=click.Choice(["text", "markdown", "json"]),
    expose_value=False,
    callback=_list,
    help="List the checks instead, with their reasons as markdown or json.",
)
@corpus_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    only: tuple[str, ...],
    strict: bool,
    corpus: Corpus,
    as_json: bool,
) -> None:
    """Check the corpus, or the files and folders that are named, from format to linguistics.

    Findings are lines of the form file:line: level check-id message, all of them in one run. A file is checked
    together with what is checked against it: an article or text with all annotations of the article, the ontology
    with all annotations. docs/checks.md tells why each check is there.

    Exit code: 0 if there is no error, 1 if there is one, 2 for misuse.

    \b
    Examples:
      quotidian validate
      quotidian validate annotations/gold --strict
      quotidian validate --check span-text --json
      quotidian validate --list
    """
    terminal = console().is_terminal
    bar = progress()
    bar.disable |= terminal and as_json  # else the two would write over each other
    with bar:
        task = bar.add_task("validate", total=None)
        run = validate(
            corpus,
            paths or None,
            only=only or None,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        if as_json:
            _print_json(run)
        elif terminal:
            # With a bar below them the tables are printed by its console, which moves it out of their way.
            _print_tables(run, console() if bar.disable else bar.console)
        else:
            _print_lines(run)
    summary = run.summary
    if not as_json:
        click.echo(f"quotidian: {_sentence(summary)}", err=True)
    ctx.exit(1 if summary.errors or (strict and summary.warnings) else 0)


def _print_lines(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(str(_here(finding)))


def _print_json(run: Validation) -> None:
    """One JSON document, written as the findings come."""
    click.echo('{"findings": [', nl=False)
    separator = "\n"
    for finding in run:
        click.echo(separator + orjson.dumps(_here(finding).to_dict()).decode(), nl=False)
        separator = ",\n"
    click.echo(f'\n],\n"summary": {orjson.dumps(run.summary.to_dict()).decode()}}}')


def _print_tables(findings: Iterable[Finding], shown: Console) -> None:
    """A table for each file, printed as soon as the file is done."""
    from rich.text import Text

    for file, group in groupby(map(_here, findings), key=lambda finding: finding.file):
        shown.print(Text(file or "", style="bold"))
        for rows in _chunks(group, TABLE_ROWS):
            shown.print(_table(rows), soft_wrap=False)
        shown.print()


def _table(findings: Iterable[Finding]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(justify="right", min_width=5)
    table.add_column(min_width=len("warning"))
    table.add_column(min_width=max(len(check.id) for check in CATALOGUE), no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for finding in findings:
        severity = Text(finding.severity, style="red" if finding.severity == ERROR else "yellow")
        table.add_row(str(finding.line), severity, Text(finding.check, style="cyan"), Text(finding.message))
    return table


def _chunks(findings: Iterator[Finding], size: int) -> Iterator[list[Finding]]:
    while chunk := list(islice(findings, size)):
        yield chunk


def _here(finding: Finding) -> Finding:
    """The finding with its file as seen from the current folder, as compilers print it."""
    return msgspec.structs.replace(finding, file=_relative(finding.file or ""))


@lru_cache(maxsize=8)
def _relative(file: str) -> str:
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative


def _sentence(summary: Summary) -> str:
    """What was checked and found, in one line."""
    checked = ", ".join(
        _number(number, what)
        for number, what in (
            (summary.articles, "article"),
            (summary.texts, "text"),
            (summary.annotations, "annotation"),
        )
    )
    found = f"{_number(summary.errors, 'error')}, {_number(summary.warnings, 'warning')}"
    without = ""
    if summary.without_text:
        articles = "1 article was" if summary.without_text == 1 else f"{summary.without_text} articles were"
        without = f"; {articles} checked without the text, which is not at hand"
    return f"{checked}: {found}{without}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
