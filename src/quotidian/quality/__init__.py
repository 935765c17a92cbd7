"""How good annotators are, and which gold annotations look wrong (``docs/quality.md``).

::

    look           all of it, as a report
    progress       agreement with gold: of each annotator, and as they go on
    majority       what annotators agree on, and gold has otherwise: version (what each says)
    variation      the same string labelled differently, found by its strings
    suspicion      what looks wrong, and how much that weighs
    gold           an annotation with what may be told of its text
"""

from quotidian.quality.look import TOP, quality
from quotidian.quality.report import AnnotatorQuality, QualityReport, Work
from quotidian.quality.suspicion import Place, Statement, Suspicion

__all__ = ["TOP", "AnnotatorQuality", "Place", "QualityReport", "Statement", "Suspicion", "Work", "quality"]
