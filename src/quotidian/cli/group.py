"""The command group: finds a command's file by its verb, so that no command pays for the imports of another."""

from __future__ import annotations

import importlib
import os
import sys

import click

from quotidian._version import __version__
from quotidian.errors import InputError, QuotidianError

# In the order in which work goes through them.
COMMANDS = ("init", "ingest", "hydrate", "draft", "studio", "validate", "build", "show", "stats")

FINDINGS = 1
MISUSE = 2


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


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quotidian")
def group() -> None:
    """An annotated corpus of English news, and the tools that make one."""


def main() -> None:
    """Run the command line; every error becomes one sentence and an exit code, never a traceback."""
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("quotidian: stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(MISUSE)
    except QuotidianError as error:
        click.echo(f"quotidian: {error}", err=True)
        sys.exit(FINDINGS if isinstance(error, InputError) else error_code(error))
    except BrokenPipeError:
        # The reader of our output has gone (`quotidian validate | head`): that is no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FINDINGS)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"quotidian: {where}{error.strerror or error}", err=True)
        sys.exit(FINDINGS)
    sys.exit(code if isinstance(code, int) else 0)


def error_code(error: QuotidianError) -> int:
    """2 for a command that names something that isn't there, 1 for work that failed."""
    from quotidian.errors import ArticleNotFoundError, CorpusNotFoundError, MissingExtraError

    misuse = isinstance(error, ArticleNotFoundError | CorpusNotFoundError | MissingExtraError)
    return MISUSE if misuse else FINDINGS
