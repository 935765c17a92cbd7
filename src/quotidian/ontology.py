"""The labels of a corpus and what they allow, read from its ``schema/ontology.json``: the only list there is."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import msgspec

from quotidian.errors import InputError
from quotidian.record import Record

ONTOLOGY_SCHEMA = "urn:quotidian:schema:ontology:1"

# What a person may leave out, in a draft and in an editor, where the ontology has the value; the rest must be said.
DEFAULTS = {
    "quote.kind": "speech",
    "quote.polarity": "Positive",
    "event.polarity": "Positive",
    "event.genericity": "Specific",
    "event.modality": "Asserted",
}
# The levels of mention that code gives a meaning; the ontology defines them.
NAMED, NOMINAL, PRONOMINAL = "NAM", "NOM", "PRO"


class Example(Record, frozen=True, kw_only=True):
    """A sentence and the part of it that gets a label."""

    text: str
    span: str


class CounterExample(Record, frozen=True, kw_only=True):
    """A sentence and a part of it that looks like it gets a label, and the reason why it doesn't."""

    text: str
    span: str
    reason: str


class Mapping(Record, frozen=True, kw_only=True):
    """What a label is called in another scheme; ``lossy`` unless the two mean the same in both directions."""

    targets: tuple[str, ...]
    lossy: bool
    note: str | None = None


class Label(Record, frozen=True, kw_only=True):
    """An entity or value type."""

    name: str
    label: str
    definition: str
    positive: Example
    negative: CounterExample
    hotkey: str | None
    color: str
    mappings: dict[str, Mapping]


class Role(Record, frozen=True, kw_only=True):
    """An argument role of an event type and the types of mention that may fill it."""

    name: str
    definition: str
    fillers: tuple[str, ...]


class EventType(Record, frozen=True, kw_only=True):
    """An event type with its roles."""

    name: str
    label: str
    definition: str
    positive: Example
    negative: CounterExample
    hotkey: str | None
    color: str
    roles: tuple[Role, ...]
    mappings: dict[str, Mapping]

    def role(self, name: str) -> Role | None:
        """The role of this name, or None."""
        return next((role for role in self.roles if role.name == name), None)


class Choice(Record, frozen=True, kw_only=True):
    """One value of a closed attribute."""

    name: str
    definition: str


class Ontology(Record, frozen=True, kw_only=True, dict=True):
    """All labels: ``entity_types`` and ``value_types`` of mentions, ``event_types``, and ``attributes`` by name.

    Attributes are named ``<layer>.<field>``: ``mention.level``, ``quote.type``, ``event.tense``.
    """

    schema: str
    name: str
    version: str
    entity_types: tuple[Label, ...]
    value_types: tuple[Label, ...]
    event_types: tuple[EventType, ...]
    attributes: dict[str, tuple[Choice, ...]]

    @cached_property
    def entity_names(self) -> frozenset[str]:
        """Names of the entity types."""
        return frozenset(label.name for label in self.entity_types)

    @cached_property
    def value_names(self) -> frozenset[str]:
        """Names of the value types."""
        return frozenset(label.name for label in self.value_types)

    @cached_property
    def mention_types(self) -> dict[str, Label]:
        """Entity and value types by name, in the ontology's order."""
        return {label.name: label for label in (*self.entity_types, *self.value_types)}

    @cached_property
    def events(self) -> dict[str, EventType]:
        """Event types by name, in the ontology's order."""
        return {event.name: event for event in self.event_types}

    @cached_property
    def fillers(self) -> dict[tuple[str, str], frozenset[str]]:
        """The allowed filler types of each ``(event type, role)``."""
        return {(event.name, role.name): frozenset(role.fillers) for event in self.event_types for role in event.roles}

    @cached_property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The values of each attribute, by ``<layer>.<field>``."""
        return {name: tuple(choice.name for choice in choices) for name, choices in self.attributes.items()}


def load_ontology(path: Path) -> Ontology:
    """Read an ontology.

    Raises:
        InputError: the file can't be read or is not an ontology.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ontology)
    except FileNotFoundError:
        raise InputError("no ontology", path=path, mend="copy one from 'quotidian init'") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not a valid ontology: {error}", path=path) from None
