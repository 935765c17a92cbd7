"""Rows of ``events``: what happened to whom, with the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator

from quotidian.release.layers import Row
from quotidian.release.located import Located, covering


def event_rows(located: Located) -> Iterator[Row]:
    """Every event mention of an article, in the annotation's order."""
    text = located.text
    for event in located.annotation.events:
        trigger = event.trigger
        index, sentence = covering(located.sentences, trigger.start, trigger.end)
        yield {
            "doc_id": located.article.id,
            "event_id": event.id,
            "synthetic": located.article.synthetic,
            "type": event.type,
            "trigger": text[trigger.start : trigger.end],
            "trigger_start": trigger.start,
            "trigger_end": trigger.end,
            "polarity": event.polarity,
            "tense": event.tense,
            "genericity": event.genericity,
            "modality": event.modality,
            "realis": event.realis,
            "arguments": [{"role": one.role, **located.resolved(one.mention)} for one in event.arguments],
            "sentence": text[sentence.start : sentence.end],
            "sentence_index": index,
            "sentence_start": sentence.start,
            "sentence_end": sentence.end,
        }
