"""``quotidian studio up``, ``down`` and ``user``: the private server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotidian.cli.options import InOrder, corpus_option, json_option, print_json
from quotidian.cli.studio_options import NamedServer, home_option
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.users import User


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port.  [default: the last one, or the first free one]")
@click.option("--database", metavar="URL", help="A PostgreSQL database.  [default: SQLite in the private folder]")
@click.option("--public-url", metavar="URL", help="Where people on other machines find it, if requests are passed on.")
@home_option
@corpus_option
@json_option
def up(
    corpus: Corpus,
    home: Path | None,
    port: int | None,
    database: str | None,
    public_url: str | None,
    as_json: bool,
) -> None:
    """Start Label Studio on this machine, or find it running, and say how to log in.

    The first start makes an environment for it, which takes some minutes. Nothing leaves the machine, nobody else can
    sign up, and the password is in a file that only you can read.

    Example: quotidian studio up --port 8080
    """
    from quotidian.studio.home import default_home
    from quotidian.studio.server import up as start

    server = start(
        home or default_home(corpus),
        port=port,
        database=database,
        public_url=public_url,
        tell=lambda line: click.echo(line, err=True),
    )
    if as_json:
        shown = {name: getattr(server, name) for name in ("url", "address", "version", "email", "pid", "reused")}
        print_json(shown | {"secrets_file": str(server.secrets_file)})
        return
    click.echo(f"Label Studio {server.version} {'runs' if server.reused else 'was started'} at {server.address}")
    click.echo(f"Log in as {server.email}; the password is in {server.secrets_file}")


@click.command()
@home_option
@corpus_option
@json_option
def down(corpus: Corpus, home: Path | None, as_json: bool) -> None:
    """Stop the Label Studio that 'up' started. All work stays.

    Example: quotidian studio down
    """
    from quotidian.studio.home import default_home
    from quotidian.studio.server import down as stop

    stopped = stop(home or default_home(corpus))
    if as_json:
        print_json({"stopped": stopped})
    else:
        click.echo("no Label Studio runs" if stopped is None else f"stopped (process {stopped})")


def _user_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds who it is about, on which server, and how the password is chosen."""
    for add in (
        json_option,
        corpus_option,
        home_option,
        click.option("--email", help="What they log in as.  [default: NAME@localhost]"),
        click.option("--ask", is_flag=True, help="Ask for the password, instead of making a random one."),
        click.argument("name"),
    ):
        function = add(function)
    return function


@click.group(cls=InOrder)
def user() -> None:
    """The people who may log in."""


@user.command()
@_user_options
def add(corpus: Corpus, name: str, ask: bool, email: str | None, home: Path | None, as_json: bool) -> None:
    """Let an annotator log in. NAME is the name under which their annotations are kept.

    Example: quotidian studio user add ann-b
    """
    from quotidian.studio.users import add_user

    made = add_user(NamedServer(home=home).of(corpus), name, _asked(ask), email=email)
    _print_user(made, as_json)


@user.command()
@_user_options
def password(corpus: Corpus, name: str, ask: bool, email: str | None, home: Path | None, as_json: bool) -> None:
    """Give an annotator a new password.

    Example: quotidian studio user password ann-b
    """
    from quotidian.studio.users import set_password

    made = set_password(NamedServer(home=home).of(corpus), name, _asked(ask), email=email)
    _print_user(made, as_json)


def _asked(ask: bool) -> str | None:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True)) if ask else None


def _print_user(made: User, as_json: bool) -> None:
    """Who logs in how: the only time that the password is shown."""
    if as_json:
        print_json({"name": made.name, "email": made.email, "password": made.password})
    else:
        click.echo(f"{made.name} logs in as {made.email} with the password {made.password}")
