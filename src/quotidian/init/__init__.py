"""A new, empty corpus that the same commands work on."""

from quotidian.init.scaffold import init

__all__ = ["init"]
