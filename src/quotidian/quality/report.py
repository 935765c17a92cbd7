"""What comes out: how annotators agree with gold, as they go on, and what in gold looks wrong.

``to_dict`` gives the JSON of ``quotidian quality --json``; what has no value is null there. No piece of a stand-off
text is in it.
"""

from __future__ import annotations

from typing import Literal

from quotidian.agreement.counts import Measure
from quotidian.agreement.report import LeftOut
from quotidian.quality.suspicion import Suspicion
from quotidian.record import Record

By = Literal["day", "week", "month"]


class Work(Record, frozen=True, kw_only=True):
    """Some of an annotator's articles, and how they agree with gold.

    ``part`` says which: ``all``, ``1 of 4`` (the first quarter of them in the order of work), or a day
    (``2026-11-23``), a week (``2026-W48``, ISO 8601) or a month (``2026-11``). ``values`` are F1 by the names of
    :attr:`QualityReport.measures`, over all items of these articles together, None where neither has anything;
    ``precision`` is the share of the annotator's items that gold has, ``recall`` the share of gold's that the annotator
    has. ``seconds`` is the mean working time of the ``timed`` articles whose provenance tells one.
    """

    part: str
    articles: int
    values: dict[str, float | None]
    precision: dict[str, float | None]
    recall: dict[str, float | None]
    timed: int
    seconds: float | None


class AnnotatorQuality(Record, frozen=True, kw_only=True):
    """One annotator against gold: over all, in the order of work, and by the time of work.

    ``waiting`` are articles that the annotator did and that have no gold yet; ``decided`` is in how many of the others
    gold was decided between this annotator and others, so that agreement with it is no independent judgement.
    """

    annotator: str
    kind: str | None
    all: Work
    by_order: tuple[Work, ...]
    by_time: tuple[Work, ...]
    waiting: int
    decided: int


class QualityReport(Record, frozen=True, kw_only=True):
    """Annotators and gold.

    ``by`` is the length of the periods of time. ``suspicions`` are the first of all, which ``found`` counts by reason;
    ``contested`` is in how many articles there were two annotators or more, so that a majority could speak;
    ``without_text`` are the articles whose strings could not be looked at, but for the names of their entities;
    ``left_out`` are annotations that could not be read or point to nothing.
    """

    gold: int
    by: By
    measures: dict[str, Measure]
    annotators: tuple[AnnotatorQuality, ...]
    found: dict[str, int]
    suspicions: tuple[Suspicion, ...]
    contested: int
    without_text: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
