"""The rules and reasons as Markdown, for ``docs/ingest.md``: made from the tables that the code runs on."""

from __future__ import annotations

from quotidian.ingest.reasons import REASONS, SKIPPED
from quotidian.ingest.rules import RULES, Rule


def rules_markdown() -> str:
    """Every removal rule, in the order in which they are tried, with its examples."""
    return "\n\n".join(_rule(rule) for rule in RULES)


def reasons_markdown() -> str:
    """Every reason for which a source is refused or skipped, as a table."""
    rows = [f"| `{reason}` | refused | {why} |" for reason, why in REASONS.items()]
    rows += [f"| `{reason}` | skipped | {why} |" for reason, why in SKIPPED.items()]
    return "\n".join(["| reason | the source is | because |", "|---|---|---|", *rows])


def _rule(rule: Rule) -> str:
    examples = [("Removes", example) for example in rule.removes] + [("Keeps", example) for example in rule.keeps]
    shown = "\n".join(f"- {verb}: {_one_line(example)}" for verb, example in examples)
    return f"### `{rule.id}`\n\nWhy: {rule.why}.\n\nWhat: {rule.matches}.\n\n{shown}"


def _one_line(example: str) -> str:
    """An example on one line: ``¶`` ends a paragraph."""
    return f"`{example.replace(chr(10) * 2, ' ¶ ')}`"
