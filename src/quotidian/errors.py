"""Every error the package raises, in one tree.

::

    QuotidianError
    ├── InputError              a file or value that was given is wrong: says where, what was found, what was expected
    │   ├── OffsetError         an offset outside its text, or inside a character of another unit
    │   ├── DraftError          a draft that can't be resolved against its article
    │   └── IngestError         a source that the corpus refuses
    ├── CorpusNotFoundError     no corpus at or above a folder
    ├── ArticleNotFoundError    an id the corpus does not hold
    ├── TextMissingError        a stand-off article whose text was not hydrated
    ├── BuildError              a release that could not be made
    ├── ReleaseError            a release that can't be used
    │   ├── ReleaseNotFoundError
    │   ├── ReleaseVersionError
    │   └── ReleaseDamagedError
    ├── StudioError             a Label Studio that can't be made, started, reached or used
    │   ├── StudioUnreachableError  no answer, or only failures, after all attempts
    │   └── StudioAccessError   the token is wrong, has expired, or does not allow this
    └── MissingExtraError       an optional dependency that is not installed

The offending values are attributes, so that a caller never parses a message.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

# Characters of a value in a message: longer than any id can be.
_LONGEST_SHOWN = 120


class QuotidianError(Exception):
    """Base of all errors raised on purpose by Quotidian."""


class InputError(QuotidianError):
    """Something given to Quotidian is wrong; one sentence says where, what, and how to mend it.

    Args:
        problem: what is wrong, in a few words.
        path: the file, if the value came from one.
        line: its line, from 1.
        pointer: the JSON pointer (RFC 6901) to the value.
        found: the offending value, shown as it was.
        expected: what would have been right.
        mend: what to do about it.
    """

    def __init__(
        self,
        problem: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        pointer: str | None = None,
        found: object = None,
        expected: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.problem = problem
        self.path = Path(path) if path is not None else None
        self.line = line
        self.pointer = pointer
        self.found = found
        self.expected = expected
        self.mend = mend
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        where = ""
        if self.path is not None:
            where = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        elif self.line is not None:
            where = f"line {self.line}: "
        sentence = f"{where}{self.problem}"
        if self.pointer:
            sentence += f" at {self.pointer}"
        details = []
        if self.found is not None:
            details.append(f"found {self.found!r}")
        if self.expected:
            details.append(f"expected {self.expected}")
        if details:
            sentence += ": " + ", ".join(details)
        if self.mend:
            sentence += f"; {self.mend}"
        return sentence


class OffsetError(InputError):
    """An offset outside its text, a span that ends before it starts, or a cut through a character."""


class DraftProblem(NamedTuple):
    """One thing that is wrong with a draft: which file, line and column (from 1), what, and how to mend it."""

    path: str
    line: int
    column: int
    message: str
    mend: str | None = None

    def __str__(self) -> str:
        mend = f"; {self.mend}" if self.mend else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{mend}"


class DraftError(InputError):
    """A draft that can't be resolved against its article; ``problems`` are all that was found, in the draft's order."""

    def __init__(self, problems: tuple[DraftProblem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(first.message, path=first.path, line=first.line, mend=first.mend)

    def _sentence(self) -> str:
        number = len(self.problems)
        count = "a problem" if number == 1 else f"{number} problems"
        return "\n".join([f"{count} in the draft:", *map(str, self.problems)])


class IngestError(InputError):
    """A source that the corpus refuses; ``reason`` is a stable word for reports.

    Reasons are listed in :data:`quotidian.ingest.REASONS`. ``twin`` is the article that a duplicate repeats.
    """

    def __init__(
        self, problem: str, *, reason: str, path: Path | str | None = None, twin: str | None = None, **details: object
    ) -> None:
        self.reason = reason
        self.twin = twin
        super().__init__(problem, path=path, **details)  # type: ignore[arg-type]  # the details are InputError's own


class CorpusNotFoundError(QuotidianError):
    """No corpus at or above ``start``."""

    def __init__(self, start: Path) -> None:
        self.start = start
        super().__init__(
            f"{start}: no corpus here or in a folder above: a corpus has corpus/corpus.json and "
            "schema/ontology.json; make one with 'quotidian init DIR' or name one with --corpus DIR"
        )


class ArticleNotFoundError(QuotidianError):
    """The corpus holds no article of this id; ``nearest`` are ids that look like it."""

    def __init__(self, article: str, nearest: tuple[str, ...] = ()) -> None:
        self.article = article
        self.nearest = nearest
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        shown = article if len(article) <= _LONGEST_SHOWN else f"{article[:_LONGEST_SHOWN]}…"
        super().__init__(f"no article {shown!r} in this corpus{hint}")


class TextMissingError(QuotidianError):
    """The text of a stand-off article is not on this machine; ``obtain`` says where it can be had."""

    def __init__(self, article: str, obtain: str) -> None:
        self.article = article
        self.obtain = obtain
        super().__init__(
            f"the text of {article} is not in the repository (stand-off): get it from {obtain}, "
            "then run 'quotidian hydrate FROM...'"
        )


class BuildError(QuotidianError):
    """A release that could not be made; nothing was left behind and the previous release is untouched.

    ``findings`` are the first of the corpus' errors, if that is why, each as ``validate`` tells it.
    """

    def __init__(self, message: str, findings: tuple[str, ...] = ()) -> None:
        self.findings = findings
        super().__init__(message)


class ReleaseError(QuotidianError):
    """A release that can't be used."""


class ReleaseNotFoundError(ReleaseError):
    """No release where one was looked for."""


class ReleaseVersionError(ReleaseError):
    """A release of another version than the one asked for."""


class ReleaseDamagedError(ReleaseError):
    """A release whose files are not those its manifest lists."""


class StudioError(QuotidianError):
    """A Label Studio that can't be made, started, reached or used; nothing was lost."""


class StudioUnreachableError(StudioError):
    """Label Studio gave no answer, or only failures, after all attempts; ``url`` is where it should be."""

    def __init__(self, url: str, doing: str, reason: str, attempts: int) -> None:
        self.url = url
        self.doing = doing
        self.reason = reason
        self.attempts = attempts
        tries = "once" if attempts == 1 else f"{attempts} times"
        super().__init__(
            f"Label Studio at {url} failed while {doing}: {reason} (tried {tries}); nothing is lost: when it runs "
            "again, run the same command again, which goes on from here"
        )


class StudioAccessError(StudioError):
    """Label Studio does not accept the token; ``url`` is where it is."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(
            f"Label Studio at {url} does not accept the token: {reason}; take a new one from 'Account & Settings' "
            "there, then run the same command again, which goes on from here"
        )


class MissingExtraError(QuotidianError):
    """An optional dependency is needed and not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(f"{feature} needs the extra {extra!r}: pip install 'quotidian[{extra}]'")
