"""A line picture as SVG: drawn in a millisecond, so that it follows a slider, and sharp at any size.

One of the drawings that an explorer's `Picture` can hold. Colours are seaborn's `colorblind`; the comparison
line is dashed, so that no one needs the colour.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 44, 52
BLUE, ORANGE, GREY, INK = "#0173b2", "#de8f05", "#6b6b6b", "#222222"
POINTS = 240
"""Points drawn of a curve; more cannot be seen at this width."""
HALO = 'stroke="white" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'
"""Keeps words readable where a curve runs behind them."""


@dataclass(frozen=True)
class Line:
    """One curve: its points, its name at the right end, and whether it is the dashed comparison."""

    x: np.ndarray
    y: np.ndarray
    dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A point with words beside it."""

    x: float
    y: float
    words: str


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from low to high, about as many as asked for."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def thinned(line: Line) -> tuple[np.ndarray, np.ndarray]:
    """About `POINTS` points of the curve, ends and highest point among them."""
    if len(line.x) <= POINTS:
        return line.x, line.y
    keep = np.unique(np.append(np.linspace(0, len(line.x) - 1, POINTS).astype(int), int(np.argmax(line.y))))
    return line.x[keep], line.y[keep]


def svg(
    lines: Sequence[Line], title: str, xlabel: str, ylabel: str, marks: Sequence[Mark] = (), legend: str = ""
) -> str:
    """The picture as SVG text.

    Parameters
    ----------
    lines : curves on shared axes; the first is drawn on top
    legend : the dashed line's name
    """
    low = min(0.0, *(float(line.y.min()) for line in lines))
    high = max(0.0, *(float(line.y.max()) for line in lines))
    high = high + 0.08 * (high - low or 1.0)
    right = max(float(line.x.max()) for line in lines) or 1.0
    inner_w, inner_h = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at_x(value: float) -> float:
        return LEFT + inner_w * value / right

    def at_y(value: float) -> float:
        return TOP + inner_h * (high - value) / (high - low)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="12" y="24" font-size="15" font-weight="bold">{html.escape(title)}</text>',
    ]
    for value in ticks(low, high):
        y = at_y(value)
        colour, width = (INK, 1.2) if abs(value) < 1e-9 else ("#dddddd", 1)
        out.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{colour}" stroke-width="{width}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.10g}</text>'
        )
    for value in ticks(0, right):
        x = at_x(value)
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:,.10g}</text>')
    out.append(
        f'<text x="{LEFT + inner_w / 2}" y="{HEIGHT - 12}" text-anchor="middle">{html.escape(xlabel)}</text>'
        f'<text transform="translate(16 {TOP + inner_h / 2}) rotate(-90)" text-anchor="middle">'
        f"{html.escape(ylabel)}</text>"
    )
    for line in reversed(lines):
        xs, ys = thinned(line)
        points = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in zip(xs, ys, strict=True))
        look = f'stroke="{GREY}" stroke-dasharray="6 4" stroke-width="1.8"' if line.dashed else ""
        look = look or f'stroke="{BLUE}" stroke-width="2.8"'
        out.append(f'<polyline points="{points}" fill="none" {look}/>')
    for mark in marks:
        x, y = at_x(mark.x), at_y(mark.y)
        end = x > LEFT + inner_w * 0.6
        anchor, shift = ("end", -10) if end else ("start", 10)
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{ORANGE}" stroke="white"/>'
            f'<text x="{x + shift:.1f}" y="{y - 9:.1f}" text-anchor="{anchor}" font-weight="bold" {HALO}>'
            f"{html.escape(mark.words)}</text>"
        )
    if legend:
        y = HEIGHT - BOTTOM - 12
        out.append(
            f'<path d="M{LEFT + 12} {y - 4}h34" stroke="{GREY}" stroke-dasharray="6 4" stroke-width="1.8"/>'
            f'<text x="{LEFT + 54}" y="{y}">{html.escape(legend)}</text>'
        )
    return "".join([*out, "</svg>"])
