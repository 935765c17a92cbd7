"""The reference of the command line is the same whoever asked a command for help before."""

from __future__ import annotations

import click
import pytest

from quotidian.cli.group import COMMANDS, group
from quotidian.cli.reference import reference


@pytest.mark.parametrize("verb", COMMANDS)
def test_help_asked_without_the_group_changes_nothing(verb: str) -> None:
    before = reference()
    command = group.get_command(click.Context(group), verb)
    assert command is not None
    command._help_option = None
    assert "-h, --help" not in command.get_help(click.Context(command, info_name=verb))
    assert reference() == before
    assert before.count("-h, --help") == before.count("\n```text\n") >= len(COMMANDS)
