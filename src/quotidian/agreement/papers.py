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
    "efron1993": Paper(
        cite="Efron and Tibshirani 1993",
        reference="Bradley Efron and Robert J. Tibshirani. 1993. An introduction to the bootstrap. Chapman and Hall, "
        "chapter 13.",
        used="percentile intervals, with the article as the unit that is drawn",
    ),
}
