"""Reading a draft that quotes its spans, in JSON; ``schema/draft.schema.json`` describes the same form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from quotidian.checks.position import Positions, pointer
from quotidian.draft.find import Finder, Quoted
from quotidian.draft.parts import EntityPart, EventPart, MentionPart, Parts, QuotePart
from quotidian.draft.problems import Place, Problems, did_you_mean, one_of
from quotidian.draft.source import Source
from quotidian.offsets import Interval

DRAFT_SCHEMA = "urn:quotidian:schema:draft:1"

_DRAFT = ("schema", "article", "entities", "mentions", "quotes", "events")
_ENTITY = ("id", "type", "name", "link")
_SPAN = ("text", "context", "occurrence", "paragraph")
_MENTION = ("id", "entity", "type", "level", *_SPAN)
_QUOTE = (
    *("id", "type", "kind", "content", "cue", "source", "addressees", "attribution"),
    *("parent", "polarity"),
)
_EVENT = ("id", "type", "trigger", "polarity", "tense", "genericity", "modality", "arguments")
_ARGUMENT = ("role", "mention")

_KINDS = {str: "a string", int: "a whole number", list: "a list", dict: "an object"}


class QuotingDraft:
    """A draft in the quoting form, read but not yet laid against its article.

    Raises:
        DraftError: it is not JSON, or no object.
    """

    def __init__(self, source: Source, problems: Problems) -> None:
        value = _load(source, problems)
        if not isinstance(value, dict):
            problems.add(
                Place(1, 1), f"the draft is {_kind(value)}, expected an object", "see schema/draft.schema.json"
            )
            raise problems.error()
        self._draft = _Object(value, "", "the draft", _DRAFT, _Positions(source), problems)
        schema = self._draft.string("schema")
        if schema not in (None, DRAFT_SCHEMA):
            self._draft.problem(f"unknown schema {schema!r}", f"expected {DRAFT_SCHEMA!r}, or leave it out", "schema")
        self.article = self._draft.string("article") or ""
        self.article_place = self._draft.place("article")
        if not self.article and not self._draft.has("article"):
            self._draft.problem("the draft has no article", "name it by its id")

    def parts(self, text: str, problems: Problems) -> Parts:
        """Find the quoted spans in the article's text."""
        finder = Finder(text, problems)
        draft = self._draft
        return Parts(
            entities=tuple(_entity(one) for one in draft.objects("entities", "entity", _ENTITY)),
            mentions=tuple(_mention(one, finder) for one in draft.objects("mentions", "mention", _MENTION)),
            quotes=tuple(_quote(one, finder) for one in draft.objects("quotes", "quote", _QUOTE)),
            events=tuple(_event(one, finder) for one in draft.objects("events", "event", _EVENT)),
        )


def _entity(one: _Object) -> EntityPart:
    return EntityPart(
        place=one.place(),
        id=one.string("id"),
        type=one.string("type"),
        name=one.string("name"),
        link=one.string("link"),
    )


def _mention(one: _Object, finder: Finder) -> MentionPart:
    return MentionPart(
        place=one.place(),
        id=one.string("id"),
        entity=one.string("entity"),
        type=one.string("type"),
        level=one.string("level"),
        span=one.quoted(finder),
    )


def _quote(one: _Object, finder: Finder) -> QuotePart:
    if not one.has("content"):
        one.problem("quote without content", "quote what was said")
    content = tuple(one.spans("content", finder))
    return QuotePart(
        place=one.place(),
        id=one.string("id"),
        type=one.string("type"),
        kind=one.string("kind"),
        content=tuple(sorted(content)),
        cue=tuple(sorted(one.spans("cue", finder))),
        source=one.string("source"),
        addressees=tuple(one.strings("addressees")),
        attribution=one.string("attribution"),
        parent=one.string("parent"),
        polarity=one.string("polarity"),
    )


def _event(one: _Object, finder: Finder) -> EventPart:
    if not one.has("trigger"):
        one.problem("event without trigger", "quote the word that names it")
    arguments = []
    for argument in one.objects("arguments", "argument", _ARGUMENT):
        role, mention = argument.string("role"), argument.string("mention")
        if role and mention:
            arguments.append((role, mention))
        else:
            argument.problem("argument without role or mention", "an argument needs both")
    return EventPart(
        place=one.place(),
        id=one.string("id"),
        type=one.string("type"),
        trigger=one.span("trigger", finder),
        polarity=one.string("polarity"),
        tense=one.string("tense"),
        genericity=one.string("genericity"),
        modality=one.string("modality"),
        arguments=tuple(arguments),
    )


class _Positions:
    """Line and column of a JSON pointer."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._positions = Positions(source.text)

    def place(self, where: str) -> Place:
        return self._source.place_of_offset(self._positions.offset(where))


class _Object:
    """One JSON object of a draft: hands out its values if they are of the right kind, else notes a problem."""

    def __init__(
        self,
        value: dict[str, Any],
        where: str,
        what: str,
        known: tuple[str, ...],
        positions: _Positions,
        problems: Problems,
    ) -> None:
        self._value = value
        self._where = where
        self._what = what
        self._positions = positions
        self._problems = problems
        for key in value:
            if key not in known:
                self.problem(f"unknown key {key!r} of {what}", did_you_mean(key, known, one_of(known)), key)

    def place(self, *steps: str | int) -> Place:
        return self._positions.place(self._where + pointer(*steps))

    def problem(self, message: str, mend: str | None, *steps: str | int) -> None:
        self._problems.add(self.place(*steps), message, mend)

    def has(self, key: str) -> bool:
        return self._value.get(key) not in (None, [])

    def string(self, key: str) -> str | None:
        value = self._value.get(key)
        if value is None or isinstance(value, str):
            return value
        self._wrong(value, str, key)
        return None

    def strings(self, key: str) -> Iterator[str]:
        for number, value in enumerate(self._list(key)):
            if isinstance(value, str):
                yield value
            else:
                self._wrong(value, str, key, number)

    def objects(self, key: str, what: str, known: tuple[str, ...]) -> Iterator[_Object]:
        for number, value in enumerate(self._list(key)):
            if isinstance(value, dict):
                where = self._where + pointer(key, number)
                yield _Object(value, where, what, known, self._positions, self._problems)
            else:
                self._wrong(value, dict, key, number)

    def spans(self, key: str, finder: Finder) -> Iterator[Interval]:
        for number, value in enumerate(self._list(key)):
            found = self._span(value, finder, key, number)
            if found is not None:
                yield found

    def span(self, key: str, finder: Finder) -> Interval | None:
        value = self._value.get(key)
        return None if value is None else self._span(value, finder, key)

    def _span(self, value: object, finder: Finder, *steps: str | int) -> Interval | None:
        if isinstance(value, str):
            return finder.find(Quoted(place=self.place(*steps), text=value))
        if isinstance(value, dict):
            where = self._where + pointer(*steps)
            return _Object(value, where, "a span", _SPAN, self._positions, self._problems).quoted(finder)
        self.problem(f"{steps[0]} is {_kind(value)}, expected a string or an object", None, *steps)
        return None

    def quoted(self, finder: Finder) -> Interval | None:
        """The span that this object itself quotes."""
        text, context = self.string("text"), self.string("context")
        if (text is None) == (context is None):
            self.problem(f"{self._what} needs either text or context", "quote the words, or the words around them too")
            return None
        occurrence, paragraph = self._number("occurrence"), self._number("paragraph")
        return finder.find(
            Quoted(place=self.place(), text=text, context=context, occurrence=occurrence, paragraph=paragraph)
        )

    def _number(self, key: str) -> int | None:
        value = self._value.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._wrong(value, int, key)
        return None

    def _list(self, key: str) -> list[Any]:
        value = self._value.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self._wrong(value, list, key)
        return []

    def _wrong(self, value: object, kind: type, *steps: str | int) -> None:
        self.problem(f"{steps[0]} is {_kind(value)}, expected {_KINDS[kind]}", None, *steps)


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _KINDS.get(type(value), "a number")


def _load(source: Source, problems: Problems) -> object:
    """The JSON value of a draft; a key that stands twice is a problem, because one of the two would be lost."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ValueError(f"the key {twice!r} stands twice in one object")
        return value

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON")

    try:
        return json.loads(source.text, object_pairs_hook=once, parse_constant=refuse)
    except json.JSONDecodeError as error:
        problems.add(Place(error.lineno, error.colno), f"not JSON: {error.msg}", "mend it, or write the inline form")
    except ValueError as error:
        problems.add(Place(1, 1), f"not JSON: {error}", "keep one" if "twice" in str(error) else None)
    except RecursionError:
        problems.add(Place(1, 1), "not a draft: nested too deep", "see schema/draft.schema.json")
    raise problems.error()
