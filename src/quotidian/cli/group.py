"""The command group: finds a command's file by its verb, so that no command pays for the imports of another."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import click

from quotidian._version import __version__
from quotidian.errors import InputError, QuotidianError

# In the order in which work goes through them.
COMMANDS = (
    "init",
    "ingest",
    "hydrate",
    "draft",
    "studio",
    "validate",
    "agree",
    "adjudicate",
    "quality",
    "build",
    "show",
    "stats",
)

FINDINGS = 1
MISUSE = 2
CLOSED_PIPE = 141


class _ReaderGone(Exception):  # noqa: N818  # it is no error
    """The reader of our output has gone."""


@contextmanager
def _noticing() -> Iterator[None]:
    """Tell when the reader has gone: click and rich would exit with 1, which says that there are findings."""
    try:
        yield
    except BrokenPipeError:
        raise _ReaderGone from None
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            raise _ReaderGone from None
        raise


class LazyGroup(click.Group):
    """Imports ``quotidian.cli.<verb>`` when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"quotidian.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # each file defines one
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the group's own options, some of which print."""
        with _noticing():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; under ``--json`` an error is told to machines as well, then raised."""
        as_json = "--json" in ctx.args  # not parsed yet: an argument that is wrong is an error like any other
        try:
            with _noticing():
                return super().invoke(ctx)
        except (click.ClickException, QuotidianError, OSError) as error:
            if as_json:
                from quotidian.cli.options import print_json

                message = sentence(error).encode("utf-8", "backslashreplace").decode()
                with suppress(BrokenPipeError):  # the exit code is the error's all the same
                    print_json({"error": {"kind": type(error).__name__, "message": message}})
            raise


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quotidian")
def group() -> None:
    """An annotated corpus of English news, and the tools that make one.

    With --json, an error is {"error": {"kind", "message"}} on standard output as well as a sentence on standard error.
    """


def main() -> None:
    """Run the command line; every error becomes one sentence and an exit code, never a traceback."""
    _speak_utf8()
    try:
        code = group.main(standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Abort:
        _leave(130, "stopped")
    except click.ClickException as error:
        _leave(MISUSE, error)
    except QuotidianError as error:
        _leave(FINDINGS if isinstance(error, InputError) else error_code(error), error)
    except (_ReaderGone, BrokenPipeError):
        # As programs exit that SIGPIPE kills (`quotidian validate | head`): 128 + 13. That tells a run that was cut
        # short from one with findings (1) and a clean one (0).
        _to_nowhere()
        sys.exit(CLOSED_PIPE)
    except OSError as error:
        _leave(FINDINGS, error)
    sys.exit(code if isinstance(code, int) else 0)


def _speak_utf8() -> None:
    """The same bytes everywhere, whatever the locale says: texts have characters that many encodings have not.

    A file's name that is no UTF-8 goes out on standard output as it is; on standard error it is spelled out.
    """
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _leave(code: int, error: Exception | str) -> NoReturn:
    """Say what happened, even to nobody, and exit."""
    with suppress(BrokenPipeError):
        if isinstance(error, click.ClickException):
            error.show()
        else:
            click.echo(f"quotidian: {sentence(error) if isinstance(error, Exception) else error}", err=True)
    _to_nowhere()
    sys.exit(code)


def _to_nowhere() -> None:
    """Keep Python from failing once more when it flushes what nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except BrokenPipeError:
                os.dup2(nowhere, stream.fileno())


def sentence(error: Exception) -> str:
    """What an error says."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return str(error)


def error_code(error: QuotidianError) -> int:
    """2 for a command that names something that isn't there, 1 for work that failed."""
    from quotidian.errors import ArticleNotFoundError, CorpusNotFoundError, MissingExtraError

    misuse = isinstance(error, ArticleNotFoundError | CorpusNotFoundError | MissingExtraError)
    return MISUSE if misuse else FINDINGS
