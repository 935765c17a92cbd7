"""``quotidian studio``: articles to annotators in Label Studio, and their annotations back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotidian.cli.options import FOLDER, console, corpus_option, json_option, print_json, progress
from quotidian.model import SPLITS
from quotidian.store import Corpus

if TYPE_CHECKING:
    from quotidian.studio.pull import PullReport
    from quotidian.studio.push import PushReport, Suggestions
    from quotidian.studio.server import Server
    from quotidian.studio.status import StatusReport

TOKEN_VARIABLE = "LABEL_STUDIO_API_KEY"  # noqa: S105  # the name of a variable
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class InOrder(click.Group):
    """Lists its commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, as they are defined below."""
        return list(self.commands)


@click.group(cls=InOrder)
def command() -> None:
    """A private Label Studio: articles out as tasks, annotations back.

    \b
    Example:
      quotidian studio up
      quotidian studio user add ann-b
      quotidian studio push --to ann-b --source Wikinews --sample 20
      quotidian studio status
      quotidian studio pull
      quotidian studio down
    """


def _home_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--home", type=FOLDER, help="The server's private folder.  [default: .studio in the corpus]")(
        function
    )


def _server_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what names a server: our own by its folder, or somebody's by its address."""
    function = click.option(
        "--token",
        envvar=TOKEN_VARIABLE,
        show_envvar=True,
        help="A token of that server, legacy or personal.",
    )(function)
    function = click.option("--url", help="Use this Label Studio instead of the one that 'up' started.")(function)
    return _home_option(function)


def _server(corpus: Corpus, home: Path | None, url: str | None, token: str | None) -> Server:
    from quotidian.studio.existing import connect
    from quotidian.studio.home import default_home
    from quotidian.studio.server import require

    if url is None:
        return require(home or default_home(corpus))
    if not token:
        raise click.UsageError(f"--url needs a token: set {TOKEN_VARIABLE}, or give --token")
    return connect(url, token)


@command.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port.  [default: the last one, or the first free one]")
@click.option("--database", metavar="URL", help="A PostgreSQL database.  [default: SQLite in the private folder]")
@_home_option
@corpus_option
@json_option
def up(corpus: Corpus, home: Path | None, port: int | None, database: str | None, as_json: bool) -> None:
    """Start Label Studio on this machine, or find it running, and say how to log in.

    The first start makes an environment for it, which takes some minutes. Nothing leaves the machine, nobody else can
    sign up, and the password is in a file that only you can read.

    Example: quotidian studio up --port 8080
    """
    from quotidian.studio.home import default_home
    from quotidian.studio.server import up as start

    server = start(
        home or default_home(corpus), port=port, database=database, tell=lambda line: click.echo(line, err=True)
    )
    if as_json:
        shown = {name: getattr(server, name) for name in ("url", "version", "email", "pid", "reused")}
        print_json(shown | {"secrets_file": str(server.secrets_file)})
        return
    click.echo(f"Label Studio {server.version} {'runs' if server.reused else 'was started'} at {server.url}")
    click.echo(f"Log in as {server.email}; the password is in {server.secrets_file}")


@command.command()
@_home_option
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


@command.group(cls=InOrder)
def user() -> None:
    """The people who may log in."""


@user.command()
@click.argument("name")
@click.option("--ask", is_flag=True, help="Ask for the password, instead of making a random one.")
@click.option("--email", help="What they log in as.  [default: NAME@localhost]")
@_home_option
@corpus_option
@json_option
def add(corpus: Corpus, name: str, ask: bool, email: str | None, home: Path | None, as_json: bool) -> None:
    """Let an annotator log in. NAME is the name under which their annotations are kept.

    Example: quotidian studio user add ann-b
    """
    from quotidian.studio.users import add_user

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else None
    made = add_user(_server(corpus, home, None, None), name, password, email=email)
    if as_json:
        print_json({"name": made.name, "email": made.email, "password": made.password})
    else:
        click.echo(f"{made.name} logs in as {made.email} with the password {made.password}")


@command.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option("--to", "annotators", metavar="NAME", multiple=True, required=True, help="An annotator; once for each.")
@click.option("--source", help="Articles of this source.")
@click.option("--split", type=click.Choice(SPLITS), help="Articles of this split.")
@click.option("--sample", type=click.IntRange(1), help="So many of those, drawn by --seed.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which ones are drawn.")
@click.option("--suggest", metavar="NAME", help="Start from the annotations of NAME, such as llm-a or gold.")
@click.option("--draft", "drafts", type=FILE, multiple=True, help="Start from this draft; once for each.")
@click.option("--spread", is_flag=True, help="Send texts that may not be redistributed even to a public server.")
@_server_options
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
    home: Path | None,
    url: str | None,
    token: str | None,
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
            _server(corpus, home, url, token),
            selection,
            annotators=annotators,
            suggestions=_suggestions(corpus, suggest, drafts),
            spread=spread,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({**_plain(report), "clean": report.clean})
    else:
        _print(_push_lines(report))
    ctx.exit(0 if report.clean else 1)


def _suggestions(corpus: Corpus, name: str | None, drafts: tuple[Path, ...]) -> Suggestions | None:
    from quotidian.studio.push import Given, Layer

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


@command.command()
@click.argument("annotators", metavar="[NAME]...", nargs=-1)
@click.option("--overwrite", is_flag=True, help="Replace files that were edited here since they were pulled.")
@click.option("--all", "everything", is_flag=True, help="Fetch every task, not only those that changed.")
@_server_options
@corpus_option
@json_option
@click.pass_context
def pull(
    ctx: click.Context,
    corpus: Corpus,
    annotators: tuple[str, ...],
    overwrite: bool,
    everything: bool,
    home: Path | None,
    url: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """Take back what annotators have submitted, into annotations/NAME, by default of all annotators.

    An annotation with errors stays out until it is mended: each finding has the address of its task.

    Exit code: 0 if all that was submitted is in the corpus, 1 if there are errors.

    Example: quotidian studio pull ann-b
    """
    from quotidian.studio.pull import pull as take

    with progress() as bar:
        task = bar.add_task("pull", total=None)
        report = take(
            corpus,
            _server(corpus, home, url, token),
            annotators,
            overwrite=overwrite,
            everything=everything,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({**_plain(report), "clean": report.clean})
    else:
        _print(_pull_lines(report))
    ctx.exit(0 if report.clean else 1)


def _pull_lines(report: PullReport) -> Iterable[str]:
    for finding in report.findings:
        yield str(finding)
    for project in report.projects:
        counts = project.outcomes
        parts = [
            f"{counts[name]} {name}"
            for name in ("written", "unchanged", "edited", "conflict", "failed")
            if counts.get(name)
        ]
        counted = ", ".join(parts) or "nothing submitted"
        yield f"{project.annotator}: {counted}, of {project.tasks} tasks: {project.address}"


@command.command()
@click.argument("annotators", metavar="[NAME]...", nargs=-1)
@_server_options
@corpus_option
@json_option
def status(
    corpus: Corpus,
    annotators: tuple[str, ...],
    home: Path | None,
    url: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """How far each annotator is. Writes no annotation.

    Example: quotidian studio status --json
    """
    from quotidian.studio.status import status as look

    with progress() as bar:
        task = bar.add_task("status", total=None)
        report = look(
            corpus,
            _server(corpus, home, url, token),
            annotators,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(_plain(report))
    else:
        _print_status(report)


def _print_status(report: StatusReport) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("annotator", no_wrap=True)
    for name in ("assigned", "done", "skipped", "left", "drafts", "to mend", "findings", "per article"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in report.standings:
        numbers = (one.assigned, one.done, one.skipped, one.left, one.drafts, one.to_mend, one.findings)
        table.add_row(one.annotator, *map(str, numbers), _time(one.seconds))
    shown = console()
    shown.print(table, soft_wrap=False)
    for one in report.standings:
        shown.print(f"{one.annotator}: {one.address}", markup=False)


def _time(seconds: float | None) -> str:
    """A working time for people.

    >>> _time(3725.2), _time(61), _time(None)
    ('62:05', '1:01', '-')
    """
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _print(lines: Iterable[str]) -> None:
    shown = console()
    for line in lines:
        shown.print(line, markup=False)


def _plain(value: Any) -> Any:
    """A report as JSON values."""
    from quotidian.record import Record

    if isinstance(value, Record):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value
