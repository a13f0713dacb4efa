"""Blocks as HTML for a student's page: bars drawn with boxes, so that they fit any screen, with their table.

A bar says what it is by its label, its colour and its pattern; its value stands beside it. Every text goes
through `escape`: a student's words may be among them. How it looks stands with the rest of the page, in
`staffroom.grading.feedback.style`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from staffroom.debrief.blocks import TRUTH, YOURS, Bar, Block, Figure, Text

HEADING = "The truth opens"
_CLASS = {TRUTH: "truth", YOURS: "yours"}


def section(blocks: Sequence[Block]) -> str:
    """The end of a student's page."""
    inside = "".join(_text(one) if isinstance(one, Text) else _figure(one) for one in blocks)
    return _section(inside)


def closed(sentence: str) -> str:
    """The same place while the truth is not yet told."""
    return _section(f'<p class="soft">{escape(sentence)}</p>')


def _section(inside: str) -> str:
    return (
        f'<section class="exercise debrief" aria-labelledby="debrief-h"><h2 id="debrief-h">{HEADING}</h2>'
        f"{inside}</section>"
    )


def _text(block: Text) -> str:
    return f"<p>{escape(block.words)}</p>"


def _figure(figure: Figure) -> str:
    low, high = _reach(figure)
    bars = "".join(_bar(bar, low, high) for bar in figure.bars)
    seen = escape(f"{figure.title.rstrip('.')}. {figure.says}", quote=True)
    return (
        f"<figure><h3>{escape(figure.title)}</h3>"
        f'<div class="bars" role="img" aria-label="{seen}">{bars}</div>'
        f'<p class="soft">In {escape(figure.unit)}.{_key(figure)}</p>'
        f"{_table(figure)}<figcaption>{escape(figure.says)}</figcaption></figure>"
    )


def _reach(figure: Figure) -> tuple[float, float]:
    """From where to where the bars of a figure reach; nought is always there, as a bar begins at it."""
    ends = [0.0]
    for bar in figure.bars:
        if bar.value is not None:
            ends += [bar.value, *(bar.interval or ())]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (0.0, 1.0)


def _bar(bar: Bar, low: float, high: float) -> str:
    def at(value: float) -> float:
        return 100 * (value - low) / (high - low)

    drawn = f'<i class="zero" style="left:{at(0):.2f}%"></i>'
    if bar.value is not None:
        left, right = sorted((at(0), at(bar.value)))
        drawn = f'<i class="fill" style="left:{left:.2f}%;width:{right - left:.2f}%"></i>{drawn}'
        if bar.interval:
            start, end = at(bar.interval[0]), at(bar.interval[1])
            drawn += f'<i class="span" style="left:{start:.2f}%;width:{end - start:.2f}%"></i>'
    return (
        f'<div class="bar {_CLASS.get(bar.kind, "other")}"><span class="name">{escape(bar.label)}</span>'
        f'<span class="track">{drawn}</span><span class="value">{escape(bar.says)}</span></div>'
    )


def _key(figure: Figure) -> str:
    return " The line with ends: 95 % interval." if any(bar.interval for bar in figure.bars) else ""


def _table(figure: Figure) -> str:
    ranged = any(bar.interval for bar in figure.bars)
    head = '<th scope="col">what</th><th scope="col" class="n">value</th>'
    head += '<th scope="col" class="n">95 % interval</th>' if ranged else ""
    rows = ""
    for bar in figure.bars:
        more = f'<td class="n">{escape(bar.interval_says)}</td>' if ranged else ""
        rows += (
            f'<tr><th scope="row">{escape(bar.label)}</th><td class="n">{escape(bar.says)}</td>{more}</tr>'
        )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
