"""The command line: each command parses, makes one library call, and gives an exit code.

One file per command, its name the verb. Exit codes: 0 clean, 1 findings or a refused input, 2 misuse.
"""

from quotidian.cli.group import main

__all__ = ["main"]
