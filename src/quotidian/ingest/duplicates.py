"""Finds near-duplicates: MinHash signatures propose candidates, their exact Jaccard similarity decides.

A text is its set of word 5-grams, case and punctuation aside. Signatures (Broder 1997) of 64 permutations in 16 bands
of 4 propose a pair of similarity 0.8 with probability 0.9998; what is kept in memory of a text is its signature,
about 2 KB however long it is. Candidates are read again, so that a refusal never rests on an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from quotidian.errors import MissingExtraError

if TYPE_CHECKING:
    from rensa import RMinHash, RMinHashLSH

# From this similarity on, two texts are the same article.
THRESHOLD = 0.8
SHINGLE_WORDS = 5
PERMUTATIONS = 64
BANDS = 16
SEED = 42

_WORD = re.compile(r"\w+")


class Twin(NamedTuple):
    """An article of the corpus that a text repeats, and their Jaccard similarity, from 0 to 1."""

    article: str
    similarity: float


def shingles(text: str) -> frozenset[str]:
    """The word 5-grams of a text; a shorter text is one shingle."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(last))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sets share, as a part of what they hold together."""
    return len(one & other) / len(one | other)


class NearDuplicates:
    """The signatures of a corpus.

    Args:
        text_of: gives the text of an article again.
    """

    def __init__(self, text_of: Callable[[str], str]) -> None:
        self._text_of = text_of
        self._ids: list[str] = []
        self._index = _new_index()

    def add(self, article: str, text: str) -> None:
        """Keep the signature of an article's text."""
        self._index.insert(len(self._ids), _signature(text))
        self._ids.append(article)

    def twin(self, text: str) -> Twin | None:
        """The article most like a text, if it is at least :data:`THRESHOLD` alike."""
        candidates = sorted(set(self._index.query(_signature(text))))
        if not candidates:
            return None
        grams = shingles(text)
        twins = [Twin(self._ids[key], jaccard(grams, shingles(self._text_of(self._ids[key])))) for key in candidates]
        best = max(twins, key=lambda twin: twin.similarity, default=None)
        return best if best is not None and best.similarity >= THRESHOLD else None


def _new_index() -> RMinHashLSH:
    try:
        from rensa import RMinHashLSH
    except ImportError:
        raise MissingExtraError("looking for near-duplicates", "ingest") from None
    return RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)


@lru_cache(maxsize=1)  # a text is looked for and then, if it is new, added
def _signature(text: str) -> RMinHash:
    from rensa import RMinHash

    signature = RMinHash(PERMUTATIONS, SEED)
    signature.update(list(shingles(text)))
    return signature
