"""What stands around the beginning of a report: headline, date, byline, and the place that a wire report opens with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from quotidian.ingest.document import Paragraph
from quotidian.ingest.rules.page import CLOSING, Page, is_sentence, is_short
from quotidian.ingest.rules.rule import Rule
from quotidian.offsets import Interval

HEADLINE_WORDS = 20
BYLINE_WORDS = 25
NAME_WORDS = 6
ROLE_WORDS = 4

_WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r)?(?:s)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_DATE = rf"(?:{_MONTH}\s{_DAY},?\s\d{{4}}|{_DAY}\s{_MONTH},?\s\d{{4}}|{_NUMBERS})"
_SHORT_DATE = rf"(?:{_MONTH}\s{_DAY}|{_DAY}\s{_MONTH})"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{2,5}|\s[A-Z][a-z]+\s[Tt]ime)?"
_STAMP = rf"(?:{_WEEKDAY},?\s)?{_DATE}(?:\s?(?:,|at|-|–|—|\||·)?\s?{_CLOCK})?"
_DONE = r"(?:[Pp]ublished|[Uu]pdated|[Pp]osted|[Mm]odified|PUBLISHED|UPDATED|POSTED)"
_LABEL = rf"(?:(?:First\s|Last\s)?{_DONE}(?:\son|\sat)?:?\s)"
_UPDATED = regex.compile(r"(?:Last\s)?(?:[Uu]pdated|[Mm]odified|UPDATED)")
_AGO = r"(?:\d+|an?)\s(?:min(?:ute)?|hour|day)s?\sago"
_READING_TIME = r"\d+[\s-]min(?:ute)?s?[\s-]read"


@cache
def _date_line() -> regex.Pattern[str]:
    one = rf"{_LABEL}?{_STAMP}|{_LABEL}(?:{_AGO}|{_SHORT_DATE}(?:,?\s{_CLOCK})?)|{_AGO}|{_READING_TIME}"
    return regex.compile(rf"(?:{one})(?:\s?[,|·•;–—-]?\s?(?:{one}))*\.?")


def find_date_line(page: Page) -> Iterator[Interval]:
    """Paragraphs of the opening that are nothing but a date, a time, or how long the article takes to read."""
    for paragraph in page.opening():
        if is_short(paragraph, BYLINE_WORDS) and _date_line().fullmatch(paragraph.text):
            yield paragraph.interval


def publication_date(line: str) -> str | None:
    """The date of publication in a date line, as an ISO 8601 date.

    None if there is none, if it is the date of an update, or if nobody knows which figure is the month.

    >>> publication_date("Published Tuesday, March 3, 2026 at 10:30")
    '2026-03-03'
    >>> publication_date("Updated 3 March 2026"), publication_date("03/04/2026")
    (None, None)
    """
    if _UPDATED.match(line):
        return None
    iso = regex.search(r"\d{4}-\d\d-\d\d", line)
    if iso:
        return str(iso[0])
    named = regex.search(rf"(?P<m>{_MONTH})\s(?P<d>{_DAY}),?\s(?P<y>\d{{4}})", line)
    named = named or regex.search(rf"(?P<d>{_DAY})\s(?P<m>{_MONTH}),?\s(?P<y>\d{{4}})", line)
    if not named:
        return None
    month = _MONTHS.index(named["m"][:3]) + 1
    return f"{named['y']}-{month:02}-{int(named['d'].rstrip('stndrh')):02}"


_PARTICLE = regex.compile(r"(?:de|da|di|do|du|des|del|della|van|von|der|den|ter|la|le|el|al|bin|ibn|af|av|zu|y|e)\Z")
_NO_NAME = regex.compile(rf"(?:{_WEEKDAY}|{_MONTH}|The|This|That|It|All|Now|Then|Next|Last|Early|Late)\Z")
_BY = regex.compile(r"(?:(?:Words|Story|Report|Reporting|Text|Analysis|Review|Written)\s)?(?:[Bb]y|BY):?\s(?=\p{Lu})")
_SEPARATOR = regex.compile(r"\s?[|·•–—]\s?")


def find_byline(page: Page) -> Iterator[Interval]:
    """Paragraphs of the opening that name who wrote the article, with or without what they are, and when."""
    author = page.document.author
    for paragraph in page.opening():
        text = paragraph.text
        if not is_short(paragraph, BYLINE_WORDS):
            continue
        by = _BY.match(text)
        # "Ada Quill · Harbour News · Posted: March 3, 2026"
        first, *others = _SEPARATOR.split(text)
        dated = bool(others) and _date_line().fullmatch(others[-1]) is not None and _is_name(first)
        known = author is not None and text.casefold() == author.casefold()
        if dated or known or (by is not None and _names_authors(text[by.end() :])):
            yield paragraph.interval


def _names_authors(text: str) -> bool:
    """Whether a text is names, each perhaps with a role: "Ada Quill, court reporter, and Bo de Witt in Tarsk"."""
    if text.endswith(("?", "!", ":", ";", "”", '"')) or regex.search(r"\p{Ll}\.\Z", text):
        return False
    text = _SEPARATOR.split(text)[0]
    text = regex.split(rf"\s(?=(?:{_LABEL})?{_STAMP}\Z)", text)[0]
    first, *rest = regex.split(r",\s(?:and\s)?|\s(?:and|&|in|for|with)\s", text)
    # A role in lower case is short; a clause is not: "By noon Wednesday, the water had reached the second floor".
    return _is_name(first) and all(_is_name(part) or len(part.split()) <= ROLE_WORDS for part in rest)


def _is_name(text: str) -> bool:
    parts = text.split()
    if not 1 <= len(parts) <= NAME_WORDS or _NO_NAME.match(parts[0]):
        return False
    return all(part[0].isupper() or _PARTICLE.match(part) for part in parts)


@cache
def _place_line() -> regex.Pattern[str]:
    capitals = r"\p{Lu}{2}[\p{Lu}\s.’'-]*|\p{Lu}[\p{Lu}.’'-]*(?:\s\p{Lu}[\p{Lu}.’'-]*)+"
    name = r"\p{Lu}[\w.’'-]*(?:\s(?:\p{Lu}[\w.’'-]*|of|the|and|de|la)){0,3}"
    agency = r"\s?\(\p{Lu}[\w/&.\s-]{0,30}\)"
    date = rf",\s(?:{_WEEKDAY},?\s)?{_SHORT_DATE}(?:,?\s\d{{4}})?"
    dash = r"\s?(?:—|–|--)\s?|\s-\s"
    places = (
        rf"(?:{capitals})(?:,\s{name}){{0,2}}(?:{date})?(?:{agency})?",
        rf"{name}(?:,\s{name}){{1,2}}(?:{date})?(?:{agency})?",
        rf"{name}(?:{date})?{agency}",
    )
    return regex.compile(rf"(?:{'|'.join(places)})(?:{dash})(?=[“‘\"'(]?[\p{{Lu}}\d$€£])")


def find_place_line(page: Page) -> Iterator[Interval]:
    """The place, and date and agency if given, before the dash that opens the first sentence of the body."""
    for paragraph in page.opening():
        if paragraph.kind in ("title", "heading") or not is_sentence(paragraph):
            continue
        found = _place_line().match(page.text, paragraph.start, paragraph.end)
        if found:
            yield Interval(*found.span())
            return


def find_headline(page: Page) -> Iterator[Interval]:
    """The headline: marked as one, or the known title, or in plain text a first paragraph that looks like one."""
    for first, paragraph in enumerate(page.opening()):
        same = page.title is not None and plain(paragraph.text) == plain(page.title)
        if paragraph.kind == "title" or same or (first == 0 and looks_like_headline(page, paragraph)):
            yield paragraph.interval
            return


def looks_like_headline(page: Page, first: Paragraph) -> bool:
    """Whether the first paragraph of a plain text is a headline: short, no stop at its end, running text after it."""
    if page.document.format != "text" or first.words < 2 or not is_short(first, HEADLINE_WORDS):
        return False
    stopped = first.text.rstrip(CLOSING).endswith((".", ":", ";", ",", "…"))
    return not stopped and any(is_sentence(paragraph) for paragraph in page.free())


def plain(text: str) -> str:
    """A text for comparing headlines: letters and figures only, case folded."""
    return "".join(char for char in text.casefold() if char.isalnum())


RULES = (
    Rule(
        id="date-line",
        why="a date or a reading time that stands alone; the date is `published` where nothing else gives one",
        matches="a paragraph of the opening that is nothing but weekday, date and time, “Published …”, “Updated 3 "
        "hours ago” or “4 min read”; a date needs its year",
        find=find_date_line,
        removes=(
            "Ferry line reopens\n\n⟦Tuesday, March 3, 2026⟧\n\nThe first ferry in two years left Tarsk on Monday.",
            "⟦Published 3 March 2026 at 10:30 GMT⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
            "⟦Updated 2 hours ago · 4 min read⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
        ),
        keeps=(
            "March 3, 2026, was the day on which the first ferry in two years left Tarsk.",
            "The first ferry left.\n\nIt was full, and nobody had slept for two nights.\n\nOn the quay a band of nine "
            "was playing in the rain.\n\nMarch 3, 2026",
        ),
    ),
    Rule(
        id="byline",
        why="who wrote the article is metadata",
        matches="a paragraph of the opening that is “By” and names, each with a role of at most four words; a name, a "
        "separator and a date; or the very author that the page's metadata name",
        find=find_byline,
        removes=(
            "Ferry line reopens\n\n⟦By Ada Quill and Bo de Witt⟧\n\nThe first ferry in two years left Tarsk on Monday.",
            "⟦By Ada Quill, court reporter⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
            "⟦Ada Quill · Harbour News · Posted: March 3, 2026⟧\n\nThe first ferry in two years left Tarsk on Monday.",
            "⟦BY ADA QUILL | 3 March 2026⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
        ),
        keeps=(
            "By Friday the water had reached the second floor",
            "By noon Wednesday, the water had reached the second floor of the old mill",
            "By Ada Quill’s own account, nobody slept that night.",
        ),
    ),
    Rule(
        id="headline",
        why="the headline is the article's `title`",
        matches="the paragraph that the source marks as headline, or that equals the title (case and punctuation "
        "aside); in plain text also a first paragraph of 2 to 20 words that ends in no stop, when running text follows",
        find=find_headline,
        removes=(
            "⟦# Ferry line reopens⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
            "⟦Ferry line between Tarsk and the islands reopens⟧\n\nThe first ferry in two years left Tarsk on Monday.",
        ),
        keeps=(
            "The first ferry in two years left Tarsk on Monday morning.\n\nIt was full, and nobody had slept at all.",
            "## Rough seas\n\nThe first ferry in two years left Tarsk on Monday morning.",
        ),
    ),
    Rule(
        id="place-line",
        why="the dateline of a wire report says where and by whom it was filed",
        matches="at the start of the first sentence of the body: a place in capitals, or a place with its region, "
        "then date and agency in brackets if there are any, and a dash before a capital letter",
        find=find_place_line,
        removes=(
            "⟦TARSK, Velmora (NPA) — ⟧The first ferry in two years left the harbour on Monday.",
            "⟦PORT AMSEL -- ⟧The first ferry in two years left the harbour on Monday.",
            "⟦Tarsk, Velmora, March 3 (NPA) - ⟧The first ferry in two years left the harbour on Monday.",
        ),
        keeps=(
            "Tarsk — and it was always Tarsk — had waited two years for the ferry.",
            "The ferry — Two Sisters — left the harbour on Monday after two years.",
            "The ferry left Tarsk on Monday after two years.\n\nIt was full to the rails, and it was late.\n\n"
            "TARSK, Velmora — The words were painted on the quay in letters of two metres.",
        ),
    ),
)
