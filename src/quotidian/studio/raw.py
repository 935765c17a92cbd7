"""What Label Studio sends: the parts of its raw JSON that are read, as value objects.

Label Studio checks nothing that it is given, so neither may this: every field may be missing, and what is of another
type than Label Studio's own is reported, with its path, and not read. Fields that are not named here are ignored.
"""

from __future__ import annotations

from typing import Any

import msgspec

from quotidian.errors import InputError


class Meta(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a prediction keeps on a region because the editor has no place for it (:mod:`quotidian.studio.to_task`)."""

    id: str | None = None
    order: int | None = None
    entity: str | None = None
    first: str | None = None
    entity_order: int | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    addressees: tuple[str, ...] = ()


class RegionMeta(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The ``meta`` of a region; other tools keep other things there."""

    quotidian: Meta | None = None


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a region is and what one control says about it."""

    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: list[str] | None = None
    choices: list[str] | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One entry of an annotation: a labelled region, something about a region, or a relation."""

    type: str = ""
    id: str | None = None
    from_name: str | None = None
    value: Value | None = None
    meta: RegionMeta | None = None
    from_id: str | None = None
    to_id: str | None = None
    direction: str | None = None
    labels: list[str] | None = None


class Started(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The prediction that an annotation was started from."""

    model_version: str | None = None


class Submission(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An annotation as Label Studio keeps it; ``completed_by`` is a number, or an object with id and email."""

    id: int | str | None = None
    completed_by: Any = None
    result: tuple[Result, ...] = ()
    was_cancelled: bool = False
    created_at: str | None = None
    updated_at: str | None = None
    lead_time: float | None = None
    prediction: Started | None = None
    parent_prediction: int | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Work that was saved and not submitted; ``annotation`` is the submission that it changes."""

    annotation: int | None = None


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A prediction of a task."""

    id: int | str | None = None
    model_version: str | None = None


class Data(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the task shows."""

    article: str | None = None
    text: str | None = None
    text_sha256: str | None = None


class Task(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A task with all that was done in it; an API answer has ids where an export has drafts and predictions."""

    id: int | str | None = None
    data: Data
    annotations: tuple[Submission, ...]
    drafts: tuple[Draft | int, ...] = ()
    predictions: tuple[Suggestion | int, ...] = ()


def read(task: object) -> Task:
    """A task from plain JSON values.

    Raises:
        InputError: it is not a task as Label Studio's raw JSON export has it.
    """
    try:
        return msgspec.convert(task, Task)
    except msgspec.ValidationError as error:
        raise not_a_task(error) from None


def not_a_task(error: msgspec.ValidationError) -> InputError:
    """What is wrong with a task that is none."""
    return InputError(
        f"not a task as Label Studio exports it: {error}",
        expected="the raw export",
        mend="export as JSON (not JSON-MIN, CSV or another format)",
    )
