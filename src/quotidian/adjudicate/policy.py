"""When something counts as agreed: the one place that says so (``docs/adjudication.md`` says it in words)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Literal, get_args

Policy = Literal["unanimous", "majority"]
POLICIES: tuple[Policy, ...] = get_args(Policy)

# What must be agreed before an item can be marked in the text at all: where it is. What else is said of it can be left
# open and put before a person by itself.
WHERE = {"mentions": "at", "quotes": "content", "events": "at"}


def enough(policy: Policy, number: int, of: int) -> bool:
    """Whether so many of so many annotators settle a question: all of them, or more than half."""
    return number == of if policy == "unanimous" else 2 * number > of


def settled(policy: Policy, values: Sequence[Hashable]) -> int | None:
    """Which of the values holds, by its place; None if none has enough annotators behind it."""
    [(value, number)] = Counter(values).most_common(1)
    return values.index(value) if enough(policy, number, len(values)) else None
