"""A corpus on disk: the only file access of the stages.

::

    writing    files, whole or not at all
    form       what a document looks like in its file
    reading    one document or text
    corpus     which file is where, and what there is
"""

from quotidian.store.corpus import ANNOTATIONS, ANNOTATORS, ARTICLES, HYDRATED, INFO, ONTOLOGY, RELEASES, TEXTS, Corpus
from quotidian.store.form import to_json
from quotidian.store.reading import read_record, read_text
from quotidian.store.writing import TOGETHER, write_all_atomic, write_atomic

__all__ = [
    "ANNOTATIONS",
    "ANNOTATORS",
    "ARTICLES",
    "HYDRATED",
    "INFO",
    "ONTOLOGY",
    "RELEASES",
    "TEXTS",
    "TOGETHER",
    "Corpus",
    "read_record",
    "read_text",
    "to_json",
    "write_all_atomic",
    "write_atomic",
]
