"""Regions of the text as an annotator left them: results gathered by region, offsets in code points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotidian.errors import OffsetError
from quotidian.offsets import OffsetMap
from quotidian.ontology import Ontology
from quotidian.studio import names
from quotidian.studio.raw import Meta, Result
from quotidian.studio.report import Report

_CHOICES = {
    names.control(layer, field)
    for layer, fields in (
        (names.MENTION, names.MENTION_FIELDS),
        (names.QUOTE, names.QUOTE_FIELDS),
        (names.EVENT, names.EVENT_FIELDS),
    )
    for field in fields
}
_LAYERS = {names.MENTION, names.QUOTE, names.EVENT}
_TEXTS = {names.ENTITY_NAME, names.ENTITY_LINK}


class Region:
    """A stretch of text with all that was said about it; a region may carry a label of several layers."""

    __slots__ = ("end", "failed", "id", "labels", "meta", "said", "shown", "start")

    def __init__(self, region: str, start: int, end: int, meta: Meta | None) -> None:
        self.id = region
        self.start = start
        self.end = end
        self.meta = meta
        self.labels: dict[str, str] = {}  # by layer
        self.said: dict[str, str] = {}  # choices and typed text, by control
        self.shown: str | None = None  # the words that the editor showed
        self.failed = False  # what is wrong with it was reported


def gather(
    results: Iterable[Result], text: str, ontology: Ontology, report: Report
) -> tuple[dict[str, Region], list[Result]]:
    """The regions by id in the order of the results, and the relations; whatever can't be one is reported."""
    regions: dict[str, Region] = {}
    relations: list[Result] = []
    broken: set[str] = set()
    for number, result in enumerate(results):
        if result.type == names.RELATION:
            relations.append(result)
            continue
        value, key = result.value, result.id
        if key is None or value is None or value.start is None or value.end is None:
            if key is None or key not in broken:
                broken.add(key or "")
                report.add(
                    "region-without-place",
                    f"result {number} ({result.from_name or result.type}) has no place in the text",
                    pointer=f"/result/{number}",
                )
            continue
        region = regions.get(key)
        if region is None:
            meta = result.meta.quotidian if result.meta is not None else None
            region = regions[key] = Region(key, value.start, value.end, meta)
        name = result.from_name or ""
        if name in _LAYERS:
            if isinstance(value.text, str):
                region.shown = value.text
            found, kind = value.labels, "labels"
        elif name in _CHOICES:
            found, kind = value.choices, "choices"
        elif name in _TEXTS:
            typed = [value.text] if isinstance(value.text, str) else value.text or []
            found, kind = [line.strip() for line in typed if line.strip()], "texts"
        else:
            region.failed = True
            report.add(
                "unknown-control",
                f"region {key} is annotated with {name!r}, which the labelling config does not have",
                found=name,
                region=key,
                pointer=f"/result/{number}",
            )
            continue
        if not found:
            continue
        if len(found) > 1:
            check = "several-texts" if kind == "texts" else "several-choices"
            report.add(
                check,
                f"region {key} has {len(found)} {kind} of {name}: {', '.join(found)}",
                found=", ".join(found),
                expected="one",
                region=key,
                pointer=f"/result/{number}",
            )
        (region.labels if kind == "labels" else region.said)[name] = found[0]
    _check_labels(regions, ontology, report)
    _place(regions, text, report)
    return regions, relations


def _check_labels(regions: Mapping[str, Region], ontology: Ontology, report: Report) -> None:
    """Reports regions without a label, and labels that the ontology does not have; the latter are taken off."""
    known: dict[str, Iterable[str]] = {
        names.MENTION: ontology.mention_types,
        names.QUOTE: names.QUOTE_LABELS,
        names.EVENT: ontology.events,
    }
    for region in regions.values():
        for layer, label in [*region.labels.items()]:
            if label not in known[layer]:
                region.failed = True
                del region.labels[layer]
                report.add(
                    "unknown-label",
                    f"region {region.id}, {region.start} to {region.end}, has the {layer} label {label!r}, "
                    "which the ontology does not have",
                    found=label,
                    expected=f"a {layer} label of the ontology",
                    region=region.id,
                )
        if not region.labels and not region.failed:
            region.failed = True
            report.add(
                "region-without-label",
                f"region {region.id}, {region.start} to {region.end}, has no label",
                region=region.id,
            )


def _place(regions: Mapping[str, Region], text: str, report: Report) -> None:
    """Makes sure that offsets count code points of the text.

    Label Studio 1.23 counts code points, older versions and other sources UTF-16 units. Which of the two is decided by
    comparing what the editor showed with the text, for all regions of an annotation at once; never by guessing.
    """
    length = len(text)
    wrong = [
        region
        for region in regions.values()
        if not 0 <= region.start < region.end <= length
        or (region.shown is not None and not _shows(text, region.start, region.end, region.shown))
    ]
    if not wrong:
        return
    converted = _from_utf16(regions, text)
    if converted is not None:
        for region in regions.values():
            region.start, region.end = converted[region.id]
        return
    for region in wrong:
        region.failed = True
        region.labels.clear()
        if not 0 <= region.start < region.end <= length:
            problem = (
                f"region {region.id}, {region.start} to {region.end}, does not lie in the text of {length} characters"
            )
            report.add("region-without-place", problem, region=region.id)
        else:
            problem = f"region {region.id}, {region.start} to {region.end}, does not show the words that stand there"
            report.add("text-mismatch", problem, region=region.id)


def _from_utf16(regions: Mapping[str, Region], text: str) -> dict[str, tuple[int, int]] | None:
    """The spans of all regions, read as UTF-16 units; None unless that explains every one of them."""
    offsets = OffsetMap(text)
    spans: dict[str, tuple[int, int]] = {}
    for region in regions.values():
        try:
            span = offsets.span_from_unit(region.start, region.end, "UTF-16")
        except OffsetError:
            return None
        if span.start == span.end or (region.shown is not None and not _shows(text, *span, region.shown)):
            return None
        spans[region.id] = (span.start, span.end)
    return spans if any(region.shown is not None for region in regions.values()) else None


def _shows(text: str, start: int, end: int, shown: str) -> bool:
    """Whether the editor's words are those of a span; it gives line ends as two characters and joins white space."""
    actual = text[start:end]
    if actual == shown:
        return True
    return "".join(actual.split()) == "".join(shown.replace("\\n", "\n").split())
