"""What a debrief is made of: texts and figures, each figure with its title, its table and its sentence.

A figure's table and its bars come from the same rows, so that they cannot tell two things. All of it is text
and numbers: how it is drawn is the page's business (`draw`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.errors import UserError

MOST_WORDS = 250
FEWEST_FIGURES, MOST_FIGURES = 2, 3
#: What a bar stands for: what is so, what the student said, anything else.
TRUTH, YOURS, OTHER = "truth", "yours", "other"
KINDS = (TRUTH, YOURS, OTHER)
_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")


@dataclass(frozen=True)
class Text:
    """A paragraph of plain text."""

    words: str


@dataclass(frozen=True)
class Bar:
    """One row of a figure and of its table.

    `value` is drawn, in the figure's unit, and `says` is how one would say it ("44", "12 k€"). Without a
    value there is no bar, and `says` tells why ("none"). `interval`: the value's 95 % interval.
    """

    label: str
    value: float | None
    says: str
    kind: str = OTHER
    interval: tuple[float, float] | None = None
    interval_says: str = ""


@dataclass(frozen=True)
class Figure:
    """Bars with a title that is the finding, their unit, and a sentence that says what is seen."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    says: str


Block = Text | Figure


def words_of(blocks: Sequence[Block]) -> int:
    """The words that a reader meets: texts, titles, labels, units and sentences. A table repeats its bars."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            parts.append(block.words)
        else:
            parts += [block.title, block.unit, block.says]
            parts += [f"{bar.label} {bar.says} {bar.interval_says}" for bar in block.bars]
    return sum(len(_WORD.findall(part)) for part in parts)


def faults(blocks: Sequence[Block]) -> list[str]:
    """What is wrong with a debrief, in sentences; nothing if it is as it should be."""
    if wrong := _unfit(blocks):
        return wrong
    count = words_of(blocks)
    return [f"{count} words; {MOST_WORDS} at most"] if count > MOST_WORDS else []


def checked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, if they may go on a page. Raises `UserError` that says what is wrong.

    One that is too long is shown: that is its author's fault, and the student would lose it all.
    """
    if wrong := _unfit(blocks):
        raise UserError(f"The debrief cannot be shown: {'; '.join(wrong)}.")
    return tuple(blocks)


def _unfit(blocks: Sequence[Block]) -> list[str]:
    """Why a debrief cannot go on a page."""
    if odd := [type(block).__name__ for block in blocks if not isinstance(block, Block)]:
        return [f"a debrief is made of Text and Figure, and here is a {odd[0]}"]
    if odd := [repr(one) for block in blocks for one in _texts(block) if not isinstance(one, str)]:
        return [f"{one} is no text" for one in odd]
    figures = [block for block in blocks if isinstance(block, Figure)]
    found: list[str] = []
    if not FEWEST_FIGURES <= len(figures) <= MOST_FIGURES:
        found.append(f"{len(figures)} figures; {FEWEST_FIGURES} or {MOST_FIGURES} are wanted")
    return [*found, *(one for figure in figures for one in _faults_of(figure))]


def euros(value: float) -> str:
    """An amount as a bar or a sentence says it: 12 k€, 1.4 k€, −340 €."""
    sign, size = "−" if round(value) < 0 else "", abs(value)
    if size >= 9_950:
        return f"{sign}{size / 1000:,.0f}\N{NO-BREAK SPACE}k€"
    if size >= 950:
        return f"{sign}{size / 1000:.1f}\N{NO-BREAK SPACE}k€"
    return f"{sign}{size:.0f}\N{NO-BREAK SPACE}€"


def _texts(block: Block) -> list[object]:
    if isinstance(block, Text):
        return [block.words]
    texts: list[object] = [block.title, block.unit, block.says]
    for bar in block.bars:
        texts += [bar.label, bar.says, bar.interval_says]
    return texts


def _faults_of(figure: Figure) -> list[str]:
    name = f"the figure “{figure.title}”"
    found = [
        f"{name} has no {what}" for what in ("title", "unit", "says") if not getattr(figure, what).strip()
    ]
    if not figure.says.rstrip().endswith("."):
        found.append(f"{name} has no sentence that ends with a full stop")
    if len(figure.bars) < 2:
        found.append(f"{name} compares nothing: it has fewer than two bars")
    if not any(bar.value is not None for bar in figure.bars):
        found.append(f"{name} draws nothing")
    for bar in figure.bars:
        if not bar.label.strip() or not bar.says.strip():
            found.append(f"a bar of {name} has no label, or does not say its value")
        if bar.kind not in KINDS:
            found.append(f"a bar of {name} is of the kind {bar.kind!r}; the kinds are {', '.join(KINDS)}")
        numbers = [bar.value if bar.value is not None else 0.0, *(bar.interval or ())]
        if not all(_finite(number) for number in numbers):
            found.append(f"the bar “{bar.label}” of {name} has a value that is no finite number")
        elif bar.interval and not bar.interval[0] <= bar.interval[1]:
            found.append(f"the interval of “{bar.label}” in {name} ends before it begins")
    return found


def _finite(number: object) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool) and math.isfinite(number)
