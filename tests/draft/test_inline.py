"""The inline form: what its tags make, and what is said when they are wrong."""

# ruff: noqa: E501  # whole messages and tags stay on one line, so that they can be searched for

from __future__ import annotations

import pytest

from quotidian.model import Argument, Entity, Event, Mention, Quote, Span
from tests.draft.sample import BODY, ENTITIES, ID, TEXT, inline, marked, problems, resolved

MUST = "the text without its tags must be the article's"


def spanned(words: str, occurrence: int = 1) -> Span:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def test_a_draft_of_nothing_but_the_text_is_an_annotation_without_layers() -> None:
    made = resolved(inline(beside=""))
    assert (made.article, made.annotator) == (ID, "ann-a")
    assert (made.entities, made.mentions, made.quotes, made.events) == ((), (), (), ())


def test_all_layers_with_defaults_and_ids_in_the_order_of_the_text() -> None:
    body = """
        <m e="line" l="NOM">Ferry line to <m id="m2" e="tarsk" l="NAM">Tarsk</m></m> reopens
        <q id="a" type="direct" source="holt1" attribution="explicit" addressees="press1">“The line is
        safe &amp; sound,”</q> <m id="holt1" e="holt" l="NAM"> Mira Holt </m> <cue q="a">told</cue>
        <m id="press1" e="press" l="NOM">reporters</m> in <m e="tarsk" l="NAM">Tarsk</m>. She said
        <q type="mixed">it “won’t close”</q>.
        Ferries &lt; 20 metres <ev type="Movement:Transport" tense="Future" Time="monday" Artifact="holt1 press1">sail</ev>
        on <m id="monday" t="TIME">Monday</m>, Holt said.
    """
    beside = '<entity id="press" type="PER"/><entity id="line" type="ORG"/>' + ENTITIES
    made = resolved(inline(body, beside))
    assert made.entities == (
        Entity(id="line", type="ORG", name=None),
        Entity(id="tarsk", type="GPE", name="Tarsk", link="Q42"),
        Entity(id="holt", type="PER", name="Mira Holt"),
        Entity(id="press", type="PER", name=None),
    )
    line, tarsk, holt = spanned("Ferry line to Tarsk"), spanned("Tarsk"), spanned("Mira Holt")
    press, tarsk2, monday = spanned("reporters"), spanned("Tarsk", 2), spanned("Monday")
    # m2 was taken, so the second mention without an id is m3.
    expected = [
        ("m1", "line", "ORG", "NOM", line),
        ("m2", "tarsk", "GPE", "NAM", tarsk),
        ("holt1", "holt", "PER", "NAM", holt),
        ("press1", "press", "PER", "NOM", press),
        ("m3", "tarsk", "GPE", "NAM", tarsk2),
        ("monday", None, "TIME", None, monday),
    ]
    assert made.mentions == tuple(
        Mention(id=one, entity=entity, type=kind, level=level, start=span.start, end=span.end, text=span.text)
        for one, entity, kind, level, span in expected
    )
    assert made.quotes == (
        Quote(
            id="a",
            type="direct",
            kind="speech",
            content=(spanned("“The line is safe & sound,”"),),
            cue=(spanned("told"),),
            source="holt1",
            addressees=("press1",),
            attribution="explicit",
            parent=None,
            polarity="Positive",
        ),
        Quote(
            id="q1",
            type="mixed",
            kind="speech",
            content=(spanned("it “won’t close”"),),
            cue=(),
            source=None,
            addressees=(),
            attribution="none",
            parent=None,
            polarity="Positive",
        ),
    )
    assert made.events == (
        Event(
            id="v1",
            type="Movement:Transport",
            trigger=spanned("sail"),
            polarity="Positive",
            tense="Future",
            genericity="Specific",
            modality="Asserted",
            arguments=(
                Argument(role="Artifact", mention="holt1"),
                Argument(role="Artifact", mention="press1"),
                Argument(role="Time", mention="monday"),
            ),
        ),
    )


def test_a_quote_in_several_spans_is_one_quote_and_the_quote_around_it_its_parent() -> None:
    body = marked(
        **{
            "“The line is safe &amp; sound,”": '<q id="q" type="direct" kind="writing">“The line is safe &amp; sound,”</q>',
            "it “won’t close”": '<q id="q">it <q type="indirect">“won’t <q type="direct" parent="none">close</q>”</q></q>',
        }
    )
    q, inner, innermost = resolved(inline(body)).quotes
    assert (q.kind, q.content) == ("writing", (spanned("“The line is safe & sound,”"), spanned("it “won’t close”")))
    assert (inner.content, inner.parent) == ((spanned("“won’t close”"),), "q")
    assert (innermost.content, innermost.parent) == ((spanned("close"),), None)


def test_the_parent_may_be_a_quote_without_an_id() -> None:
    body = marked(**{"it “won’t close”": '<q type="mixed">it <q id="q1" type="direct">“won’t close”</q></q>'})
    outer, inner = resolved(inline(body)).quotes
    assert (outer.id, inner.id, inner.parent) == ("q2", "q1", "q2")


def test_spans_that_cross_are_marked_with_milestones() -> None:
    body = marked(
        **{
            "“The line is safe &amp; sound,” Mira Holt told reporters": '<q id="q" type="direct">“The <from of="m"/>line is '
            'safe &amp; sound,”</q> Mira<to of="m"/> <from cue="q"/>Holt <m id="x" t="TIME">told<to cue="q"/> reporters</m>',
            "20 metres sail": '<from of="r"/>20 <ev id="e" type="Contact:Meet" tense="Past">metres<to of="r"/> sail</ev>',
            "on Monday, Holt": '<from of="r"/>on <from of="v"/>Monday<to of="r"/>, Holt<to of="v"/>',
        }
    )
    beside = ENTITIES + (
        '<m id="m" e="holt" l="NAM"/><ev id="v" type="Contact:Meet" tense="Future" Time="x"/><q id="r" type="mixed"/>'
    )
    made = resolved(inline(body, beside))
    assert [(m.id, m.text) for m in made.mentions] == [("m", "line is safe & sound,” Mira"), ("x", "told reporters")]
    assert [(q.id, q.content, q.cue, q.parent) for q in made.quotes] == [
        ("q", (spanned("“The line is safe & sound,”"),), (spanned("Holt told"),), None),
        ("r", (spanned("20 metres"), spanned("on Monday")), (), None),
    ]
    assert [(e.id, e.trigger.text, e.arguments) for e in made.events] == [
        ("e", "metres sail", ()),
        ("v", "Monday, Holt", (Argument(role="Time", mention="x"),)),
    ]


def test_same_span_white_space_comments_cdata_and_a_byte_order_mark() -> None:
    body = marked(
        **{
            "Monday": '<!-- a day --><m t="TIME"><ev type="Contact:Meet" tense="Past">\n\tMonday</ev></m>',
            "Ferries &lt; 20": "<![CDATA[Ferries < 20]]>",
            "Mira Holt": "Mira\u00a0Holt",
        }
    )
    made = resolved("\ufeff<?xml version='1.0' encoding='UTF-8'?>\r\n" + inline(body).replace("\n", "\r\n"))
    assert made.mentions[0].interval == made.events[0].trigger.interval
    assert made.mentions[0].text == "Monday"


def test_a_standoff_annotation_carries_no_text() -> None:
    from quotidian.draft import read_draft
    from tests.draft.sample import article, ontology

    body = marked(Monday='<m t="TIME">Monday</m>')
    made = read_draft(inline(body), article=article(standoff=True), text=TEXT, ontology=ontology(), annotator="ann-a")
    assert made.mentions[0].text is None


# The text

DIFFERENCES = {
    "quotation mark": (
        marked(**{"“The": '"The'}),
        [
            "draft:5:1: the draft has '\"The' where the article has '“The' (paragraph 2): U+0022 QUOTATION MARK for "
            f"U+201C LEFT DOUBLE QUOTATION MARK; {MUST}"
        ],
    ),
    "in a tag": (
        marked(**{"Mira Holt": "<m e='holt' l='NAM'>Mira Hold</m>"}),
        [f"draft:5:61: the draft has 'Hold' where the article has 'Holt' (paragraph 2); {MUST}"],
    ),
    "left out": (
        marked(**{"Mira ": "", "on Monday, ": ""}),
        [
            f"draft:5:33: the draft leaves out 'Mira' after 'sound,”' (paragraph 2); {MUST}",
            f"draft:7:29: the draft leaves out 'on Monday,' after 'sail' (paragraph 3); {MUST}",
        ],
    ),
    "added": (
        marked(**{"Tarsk": "far Tarsk"}),
        [f"draft:3:15: the draft has 'far', which the article has not (paragraph 1); {MUST}"],
    ),
    "added at the end": (
        BODY + "More to come\n",
        [f"draft:8:1: the draft has 'More to come', which the article has not (the end); {MUST}"],
    ),
    "left out at the end": (
        marked(**{", Holt said.": ","}),
        [f"draft:7:39: the draft leaves out 'Holt said.' after 'Monday,' (paragraph 3); {MUST}"],
    ),
    "words joined": (
        marked(**{"Mira Holt": "MiraHolt"}),
        [f"draft:5:37: the draft has 'MiraHolt' where the article has 'Mira Holt' (paragraph 2); {MUST}"],
    ),
    "decomposed": (
        marked(**{"Mira": "Mi\u0301ra"}),
        [
            "draft:5:35: the draft has 'Mi\u0301ra' where the article has 'Mira' (paragraph 2): "
            f"U+0301 COMBINING ACUTE ACCENT for U+0072 LATIN SMALL LETTER R; {MUST}"
        ],
    ),
    "empty": (
        "",
        [f"draft:2:7: the draft leaves out '{'Ferry line to Tarsk'} … {'Monday, Holt said.'}' (paragraph 1); {MUST}"],
    ),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_where_the_text_differs_is_told_to_the_character(name: str) -> None:
    body, expected = DIFFERENCES[name]
    assert problems(inline(body)) == expected


def test_of_another_text_only_the_first_differences_are_told() -> None:
    found = problems(inline("".join(f"Ferry {n} line {n} to\n" for n in range(2000))))
    assert 1 <= len(found) <= 10
    assert found[0] == f"draft:3:7: the draft has '0', which the article has not (paragraph 1); {MUST}"


# The mark-up

MILESTONES = 'write <from of="ID"/> for a mention, quote or event, <from cue="ID"/> for a cue'
MARKUP = {
    "no text": (
        f'<draft article="{ID}"/>',
        ["draft:1:1: the draft has no <text>; put the article's text between <text> and </text>"],
    ),
    "no article": (
        f"<draft><text>{BODY}</text></draft>",
        ['draft:1:1: <draft> has no article; write <draft article="ARTICLE-ID">'],
    ),
    "another article": (
        inline().replace(ID, "another"),
        [f"draft:1:1: the draft is of article 'another', not of '{ID}'"],
    ),
    "another root": (
        "<html><body/></html>",
        ['draft:1:1: the draft begins with <html>; begin with <draft article="ARTICLE-ID">'],
    ),
    "two texts": (
        inline(beside="<text>x</text>"),
        ["draft:10:1: a second <text>; the first is in line 2; a draft has one text"],
    ),
    "text outside": (
        inline(beside="reporters"),
        ["draft:10:1: text outside <text>: 'reporters'; only tags stand there"],
    ),
    "unknown tag": (
        inline(marked(Monday="<b>Monday</b>")),
        [
            "draft:7:32: unknown tag <b>; the tags are draft text entity m q cue ev from to; write &lt; for a < of the article"
        ],
    ),
    "misspelt tag": (
        inline(marked(told="<cues>told</cues>")),
        ["draft:5:43: unknown tag <cues>; did you mean 'cue'?"],
    ),
    "entity in the text": (
        inline(marked(told="<entity id='x' type='PER'/>told")),
        ["draft:5:43: <entity> can't stand in the text; it stands beside <text>, before or after it"],
    ),
    "cue beside the text": (
        inline(beside="<cue q='q1'/>"),
        ["draft:10:1: <cue> can't stand outside the text; it stands in <text>"],
    ),
    "tag in an entity": (
        inline(beside="<entity id='x' type='PER'><m id='y' t='TIME'/></entity>"),
        ["draft:10:27: <m> can't stand inside <entity>; it stands in <text>, or as a definition beside it"],
    ),
    "unknown attribute": (
        inline(marked(Monday='<m type="TIME" t="TIME">Monday</m>', told='<cue id="1">told</cue>')),
        [
            "draft:5:43: unknown attribute 'id' of <cue>; expected one of q",
            'draft:5:43: <cue> has no q; give it the id of its quote: <cue q="ID">',
            "draft:7:32: unknown attribute 'type' of <m>; expected one of id, e, t, l",
        ],
    ),
    "empty tag": (
        inline(
            marked(Monday='<m t="TIME"/>Monday', told="<cue q='q'> </cue>told", sail='<q id="q" type="direct">sail</q>')
        ),
        [
            "draft:5:43: <cue> holds no text; put the words between its tags",
            "draft:7:60: <m> holds no text; put the words between its tags; a definition stands after </text>",
        ],
    ),
    "milestone with text": (
        inline(marked(Monday='<from of="d">Monday</from><to of="d"/>'), '<m id="d" t="TIME"/>'),
        ['draft:7:32: <from> holds text; write it as an empty tag: <from of="ID"/>'],
    ),
    "milestone without id": (
        inline(marked(Monday='<from/>Monday<to of="a" cue="b"/>')),
        [
            f"draft:7:32: <from> needs either of or cue; {MILESTONES}",
            f"draft:7:45: <to> needs either of or cue; {MILESTONES.replace('from', 'to')}",
        ],
    ),
    "milestones unpaired": (
        inline(
            marked(Ferry='Ferry<to of="a"/>', Tarsk='Tarsk<from of="b"/><from of="b"/>', told='<from cue="q"/>told')
        ),
        [
            'draft:3:6: <to of="a"/> without <from of="a"/> before it; add the start',
            'draft:3:32: <from of="b"/> is never closed; add <to of="b"/>',
            'draft:3:46: <from of="b"/> is open already since line 3; close that one first with <to of="b"/>',
            'draft:5:43: <from cue="q"/> is never closed; add <to cue="q"/>',
        ],
    ),
    "milestones around nothing": (
        inline(marked(Monday='<from of="d"/> <to of="d"/>Monday')),
        ['draft:7:32: no text between <from of="d"/> and <to of="d"/>; move one'],
    ),
    "milestones of nothing": (
        inline(marked(Monday='<from of="days"/>Monday<to of="days"/>', told='<m id="day" t="TIME">told</m>')),
        ["draft:7:32: <from of=\"days\"/>: nothing has the id 'days'; did you mean 'day'?"],
    ),
    "definition of nothing": (
        inline(
            beside='<m id="d" t="TIME"/><q id="q" type="direct"/><ev type="Contact:Meet" tense="Past"/><q type="direct"/>'
        ),
        [
            'draft:10:1: \'d\' is defined outside the text but marks nothing in it; mark it with <from of="d"/> and <to of="d"/>',
            'draft:10:21: \'q\' is defined outside the text but marks nothing in it; mark it with <from of="q"/> and <to of="q"/>',
            'draft:10:46: <ev> outside the text without id; give it an id and mark its text with <from of="ID"/> and <to of="ID"/>',
            'draft:10:84: <q> outside the text without id; give it an id and mark its text with <from of="ID"/> and <to of="ID"/>',
        ],
    ),
    "two spans of a mention": (
        inline(marked(Monday='<from of="d"/>Monday<to of="d"/>', told='<m id="d" t="TIME">told</m>')),
        ["draft:5:43: a mention has one span, 'd' has 2; keep one"],
    ),
    "cue without its quote": (
        inline(
            marked(
                told='<cue q="quote-2">told</cue>',
                said="<cue q='c'>said</cue>",
                sail='<q id="quote-1" type="direct">sail</q>',
            )
        ),
        [
            "draft:5:43: cue for unknown quote 'quote-2'; did you mean 'quote-1'?",
            "draft:5:95: cue for unknown quote 'c'; give the quote this id: <q id=\"c\" …>",
        ],
    ),
    "two minds about a quote": (
        inline(marked(told='<q id="q" type="direct">told</q>', sail='<q id="q" type="mixed">sail</q>')),
        [
            "draft:7:24: type of quote 'q' is 'mixed' here, 'direct' in line 5; give a quote's attributes once; another quote, another id"
        ],
    ),
    "a quote called none": (
        inline(marked(told='<q id="none" type="direct">told</q>')),
        ["draft:5:43: a quote can't have the id 'none'; choose another id"],
    ),
    "empty lists": (
        inline(
            marked(
                told='<q type="direct" addressees=" ">told</q>',
                sail='<ev type="Contact:Meet" tense="Past" Time="">sail</ev>',
            )
        ),
        [
            "draft:5:43: addressees is empty; name a mention's id, or leave the attribute out",
            "draft:7:24: Time is empty; name a mention's id, or leave the attribute out",
        ],
    ),
}


@pytest.mark.parametrize("name", MARKUP)
def test_wrong_mark_up_is_told_with_its_place_and_a_mend(name: str) -> None:
    draft, expected = MARKUP[name]
    assert problems(draft) == expected


# What is no XML

BROKEN = {
    "crossing tags": (
        inline(marked(**{"Tarsk reopens": '<m t="TIME">Tarsk <q type="direct">reopens</m></q>'})),
        "draft:3:57: this end tag does not close <q> of line 3, column 33, which is the innermost that is open; close that "
        'one first; spans that cross are marked with <from of="ID"/> and <to of="ID"/>',
    ),
    "ampersand": (
        inline(TEXT),
        "draft:5:20: not well-formed; write &amp; for & and &lt; for <, and put the values of attributes into quotation marks",
    ),
    "less than": (
        inline(BODY.replace("&lt;", "<")),
        "draft:7:10: not well-formed; write &amp; for & and &lt; for <, and put the values of attributes into quotation marks",
    ),
    "no quotation marks": (
        inline(marked(Monday="<m t=TIME>Monday</m>")),
        "draft:7:37: not well-formed; write &amp; for & and &lt; for <, and put the values of attributes into quotation marks",
    ),
    "html entity": (
        inline(marked(Monday="Monday&nbsp;")),
        "draft:7:38: unknown entity; only &amp; &lt; &gt; &quot; &apos; and &#…; exist; write other characters as they are",
    ),
    "attribute twice": (
        inline(marked(sail='<ev type="Contact:Meet" tense="Past" Time="a" Time="b">sail</ev>')),
        'draft:7:70: an attribute stands twice; keep one; several mentions in a role go into one: Target="m4 m5"',
    ),
    "never closed": (
        inline().removesuffix("</draft>\n"),
        "draft:12:1: not well-formed: no element found; the innermost element that is open here is <draft> of line 1, column 1",
    ),
    "empty file": ("", 'draft:1:1: the draft is empty; begin with <draft article="ARTICLE-ID">'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_well_formed_is_told_in_the_drafts_terms(name: str) -> None:
    draft, expected = BROKEN[name]
    assert problems(draft) == [expected]
