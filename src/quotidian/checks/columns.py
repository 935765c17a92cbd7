"""The spans of an annotation side by side, so that a gate looks at all of them at once and not at one after the other.

A loop in Python costs more for each span than what it asks about it; a list or set of one value of every span hardly
costs anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from operator import le, lt

from quotidian.model import Annotation, Mention, Span


class Columns:
    """The spans of mentions, contents, cues and triggers, in this order.

    Args:
        annotation: whose spans.
        text: the article's text.

    Attributes:
        starts, ends, texts: one for each span.
        words: what stands at each span; to be used only if they are :attr:`sound`.
        mentions, contents, triggers: where the spans of each layer are in the lists.
    """

    __slots__ = ("contents", "ends", "mentions", "sound", "starts", "texts", "triggers", "words")

    def __init__(self, annotation: Annotation, text: str) -> None:
        spans: list[Span | Mention] = [*annotation.mentions]
        first_content = len(spans)
        spans += chain.from_iterable([quote.content for quote in annotation.quotes])
        first_cue = len(spans)
        spans += chain.from_iterable([quote.cue for quote in annotation.quotes])
        first_trigger = len(spans)
        spans += [event.trigger for event in annotation.events]
        self.starts = starts = [span.start for span in spans]
        self.ends = ends = [span.end for span in spans]
        self.texts = [span.text for span in spans]
        self.mentions = slice(0, first_content)
        self.contents = slice(first_content, first_cue)
        self.triggers = slice(first_trigger, len(spans))
        self.words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        self.sound = not spans or (min(starts) >= 0 and max(ends) <= len(text) and all(map(lt, starts, ends)))

    def apart(self, layer: slice) -> bool:
        """Whether no two spans of a layer overlap."""
        starts, ends = sorted(self.starts[layer]), sorted(self.ends[layer])
        # If the n-th end comes before the n+1st start for each n, these are the end and the start of neighbours.
        return all(map(le, ends, starts[1:]))

    def nested(self, layer: slice) -> bool:
        """Whether of any two spans of a layer that overlap one lies within the other, and no two are the same."""
        around: list[int] = []
        ordered = sorted(zip(self.starts[layer], [-end for end in self.ends[layer]], strict=True))
        if any(before == here for before, here in pairwise(ordered)):
            return False
        for start, minus_end in ordered:
            while around and around[-1] <= start:
                around.pop()
            if around and around[-1] < -minus_end:
                return False
            around.append(-minus_end)
        return True


def are_apart(spans: Sequence[Span]) -> bool:
    """Whether each span begins where the one before it ends, or later."""
    return all(before.end <= here.start for before, here in pairwise(spans))
