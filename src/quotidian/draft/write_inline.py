"""Writing an annotation as inline mark-up: elements where spans nest, milestones where they cross."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from quotidian.draft.inline import ATTRIBUTES, NO_PARENT
from quotidian.errors import InputError
from quotidian.model import Annotation, Event, Mention, Quote
from quotidian.offsets import Interval
from quotidian.ontology import DEFAULTS

# Of spans in the same place the first of these is outermost.
_RANK = {"q": 0, "m": 1, "ev": 2, "cue": 3}
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


@dataclass(slots=True, kw_only=True, eq=False)
class _Piece:
    """One span with its tag; ``crossing`` if it must be written with milestones."""

    tag: str
    id: str
    span: Interval
    number: int
    crossing: bool = False
    quote_around: str | None = None


@dataclass(slots=True)
class _Spot:
    """What is written at one offset, before its character."""

    closing: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)


def write_inline(annotation: Annotation, text: str) -> str:
    """The annotation as inline mark-up; see :func:`quotidian.draft.write_draft`."""
    pieces = sorted(_pieces(annotation), key=lambda p: (p.span.start, -p.span.end, _RANK[p.tag], p.number))
    _find_crossings(pieces)
    _refuse_tangles(pieces)
    tags = _Tags(annotation, pieces)
    body = _marked_up(text, pieces, tags)
    beside = [_tag("entity", {"id": e.id, "type": e.type, "name": e.name, "link": e.link}) for e in annotation.entities]
    beside += tags.definitions()
    lines = "".join(f"{line}\n" for line in beside)
    return f"{_tag('draft', {'article': annotation.article}, empty=False)}\n<text>\n{body}</text>\n\n{lines}</draft>\n"


def _pieces(annotation: Annotation) -> Iterator[_Piece]:
    for number, (tag, one, start, end) in enumerate(_spans(annotation)):
        yield _Piece(tag=tag, id=one, span=Interval(start, end), number=number)


def _spans(annotation: Annotation) -> Iterator[tuple[str, str, int, int]]:
    for quote in annotation.quotes:
        yield from (("q", quote.id, span.start, span.end) for span in quote.content)
    for mention in annotation.mentions:
        yield "m", mention.id, mention.start, mention.end
    for event in annotation.events:
        yield "ev", event.id, event.trigger.start, event.trigger.end
    for quote in annotation.quotes:
        yield from (("cue", quote.id, span.start, span.end) for span in quote.cue)


def _find_crossings(pieces: list[_Piece]) -> None:
    """Decide, from left to right, which spans can't be elements because one that is open ends inside them."""
    open_: list[_Piece] = []
    for piece in pieces:
        while open_ and open_[-1].span.end <= piece.span.start:
            open_.pop()
        piece.crossing = bool(open_) and open_[-1].span.end < piece.span.end
        if not piece.crossing:
            around = [outer.id for outer in open_ if outer.tag == "q" and outer.id != piece.id]
            piece.quote_around = around[-1] if around else None
            open_.append(piece)


def _refuse_tangles(pieces: list[_Piece]) -> None:
    """Milestones name their quote only, so two open at once could not be told apart."""
    ends: dict[tuple[bool, str], int] = {}
    for piece in pieces:
        if piece.crossing:
            key = piece.tag == "cue", piece.id
            if ends.get(key, 0) > piece.span.start:
                raise InputError(f"spans of {piece.id!r} overlap", mend="mend the annotation or use the quoting form")
            ends[key] = piece.span.end


class _Tags:
    """The tags of an annotation; a quote's attributes stand on its first element or on its definition."""

    def __init__(self, annotation: Annotation, pieces: list[_Piece]) -> None:
        parts: tuple[Mention | Quote | Event, ...] = (*annotation.mentions, *annotation.quotes, *annotation.events)
        self._parts = {part.id: part for part in parts}
        self._types = {entity.id: entity.type for entity in annotation.entities}
        carriers: dict[str, _Piece] = {}
        for piece in pieces:
            if piece.tag != "cue":
                carriers.setdefault(piece.id, piece)
        self._carriers = {one: piece for one, piece in carriers.items() if not piece.crossing}
        self._defined = [piece for piece in carriers.values() if piece.crossing]

    def start(self, piece: _Piece) -> str:
        """The start tag of an element, or the milestone at which a span begins."""
        if piece.crossing:
            return _tag("from", {"cue" if piece.tag == "cue" else "of": piece.id})
        if piece.tag == "cue":
            return _tag("cue", {"q": piece.id}, empty=False)
        if self._carriers.get(piece.id) is not piece:
            return _tag(piece.tag, {"id": piece.id}, empty=False)
        return self._full(piece.tag, piece.id, piece.quote_around, empty=False)

    def end(self, piece: _Piece) -> str:
        """The end tag of an element, or the milestone at which a span ends."""
        if piece.crossing:
            return _tag("to", {"cue" if piece.tag == "cue" else "of": piece.id})
        return f"</{piece.tag}>"

    def definitions(self) -> list[str]:
        """The tags beside the text."""
        return [self._full(piece.tag, piece.id, None, empty=True) for piece in self._defined]

    def _full(self, tag: str, one: str, around: str | None, *, empty: bool) -> str:
        part = self._parts[one]
        if isinstance(part, Mention):
            same = part.entity is not None and self._types.get(part.entity) == part.type
            values = {"id": one, "e": part.entity, "t": None if same else part.type, "l": part.level}
            return _tag(tag, values, empty=empty)
        if isinstance(part, Quote):
            return _tag(tag, _quote_attributes(part, around), empty=empty)
        return _tag(tag, _event_attributes(part), empty=empty)


def _quote_attributes(quote: Quote, around: str | None) -> dict[str, str | None]:
    if NO_PARENT in (quote.id, quote.parent):
        raise InputError(f"a quote with the id {NO_PARENT!r} can't be drafted inline", mend="use the quoting form")
    return {
        "id": quote.id,
        "type": quote.type,
        "kind": _unless_default("quote.kind", quote.kind),
        "source": quote.source,
        "attribution": quote.attribution,
        "addressees": " ".join(quote.addressees) or None,
        "parent": None if quote.parent == around else quote.parent or NO_PARENT,
        "polarity": _unless_default("quote.polarity", quote.polarity),
    }


def _event_attributes(event: Event) -> dict[str, str | None]:
    roles: dict[str, list[str]] = defaultdict(list)
    for argument in event.arguments:
        if argument.role in ATTRIBUTES["ev"] or not _XML_NAME.fullmatch(argument.role):
            raise InputError(f"the role {argument.role!r} can't be an attribute", mend="use the quoting form")
        roles[argument.role].append(argument.mention)
    return {
        "id": event.id,
        "type": event.type,
        "tense": event.tense,
        "polarity": _unless_default("event.polarity", event.polarity),
        "genericity": _unless_default("event.genericity", event.genericity),
        "modality": _unless_default("event.modality", event.modality),
        **{role: " ".join(mentions) for role, mentions in roles.items()},
    }


def _unless_default(attribute: str, value: str) -> str | None:
    return None if value == DEFAULTS[attribute] else value


def _marked_up(text: str, pieces: Iterable[_Piece], tags: _Tags) -> str:
    spots: dict[int, _Spot] = defaultdict(_Spot)
    for piece in pieces:  # the outer before the inner, so inner ones open later and close earlier
        spots[piece.span.start].opening.append(tags.start(piece))
        spots[piece.span.end].closing.insert(0, tags.end(piece))
    written: list[str] = []
    last = 0
    for offset in sorted(spots):
        written += [escape(text[last:offset]), *spots[offset].closing, *spots[offset].opening]
        last = offset
    return "".join([*written, escape(text[last:])])


def _tag(name: str, attributes: Mapping[str, str | None], *, empty: bool = True) -> str:
    shown = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{shown}{'/' if empty else ''}>"


def _value(value: str) -> str:
    bad = NOT_IN_XML.search(value)
    if bad:
        raise InputError("a value can't be drafted inline", found=value, mend="use the quoting form")
    return escape(value, _IN_ATTRIBUTE)
