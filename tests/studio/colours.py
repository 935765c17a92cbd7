"""Colours as people see them: how far apart two of them are, for every kind of sight.

Dichromats as simulated by Machado, Oliveira and Fernandes (2009), at full severity; distances in CIELAB (CIE 1976).
"""

from __future__ import annotations

import math

Three = tuple[float, float, float]

_SIGHTS: dict[str, tuple[Three, Three, Three]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
_XYZ: tuple[Three, Three, Three] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def distance(one: str, other: str) -> float:
    """How far apart two colours are for those who tell them apart worst; about 2 is the least that anyone sees."""
    return min(math.dist(_lab(one, sight), _lab(other, sight)) for sight in _SIGHTS.values())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines 2; text needs 4.5."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(colour: str) -> Three:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _spread(red), _spread(green), _spread(blue)


def _spread(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    return _times(_XYZ, _linear(colour))[1]


def _lab(colour: str, sight: tuple[Three, Three, Three]) -> Three:
    seen = [min(1.0, max(0.0, value)) for value in _times(sight, _linear(colour))]
    x, y, z = (
        _root(value / white) for value, white in zip(_times(_XYZ, (seen[0], seen[1], seen[2])), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _times(matrix: tuple[Three, Three, Three], vector: Three) -> Three:
    a, b, c = (sum(x * y for x, y in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c
