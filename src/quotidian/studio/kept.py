"""What pulling keeps on this machine: each task as it was exported, and each annotation as pull wrote it.

Below the private folder of the corpus, which git ignores and only its user can read, for the exports hold texts::

    .studio/pulled/<server>/<annotator>/<task>.json   the task, raw: what can't be read is in it, and stays
    .studio/pulled/<server>/<annotator>.json          the tasks as they were last listed
    .studio/pulled/written/<annotator>/<article>.json the annotation as pull wrote it: what differs was edited since

Nothing else is remembered: a task is fetched again when the server's time of its last change is another than in here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import orjson

from quotidian.store import Corpus, write_all_atomic, write_atomic
from quotidian.studio.client import TaskRow, stamp
from quotidian.studio.home import HOME

PULLED = "pulled"
WRITTEN = "written"


class Kept:
    """The files that pulling keeps for a corpus and a server.

    Args:
        corpus: the corpus.
        url: the server's address.
    """

    def __init__(self, corpus: Corpus, url: str) -> None:
        self.private = corpus.root / HOME
        self.root = self.private / PULLED
        parts = urlsplit(url)
        self.server = re.sub(r"[^a-z0-9.]+", "-", f"{parts.netloc.rpartition('@')[2]}{parts.path}".lower()).strip("-")

    def make(self) -> None:
        """Make the private folder, unseen by git."""
        self.private.mkdir(parents=True, exist_ok=True)
        self.private.chmod(0o700)
        write_atomic(self.private / ".gitignore", b"*\n")

    def raw_path(self, annotator: str, task: int) -> Path:
        """Where a task is kept."""
        return self.root / self.server / annotator / f"{task}.json"

    def raw(self, annotator: str, task: int) -> bytes | None:
        """A task as it was last exported, as JSON; None if it was not."""
        try:
            return self.raw_path(annotator, task).read_bytes()
        except FileNotFoundError:
            return None

    def keep_raw(self, annotator: str, tasks: Mapping[int, Mapping[str, Any]]) -> None:
        """Keep tasks as they were exported, by their number."""
        files = ((self.raw_path(annotator, number), orjson.dumps(raw) + b"\n") for number, raw in tasks.items())
        write_all_atomic(files, mode=0o600)

    def listing_path(self, annotator: str) -> Path:
        """Where the listing of an annotator's tasks is kept."""
        return self.root / self.server / f"{annotator}.json"

    def listing(self, annotator: str) -> bytes | None:
        """The tasks as they were last listed; None if they never were."""
        try:
            return self.listing_path(annotator).read_bytes()
        except FileNotFoundError:
            return None

    def keep_listing(self, annotator: str, data: bytes) -> None:
        """Keep the tasks as they are listed."""
        write_atomic(self.listing_path(annotator), data, mode=0o600)

    def written(self, annotator: str, article: str) -> bytes | None:
        """An annotation as pull last wrote it; None if it never did."""
        try:
            return (self.root / WRITTEN / annotator / f"{article}.json").read_bytes()
        except FileNotFoundError:
            return None

    def keep_written(self, annotator: str, article: str, data: bytes) -> None:
        """Keep an annotation as pull wrote it."""
        write_atomic(self.root / WRITTEN / annotator / f"{article}.json", data, mode=0o600)


class _Head(msgspec.Struct):
    """What tells whether an exported task is still what the server has; the rest is not read for that."""

    updated_at: str
    total_annotations: int
    cancelled_annotations: int
    drafts: list[msgspec.Raw] = []


def is_current(raw: bytes | None, row: TaskRow, *, drafted: bool) -> bool:
    """Whether a task that was exported before is still what the server has; a damaged one is not.

    A draft changes no time on the server, so a task with one never counts as current, nor does one that had one.
    """
    if raw is None or drafted:
        return False
    try:
        head = msgspec.json.decode(raw.decode(), type=_Head)
        time = stamp(head.updated_at)
    except ValueError:  # no UTF-8, no JSON, no task, no time: msgspec's errors are ValueErrors, too
        return False
    had = (time, head.total_annotations, head.cancelled_annotations)
    return not head.drafts and had == (row.updated, row.submitted, row.skipped)
