"""Who is compared with whom, and in which articles."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from quotidian.agreement.report import Kind
from quotidian.errors import InputError
from quotidian.model import GOLD
from quotidian.store import Corpus

# What is left of bytes of a name that are no UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Annotators in the order of their names, and the one who judges them, if there is one."""

    annotators: tuple[str, ...]
    reference: str | None

    @property
    def everyone(self) -> tuple[str, ...]:
        """All of them, in the order of their names."""
        return tuple(sorted({*self.annotators, *([] if self.reference is None else [self.reference])}))

    @property
    def pairs(self) -> list[tuple[Kind, str, str]]:
        """Who is compared with whom: how, the response, the reference."""
        if self.reference is not None:
            return [("reference", one, self.reference) for one in self.annotators]
        return [("pair", one, other) for one, other in combinations(self.annotators, 2)]


def choose(corpus: Corpus, annotators: Sequence[str] | None = None, reference: str | None = None) -> Choice:
    """Who is to be compared: by default all annotators but gold.

    Args:
        corpus: theirs.
        annotators: who, in any order and each once or more often; None or nobody for the default.
        reference: who judges the others, such as ``gold``; None to compare them with each other.

    Raises:
        InputError: one of them annotated nothing here, or there are too few.
    """
    # A folder whose name is no text holds nobody's: no annotation can name its annotator so. `validate` tells of it.
    known = [name for name in corpus.annotators() if not _SURROGATE.search(name)]
    for name in (*(annotators or ()), *([] if reference is None else [reference])):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3) or known
            raise InputError(
                f"there is no annotator {name!r} in this corpus",
                mend=f"did you mean {' or '.join(near)}?" if near else "nobody has annotated anything",
            )
    named = sorted(set(annotators)) if annotators else [name for name in known if name != GOLD]
    chosen = tuple(name for name in named if name != reference)
    least = 2 if reference is None else 1
    if len(chosen) < least:
        who = f"only {' and '.join(chosen)}" if chosen else "nobody"
        raise InputError(
            f"agreement needs two: there is {who} to compare" + ("" if reference is None else f" with {reference}"),
            mend="name two annotators, or one and --reference gold" if reference is None else "name an annotator",
        )
    return Choice(annotators=chosen, reference=reference)


def annotated(corpus: Corpus, choice: Choice, articles: Iterable[str] | None) -> dict[str, tuple[str, ...]]:
    """The articles that can be compared, in the order of their ids, with who annotated each of them.

    Args:
        corpus, choice: who, and where.
        articles: only these; None for all.

    Raises:
        InputError: there is none that two of them annotated.
    """
    wanted: Collection[str] | None = None if articles is None else set(articles)
    by: dict[str, list[str]] = {}
    for name in choice.everyone:
        for article in corpus.annotated_ids(name):
            if wanted is None or article in wanted:
                by.setdefault(article, []).append(name)
    found = {
        article: tuple(names)
        for article, names in sorted(by.items())
        if len(names) > 1 and (choice.reference is None or choice.reference in names)
    }
    if not found:
        listed = " and ".join(choice.everyone)
        among = "" if wanted is None else f" of the {len(wanted)} chosen"
        raise InputError(
            f"there is no article{among} that {listed} have in common"
            if len(choice.everyone) == 2
            else f"there is no article{among} that two of {listed} annotated",
            mend="there is nothing to compare yet",
        )
    return found
