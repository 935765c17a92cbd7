"""The reference of the command line, made from the commands themselves for README.md."""

from __future__ import annotations

import click

from quotidian.cli.group import group


def reference() -> str:
    """Every command with its help, as Markdown; the same on every machine and at every terminal width."""
    parts = []
    # With the settings that the group runs with, or the names of the help option would depend on who asked first.
    with click.Context(group, info_name="quotidian", **group.context_settings) as top:
        for name in group.list_commands(top):
            command = group.get_command(top, name)
            assert command is not None  # it was listed
            parts.append(_section(command, name, top))
    return "\n".join(parts)


def _section(command: click.Command, name: str, parent: click.Context) -> str:
    """A command, and after it the commands that it is a group of."""
    # click keeps the help option that a command was first shown with, which may have been without the group.
    command._help_option = None
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    own = f"### `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if not isinstance(command, click.Group):
        return own
    inner = [_section(command.commands[one], one, context) for one in command.list_commands(context)]
    return "\n".join([own, *inner])
