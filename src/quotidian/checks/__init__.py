"""Checks: a catalogue of what can be wrong with a corpus, in levels from format to linguistics.

::

    format       can the file be read at all, and does everybody read the same in it?
    schema       does a document have the fields and forms that its JSON Schema asks for?
    text         is the text the one that was annotated, and does each span hold what it says?
    references   does every id, name and hash point at what it should?
    ontology     are labels, roles and attributes the ones that the corpus defines?
    linguistics  does the annotation make sense as language?

A check is a generator of faults, declared with its id, its reasons and what it needs (:mod:`quotidian.checks.check`);
:data:`CATALOGUE` lists them all, ``tests/cases/<check-id>/`` holds the smallest valid and invalid example of each.
"""

from quotidian.checks.catalogue import CATALOGUE, catalogue_markdown
from quotidian.checks.check import Check
from quotidian.checks.finding import ERROR, WARNING, Finding
from quotidian.checks.runner import check_annotation
from quotidian.checks.validate import Summary, Validation, validate

__all__ = [
    "CATALOGUE",
    "ERROR",
    "WARNING",
    "Check",
    "Finding",
    "Summary",
    "Validation",
    "catalogue_markdown",
    "check_annotation",
    "validate",
]
