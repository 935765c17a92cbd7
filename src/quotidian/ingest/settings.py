"""What a user says about sources: for all of them, and for single files."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

from quotidian.record import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestSettings:
    """What holds for the sources of one run; None leaves it to the source itself, or to the default.

    Args:
        source: who published them; else the site's name in a page's metadata.
        license: the SPDX expression; there is no default.
        holder: who owns the text; else ``source``.
        attribution: the line that the licence asks for; else made for CC BY.
        title, url, published: of one article; else from its metadata.
        language: the BCP 47 tag that the text must be in.
        story: joins articles on the same event; they share a split.
        split: ``train``, ``validation`` or ``test``; else that of its story, or by hash.
        standoff: whether the text stays out of the repository.
        redistributable: whether a release may hold the text; else what the licence says.
        synthetic: whether it was invented for the corpus.
        obtain: where a copy of the source can be had; ``{name}`` and ``{url}`` are filled in. Else the URL.
    """

    source: str | None = None
    license: str | None = None
    holder: str | None = None
    attribution: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"
    story: str | None = None
    split: str | None = None
    standoff: bool = False
    redistributable: bool | None = None
    synthetic: bool = False
    obtain: str | None = None

    def refined(self, row: FileMetadata | None) -> Self:
        """These settings with what is said of one file in particular, which goes first."""
        if row is None:
            return self
        said = {field.name: getattr(row, field.name) for field in fields(self)}
        return replace(self, **{name: value for name, value in said.items() if value is not None})


class FileMetadata(Record, frozen=True, kw_only=True):
    """What is said of one file, or of one document of a treebank; ``file`` is its name. ``notes`` are for people."""

    file: str
    source: str | None = None
    license: str | None = None
    holder: str | None = None
    attribution: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    story: str | None = None
    split: str | None = None
    standoff: bool | None = None
    redistributable: bool | None = None
    synthetic: bool | None = None
    obtain: str | None = None
    notes: object = None
