"""Making the unseen seen: nothing that a terminal obeys, or that turns a line around, is ever passed on."""

from __future__ import annotations

import re

from quotidian.text import INVISIBLE

# C0 and C1 controls, line and paragraph separators, surrogates and noncharacters.
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{INVISIBLE}]")
_REPLACEMENT = "\ufffd"


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every unsafe character replaced by one that can be seen, so that all offsets stay as they are.

    C0 controls and DEL become their control pictures (ESC is ``␛``), everything else U+FFFD. Canonical text comes back
    unchanged where ``lines`` lets LF through; titles, names and labels are one line.

    >>> visible("Ormond\\x1b[2J")
    'Ormond␛[2J'
    """

    def shown(match: re.Match[str]) -> str:
        char = match[0]
        if char == "\n" and lines:
            return char
        if char < " ":
            return chr(0x2400 + ord(char))
        return "\u2421" if char == "\x7f" else _REPLACEMENT

    return _UNSAFE.sub(shown, text)
