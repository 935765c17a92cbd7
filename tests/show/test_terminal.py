"""The article in a terminal, wide and narrow, with colours and without."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from quotidian.show import render_terminal
from tests.show.sample import TEXT, ontology, sample

CODES = re.compile(r"\x1b\[[\d;]*m")


def shown(width: int, *, color: bool = False, annotated: bool = True) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="truecolor" if color else None)
    made = sample()
    annotation = made.annotation if annotated else None
    body = render_terminal(made.article, made.text, annotation, ontology(), width=width, color=color)
    console.print(body, soft_wrap=True)
    return out.getvalue()


def test_brackets_tell_everything_without_colour() -> None:
    lines = shown(80).splitlines()
    assert lines[:5] == [
        "Rebels shell the grain terminal at Marrow Bay",
        "Harbour Gazette · 2026-03-03 · harbour-gazette-2026-03-03-a",
        "[mention TYPE]  {1 quote}  <1 trigger>  ┃ direct, ┊ indirect, ╏ mixed quote",
        "",
        "┊  {1 [Rebels ORG] <1 shelled> [the grain terminal in [Marrow Bay GPE] FAC] on",
    ]
    assert "    1 Attack “shelled” Actual, past · Attacker Rebels · Target the grain" in lines
    assert "    ❝1 Tessa Ormond PER · indirect speech, explicit, “said”" in lines
    assert "\x1b" not in "".join(lines)


def test_no_line_is_longer_than_the_terminal_is_wide() -> None:
    for width in (40, 60, 80, 107, 108, 200):
        assert max(cell_len(line) for line in shown(width).splitlines()) <= width
    assert shown(40).splitlines()[-2:] == [
        "split train · CC-BY-4.0 · annotated by",
        "gold, 2026-03-05 · 1,284 characters",
    ]


def test_without_its_marks_it_is_the_text() -> None:
    lines = shown(80).splitlines()
    paragraphs = lines[4 : lines.index("Entities (36)") - 1]
    body = " ".join(line[3:] for line in paragraphs if not line.startswith("    ") and line)
    bare = re.sub(r"[{<]\d+ | [A-Z]+\]|[][{}>]", "", body)
    assert bare.split() == TEXT.split()


def test_bars_mark_the_lines_of_a_quote_and_double_for_one_in_it() -> None:
    text = shown(80)
    assert re.search(r"^┃  \{2 “\[We PER\] will not", text, re.MULTILINE)
    assert re.search(r"^╏┊ “within \[days TIME\]”\}\}, and denied \{5 that", text, re.MULTILINE)
    assert re.search(r"^┃┃ .*‘Why do", text, re.MULTILINE)
    assert re.search(r"^   said\. It was the third <3 attack>", text, re.MULTILINE)


def test_wide_margins_stand_beside_their_lines() -> None:
    lines = shown(140).splitlines()
    first = next(line for line in lines if "[Rebels ORG]" in line)
    assert re.fullmatch(
        r" +❝1 Tessa Ormond PER  ┊  \{1 \[Rebels ORG\] <1 shelled> .*  1 Attack “shelled” Actual, past", first
    )
    line = next(line for line in lines if "<7 fired>" in line)
    assert line.endswith("7 Attack “fired” Other, past, negative")


@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("width", [24, 40, 80, 107, 108, 140, 220])
def test_no_line_is_wider_than_the_terminal(width: int, color: bool) -> None:
    for line in CODES.sub("", shown(width, color=color)).splitlines()[3:-1]:
        assert cell_len(line) <= width, line


def test_colour_keeps_the_labels() -> None:
    text = CODES.sub("", shown(80, color=True))
    assert "┊  ❝1 Rebels·ORG shelled·1 the grain terminal in Marrow Bay·GPE·FAC on" in text
    assert "\x1b[1;4;38;2;" in shown(80, color=True)  # a name is bold, underlined and coloured


def test_without_annotation_it_says_so() -> None:
    text = shown(80, annotated=False)
    assert "No annotation yet: the article is shown without its layers." in text
    assert "   “We will not leave,” she told reporters" in text
    assert "Entities" not in text
