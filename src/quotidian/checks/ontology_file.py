"""Level 5, ontology, the part about the ontology itself: can everything that refers to it rely on it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import Fault, one_of, shown
from quotidian.checks.position import pointer
from quotidian.checks.subjects import OntologyFile
from quotidian.ontology import EventType, Label, Ontology

LEVEL = "ontology"


def _labels(ontology: Ontology) -> Iterator[tuple[str, Label | EventType]]:
    """Every type with its pointer."""
    groups: tuple[tuple[str, tuple[Label | EventType, ...]], ...] = (
        ("entity_types", ontology.entity_types),
        ("value_types", ontology.value_types),
        ("event_types", ontology.event_types),
    )
    for group, labels in groups:
        for i, label in enumerate(labels):
            yield pointer(group, i), label


def _repeated(names: Iterable[tuple[str, str]], what: str) -> Iterator[Fault]:
    """A fault for each name that an earlier one repeats; ``names`` come with their pointers."""
    first: dict[str, str] = {}
    for where, name in names:
        earlier = first.setdefault(name, where)
        if earlier != where:
            yield Fault(f"the {what} {shown(name)} is that of {earlier}", where, name, f"a {what} of its own")


@check(
    "duplicate-label",
    level=LEVEL,
    title="Label, role, value or hotkey that stands twice",
    why="""Of two definitions of one name every reader takes another. Two labels on one key can't both be reached in the
    editor.""",
    mend="give one of them another name or key, or remove it",
)
def duplicate_label(file: OntologyFile) -> Iterator[Fault]:
    """Each name or hotkey of a type, role or attribute value that an earlier one has."""
    ontology = file.ontology
    for kind in (Label, EventType):
        names = ((f"{where}/name", label.name) for where, label in _labels(ontology) if isinstance(label, kind))
        yield from _repeated(names, "name")
    keys = [(f"{where}/hotkey", label.hotkey) for where, label in _labels(ontology)]
    yield from _repeated(((where, key) for where, key in keys if key is not None), "hotkey")
    for e, event in enumerate(ontology.event_types):
        roles = ((pointer("event_types", e, "roles", r, "name"), role.name) for r, role in enumerate(event.roles))
        yield from _repeated(roles, "name")
    for name, choices in ontology.attributes.items():
        named = ((pointer("attributes", name, c, "name"), choice.name) for c, choice in enumerate(choices))
        yield from _repeated(named, "name")


@check(
    "unknown-filler",
    level=LEVEL,
    title="Role whose filler type does not exist",
    why="""A role says which types of mention may fill it. A misspelt type there can be filled by nobody, and every
    right filler is refused.""",
    mend="correct the type, or add it",
)
def unknown_filler(file: OntologyFile) -> Iterator[Fault]:
    """Each filler that is no entity or value type."""
    types = file.ontology.mention_types
    for e, event in enumerate(file.ontology.event_types):
        for r, role in enumerate(event.roles):
            where = pointer("event_types", e, "roles", r, "fillers")
            for f, filler in enumerate(role.fillers):
                if filler not in types:
                    problem = f"the role {role.name} of {event.name} may be filled by {shown(filler)}, which is no type"
                    yield Fault(problem, f"{where}/{f}", filler, one_of(types))


@check(
    "label-example",
    level=LEVEL,
    title="Example that does not show its label",
    why="""Annotators learn a label from its examples: one that gets it and a look-alike that does not. A span that does
    not stand in its sentence shows nothing.""",
    mend="quote the span exactly as it stands in the sentence",
)
def label_example(file: OntologyFile) -> Iterator[Fault]:
    """Each example whose span is not in its text."""
    for where, label in _labels(file.ontology):
        for kind, example in (("positive", label.positive), ("negative", label.negative)):
            if not example.span or example.span not in example.text:
                problem = f"the {kind} example of {label.name} has the span {shown(example.span)}"
                yield Fault(problem, f"{where}/{kind}/span", example.span, f"words of {shown(example.text)}")


CHECKS: tuple[Check[OntologyFile], ...] = (duplicate_label, unknown_filler, label_example)
