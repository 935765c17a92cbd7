"""Level 1, format: can the file be read at all, and does everybody read the same in it?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, shown
from quotidian.checks.subjects import File

LEVEL = "format"

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DEEPEST = 254
TEXTS = frozenset({"text", "hydrated"})


NO_VALUE = object()


def read_json(data: bytes) -> Any:
    """The value of a JSON text that no check of this level objects to.

    Raises:
        ValueError: some check does.
    """
    value, colons = _parse(data)
    if data.count(b":") != colons or (b"\\" in data and b"\\u" in data):  # one byte is found much faster than two
        raise ValueError("perhaps a key stands twice")
    return value


def last_value(data: bytes) -> Any:
    """The value of a JSON text although a check objects to it, or ``NO_VALUE`` if it has none."""
    try:
        return _parse(data.removeprefix(BYTE_ORDER_MARK))[0]
    except ValueError:
        return NO_VALUE


def read_text(file: File) -> str | None:
    """The text in a file, or None if it can't be read or is not UTF-8."""
    try:
        return file.data.decode() if file.trouble is None else None
    except UnicodeDecodeError:
        return None


def _parse(data: bytes) -> tuple[Any, int]:
    """The value of a JSON text, and how many colons it has when it is written again.

    If the text has as many and no escapes, no key stands twice in it: each colon that it has more follows a key that
    was dropped.

    Raises:
        ValueError: not JSON, or nested deeper than any tool of ours goes.
    """
    value = orjson.loads(data)
    try:
        return value, orjson.dumps(value).count(b":")
    except TypeError:  # the only reason: what was read can be written
        raise ValueError(f"lists and objects are nested more than {DEEPEST} deep") from None


@check(
    "unreadable-file",
    level=LEVEL,
    title="File that can't be read",
    why="""A folder, a broken link or a file without permission where a document should be: every stage that comes to it
    would stop, and the article would be missing without anybody having decided so.""",
    mend="put the file back or remove what is there",
)
def unreadable_file(file: File) -> Iterator[Fault]:
    """The system's reason, if it gave one instead of the bytes."""
    if file.trouble is not None:
        yield Fault(f"the file can't be read: {file.trouble}", line=1)


@check(
    "not-utf8",
    level=LEVEL,
    title="Bytes that are not UTF-8",
    why="""All files are UTF-8. A text in another encoding has other characters for every reader who guesses another
    one, so its hash and all offsets after the first bad byte are worth nothing.""",
    mend="save the file as UTF-8",
)
def not_utf8(file: File) -> Iterator[Fault]:
    """The first byte that is not UTF-8."""
    try:
        file.data.decode()
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        byte = f"0x{file.data[error.start]:02x}"
        yield Fault(f"byte {error.start} is {byte}, which is not UTF-8", found=byte, line=line)


@check(
    "byte-order-mark",
    level=LEVEL,
    title="Byte-order mark",
    why="""UTF-8 needs no byte-order mark, JSON forbids one (RFC 8259, section 8.1), and in a text it is an invisible
    first character that shifts all offsets by one for readers that keep it.""",
    mend="save the file without it",
)
def byte_order_mark(file: File) -> Iterator[Fault]:
    """The mark at the start of a file."""
    if file.data.startswith(BYTE_ORDER_MARK):
        yield Fault("the file begins with a byte-order mark", found="U+FEFF", line=1)


@check(
    "not-json",
    level=LEVEL,
    title="Not JSON",
    why="""A file that JSON parsers refuse (RFC 8259) can be used by nobody. NaN, Infinity, numbers beyond a double and
    lone surrogates are refused too: parsers that let them pass disagree on what they mean.""",
    mend="correct the file by hand, or write it again with the tool that made it",
)
def not_json(file: File) -> Iterator[Fault]:
    """What the parser stumbled over, and where."""
    if file.place.kind in TEXTS or file.trouble is not None:
        return
    data = file.data.removeprefix(BYTE_ORDER_MARK)
    if not data.strip():
        yield Fault("the file is empty", expected="a JSON document", line=1)
        return
    try:
        data.decode()
        _parse(data)
    except UnicodeDecodeError:
        return  # said by not-utf8
    except orjson.JSONDecodeError as error:
        yield Fault(f"{error.msg} at column {error.colno}", expected="JSON", line=error.lineno)
    except ValueError as error:
        yield Fault(str(error), expected="a document that can be read", line=1)


@check(
    "duplicate-key",
    level=LEVEL,
    title="Key that stands twice",
    why="""Of two fields with the same name most parsers keep the last, some the first, and none says so: two people
    would read two different annotations in one file.""",
    mend="keep the one that is right",
)
def duplicate_key(file: File) -> Iterator[Fault]:
    """Each key that an object holds more than once, with the line of its last place."""
    if file.place.kind in TEXTS:
        return
    data = file.data.removeprefix(BYTE_ORDER_MARK)
    if last_value(data) is NO_VALUE:
        return  # said by not-json
    for key, times, offset in _repeated_keys(data.decode()):
        line = data.decode().count("\n", 0, offset) + 1
        yield Fault(f"the key {shown(key)} stands {times} times in one object", found=key, expected="once", line=line)


_TOKEN = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")\s*(:)?|[{}]', re.DOTALL)


def _repeated_keys(text: str) -> Iterator[tuple[str, int, int]]:
    """Each repeated key of each object: the key, how often, and the offset of the last one. The text is valid JSON."""
    open_objects: list[tuple[Counter[str], dict[str, int]]] = []
    for match in _TOKEN.finditer(text):
        if match.group() == "{":
            open_objects.append((Counter(), {}))
        elif match.group() == "}":
            counts, last = open_objects.pop()
            yield from ((key, times, last[key]) for key, times in counts.items() if times > 1)
        elif match.group(2):
            key = orjson.loads(match.group(1))
            counts, last = open_objects[-1]
            counts[key] += 1
            last[key] = match.start()


@check(
    "leftover-file",
    level=LEVEL,
    severity=WARNING,
    title="File left over from a crash",
    why="""Files are written under a temporary name and renamed when they are whole. One that still has the temporary
    name was being written when the power went or the program was killed; no stage reads it.""",
    mend="remove it, the file beside it is the last whole one",
)
def leftover_file(file: File) -> Iterator[Fault]:
    """A file with a temporary name."""
    if file.place.kind == "leftover":
        yield Fault("a file that was never finished", line=1)


@check(
    "unknown-file",
    level=LEVEL,
    severity=WARNING,
    title="File that no stage reads",
    why="""Among articles, texts and annotations every file is read by its name and ending. One with another ending or
    in another folder is ignored by all stages, which is rarely what the person who put it there expects.""",
    mend="name it as the others in its folder, or move it elsewhere",
)
def unknown_file(file: File) -> Iterator[Fault]:
    """A file that the corpus has no use for."""
    if file.place.kind == "unknown":
        yield Fault("no stage reads this file", line=1)


CHECKS: tuple[Check[File], ...] = (unreadable_file, not_utf8, byte_order_mark, not_json, duplicate_key)
PLACE_CHECKS: tuple[Check[File], ...] = (leftover_file, unknown_file)
