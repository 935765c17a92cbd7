"""What a build tells when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from quotidian.model import SPLITS
from quotidian.release.builder import BuildReport
from quotidian.release.columns import CONFIGS
from quotidian.release.manifest import Manifest

LAYERS = ("articles", "entities", "mentions", "quotes", "events")


def summary(report: BuildReport) -> str:
    """A report for a person: what is in the release by config and split, where it is, and how to use it."""
    manifest = report.manifest
    articles = manifest.articles
    state = "unchanged since it was built" if report.unchanged else "built, and every config loaded back"
    standoff = f"{articles.standoff} stand-off (offsets and hash, no text)"
    return "\n".join(
        (
            f"{manifest.title} {manifest.version}: {state}",
            "",
            f"Articles: {articles.gold} with gold annotation, of them {articles.with_text} with text and {standoff}; "
            f"{articles.waiting} waiting for annotation",
            "",
            *_table(("gold", *SPLITS, "all"), [_layer(manifest, layer) for layer in LAYERS]),
            "",
            *_table(("rows", *SPLITS, "all"), [_rows(manifest, config) for config in CONFIGS]),
            "",
            f"Files: {report.folder}",
            "",
            *usage(report),
        )
    )


def usage(report: BuildReport) -> tuple[str, str, str]:
    """Three lines of Python that print a row of the release."""
    counts = report.manifest.counts
    config = next((one for one in ("quotes", *CONFIGS) if any(count.rows for count in counts[one].values())), "default")
    split = next((split for split in SPLITS if counts[config][split].rows), SPLITS[0])
    return (
        "from datasets import load_dataset",
        f'rows = load_dataset("{report.folder}", "{config}", split="{split}")',
        "print(rows[0])",
    )


def _layer(manifest: Manifest, layer: str) -> tuple[str, ...]:
    """How much of a layer the gold annotations hold in each split, of articles with text or without."""
    default, standoff = manifest.counts["default"], manifest.counts["standoff"]
    numbers = [getattr(default[split] + standoff[split], layer) for split in SPLITS]
    return (layer, *(f"{number:,}" for number in (*numbers, sum(numbers))))


def _rows(manifest: Manifest, config: str) -> tuple[str, ...]:
    numbers = [manifest.counts[config][split].rows for split in SPLITS]
    return (config, *(f"{number:,}" for number in (*numbers, sum(numbers))))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table, its first column to the left and the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
