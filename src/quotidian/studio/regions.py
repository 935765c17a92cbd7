"""Regions of the text as an annotator left them: results gathered by region, offsets in code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from quotidian.errors import OffsetError
from quotidian.offsets import OffsetMap
from quotidian.ontology import Ontology
from quotidian.studio import names
from quotidian.studio.raw import Meta, Result
from quotidian.studio.report import Report

# What each control says about a region.
_KINDS = {
    **dict.fromkeys((names.MENTION, names.QUOTE, names.EVENT), "labels"),
    **{
        names.control(layer, field): "choices"
        for layer, fields in (
            (names.MENTION, names.MENTION_FIELDS),
            (names.QUOTE, names.QUOTE_FIELDS),
            (names.EVENT, names.EVENT_FIELDS),
        )
        for field in fields
    },
    **dict.fromkeys((names.ENTITY_NAME, names.ENTITY_LINK), "texts"),
}


class Region(msgspec.Struct, gc=False):
    """A stretch of text with all that was said about it; a region may carry a label of several layers.

    Attributes:
        labels: by layer.
        said: choices and typed text, by control.
        shown: the words that the editor showed.
        failed: what is wrong with it was reported.
    """

    id: str
    start: int
    end: int
    meta: Meta | None
    labels: dict[str, str] = {}
    said: dict[str, str] = {}
    shown: str | None = None
    failed: bool = False


def gather(
    results: Iterable[Result], text: str, ontology: Ontology, report: Report
) -> tuple[dict[str, Region], list[Result]]:
    """The regions by id in the order of the results, and the relations; whatever can't be one is reported."""
    regions: dict[str, Region] = {}
    relations: list[Result] = []
    broken: set[str] = set()
    region: Region | None = None
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
        if region is None or key != region.id:  # what is said about a region mostly follows it
            region = regions.get(key)
            if region is None:
                meta = result.meta.quotidian if result.meta is not None else None
                region = regions[key] = Region(key, value.start, value.end, meta)
        name = result.from_name or ""
        kind = _KINDS.get(name)
        if kind == "labels":
            if isinstance(value.text, str):
                region.shown = value.text
            found, kept = value.labels, region.labels
        elif kind == "choices":
            found, kept = value.choices, region.said
        elif kind == "texts":
            typed = [value.text] if isinstance(value.text, str) else value.text or []
            found, kept = [words for line in typed if (words := line.strip())], region.said
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
        kept[name] = found[0]
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
    pairs = {(layer, label) for layer, labels in known.items() for label in labels}
    for region in regions.values():
        if region.labels and region.labels.items() <= pairs:
            continue
        for layer, label in [*region.labels.items()]:
            if label not in known[layer]:
                region.failed = True
                del region.labels[layer]
                report.add(
                    "unknown-label",
                    f"region {region.id}, {region.start} to {region.end}, has the {layer} label {label!r}, "
                    "which the ontology does not have",
                    found=label,
                    expected=f"one of the ontology's {layer} labels",
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
    comparing what the editor showed with the text, for all regions of an annotation at once; never by guessing. Only
    where neither gives exactly the same words may white space differ, which the editor changes.
    """
    if _all_placed(regions, text):
        return
    spans = {region.id: (region.start, region.end) for region in regions.values()}
    if not _misplaced(regions, spans, text, _same):
        return
    converted = _from_utf16(spans, text)
    told = converted is not None and any(region.shown is not None for region in regions.values())
    if told and converted is not None and not _misplaced(regions, converted, text, _same):
        _move(regions, converted)
        return
    wrong = _misplaced(regions, spans, text, _alike)
    if wrong and told and converted is not None and not _misplaced(regions, converted, text, _alike):
        _move(regions, converted)
        return
    for region in wrong:
        region.failed = True
        region.labels.clear()
        where = f"region {region.id}, {region.start} to {region.end},"
        if not 0 <= region.start < region.end <= len(text):
            problem = f"{where} does not lie in the text of {len(text)} characters"
            report.add("region-without-place", problem, region=region.id)
        else:
            report.add("text-mismatch", f"{where} does not show the words that stand there", region=region.id)


def _all_placed(regions: Mapping[str, Region], text: str) -> bool:
    """Whether each region has a span of the text and, letter by letter, the words in it: so it nearly always is."""
    length = len(text)
    for region in regions.values():
        start, end, shown = region.start, region.end, region.shown
        if not 0 <= start < end <= length or (shown is not None and text[start:end] != shown):
            return False
    return True


def _misplaced(
    regions: Mapping[str, Region],
    spans: Mapping[str, tuple[int, int]],
    text: str,
    same: Callable[[str, str], bool],
) -> list[Region]:
    """The regions whose span is none of the text, or does not hold what the editor showed."""
    wrong = []
    for region in regions.values():
        start, end = spans[region.id]
        shown = region.shown
        if not 0 <= start < end <= len(text) or (shown is not None and not same(text[start:end], shown)):
            wrong.append(region)
    return wrong


def _same(actual: str, shown: str) -> bool:
    """Whether the editor shows exactly these words; it gives line ends as two characters."""
    return actual == shown or actual == shown.replace("\\n", "\n")


def _alike(actual: str, shown: str) -> bool:
    """Whether the editor shows these words but for white space."""
    return "".join(actual.split()) == "".join(shown.replace("\\n", "\n").split())


def _from_utf16(spans: Mapping[str, tuple[int, int]], text: str) -> Mapping[str, tuple[int, int]] | None:
    """The spans read as UTF-16 units; None if one of them can't be."""
    offsets = OffsetMap(text)
    try:
        return {region: offsets.span_from_unit(*span, "UTF-16") for region, span in spans.items()}
    except OffsetError:
        return None


def _move(regions: Mapping[str, Region], spans: Mapping[str, tuple[int, int]]) -> None:
    for region in regions.values():
        region.start, region.end = spans[region.id]
