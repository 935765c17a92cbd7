"""The removal rules, in the order in which they are tried: the only list of them.

A paragraph belongs to the first rule that takes it. ``docs/ingest.md`` is generated from this table.
"""

from __future__ import annotations

from quotidian.ingest.document import Document
from quotidian.ingest.rules import leftovers, opening, pictures
from quotidian.ingest.rules.page import Page
from quotidian.ingest.rules.rule import Rule
from quotidian.model import Removal
from quotidian.offsets import Interval

__all__ = ["RULES", "Rule", "find_removals"]

_PAGE = {rule.id: rule for rule in leftovers.RULES}
_PICTURES = {rule.id: rule for rule in pictures.RULES}
_OPENING = {rule.id: rule for rule in opening.RULES}

# `categories` goes before `sources` and captions before `gallery-heading`, so that a list or a gallery that they end is
# seen to end; the headline comes when what may stand above it is gone, the dateline when the headline is.
RULES: tuple[Rule, ...] = (
    *(rule for rule in leftovers.RULES if rule.id not in ("related", "sources")),
    _PAGE["related"],
    _PAGE["sources"],
    _PICTURES["credit"],
    _PICTURES["caption"],
    _OPENING["date-line"],
    _OPENING["byline"],
    _OPENING["headline"],
    _OPENING["place-line"],
    _PICTURES["pull-quote"],
    _PICTURES["gallery-heading"],
)


def find_removals(document: Document, title: str | None) -> tuple[Removal, ...]:
    """What the rules take out of a document's extracted text, in order and not overlapping.

    Args:
        document: what the reader gave.
        title: the headline, where it is known.
    """
    page = Page(document=document, title=title)
    removals: list[Removal] = []
    for rule in RULES:
        for start, end in list(rule.find(page)):
            if any(Interval(start, end).overlaps((other.start, other.end)) for other in removals):
                continue
            removals.append(Removal(rule=rule.id, start=start, end=end))
            page.taken |= {p.place for p in document.paragraphs if Interval(start, end).contains(p.interval)}
    return tuple(sorted(removals, key=lambda removal: removal.start))
