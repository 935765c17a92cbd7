"""``quotidian adjudicate``: what annotators agree on is merged, the rest is put before a person."""

from __future__ import annotations

import click

from quotidian.cli.adjudicate_begin import begin
from quotidian.cli.adjudicate_pull import pull
from quotidian.cli.adjudicate_record import record
from quotidian.cli.adjudicate_status import status
from quotidian.cli.options import InOrder


class _StartingWith(InOrder):
    """A group whose first verb need not be written: what is no verb is its argument."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first verb before arguments that begin with none."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


@click.group(cls=_StartingWith)
def command() -> None:
    """Make gold: merge what annotators agree on, and put each disagreement before a person.

    The rules are in docs/adjudication.md. The verb 'begin' may be left out.

    \b
    Example:
      quotidian adjudicate ARTICLE --draft article.xml
      quotidian adjudicate pull article.xml --adjudicator ann-c
    """


# In the order of the work; the first may be left out.
for one in (begin, pull, status, record):
    command.add_command(one)
