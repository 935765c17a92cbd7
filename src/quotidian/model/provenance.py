"""How an annotation came to be, and how gold was decided."""

from __future__ import annotations

from quotidian.model.tool import Tool
from quotidian.record import Record

Told = str | None | tuple[tuple[int, int], ...]
"""What an annotator said in one respect: a label, a name, or stretches of the text as pairs of offsets.

What an item refers to is told by where that is: a mention by its span, a quote by its content, an entity by its first
mention. So it can be understood without the annotator's file, whose ids may change.
"""


class Said(Record, frozen=True, kw_only=True):
    """What is said of one item in one respect, such as its ``span`` or its ``level``."""

    field: str
    value: Told


class Rejected(Record, frozen=True, kw_only=True):
    """What gold has not: whose it is, and what they said where gold says otherwise; nothing if they had nothing."""

    by: tuple[str, ...]
    said: tuple[Said, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """How one thing that the annotators did not agree on was decided.

    ``layer`` is ``entities``, ``mentions``, ``quotes``, ``events`` or ``arguments``; ``item`` the id in gold, of an
    argument that of its event, None if gold has nothing of it. ``how`` is ``chosen`` if gold says what some of the
    annotators (``by``) say, ``new`` if it says what nobody said, ``rejected`` if gold has nothing of it. ``gold`` tells
    which argument it is about.
    """

    layer: str
    item: str | None
    how: str
    by: tuple[str, ...] = ()
    gold: tuple[Said, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Decisions(Record, frozen=True, kw_only=True):
    """How gold was decided: everything that is not listed in ``items`` was agreed by all of ``adjudicated_from``.

    ``adjudicator`` is who decided, as ``annotations/annotators.json`` describes them; None if that is not known.
    ``layers_sha256`` is the hash of what was decided, so that a later edit by hand shows.
    """

    layers_sha256: str
    adjudicator: str | None = None
    items: tuple[Decision, ...] = ()


class Provenance(Record, frozen=True, kw_only=True):
    """How an annotation came to be.

    ``created`` and ``updated`` are RFC 3339 times in UTC, ``seconds`` is the working time; ``preannotated_from`` names
    the annotation that the annotator started from, ``adjudicated_from`` the annotators that gold was decided between,
    ``decisions`` how.
    """

    tool: Tool
    created: str
    updated: str
    task: str | None = None
    seconds: float | None = None
    preannotated_from: str | None = None
    adjudicated_from: tuple[str, ...] = ()
    decisions: Decisions | None = None
