"""The tables of DATASHEET.md, made from the corpus, so that no number in it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotidian.ontology import Ontology
from quotidian.stats import Statistics
from quotidian.store import Corpus


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; numbers get a thin thousands separator."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def numbers_table(counts: Statistics) -> str:
    """How much there is."""
    layers = counts.layers
    rows = [
        ("version of the data", counts.version),
        ("articles", counts.articles),
        ("... with gold annotation", counts.gold),
        ("... waiting for annotation", counts.waiting),
        *((f"... of the gold ones in split `{split}`", number) for split, number in counts.gold_splits.items()),
        ("characters (code points) of the gold articles", counts.characters),
        ("tokens of the gold texts in the repository", counts.words),
        ("sentences of the gold texts in the repository", counts.sentences),
        ("entities", sum(layers.entities.values())),
        ("mentions (values included)", sum(layers.mentions.values())),
        ("quotes", sum(layers.quote_types.values())),
        ("events", sum(layers.events.values())),
        ("event arguments", layers.arguments),
        ("event types used", len(layers.events)),
    ]
    return _table(("what", "number"), rows)


def sources_table(counts: Statistics) -> str:
    """Where the articles are from and what may be done with them."""

    def where(standoff: bool, redistributable: bool) -> str:
        if not standoff:
            return "in the repository and in every release"
        if redistributable:
            return "stand-off; in releases built with `--hydrated`"
        return "stand-off; in no release"

    rows = (
        (
            one.source + (" (invented)" if one.synthetic else ""),
            f"`{one.license}`",
            one.articles,
            one.gold,
            where(one.standoff, one.redistributable),
        )
        for one in counts.sources
    )
    return _table(("source", "licence of the texts", "articles", "gold", "where the text is"), rows)


def layers_tables(counts: Statistics, ontology: Ontology) -> str:
    """How often each label of the ontology was used in the gold annotations, unused ones included."""
    layers = counts.layers
    choices = ontology.choices
    tables: tuple[tuple[str, Iterable[str], Mapping[str, int]], ...] = (
        ("mention type", ontology.mention_types, layers.mentions),
        ("mention level", choices["mention.level"], layers.levels),
        ("quote type", choices["quote.type"], layers.quote_types),
        ("quote kind", choices["quote.kind"], layers.quote_kinds),
        ("attribution", choices["quote.attribution"], layers.attributions),
        ("realis (derived)", sorted(layers.realis), layers.realis),
        ("event type", ontology.events, layers.events),
    )
    return "\n".join(
        _table((title, "gold"), ((f"`{label}`", used.get(label, 0)) for label in labels))
        for title, labels, used in tables
    )


def annotators_table(corpus: Corpus, counts: Statistics) -> str:
    """Who annotated how many articles."""
    described = {annotator.id: annotator for annotator in corpus.annotator_list()}
    rows = (
        (
            f"`{name}`",
            described[name].kind if name in described else "not described",
            number,
            described[name].description if name in described else "",
        )
        for name, number in {**counts.annotators, "gold": counts.gold}.items()
    )
    return _table(("annotator", "kind", "articles", "who"), rows)
