"""Releases: the gold annotations and their texts as a versioned dataset, in a folder that is a complete Hub repository.

:func:`build` makes one, :func:`summary` tells about it, :mod:`quotidian.load` reads it.
"""

from quotidian.release.builder import BuildReport, build
from quotidian.release.summary import summary

__all__ = ["BuildReport", "build", "summary"]
