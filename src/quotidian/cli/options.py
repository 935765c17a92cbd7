"""What all commands share: finding the corpus, ``--json``, a console, and progress that stays quiet in a pipe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from quotidian.store import Corpus

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

FOLDER = click.Path(path_type=Path, file_okay=False)


def corpus_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--corpus DIR``; the command gets a :class:`~quotidian.store.Corpus` named ``corpus``."""

    def find(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Corpus:
        return Corpus(value) if value is not None else Corpus.find()

    return click.option(
        "--corpus", type=FOLDER, callback=find, help="The corpus' folder.  [default: the nearest one upward]"
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--json``; the command gets ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines, nothing else.")(function)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def console(*, stderr: bool = False) -> Console:
    """A console that colours on a terminal and prints plain text into a pipe (``NO_COLOR`` is honoured)."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def progress() -> Progress:
    """A progress bar on standard error; shows nothing unless that is a terminal, and leaves nothing behind."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=shown,
        transient=True,
        disable=not shown.is_terminal,
    )
