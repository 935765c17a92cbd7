"""The form that documents have on disk."""

from __future__ import annotations

import msgspec

from quotidian.record import Record


def to_json(document: Record) -> bytes:
    """A document as it is kept on disk: a line for each field and each item of a list, so that diffs are short."""
    fields = msgspec.json.decode(msgspec.json.encode(document), type=dict[str, msgspec.Raw])
    lines = []
    for key, value in fields.items():
        shown = _one_line(value)
        if shown.startswith(b"[") and shown != b"[]":
            items = _items(shown, len(getattr(document, key))) or [_one_line(item) for item in _raw_items(value)]
            shown = b"[\n    " + b",\n    ".join(items) + b"\n  ]"
        lines.append(b"  " + msgspec.json.encode(key) + b": " + shown)
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _items(shown: bytes, count: int) -> list[bytes] | None:
    """The items of a list of records that is shown on one line; None if they can't be told from what is inside them.

    All begin with the same key, and nothing inside them does in any of our lists; cutting there is much faster than
    showing each item by itself. What stands between two, ``, {"id": ``, is in no string: there it would be escaped.
    """
    end = shown.find(b": ") + 2
    begin = shown[1:end]
    if not begin.startswith(b'{"'):
        return None
    items = shown[end:-1].split(b", " + begin)
    return [begin + item for item in items] if len(items) == count else None


def _raw_items(value: msgspec.Raw) -> list[msgspec.Raw]:
    return msgspec.json.decode(value, type=list[msgspec.Raw])


def _one_line(value: msgspec.Raw) -> bytes:
    """JSON on one line, with a space after each comma and colon."""
    return msgspec.json.format(bytes(value), indent=0)
