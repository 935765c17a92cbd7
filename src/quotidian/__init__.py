"""Quotidian: an annotated corpus of English news and the toolchain that makes it."""

from quotidian._version import __version__

__all__ = ["__version__"]
