"""Rows of ``entities``: sentences with tokens and BIO tags, ready for token classification."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotidian.model import Mention
from quotidian.offsets import Interval, to_token_span
from quotidian.ontology import NAMED
from quotidian.release.columns import OUTSIDE
from quotidian.release.layers import Row
from quotidian.release.located import Located
from quotidian.release.manifest import Segmentation
from quotidian.segment import tokens


class InTokens(NamedTuple):
    """A mention and the tokens of its sentence that cover it."""

    mention: Mention
    span: Interval

    def is_exact(self, tokens: Sequence[tuple[int, int]]) -> bool:
        """Whether the mention begins and ends where its tokens do."""
        first, last = self.span
        return first < last and (tokens[first][0], tokens[last - 1][1]) == self.mention.interval


def sentence_rows(located: Located) -> tuple[list[Row], Segmentation]:
    """Every sentence of an article, in order, and how the mentions met them.

    A mention that does not lie within one sentence is in no row here; it is in ``default``.
    """
    text = located.text
    mentions = sorted(located.annotation.mentions, key=lambda mention: (mention.start, -mention.end))
    starts = [mention.start for mention in mentions]
    rows: list[Row] = []
    found = widened = 0
    for index, (start, end) in enumerate(located.sentences):
        spans = tokens(text, start, end)
        inside = [
            InTokens(mention, to_token_span(spans, mention.start, mention.end))
            for mention in mentions[bisect_left(starts, start) : bisect_left(starts, end)]
            if mention.end <= end
        ]
        found += len(inside)
        widened += sum(not one.is_exact(spans) for one in inside)
        rows.append(
            {
                "doc_id": located.article.id,
                "sentence_index": index,
                "synthetic": located.article.synthetic,
                "sentence": text[start:end],
                "sentence_start": start,
                "sentence_end": end,
                "tokens": [text[a:b] for a, b in spans],
                "token_starts": [a for a, _ in spans],
                "token_ends": [b for _, b in spans],
                "ner_tags": bio(len(spans), (one for one in inside if one.mention.level in (NAMED, None))),
                "mention_tags": bio(len(spans), inside),
                "mentions": [_mention(located, one) for one in inside],
            }
        )
    return rows, Segmentation(mentions=found, widened=widened, across_sentences=len(mentions) - found)


def bio(length: int, mentions: Iterable[InTokens]) -> list[str]:
    """BIO tags (Ramshaw and Marcus 1995, the IOB2 form) of the outermost mentions.

    Args:
        length: number of tokens.
        mentions: in the order of their starts, longer before shorter; one that shares a token with an earlier one is
            inside it and gets no tag.
    """
    tags = [OUTSIDE] * length
    free = 0
    for mention, span in mentions:
        if span.start < free or span.start == span.end:
            continue
        tags[span.start] = f"B-{mention.type}"
        for token in range(span.start + 1, span.end):
            tags[token] = f"I-{mention.type}"
        free = span.end
    return tags


def _mention(located: Located, one: InTokens) -> Row:
    mention, span = one
    return {
        "mention_id": mention.id,
        "entity_id": mention.entity,
        "name": located.name_of(mention),
        "type": mention.type,
        "level": mention.level,
        "start": mention.start,
        "end": mention.end,
        "text": located.text[mention.start : mention.end],
        "token_start": span.start,
        "token_end": span.end,
    }
