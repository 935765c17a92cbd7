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

_ABOUT_US = (
    r"(?:(?:breaking\s)?news\salerts?|e-?mail\salerts?|newsletters?|briefings?|your\sinbox|our\s(?:\w+\s){0,3}app)"
)

# Names of people, places and organisations with what joins them, and nothing that could make a sentence of them.
_JOINING = (
    r"(?:[Aa]dditional|[Rr]eporting|[Ww]riting|[Ee]diting|[Ff]iles|by|and|in|from|with|for|of|the|de|van|von|der|al|&)"
)
_NAMES = rf"(?:(?:\p{{Lu}}[\w.’'-]*|{_JOINING})[,;]?(?:\s|(?=[.)\]]|\Z)))+"

RULES = (
    Rule(
        id="advertisement",
        why="a placeholder of an advertisement",
        matches="a paragraph that is “Advertisement”, “Advertising”, “Sponsored”, “Sponsored content”, “Remove ads”, "
        "“Continue reading below”, or “Story continues below (this) (advertisement)”, and nothing else; case aside",
        find=whole(
            r"""(?:(?:Story|Article)\scontinues\sbelow(?:\s(?:this\s)?advertisement)?|Advertisement|Advertising
            |Sponsored(?:\scontent)?|Continue\sreading\sbelow|Remove\sads)(?:\s\d+)?[.:]?""",
            at_most=6,
            ignore_case=True,
        ),
        removes=(
            "The first ferry left Tarsk.\n\n⟦Advertisement⟧\n\nIt was full.",
            "⟦STORY CONTINUES BELOW ADVERTISEMENT⟧\n\nIt was full.",
        ),
        keeps=("Advertisements on the ferry are to be banned.", "Sponsored by a brewery, the ferry sailed on Monday."),
    ),
    Rule(
        id="cookie-notice",
        why="a cookie notice is addressed to the visitor of the page",
        matches="a paragraph of at most 60 words that begins “We use cookies”, “We and our partners use cookies”, "
        "“This (or Our) (web)site uses cookies” or “By continuing to use (browse, read, visit) … cookie”; or “Accept "
        "(Reject, Manage) (all) cookies (choices, preferences)”",
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
        matches="a paragraph of at most 30 words without quotation marks that begins, perhaps after a question, “Sign "
        "up (now, here, today, free) for”, “Subscribe to”, “Register for”, “Get” or “Download” and speaks of a "
        "newsletter, briefing, news or e-mail alerts, your inbox or our app; or is “Sign up” or “Subscribe” alone",
        find=whole(
            rf"""(?:[^.?!“”"]{{1,40}}\?\s)?(?:(?:Sign\sup|Subscribe|Register)(?:\s(?:now|here|today|free|for\sfree))?
            \s(?:for|to)|Get|Download)\b[^“”"]*\b{_ABOUT_US}\b[^“”"]*|(?:Sign\sup|Subscribe)(?:\s(?:now|here))?[.!]?""",
            at_most=30,
        ),
        removes=(
            "It was full.\n\n⟦Sign up for our newsletter, The Harbour Bell⟧",
            "It was full.\n\n⟦Enjoyed this? Sign up for our newsletter.⟧",
            "It was full.\n\n⟦Get the day's top stories in your inbox every morning⟧",
        ),
        keeps=(
            "Sign up or go home, the captain told the crew.",
            "Get the app and wait for the siren, the port told those who live on the quay.",
        ),
    ),
    Rule(
        id="share",
        why="buttons to share, print or comment",
        matches="a paragraph that is one or more of “Share (this article)”, “Share on …”, “Tweet”, “Print (this "
        "page)”, “Email (this)”, “Copy link”, “Save (for later)”, “Comments (12)”, “Leave a comment”, “Join the "
        "conversation”, “Follow us (on …)” and names of networks, and nothing else",
        find=whole(rf"{_SHARE}(?:[\s|·•,/]+{_SHARE})*[.:]?", at_most=20),
        removes=("It was full.\n\n⟦Share this article⟧", "⟦Facebook | Twitter | Copy link⟧\n\nIt was full."),
        keeps=("Share prices fell in Tarsk.", "Print is dead, said Bo de Witt."),
    ),
    Rule(
        id="read-more",
        why="a link to another article",
        matches="a paragraph of at most 30 words that begins “Read more:”, “Read also:”, “Read next:”, “Read on:” or "
        "“Also read:”; one that does not end in a full stop and begins “See also:”, “More on this (story):”, “Related "
        "(story, article, stories, coverage):”, “Watch (now):”, “Listen (now):” or “Live updates:”; or “Read more”, "
        "“Continue reading” or “Read the full story” alone. “>”, “»” and “|” count as colons",
        find=whole(
            r"""(?:Read\s(?:more|also|next|on)|READ\sMORE|Also\sread)\s?[:|»>]\s?\S.*
            |(?:See\salso|More\son\sthis(?:\sstory)?|Related(?:\s(?:story|article|stories|coverage))?|RELATED
            |Watch(?:\snow)?|WATCH|Listen(?:\snow)?|LISTEN|Live\supdates)\s?[:|»>]\s?\S.*(?<![.”"])
            |(?:Read\smore|Continue\sreading|Read\sthe\sfull\sstory)[.:…]*""",
            at_most=30,
        ),
        removes=(
            "It was full.\n\n⟦Read more: How a ferry slipped out of Tarsk⟧",
            "It was full.\n\n⟦WATCH: The Two Sisters leaves the harbour⟧",
            "⟦Continue reading⟧\n\nIt was full.",
        ),
        keeps=(
            "Read more books, the captain told her crew.",
            "Watch: that was the first word her mate taught her.",
            "Watch towers line the coast of Tarsk.",
        ),
    ),
    Rule(
        id="media-note",
        why="a note of the publisher on other material",
        matches="a paragraph of at most 30 words that says that somebody “provides additional” something “so (that) "
        "(our) readers (viewers, you)” may have it",
        find=whole(
            r"\p{Lu}[\w\s]{1,40}\sprovides?\sadditional\s.{1,80}\sso\s(?:that\s)?(?:our\s)?(?:readers|viewers|you)\b.*",
            at_most=30,
        ),
        removes=(
            "⟦Harbour News provides additional video and photographs so our readers may see more.⟧\n\nThe first ferry "
            "left Tarsk.",
        ),
        keeps=("The port provides additional video evidence, so the court will sit again.",),
    ),
    Rule(
        id="related",
        why="a list of other articles",
        matches="“Related (stories, articles, news, topics, content, links, coverage)”, “More from (on, in) …”, “Most "
        "read (popular, viewed)”, “Trending (now)”, “You may (also) like”, “Recommended (for you)”, “Also in the "
        "news”, “Top stories”, “Editors' picks”, “On this topic”, “What to read next” or “Read more”, and all that "
        "follows, when it is headlines to the very end: at most 25 words each, none a sentence; case aside",
        find=find_related,
        removes=(
            "It was full.\n\n⟦Related stories⟧\n\n⟦How a ferry slipped out of Tarsk⟧\n\n⟦Map: the harbours of Velmora⟧",
        ),
        keeps=("It was full.\n\nMore on the way\n\nThe port expects nine more ferries before the end of the summer.",),
    ),
    Rule(
        id="reporting-credit",
        why="who reported and edited is metadata",
        matches="a paragraph of at most 40 words, perhaps in brackets, that begins “(Additional) reporting by”, "
        "“Writing by”, “Editing by” or “With files (reporting) from” and goes on in names alone; or ends “contributed "
        "to this report (article, story)” or “contributed reporting”",
        find=whole(
            rf"""[(\[—–-]*\s?(?:(?:Additional\s)?[Rr]eporting\sby|(?:Writing|Editing)\sby|With\s(?:files|reporting)\s(?:from|by))
            \s(?=\p{{Lu}}){_NAMES}[.)\]]*
            |[(\[]?\p{{Lu}}[^“”"]*\scontributed\s(?:reporting|to\sthis\s(?:report|article|story))[.)\]]*""",
            at_most=40,
        ),
        removes=(
            "It was full.\n\n⟦(Reporting by Ada Quill in Tarsk; editing by Bo de Witt)⟧",
            "It was full.\n\n⟦With files from Harbour News⟧",
            "It was full.\n\n⟦Ada Quill contributed to this report.⟧",
        ),
        keeps=("Reporting by Harbour News found that the ferry was late.", "Ada Quill contributed to the fund."),
    ),
    Rule(
        id="copyright",
        why="a copyright notice belongs to the page; the rights are in the metadata",
        matches="a paragraph of at most 40 words that begins “©”, or “Copyright” or “(c)” with a year, or that ends "
        "“All rights reserved” and has no quotation marks",
        find=whole(
            r"""©.*|(?:\(c\)|Copyright)\s(?:©\s?|\(c\)\s)?\d{4}\b.*|[^“”"]*\bAll\srights\sreserved\.?""", at_most=40
        ),
        removes=(
            "It was full.\n\n⟦© 2026 Harbour News. All rights reserved.⟧",
            "It was full.\n\n⟦Copyright 2026 Harbour News⟧",
        ),
        keeps=("Copyright law has not kept up, the judge said.", "(c) refusing to leave the ferry when told to."),
    ),
    Rule(
        id="navigation",
        why="navigation of the page",
        matches="a paragraph that is “Skip to (main) content”, “Back to top”, “Menu”, or a path that begins “Home >”",
        find=whole(r"Skip\sto\s(?:main\s)?content|Back\sto\stop|Menu|Home(?:\s?[>›»]\s?[\w\s&]{1,30})+", at_most=12),
        removes=("⟦Home > News > Sea⟧\n\nThe first ferry left Tarsk.", "The first ferry left Tarsk.\n\n⟦Back to top⟧"),
        keeps=("Home is where the harbour is.",),
    ),
    Rule(
        id="sources",
        why="a list of sources is apparatus, not report",
        matches="“Source(s)”, “Reference(s)”, “External links”, “Sister links”, “Related news” or “Further reading” "
        "and the list that the source marks under it, when nothing else follows",
        find=find_sources,
        removes=("The first ferry left Tarsk.\n\n⟦## Sources⟧\n\n⟦- “Ferry leaves” — Harbour News, March 3, 2026⟧",),
        keeps=("## Sources\n\nThe sources of the river lie in Velmora, and the ferry does not go there.",),
    ),
    Rule(
        id="categories",
        why="key words of the page",
        matches="a paragraph of at most 40 words that begins “Categories:”, “Tags:”, “Topics:”, “Keywords:” or “Filed "
        "under:”",
        find=whole(r"(?:Categories|Tags|Topics|Keywords|Filed\sunder)\s?:\s.*", at_most=40),
        removes=("The first ferry left Tarsk.\n\n⟦Categories: March 3, 2026 Velmora Sea⟧",),
        keeps=("Categories of cabin will be fewer.",),
    ),
)
