"""Level 6, linguistics, the part about quotes: do content, cue, source and nesting fit each other?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault
from quotidian.checks.intervals import crossings
from quotidian.checks.position import pointer
from quotidian.checks.subjects import Annotated, within
from quotidian.model import Quote
from quotidian.ontology import PRONOMINAL

LEVEL = "linguistics"

EXPLICIT, ANAPHORIC, NONE = "explicit", "anaphoric", "none"


@check(
    "crossing-quotes",
    level=LEVEL,
    title="Quotes whose contents cross",
    why="""What somebody says lies inside or outside of what another one says, never half in it. Of two contents that
    cross, at least one has the wrong extent.""",
    mend="correct the extent of one of them",
)
def crossing_quotes(annotated: Annotated) -> Iterator[Fault]:
    """Each content span that crosses one of another quote."""
    spots = annotated.sound_contents
    for a, b in crossings([spot.span for spot in spots]):
        first, second = spots[a], spots[b]
        if first.item != second.item:  # those of one quote: see content-order
            here, there = second.span, first.span
            problem = (
                f"{annotated.name(second)}, {here.start} to {here.end}, "
                f"crosses {annotated.name(first)}, {there.start} to {there.end}"
            )
            yield Fault(problem, second.pointer, f"[{here.start}, {here.end})", "nested or apart")


@check(
    "content-order",
    level=LEVEL,
    title="Content spans out of order",
    why="""The content spans of a split quote are its parts in the order of the text. Parts that overlap say the same
    words twice; parts in another order put words in the speaker's mouth.""",
    mend="put the spans in the order of the text, without overlap",
)
def content_order(annotated: Annotated) -> Iterator[Fault]:
    """Each content span that begins before the one before it ends."""
    for q, quote in enumerate(annotated.quotes):
        for s in range(1, len(quote.content)):
            before, here = quote.content[s - 1], quote.content[s]
            if here.start < before.end:
                problem = (
                    f"content {s + 1} of quote {quote.id} begins at {here.start}, content {s} ends at {before.end}"
                )
                yield Fault(problem, pointer("quotes", q, "content", s), str(here.start), f"{before.end} or later")


@check(
    "cue-in-content",
    level=LEVEL,
    title="Cue inside its own content",
    why="""The cue says that something is said; it belongs to the one who reports, not to the words reported. A cue in
    its own content is the cue of a quote nested there, or the content reaches too far.""",
    mend="leave the cue out of the content, or give it to the nested quote",
)
def cue_in_content(annotated: Annotated) -> Iterator[Fault]:
    """Each cue that overlaps the content of its quote."""
    for q, quote in enumerate(annotated.quotes):
        for c, cue in enumerate(quote.cue):
            for span in quote.content:
                if cue.start < span.end and span.start < cue.end:
                    problem = f"the cue of quote {quote.id}, {cue.start} to {cue.end}, lies in its content"
                    expected = f"a cue outside {span.start} to {span.end}"
                    yield Fault(problem, pointer("quotes", q, "cue", c), f"[{cue.start}, {cue.end})", expected)
                    break


@check(
    "source-in-content",
    level=LEVEL,
    title="Source inside its own content",
    why="""Whoever speaks is named outside of what they say: in "I am tired", "I" is the speaker and not the source.
    The source is the mention tied to the cue.""",
    mend="choose the mention that is tied to the cue, or correct the content",
)
def source_in_content(annotated: Annotated) -> Iterator[Fault]:
    """Each quote whose source lies in its content."""
    mentions = annotated.mention
    for q, quote in enumerate(annotated.quotes):
        source = mentions.get(quote.source) if quote.source is not None else None
        if source is not None and within(quote.content, source):
            problem = f"the source of quote {quote.id}, mention {source.id}, lies in its content"
            yield Fault(problem, pointer("quotes", q, "source"), source.id, "a mention outside the content")


@check(
    "attribution-source",
    level=LEVEL,
    title="Attribution that does not fit having a source",
    why="""Explicit and anaphoric say that a mention is tied to the quote as its source; none says that nobody can be
    named. With the source missing, or there against its own attribution, nobody knows which of the two is right.""",
    mend="correct the attribution or the source",
)
def attribution_source(annotated: Annotated) -> Iterator[Fault]:
    """Each explicit or anaphoric quote without a source, and each quote of attribution none with one."""
    for q, quote in enumerate(annotated.quotes):
        if quote.source is None and quote.attribution in (EXPLICIT, ANAPHORIC):
            problem = f"quote {quote.id} is {quote.attribution} and has no source"
            yield Fault(problem, pointer("quotes", q, "source"), "null", "a mention")
        elif quote.source is not None and quote.attribution == NONE:
            problem = f"quote {quote.id} has the source {quote.source} and the attribution none"
            yield Fault(problem, pointer("quotes", q, "attribution"), NONE, "explicit, anaphoric or implicit")


@check(
    "attribution-level",
    level=LEVEL,
    title="Attribution that does not fit the source's level",
    why="""Anaphoric means that the source is a pronoun, explicit that it is a name or noun (after PDNC). The two follow
    from the mention's level, so one of them is wrong.""",
    mend="correct the attribution, or the level of the mention",
)
def attribution_level(annotated: Annotated) -> Iterator[Fault]:
    """Each anaphoric quote whose source is no pronoun, and each explicit one whose source is."""
    mentions = annotated.mention
    for q, quote in enumerate(annotated.quotes):
        source = mentions.get(quote.source) if quote.source is not None else None
        if source is None or source.level is None or quote.attribution not in (EXPLICIT, ANAPHORIC):
            continue
        if (source.level == PRONOMINAL) != (quote.attribution == ANAPHORIC):
            problem = f"quote {quote.id} is {quote.attribution} and its source {source.id} is a {source.level}"
            expected = ANAPHORIC if source.level == PRONOMINAL else EXPLICIT
            yield Fault(problem, pointer("quotes", q, "attribution"), quote.attribution, expected)


@check(
    "speaker-is-value",
    level=LEVEL,
    severity=WARNING,
    needs="ontology",
    title="Source or addressee that is a value",
    why="""People, organisations, places and documents speak and are spoken to. A time or an amount is neither.""",
    mend="choose the mention of who speaks or is spoken to",
)
def speaker_is_value(annotated: Annotated) -> Iterator[Fault]:
    """Each source and addressee of a value type."""
    values, mentions = annotated.ontology.value_names, annotated.mention
    for q, quote in enumerate(annotated.quotes):
        source = mentions.get(quote.source) if quote.source is not None else None
        if source is not None and source.type in values:
            problem = f"the source of quote {quote.id} is {source.id}, a {source.type}"
            yield Fault(problem, pointer("quotes", q, "source"), source.type, "a mention of an entity")
        for a, addressee in enumerate(quote.addressees):
            mention = mentions.get(addressee)
            if mention is not None and mention.type in values:
                problem = f"an addressee of quote {quote.id} is {addressee}, a {mention.type}"
                yield Fault(problem, pointer("quotes", q, "addressees", a), mention.type, "a mention of an entity")


@check(
    "parent-outside",
    level=LEVEL,
    title="Quote that does not lie in its parent",
    why="""A quote has a parent because it stands inside that quote's content. One that does not has the wrong parent
    or one of the two the wrong extent.""",
    mend="correct the parent, or the extent of one of them",
)
def parent_outside(annotated: Annotated) -> Iterator[Fault]:
    """Each quote with a content span that no content span of its parent covers."""
    for q, quote in enumerate(annotated.quotes):
        parent = annotated.quote.get(quote.parent) if quote.parent is not None else None
        if parent is not None and parent is not quote and not _lies_in(quote, parent):
            problem = f"quote {quote.id} does not lie in the content of its parent {parent.id}"
            yield Fault(problem, pointer("quotes", q, "parent"), parent.id, "a quote around it")


@check(
    "nested-without-parent",
    level=LEVEL,
    severity=WARNING,
    title="Nested quote with another parent or none",
    why="""The parent of a quote is the innermost quote around it. Without it, what one speaker says that another said
    is counted as said to the reader.""",
    mend="set its parent to that quote",
)
def nested_without_parent(annotated: Annotated) -> Iterator[Fault]:
    """Each quote that lies in the content of another one which is not its parent but should be."""
    for q, around in _quotes_around(annotated.quotes):
        quote = annotated.quotes[q]
        around = [other for other in around if _lies_in(quote, other) and not _lies_in(other, quote)]
        innermost = min(around, key=_size, default=None)
        parent = annotated.quote.get(quote.parent or "")
        if innermost is not None and (parent is None or _size(parent) != _size(innermost)):
            has = f"has the parent {quote.parent}" if quote.parent is not None else "has no parent"
            problem = f"quote {quote.id} lies in the content of {innermost.id} and {has}"
            yield Fault(problem, pointer("quotes", q, "parent"), quote.parent or "null", innermost.id)


def _lies_in(inner: Quote, outer: Quote) -> bool:
    return all(within(outer.content, span) for span in inner.content)


def _size(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.content)


def _quotes_around(quotes: Sequence[Quote]) -> Iterator[tuple[int, list[Quote]]]:
    """The places of the quotes, each with the quotes that have a content span around the start of its first one."""
    spans = sorted((s.start, -s.end, q, c) for q, quote in enumerate(quotes) for c, s in enumerate(quote.content))
    still_open: list[tuple[int, int]] = []
    found: list[tuple[int, list[Quote]]] = []
    for start, minus_end, q, c in spans:
        still_open = [(end, number) for end, number in still_open if end > start]
        if c == 0 and still_open:
            found.append((q, [quotes[number] for _, number in still_open if number != q]))
        still_open.append((-minus_end, q))
    yield from sorted(found, key=lambda item: item[0])


@check(
    "duplicate-quote",
    level=LEVEL,
    title="Two quotes with the same content and source",
    why="""Two quotes may share their words if two people say them. With the same source as well they are one quote,
    counted double.""",
    mend="remove one of them, and give its cue to the other",
)
def duplicate_quote(annotated: Annotated) -> Iterator[Fault]:
    """Each quote with the content and source of an earlier one."""
    starts = [span.start for quote in annotated.quotes for span in quote.content]
    if len(set(starts)) == len(starts):
        return
    first: dict[tuple[object, ...], int] = {}
    for q, quote in enumerate(annotated.quotes):
        key = (quote.source, *((span.start, span.end) for span in quote.content))
        earlier = first.setdefault(key, q)
        if earlier != q:
            problem = f"quote {quote.id} has the content and source of quote {annotated.quotes[earlier].id}"
            yield Fault(problem, pointer("quotes", q), quote.id, "one quote")


CHECKS: tuple[Check[Annotated], ...] = (
    crossing_quotes,
    content_order,
    cue_in_content,
    source_in_content,
    attribution_source,
    attribution_level,
    speaker_is_value,
    parent_outside,
    nested_without_parent,
    duplicate_quote,
)
