"""Krippendorff's alpha over tokens: which words two or more annotators take for content, cue or source of a quote.

PolNeAR (Newell et al. 2018) gives every token one label, *source*, *cue*, *content* or none, and reports the nominal
alpha of these labels; no attribution nests there. PARC 3 (Pareti 2016) gives *agr* instead, which
:mod:`quotidian.agreement.quotes` has. Ours nest, so that a token can be the cue of an inner quote in the content of an
outer one, or a source in the content of another's quote. So here

* the units are all tokens of the article (:func:`quotidian.segment.tokens`), those in no quote too;
* a token has a label if it shares a character with such a span of any quote (which one is not asked);
* overall, its value is the set of its labels: ``content``, ``content+cue``, …, or none. A set is equal or it is not.
  Where nothing nests these are PolNeAR's four values, and the alpha is its alpha;
* by label (scope ``label=cue``), its value is whether it has the label.

An article whose text is not at hand has no tokens and takes no part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from quotidian.agreement.alpha import coincidences
from quotidian.agreement.counts import Measure, Tally
from quotidian.model import Annotation

TOKENS = Measure(layer="quotes", name="tokens", statistic="alpha", paper="newell2018")

LABELS = ("content", "cue", "source")
Units: TypeAlias = Mapping[tuple[int, ...], float]
_SETS = tuple(
    "+".join(label for bit, label in enumerate(LABELS) if labels >> bit & 1) for labels in range(1 << len(LABELS))
)


def tally_tokens(annotations: Sequence[Annotation], tokens: Sequence[tuple[int, int]]) -> Tally:
    """Coincidences of two or more annotators of one article, over its tokens.

    Args:
        annotations: one of each annotator, in any order.
        tokens: spans of all tokens of the text, in order and apart from each other.
    """
    return tally_labelled(labelled(annotations, tokens))


def labelled(annotations: Sequence[Annotation], tokens: Sequence[tuple[int, int]]) -> Units:
    """How many tokens have which labels, as bits in the order of LABELS, by each of the annotators."""
    return Counter(zip(*(_labels(annotation, tokens) for annotation in annotations), strict=True))


def tally_labelled(units: Units) -> Tally:
    """What :func:`tally_tokens` gives, from how many tokens have which labels."""
    tally = Tally()
    if not units:
        return tally
    tally.add(TOKENS, "", coincidences({tuple(_SETS[labels] for labels in unit): n for unit, n in units.items()}))
    for bit, label in enumerate(LABELS):
        one: dict[tuple[str, ...], float] = {}
        for unit, times in units.items():
            values = tuple([label if labels >> bit & 1 else "" for labels in unit])
            one[values] = one.get(values, 0) + times
        tally.add(TOKENS, f"label={label}", coincidences(one))
    return tally


def _labels(annotation: Annotation, tokens: Sequence[tuple[int, int]]) -> list[int]:
    """The labels of each token, as bits in the order of LABELS."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    labels = [0] * len(tokens)
    sources = {mention.id: mention for mention in annotation.mentions}
    for quote in annotation.quotes:
        source = () if quote.source is None else (sources[quote.source],)
        for bit, spans in enumerate((quote.content, quote.cue, source)):
            for span in spans:
                for token in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
                    labels[token] |= 1 << bit
    return labels
