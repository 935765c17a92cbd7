"""``quotidian studio``: articles to annotators in Label Studio, and their annotations back."""

from __future__ import annotations

import click

from quotidian.cli.options import InOrder
from quotidian.cli.studio_convert import convert
from quotidian.cli.studio_pull import pull
from quotidian.cli.studio_push import push
from quotidian.cli.studio_server import down, up, user
from quotidian.cli.studio_status import status


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


# In the order of the work.
for one in (up, user, push, status, pull, convert, down):
    command.add_command(one)
