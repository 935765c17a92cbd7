"""What all commands share: finding the corpus, ``--json``, reports for people and machines, and quiet progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from quotidian.store import Corpus

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

FOLDER = click.Path(path_type=Path, file_okay=False)

# Cells in a line: nothing can be laid out in fewer than the first; the second is what a terminal has.
NARROWEST = 20
USUAL = 80


class InOrder(click.Group):
    """Lists its commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, as they are defined below."""
        return list(self.commands)


def corpus_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--corpus DIR``; the command gets a :class:`~quotidian.store.Corpus` named ``corpus``."""

    def find(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Corpus:
        return Corpus(value) if value is not None else Corpus.find()

    return click.option(
        "--corpus", type=FOLDER, callback=find, help="The corpus' folder.  [default: the nearest one upward]"
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--json``; the command gets ``as_json``."""
    help_ = "Print JSON for machines, nothing else."
    # Eager, so that the callbacks of other options know of it.
    return click.option("--json", "as_json", is_flag=True, is_eager=True, help=help_)(function)


def need_folder(file: Path) -> None:
    """Refuse to write a file that a user named into a folder that is not there: the name may be mistyped.

    Raises:
        UsageError: there is no such folder.
    """
    if not file.parent.is_dir():
        raise click.UsageError(f"no such folder {str(file.parent)!r}: make it first, or write {file.name} elsewhere")


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def plain(value: Any) -> Any:
    """A report as JSON values."""
    from quotidian.record import Record

    if isinstance(value, Record):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def console(*, stderr: bool = False) -> Console:
    """A console that colours on a terminal and prints plain text into a pipe (``NO_COLOR`` is honoured)."""
    from rich.console import Console

    shown = Console(stderr=stderr, highlight=False, soft_wrap=True)
    if shown.width < NARROWEST:  # COLUMNS=0, or a terminal that does not know its size
        shown.width = USUAL
    return shown


def print_lines(lines: Iterable[str]) -> None:
    """Lines for people; square brackets are no markup."""
    shown = console()
    for line in lines:
        shown.print(line, markup=False)


def under(heading: str, lines: Iterable[str]) -> list[str]:
    """Lines with what they are above them; nothing if there are none."""
    found = [f"  {line}" for line in lines]
    return [f"{heading}:", *found] if found else []


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
