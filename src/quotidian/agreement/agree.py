"""How far annotators agree: every pair of them, or each against a reference, and all at once where alpha can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from quotidian._version import __version__
from quotidian.agreement.bootstrap import RESAMPLES, Bootstrap
from quotidian.agreement.choosing import annotated, choose
from quotidian.agreement.comparing import Comparing, Text
from quotidian.agreement.counts import Layer
from quotidian.agreement.disagreements import disagreements
from quotidian.agreement.figures import figures
from quotidian.agreement.listing import Listing
from quotidian.agreement.measures import LAYER_WORDS
from quotidian.agreement.reading import read_annotations, read_tokens
from quotidian.agreement.report import AgreementReport, Disagreement, LeftOut
from quotidian.errors import InputError
from quotidian.model import Annotation
from quotidian.store import Corpus

LAYERS: tuple[Layer, ...] = tuple(LAYER_WORDS)
MOST = 2000

# Which disagreements belong to which layer of figures.
_OF_LAYER: dict[Layer, tuple[str, ...]] = {
    "mentions": ("mentions",),
    "coreference": ("entities",),
    "quotes": ("quotes",),
    "events": ("events", "arguments"),
}


def agree(
    corpus: Corpus,
    annotators: Sequence[str] | None = None,
    *,
    reference: str | None = None,
    articles: Iterable[str] | None = None,
    layers: Collection[Layer] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    most: int = MOST,
    progress: Callable[[int, int], None] | None = None,
) -> AgreementReport:
    """Compare annotators of a corpus; neither their order nor that of the files changes anything.

    Two annotators are compared over the articles that both annotated, all of them together over the articles that at
    least two annotated. One article is in memory at a time; counts by article and the disagreements listed are kept.

    Args:
        corpus: whose annotations.
        annotators: who; by default all but ``gold``.
        reference: who judges them, such as ``gold``; by default they are compared with each other, pair by pair.
        articles: ids of those to compare; by default all.
        layers: which of ``mentions``, ``coreference``, ``quotes``, ``events``; by default all.
        resamples: how many times articles are drawn for the intervals; 0 for none.
        seed: of the drawing; the same seed gives the same intervals.
        most: how many disagreements are listed, in whole articles and at least one's; all are counted.
        progress: called with the number of articles done and of all.

    Raises:
        InputError: an annotator is unknown, there are too few, or they have no article in common that can be compared.
    """
    choice = choose(corpus, annotators, reference)
    found = annotated(corpus, choice, articles)
    chosen = tuple(layer for layer in LAYERS if layers is None or layer in layers)
    ontology = corpus.ontology
    comparing = Comparing(choice, chosen, tuple(ontology.mention_types))
    listing = Listing(most)
    left_out: list[LeftOut] = []
    for done, (article, names) in enumerate(found.items()):
        if progress is not None:
            progress(done, len(found))
        described, annotations, refused = read_annotations(corpus, article, names)
        left_out += refused
        if described is None or not _enough(annotations, reference):
            continue
        tokens, missing = read_tokens(corpus, described) if "quotes" in chosen else (None, ())
        left_out += missing
        values = comparing.add(annotations, Text(described.text.length, tokens))
        listing.add(described, [one.annotator for one in annotations], values, _told(annotations, chosen))
    if progress is not None:
        progress(len(found), len(found))
    if not comparing.articles:
        first = left_out[0]
        raise InputError(
            f"nothing can be compared: {len(left_out)} annotations were left out, such as {first.path}",
            mend=first.reason,
        )
    bootstrap = Bootstrap(comparing.articles, resamples=resamples, seed=seed)
    comparisons, measured = figures(comparing.compared(), comparing.group(), bootstrap)
    order = [
        *ontology.mention_types,
        *ontology.events,
        *(name for names in ontology.choices.values() for name in names),
    ]
    return AgreementReport(
        corpus=corpus.info.name,
        corpus_version=corpus.info.version,
        toolchain=__version__,
        annotators=choice.annotators,
        reference=reference,
        layers=chosen,
        resamples=resamples,
        seed=seed,
        articles=comparing.articles,
        comparisons=comparisons,
        figures=measured,
        confusions=tuple(comparing.confusions(order)),
        ranking=listing.ranking(),
        counted=listing.counted,
        disagreements=listing.disagreements(),
        left_out=tuple(left_out),
    )


def _enough(annotations: Sequence[Annotation], reference: str | None) -> bool:
    """Whether what is left of an article's annotations can still be compared."""
    return len(annotations) > 1 and (reference is None or any(one.annotator == reference for one in annotations))


def _told(annotations: Sequence[Annotation], layers: Collection[Layer]) -> tuple[Disagreement, ...]:
    wanted = {name for layer in layers for name in _OF_LAYER[layer]}
    return tuple(one for one in disagreements(annotations) if one.layer in wanted)
