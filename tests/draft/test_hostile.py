"""Drafts made to hurt, and drafts in the wrong encoding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotidian.draft import read_draft
from quotidian.draft.source import MOST_BYTES
from quotidian.errors import DraftError
from tests.draft.sample import BODY, ID, TEXT, article, inline, ontology, problems, resolved

NO_DOCTYPE = "a draft has no DOCTYPE and no entities; remove it; only &amp; &lt; &gt; &quot; &apos; &#…; exist"
LAUGHS = (
    '<!DOCTYPE draft [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE draft>",
        LAUGHS,
        '<!DOCTYPE draft SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE draft [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE draft [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]>',
    ],
    ids=["plain", "billion laughs", "external subset", "external entity", "parameter entity"],
)
def test_a_doctype_is_refused_before_anything_in_it_is_read(doctype: str) -> None:
    assert problems(f"{doctype}\n{inline(BODY.replace('Monday', '&x;'))}") == [f"draft:1:1: {NO_DOCTYPE}"]


def test_processing_instructions_are_refused() -> None:
    assert problems('<?xml-stylesheet href="x"?>\n' + inline()) == [
        "draft:1:1: a draft has no processing instruction <?xml-stylesheet…?>; remove it"
    ]


def test_deep_nesting_is_refused() -> None:
    deep = 200_000
    found = problems(inline("<q type='direct'>" * deep + TEXT + "</q>" * deep))
    assert found == ["draft:3:1667: elements are nested more than 100 deep; close those that are done"]


def test_as_deep_as_is_allowed_resolves() -> None:
    deep = 98  # besides <draft> and <text>
    quotes = resolved(inline("<q type='direct'>" * deep + BODY + "</q>" * deep)).quotes
    assert [quote.parent for quote in quotes] == [None, *(f"q{n}" for n in range(1, deep))]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert problems(path) == [
        f"{path}:1:1: the draft has {MOST_BYTES + 1} bytes, more than {MOST_BYTES}; draft one article a file"
    ]


def test_a_large_text_with_many_tags_is_read(tmp_path: Path) -> None:
    many = 20_000
    text = "Ferry & line\n\n" * many
    path = tmp_path / "large.xml"
    path.write_text(inline('<m t="TIME">Ferry</m> &amp; line\n\n' * many, ""), "utf-8")
    made = read_draft(path, article=article(text), text=text, ontology=ontology(), annotator="ann-a")
    assert len(made.mentions) == many
    assert (made.mentions[-1].id, made.mentions[-1].text) == (f"m{many}", "Ferry")


def test_a_long_string_that_is_missing_is_told_shortly() -> None:
    draft = {"article": ID, "mentions": [{"type": "TIME", "text": "(a+)+$ " * 10_000}] * 50}
    found = problems(json.dumps(draft))
    assert (
        found[0]
        == "draft:1:84: '(a+)+$ (a+)+$ (a+)+ … a+)+$ (a+)+$ (a+)+$' does not occur; quote the article's text exactly"
    )
    assert len(found) == 50


ENCODINGS: dict[str, tuple[bytes, str]] = {
    "Latin-1": (
        inline(BODY.replace("“", '"').replace("”", '"').replace("’", "'") + "é").encode("latin-1"),
        "8:1: byte 0xE9 is not UTF-8",
    ),
    "Windows-1252": (inline().encode("cp1252"), "5:1: byte 0x93 is not UTF-8"),
    "UTF-16": (inline().encode("utf-16"), "1:1: the draft is in UTF-16"),
    "UTF-16, big end first": (b"\xfe\xff" + inline().encode("utf-16-be"), "1:1: the draft is in UTF-16"),
    "cut off": (inline().encode()[: inline().encode().index("“".encode()) + 2], "5:1: byte 0xE2 is not UTF-8"),
    "surrogates": (
        inline().replace("Monday", "\ud800").encode("utf-8", "surrogatepass"),
        "7:32: byte 0xED is not UTF-8",
    ),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_another_encoding_is_told_at_its_first_byte(name: str, tmp_path: Path) -> None:
    data, expected = ENCODINGS[name]
    path = tmp_path / "draft.xml"
    path.write_bytes(data)
    [found] = problems(path)
    assert found.removeprefix(f"{path}:").startswith(f"{expected}; save ")


def test_a_draft_that_claims_another_encoding_is_refused() -> None:
    assert problems('<?xml version="1.0" encoding="ISO-8859-1"?>\n' + inline()) == [
        "draft:1:1: the draft says that its encoding is 'ISO-8859-1'; a draft is UTF-8: save it so and say so"
    ]


@pytest.mark.parametrize(
    ("data", "place", "begin", "mend"),
    [
        ("hello", "1:1", "hello", ""),
        ("\n  Ferry line to Tarsk reopens, says\nHolt", "2:3", "Ferry line to Tarsk reopens, says", ""),
        (json.dumps({"article": "x"}), "1:1", '{"article": "x"}', ", or name a draft in JSON FILE.json"),
    ],
)
def test_what_is_no_xml_at_all_is_told_how_to_begin(
    data: str, place: str, begin: str, mend: str, tmp_path: Path
) -> None:
    path = tmp_path / "draft.xml"
    path.write_text(data, "utf-8")
    assert problems(path) == [
        f"{path}:{place}: not well-formed: the draft begins with {begin!r}; "
        f'begin with <draft article="ARTICLE-ID">{mend}'
    ]


@pytest.mark.parametrize("data", [b"\0", b"<draft\0>", b"<draft article='x'>\x01</draft>"])
def test_control_characters_are_no_xml(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "draft.xml"
    path.write_bytes(data)
    [found] = problems(path)
    assert found.startswith(f"{path}:1:")
    assert "not well-formed" in found


def test_a_file_s_ending_says_its_form_and_its_content_if_the_ending_does_not(tmp_path: Path) -> None:
    for name, data, good in [
        ("a.xml", inline(), True),
        ("a.txt", inline(), True),
        ("a.json", json.dumps({"article": ID}), True),
        ("b.txt", "\n" + json.dumps({"article": ID}), True),
        ("b.xml", json.dumps({"article": ID}), False),
        ("b.json", inline(), False),
    ]:
        path = tmp_path / name
        path.write_text(data, "utf-8")
        if good:
            assert resolved(path).article == ID
        else:
            with pytest.raises(DraftError, match=r"not (well-formed|JSON)"):
                resolved(path)
