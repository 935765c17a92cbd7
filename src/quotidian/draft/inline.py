"""Reading a draft that marks up the text with tags.

The parser is expat as Python carries it; a DOCTYPE is refused, and with it every entity that could expand. Nesting
costs expat no stack, and the file's size is limited before it is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from quotidian.draft.problems import Place, Problems, did_you_mean, excerpt, one_of
from quotidian.draft.source import Source

# What may stand where, and with which attributes; <ev> takes roles as well.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "draft": ("article",),
    "text": (),
    "entity": ("id", "type", "name", "link"),
    "m": ("id", "e", "t", "l"),
    "q": ("id", "type", "kind", "source", "attribution", "addressees", "parent", "polarity"),
    "cue": ("q",),
    "ev": ("id", "type", "tense", "polarity", "genericity", "modality"),
    "from": ("of", "cue"),
    "to": ("of", "cue"),
}
IN_DRAFT = ("text", "entity", "m", "q", "ev")
IN_TEXT = ("m", "q", "cue", "ev", "from", "to")
DEFINED = ("m", "q", "ev")
NO_PARENT = "none"

_DEEPEST = 100
_BEGIN = 'begin with <draft article="ARTICLE-ID">'
_UTF8 = re.compile("utf-?8", re.IGNORECASE)


class _StopReading(Exception):  # noqa: N818  # it is no error but a way out of expat
    """Nothing after this can be read; the problem is noted already."""


@dataclass(slots=True, kw_only=True, eq=False)
class Mark:
    """An element as it was read; ``start`` and ``end`` count visible characters of the text before it."""

    tag: str
    attributes: dict[str, str]
    place: Place
    start: int
    end: int = 0
    in_text: bool
    quotes: tuple[Mark, ...] = ()  # the quotes around it, the innermost last
    known: bool = True


@dataclass(slots=True, kw_only=True, eq=False)
class Range:
    """What stands between <from of="ID"/> and <to of="ID"/>; counts as in :class:`Mark`."""

    place: Place
    start: int
    end: int


@dataclass(slots=True, kw_only=True, eq=False)
class Document:
    """All elements of an inline draft in their order, its text, and where in the file each stretch of text is."""

    article_place: Place
    article: str | None = None
    marks: list[Mark] = field(default_factory=list)
    ranges: dict[tuple[str, str], list[Range]] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    piece_starts: list[int] = field(default_factory=list)
    piece_bytes: list[int] = field(default_factory=list)
    text_place: Place | None = None

    def place_of(self, offset: int, source: Source) -> Place:
        """The place in the file of an offset into the text without its tags."""
        piece = bisect_right(self.piece_starts, offset) - 1
        if piece < 0:
            return self.text_place or self.article_place
        inside = self.pieces[piece][: offset - self.piece_starts[piece]]
        return source.place_of_byte(self.piece_bytes[piece] + len(inside.encode()))


def read_document(source: Source, problems: Problems) -> Document:
    """Read the elements of an inline draft.

    Raises:
        DraftError: it is not well-formed, so that nothing after the fault can be read.
    """
    reader = _Reader(source, problems)
    try:
        reader.parser.Parse(source.data, True)
    except _StopReading:
        raise problems.error() from None
    except expat.ExpatError as error:
        reader.not_well_formed(error)
        raise problems.error() from None
    reader.finish()
    return reader.document


class _Reader:
    """The handlers that expat calls."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.document = Document(article_place=Place(1, 1))
        self.stack: list[Mark] = []
        self.quotes: tuple[Mark, ...] = ()
        self.open: dict[tuple[str, str], Range] = {}
        self.visible = 0
        self.length = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = False  # each piece of text comes with its own place
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def here(self) -> Place:
        return self.source.place_of_byte(self.parser.CurrentByteIndex)

    @property
    def in_text(self) -> bool:
        return len(self.stack) > 1 and self.stack[1].tag == "text"

    # What expat calls

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not _UTF8.fullmatch(encoding):
            self.stop(f"the draft says that its encoding is {encoding!r}", "a draft is UTF-8: save it so and say so")

    def doctype(self, _name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        start = self.source.data.rfind(b"<!DOCTYPE", 0, self.parser.CurrentByteIndex + 1)
        mend = "remove it; only &amp; &lt; &gt; &quot; &apos; &#…; exist"
        self.problems.add(self.source.place_of_byte(max(0, start)), "a draft has no DOCTYPE and no entities", mend)
        raise _StopReading

    def instruction(self, target: str, _data: str) -> None:
        self.problems.add(self.here(), f"a draft has no processing instruction <?{target}…?>", "remove it")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= _DEEPEST:
            self.stop(f"elements are nested more than {_DEEPEST} deep", "close those that are done")
        mark = Mark(
            tag=tag,
            attributes=attributes,
            place=self.here(),
            start=self.visible,
            in_text=self.in_text,
            quotes=self.quotes,
        )
        mark.known = self.belongs(mark)
        if mark.known:
            self.check_attributes(mark)
        self.stack.append(mark)
        if tag == "text" and len(self.stack) == 2:
            if self.document.text_place is not None:
                line = self.document.text_place.line
                self.stop(f"a second <text>; the first is in line {line}", "a draft has one text")
            self.document.text_place = mark.place
        elif mark.known and tag in ("from", "to"):
            self.milestone(mark)
        elif mark.known and tag != "draft":
            self.document.marks.append(mark)
        if tag == "q" and mark.in_text:
            self.quotes = (*self.quotes, mark)

    def end(self, tag: str) -> None:
        mark = self.stack.pop()
        mark.end = self.visible
        if tag == "q" and mark.in_text:
            self.quotes = mark.quotes
        if not mark.in_text or not mark.known:
            return
        empty = mark.start == mark.end
        if tag in ("from", "to") and not empty:
            self.problems.add(mark.place, f"<{tag}> holds text", f'write it as an empty tag: <{tag} of="ID"/>')
        elif tag not in ("from", "to") and empty:
            self.problems.add(
                mark.place,
                f"<{tag}> holds no text",
                "put the words between its tags" + ("; a definition stands after </text>" if tag in DEFINED else ""),
            )

    def characters(self, data: str) -> None:
        if self.in_text:
            self.document.pieces.append(data)
            self.document.piece_starts.append(self.length)
            self.document.piece_bytes.append(self.parser.CurrentByteIndex)
            self.length += len(data)
            self.visible += sum(map(len, data.split()))
        elif not data.isspace():
            self.problems.add(self.here(), f"text outside <text>: {excerpt(data)}", "only tags stand there")

    # What they need

    def stop(self, message: str, mend: str) -> None:
        self.problems.add(self.here(), message, mend)
        raise _StopReading

    def belongs(self, mark: Mark) -> bool:
        """Whether a tag may stand where it stands; if not, that is a problem."""
        if not self.stack:
            if mark.tag != "draft":
                self.stop(f"the draft begins with <{mark.tag}>", _BEGIN)
            return True
        if self.in_text:
            allowed: tuple[str, ...] = IN_TEXT
            where = "in the text"
        elif len(self.stack) == 1:
            allowed, where = IN_DRAFT, "outside the text"
        else:
            allowed, where = (), f"inside <{self.stack[-1].tag}>"
        if mark.tag in allowed:
            return True
        if mark.tag in ATTRIBUTES:
            self.problems.add(mark.place, f"<{mark.tag}> can't stand {where}", _where_instead(mark.tag))
        else:
            otherwise = f"the tags are {' '.join(ATTRIBUTES)}; write &lt; for a < of the article"
            self.problems.add(mark.place, f"unknown tag <{mark.tag}>", did_you_mean(mark.tag, ATTRIBUTES, otherwise))
        return False

    def check_attributes(self, mark: Mark) -> None:
        """Unknown attributes; those of <ev> that are none of its own are roles, which the ontology knows."""
        known = ATTRIBUTES[mark.tag]
        for name in mark.attributes:
            if name not in known and mark.tag != "ev":
                otherwise = one_of(known) if known else f"<{mark.tag}> has none"
                message = f"unknown attribute {name!r} of <{mark.tag}>"
                self.problems.add(mark.place, message, did_you_mean(name, known, otherwise))
        if mark.tag == "draft":
            self.document.article = mark.attributes.get("article")
            self.document.article_place = mark.place

    def milestone(self, mark: Mark) -> None:
        """Open or close a range."""
        if len(mark.attributes) != 1 or not mark.attributes.keys() <= {"of", "cue"}:
            mend = f'write <{mark.tag} of="ID"/> for a mention, quote or event, <{mark.tag} cue="ID"/> for a cue'
            self.problems.add(mark.place, f"<{mark.tag}> needs either of or cue", mend)
            return
        [(name, value)] = mark.attributes.items()
        key = (name, value)
        shown = f'{name}="{value}"'
        if mark.tag == "from":
            if key in self.open:
                line = self.open[key].place.line
                mend = f"close that one first with <to {shown}/>"
                self.problems.add(mark.place, f"<from {shown}/> is open already since line {line}", mend)
            else:
                self.open[key] = Range(place=mark.place, start=self.visible, end=self.visible)
        elif key not in self.open:
            self.problems.add(mark.place, f"<to {shown}/> without <from {shown}/> before it", "add the start")
        else:
            found = self.open.pop(key)
            found.end = self.visible
            if found.start == found.end:
                self.problems.add(found.place, f"no text between <from {shown}/> and <to {shown}/>", "move one")
            else:
                self.document.ranges.setdefault(key, []).append(found)

    def finish(self) -> None:
        """What can only be said at the end."""
        for (name, value), found in self.open.items():
            shown = f'{name}="{value}"'
            self.problems.add(found.place, f"<from {shown}/> is never closed", f"add <to {shown}/>")
        if self.document.text_place is None:
            mend = "put the article's text between <text> and </text>"
            self.problems.add(self.document.article_place, "the draft has no <text>", mend)
        if self.document.article is None:
            self.problems.add(
                self.document.article_place, "<draft> has no article", 'write <draft article="ARTICLE-ID">'
            )

    def not_well_formed(self, error: expat.ExpatError) -> None:
        """Say in the draft's terms what expat found."""
        codes = expat.errors.codes
        byte = max(0, self.parser.ErrorByteIndex)  # -1 for an empty file
        if error.code == codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
            byte -= len("</")  # expat points at the name
        place = self.source.place_of_byte(byte)
        inner = self.stack[-1] if self.stack else None
        opened = f"<{inner.tag}> of line {inner.place.line}, column {inner.place.column}" if inner else "<draft>"
        if error.code == codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
            message = f"this end tag does not close {opened}, which is the innermost that is open"
            mend = 'close that one first; spans that cross are marked with <from of="ID"/> and <to of="ID"/>'
        elif error.code == codes[expat.errors.XML_ERROR_NO_ELEMENTS] and inner is None:
            message, mend = "the draft is empty", _BEGIN
        elif not (content := self.source.data.lstrip()).startswith(b"<"):
            place = self.source.place_of_byte(len(self.source.data) - len(content))
            begin = content.decode().splitlines()[0]
            message, mend = f"not well-formed: the draft begins with {excerpt(begin)}", _BEGIN
            if content.startswith((b"{", b"[")):
                mend += ", or name a draft in JSON FILE.json"
        elif error.code == codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
            message = "unknown entity"
            mend = "only &amp; &lt; &gt; &quot; &apos; and &#…; exist; write other characters as they are"
        elif error.code == codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
            message, mend = (
                "an attribute stands twice",
                'keep one; several mentions in a role go into one: Target="m4 m5"',
            )
        elif error.code == codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
            message = "not well-formed"
            mend = "write &amp; for & and &lt; for <, and put the values of attributes into quotation marks"
        else:
            message = f"not well-formed: {expat.errors.messages[error.code]}"
            mend = f"the innermost element that is open here is {opened}"
        self.problems.add(place, message, mend)


def _where_instead(tag: str) -> str:
    if tag in IN_TEXT and tag in IN_DRAFT:
        return "it stands in <text>, or as a definition beside it"
    return "it stands in <text>" if tag in IN_TEXT else "it stands beside <text>, before or after it"
