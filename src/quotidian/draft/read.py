"""Reading a draft, of either form, into an Annotation."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from quotidian._version import __version__
from quotidian.draft.inline_parts import InlineDraft
from quotidian.draft.parts import Parsed, Parts
from quotidian.draft.problems import Place, Problems
from quotidian.draft.quoting import QuotingDraft
from quotidian.draft.resolve import Resolver
from quotidian.draft.source import Source
from quotidian.errors import InputError
from quotidian.model import Annotation, Article, Provenance, Tool
from quotidian.ontology import Ontology

TOOL = "quotidian"
_FIRST = Place(1, 1)
# Whether a file with this ending is in the quoting form; of any other ending the content tells.
_FORMS = {".json": True, ".xml": False}


def read_draft(
    source: Path | str,
    *,
    article: Article,
    text: str,
    ontology: Ontology,
    annotator: str,
    provenance: Provenance | None = None,
) -> Annotation:
    """The annotation that a draft describes.

    Args:
        source: the file, or the draft itself as a string.
        article: the article that it annotates.
        text: that article's text; offsets are code points of it.
        ontology: the labels.
        annotator: who annotated.
        provenance: how it came to be; by default this tool, now.

    Returns:
        The annotation, in text order; its spans carry text unless the article is stand-off.

    Raises:
        DraftError: with all problems of the draft.
        InputError: the file can't be read.
    """
    draft = OpenDraft(source)
    return draft.resolve(article, text, ontology, annotator, provenance or provenance_now())


class OpenDraft:
    """A draft that was read but not yet resolved, so that its article can be looked up.

    Args:
        source: the file, or the draft itself as a string.
        path: how problems name a draft that is not a file of its own.

    Raises:
        DraftError: nothing can be read out of it.
        InputError: the file can't be read.
    """

    def __init__(self, source: Path | str, path: str = "draft") -> None:
        self.path = str(source) if isinstance(source, Path) else path
        self.problems = Problems(self.path)
        data = _bytes(source)
        content = Source(data, self.problems)
        quoting = content.text.lstrip().startswith(("{", "["))
        if isinstance(source, Path) and source.suffix in _FORMS:
            quoting = _FORMS[source.suffix]
        self._parsed: Parsed = (QuotingDraft if quoting else InlineDraft)(content, self.problems)
        self._resolver: Resolver | None = None

    @property
    def article(self) -> str:
        """The id of the article that the draft names; empty if it names none."""
        return self._parsed.article

    def parts(self, text: str) -> Parts:
        """What the draft says of a text, before any name in it is looked up; problems are noted."""
        return self._parsed.parts(text, self.problems)

    def unknown_article(self, known: Iterable[str]) -> None:
        """Refuse a draft of an article that the corpus does not hold.

        Raises:
            DraftError: always.
        """
        if self.article:
            close = difflib.get_close_matches(self.article, list(known), n=2)
            mend = f"did you mean {' or '.join(close)}?" if close else "ingest the article first"
            self.problems.add(self._parsed.article_place, f"no article {self.article!r} in this corpus", mend)
        self.problems.refuse()

    def resolve(
        self,
        article: Article,
        text: str,
        ontology: Ontology,
        annotator: str,
        provenance: Provenance,
        amend: Callable[[Parts], Parts] = lambda parts: parts,
    ) -> Annotation:
        """The annotation; see :func:`read_draft`. ``amend`` may change what was read before names are looked up.

        Raises:
            DraftError: with all problems of the draft.
        """
        if self.article and self.article != article.id:
            message = f"the draft is of article {self.article!r}, not of {article.id!r}"
            self.problems.add(self._parsed.article_place, message)
        parts = amend(self.parts(text))
        self._resolver = Resolver(parts, ontology, self.problems)
        annotation = self._resolver.annotation(article, annotator, provenance)
        return annotation.without_text() if article.standoff else annotation.with_text(text)

    def place_of(self, one: str | None) -> Place:
        """Where in the file the part with an id is; the beginning for what has none."""
        if self._resolver is None or one is None:
            return _FIRST
        return self._resolver.places.get(one, _FIRST)


def _bytes(source: Path | str) -> bytes:
    if isinstance(source, str):
        return source.encode("utf-8", "surrogatepass")
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=source) from None


def provenance_now(moment: datetime | None = None) -> Provenance:
    """Made by this version of the tool, now."""
    now = rfc3339(moment or datetime.now(UTC))
    return Provenance(tool=Tool(name=TOOL, version=__version__), created=now, updated=now)


def rfc3339(moment: datetime) -> str:
    """A moment as provenance has it: UTC, to the second.

    >>> rfc3339(datetime(2026, 3, 4, 9, 30, 15, 250, tzinfo=UTC))
    '2026-03-04T09:30:15Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
