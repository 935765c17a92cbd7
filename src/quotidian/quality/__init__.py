"""How good annotators are, and which gold annotations look wrong."""

from quotidian.quality.look import TOP, quality
from quotidian.quality.report import AnnotatorQuality, QualityReport, Work
from quotidian.quality.suspicion import Place, Statement, Suspicion

__all__ = ["TOP", "AnnotatorQuality", "Place", "QualityReport", "Statement", "Suspicion", "Work", "quality"]
