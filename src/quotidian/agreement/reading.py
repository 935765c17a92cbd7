"""Reading what is to be compared: an annotation that can't be is refused with its file, the reason and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotidian.agreement.report import LeftOut
from quotidian.errors import ArticleNotFoundError, InputError, OffsetError, TextMissingError
from quotidian.model import Annotation, Article, Entity, Event, Mention, Quote
from quotidian.offsets import check
from quotidian.segment import Span, tokens
from quotidian.store import Corpus

_MEND = "run 'quotidian validate' for all its findings"


def read_annotations(
    corpus: Corpus, article: str, annotators: Iterable[str]
) -> tuple[Article | None, list[Annotation], list[LeftOut]]:
    """An article with those of its annotations that can be compared, in the order of the annotators.

    Args:
        corpus: where they are.
        article: its id.
        annotators: whose; each has a file for this article.

    Returns:
        The article's metadata (None if they can't be read), the annotations, and why others were left out.
    """
    names = list(annotators)
    try:
        described = corpus.article(article)
    except ArticleNotFoundError:
        reason = "there is no such article in the corpus"
    except InputError as error:
        reason = f"the metadata of its article can't be read: {_without_path(error)}"
    else:
        return described, *_sound(corpus, described, names)
    return None, [], [_left_out(corpus, article, name, reason) for name in names]


def _sound(corpus: Corpus, article: Article, names: Iterable[str]) -> tuple[list[Annotation], list[LeftOut]]:
    """The annotations of an article that can be compared, and why the others can't."""
    found, left_out = [], []
    for name in names:
        try:
            annotation = corpus.annotation(article.id, name)
            _require_sound(annotation, article, name)
        except InputError as error:
            left_out.append(_left_out(corpus, article.id, name, _without_path(error)))
        else:
            found.append(annotation)
    return found, left_out


def _left_out(corpus: Corpus, article: str, annotator: str, reason: str) -> LeftOut:
    path = corpus.annotation_path(annotator, article).relative_to(corpus.root)
    return LeftOut(
        what="annotation", article=article, annotator=annotator, path=path.as_posix(), reason=reason, fault=True
    )


def _without_path(error: InputError) -> str:
    """What an error says, without the file: the path of somebody's machine tells another reader nothing."""
    return str(
        InputError(
            error.problem,
            line=error.line,
            pointer=error.pointer,
            found=error.found,
            expected=error.expected,
            mend=error.mend or _MEND,
        )
    )


def _require_sound(annotation: Annotation, article: Article, annotator: str) -> None:
    """Refuse an annotation that would compare another text, or that points to nothing.

    Raises:
        InputError: the first thing that is wrong.
    """
    for field, found, expected in (
        ("/article", annotation.article, article.id),
        ("/annotator", annotation.annotator, annotator),
        ("/text_sha256", annotation.text_sha256, article.text.sha256),
    ):
        if found != expected:
            what = "it is of another text" if field == "/text_sha256" else "it is in another's place"
            raise InputError(what, pointer=field, found=found[:40], expected=f"{expected[:40]!r}")
    for pointer, span in annotation.spans():
        try:
            check(article.text.length, span.start, span.end)
        except OffsetError as error:
            raise InputError(error.problem, pointer=pointer, found=error.found, expected=error.expected) from None
        if span.start == span.end:
            raise InputError("an empty span", pointer=pointer, found=(span.start, span.end))
    ids = _ids(annotation)
    for pointer, kind, name in _references(annotation):
        if name not in ids[kind]:
            raise InputError(f"no {kind} of this id", pointer=pointer, found=name)
    for number, quote in enumerate(annotation.quotes):
        if not quote.content:
            raise InputError("a quote without content", pointer=f"/quotes/{number}/content")


def _ids(annotation: Annotation) -> dict[str, set[str]]:
    """The ids of an annotation's items, by kind.

    Raises:
        InputError: two items have the same id.
    """
    kinds: tuple[tuple[str, str, Sequence[Entity | Mention | Quote | Event]], ...] = (
        ("entity", "entities", annotation.entities),
        ("mention", "mentions", annotation.mentions),
        ("quote", "quotes", annotation.quotes),
        ("event", "events", annotation.events),
    )
    ids: dict[str, set[str]] = {}
    seen: set[str] = set()
    for kind, layer, items in kinds:
        ids[kind] = set()
        for number, item in enumerate(items):
            if item.id in seen:
                raise InputError("an id that is there twice", pointer=f"/{layer}/{number}/id", found=item.id)
            seen.add(item.id)
            ids[kind].add(item.id)
    return ids


def _references(annotation: Annotation) -> Iterator[tuple[str, str, str]]:
    """Pointer, kind and id of all that an annotation refers to."""
    for m, mention in enumerate(annotation.mentions):
        if mention.entity is not None:
            yield f"/mentions/{m}/entity", "entity", mention.entity
    for q, quote in enumerate(annotation.quotes):
        if quote.source is not None:
            yield f"/quotes/{q}/source", "mention", quote.source
        if quote.parent is not None:
            yield f"/quotes/{q}/parent", "quote", quote.parent
        for a, addressee in enumerate(quote.addressees):
            yield f"/quotes/{q}/addressees/{a}", "mention", addressee
    for e, event in enumerate(annotation.events):
        for a, argument in enumerate(event.arguments):
            yield f"/events/{e}/arguments/{a}/mention", "mention", argument.mention


def read_tokens(corpus: Corpus, article: Article) -> tuple[list[Span] | None, list[LeftOut]]:
    """The tokens of an article; None, and why, if its text is not at hand."""
    try:
        return tokens(corpus.text(article)), []
    except TextMissingError:
        fault, reason = False, "no agreement over tokens: the text is stand-off and not on this machine"
    except InputError as error:
        fault, reason = True, f"no agreement over tokens: {_without_path(error)}"
    path = corpus.text_path(article).relative_to(corpus.root).as_posix()
    return None, [LeftOut(what="text", article=article.id, annotator=None, path=path, reason=reason, fault=fault)]
