"""The version of the toolchain: its only copy. The corpus has its own, in ``corpus/corpus.json``."""

__version__ = "0.1.0"
