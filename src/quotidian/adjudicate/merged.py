"""What comes out of a merge: the agreed part, and every question that is left for a person."""

from __future__ import annotations

from dataclasses import dataclass

from quotidian.adjudicate.attributes import Said
from quotidian.adjudicate.policy import Policy
from quotidian.agreement.aligned import LAYERS, Layer
from quotidian.model import Annotation, Entity
from quotidian.offsets import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What some annotators say; ``said`` is None if they have nothing. In an attribute slot: only what is open."""

    by: tuple[str, ...]
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One question for a person.

    Attributes:
        layer: what it is about.
        item: its id in the merge; of an argument that of its event.
        whole: whether all of the item is in question, and it is not in the merge; else attributes of it are.
        versions: the answers that there are, nothing last; each annotator is in one of them (of an argument, each who
            has the event). Where something was decided already, that is the first one, by ``gold``.
        place: where in the text it is about.
    """

    layer: Layer
    item: str
    whole: bool
    versions: tuple[Version, ...]
    place: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What came out of a merge.

    Attributes:
        between: the annotators, by name.
        policy: what counted as agreed.
        annotation: the agreed part. An attribute in question is ``?``; a reference may name an item in question.
        spare: entities that only items in question refer to; they come with those.
        disagreements: in the order of the text.
    """

    between: tuple[str, ...]
    policy: Policy
    annotation: Annotation
    spare: tuple[Entity, ...]
    disagreements: tuple[Disagreement, ...]


def in_text(disagreement: Disagreement) -> tuple[int, int, int, str, str]:
    """In the order of the text, an item before what hangs on it."""
    start, end = disagreement.place
    rank = LAYERS.index(disagreement.layer)
    return start, -end, rank, disagreement.item, repr(disagreement.versions)
