"""What belongs to pictures, and what a page shows twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from quotidian.ingest.document import Paragraph
from quotidian.ingest.rules.page import Page, is_short
from quotidian.ingest.rules.rule import Rule, whole
from quotidian.offsets import Interval

CAPTION_WORDS = 60
PULL_QUOTE_WORDS = 8
SPEAKER_WORDS = 8

_MEDIUM = (
    r"(?:Photo(?:graph)?s?|Pictures?|Images?|Illustrations?|Graphics?|Composite|Video|Audio|File\s[Pp]hoto"
    r"|PHOTO|IMAGE|VIDEO)"
)
_BY = r"(?:\s(?:credit|courtesy(?:\sof)?|by))?\s?:|\s(?:by|credit|courtesy\sof)\s"
_AGENCY = r"(?:AP|AFP|Reuters|REUTERS|EPA|PA|Getty\sImages|Shutterstock|Alamy|Bloomberg|Wikimedia\sCommons)"
_VIEWER = (
    r"(?:View\simage\sin\sfull\s?screen|View\simage|Open\simage\sin\sgallery|Enlarge\sthis\simage|Click\sto\senlarge"
    r"|Toggle\scaption|Hide\scaption|Image\scaption|Image\ssource|Media\scaption)"
)
# Who made a picture: names, and nothing that could make a sentence of them.
_MAKERS = r"[\p{Lu}\d@][^\s]*(?:\s(?:[\p{Lu}\d@/(&|][^\s]*|of|the|for|via|and|de|van|von|der|/|&|[|])){0,9}"
_CREDIT = rf"(?:{_MEDIUM}(?:{_BY})\s?{_MAKERS}|\(?{_AGENCY}\sPhoto/{_MAKERS})"


@cache
def _caption() -> regex.Pattern[str]:
    viewer = rf"{_VIEWER}\b.*"
    labelled = rf"{_MEDIUM}(?:\s(?:credit|courtesy))?\s?:\s.*"
    credited = rf".*[.!?”\"]\s{_CREDIT}"
    bracketed = rf".*\((?:{_AGENCY}\sPhoto|{_MEDIUM}(?:{_BY})|[^()]*/{_AGENCY}|[^()]*via\sGetty\sImages)[^()]*\)\.?"
    return regex.compile(rf"{viewer}|{labelled}|{credited}|{bracketed}", regex.DOTALL)


def find_caption(page: Page) -> Iterator[Interval]:
    """Captions: what the source marks as one, and paragraphs that begin or end as only captions do."""
    for paragraph in page.free():
        marked = paragraph.kind == "caption"
        if marked or (is_short(paragraph, CAPTION_WORDS) and _caption().fullmatch(paragraph.text)):
            yield paragraph.interval


def find_pull_quote(page: Page) -> Iterator[Interval]:
    """Paragraphs that only repeat, word for word, what another one says, perhaps with the speaker's name after it."""
    left = {paragraph.place: paragraph.text for paragraph in page.free()}
    for paragraph in page.free():
        if paragraph.words < PULL_QUOTE_WORDS or not is_short(paragraph, CAPTION_WORDS):
            continue
        said = _without_speaker(paragraph.text).strip("\"'“”‘’ ")
        if len(said.split()) < PULL_QUOTE_WORDS:
            continue
        if any(said in text for index, text in left.items() if index != paragraph.place):
            del left[paragraph.place]  # what is gone can't be what another one repeats
            yield paragraph.interval


def _without_speaker(text: str) -> str:
    """A quotation without the name set after its stop: "It sank. Ada Quill, captain" → "It sank."."""
    tail = regex.search(r"(?<=[.!?…][\"'“”’]?)\s[-–—]?\s?(\p{Lu}[^\n.!?]*)\Z", text)
    return text[: tail.start()] if tail and len(tail[1].split()) <= SPEAKER_WORDS else text


def find_gallery_heading(page: Page) -> Iterator[Interval]:
    """Headings with nothing but removed paragraphs under them, at least one."""
    heading: Paragraph | None = None
    under: list[int] = []
    for paragraph in (*page.document.paragraphs, None):
        if paragraph is not None and paragraph.kind != "heading":
            under.append(paragraph.place)
            continue
        if heading is not None and under and page.taken.issuperset(under):
            yield heading.interval
        free = paragraph is not None and paragraph.place not in page.taken
        heading, under = (paragraph if free else None), []


RULES = (
    Rule(
        id="credit",
        why="who made a picture is not part of the article",
        matches="a paragraph of at most eight words: a kind of picture (photo, photograph, picture, image, "
        "illustration, graphic, composite, video, audio), a colon, “by” or “courtesy of”, and names; or a picture "
        "agency alone (AP, AFP, Reuters, EPA, PA, Getty Images, Shutterstock, Alamy, Bloomberg, Wikimedia Commons)",
        find=whole(rf"{_CREDIT}|(?:\(?{_AGENCY}(?:\s?/\s?\p{{Lu}}[\w.\s-]*)?\)?)", at_most=8),
        removes=(
            "The first ferry in two years left Tarsk on Monday.\n\n⟦Photograph: Ester Windrow/NPA⟧",
            "The first ferry in two years left Tarsk on Monday.\n\n⟦Getty Images⟧",
        ),
        keeps=("Photo finishes decided both races.", "Reuters was the first to report the sinking."),
    ),
    Rule(
        id="caption",
        why="a caption describes a picture that the corpus does not have",
        matches="a paragraph that the source marks as figure or caption; or one of at most 60 words that begins “View "
        "image (in full screen)”, “Open image in gallery”, “Enlarge this image”, “Click to enlarge”, “Toggle "
        "caption”, “Hide caption”, “Image caption”, “Image source” or “Media caption”; or with a kind of picture and "
        "a colon; or that ends, after a full stop, in a picture credit, or in brackets in an agency's",
        find=find_caption,
        removes=(
            "The first ferry in two years left Tarsk.\n\n⟦! The Two Sisters in the harbour of Tarsk.⟧",
            "The first ferry in two years left Tarsk.\n\n⟦View image in full screen The Two Sisters. Bay News⟧",
            "The first ferry in two years left Tarsk.\n\n⟦The Two Sisters at Tarsk. Photograph: Ester Windrow/NPA⟧",
            "The first ferry in two years left Tarsk.\n\n⟦The Two Sisters on Monday. (AP Photo/Ester Windrow)⟧",
        ),
        keeps=(
            "The picture shows the Two Sisters at the quay of Tarsk.",
            "“Photograph everything,” the captain told her mate. By evening they had 200 pictures.",
            "The ferry sank. Photographs by Ester Windrow show it leaving.",
            "The ferry, the captain said in a statement, would not sail again (via Reuters).",
            "The Two Sisters was photographed by Ester Windrow, who sold the picture for 20 crowns.",
        ),
    ),
    Rule(
        id="pull-quote",
        why="a pull quote repeats what the article says elsewhere",
        matches="a paragraph of 8 to 60 words that stands word for word in another one, quotation marks aside, with "
        "the speaker's name after it or without",
        find=find_pull_quote,
        removes=(
            "She would not say how many.\n\n⟦We counted them twice, and twice we came to nineteen. Ada Quill⟧\n\n"
            "Later she said: “We counted them twice, and twice we came to nineteen.”",
        ),
        keeps=(
            "“Nineteen,” she said.\n\n“Nineteen,” she said.",
            "We counted them twice, and twice we came to nineteen.\n\nWe counted them three times and came to twenty.",
        ),
    ),
    Rule(
        id="gallery-heading",
        why="a heading over nothing but pictures has no text of its own",
        matches="a marked heading whose paragraphs, down to the next heading or the end, are all removed",
        find=find_gallery_heading,
        removes=("The first ferry in two years left Tarsk.\n\n⟦## On board⟧\n\n⟦! The bridge of the Two Sisters.⟧",),
        keeps=("## On board\n\n⟦! The bridge of the Two Sisters.⟧\n\nThe bridge of the ship is panelled in oak.",),
    ),
)
