"""Partitions of mentions for the tests of coreference: letters, and hypothesis."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import strategies as st

from quotidian.agreement.entities import Cluster
from quotidian.model import Annotation, Entity, Mention
from tests.agreement.examples import annotation


def spot(letter: str) -> tuple[int, int]:
    """A mention's span: the same for the same letter, and for no other."""
    return ord(letter), ord(letter) + 1


def entities(letters: str) -> tuple[Cluster, ...]:
    """Entities from ``"a bc def"``: a letter for a mention, a word for an entity."""
    return tuple(frozenset(map(spot, word)) for word in letters.split())


def article(letters: str) -> Annotation:
    """An annotation of those entities; a letter that comes twice is two mentions of one span."""
    words = letters.split()
    mentions = [(f"e{number}", letter) for number, word in enumerate(words) for letter in word]
    return msgspec.structs.replace(
        annotation([]),
        entities=tuple(Entity(id=f"e{number}", type="PER", name=None) for number in range(len(words))),
        mentions=tuple(
            Mention(id=f"m{number}", entity=entity, type="PER", level="NAM", start=spot(one)[0], end=spot(one)[1])
            for number, (entity, one) in enumerate(mentions)
        ),
    )


@st.composite
def partitions(draw: st.DrawFn, letters: str = "abcdefghij") -> str:
    """Entities over some of the letters, each in one of them."""
    used = draw(st.lists(st.sampled_from(letters), unique=True, max_size=len(letters)))
    return partition(used, draw(st.lists(st.integers(0, 4), min_size=len(used), max_size=len(used))))


def partition(letters: Sequence[str], of: Sequence[int]) -> str:
    """The entities of letters that belong to entities of these numbers."""
    return " ".join(
        "".join(letter for letter, number in zip(letters, of, strict=True) if number == one) for one in sorted(set(of))
    )
