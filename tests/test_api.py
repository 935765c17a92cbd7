"""The public interface is small and sealed, and the command line adds nothing that it can't do."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import click
import pytest

import quotidian
from quotidian.cli.group import COMMANDS, group
from quotidian.record import Record

PUBLIC = {
    "Annotation",
    "Argument",
    "Article",
    "Corpus",
    "Entity",
    "Event",
    "Finding",
    "Mention",
    "Ontology",
    "Origin",
    "Provenance",
    "Quote",
    "QuotidianError",
    "Removal",
    "Rights",
    "Span",
    "TextDigest",
    "Tool",
    "__version__",
    "build",
    "load",
    "validate",
}
# What each command calls of the library, and each command of a group.
CALLS = {
    "init": "quotidian.init.init",
    "ingest": "quotidian.ingest.ingest",
    "hydrate": "quotidian.hydrate.hydrate",
    "draft": "quotidian.draft",
    "studio": "quotidian.studio",
    "validate": "quotidian.checks",
    "agree": "quotidian.agreement.agree.agree",
    "adjudicate": "quotidian.adjudicate",
    "quality": "quotidian.quality.quality",
    "build": "quotidian.release",
    "show": "quotidian.show",
    "stats": "quotidian.stats.statistics",
}


def test_the_public_names_are_these() -> None:
    """A change here is a change of the interface: it belongs in CHANGELOG.md."""
    assert set(quotidian.__all__) == PUBLIC
    assert set(dir(quotidian)) == PUBLIC
    for name in PUBLIC:
        assert getattr(quotidian, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'quotidian' has no attribute 'parse'"):
        getattr(quotidian, "parse")  # noqa: B009  # no type checker lets it be written plainly


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_public_thing_is_documented(name: str) -> None:
    thing = getattr(quotidian, name)
    assert inspect.getdoc(thing), name
    if inspect.isclass(thing) and issubclass(thing, Record):
        assert thing.__struct_config__.frozen, f"{name} can be changed"


def test_load_has_the_promised_signature() -> None:
    parameters = inspect.signature(quotidian.load).parameters
    assert list(parameters)[:5] == ["config", "split", "version", "path", "streaming"]
    assert [parameters[name].default for name in ("split", "version", "path", "streaming")] == [None, None, None, False]
    assert "hydrate" in parameters


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_command_is_documented_and_calls_the_library(verb: str) -> None:
    command = group.get_command(click.Context(group), verb)
    assert command is not None
    for one in [command, *command.commands.values()] if isinstance(command, click.Group) else [command]:
        assert one.help
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{verb} {parameter.opts[0]} has no help"
        if not isinstance(one, click.Group):
            imported = _imported(one)
            assert any(name.startswith(CALLS[verb]) for name in imported), f"{one.name} calls nothing of {CALLS[verb]}"


def _imported(command: click.Command) -> set[str]:
    """What the file of a command imports, also inside functions."""
    assert command.callback is not None
    path = Path(inspect.getfile(inspect.unwrap(command.callback)))
    return {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
