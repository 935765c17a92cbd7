"""Coreference: how well two partitions of an article's mentions into entities agree.

MUC (Vilain et al. 1995) counts links, B-cubed (Bagga and Baldwin 1998) mentions, CEAF-e (Luo 2005) entities under the
best one-to-one alignment with the similarity 2|K∩R| / (|K|+|R|), LEA (Moosavi and Strube 2016) links weighted by the
size of their entity. The CoNLL mean (Pradhan et al. 2011) is the mean of the F1 of the first three.

Each gives numerators and denominators of precision and recall; over a corpus they are summed, as the reference scorer
of Pradhan et al. (2014) does. Its other conventions hold as well:

- **Mentions** are the same when start and end are the same. Nothing is said of their types and levels.
- **Twinless mentions**, which only one of the two has, stay: the response's lower precision, the reference's lower
  recall. Neither partition is changed to fit the other (so no variant of Stoyanov et al. 2009 or Cai and Strube 2010).
- **Singletons** stay too: an entity with one mention is an entity. They hold no link, so MUC does not see them; B-cubed
  and CEAF-e count them like any other; LEA gives them one link to themselves, found if the other has the same
  singleton. An article of singletons only has no MUC value, where the reference scorer prints 0.
- **Two mentions of the same span** are one. If they belong to two entities, it stays in the larger one (of equal ones,
  the one whose sorted spans come first); the reference scorer keeps whichever it reads first, which would make the
  order of a file matter.
- **Values** have no entity and take no part; neither does an entity without mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from quotidian.agreement.counts import Measure, Tally
from quotidian.agreement.entities import Cluster, Spot, clusters_of, similarities
from quotidian.agreement.matching import assign
from quotidian.model import Annotation

MUC = Measure(layer="coreference", name="MUC", statistic="f1", paper="vilain1995", match="exact")
B_CUBED = Measure(layer="coreference", name="B-cubed", statistic="f1", paper="bagga1998", match="exact")
CEAF_E = Measure(layer="coreference", name="CEAF-e", statistic="f1", paper="luo2005", match="exact")
LEA = Measure(layer="coreference", name="LEA", statistic="f1", paper="moosavi2016", match="exact")
CONLL = Measure(layer="coreference", name="CoNLL mean", statistic="mean", paper="pradhan2014", match="exact")


class Ratios(NamedTuple):
    """Numerators and denominators of precision and recall."""

    p_num: float
    p_den: float
    r_num: float
    r_den: float


def muc(response: Sequence[Cluster], reference: Sequence[Cluster]) -> Ratios:
    """Links kept: ``Σ (|K| − |p(K)|) / Σ (|K| − 1)``, p(K) being the parts that the other cuts entity K into."""
    return Ratios(*_links(response, reference), *_links(reference, response))


def b_cubed(response: Sequence[Cluster], reference: Sequence[Cluster]) -> Ratios:
    """Mean over mentions of the share of their entity that is in the other's entity of the same mention."""
    return Ratios(*_shares(response, reference), *_shares(reference, response))


def lea(response: Sequence[Cluster], reference: Sequence[Cluster]) -> Ratios:
    """``Σ |K| · (links of K that the other has) / (links of K)``, over ``Σ |K|``."""
    return Ratios(*_weighted_links(response, reference), *_weighted_links(reference, response))


def ceaf_e(response: Sequence[Cluster], reference: Sequence[Cluster]) -> Ratios:
    """Similarity of the entities under the best one-to-one alignment, over the number of entities."""
    weights = similarities(tuple(response), tuple(reference))
    common = sum(weights[pair] for pair in assign(weights))
    return Ratios(common, len(response), common, len(reference))


def tally_coreference(a: Annotation, b: Annotation) -> Tally:
    """How the entities of two annotations of one article agree; ``a`` is the response, ``b`` the reference."""
    response, reference = clusters_of(a).sets, clusters_of(b).sets
    tally = Tally()
    if not response and not reference:
        return tally
    for measure, counted in ((MUC, muc), (B_CUBED, b_cubed), (CEAF_E, ceaf_e), (LEA, lea)):
        ratios = counted(response, reference)
        tally.add_f1(measure, "", **ratios._asdict())
        if measure is not LEA:
            # Also where they are 0: a mean of three parts has no value while one of them has none.
            tally.add(CONLL, "", {(measure.name, column): count for column, count in ratios._asdict().items()})
    return tally


def _links(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[int, int]:
    owner = _owners(theirs)
    kept = links = 0
    for cluster in ours:
        owners = [owner.get(spot) for spot in cluster]
        alone = owners.count(None)
        parts = len(set(owners) - {None}) + alone
        kept += len(cluster) - parts
        links += len(cluster) - 1
    return kept, links


def _shares(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, int]:
    owner = _owners(theirs)
    total = 0.0
    for cluster in ours:
        shared = Counter(owner[spot] for spot in cluster if spot in owner)
        total += sum(number * number for number in shared.values()) / len(cluster)
    return total, sum(map(len, ours))


def _weighted_links(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, int]:
    owner = _owners(theirs)
    total = 0.0
    for cluster in ours:
        if len(cluster) == 1:
            total += cluster in theirs
            continue
        shared = Counter(owner[spot] for spot in cluster if spot in owner)
        found = sum(number * (number - 1) for number in shared.values())
        total += found / (len(cluster) - 1)
    return total, sum(map(len, ours))


def _owners(clusters: Sequence[Cluster]) -> dict[Spot, int]:
    return {spot: number for number, cluster in enumerate(clusters) for spot in cluster}
