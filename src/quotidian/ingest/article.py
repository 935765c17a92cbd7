"""From a document and settings to an article: its text, and its metadata."""

from __future__ import annotations

from typing import NamedTuple

from quotidian import schemas
from quotidian.errors import IngestError
from quotidian.ids import article_id
from quotidian.ingest import rights as licences
from quotidian.ingest.cut import cut
from quotidian.ingest.document import Document
from quotidian.ingest.known import Known
from quotidian.ingest.language import language_of
from quotidian.ingest.rules import find_removals
from quotidian.ingest.rules.opening import publication_date
from quotidian.ingest.settings import IngestSettings
from quotidian.ingest.split import split_of
from quotidian.model import ARTICLE_SCHEMA, Article, Origin, Removal, Rights
from quotidian.text import canonicalize, digest

# Fewer words than a paragraph hold nothing to annotate, and their language can't be told.
MIN_WORDS = 40
# No article is longer.
MAX_WORDS = 50_000
# Below this the language model is guessing.
MIN_SCORE = 0.5


class Made(NamedTuple):
    """An article ready to be kept, and what was removed from its source."""

    article: Article
    text: str
    removed: tuple[Removal, ...]


def make_article(document: Document, settings: IngestSettings, known: Known, path: str) -> Made:
    """The article in a document.

    Args:
        document: what the reader gave.
        settings: what the user says of it.
        known: what the corpus has: ids that are taken, and the splits of stories.
        path: names the document in errors.

    Raises:
        IngestError: it is refused.
    """
    if len(document.text.split()) > MAX_WORDS:
        raise IngestError(f"more than {MAX_WORDS:,} words", reason="too-large", path=path, expected="one article")
    removed = find_removals(document, settings.title or document.title)
    text = cut(document.text, removed)
    _check_text(text, settings.language, path)
    title = _title(document, removed, settings, path)
    source = settings.source or document.site
    if not source:
        raise IngestError("nothing says who published it", reason="no-source", path=path, mend="give --source NAME")
    url = settings.url or document.url
    published = settings.published or document.published or _date(document, removed)
    hashed = digest(text)
    name = article_id(source, published, title)
    rights = _rights(source, title, url, settings, path)
    article = Article(
        schema=ARTICLE_SCHEMA,
        id=article_id(source, published, title, clash=hashed.sha256[:8]) if known.has_id(name) else name,
        title=title,
        source=source,
        url=url,
        published=published,
        language=settings.language,
        split=_split(settings, name, known, path),
        story=settings.story,
        synthetic=settings.synthetic,
        standoff=settings.standoff,
        rights=rights,
        text=hashed,
        origin=Origin(
            format=document.format,
            name=document.name,
            reader=document.reader,
            extracted_sha256=digest(document.text).sha256,
            removed=removed,
            obtain=_obtain(settings.obtain, document.name, url),
        ),
    )
    _check_metadata(article, path)
    return Made(article, text, removed)


def _check_text(text: str, language: str, path: str) -> None:
    """Refuses a text that is too short, or in another language."""
    found_words = len(text.split())
    if not found_words:
        raise IngestError("no text", reason="no-text", path=path)
    if found_words < MIN_WORDS:
        raise IngestError(
            "too short to annotate",
            reason="too-short",
            path=path,
            found=found_words,
            expected=f"at least {MIN_WORDS} words",
        )
    found = language_of(text)
    if found.code != language.split("-")[0] or found.score < MIN_SCORE:
        raise IngestError(
            "in another language",
            reason="language",
            path=path,
            found=f"{found.code} (score {found.score:.2f})",
            expected=f"{language.split('-')[0]} (score {MIN_SCORE} or more)",
            mend="name the language of the source with --language if this is right",
        )


def _check_metadata(article: Article, path: str) -> None:
    """Refuses metadata that no reader of the corpus could use."""
    found = {schemas.pointer(e): e for e in schemas.errors("article", article.to_dict())}
    # A bad date or source makes a bad id: the cause is told, not what follows from it.
    for pointer, error in sorted(found.items(), key=lambda item: item[0] == "/id"):
        raise IngestError(f"metadata not valid: {error.message}", reason="metadata", path=path, pointer=pointer)


def _title(document: Document, removed: tuple[Removal, ...], settings: IngestSettings, path: str) -> str:
    """The headline: what the user says, else the source's metadata, else what the headline rule took."""
    taken = next((document.text[r.start : r.end] for r in removed if r.rule == "headline"), None)
    title = settings.title or document.title or taken
    if not title:
        raise IngestError(
            "no headline found",
            reason="no-title",
            path=path,
            mend="give --title, in square brackets if it is not the publisher's",
        )
    return canonicalize(title).replace("\n", " ").strip()


def _date(document: Document, removed: tuple[Removal, ...]) -> str | None:
    """The date of publication that the article itself prints above its text."""
    lines = (document.text[r.start : r.end] for r in removed if r.rule == "date-line")
    return next(filter(None, map(publication_date, lines)), None)


def _rights(source: str, title: str, url: str | None, settings: IngestSettings, path: str) -> Rights:
    """Who owns the text and what may be done with it."""
    if settings.license is None or not settings.license.strip():
        raise IngestError(
            "no licence",
            reason="no-license",
            path=path,
            expected="an SPDX expression such as CC-BY-4.0",
            mend=f"give --license; a text without one is {licences.ALL_RIGHTS_RESERVED} and can only be --standoff",
        )
    try:
        license = licences.canonical(settings.license)  # noqa: A001  # the field's own name
    except ValueError as error:
        raise IngestError(str(error), reason="metadata", path=path, expected="an SPDX expression") from None
    allowed = settings.redistributable
    if allowed is None:
        allowed = licences.allows_redistribution(license)
    if not (allowed or settings.standoff):
        raise IngestError(
            f"its licence ({license}) does not let its text into the repository",
            reason="rights",
            path=path,
            mend="use --standoff, or --redistributable if the holder allowed it",
        )
    holder = settings.holder or source
    line = settings.attribution or licences.attribution(license, holder, title, url)
    return Rights(license=license, holder=holder, redistributable=allowed, attribution=line)


def _split(settings: IngestSettings, name: str, known: Known, path: str) -> str:
    """The split: that of its story, else the one asked for, else by hash."""
    of_story = known.split_of_story(settings.story)
    if of_story is not None and settings.split not in (None, of_story):
        raise IngestError(
            f"the story {settings.story} is in the split {of_story}",
            reason="split",
            path=path,
            found=settings.split,
            mend="leave --split out: articles on the same event share a split",
        )
    return of_story or settings.split or split_of(settings.story or name)


def _obtain(template: str | None, name: str, url: str | None) -> str | None:
    """Where a copy of the source can be had."""
    if template is None:
        return url
    return template.replace("{name}", name).replace("{url}", url or "")
