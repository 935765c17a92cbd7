"""Writing an annotation in the quoting form: every span by its words, and by as little else as makes it plain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from quotidian.draft.find import Finder, Quoted
from quotidian.draft.problems import Place, Problems
from quotidian.draft.quoting import DRAFT_SCHEMA
from quotidian.errors import InputError
from quotidian.model import Annotation, Event, Mention, Quote
from quotidian.offsets import Interval
from quotidian.ontology import DEFAULTS

_Quote = Callable[[Interval], dict[str, Any]]


def write_quoting(annotation: Annotation, text: str) -> str:
    """The annotation in the quoting form; see :func:`quotidian.draft.write_draft`."""
    quoter = _Quoter(text)
    types = {entity.id: entity.type for entity in annotation.entities}
    layers: dict[str, Iterable[dict[str, Any]]] = {
        "entities": (entity.to_dict() for entity in annotation.entities),
        "mentions": (_mention(mention, types, quoter.quote) for mention in annotation.mentions),
        "quotes": (_quote(quote, quoter.quote) for quote in annotation.quotes),
        "events": (_event(event, quoter.quote) for event in annotation.events),
    }
    fields = [f'"schema": {_json(DRAFT_SCHEMA)}', f'"article": {_json(annotation.article)}']
    for layer, parts in layers.items():
        lines = ",\n".join(f"    {_json(_without_empty(part))}" for part in parts)
        fields.append(f'"{layer}": [\n{lines}\n  ]' if lines else f'"{layer}": []')
    return "{\n" + ",\n".join(f"  {field}" for field in fields) + "\n}\n"


def _mention(mention: Mention, types: dict[str, str], quoted: _Quote) -> dict[str, Any]:
    same = mention.entity is not None and types.get(mention.entity) == mention.type
    return {
        "id": mention.id,
        "entity": mention.entity,
        "type": None if same else mention.type,
        "level": mention.level,
        **quoted(mention.interval),
    }


def _quote(quote: Quote, quoted: _Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "type": quote.type,
        "kind": _unless_default("quote.kind", quote.kind),
        "content": [quoted(span.interval) for span in quote.content],
        "cue": [quoted(span.interval) for span in quote.cue],
        "source": quote.source,
        "addressees": list(quote.addressees),
        "attribution": quote.attribution,
        "parent": quote.parent,
        "polarity": _unless_default("quote.polarity", quote.polarity),
    }


def _event(event: Event, quoted: _Quote) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "trigger": quoted(event.trigger.interval),
        "tense": event.tense,
        "polarity": _unless_default("event.polarity", event.polarity),
        "genericity": _unless_default("event.genericity", event.genericity),
        "modality": _unless_default("event.modality", event.modality),
        "arguments": [argument.to_dict() for argument in event.arguments],
    }


class _Quoter:
    """Says spans of one text in words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._finder = Finder(text, Problems("draft"))

    def quote(self, span: Interval) -> dict[str, Any]:
        """A span by its words; by which occurrence of them it is; or, inside a word, by the words around it."""
        string = self._text[span.start : span.end]
        found = self._finder.occurrences(string)
        if found == [span]:
            return {"text": string}
        if span in found:
            return {"text": string, "occurrence": found.index(span) + 1}
        return {"context": self._context(span)}

    def _context(self, span: Interval) -> str:
        """The fewest whole words around a span that find it again."""
        start, end = span
        while (start, end) != (0, len(self._text)):
            start, end = max(0, start - 1), min(len(self._text), end + 1)
            if not self._finder.whole_words(Interval(start, end)):
                continue
            before, after = self._text[start : span.start], self._text[span.end : end]
            context = f"{before}[[{self._text[span.start : span.end]}]]{after}"
            if self._finder.find(Quoted(place=Place(1, 1), context=context)) == span:
                return context.strip()
        raise InputError("a span inside a word can't be quoted", found=self._text[span.start : span.end])


def _unless_default(attribute: str, value: str) -> str | None:
    return None if value == DEFAULTS[attribute] else value


def _without_empty(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value is not None and value != []}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
