"""Paragraphs, sentences and tokens of English news, as half-open code-point spans of the text they came from.

The text is canonical (:mod:`quotidian.text`). What is cut where:

* **Paragraphs** are what blank lines separate. A sentence never crosses one, so a heading without a full stop is a
  sentence; a single line end is white space.
* **Sentences** end at ``. ! ? …`` and the quotes and brackets that close after it, if white space follows and the next
  word can begin a sentence. The stops of abbreviations, initials and enumerations are told apart by the word before and
  the word after. A quotation of three sentences is three sentences; ``"Why?" Smith asked.`` is one. A caption's credit
  ("Image: ...") is a sentence of its own, with or without a stop before it.
* **Tokens** follow the Penn Treebank in the form that Universal Dependencies gave it for English: clitics are tokens
  (``Korea 's``, ``do n't``, ``can not``), and so are currency and percent signs; ``U.S.``, ``Mr.``, ``11,000``,
  ``10:30``, ``A&M``, ``#tag``, web and e-mail addresses are single tokens. **A hyphen is a token**
  (``14 - year - old``), as in GUM, OntoNotes 5 and the English Web Treebank: a mention often ends at one
  ("U.S.-backed"), and a BIO tag is as fine as its tokens. Prefixes that are no words of their own stay with what
  follows (``non-profit``). Two deviations from GUM, for the same reason: not before a capital (``pro - Israel``), and
  compound names are split too (``Min - Woo``).

No grapheme cluster (UAX #29: emoji sequences, combining marks) is ever split. Character classes and clusters come from
``regex``, which carries its own Unicode tables: the same release of it cuts the same on every Python.

Why our own rules: the gold of the 24 news articles of GUM 11.1 (765 sentences, 17,182 tokens), paragraph by paragraph.
F1 counts exact character spans; speed is in articles of 3,500 characters a second on one core; size has dependencies.

=============== ========= ========= =========== ======== ======== ======== ============================================
tool            sentence  token F1  sentences/s tokens/s released MB       against it
                F1
=============== ========= ========= =========== ======== ======== ======== ============================================
this module     .958      .995      8,200       2,100    --       3        (``regex`` 2026.11.15)
SoMaJo 2.5.0    .930      .993      33          33       2026-08  4        30 ms an article; GPL
syntok 1.4.4    .927      .988      450         420      2022-03  4        unmaintained; 2 ms an article
nupunkt 0.8.0   .925      .910      8,000       1,400    2026-09  1        learnt abbreviations nobody can correct
PyICU 2.17      .922      .971      12,000      2,900    2026-10  8        cuts by the ICU of the operating system
spaCy 3.8.18    .888      .991      2,300       2,000    2026-10  307      weight; sentences
sentencex 1.0   .886      --        24,000      --       2026-09  4        no tokens
pySBD 0.3.4     .879      --        90          --       2021-02  1        unmaintained; 11 ms an article
NLTK 3.10.4     --        .950      --          390      2026-10  22       sentences need a download
=============== ========= ========= =========== ======== ======== ======== ============================================

The rules were written on every second article. On the others, before anybody looked at them: .939 and .991 (SoMaJo .937
and .992, nupunkt .930, spaCy .987). Most of what is missed in sentences are captions, dates and page furniture that GUM
keeps in one paragraph with the text after them, and quotations that it does not cut.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from quotidian.offsets import check

Span = tuple[int, int]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Titles and particles that stand before a name or a figure: their full stop never ends a sentence.
_BEFORE_NAMES = _words(
    """Adm Amb Atty Brig Capt Cdr Cmdr Col Comdr Cpl Cpt Dep Det Dr Drs Fr Ft Gen Gov Hon Insp Lt Lieut Maj Messrs
    Mgr Mlle Mme Mr Mrs Ms Msgr Mt Mx Pfc Pres Prof Pte Pvt Rep Reps Rev Sec Sen Sens Sgt Spc Supt Treas
    v vs cf viz approx ca"""
)
# Abbreviations before a figure, plain words or the ends of a sentence anywhere else ("No. 5", but "He said no.").
_BEFORE_FIGURES = _words("Apr Art Arts Ch Eq Fig Figs Jul Jun Mar No Nos Vol Vols art b c ch d no nos p par pp vol")
# Abbreviations that may stand at the end: they end a sentence if a word follows that begins sentences.
_ANYWHERE = _words(
    """Assn Aug Ave Blvd Bros Co Corp Cos Dec Dept Esq Feb Govt Hwy Inc Intl Jan Jr Ltd Natl Nov Oct Ph.D PhD Sep Sept
    Sr St Ste Thu Thur Thurs Tue Tues Univ al est etc jr sr"""
)
# States and provinces, too much like words and names to be known except in "Boston, Mass." and "(D-Mass.)".
_STATES = _words(
    """Ala Alta Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Me Mich Minn Miss Mo Mont Neb Nev Okla
    Ont Ore Pa Penn Que Sask Tenn Tex Va Vt Wash Wis Wyo"""
)
# Capitalised, these begin sentences and hardly ever names.
_STARTERS = _words(
    """A According After Again Although Among An And Another Any Are As At Because Before Both But By Can Could
    Despite Did Do Does During Each Earlier Either Even Every Few For Four From Had Has Have He Her Here His How
    However I If In Indeed Instead Is It Its Just Last Later Like Many Maybe Meanwhile More Moreover Most Mr Mrs Ms
    Much My Neither Nevertheless Nobody None Nor Not Nothing Now Of Often On Once One Only Or Other Others Our Over
    Perhaps She Should Similarly Since So Some Someone Soon Still Such Than That The Their Then There Therefore
    These They This Those Though Three Through Thus To Today Together Two Unlike Until Upon Was We Well Were What
    Whatever When Where Whether Which While Who Whose Why With Within Without Would Yesterday Yet You Your"""
)
# What a clock time goes on with: "10:30 a.m. Eastern", "6 p.m. Monday".
_AFTER_CLOCK = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST EET EEST IST
    JST Eastern Central Mountain Pacific Greenwich"""
)
# Nouns that a letter numbers: "Plan B." is no initial.
_LETTERED = "appendix|article|category|class|exhibit|figure|grade|group|hepatitis|part|phase|plan|pool|schedule|section"
_LETTERED += "|series|table|team|terminal|type|unit|vitamin|zone"
# Prefixes that make one token with what follows in lower case.
_PREFIX = "anti|co|counter|cross|de|e|ex|inter|intra|macro|mega|micro|mid|mini|multi|non|post|pre|pro|pseudo"
_PREFIX += "|re|semi|sub|super|trans|tri|ultra|un|vice"
# Verbs after a speaker's name: '"Why?" Smith asked.'
_REPORTING = "added|adds|asked|asks|cried|exclaimed|joked|replied|said|says|shouted|told|tweeted|wondered|writes|wrote"

_W = r"[\p{L}\p{M}\p{N}\p{Cf}\p{Emoji_Modifier}_]"  # what words are made of; holds all that extends a grapheme cluster
_APOSTROPHE = "['’`´]"
_GAP = r"(?:[^\S\n]|\n(?![^\S\n]*\n))"  # white space that does not end a paragraph
_STATE = r"(?<=,\s|\b[DIR]-)"
_STARTER = "(?:" + "|".join(sorted(_STARTERS)) + ")"
# The capital of a name and its stop, as in "J. K. Rowling", "J.Smith"; not in "to the letter B. The" or "Plan B. Next".
_INITIAL = rf"""(?<![\w'’&.-])(?<!\b(?i:{_LETTERED})\s)\p{{Lu}}\.
    (?={_GAP}+["“'‘(]?(?!{_STARTER}(?![\w.-]))\p{{Lu}}|\p{{Lu}}\p{{Ll}})"""

# Alternatives in order; the first three are most of a text and there for speed only. Only a word with an apostrophe
# inside is a group: it may be several tokens.
_TOKEN = rf"""
      \p{{L}}++(?=[\s,])(?<![OTNotn][TAta])
    | [,;"“”()]
    | \.(?=\s)
    | (?=\p{{L}})(?:
        (?:[cC]an|CAN)(?=(?i:not)(?!{_W})) | (?:[gG]on|[wW]an)(?=na(?!{_W})) | [gG]ot(?=ta(?!{_W}))
      | \p{{L}}++(?=[\s,])
      | (?=[\w+-]{{1,64}}+[.@])(?:
            [\w.+-]{{1,64}}+@[\w-]++(?:\.[\w-]++)++
          | (?:\p{{L}}\.){{2,}}(?!\p{{Ll}})
          | \p{{Lu}}(?:\.\p{{Lu}})++(?!{_W})
          | (?:\L<before_names>|\L<anywhere>|{_STATE}\L<states>)\.(?!\p{{Ll}})
          | \L<before_figures>\.(?={_GAP}*\p{{Nd}})
          | {_INITIAL}
          | www\.[^\s<>"“”«»]*[^\s<>"“”«».,;:!?'’)\]}}…]
          | {_W}++(?:\.[\p{{Ll}}\p{{Nd}}]{_W}*+)++
        )
      | https?://[^\s<>"“”«»]*[^\s<>"“”«».,;:!?'’)\]}}…]
      | \p{{Lu}}++&\p{{Lu}}++(?!{_W})
      | \p{{Lu}}{{1,3}}\$
      | (?i:{_PREFIX})-\p{{Ll}}{_W}*+
    )
    | (?=\p{{Nd}})(?:
        \p{{Nd}}{{4}}-\p{{Nd}}\p{{Nd}}-\p{{Nd}}\p{{Nd}}(?!{_W})
      | \p{{Nd}}++(?::\p{{Nd}}\p{{Nd}})?+(?=[ap]m(?!{_W})|[AP]M(?!{_W}))
      | \p{{Nd}}++(?:[.,:/]\p{{Nd}}++)*+{_W}*+
    )
    | ({_W}++(?:{_APOSTROPHE}{_W}++)++)
    | {_W}++
    | (?<!{_W})\.\p{{Nd}}++
    | (?<=\S){_APOSTROPHE}(?i:s|d|m|re|ve|ll)(?!{_W})
    | (?<!{_W}){_APOSTROPHE}(?:\p{{Nd}}0s|(?i:em|til|cause|n))(?!{_W}|{_APOSTROPHE})
    | [@#]\p{{L}}{_W}*+
    | \.{{2,}}+ | [!?]{{2,}}+ | --++ | ''
    | \S
"""


class _Patterns(NamedTuple):
    """Everything compiled, at the first use: it takes a moment."""

    token: regex.Pattern[str]
    contraction: regex.Pattern[str]
    may_join: regex.Pattern[str]
    cluster: regex.Pattern[str]
    blank_line: regex.Pattern[str]
    stop: regex.Pattern[str]
    tail: regex.Pattern[str]
    following: regex.Pattern[str]
    before: regex.Pattern[str]
    word: regex.Pattern[str]
    initial: regex.Pattern[str]
    acronym: regex.Pattern[str]
    reporting: regex.Pattern[str]
    credit: regex.Pattern[str]


@cache
def _patterns() -> _Patterns:
    def compiled(pattern: str, **named_lists: frozenset[str]) -> regex.Pattern[str]:
        return regex.compile(pattern, regex.VERBOSE | regex.VERSION0, **named_lists)

    return _Patterns(
        token=compiled(
            _TOKEN,
            before_names=_BEFORE_NAMES,
            before_figures=_BEFORE_FIGURES,
            anywhere=_ANYWHERE,
            states=_STATES,
        ),
        contraction=compiled(rf"(?i)(?:n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|d|m|re|ve|ll))\Z"),
        # Nothing below U+0300, no typographic quote, dash or currency sign joins its neighbours.
        may_join=compiled(r"[^\x00-\u02ff\u2010-\u2026\u20a0-\u20bf]"),
        cluster=compiled(r"\X"),
        blank_line=compiled(r"\n\s++"),
        stop=compiled(r"""(?<![.!?…؟۔।‼⁇⁈⁉])([.!?…؟۔।‼⁇⁈⁉]++)((?:["'“”’»)\]}]|\[\p{Nd}++\])*+)(?=\s)"""),
        # Points of omission and emoji that stand alone belong to the sentence before them.
        tail=compiled(
            r"""(?:\s++(?:[\[(]?(?:\.{3,}+|…)[\])]?
            |(?:(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)[\p{M}\p{Cf}\p{Emoji_Modifier}]*+)++)(?!\S)){1,8}+"""
        ),
        following=compiled(
            r"""\s++(?P<lead>(?:[^\p{L}\p{N}\s]++\s*+){0,8}+)
            (?=(?P<lower>\p{Ll}++(?!\p{Lu}))?)(?P<word>[\p{L}\p{N}][\p{L}\p{N}\p{M}]*+)"""
        ),
        before=compiled(r"(?r)[\p{L}\p{M}\p{N}.&]*+"),
        word=compiled(r"[\p{L}\p{N}]"),
        initial=compiled(_INITIAL),
        acronym=compiled(r"\p{L}(?:\.\p{L})++"),
        reporting=compiled(rf"(?:\p{{Lu}}[\w.'’-]*+\s++){{1,4}}(?:{_REPORTING})\b"),
        credit=compiled(r"(?:Image|Photo|Photograph|Picture|Credit):\s"),
    )


def paragraphs(text: str) -> list[Span]:
    """The spans of ``text`` between blank lines, without white space at their edges; none is empty."""
    spans: list[Span] = []
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for gap in _patterns().blank_line.finditer(text, start, end):
        if "\n" in gap[0][1:]:
            before = text[start : gap.start()].rstrip()
            spans.append((start, start + len(before)))
            start = gap.end()
    if start < end:
        spans.append((start, end))
    return spans


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of ``text``, in order.

    Each lies in one paragraph and has no white space at its edges; together they hold every other character once.
    """
    patterns = _patterns()
    spans: list[Span] = []
    for start, end in paragraphs(text):
        first_word = _first_word(text, start, end)
        for stop in patterns.stop.finditer(text, start, end):
            if stop.start() < first_word:  # nothing to end yet
                continue
            edge = stop.end()
            if tail := patterns.tail.match(text, edge, end):
                edge = tail.end()
            following = patterns.following.match(text, edge, end)
            if following and _ends_sentence(text, start, stop, following):
                spans.append((start, edge))
                start, first_word = following.span("lead")
        spans.append((start, end))
    return _before_credits(text, spans) if patterns.credit.search(text) else spans


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the tokens of ``text[start:end]``, in order, as offsets into ``text``.

    None holds white space; together they hold every other character once. The characters around the range count: for
    a range that cuts no token (a sentence, a paragraph) the result is the part of ``tokens(text)`` that lies in it.
    A range that cuts a token gets the part that lies inside.

    Raises:
        OffsetError: the range is not within the text.
    """
    patterns = _patterns()
    limit = len(text) if end is None else end
    check(len(text), start, limit)
    spans: list[Span] = []
    for match in patterns.token.finditer(text, start):
        span = match.span()
        if span[0] >= limit:
            break
        if match.lastindex is None:
            spans.append(span)
        else:
            spans += _contracted(text, *span)
    if patterns.may_join.search(text, start, limit):
        spans = _whole_clusters(text, spans, start, limit)
    while spans and spans[-1][1] > limit:
        first, _ = spans.pop()
        if first < limit:
            spans.append((first, limit))
    return spans


def _first_word(text: str, start: int, end: int) -> int:
    match = _patterns().word.search(text, start, end)
    return end if match is None else int(match.start())


def _contracted(text: str, start: int, end: int) -> list[Span]:
    """A word with its clitics cut off: could | n't | 've, O'Brien | 's."""
    spans: list[Span] = []
    while clitic := _patterns().contraction.search(text, max(start + 1, end - 3), end):
        spans.append(clitic.span())
        end = clitic.start()
    spans.append((start, end))
    return spans[::-1]


def _whole_clusters(text: str, spans: list[Span], start: int, end: int) -> list[Span]:
    """The spans of the tokens of ``text[start:end]``, those joined that share a grapheme cluster."""
    inside: set[int] = set()
    for cluster in _patterns().cluster.finditer(text, start, end):
        inside.update(range(cluster.start() + 1, cluster.end()))
    whole: list[Span] = []
    for first, last in spans:
        joined = whole and first in inside and whole[-1][1] == first
        whole.append((whole.pop()[0] if joined else first, last))
    return whole


def _before_credits(text: str, spans: list[Span]) -> list[Span]:
    """The spans, cut before the credit of a caption."""
    cut: list[Span] = []
    for start, end in spans:
        for credit in _patterns().credit.finditer(text, start, end):
            caption = text[start : credit.start()]
            if caption[-1:].isspace():
                cut.append((start, start + len(caption.rstrip())))
                start = credit.start()
        cut.append((start, end))
    return cut


def _ends_sentence(text: str, start: int, stop: regex.Match[str], following: regex.Match[str]) -> bool:
    """Whether the sentence from ``start`` ends at ``stop``, given the word that follows."""
    patterns = _patterns()
    dot = stop.start()
    if following["lower"]:
        return False
    quoted = stop[2][-1:] in tuple("\"'“”’»")
    word, lead = following["word"], following["lead"]
    if quoted and lead[:1] in tuple("-–—"):  # the speaker's name follows
        return False
    if stop[1] != ".":
        reported = quoted and not lead and word not in _STARTERS
        return not (reported and patterns.reporting.match(text, following.start("word"), following.endpos))
    before: str = patterns.before.match(text, start, dot)[0].lstrip(".")
    first = dot - len(before)
    if before in _BEFORE_NAMES:
        return False
    if before in _BEFORE_FIGURES:
        return not word[0].isdigit()
    if first == start and (before.isdigit() or len(before) == 1):  # an enumeration: "1. Talks", "a. Talks"
        return False
    if len(before) == 1:
        return not patterns.initial.match(text, first)
    after = following.end("word")
    if before in ("a.m", "p.m", "A.M", "P.M"):
        return word not in _AFTER_CLOCK and not text.startswith(" time", after)
    if (
        before in _ANYWHERE
        or patterns.acronym.fullmatch(before)
        or (before in _STATES and text[first - 2 : first] in (", ", "D-", "I-", "R-"))
    ):
        return quoted or (word in _STARTERS and text[after : after + 1] not in tuple(".-"))
    return True
