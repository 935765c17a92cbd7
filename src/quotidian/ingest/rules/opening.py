"""What stands around the beginning of a report: headline, date, byline, and the place that a wire report opens with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from quotidian.ingest.rules.page import Page, is_sentence, words
from quotidian.ingest.rules.rule import Rule
from quotidian.offsets import Interval

HEADLINE_WORDS = 20

_WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r)?(?:s)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_DATE = rf"(?:{_MONTH}\s{_DAY},?\s\d{{4}}|{_DAY}\s{_MONTH},?\s\d{{4}}|{_NUMBERS})"
_SHORT_DATE = rf"(?:{_MONTH}\s{_DAY}|{_DAY}\s{_MONTH})"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,5}|\s[A-Z][a-z]+\s[Tt]ime)?"
_STAMP = rf"(?:{_WEEKDAY},?\s)?{_DATE}(?:\s?(?:,|at|-|–|—|\||·)?\s?{_CLOCK})?"
_DONE = r"(?:[Pp]ublished|[Uu]pdated|[Pp]osted|[Mm]odified|PUBLISHED|UPDATED|POSTED)"
_LABEL = rf"(?:(?:First\s|Last\s)?{_DONE}(?:\son|\sat)?:?\s)"
_AGO = r"(?:\d+|an?)\s(?:min(?:ute)?|hour|day)s?\sago"
_READING_TIME = r"\d+[\s-]min(?:ute)?s?[\s-]read"


@cache
def _date_line() -> regex.Pattern[str]:
    one = rf"{_LABEL}?{_STAMP}|{_LABEL}(?:{_AGO}|{_SHORT_DATE}(?:,?\s{_CLOCK})?)|{_AGO}|{_READING_TIME}"
    return regex.compile(rf"(?:{one})(?:\s?[,|·•;–—-]?\s?(?:{one}))*\.?")


def find_date_line(page: Page) -> Iterator[Interval]:
    """Paragraphs of the opening that are nothing but a date, a time, or how long the article takes to read."""
    for _, paragraph, text in page.opening():
        if _date_line().fullmatch(text):
            yield paragraph.interval


_PARTICLE = regex.compile(r"(?:de|da|di|do|du|des|del|della|van|von|der|den|ter|la|le|el|al|bin|ibn|af|av|zu|y|e)\Z")
_NO_NAME = regex.compile(rf"(?:{_WEEKDAY}|{_MONTH}|The|This|That|It|All|Now|Then|Next|Last|Early|Late)\Z")
_BY = regex.compile(r"(?:(?:Words|Story|Report|Reporting|Text|Analysis|Review|Written)\s)?(?:[Bb]y|BY):?\s(?=\p{Lu})")


def find_byline(page: Page) -> Iterator[Interval]:
    """Paragraphs of the opening that name who wrote the article, with or without what they are."""
    for _, paragraph, text in page.opening():
        by = _BY.match(text)
        author = page.document.author
        if (by and _names_authors(text[by.end() :])) or (author and text.casefold() == author.casefold()):
            yield paragraph.interval


def _names_authors(text: str) -> bool:
    """Whether a text is names, each perhaps with a role: "Ada Quill, court reporter, and Bo de Witt in Tarsk"."""
    if words(text) > 20 or text.endswith(("?", "!", ":", ";", "”", '"')) or regex.search(r"\p{Ll}\.\Z", text):
        return False
    text = regex.split(rf"\s?[|·•–—]\s?|\s(?=(?:{_LABEL})?{_STAMP}\Z)", text)[0]
    first, *rest = regex.split(r",\s(?:and\s)?|\s(?:and|&|in|for|with)\s", text)
    # A role in lower case is short; a clause is not: "By noon Wednesday, the water had reached the second floor".
    return _is_name(first) and all(_is_name(part) or words(part) <= 4 for part in rest)


def _is_name(text: str) -> bool:
    parts = text.split()
    if not 1 <= len(parts) <= 6 or _NO_NAME.match(parts[0]):
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
    for _, paragraph, text in page.opening():
        if paragraph.kind in ("title", "heading") or not is_sentence(text):
            continue
        found = _place_line().match(page.text, paragraph.start, paragraph.end)
        if found:
            yield Interval(*found.span())
            return


def find_headline(page: Page) -> Iterator[Interval]:
    """The headline: marked as one, or the title that is known, or in plain text a first paragraph that looks like one.

    It looks like one when it has at most twenty words and no stop at its end, and a longer paragraph follows.
    """
    for place, (_, paragraph, text) in enumerate(page.opening()):
        same = page.title is not None and plain(text) == plain(page.title)
        if paragraph.kind == "title" or same or (place == 0 and looks_like_headline(page, text)):
            yield paragraph.interval
            return


def looks_like_headline(page: Page, text: str) -> bool:
    """Whether the first paragraph of a plain text is a headline: short, no stop at its end, running text after it."""
    if page.document.format != "text" or not 2 <= words(text) <= HEADLINE_WORDS:
        return False
    stopped = text.rstrip("\"'“”’»)]").endswith((".", ":", ";", ",", "…"))
    return not stopped and sum(1 for _, _, other in page.free() if is_sentence(other)) >= 1


def plain(text: str) -> str:
    """A text for comparing headlines: letters and figures only, case folded."""
    return "".join(char for char in text.casefold() if char.isalnum())


RULES = (
    Rule(
        id="date-line",
        why="a date, a time or a reading time that stands alone; the date goes to `published`",
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
        matches="a paragraph of the opening that is “By” and names, each with a role of at most four words, or the "
        "very author that the page's metadata name",
        find=find_byline,
        removes=(
            "Ferry line reopens\n\n⟦By Ada Quill and Bo de Witt⟧\n\nThe first ferry in two years left Tarsk on Monday.",
            "⟦By Ada Quill, court reporter⟧\n\nThe first ferry in two years left Tarsk on Monday morning.",
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
        matches="at the start of the first sentence of the body: a place in capitals, or a place with its region, then "
        "date and agency in brackets if there are any, and a dash before a capital letter",
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
