"""All measures in the order in which they are reported, each with what it says in plain words."""

from __future__ import annotations

from quotidian.agreement import alpha, coreference, events, mentions, quotes, tokens
from quotidian.agreement.counts import Layer, Measure, Statistic

LAYER_WORDS: dict[Layer, str] = {
    "mentions": "Mentions",
    "coreference": "Coreference",
    "quotes": "Quotes",
    "events": "Events",
}

_STATISTICS: dict[Statistic, str] = {"f1": "F1", "kappa": "kappa", "alpha": "alpha", "mean": "mean F1"}

_OVERLAP = "The same, where spans that share a character are the same span."

MEASURES: dict[Measure, str] = {
    mentions.SPAN: "Both marked exactly the same words as a mention, whatever its type.",
    mentions.SPAN_TYPE: "Both marked the same words and gave them the same type.",
    mentions.SPAN_OVERLAP: _OVERLAP,
    mentions.SPAN_TYPE_OVERLAP: "Both marked words that overlap and gave them the same type.",
    alpha.CHARACTERS: "Each character has the types of the mentions around it, the outermost first; how far both say "
    "the same of each, beyond chance. Long mentions weigh more than short ones.",
    coreference.MUC: "Links between mentions of one entity that both drew. Blind to entities with one mention.",
    coreference.B_CUBED: "For each mention, how much of its entity both see alike. Entities with many mentions weigh "
    "more.",
    coreference.CEAF_E: "Entities matched one to one, by the mentions that they share. Each entity weighs the same.",
    coreference.LEA: "Entities by the links in them that both drew, large entities weighing more.",
    coreference.CONLL: "The mean of MUC, B-cubed and CEAF-e: the one number that is usually reported.",
    quotes.QUOTE["exact"]: "Both found a quote with exactly the same content.",
    quotes.QUOTE["overlap"]: "Both found the quote, whatever they said about where it begins and ends.",
    quotes.PARTS["content"]["exact"]: "Spans of content that are the same, a split quote having several.",
    quotes.PARTS["content"]["overlap"]: _OVERLAP,
    quotes.PARTS["cue"]["exact"]: "Spans of cues that are the same, in quotes that both found.",
    quotes.PARTS["cue"]["overlap"]: _OVERLAP,
    quotes.PARTS["source"]["exact"]: "Sources with the same span, in quotes that both found.",
    quotes.PARTS["source"]["overlap"]: _OVERLAP,
    tokens.TOKENS: "Each word is content, cue, source, several of these or none of them; how far both say the same of "
    "each, beyond chance.",
    quotes.ATTRIBUTES["type"]: "Direct, indirect or mixed, of the quotes that both found, beyond chance.",
    quotes.ATTRIBUTES["kind"]: "Speech, writing or thought, of the quotes that both found, beyond chance.",
    quotes.ATTRIBUTES["attribution"]: "How the source is named, of the quotes that both found, beyond chance.",
    quotes.ATTRIBUTES["polarity"]: "Said or not said, of the quotes that both found, beyond chance.",
    quotes.SPEAKER: "The same entity speaks, whichever of its mentions was chosen, of the quotes that both found.",
    quotes.ADDRESSEES: "The same entities are spoken to, of the quotes that both found.",
    quotes.PARENT: "Nested in the same quote, of the quotes that both found.",
    events.TRIGGER["exact"]: "Both marked exactly the same trigger, whatever the type of the event.",
    events.TRIGGER_TYPE["exact"]: "Both marked the same trigger and gave the event the same type.",
    events.TRIGGER["overlap"]: _OVERLAP,
    events.TRIGGER_TYPE["overlap"]: "Both marked triggers that overlap and gave the events the same type.",
    events.IDENTIFICATION["exact"]: "An event of the same type with an argument of the same span, whatever its role.",
    events.ARGUMENT["exact"]: "An event of the same type with an argument of the same span in the same role.",
    events.IDENTIFICATION["overlap"]: _OVERLAP,
    events.ARGUMENT["overlap"]: "The same role, where spans that share a character are the same span.",
    events.ARGUMENT_ENTITY: "The same entity in the same role of an event of the same type, whichever of its mentions "
    "was chosen.",
    events.ATTRIBUTES["type"]: "The type, of the events that both found, beyond chance.",
    events.ATTRIBUTES["polarity"]: "Happened or did not, of the events that both found, beyond chance.",
    events.ATTRIBUTES["tense"]: "Past, present, future or unspecified, of the events that both found, beyond chance.",
    events.ATTRIBUTES[
        "genericity"
    ]: "A certain event or any of its kind, of the events that both found, beyond chance.",
    events.ATTRIBUTES["modality"]: "Told as real or not, of the events that both found, beyond chance.",
}

# One figure for each layer, by which articles are ranked and which a reader sees first.
HEADLINES: dict[Measure, str] = {
    mentions.SPAN_TYPE: "Mentions: same words, same type",
    coreference.CONLL: "Coreference: CoNLL mean",
    quotes.QUOTE["exact"]: "Quotes: same content",
    quotes.SPEAKER: "Quotes: same speaker",
    events.TRIGGER_TYPE["exact"]: "Events: same trigger, same type",
    events.ARGUMENT["exact"]: "Arguments: same words, same role",
}
# By what articles are ranked: how much was found alike, which even one article has enough of.
RANKED: dict[str, Measure] = {
    "mentions": mentions.SPAN_TYPE,
    "coreference": coreference.CONLL,
    "quotes": quotes.QUOTE["exact"],
    "events": events.TRIGGER_TYPE["exact"],
    "arguments": events.ARGUMENT["exact"],
}


def meaning(measure: Measure) -> str:
    """What a measure says, in a sentence."""
    return MEASURES.get(measure, "")


def statistic_words(measure: Measure) -> str:
    """What its value is called."""
    return _STATISTICS[measure.statistic]
