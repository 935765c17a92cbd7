"""The style that depends on the article: a colour for each label, a line for each depth of nesting."""

from __future__ import annotations

from collections.abc import Iterator

from quotidian.show.colors import against, ink_on
from quotidian.show.page_room import STEP, STEPS
from quotidian.show.palette import Palette, Swatch
from quotidian.show.view import View

LIGHT_PAPER = "#fbfaf7"
DARK_PAPER = "#16171a"

ROW = 4  # px from the line of one mention to the line of the one around it
ROOM = 18  # px between lines of text, for the tags below one and above the next
_LINES = {
    # How a mention is drawn, by level: readable without its colour. Image of one tile, and the tile's size.
    "nam": ("linear-gradient({k} 0 0)", "6px 3px"),
    "nom": ("linear-gradient({k} 0 0)", "6px 1.5px"),
    "pro": ("linear-gradient(90deg,{k} 62%,transparent 0)", "8px 2px"),
    "val": ("linear-gradient(90deg,color-mix(in srgb,{k} 75%,var(--paper)) 50%,transparent 0)", "4px 2px"),
}
DEFAULT_LEVEL = "nom"


def line(level: str | None) -> str:
    """The class of the line that a mention of this level is underlined with (None for a value)."""
    if level is None:
        return "val"
    return level.lower() if level.lower() in _LINES else DEFAULT_LEVEL


def stylesheet(view: View, palette: Palette) -> str:
    """The generated rules, one a line."""
    return "\n".join(_rules(view, palette)) + "\n"


def _rules(view: View, palette: Palette) -> Iterator[str]:
    swatches = [*palette.mentions.values(), *palette.events.values()]
    depth = max(view.rows, default=0) + 1
    yield f":root{{--paper:{LIGHT_PAPER};{_lines(swatches, LIGHT_PAPER)}}}"
    dark = f":root{{--paper:{DARK_PAPER};{_lines(swatches, DARK_PAPER)}}}"
    yield f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    for swatch in swatches:
        key = swatch.key
        yield f".{key}{{--pill:{swatch.color};--on:{ink_on(swatch.color)};--line:var(--{key})}}"
        hidden = f"html.off-{key} .tag.{key},html.off-{key} .note.{key}"
        yield f"{hidden}{{display:none}}"
    for swatch in palette.mentions.values():
        layer = "no-values" if swatch.kind == "value" else "no-mentions"
        for row in range(depth):
            yield f".u{row}-{swatch.key}{{--k{row}:var(--{swatch.key})}}"
            yield f"html:is(.off-{swatch.key},.{layer}) .u{row}-{swatch.key}{{--k{row}:transparent}}"
    for row in range(depth):
        for level, (image, size) in _LINES.items():
            yield f".u{row}-{level}{{--u{row}:{image.format(k=f'var(--k{row})')};--s{row}:{size}}}"
        yield f".at{row}>.below{{top:calc(100% + {ROW * (row + 1)}px)}}"
        yield f"html.annotated .deep{row + 1}{{line-height:calc(1.12em + {ROOM + ROW * (row + 1)}px)}}"
    for step in range(1, STEPS + 1):
        yield f".pad{step}{{padding-inline-end:{step * STEP}px}}.gap{step}{{margin-inline-start:{step * STEP}px}}"
    yield _run(depth)


def _lines(swatches: list[Swatch], paper: str) -> str:
    return "".join(f"--{swatch.key}:{against(paper, swatch.color)};" for swatch in swatches)


def _run(depth: int) -> str:
    """How a run is painted: its lines, and above them the tint of the quotes it stands in."""
    rows = range(depth)
    images = [f"var(--u{row},linear-gradient(transparent 0 0))" for row in rows]
    sizes = [f"var(--s{row},6px 1px)" for row in rows]
    places = [f"0 calc(100% - {ROW * (depth - 1 - row)}px)" for row in rows]
    tint = "linear-gradient(var(--tint,transparent) 0 0)"
    return (
        f".r{{padding-bottom:{ROW * depth}px;background-image:{','.join([*images, tint])};"
        f"background-size:{','.join([*sizes, f'100% calc(100% - {ROW * depth}px)'])};"
        f"background-position:{','.join([*places, '0 0'])};"
        f"background-repeat:{','.join(['repeat-x'] * depth + ['no-repeat'])}}}"
    )
