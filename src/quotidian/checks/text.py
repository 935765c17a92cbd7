"""Level 3, text: is the text of an article in the one form in which texts are kept, and the one that was annotated?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import Fault
from quotidian.checks.position import line_of
from quotidian.checks.subjects import TextFile
from quotidian.text import INVISIBLE, Deviation, deviations, digest

LEVEL = "text"

# Anything that `deviations` could object to.
_SUSPECT = re.compile(
    rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{INVISIBLE}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    r"|[^\S\n]\n|\n[^\S\n]"
)
_SPACES = ("  ", "\n\n\n", " \n", "\n ")
_MEND = "ingest the article again, or make the text canonical and annotate it anew"


def is_canonical(text: str) -> bool:
    """Whether a text has no deviation at all; fast."""
    if text[-1:] != "\n" or text[-2:] == "\n\n" or text[:1].isspace() or any(space in text for space in _SPACES):
        return False
    # Printable text, which most is, has no control character and none of the invisible ones.
    printable = text.replace("\n", " ").isprintable()
    return (printable or _SUSPECT.search(text) is None) and unicodedata.is_normalized("NFC", text)


def _deviations(file: TextFile, *kinds: str) -> Iterator[Deviation]:
    if not is_canonical(file.text):
        yield from (found for found in deviations(file.text) if found.kind in kinds)


def _character(text: str, offset: int) -> str:
    """A character as a message shows it, by its code point and name: never as itself."""
    char = text[offset]
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


@check(
    "not-nfc",
    level=LEVEL,
    title="Text that is not NFC",
    why="""Texts are kept in Unicode's composed form, NFC (UAX 15). In another form "é" is two code points and all
    offsets after it shift by one for every tool that normalises.""",
    mend=_MEND,
)
def not_nfc(file: TextFile) -> Iterator[Fault]:
    """The first character that NFC would write in another way."""
    for _, offset in _deviations(file, "nfc"):
        found = _character(file.text, offset)
        yield Fault(f"code point {offset} is {found}", "", found, "Unicode NFC", line=line_of(file.text, offset))


@check(
    "control-character",
    level=LEVEL,
    title="Control character in a text",
    why="""The only control character of a text is the line feed. Others, and line ends of other systems, are dropped or
    changed by editors, browsers and Label Studio, and every offset after them moves.""",
    mend=_MEND,
)
def control_character(file: TextFile) -> Iterator[Fault]:
    """The first control character and the first foreign line end."""
    for _, offset in _deviations(file, "control", "line-end"):
        yield _fault(file, offset, "no control character but the line feed")


@check(
    "invisible-character",
    level=LEVEL,
    title="Invisible character in a text",
    why="""Zero-width spaces, soft hyphens, byte-order marks and directional overrides are seen by nobody, break words
    for tokenisers and can make a text look like another (UTR 36). Joiners and marks that shape what is seen stay.""",
    mend=_MEND,
)
def invisible_character(file: TextFile) -> Iterator[Fault]:
    """The first invisible character and the first that is no character."""
    for _, offset in _deviations(file, "invisible", "noncharacter"):
        if offset > 0 or file.text[0] != "\ufeff":  # said by byte-order-mark
            yield _fault(file, offset, "no such character")


_LAYOUT = {
    "empty": ("the text is empty", "at least one character"),
    "double-space": ("two spaces in a row", "one"),
    "blank-lines": ("more than one blank line, or one at the start", "one blank line between paragraphs"),
    "edge-space": ("a line begins or ends in white space", "no white space at either end"),
    "final-newline": ("the text does not end in exactly one line feed", "one line feed at the end"),
}


@check(
    "text-layout",
    level=LEVEL,
    title="Text that is not laid out as texts are",
    why="""Paragraphs are separated by one blank line, lines have no white space at their ends and words one space
    between them. White space is what editors change first, and a text with only the white space that is needed
    survives them.""",
    mend=_MEND,
)
def text_layout(file: TextFile) -> Iterator[Fault]:
    """The first place of each deviation in white space."""
    for kind, offset in _deviations(file, *_LAYOUT):
        problem, expected = _LAYOUT[kind]
        yield Fault(f"{problem} at code point {offset}", "", kind, expected, line=line_of(file.text, offset))


@check(
    "hash-mismatch",
    level=LEVEL,
    title="Text that is not the one in the metadata",
    why="""The SHA-256 in the metadata says which text was annotated, to the byte. With another text every offset is in
    doubt, so the annotations of this article are then checked without it.""",
    mend="restore the text, or run 'quotidian hydrate' again if the article is stand-off",
)
def hash_mismatch(file: TextFile) -> Iterator[Fault]:
    """A text whose hash or length is not the one in the metadata."""
    if file.article is None:
        return
    found, expected = digest(file.text), file.article.text
    if found.sha256 != expected.sha256:
        problem = f"the text has SHA-256 {found.sha256[:12]}… and {found.length} code points"
        wanted = f"{expected.sha256[:12]}… and {expected.length} as in the metadata"
        yield Fault(problem, "", found.sha256, wanted, line=1)
    elif found.length != expected.length:
        problem = f"the text has {found.length} code points"
        yield Fault(problem, "", str(found.length), f"{expected.length} as in the metadata", "correct the metadata", 1)


def _fault(file: TextFile, offset: int, expected: str) -> Fault:
    found = _character(file.text, offset)
    return Fault(f"code point {offset} is {found}", "", found, expected, line=line_of(file.text, offset))


FORM_CHECKS: tuple[Check[TextFile], ...] = (not_nfc, control_character, invisible_character, text_layout)
HASH_CHECKS: tuple[Check[TextFile], ...] = (hash_mismatch,)
