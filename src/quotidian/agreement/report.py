"""What comes out of a comparison of annotators: value objects that a terminal, a page and JSON are made of.

They hold offsets, labels and figures and no sentence of an article: who shows a disagreement in its sentence looks the
text up. ``to_dict`` gives the JSON that docs/agreement.md describes; a figure without a value is null there, never NaN.
"""

from __future__ import annotations

from typing import Literal

from quotidian.agreement.counts import Layer, Measure
from quotidian.record import Record

Kind = Literal["pair", "reference", "mean", "group"]

NOTHING = "(nothing)"


class Comparison(Record, frozen=True, kw_only=True):
    """Whose annotations are compared, over how many articles.

    A ``pair`` is two annotators in the order of their names; a ``reference`` is one annotator (``response``, who is
    judged) and who judges (``reference``): precision is the share of the response's items that the reference has too,
    recall the share of the reference's items that the response has too. The ``mean`` is that of the values of all
    pairs, the ``group`` all annotators at once, which only alpha can do; both have no response and no reference.
    """

    kind: Kind
    name: str
    articles: int
    response: str | None = None
    reference: str | None = None


class Interval(Record, frozen=True, kw_only=True):
    """A value with its 95 % percentile interval from resampling articles; None where there is none."""

    value: float | None
    low: float | None
    high: float | None


class Figure(Record, frozen=True, kw_only=True):
    """One measure of one comparison.

    ``scope`` is empty for all items, else which of them count, such as ``type=PER``. ``comparison`` is the name of the
    comparison. ``precision`` and ``recall`` are there for F1 only. ``response`` and ``reference`` are how many items
    each side has; ``units`` what a kappa or an alpha was counted over (matched items, characters, tokens).
    ``articles`` is over how many articles the measure could be taken.
    """

    measure: Measure
    scope: str
    comparison: str
    value: float | None
    low: float | None
    high: float | None
    precision: Interval | None = None
    recall: Interval | None = None
    response: int | None = None
    reference: int | None = None
    units: int | None = None
    articles: int


class Confusion(Record, frozen=True, kw_only=True):
    """How two annotators labelled what both marked: a row for each label of the response, a column for the reference's.

    ``cells`` are rows; the last label may be ``(nothing)``: what only the other one marked.
    """

    layer: str
    name: str
    comparison: str
    labels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


class ArticleAgreement(Record, frozen=True, kw_only=True):
    """How far an article's annotators agree in it.

    ``values`` are the headline figures of the layers, over all comparisons of the article taken together, None for a
    layer that it has nothing of; ``score`` is their mean, None if it has nothing at all.
    """

    article: str
    title: str
    annotators: tuple[str, ...]
    score: float | None
    values: dict[str, float | None]
    disagreements: int


class Place(Record, frozen=True, kw_only=True, gc=False):
    """A stretch of the text in code points, and what it is: mention, content, cue, source, trigger or argument."""

    part: str
    start: int
    end: int


class Property(Record, frozen=True, kw_only=True, gc=False):
    """What a version says of something: a label or a name as ``value``, or what it refers to by where its words are.

    Both are None where it says that there is none, such as a quote without a source.
    """

    name: str
    value: str | None
    differs: bool
    start: int | None = None
    end: int | None = None


class Version(Record, frozen=True, kw_only=True):
    """What some of the annotators have where others have something else; ``nothing``: they have it not."""

    annotators: tuple[str, ...]
    nothing: bool
    places: tuple[Place, ...]
    properties: tuple[Property, ...]


class Disagreement(Record, frozen=True, kw_only=True):
    """One thing in an article that its annotators see differently.

    ``layer`` is entities, mentions, quotes, events or arguments; ``labels`` are the types that the versions give it;
    ``differences`` says in what they differ.
    """

    article: str
    layer: str
    labels: tuple[str, ...]
    differences: tuple[str, ...]
    versions: tuple[Version, ...]


class LeftOut(Record, frozen=True, kw_only=True):
    """Something that could not be compared: the file, what is wrong with it and how to mend it.

    ``what`` is ``annotation`` for one that was refused, ``text`` for an article without a text, of which only the
    measures over tokens are missing. ``fault`` says whether a file is wrong; a stand-off text that was not hydrated is
    no fault.
    """

    what: Literal["annotation", "text"]
    article: str
    annotator: str | None
    path: str
    reason: str
    fault: bool


class AgreementReport(Record, frozen=True, kw_only=True):
    """How far annotators agree.

    ``disagreements`` are those of the articles of lowest agreement first, ``counted`` how many there are in all: more
    than are listed where a corpus has very many.
    """

    corpus: str
    corpus_version: str
    toolchain: str
    annotators: tuple[str, ...]
    reference: str | None
    layers: tuple[Layer, ...]
    resamples: int
    seed: int
    articles: int
    comparisons: tuple[Comparison, ...]
    figures: tuple[Figure, ...]
    confusions: tuple[Confusion, ...]
    ranking: tuple[ArticleAgreement, ...]
    counted: int
    disagreements: tuple[Disagreement, ...]
    left_out: tuple[LeftOut, ...]
