"""The papers and standards that the measures follow: the only list of citations of agreement."""

from __future__ import annotations

from quotidian.record import Record


class Paper(Record, frozen=True, kw_only=True):
    """A source: how it is cited, and what of it is used here."""

    cite: str
    reference: str
    used: str


PAPERS: dict[str, Paper] = {
    "hripcsak2005": Paper(
        cite="Hripcsak and Rothschild 2005",
        reference="George Hripcsak and Adam S. Rothschild. 2005. Agreement, the F-measure, and reliability in "
        "information retrieval. Journal of the American Medical Informatics Association 12(3), 296-298.",
        used="F1 between two annotators of spans: it is the same in both directions, and where the number of things "
        "that nobody marked is unknown or large it is what kappa approaches",
    ),
    "tjongkimsang2003": Paper(
        cite="Tjong Kim Sang and De Meulder 2003",
        reference="Erik F. Tjong Kim Sang and Fien De Meulder. 2003. Introduction to the CoNLL-2003 shared task: "
        "language-independent named entity recognition. Proceedings of CoNLL-2003, 142-147.",
        used="exact match: a span counts only if both its edges, and where it is asked for its type, are the same",
    ),
    "chinchor1993": Paper(
        cite="Chinchor and Sundheim 1993",
        reference="Nancy Chinchor and Beth Sundheim. 1993. MUC-5 evaluation metrics. Proceedings of the Fifth Message "
        "Understanding Conference (MUC-5), 69-78.",
        used="partial match: responses and keys are aligned one to one, and spans that overlap are paired",
    ),
    "segura2013": Paper(
        cite="Segura-Bedmar et al. 2013",
        reference="Isabel Segura-Bedmar, Paloma Martínez and María Herrero-Zazo. 2013. SemEval-2013 task 9: extraction "
        "of drug-drug interactions from biomedical texts. Proceedings of SemEval 2013, 341-350.",
        used="partial and type matching of spans that overlap",
    ),
    "krippendorff2011": Paper(
        cite="Krippendorff 2011",
        reference="Klaus Krippendorff. 2011. Computing Krippendorff's alpha-reliability. University of Pennsylvania, "
        "Annenberg School for Communication, departmental papers 43.",
        used="nominal alpha for any number of annotators and missing data, from the matrix of coincidences",
    ),
    "krippendorff2019": Paper(
        cite="Krippendorff 2019",
        reference="Klaus Krippendorff. 2019. Content analysis: an introduction to its methodology. 4th edition. SAGE, "
        "chapter 12.",
        used="what reliability means: without variation in the data there is none to speak of",
    ),
    "cohen1960": Paper(
        cite="Cohen 1960",
        reference="Jacob Cohen. 1960. A coefficient of agreement for nominal scales. Educational and Psychological "
        "Measurement 20(1), 37-46.",
        used="kappa: agreement of two annotators beyond what their own frequencies of labels let expect",
    ),
    "kuhn1955": Paper(
        cite="Kuhn 1955",
        reference="Harold W. Kuhn. 1955. The Hungarian method for the assignment problem. Naval Research Logistics "
        "Quarterly 2(1-2), 83-97.",
        used="optimal one-to-one matching",
    ),
    "jonker1987": Paper(
        cite="Jonker and Volgenant 1987",
        reference="Roy Jonker and Anton Volgenant. 1987. A shortest augmenting path algorithm for dense and sparse "
        "linear assignment problems. Computing 38(4), 325-340.",
        used="how the optimal matching is found: shortest augmenting paths over potentials",
    ),
    "vilain1995": Paper(
        cite="Vilain et al. 1995",
        reference="Marc Vilain, John Burger, John Aberdeen, Dennis Connolly and Lynette Hirschman. 1995. A "
        "model-theoretic coreference scoring scheme. Proceedings of the Sixth Message Understanding Conference "
        "(MUC-6), 45-52.",
        used="MUC: the links that must be added to one partition of mentions to make the entities of the other",
    ),
    "bagga1998": Paper(
        cite="Bagga and Baldwin 1998",
        reference="Amit Bagga and Breck Baldwin. 1998. Algorithms for scoring coreference chains. Proceedings of the "
        "LREC 1998 workshop on linguistic coreference, 563-566.",
        used="B-cubed: for each mention, the share of its entity that is in the other's entity of the same mention",
    ),
    "luo2005": Paper(
        cite="Luo 2005",
        reference="Xiaoqiang Luo. 2005. On coreference resolution performance metrics. Proceedings of HLT/EMNLP 2005, "
        "25-32.",
        used="CEAF-e: the similarity 2|K∩R| / (|K|+|R|) of entities under their best one-to-one alignment",
    ),
    "moosavi2016": Paper(
        cite="Moosavi and Strube 2016",
        reference="Nafise Sadat Moosavi and Michael Strube. 2016. Which coreference evaluation metric do you trust? A "
        "proposal for a link-based entity aware metric. Proceedings of ACL 2016, 632-642.",
        used="LEA: the share of an entity's links that the other has, weighted by the number of its mentions",
    ),
    "pradhan2014": Paper(
        cite="Pradhan et al. 2014",
        reference="Sameer Pradhan, Xiaoqiang Luo, Marta Recasens, Eduard Hovy, Vincent Ng and Michael Strube. 2014. "
        "Scoring coreference partitions of predicted mentions: a reference implementation. Proceedings of ACL 2014 "
        "(short papers), 30-35.",
        used="mentions that only one of the two has are kept as they are; sums over documents; the mean of the F1 of "
        "MUC, B-cubed and CEAF-e (the CoNLL-2011 and 2012 score)",
    ),
    "pareti2016": Paper(
        cite="Pareti 2016",
        reference="Silvia Pareti. 2016. PARC 3.0: a corpus of attribution relations. Proceedings of LREC 2016, "
        "3914-3920.",
        used="attributions that two annotators have in common, in both directions (agr), and then how far their "
        "source, cue and content spans agree",
    ),
    "newell2018": Paper(
        cite="Newell et al. 2018",
        reference="Edward Newell, Drew Margolin and Derek Ruths. 2018. An attribution relations corpus for political "
        "news. Proceedings of LREC 2018.",
        used="nominal alpha over tokens labelled content, cue, source or none (PolNeAR); here the set of a token's "
        "labels, because quotes nest",
    ),
    "li2013": Paper(
        cite="Li et al. 2013",
        reference="Qi Li, Heng Ji and Liang Huang. 2013. Joint event extraction via structured prediction with global "
        "features. Proceedings of ACL 2013, 73-82.",
        used="a trigger is right by span and event type; an argument is identified by event type and span, and right "
        "if it has the same role too, whichever trigger it hangs on",
    ),
    "li2021": Paper(
        cite="Li et al. 2021",
        reference="Sha Li, Heng Ji and Jiawei Han. 2021. Document-level event argument extraction by conditional "
        "generation. Proceedings of NAACL 2021, 894-908.",
        used="coreference match: another mention of the same entity is as good an argument",
    ),
    "efron1993": Paper(
        cite="Efron and Tibshirani 1993",
        reference="Bradley Efron and Robert J. Tibshirani. 1993. An introduction to the bootstrap. Chapman and Hall, "
        "chapter 13.",
        used="percentile intervals, with the article as the unit that is drawn",
    ),
}
