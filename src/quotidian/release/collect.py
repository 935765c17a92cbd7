"""Everything that a build learns while its chunks come in: written to files at once, or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from quotidian.model import SPLITS, Split
from quotidian.release.chunk import FINDINGS_KEPT, ChunkResult, Credit, Source, leak
from quotidian.release.columns import CONFIGS, Config
from quotidian.release.manifest import Count, Segmentation
from quotidian.release.tables import Shards, unpack

# So many texts of others are credited one by one in the card; beyond that the card points to the rows.
CREDITS_SHOWN = 500


class Collected:
    """The sum of all chunks.

    Args:
        folder: where the Parquet files go.
    """

    def __init__(self, folder: Path) -> None:
        self.shards = {(config, split): Shards(folder, config, split) for config in CONFIGS for split in SPLITS}
        self.counts: dict[tuple[Config, Split], Count] = dict.fromkeys(self.shards, Count())
        self.digests: list[bytes] = []
        self.findings: list[str] = []
        self.errors = 0
        self.sources: Counter[Source] = Counter()
        self.credits: list[Credit] = []
        self.stories: dict[str, Split] = {}
        self.languages: set[str] = set()
        self.annotators: set[str] = set()
        self.newest = ""
        self.segmentation = Segmentation()
        self.nbytes: Counter[tuple[Config, Split]] = Counter()

    def add(self, chunk: ChunkResult) -> None:
        """Take in the next chunk, in the order of the articles' ids."""
        self.digests.append(chunk.digest)
        self.errors += chunk.errors
        self.findings += chunk.findings[: FINDINGS_KEPT - len(self.findings)]
        for story, (split, article) in chunk.stories.items():
            if self.stories.setdefault(story, split) != split:
                self.errors += 1
                self.findings += [leak(story, article)][: FINDINGS_KEPT - len(self.findings)]
        self.sources += chunk.sources
        self.credits += chunk.credits[: CREDITS_SHOWN + 1 - len(self.credits)]
        self.languages |= chunk.languages
        self.annotators |= chunk.annotators
        self.newest = max(self.newest, chunk.newest)
        self.segmentation += chunk.segmentation
        if self.errors:
            return
        for key, one in chunk.slices.items():
            table = unpack(one.table) if isinstance(one.table, bytes) else one.table
            self.shards[key].add(table, one.counts.articles)
            self.counts[key] += one.counts
            self.nbytes[key] += table.nbytes

    def close(self) -> list[Path]:
        """Finish all Parquet files; returns them under their final names."""
        return [path for shards in self.shards.values() for path in shards.close()]

    def abandon(self) -> None:
        """Close all files in whatever state they are."""
        for shards in self.shards.values():
            shards.abandon()

    def articles(self, configs: Iterable[Config]) -> int:
        """Articles in some configs."""
        return sum(self.counts[config, split].articles for config in configs for split in SPLITS)
