"""What an ingest did: one outcome for each document, and the sum of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Status = Literal["added", "unchanged", "refused", "skipped"]


class Removed(NamedTuple):
    """What was cut out of a source, and by which rule. For the user's eyes: the text may be nobody else's to see."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one document.

    ``source`` is its file, with ``#`` and its name for a document of a treebank; ``reason`` is one of ``REASONS`` or
    ``SKIPPED``, and ``message`` the whole sentence; ``twin`` is the article that a duplicate repeats.
    """

    source: str
    status: Status
    article: str | None = None
    removed: tuple[Removed, ...] = ()
    reason: str | None = None
    message: str | None = None
    twin: str | None = None


@dataclass(kw_only=True, slots=True)
class IngestReport:
    """The sum of a run. Grows with what went wrong, not with what went well (an id is kept of each article added).

    ``refused`` and ``skipped`` are in the order in which the sources came; ``removed`` counts removals by rule;
    ``unused`` are rows of the metadata that no source answered to; ``stopped`` is why the run ended early, if it did.
    """

    added: list[str] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Outcome] = field(default_factory=list)
    skipped: list[Outcome] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)
    stopped: str | None = None

    @property
    def clean(self) -> bool:
        """Whether every source is in the corpus now."""
        return not self.refused and not self.unused and self.stopped is None

    def count(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        if outcome.status == "added":
            self.added.append(outcome.article or "")
            self.removed.update(removal.rule for removal in outcome.removed)
        elif outcome.status == "unchanged":
            self.unchanged += 1
        elif outcome.status == "refused":
            self.refused.append(outcome)
        else:
            self.skipped.append(outcome)
