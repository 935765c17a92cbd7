"""Finds articles that share a text or a story, in memory that hardly grows with the corpus."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence

from quotidian.model import SPLITS, Article

_NONE = 0


class TwinIndex:
    """Collects 17 bytes for each article; pairs that look alike have to be compared by whoever asks for them."""

    def __init__(self) -> None:
        self._numbers = array("L")
        self._texts = array("Q")
        self._stories = array("Q")
        self._splits = bytearray()

    def add(self, number: int, article: Article) -> None:
        """Take in an article under a number of the caller's."""
        self._numbers.append(number)
        self._texts.append(_key(article.text.sha256))
        self._stories.append(_key(article.story) if article.story is not None else _NONE)
        self._splits.append(SPLITS.index(article.split) if article.split in SPLITS else len(SPLITS))

    def texts(self) -> Iterator[list[int]]:
        """Numbers of articles that seem to have one text, in order."""
        for group in _equal(self._texts):
            yield sorted(self._numbers[i] for i in group)

    def stories(self) -> Iterator[list[int]]:
        """Numbers of articles that seem to have one story and several splits, in order."""
        for group in _equal(self._stories):
            if len({self._splits[i] for i in group}) > 1:
                yield sorted(self._numbers[i] for i in group)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) or 1


def _equal(keys: Sequence[int]) -> Iterator[list[int]]:
    """The places of each key that stands more than once, but for the key that stands for nothing."""
    slots = 1 << max(10, (len(keys) * 32).bit_length())
    taken, shared = bytearray(slots // 8), set()
    for key in keys:
        byte, bit = divmod(key % slots, 8)
        if taken[byte] >> bit & 1:
            shared.add(key % slots)
        taken[byte] |= 1 << bit
    groups: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        if key != _NONE and key % slots in shared:
            groups.setdefault(key, []).append(place)
    yield from (group for group in groups.values() if len(group) > 1)
