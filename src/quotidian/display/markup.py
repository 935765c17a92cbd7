"""Writing HTML in which only our own elements can exist."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from quotidian.display.visible import visible

_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")


def safe(text: object) -> str:
    """Text of anybody's, for an element's content or a quoted attribute."""
    return escape(visible(str(text)), quote=True)


def isolated(text: object) -> str:
    """The same where it stands among other words: its direction of writing ends with it."""
    return f"<bdi>{safe(text)}</bdi>"


def classes(*names: str | None) -> str:
    """A class attribute of our own names, with a space before it; nothing if there is none."""
    given = [name for name in names if name]
    return f' class="{" ".join(given)}"' if given else ""


def wikidata(link: str | None) -> str | None:
    """The Wikidata item in an entity's link, None if it isn't one."""
    return link if link is not None and _WIKIDATA.fullmatch(link) else None


def link(url: str | None, words: str) -> str:
    """A link to an HTTPS address; anything else stays words.

    Args:
        url: an address of anybody's.
        words: HTML to click on.
    """
    if url is None or visible(url) != url or any(char.isspace() for char in url):
        return words
    try:
        parts = urlsplit(url)
    except ValueError:
        return words
    if parts.scheme != "https" or not parts.hostname:
        return words
    return f'<a href="{safe(url)}" rel="noopener noreferrer external">{words}</a>'
