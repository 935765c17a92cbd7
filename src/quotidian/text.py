"""Canonical text: the one form in which the text of an article is kept, hashed and counted.

Canonical text is Unicode NFC; its only control character is LF; paragraphs are separated by one blank line and the
last one ends in one LF; no line begins or ends with white space and none holds two spaces in a row. Characters that
nobody sees and that would shift offsets (byte-order marks, zero-width spaces, soft hyphens, directional overrides) are
gone; the ones that shape what is seen (ZWJ, variation selectors, combining marks, NBSP, LRM and RLM) stay.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from quotidian.model import TextDigest

# Byte-order mark, zero-width space, word joiner, soft hyphen, and the directional embeddings, overrides and isolates
# with which a text can be made to look like another (Unicode Technical Report 36, section 2.5).
INVISIBLE = "\ufeff\u200b\u2060\u00ad\u202a-\u202e\u2066-\u2069"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_NONCHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EDGE_SPACE = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028]")
_BLANK_LINES = re.compile(r"\n{3,}")


class Deviation(NamedTuple):
    """Where a text is not canonical: what kind of deviation and at which code point."""

    kind: str
    offset: int


def canonicalize(text: str) -> str:
    """The canonical form of a text; the empty string if nothing is left of it.

    Line ends become LF (U+2029 a paragraph's end), tabs spaces, other control characters and the invisible ones go.
    Applying it twice changes nothing more.
    """
    text = _LINE_END.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " ")
    text = _NONCHARACTER.sub("\ufffd", _INVISIBLE.sub("", _CONTROL.sub("", text)))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(" {2,}", " ", text)
    text = _BLANK_LINES.sub("\n\n", _EDGE_SPACE.sub("", text)).strip()
    return f"{text}\n" if text else ""


def deviations(text: str) -> Iterator[Deviation]:
    """Every way in which a text is not canonical, each with its first place; nothing for a canonical text.

    Kinds: ``empty``, ``nfc``, ``control``, ``invisible``, ``noncharacter``, ``line-end``, ``edge-space``,
    ``double-space``, ``blank-lines``, ``final-newline``.
    """
    if not text.strip():
        yield Deviation("empty", 0)
        return
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        same = next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), len(composed))
        yield Deviation("nfc", min(same, len(text) - 1))
    for kind, pattern in (
        ("line-end", r"[\r\x85\u2028\u2029]"),
        ("control", r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"),
        ("invisible", f"[{INVISIBLE}]"),
        ("noncharacter", _NONCHARACTER.pattern),
        ("double-space", " {2}"),
        ("blank-lines", r"\n{3,}|\A\n"),
    ):
        found = re.search(pattern, text)
        if found:
            yield Deviation(kind, found.start())
    edge = _EDGE_SPACE.search(text)
    if edge:
        yield Deviation("edge-space", edge.start())
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield Deviation("final-newline", len(text.rstrip("\n")))


def digest(text: str) -> TextDigest:
    """SHA-256 of the UTF-8 bytes and length in code points.

    >>> digest("Zoë 🎉\\n").length
    6
    """
    return TextDigest(sha256=hashlib.sha256(text.encode()).hexdigest(), length=len(text))
