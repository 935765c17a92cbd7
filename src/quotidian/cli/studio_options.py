"""How the commands that need a Label Studio name it: our own by its folder, or somebody's by its address."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotidian.cli.options import FOLDER
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.server import Server

TOKEN_VARIABLE = "LABEL_STUDIO_API_KEY"  # noqa: S105  # the name of a variable


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServer:
    """A server as it was named; by default the one that 'up' started."""

    home: Path | None = None
    url: str | None = None
    token: str | None = None

    def of(self, corpus: Corpus) -> Server:
        """The server itself.

        Raises:
            UsageError: an address without a token.
            StudioError: it does not run, or does not answer.
        """
        from quotidian.studio.environment import pinned_version
        from quotidian.studio.existing import connect
        from quotidian.studio.home import default_home
        from quotidian.studio.server import require

        if self.url is None:
            return require(self.home or default_home(corpus))
        if not self.token:
            raise click.UsageError(f"--url needs a token: set {TOKEN_VARIABLE}, or give --token")
        server = connect(self.url, self.token)
        tested = pinned_version()
        if server.version.split(".")[:2] != tested.split(".")[:2]:
            click.echo(f"{self.url} is Label Studio {server.version}; Quotidian is tested with {tested}", err=True)
        return server


def home_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--home``; the command gets ``home``."""
    return click.option(
        "--home", type=FOLDER, help="The server's private folder.  [default: .studio/server in the corpus]"
    )(function)


def server_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--home``, ``--url`` and ``--token``; the command gets a :class:`NamedServer` named ``server``."""

    @functools.wraps(function)
    def command(*args: Any, home: Path | None, url: str | None, token: str | None, **others: Any) -> Any:
        return function(*args, server=NamedServer(home=home, url=url, token=token), **others)

    offered: Callable[..., Any] = command
    for add in (
        click.option(
            "--token", envvar=TOKEN_VARIABLE, show_envvar=True, help="A token of that server, legacy or personal."
        ),
        click.option("--url", help="Use this Label Studio instead of the one that 'up' started."),
        home_option,
    ):
        offered = add(offered)
    return offered
