"""A lesson fits into its time: one sitting of 60 to 90 minutes, or two of at most 90 with a place to stop.

What takes time: text, at 150 words a minute; each line of given code, of a table and of what a cell shows,
five seconds; each line that the student has to write, one and a half minutes; and the minutes that a cell
states for talk, a guess, an explorer or a memo (`minutes=8` behind its marker), in which its code is counted
already. Only the core fills the time; nobody has to read a test.

Without the reading of code and results, a reader needed twice what was reckoned. Slips and second readings
are not reckoned at all. So a header may say in `plan` what students needed. A lesson's own page takes its
times from there, as the syllabus does: one that is typed would soon be another.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence

from staffroom.lessons.planned import in_words, planned
from staffroom.lessons.source import Cell, Lesson, released
from staffroom.teaching.code import calls, is_choice, parse, solution_lines
from staffroom.teaching.finding import Finding, Result, about, at
from staffroom.teaching.words import count_lines, count_words

WORDS_A_MINUTE, MINUTES_A_LINE, READ_A_LINE = 150, 1.5, 5 / 60
LEAST, MOST, SITTINGS = 60, 90, 2
#: How far the header's `minutes` may lie from the estimate, for each sitting.
OFF = 10
PARTS = ("text", "code and results", "own code", "stated")
#: A picture with its sentence, or a small table, takes as long to read as so many lines.
SHOWN = 6

#: A sentence on how long to sit, and a time in it.
_SITS = re.compile(r"\bsittings?\b|^\s*plan\b|: plan\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:\d+(?: and \d+)? minutes|hours?)\b", re.IGNORECASE)

PRINTS = ("print", "study.compare")
SHOWS = ("figures.show", "figures.table_beside", "display")


def parts_of(cell: Cell) -> dict[str, float]:
    """Minutes that one cell takes, by what takes them. Raises `ValueError` if it states what is no number."""
    stated = float(cell.options.get("minutes", 0))
    if cell.is_prose:
        text = released(cell)
        read = READ_A_LINE * count_lines(text)
        return {"text": count_words(text) / WORDS_A_MINUTE, "code and results": read, "stated": stated}
    if cell.kind == "test":
        return {"stated": stated}
    if cell.kind == "answer":
        own = 0.0 if cell.audits or is_choice(cell) else MINUTES_A_LINE * len(solution_lines(cell.source))
        return {"code and results": READ_A_LINE * given_lines(cell), "own code": own, "stated": stated}
    if stated:
        return {"stated": stated}
    return {"code and results": READ_A_LINE * (given_lines(cell) + shown_lines(cell.source))}


def given_lines(cell: Cell) -> int:
    """Lines of code, remarks included, that a student finds in a cell."""
    return sum(line.strip() not in ("", "...") for line in released(cell).split("\n"))


def shown_lines(source: str) -> int:
    """How many lines a cell shows, as far as its code tells: tables, figures, sentences that it prints."""
    tree = parse(source)
    if tree is None or not tree.body:
        return 0
    called = Counter(name for name, _ in calls(tree))
    lines = sum(called[name] for name in PRINTS) + SHOWN * sum(called[name] for name in SHOWS)
    last = tree.body[-1]
    named = calls(last)[0][0] if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else ""
    return lines + SHOWN * (isinstance(last, ast.Expr) and named not in (*PRINTS, *SHOWS))


def measure(lesson: Lesson) -> Result:
    """Add up the cells of each sitting and hold its core against the hour and a half."""
    findings: list[Finding] = []
    extra: Counter[str] = Counter()
    core: list[Counter[str]] = []
    for sitting in lesson.sittings():
        core.append(Counter())
        for cell in sitting:
            try:
                parts = parts_of(cell)
            except ValueError:
                findings.append(at(lesson, cell, f"minutes={cell.options['minutes']} is no number"))
                continue
            if cell.group == "core":
                core[-1].update(parts)
            else:
                extra[cell.group] += sum(parts.values())
            if typed := _typed(lesson, cell):
                what = f'"{typed}" is typed; `{{{{plan.1}}}}` takes it from the header, as the syllabus does'
                findings.append(at(lesson, cell, what))
            if cell.kind in ("written", "predict", "puzzle") and "minutes" not in cell.options:
                findings.append(at(lesson, cell, f"[{cell.kind}] {cell.name} states no minutes"))
        first = sitting[0]
        if len(core) > 1 and not released(first).startswith("## "):
            what = "a sitting begins here; a heading `## ` lets the student see the place to stop"
            findings.append(at(lesson, first, what))
    takes = [sum(parts.values()) for parts in core]
    wrong = (*_too_long(takes), *_told_wrong(lesson, takes), *_planned_wrong(lesson, takes))
    findings += [about(lesson, what) for what in wrong]
    value = " + ".join(f"{minutes:.0f}" for minutes in takes) + " min"
    value += "".join(f", {group} {minutes:.0f}" for group, minutes in extra.items() if minutes >= 1)
    notes = [f"sitting {n}: {_in_words(parts)}" for n, parts in enumerate(core, 1)]
    return Result("minutes", value, "60 to 90, or two ≤ 90", findings, notes)


def _too_long(takes: Sequence[float]) -> list[str]:
    if len(takes) > SITTINGS:
        return [f"{len(takes)} sittings; {SITTINGS} at most"]
    if len(takes) == 1:
        (only,) = takes
        fits = LEAST <= only <= MOST
        more = "; mark a place to stop (`sitting`)" if only > MOST else ""
        return [] if fits else [f"the core takes {only:.0f} minutes; {LEAST} to {MOST}{more}"]
    return [
        f"sitting {n} takes {minutes:.0f} minutes; {MOST} at most"
        for n, minutes in enumerate(takes, 1)
        if minutes > MOST
    ]


def _told_wrong(lesson: Lesson, takes: Sequence[float]) -> list[str]:
    """What is wrong with the header's `minutes`: one number for all sittings, or one for each."""
    told = lesson.header.get("minutes")
    if isinstance(told, list) and len(told) == len(takes) and all(map(_is_number, told)):
        return [
            f"the header says {said:g} minutes for sitting {n}, it takes about {minutes:.0f}"
            for n, (said, minutes) in enumerate(zip(told, takes, strict=True), 1)
            if abs(said - minutes) > OFF
        ]
    if isinstance(told, list):
        return [f"the header says minutes: {told}; one number for each of {len(takes)} sittings is wanted"]
    if not _is_number(told) or abs(told - sum(takes)) > OFF * len(takes):
        return [f"the header says {told} minutes, the core takes about {sum(takes):.0f}"]
    return []


def _planned_wrong(lesson: Lesson, takes: Sequence[float]) -> list[str]:
    """What is wrong with the header's `plan`: a number for each stretch, and no less than is reckoned."""
    if "plan" not in lesson.header:
        return []
    plan = planned(lesson.header)
    if not all(map(_is_number, plan)) or len(plan) < len(takes):
        wanted = f"one number for each of {len(takes)} sittings is wanted, or more"
        return [f"the header says plan: {lesson.header['plan']}; {wanted}"]
    if sum(plan) < sum(takes) - OFF * len(takes):
        return [f"the header plans {sum(plan):g} minutes, the core takes about {sum(takes):.0f}"]
    return []


def _typed(lesson: Lesson, cell: Cell) -> str:
    """A time in a sentence on sittings that does not come from the header's plan; empty if there is none."""
    if not cell.is_prose:
        return ""
    text = " ".join(released(cell).split())
    for minutes in planned(lesson.header):
        text = text.replace(in_words([minutes]), "")
    for sentence in re.split(r"(?<=[.!?]) ", text):
        if _SITS.search(sentence) and (time := _TIME.search(sentence)):
            return time[0]
    return ""


def _is_number(told: object) -> bool:
    return isinstance(told, (int, float)) and not isinstance(told, bool)


def _in_words(parts: Counter[str]) -> str:
    return ", ".join(f"{name} {parts[name]:.0f}" for name in PARTS)
