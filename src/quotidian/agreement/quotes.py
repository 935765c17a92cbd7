"""Quotes: their spans, their attributes, and who speaks to whom.

**Quotes are matched once**, one to one (:mod:`quotidian.agreement.pairing`). How many match is how many attributions
two annotators have in common, Pareti's *agr* (2012, 2016, after Wiebe et al. 2005): of those of the one the share that
the other has too, in both directions. ``exact`` asks for the same content.

**Content, cue and source spans** are compared within matched quotes: "said" is a cue found only if it is the cue of the
same quote. The parts of a split quote match one to one, exactly or with an overlap, as many as can be. The spans of a
quote without a partner are missed. What is marked, whatever quote it belongs to, is what the tokens tell
(:mod:`quotidian.agreement.tokens`).

**Type, kind, attribution and polarity** of matched quotes are compared by Cohen's kappa.

**Speaker, addressees and parent** of matched quotes: the speaker is who the source mention stands for, so two mentions
of one entity are the same speaker and one mention that the annotators give to different entities is not
(:mod:`quotidian.agreement.entities`). Addressees likewise, each entity once. A parent is the same if the parents are
matched. Of the matched quotes, those count that have any.

Scopes: ``type=direct`` and so on, for quotes and their spans: only quotes that have this type, matched ones in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quotidian.agreement.counts import Match, Measure, Tally
from quotidian.agreement.entities import Referent, referents
from quotidian.agreement.kappa import add_kappa
from quotidian.agreement.matching import Pair, assign_by_overlap
from quotidian.agreement.pairing import QuoteSpans, Spans, match_quotes, quote_spans
from quotidian.model import QUOTE_LABELS, Annotation, Quote


def _f1(name: str, match: Match = "") -> Measure:
    return Measure(layer="quotes", name=name, statistic="f1", paper="pareti2016", match=match)


_MATCHES: tuple[Match, ...] = ("exact", "overlap")
QUOTE = {match: _f1("quote", match) for match in _MATCHES}
PARTS = {part: {match: _f1(part, match) for match in _MATCHES} for part in QuoteSpans._fields}
SPEAKER = _f1("speaker")
ADDRESSEES = _f1("addressees")
PARENT = _f1("parent")
ATTRIBUTES = {
    name: Measure(layer="quotes", name=name, statistic="kappa", paper="cohen1960", match="overlap")
    for name in QUOTE_LABELS
}


def tally_quotes(a: Annotation, b: Annotation, pairs: Sequence[Pair] | None = None) -> Tally:
    """How the quotes of two annotations of one article agree.

    Args:
        a: the response.
        b: the reference.
        pairs: which quotes are the same, as :func:`~quotidian.agreement.pairing.match_quotes` has them, if it is known.
    """
    tally = Tally()
    if not a.quotes and not b.quotes:
        return tally
    if pairs is None:
        pairs = match_quotes(a, b).pairs
    ours, theirs = quote_spans(a), quote_spans(b)
    _add_quotes(tally, a.quotes, b.quotes, pairs, [ours.content[i] == theirs.content[j] for i, j in pairs])
    for part, spans, others in zip(PARTS, ours, theirs, strict=True):
        _add_part(tally, part, a.quotes, b.quotes, pairs, spans, others)
    both = [(a.quotes[i], b.quotes[j]) for i, j in pairs]
    for name, measure in ATTRIBUTES.items():
        add_kappa(tally, measure, ((getattr(one, name), getattr(other, name)) for one, other in both))
    _add_people(tally, a, b, both)
    _add_parents(tally, a.quotes, b.quotes, pairs)
    return tally


def _scopes(quote: Quote) -> tuple[str, str]:
    return "", f"type={quote.type}"


def _add(tally: Tally, measure: Measure, found: Counter[str], response: Counter[str], reference: Counter[str]) -> None:
    for scope in sorted(response.keys() | reference.keys()):
        tally.add_matches(measure, scope, matched=found[scope], response=response[scope], reference=reference[scope])


def _counted(quotes: Sequence[Quote], times: Iterable[int]) -> Counter[str]:
    """By scope, how often something is there that each quote has so many times."""
    counts: Counter[str] = Counter()
    for quote, number in zip(quotes, times, strict=True):
        for scope in _scopes(quote) if number else ():
            counts[scope] += number
    return counts


def _found(ours: Sequence[Quote], theirs: Sequence[Quote], pairs: Sequence[Pair], times: Iterable[int]) -> Counter[str]:
    """By scope, how often something matches that matches so many times in each pair of quotes."""
    counts: Counter[str] = Counter()
    for (i, j), number in zip(pairs, times, strict=True):
        for scope in {*_scopes(ours[i])} & {*_scopes(theirs[j])}:
            counts[scope] += number
    return counts


def _add_quotes(
    tally: Tally, ours: Sequence[Quote], theirs: Sequence[Quote], pairs: Sequence[Pair], same: Sequence[bool]
) -> None:
    response, reference = (_counted(quotes, [1] * len(quotes)) for quotes in (ours, theirs))
    _add(tally, QUOTE["exact"], _found(ours, theirs, pairs, same), response, reference)
    _add(tally, QUOTE["overlap"], _found(ours, theirs, pairs, [1] * len(pairs)), response, reference)


def _add_part(
    tally: Tally,
    part: str,
    ours: Sequence[Quote],
    theirs: Sequence[Quote],
    pairs: Sequence[Pair],
    spans: Sequence[Spans],
    others: Sequence[Spans],
) -> None:
    response, reference = _counted(ours, map(len, spans)), _counted(theirs, map(len, others))
    exact = [len({*spans[i]} & {*others[j]}) for i, j in pairs]
    overlap = [
        len(spans[i]) if spans[i] == others[j] else len(assign_by_overlap(spans[i], others[j])) for i, j in pairs
    ]
    _add(tally, PARTS[part]["exact"], _found(ours, theirs, pairs, exact), response, reference)
    _add(tally, PARTS[part]["overlap"], _found(ours, theirs, pairs, overlap), response, reference)


def _add_people(tally: Tally, a: Annotation, b: Annotation, both: Sequence[tuple[Quote, Quote]]) -> None:
    """Whether the same ones speak, and are spoken to."""
    same = referents(a, b)
    speakers = [
        (_stand_for((one.source,), same.response), _stand_for((other.source,), same.reference)) for one, other in both
    ]
    addressees = [
        (_stand_for(one.addressees, same.response), _stand_for(other.addressees, same.reference)) for one, other in both
    ]
    for measure, people in ((SPEAKER, speakers), (ADDRESSEES, addressees)):
        tally.add_matches(
            measure,
            "",
            matched=sum(len(ours & theirs) for ours, theirs in people),
            response=sum(len(ours) for ours, _ in people),
            reference=sum(len(theirs) for _, theirs in people),
        )


def _stand_for(mentions: Iterable[str | None], of: dict[str, Referent]) -> set[Referent]:
    return {of[mention] for mention in mentions if mention is not None}


def _add_parents(tally: Tally, ours: Sequence[Quote], theirs: Sequence[Quote], pairs: Sequence[Pair]) -> None:
    together = {(ours[i].id, theirs[j].id) for i, j in pairs}
    parents = [(ours[i].parent, theirs[j].parent) for i, j in pairs]
    tally.add_matches(
        PARENT,
        "",
        matched=sum(pair in together for pair in parents),
        response=sum(one is not None for one, _ in parents),
        reference=sum(other is not None for _, other in parents),
    )
