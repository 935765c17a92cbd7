"""The labelling config that Label Studio shows, generated from the ontology: ``schema/label-studio.xml``.

Text on the left, labels on the right, where they stay while the text scrolls. What belongs to one region (a level, a
tense, the name of an entity) is shown only while such a region is selected. Every label tells its definition on hover.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from quotidian.ontology import DEFAULTS, Choice, EventType, Label, Ontology
from quotidian.studio import names
from quotidian.studio.style import STYLE

# The parts of a quote: label, what it is called on the screen, key, colour, and what it means.
_QUOTE_LABELS = (
    (
        names.CONTENT,
        "Quote",
        "q",
        "#A6D854",
        "What was said, written or thought, with its quotation marks; the first part of a split quote.",
    ),
    (
        names.CONTINUATION,
        "Quote, continued",
        "b",
        "#D9EFB8",
        "A further part of a split quote. Link the quote to it with the relation continuation.",
    ),
    (
        names.CUE,
        "Cue",
        "a",
        "#FFD92F",
        "The words that say that something is said. Link the quote to it with the relation cue.",
    ),
)
# Light, for the names of relations are written on them.
_QUOTE_RELATION_COLOR = "#DDEFC0"
_COREFERENCE_COLOR = "#CFE8F7"
_ROLE_COLOR = "#F9DCC8"

# Keys of the choices of a selected region. Letters and digits are taken by labels.
_CHOICE_KEYS = {
    "mention.level": ("shift+n", "shift+c", "shift+p"),
    "quote.type": ("shift+d", "shift+i", "shift+m"),
    "quote.attribution": (None, None, "i"),  # Label Studio gives a free letter to what has none: better to this one
    "event.tense": ("shift+1", "shift+2", "shift+3", "shift+4"),
}

_INNER_LINK = re.compile(r'<a href="(?!https?:)[^"]*">(.*?)</a>', re.DOTALL)

# What tells an event's label from a mention's of the same name: for the eye, and for the style below.
_EVENT_MARK = "▸ "


def labelling_config(ontology: Ontology) -> str:
    """The labelling config for an ontology.

    Returns:
        XML of Label Studio's tags, one a line; the same ontology gives the same bytes.
    """
    return "".join(f"{'  ' * depth}{line}\n" for depth, line in _lines(ontology))


def instructions(guidelines: str) -> str:
    """The guidelines (Markdown) as the HTML that Label Studio shows behind its button "Instructions".

    Links to other files become plain text: they would lead out of the editor, to pages that are not there.
    """
    from markdown_it import MarkdownIt

    page = str(MarkdownIt("commonmark").enable("table").render(guidelines))
    page = _INNER_LINK.sub(r"\1", page)
    return f'<div class="quotidian-guidelines">\n{page}</div>'


def _lines(ontology: Ontology) -> Iterator[tuple[int, str]]:
    yield 0, "<!-- Generated from schema/ontology.json by scripts/generate: don't edit. -->"
    yield 0, "<View>"
    yield 1, f"<Style>{STYLE}  </Style>"
    yield 1, '<View className="quotidian-title">'
    yield 2, '<Header value="$title" size="4"/>'
    yield 2, '<Header value="$byline" size="6"/>'
    yield 1, "</View>"
    yield 1, '<View className="quotidian-page">'
    yield 2, '<View className="quotidian-text">'
    yield 3, f'<Text name="{names.TEXT}" value="$text" granularity="symbol"/>'
    yield 2, "</View>"
    yield 2, '<View className="quotidian-side">'
    for depth, line in (*_selected(ontology), *_labels(ontology)):
        yield depth + 3, line
    yield 2, "</View>"
    yield 1, "</View>"
    yield 1, "<Relations>"
    for line in _relations(ontology):
        yield 2, line
    yield 1, "</Relations>"
    yield 0, "</View>"


def _labels(ontology: Ontology) -> Iterator[tuple[int, str]]:
    """The three groups of labels."""
    yield from _group("Mention", names.MENTION, [_label(label) for label in ontology.mention_types.values()])
    quote = [
        _tag("Label", value=title, alias=label, hotkey=key, background=color, hint=hint)
        for label, title, key, color, hint in _QUOTE_LABELS
    ]
    yield from _group("Quote", names.QUOTE, quote)
    find = _tag(
        "Filter",
        name="find_event",
        toName=names.EVENT,
        hotkey="shift+f",
        minlength="0",
        placeholder="Find an event type (shift+F), then Enter",
    )
    yield from _group(
        "Event trigger", names.EVENT, [_label(event, _EVENT_MARK) for event in ontology.event_types], find
    )


def _group(title: str, name: str, labels: Sequence[str], before: str | None = None) -> Iterator[tuple[int, str]]:
    yield 0, '<View className="quotidian-group">'
    yield 1, _tag("Header", value=title, size="6")
    if before:
        yield 1, before
    yield 1, f'<Labels name="{name}" toName="{names.TEXT}" choice="single" opacity="0.35">'
    for label in labels:
        yield 2, label
    yield 1, "</Labels>"
    yield 0, "</View>"


def _label(label: Label | EventType, mark: str = "") -> str:
    return _tag(
        "Label",
        value=f"{mark}{label.label}",
        alias=label.name,
        hotkey=label.hotkey,
        background=label.color,
        hint=f"{label.name}: {label.definition} Example: {label.positive.text} [{label.positive.span}]",
    )


def _selected(ontology: Ontology) -> Iterator[tuple[int, str]]:
    """What can be said about the selected region."""
    entities = ",".join(label.name for label in ontology.entity_types)
    yield from _panel(
        ontology,
        names.MENTION,
        names.MENTION_FIELDS,
        entities,
        (
            ("Name", "fullest form in the article, on one mention", names.ENTITY_NAME),
            ("Wikidata", "Q…, if known", names.ENTITY_LINK),
        ),
    )
    yield from _panel(ontology, names.QUOTE, names.QUOTE_FIELDS, names.CONTENT)
    yield from _panel(ontology, names.EVENT, names.EVENT_FIELDS)


def _panel(
    ontology: Ontology,
    layer: str,
    fields: Sequence[str],
    labels: str | None = None,
    texts: Sequence[tuple[str, str, str]] = (),
) -> Iterator[tuple[int, str]]:
    """What can be said about regions of a layer, or only about those with some of its labels.

    Only where it is needed: what was said about a region is thrown away by the editor when it no longer has one of the
    labels, which also happens when the ontology loses its label.
    """
    shown = f'visibleWhen="region-selected" whenTagName="{layer}"'
    if labels is not None:
        shown += f" whenLabelValue={quoteattr(labels)}"
    yield 0, f'<View className="quotidian-selected" {shown}>'
    yield 1, _tag("Header", value=f"Selected {layer}", size="6")
    for field in fields:
        attribute = f"{layer}.{field}"
        choices = ontology.attributes.get(attribute, ())
        default = default_of(ontology, attribute)
        name = names.control(layer, field)
        needed = 'required="true" ' if default is None and attribute != "quote.attribution" else ""
        message = f'requiredMessage="Choose the {field} of every {layer}" ' if needed else ""
        opened = f'<Choices name="{name}" toName="{names.TEXT}" perRegion="true" choice="single" showInline="true"'
        yield 1, '<View className="quotidian-field">'
        yield 2, _tag("Header", value=field.capitalize(), size="6")
        yield 2, f"{opened} {needed}{message}{shown}>"
        keys = _CHOICE_KEYS.get(attribute, ())
        for number, choice in enumerate(choices):
            yield 3, _choice(choice, keys[number] if number < len(keys) else None)
        yield 2, "</Choices>"
        yield 1, "</View>"
    for title, placeholder, name in texts:
        opened = f'<TextArea name="{name}" toName="{names.TEXT}" perRegion="true" rows="1" maxSubmissions="1"'
        yield 1, '<View className="quotidian-field">'
        yield 2, _tag("Header", value=title, size="6")
        yield 2, f'{opened} editable="true" placeholder={quoteattr(placeholder)} {shown}/>'
        yield 1, "</View>"
    yield 0, "</View>"


def default_of(ontology: Ontology, attribute: str) -> str | None:
    """What an attribute is where the annotator chose nothing; None if they must choose."""
    default = DEFAULTS.get(attribute)
    return default if default in ontology.choices.get(attribute, ()) else None


def _choice(choice: Choice, key: str | None) -> str:
    return _tag("Choice", value=choice.name, hotkey=key, hint=choice.definition)


def _relations(ontology: Ontology) -> Iterator[str]:
    yield _tag("Relation", value=names.COREFERENCE, background=_COREFERENCE_COLOR)
    for name in names.RELATIONS[1:]:
        yield _tag("Relation", value=name, background=_QUOTE_RELATION_COLOR)
    for role in sorted({role.name for event in ontology.event_types for role in event.roles}):
        yield _tag("Relation", value=role, background=_ROLE_COLOR)


def _tag(tag: str, **attributes: str | None) -> str:
    shown = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value is not None)
    return f"<{tag} {shown}/>"
