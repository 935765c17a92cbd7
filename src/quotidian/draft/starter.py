"""The draft to start from: the article's text, ready for tags, and a cheat-sheet of the labels."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from quotidian.draft.inline import NO_PARENT
from quotidian.model import Article
from quotidian.ontology import DEFAULTS, Ontology


def starter(article: Article, text: str, ontology: Ontology) -> str:
    """An inline draft of an article with nothing annotated; it resolves to an annotation without layers."""
    return (
        f"<draft article={quoteattr(article.id)}>\n{_comment(cheat_sheet(ontology))}\n"
        f"<text>\n{escape(text)}</text>\n\n</draft>\n"
    )


def cheat_sheet(ontology: Ontology) -> str:
    """The tags, and the values of their attributes as the ontology has them."""
    choices = {name: " | ".join(values) for name, values in ontology.choices.items()}

    def choice(name: str) -> str:
        return choices.get(name, "")

    lines = [
        "How to write a draft: docs/drafts.md. Put tags into the text and change nothing else in it.",
        "",
        'Mention of an entity:  <m e="ENTITY" l="LEVEL">…</m>  (id="ID" too if something below refers to it)',
        f"    LEVEL  {choice('mention.level')}",
        'Value:  <m t="TYPE">…</m>',
        f"    TYPE  {_names(label.name for label in ontology.value_types)}",
        'Quote:  <q id="ID" type="TYPE" source="MENTION" attribution="ATTRIBUTION">…</q>',
        '    its next span  <q id="ID">…</q>',
        f"    TYPE  {choice('quote.type')}",
        f"    ATTRIBUTION  {choice('quote.attribution')}",
        f"    kind  {choice('quote.kind')} (left out: {DEFAULTS['quote.kind']})",
        f"    polarity  {choice('quote.polarity')} (left out: {DEFAULTS['quote.polarity']})",
        "    addressees  ids of mentions",
        f"    parent  id of a quote, or {NO_PARENT} (left out: the quote around it)",
        'Cue:  <cue q="QUOTE">…</cue>',
        'Event, around its trigger:  <ev type="TYPE" tense="TENSE" ROLE="MENTION MENTION">…</ev>',
        f"    TENSE  {choice('event.tense')}",
        f"    polarity  {choice('event.polarity')} (left out: {DEFAULTS['event.polarity']})",
        f"    genericity  {choice('event.genericity')} (left out: {DEFAULTS['event.genericity']})",
        f"    modality  {choice('event.modality')} (left out: {DEFAULTS['event.modality']})",
        "    TYPE and ROLE  see below",
        'Entity, after the text:  <entity id="ID" type="TYPE" name="NAME" link="Q42"/>  (no name if it is never named)',
        f"    TYPE  {_names(label.name for label in ontology.entity_types)}",
        'Spans that cross:  <from of="ID"/>…<to of="ID"/> in the text, <m id="ID" …/> (or q, ev) after it',
        "",
        "Event types and their roles:",
        *(f"    {event.name}: {_names(role.name for role in event.roles)}" for event in ontology.event_types),
    ]
    return "\n".join(lines)


def _names(names: Iterable[str]) -> str:
    return " ".join(names)


def _comment(text: str) -> str:
    """A comment, in which two hyphens can't stand together."""
    return f"<!--\n{text.replace('--', '- -')}\n-->"
