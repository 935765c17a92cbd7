"""What things are called in Label Studio: every control, label, relation and key that goes out and comes back.

A region of the text is one of

* a **mention**, labelled with its type; its level and, on an entity's first mention, the entity's name and link;
* the **content** of a quote, with the quote's attributes; a **continuation**, which is a further content span of a
  split quote; or a **cue**;
* the **trigger** of an event, labelled with the event's type, with its attributes.

Whatever joins two regions is a relation. Label Studio keeps one relation from one region to another, with any number
of labels, so a mention that fills two roles of an event is one relation with two labels.
"""

from __future__ import annotations

# The object tag: the article's text.
TEXT = "text"

# The three groups of labels.
MENTION = "mention"
QUOTE = "quote"
EVENT = "event"

# Labels of quotes.
CONTENT = "content"
CONTINUATION = "continuation"
CUE = "cue"
QUOTE_LABELS = (CONTENT, CONTINUATION, CUE)

# Relations; the argument roles of the ontology come on top.
COREFERENCE = "coreference"
SOURCE = "source"
ADDRESSEE = "addressee"
PARENT = "parent"
RELATIONS = (COREFERENCE, CUE, SOURCE, ADDRESSEE, CONTINUATION, PARENT)

# Attributes of a region, in the order in which they are shown: the fields of mention, quote and event.
MENTION_FIELDS = ("level",)
QUOTE_FIELDS = ("type", "attribution", "kind", "polarity")
EVENT_FIELDS = ("tense", "polarity", "genericity", "modality")

# What an annotator types about an entity, on one of its mentions.
ENTITY_NAME = "entity_name"
ENTITY_LINK = "entity_link"

# The key of a region's `meta` under which a prediction keeps what the editor has no place for, and its keys.
META = "quotidian"

# Label Studio's own names for kinds of results.
LABELS = "labels"
CHOICES = "choices"
TEXTAREA = "textarea"
RELATION = "relation"


def control(layer: str, field: str) -> str:
    """The name of the control for an attribute.

    >>> control("quote", "kind")
    'quote_kind'
    """
    return f"{layer}_{field}"


def content_region(quote: str, number: int) -> str:
    """The region of a content span, counted from 0; the first one is the quote's own region.

    The id of a record begins with a letter, so that no region of a part is taken for that of a record.

    >>> content_region("q1", 0), content_region("q1", 1), cue_region("q1", 0)
    ('q1', '_q1_content_1', '_q1_cue_0')
    """
    return quote if number == 0 else f"_{quote}_{CONTENT}_{number}"


def cue_region(quote: str, number: int) -> str:
    """The region of a cue, counted from 0."""
    return f"_{quote}_{CUE}_{number}"
