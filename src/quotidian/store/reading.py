"""Reading one document or text, with an error that names the file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from quotidian.errors import InputError
from quotidian.model import Article
from quotidian.record import Record
from quotidian.text import digest

R = TypeVar("R", bound=Record)


def read_record(path: Path, kind: type[R]) -> R:
    """Read one JSON document.

    Raises:
        InputError: it can't be read, or is not one of this kind; names the file.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - read_bytes takes twice as long
            return kind.from_json(file.readall())
    except InputError as error:
        raise InputError(error.problem, path=path, mend="run 'quotidian validate' for all its findings") from None
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=path) from None


def read_text(path: Path, article: Article) -> str:
    """The text of an article, from a file that must hold it and no other.

    Raises:
        FileNotFoundError: there is no such file.
        InputError: it is not UTF-8, or not the text whose hash the metadata hold.
    """
    mend = "run 'quotidian hydrate' again" if article.standoff else "restore the file"
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", path=path, mend=mend) from None
    found = digest(text)
    if found != article.text:
        other = found.sha256 != article.text.sha256
        raise InputError(
            "not the text of this article",
            path=path,
            found=found.sha256[:12] if other else f"{found.length:,} characters",
            expected=f"SHA-256 {article.text.sha256[:12]}…"
            if other
            else f"{article.text.length:,}, as its metadata say",
            mend=mend,
        )
    return text
