"""Reading the file in which somebody adjudicated; what is wrong with it is told by line and column."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from quotidian.adjudicate.attributes import PLACES, intervals
from quotidian.adjudicate.document import KINDS, NONE, Answer, Document, Slot, Spare
from quotidian.draft.problems import Place, Problems, excerpt, one_of
from quotidian.draft.source import Source
from quotidian.errors import InputError

_ROOT = "adjudication"
_NEEDED = ("id", "article", "between", "policy", "basis", "gold", "disagreements", "drafted")
_LAYERS = {kind: layer for layer, kind in KINDS.items()}
_AGAIN = "undo that, or write another file with 'quotidian adjudicate ARTICLE --draft FILE'"
_NUMBER = re.compile("[0-9]{1,9}")
# Which tags may stand in which.
_INSIDE = {
    None: (_ROOT,),
    _ROOT: ("disagreement", "if-used", "draft"),
    "disagreement": ("in", "version", "nothing"),
    "if-used": ("entity",),
    "in": (),
    "version": (),
    "nothing": (),
    "entity": (),
}


def read_document(path: Path) -> Document:
    """Read a file of adjudication.

    Raises:
        DraftError: it is damaged, with everything that is wrong.
        InputError: it can't be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=path) from None
    problems = Problems(str(path))
    reader = _Reader(Source(data, problems), problems)
    try:
        reader.parser.Parse(reader.source.data, True)
    except expat.ExpatError as error:
        reader.not_well_formed(error)
    document = reader.document(str(path))
    problems.refuse()
    return document


class _Reader:
    """The handlers that expat calls; the draft inside is left to the reader of drafts."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.stack: list[str] = []
        self.drafting = 0
        self.root: dict[str, str] = {}
        self.disagreements = 0
        self.slot: tuple[Place, dict[str, str]] | None = None
        self.answers: list[Answer] = []
        self.slots: list[Slot] = []
        self.spare: list[Spare] = []
        self.begins: int | None = None
        self.ends: int | None = None
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def here(self) -> Place:
        return self.source.place_of_byte(self.parser.CurrentByteIndex)

    def stop(self, place: Place, message: str, mend: str) -> NoReturn:
        self.problems.add(place, message, mend)
        raise self.problems.error() from None

    def doctype(self, _name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        self.stop(Place(1, 1), "the file has a DOCTYPE", "remove it; only &amp; &lt; &gt; &quot; &apos; &#…; exist")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.drafting:
            self.drafting += 1
            return
        around = self.stack[-1] if self.stack else None
        if around is None and tag != _ROOT:
            mend = f"begin with <{_ROOT} …>" + ("; a draft goes to 'quotidian draft'" if tag == "draft" else "")
            self.stop(self.here(), f"the file begins with <{tag}>", mend)
        allowed = _INSIDE[around]
        if tag not in allowed:
            self.stop(self.here(), f"<{tag}> can't stand in <{around}>", one_of(allowed) if allowed else "remove it")
        if tag == "draft":
            if self.begins is not None:
                self.stop(self.here(), "a second <draft>", "an adjudication has one")
            self.begins = self.parser.CurrentByteIndex
            self.drafting = 1
            return
        self.stack.append(tag)
        if tag == _ROOT:
            self.root = attributes
            for name in _NEEDED:
                if name not in attributes:
                    self.problems.add(self.here(), f"<{_ROOT}> has no {name}", _AGAIN)
            number = attributes.get("disagreements", "0")
            if _NUMBER.fullmatch(number):
                self.disagreements = int(number)
            else:
                self.problems.add(self.here(), f"disagreements={excerpt(number)} is no number", _AGAIN)
        elif tag == "disagreement":
            self.slot, self.answers = (self.here(), attributes), []
        elif tag in ("version", "nothing"):
            self.answer(tag, attributes)
        elif tag == "entity":
            said = {name: attributes.get(name, "") for name in ("type", "name", "link")}
            self.spare.append(Spare(place=self.here(), id=attributes.get("id", ""), said=said))

    def end(self, tag: str) -> None:
        if self.drafting:
            self.drafting -= 1
            if not self.drafting:
                self.ends = self.source.data.index(b">", self.parser.CurrentByteIndex) + 1
            return
        self.stack.pop()
        if tag == "disagreement" and self.slot is not None:
            self.close_slot(*self.slot)

    def characters(self, data: str) -> None:
        if not self.drafting and self.stack[-1] not in ("in", "version") and not data.isspace():
            self.problems.add(self.here(), f"stray text: {excerpt(data)}", "remove it")

    def answer(self, tag: str, attributes: dict[str, str]) -> None:
        said = {name: value for name, value in attributes.items() if name != "by"}
        by = tuple(attributes.get("by", "").split())
        if not by:
            self.problems.add(self.here(), f"<{tag}> has no by", f"versions are not edited: {_AGAIN}")
        for name in PLACES & said.keys():
            try:
                intervals(said[name])
            except ValueError as error:
                mend = 'write places as at="120-144"'
                self.problems.add(self.here(), f"{name}={said[name]!r}: {str(error)!r} is no place", mend)
        self.answers.append(Answer(place=self.here(), by=by, said=said if tag == "version" else None))

    def meant(self, choose: str) -> str:
        """What was chosen: who has nothing stands for nothing."""
        return NONE if any(choose in answer.by and answer.said is None for answer in self.answers) else choose

    def close_slot(self, place: Place, attributes: dict[str, str]) -> None:
        layer = _LAYERS.get(attributes.get("about", ""))
        item = attributes.get("item", attributes.get("of"))
        if layer is None or item is None or "choose" not in attributes or not self.answers:
            self.problems.add(place, "damaged <disagreement>: it needs about, item or of, choose and versions", _AGAIN)
            return
        slot = Slot(
            place=place,
            layer=layer,
            item=item,
            whole="item" in attributes,
            choose=self.meant(attributes["choose"].strip()),
            answers=tuple(self.answers),
        )
        if slot.choose and slot.choose not in slot.options:
            message = f"choose={slot.choose!r} is no answer to this question about {attributes['about']} {item!r}"
            self.problems.add(place, message, one_of(slot.options))
        self.slots.append(slot)

    def not_well_formed(self, error: expat.ExpatError) -> NoReturn:
        byte = max(0, self.parser.ErrorByteIndex)
        if not self.source.data.strip():
            self.stop(Place(1, 1), "the file is empty", _AGAIN)
        inner = "draft" if self.drafting else (self.stack[-1] if self.stack else _ROOT)
        message = f"not well-formed: {expat.errors.messages[error.code]}"
        mend = f"this is inside <{inner}>; & is &amp; and < is &lt;, and each tag closes in the order of opening"
        self.stop(self.source.place_of_byte(byte), message, mend)

    def document(self, path: str) -> Document:
        root = self.root
        if self.begins is None or self.ends is None:
            self.stop(Place(1, 1), "the file has no <draft>", _AGAIN)
        before = self.source.data[: self.begins].decode()
        lines, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        inside = self.source.data[self.begins : self.ends].decode()
        return Document(
            path=path,
            id=root.get("id", ""),
            article=root.get("article", ""),
            between=tuple(root.get("between", "").split()),
            policy=root.get("policy", ""),
            basis=root.get("basis", ""),
            gold=root.get("gold", ""),
            disagreements=self.disagreements,
            drafted=root.get("drafted", ""),
            slots=tuple(self.slots),
            spare=tuple(self.spare),
            draft="\n" * lines + " " * column + inside,
        )
