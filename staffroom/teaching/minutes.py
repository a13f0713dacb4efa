"""The core of a lesson fits into its time: 60 to 90 minutes.

Text at 150 words a minute, one and a half minutes for each line of code that the student has to write, and
the minutes that a cell states for talk, a guess, an explorer or a memo (`minutes=8` behind its marker).
"""

from __future__ import annotations

from staffroom.lessons.source import Cell, Lesson, released
from staffroom.teaching.code import is_choice, solution_lines
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.words import count_words

WORDS_A_MINUTE, MINUTES_A_LINE = 150, 1.5
LEAST, MOST = 60, 90
#: How far the header's `minutes` may lie from the estimate.
OFF = 15


def minutes_of(cell: Cell) -> float:
    """Minutes that one cell takes."""
    stated = float(cell.options.get("minutes", 0))
    if cell.is_prose:
        return stated + count_words(released(cell)) / WORDS_A_MINUTE
    if cell.kind == "answer" and not is_choice(cell):
        return stated + MINUTES_A_LINE * len(solution_lines(cell.source))
    return stated


def measure(lesson: Lesson) -> Result:
    """Add up the cells of each group and hold the core against the hour and a half."""
    findings: list[Finding] = []
    total: dict[str, float] = {}
    for cell in lesson.cells:
        try:
            total[cell.group] = total.get(cell.group, 0.0) + minutes_of(cell)
        except ValueError:
            findings.append(at(lesson, cell, f"minutes={cell.options['minutes']} is no number"))
        if cell.kind in ("written", "predict", "puzzle") and "minutes" not in cell.options:
            findings.append(at(lesson, cell, f"[{cell.kind}] {cell.name} states no minutes"))
    core = total.get("core", 0.0)
    if not LEAST <= core <= MOST:
        findings.append(about(lesson, f"the core takes {core:.0f} minutes; {LEAST} to {MOST}"))
    told = lesson.header.get("minutes")
    if not isinstance(told, (int, float)) or abs(told - core) > OFF:
        findings.append(about(lesson, f"the header says {told} minutes, the core takes about {core:.0f}"))
    value = ", ".join(f"{group} {minutes:.0f} min" for group, minutes in total.items())
    return Result("minutes", value, "core 60 to 90", findings)
