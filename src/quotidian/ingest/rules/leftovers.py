"""What a web page leaves behind in the text of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from quotidian.ingest.document import Paragraph
from quotidian.ingest.rules.page import Page, is_sentence, is_short
from quotidian.ingest.rules.rule import Rule, run_to_end, whole
from quotidian.offsets import Interval

RELATED_WORDS = 25

_RELATED = regex.compile(
    r"""(?:Related(?:\s(?:stories|articles|news|topics|content|links|coverage))?|More\s(?:from|on|in)\s.{1,40}
    |Most\s(?:read|popular|viewed)|Trending(?:\snow)?|You\smay(?:\salso)?\slike|Recommended(?:\sfor\syou)?
    |Also\sin\sthe\snews|Top\sstories|Editors?['’]s?\spicks?|On\sthis\stopic|What\sto\sread\snext|Read\smore):?""",
    regex.VERBOSE | regex.IGNORECASE,
)
_SOURCES = regex.compile(r"(?:Sources?|References|External\slinks|Sister\slinks|Related\snews|Further\sreading)")


def find_related(page: Page) -> Iterator[Interval]:
    """A heading such as "Related stories" and the titles under it, where nothing else follows."""

    def is_title(paragraph: Paragraph) -> bool:
        return is_short(paragraph, RELATED_WORDS) and not is_sentence(paragraph)

    return _list_to_end(page, _RELATED, is_title)


def find_sources(page: Page) -> Iterator[Interval]:
    """A heading such as "Sources" and the list under it, where nothing else follows."""
    return _list_to_end(page, _SOURCES, lambda paragraph: paragraph.kind == "item")


def _list_to_end(page: Page, heading: regex.Pattern[str], belongs: Callable[[Paragraph], bool]) -> Iterator[Interval]:
    """A heading and all that follows it, if there is something and all of it belongs."""
    for paragraph in page.free():
        if is_short(paragraph, RELATED_WORDS) and heading.fullmatch(paragraph.text):
            items = run_to_end(page, paragraph, belongs)
            if items:
                yield from (taken.interval for taken in (paragraph, *items))
                return


_SHARE = r"""(?:Share(?:\s(?:this|on|via|with)(?:\s\w+){0,3})?|Tweet
    |Print(?:\sthis(?:\s\w+)?)?|E-?mail(?:\sthis(?:\s\w+)?)?
    |Copy\slink|Save(?:\sfor\slater)?|Comments?(?:\s\(?\d+\)?)?|Leave\sa\scomment|Join\sthe\sconversation
    |Follow\sus(?:\son(?:\s\w+){1,8})?|Facebook|Twitter|X|WhatsApp|LinkedIn|Reddit|Bluesky|Telegram)"""

RULES = (
    Rule(
        id="advertisement",
        why="a placeholder of an advertisement",
        matches="a paragraph that is “Advertisement”, “Sponsored content”, “Story continues below advertisement” and "
        "the like, and nothing else",
        find=whole(
            r"""(?:(?:Story|Article)\scontinues\sbelow(?:\s(?:this\s)?advertisement)?|Advertisement|Advertising
            |Sponsored(?:\scontent)?|Continue\sreading\sbelow|Remove\sads)(?:\s\d+)?[.:]?""",
            at_most=6,
            ignore_case=True,
        ),
        removes=(
            "The first ferry left Tarsk.\n\n⟦Advertisement⟧\n\nIt was full.",
            "⟦Story continues below advertisement⟧\n\nIt was full.",
        ),
        keeps=("Advertisements on the ferry are to be banned.",),
    ),
    Rule(
        id="cookie-notice",
        why="a cookie notice is addressed to the visitor of the page",
        matches="a paragraph of at most 60 words that begins “We use cookies”, “This site uses cookies” or “By "
        "continuing to use … cookies”, or is a button such as “Accept all cookies”",
        find=whole(
            r"""(?:(?:We|We\sand\sour\spartners|(?:This|Our)\s(?:web)?site|This\spage)\suses?\scookies\b.*
            |By\scontinuing\sto\s(?:use|browse|read|visit)\b.*\bcookie.*
            |(?:Accept|Reject|Manage)(?:\sall)?\s(?:cookies|choices|preferences))""",
            at_most=60,
        ),
        removes=(
            "⟦We use cookies to remember your settings.⟧\n\nThe first ferry left Tarsk.",
            "⟦Accept all cookies⟧\n\nIt was full.",
        ),
        keeps=("“We use cookies to win people over,” the ferry's cook said.",),
    ),
    Rule(
        id="newsletter",
        why="an invitation to subscribe is addressed to the visitor of the page",
        matches="a paragraph of at most 30 words that begins “Sign up”, “Subscribe” or “Get”, perhaps after a "
        "question, and speaks of a newsletter, briefing, inbox, alert or app; or is “Sign up” or “Subscribe” alone",
        find=whole(
            r"""(?:[^.?!]{1,40}\?\s)?(?:Sign\sup|Subscribe|Register|Get|Download)\b[^“”"]*
            \b(?:newsletters?|briefing|inbox|alerts?|email|app)\b[^“”"]*|(?:Sign\sup|Subscribe)(?:\snow|\shere)?[.!]?""",
            at_most=30,
        ),
        removes=(
            "It was full.\n\n⟦Sign up for our newsletter, The Harbour Bell⟧",
            "It was full.\n\n⟦Enjoyed this? Sign up for our newsletter.⟧",
        ),
        keeps=("Sign up or go home, the captain told the crew.", "“Get the app,” she told him."),
    ),
    Rule(
        id="share",
        why="buttons to share, print or comment",
        matches="a paragraph that is one or more of “Share this article”, “Print”, “Copy link”, “Follow us on …”, or "
        "names of networks, and nothing else",
        find=whole(rf"{_SHARE}(?:[\s|·•,/]+{_SHARE})*[.:]?", at_most=20),
        removes=("It was full.\n\n⟦Share this article⟧", "⟦Facebook | Twitter | Copy link⟧\n\nIt was full."),
        keeps=("Share prices fell in Tarsk.", "Print is dead, said Bo de Witt."),
    ),
    Rule(
        id="read-more",
        why="a link to another article",
        matches="a paragraph of at most 30 words that begins “Read more:”, “See also:”, “Related:”, “Watch:”, or "
        "the like, colon and all; or is “Read more” or “Continue reading” alone",
        find=whole(
            r"""(?:Read\s(?:more|also|next|on)|READ\sMORE|Also\sread|See\salso|More\son\sthis(?:\sstory)?
            |Related(?:\s(?:story|article|stories|coverage))?|RELATED|Watch(?:\snow)?|WATCH|Listen(?:\snow)?|LISTEN
            |Live\supdates)\s?[:|»>]\s?\S.*|(?:Read\smore|Continue\sreading|Read\sthe\sfull\sstory)[.:…]*""",
            at_most=30,
        ),
        removes=("It was full.\n\n⟦Read more: How a ferry slipped out of Tarsk⟧", "⟦Continue reading⟧\n\nIt was full."),
        keeps=("Read more books, the captain told her crew.", "Watch towers line the coast of Tarsk."),
    ),
    Rule(
        id="media-note",
        why="a note of the publisher on other material",
        matches="a paragraph of at most 30 words that says that somebody “provides additional” video, audio or "
        "photographs",
        find=whole(
            r"\p{Lu}[\w\s]{1,40}\sprovides?\sadditional\s(?:video|audio|photo(?:graph)?s|images|material)\b.*",
            at_most=30,
        ),
        removes=(
            "⟦Harbour News provides additional video and photographs of the ferry.⟧\n\nThe first ferry left Tarsk.",
        ),
        keeps=("The port provides additional berths in summer.",),
    ),
    Rule(
        id="related",
        why="a list of other articles",
        matches="“Related stories”, “More from …”, “Most read” and the like, and all that follows, when it is "
        "headlines to the very end: at most 25 words each, none a sentence",
        find=find_related,
        removes=(
            "It was full.\n\n⟦Related stories⟧\n\n⟦How a ferry slipped out of Tarsk⟧\n\n⟦Map: the harbours of Velmora⟧",
        ),
        keeps=("It was full.\n\nMore on the way\n\nThe port expects nine more ferries before the end of the summer.",),
    ),
    Rule(
        id="reporting-credit",
        why="who reported and edited is metadata",
        matches="a paragraph of at most 40 words: “Reporting by …”, “Additional reporting by …; editing by …”, “With "
        "files from …”, or names that “contributed to this report”",
        find=whole(
            r"""[(\[]?(?:(?:Additional\s)?(?:[Rr]eporting|[Ww]riting|[Ee]diting)\sby\s\p{Lu}.*
            |[—–-]*\s?[Ww]ith\s(?:files|reporting)\s(?:from|by)\s\p{Lu}.*
            |\p{Lu}[^“”"]*\scontributed\s(?:reporting|to\sthis\s(?:report|article|story)))[.)\]]*""",
            at_most=40,
        ),
        removes=(
            "It was full.\n\n⟦(Reporting by Ada Quill in Tarsk; editing by Bo de Witt)⟧",
            "It was full.\n\n⟦Ada Quill contributed to this report.⟧",
        ),
        keeps=("Reporting by the harbour board was found to be late.", "Ada Quill contributed to the fund."),
    ),
    Rule(
        id="copyright",
        why="a copyright notice belongs to the page; the rights are in the metadata",
        matches="a paragraph of at most 40 words that begins with “©” or with “Copyright” and a year, or ends “All "
        "rights reserved”",
        find=whole(
            r"(?:©|\(c\)|Copyright\s(?:©\s|\(c\)\s)?\d{4})(?:.*)|[^“”\"]*\bAll\srights\sreserved\.?", at_most=40
        ),
        removes=(
            "It was full.\n\n⟦© 2026 Harbour News. All rights reserved.⟧",
            "It was full.\n\n⟦Copyright 2026 Harbour News⟧",
        ),
        keeps=("Copyright law has not kept up, the judge said.",),
    ),
    Rule(
        id="navigation",
        why="navigation of the page",
        matches="a paragraph that is “Skip to main content”, “Back to top”, “Menu”, or a path such as "
        "“Home > News > Sea”",
        find=whole(r"Skip\sto\s(?:main\s)?content|Back\sto\stop|Menu|Home(?:\s?[>›»/]\s?[\w\s&]{1,30})+", at_most=12),
        removes=("⟦Home > News > Sea⟧\n\nThe first ferry left Tarsk.", "The first ferry left Tarsk.\n\n⟦Back to top⟧"),
        keeps=("Home is where the harbour is.",),
    ),
    Rule(
        id="sources",
        why="a list of sources is apparatus, not report",
        matches="“Sources”, “References”, “External links” or “Related news” and the marked list under it, when "
        "nothing else follows",
        find=find_sources,
        removes=("The first ferry left Tarsk.\n\n⟦## Sources⟧\n\n⟦- “Ferry leaves” — Harbour News, March 3, 2026⟧",),
        keeps=("## Sources\n\nThe sources of the river lie in Velmora, and the ferry does not go there.",),
    ),
    Rule(
        id="categories",
        why="key words of the page",
        matches="a paragraph of at most 40 words that begins “Categories:”, “Tags:”, “Topics:”, “Keywords:” or "
        "“Filed under:”",
        find=whole(r"(?:Categories|Tags|Topics|Keywords|Filed\sunder)\s?:\s.*", at_most=40),
        removes=("The first ferry left Tarsk.\n\n⟦Categories: March 3, 2026 Velmora Sea⟧",),
        keeps=("Categories of cabin will be fewer.",),
    ),
)
