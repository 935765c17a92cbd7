"""Colours that can be told from their background (WCAG 2.2, sections 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")

NEUTRAL = "#999999"
DARK_INK = "#1a1a1a"
LIGHT_INK = "#ffffff"

RGB = tuple[float, float, float]


def safe(color: str) -> str:
    """The colour if it is ``#rrggbb``, else a neutral grey: an ontology may be anybody's."""
    return color.lower() if _HEX.fullmatch(color) else NEUTRAL


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def ink_on(color: str) -> str:
    """Dark or light ink, whichever reads better on a colour; at least 4.5 to 1 on any."""
    return max((DARK_INK, LIGHT_INK), key=lambda ink: contrast(ink, color))


def against(background: str, color: str, ratio: float = 3.0) -> str:
    """The colour, moved towards black or white as little as gives it this contrast to the background."""
    end = max(("#000000", "#ffffff"), key=lambda pole: contrast(pole, background))
    mixed = (_mix(color, end, step / 50) for step in range(51))
    return next((candidate for candidate in mixed if contrast(candidate, background) >= ratio), end)


def anywhere(color: str) -> str:
    """The colour, moved as little as makes it readable on a black terminal and on a white one (3 to 1)."""
    return against("#000000", against("#ffffff", color))


def _rgb(color: str) -> RGB:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(color: str, other: str, share: float) -> str:
    channels = (a + (b - a) * share for a, b in zip(_rgb(color), _rgb(other), strict=True))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
