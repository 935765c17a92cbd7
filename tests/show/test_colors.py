"""Every colour of the ontology can be read on paper, on the dark page and in any terminal."""

from __future__ import annotations

import pytest

from quotidian.show.colors import against, anywhere, contrast, ink_on, safe
from quotidian.show.style import DARK_PAPER, LIGHT_PAPER
from tests.show.sample import ontology

MENTIONS = {label.color for label in ontology().mention_types.values()}
EVENTS = {event.color for event in ontology().event_types}
COLORS = sorted(MENTIONS | EVENTS | {"#000000", "#ffffff"})


@pytest.mark.parametrize("color", COLORS)
def test_lines_stand_out_and_labels_are_legible(color: str) -> None:
    assert contrast(LIGHT_PAPER, against(LIGHT_PAPER, safe(color))) >= 3
    assert contrast(DARK_PAPER, against(DARK_PAPER, safe(color))) >= 3
    assert contrast(ink_on(safe(color)), safe(color)) >= 4.5
    assert min(contrast(ground, anywhere(safe(color))) for ground in ("#000000", "#ffffff")) >= 3


def test_contrast_is_the_standards() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("color", ["red", "#fff", "#12345g", "#123456;}", "url(x)", "", "#123456\n"])
def test_what_is_no_colour_is_grey(color: str) -> None:
    assert safe(color) == "#999999"


def test_a_colour_that_stands_out_is_kept() -> None:
    assert against("#ffffff", "#205080") == "#205080"
    assert safe("#AABBCC") == "#aabbcc"
