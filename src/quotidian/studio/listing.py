"""The tasks of a project, of which the server is asked only for those that changed since they were last listed.

Listing a task costs the server some milliseconds, for it reads all that was done in it, so a project of thousands takes
long. What is not listed again is taken from the last listing, and the sums are compared with the server's: a task that
was deleted, or an annotation that came or went without a change of the task's time, makes them differ, and then
everything is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from quotidian.errors import InputError
from quotidian.record import Record
from quotidian.studio.client import Client, Tally, TaskRow, stamp
from quotidian.studio.kept import Kept

# What is written while it is listed has an earlier time when it is seen: a writer waits up to 30 s for another one.
OVERLAP = timedelta(minutes=2)


class Listing(Record, frozen=True, kw_only=True):
    """All tasks of a project at a time of the server's clock."""

    project: int
    time: str
    tasks: tuple[TaskRow, ...]


def list_tasks(client: Client, kept: Kept, annotator: str, project: int, *, everything: bool = False) -> list[TaskRow]:
    """All tasks of an annotator's project, in the order of their ids.

    Args:
        client: the server.
        kept: where the listing is kept for the next time.
        annotator: whose project it is.
        project: its number.
        everything: list every task, not only those that changed.
    """
    tally = client.tally(project)
    before = None if everything else _before(kept, annotator, project)
    rows = _changed(client, before, tally) if before is not None and tally is not None else None
    if rows is None:
        rows = client.tasks(project)
    if tally is not None:
        listing = Listing(project=project, time=tally.time, tasks=tuple(rows))
        kept.keep_listing(annotator, msgspec.json.encode(listing))
    return rows


def _before(kept: Kept, annotator: str, project: int) -> Listing | None:
    """The last listing of a project; None if there is none that can be read."""
    content = kept.listing(annotator)
    try:
        listing = Listing.from_json(content) if content is not None else None
    except InputError:
        return None  # everything is listed, which replaces the damaged file
    return listing if listing is not None and listing.project == project else None


def _changed(client: Client, before: Listing, tally: Tally) -> list[TaskRow] | None:
    """The last listing with what changed since; None if that is not what the server has."""
    if tally.time < before.time:  # its clock was set back, so its times tell nothing
        return None
    since = stamp(datetime.fromisoformat(before.time) - OVERLAP)
    rows = {row.id: row for row in before.tasks} | {row.id: row for row in client.tasks(before.project, since=since)}
    found = [rows[number] for number in sorted(rows)]
    return found if _sums(found) == (tally.tasks, tally.submitted, tally.skipped) else None


def _sums(rows: Sequence[TaskRow]) -> tuple[int, int, int]:
    return len(rows), sum(row.submitted for row in rows), sum(row.skipped for row in rows)
