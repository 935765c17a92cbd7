"""What a check says: a fault where it was seen, and the finding that a reader gets."""

from __future__ import annotations

from typing import NamedTuple

from quotidian.record import Record

ERROR = "error"
WARNING = "warning"

SHOWN_LENGTH = 60


class Fault(NamedTuple):
    """One thing that a check found wrong, before it is known which file it is in.

    Attributes:
        problem: what was found, as the start of a sentence.
        pointer: the JSON pointer (RFC 6901) to the value.
        found: the offending value, shown.
        expected: what would have been right, in words.
        mend: what to do about it; None for the check's own advice.
        line: the line, from 1, where the check knows it better than the pointer does.
    """

    problem: str
    pointer: str = ""
    found: str | None = None
    expected: str | None = None
    mend: str | None = None
    line: int | None = None


class Finding(Record, frozen=True, kw_only=True, gc=False):
    """One fault of one file, complete: where it is, what is wrong, and how to mend it.

    ``file`` and ``line`` (from 1) are None for an annotation that was checked in memory. ``level`` is the level of the
    check in the catalogue (format, schema, ...), ``severity`` is ``error`` or ``warning``. ``message`` is one sentence
    made of the fields after it. A finding about a stand-off article never quotes its text.
    """

    file: str | None
    line: int | None
    pointer: str
    level: str
    severity: str
    check: str
    message: str
    found: str | None
    expected: str | None
    mend: str
    article: str | None
    annotator: str | None

    def __str__(self) -> str:
        """``file:line: level check-id message``; a warning says so at the start of its message."""
        file = self.file or "/".join(filter(None, (self.annotator, self.article))) or "-"
        warning = "warning: " if self.severity == WARNING else ""
        return f"{file}:{self.line or 1}: {self.level} {self.check} {warning}{self.message}"


def sentence(fault: Fault, mend: str) -> str:
    """A fault as one sentence on one line, whatever the names in it hold.

    >>> sentence(Fault("mention m1 is empty", expected="at least one character"), "mark it again")
    'mention m1 is empty, expected at least one character; mark it again'
    """
    expected = f", expected {fault.expected}" if fault.expected else ""
    return printable(f"{fault.problem}{expected}; {mend}")


def shown(value: object, length: int = SHOWN_LENGTH) -> str:
    """A value as a message shows it: on one line, without characters that a terminal would obey, and not too long.

    >>> shown("a\\nb"), shown(None), shown([1, 2]), shown("x" * 100, 5)
    ("'a\\\\nb'", 'null', 'a list of 2', "'xxxxx…'")
    """
    if isinstance(value, str):
        cut = value if len(value) <= length else value[:length] + "…"
        escaped = cut.replace("\\", "\\\\")
        return f"'{printable(escaped)}'"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    number = str(value) if not isinstance(value, int) or abs(value) < 1 << 64 else hex(value)
    return number if len(number) <= length else number[:length] + "…"


def printable(text: str) -> str:
    """A text with escapes for characters that a terminal would obey or not show."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def one_of(names: object, limit: int = 12) -> str:
    """The names that were allowed, as a list in words.

    >>> one_of(["a", "b", "c"])
    'a, b or c'
    """
    listed = [str(name) for name in names]  # type: ignore[attr-defined]  # any iterable, also of a frozenset
    if not listed:
        return "nothing"
    if len(listed) > limit:
        return ", ".join(listed[:limit]) + f" or one of {len(listed) - limit} more"
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + f" or {listed[-1]}"
