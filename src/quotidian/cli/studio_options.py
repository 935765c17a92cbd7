"""What the commands of ``quotidian studio`` share: naming a server, and showing a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotidian.cli.options import FOLDER, console
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.server import Server

TOKEN_VARIABLE = "LABEL_STUDIO_API_KEY"  # noqa: S105  # the name of a variable


class InOrder(click.Group):
    """Lists its commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, as they are defined below."""
        return list(self.commands)


def home_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--home", type=FOLDER, help="The server's private folder.  [default: .studio/server in the corpus]"
    )(function)


def server_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what names a server: our own by its folder, or somebody's by its address."""
    function = click.option(
        "--token",
        envvar=TOKEN_VARIABLE,
        show_envvar=True,
        help="A token of that server, legacy or personal.",
    )(function)
    function = click.option("--url", help="Use this Label Studio instead of the one that 'up' started.")(function)
    return home_option(function)


def named_server(corpus: Corpus, home: Path | None, url: str | None, token: str | None) -> Server:
    from quotidian.studio.environment import pinned_version
    from quotidian.studio.existing import connect
    from quotidian.studio.home import default_home
    from quotidian.studio.server import require

    if url is None:
        return require(home or default_home(corpus))
    if not token:
        raise click.UsageError(f"--url needs a token: set {TOKEN_VARIABLE}, or give --token")
    server = connect(url, token)
    tested = pinned_version()
    if server.version.split(".")[:2] != tested.split(".")[:2]:
        click.echo(f"{url} is Label Studio {server.version}; Quotidian is tested with {tested}", err=True)
    return server


def print_lines(lines: Iterable[str]) -> None:
    shown = console()
    for line in lines:
        shown.print(line, markup=False)


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
