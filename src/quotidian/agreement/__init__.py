"""Agreement between annotators, layer by layer (``docs/agreement.md``).

Annotators are **chosen**, articles read one by one and **counted**, counts become **figures** with their intervals, and
every disagreement is **told**. Which items are the same is decided once, for counting and telling alike.

::

    agree          all of it: choosing, reading, counting, figures, disagreements
    choosing       who is compared with whom, and where
    reading        what can be compared, and why the rest can't

    pairing        which quotes and events of two annotators are the same
    likeness       which entities, mentions and arguments may be
    align          all items of all annotators: side (one annotator's), values (what is compared), aligned (the result)
    matching, ties, groups, sharing
                   the best matching of two sets, the same in any order; groups of many; how much spans share

    mentions, coreference, quotes, events, tokens
                   what is counted of each layer
    counts, kappa, alpha, entities
                   what it is counted in
    comparing, collected, confusions, listing
                   an article after the other: counts, tables of labels, the disagreements that are kept
    figures, bootstrap
                   values and intervals
    measures, papers, reference
                   what each figure means, where it comes from, and both as documents

    disagreements, sentence
                   what annotators see differently, in words and in its sentence
    report         what comes out; terminal and page (page_figures, page_cases) show it
"""
