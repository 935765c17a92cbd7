"""Ingest: text files, web pages and treebanks become articles, cleaned by documented rules and described in full."""

from quotidian.ingest.metadata import read_metadata
from quotidian.ingest.reasons import REASONS, SKIPPED
from quotidian.ingest.report import IngestReport, Outcome, Removed
from quotidian.ingest.run import ingest
from quotidian.ingest.settings import FileMetadata, IngestSettings
from quotidian.ingest.sources import read_list

__all__ = [
    "REASONS",
    "SKIPPED",
    "FileMetadata",
    "IngestReport",
    "IngestSettings",
    "Outcome",
    "Removed",
    "ingest",
    "read_list",
    "read_metadata",
]
