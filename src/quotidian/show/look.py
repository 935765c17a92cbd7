"""From an annotation to a view: everything in reading order, every reference resolved, every paragraph cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from quotidian.display.runs import Cover, cut, rows
from quotidian.display.visible import visible
from quotidian.errors import InputError, OffsetError
from quotidian.model import Annotation, Article, Entity, Event, Mention, Quote
from quotidian.offsets import check
from quotidian.ontology import NAMED, NOMINAL, PRONOMINAL
from quotidian.segment import paragraphs
from quotidian.show.view import Figure, Paragraph, Said, View
from quotidian.text import digest

_LEVELS = (NAMED, NOMINAL, PRONOMINAL)
_MEND = "run 'quotidian validate' for all its findings"


def look(article: Article, text: str, annotation: Annotation | None) -> View:
    """Everything that is to be seen in an article; without an annotation, its paragraphs.

    Raises:
        InputError: the text is not the article's, the annotation is of another text, or it points to nothing.
    """
    if digest(text) != article.text:
        raise InputError(
            f"not the text of {article.id}", found=digest(text).sha256[:12], expected=article.text.sha256[:12]
        )
    shown = visible(text, lines=True)
    if annotation is None:
        return _plain(article, shown)
    if annotation.text_sha256 != article.text.sha256:
        raise InputError(
            f"{annotation.annotator}'s annotation is of another text than the one of {article.id}",
            pointer="/text_sha256",
            found=annotation.text_sha256[:12],
            expected=article.text.sha256[:12],
            mend=_MEND,
        )
    for pointer, span in annotation.spans():
        try:
            check(len(text), span.start, span.end)
        except OffsetError as error:
            raise OffsetError(
                error.problem, pointer=pointer, found=error.found, expected=error.expected, mend=_MEND
            ) from None
    for number, quote in enumerate(annotation.quotes):
        if not quote.content:
            raise InputError("a quote without content", pointer=f"/quotes/{number}/content", mend=_MEND)
    return _arranged(article, shown, annotation)


def _plain(article: Article, text: str) -> View:
    return View(
        article=article,
        text=text,
        annotator=None,
        provenance=None,
        paragraphs=_paragraphs(text, ()),
        mentions=(),
        quotes=(),
        events=(),
        cast=(),
        figure_of=(),
        rows=(),
        sources=(),
        addressees=(),
        parents=(),
        arguments=(),
    )


def _arranged(article: Article, text: str, annotation: Annotation) -> View:
    mentions = tuple(sorted(annotation.mentions, key=lambda m: (m.start, -m.end)))
    quotes = tuple(sorted(annotation.quotes, key=_quote_order))
    events = tuple(sorted(annotation.events, key=lambda e: (e.trigger.start, -e.trigger.end)))
    mention = _numbers("mention", (m.id for m in mentions))
    quote = _numbers("quote", (q.id for q in quotes))
    cast = _cast(text, annotation.entities, mentions)
    figure = _numbers("entity", (f.entity.id for f in cast))
    return View(
        article=article,
        text=text,
        annotator=annotation.annotator,
        provenance=annotation.provenance,
        paragraphs=_paragraphs(text, tuple(_covers(mentions, quotes, events))),
        mentions=mentions,
        quotes=quotes,
        events=events,
        cast=cast,
        figure_of=tuple(None if m.entity is None else figure(m.entity, f"mention {m.id}") for m in mentions),
        rows=tuple(rows((m.start, m.end) for m in mentions)),
        sources=tuple(None if q.source is None else mention(q.source, f"the source of quote {q.id}") for q in quotes),
        addressees=tuple(tuple(mention(a, f"an addressee of quote {q.id}") for a in q.addressees) for q in quotes),
        parents=tuple(None if q.parent is None else quote(q.parent, f"the parent of quote {q.id}") for q in quotes),
        arguments=tuple(
            tuple((visible(a.role), mention(a.mention, f"the {a.role} of event {e.id}")) for a in e.arguments)
            for e in events
        ),
    )


def _quote_order(quote: Quote) -> tuple[int, int]:
    return min(s.start for s in quote.content), -max(s.end for s in quote.content)


def _numbers(kind: str, ids: Iterable[str]) -> Callable[[str, str], int]:
    """A look-up of numbers by id that says who asks for an id that isn't there."""
    numbers = {name: number for number, name in enumerate(ids)}

    def number(name: str, asker: str) -> int:
        if name not in numbers:
            raise InputError(
                f"no {kind} of this id", found=name, expected=f"the {kind} that {asker} refers to", mend=_MEND
            )
        return numbers[name]

    return number


def _cast(text: str, entities: Iterable[Entity], mentions: tuple[Mention, ...]) -> tuple[Figure, ...]:
    of: dict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        if mention.entity is not None:
            of[mention.entity].append(number)
    figures = [
        Figure(
            entity=entity,
            name=visible(entity.name or _best_name(text, [mentions[n] for n in of[entity.id]])),
            mentions=tuple(of[entity.id]),
        )
        for entity in entities
    ]
    first = {figure.entity.id: figure.mentions[0] if figure.mentions else len(mentions) for figure in figures}
    return tuple(sorted(figures, key=lambda f: (-len(f.mentions), first[f.entity.id])))


def _best_name(text: str, mentions: list[Mention]) -> str:
    """What an entity without a name is called: by the first of its names, else of its nouns, else of its pronouns."""
    ranked = sorted(mentions, key=lambda m: _LEVELS.index(m.level) if m.level in _LEVELS else len(_LEVELS))
    return " ".join(text[ranked[0].start : ranked[0].end].split()) if ranked else "(never mentioned)"


def _covers(mentions: Iterable[Mention], quotes: Iterable[Quote], events: Iterable[Event]) -> Iterator[Cover]:
    for number, mention in enumerate(mentions):
        yield Cover("mention", number, mention.start, mention.end)
    for number, quote in enumerate(quotes):
        for part, span in enumerate(quote.content):
            yield Cover("quote", number, span.start, span.end, part)
        for part, span in enumerate(quote.cue):
            yield Cover("cue", number, span.start, span.end, part)
    for number, event in enumerate(events):
        yield Cover("trigger", number, event.trigger.start, event.trigger.end)


def _paragraphs(text: str, covers: Sequence[Cover]) -> tuple[Paragraph, ...]:
    told: set[int] = set()
    found = []
    for start, end in paragraphs(text):
        here = [cover for cover in covers if cover.start < end and start < cover.end]
        quotes: dict[int, int] = {}
        for cover in here:
            if cover.layer == "quote":
                quotes[cover.number] = min(cover.start, quotes.get(cover.number, cover.start))
        said = tuple(Said(quote=q, start=max(s, start), continued=q in told) for q, s in sorted(quotes.items()))
        told |= quotes.keys()
        events = tuple(sorted(c.number for c in here if c.layer == "trigger" and start <= c.start))
        found.append(Paragraph(start=start, end=end, runs=tuple(cut(start, end, here)), said=said, events=events))
    return tuple(found)
