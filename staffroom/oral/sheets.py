"""One sheet for each student: three questions, what is right, one follow-up each, room for four names."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from classroom.pages import in_figures
from generator.storage.formulas import harmless
from staffroom.grading.feedback.page import document
from staffroom.oral.probe import number_in
from staffroom.oral.questions import FAMILIES, OralFile, Question

#: Two values are the same if they differ by no more than this part of the larger one.
SAME = 0.005
#: So many may sit together.
GROUP = 4
MINUTES = 5

FAMILY_WORDS = {
    "trace": "Trace your own code",
    "change": "Change one thing",
    "defend": "Defend your memo",
}


@dataclass(frozen=True)
class Asked:
    """One question as it is put to one student.

    `right` and `own` are (before, after) by the reference and by the student's own code, of a trace the same
    twice. `own` is None where that gave nothing, and `trouble` says why. `low` and `high` bound an answer
    that is right by the reference, `own_low` and `own_high` by the student's code.
    """

    name: str
    question: Question
    words: str
    right: tuple[float, float]
    low: float
    high: float
    own: tuple[float, float] | None = None
    own_low: float = 0.0
    own_high: float = 0.0
    trouble: str = ""
    memo: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the student's code gives what the reference gives."""
        return self.own is not None and all(map(same, self.own, self.right))


@dataclass(frozen=True)
class Sheet:
    """One student's sheet."""

    student: str
    name: str
    asked: tuple[Asked, ...]


def make_sheet(
    file: OralFile, lesson: str, student: str, name: str, memo: str, told: Mapping[str, Mapping[str, Any]]
) -> Sheet:
    """Fill in one question of each family: the first, in the student's own order, that their code answers.

    Where it answers none of a family, the first one is asked all the same.
    """
    chosen = []
    for names in in_order(file, lesson, student).values():
        able = [_asked(key, file.questions[key], told[key], memo) for key in names if key in told]
        if able:
            chosen.append(next((one for one in able if one.own is not None), able[0]))
    return Sheet(student, name, tuple(chosen))


def in_order(file: OralFile, lesson: str, student: str) -> dict[str, list[str]]:
    """Family → its questions, in an order of the student's own, the same each time."""

    def lot(name: str) -> str:
        return hashlib.sha256(f"{lesson}/{student}/{name}".encode()).hexdigest()

    return {
        family: sorted((n for n, q in file.questions.items() if q.family == family), key=lot)
        for family in FAMILIES
    }


def _asked(name: str, question: Question, told: Mapping[str, Any], memo: str) -> Asked:
    right = (float(told["right"][0]), float(told["right"][-1]))
    values = told["own"]
    own = None if None in values else (float(values[0]), float(values[-1]))
    number = number_in(memo, question.memo) if question.memo else ""
    template = question.ask if number or question.memo is None else question.if_silent or ""
    # what the student hears is their own number, as long as their code gives one
    before = right[0] if own is None else own[0]
    gaps = {
        "before": in_figures(rounded(before)),
        "unit": question.unit,
        "memo": number,
    }
    low, high = around(right, question.nearness)
    own_low, own_high = around(own, question.nearness) if own else (0.0, 0.0)
    words = template.format(**gaps)
    return Asked(
        name, question, words, right, low, high, own, own_low, own_high, str(told.get("trouble", "")), number
    )


def same(one: float, other: float) -> bool:
    """Whether two values are the same but for rounding."""
    return abs(one - other) <= max(SAME * max(abs(one), abs(other)), 0.005)


def around(values: tuple[float, float], near: float) -> tuple[float, float]:
    """The range of answers that are near enough: by a part of the value, or of the change if it is larger."""
    before, after = values
    off = near * max(abs(after), abs(after - before))
    return after - off, after + off


def rounded(value: float) -> float:
    """A number as one would say it."""
    return round(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)


def in_words(low: float, high: float, unit: str) -> str:
    """A range for a sentence."""
    one, other = in_figures(rounded(low)), in_figures(rounded(high))
    return f"{one} {unit}" if one == other else f"{one} to {other} {unit}"


def direction(values: tuple[float, float]) -> str:
    """Up, down, or the same."""
    if same(*values):
        return "no change"
    return "up" if values[1] > values[0] else "down"


# ----------------------------------------------------------------------------------------------- the page


def html_page(lesson: str, title: str, file: OralFile, sheets: Sequence[Sheet]) -> str:
    """All sheets, each on a page of its own when printed."""
    body = "".join(_sheet(lesson, title, file, sheet) for sheet in sheets)
    return document(f"Oral: {title}", body, STYLE)


def _sheet(lesson: str, title: str, file: OralFile, sheet: Sheet) -> str:
    who = f"{sheet.name} ({sheet.student})" if sheet.name else sheet.student
    heads = "".join(f'<th scope="col">{n}</th>' for n, _ in enumerate(sheet.asked, 1))
    first = f'<tr><th scope="row">{_e(who)}</th>{"<td></td>" * (len(sheet.asked) + 1)}</tr>'
    blank = f'<tr><th scope="row">&nbsp;</th>{"<td></td>" * (len(sheet.asked) + 1)}</tr>'
    rubric = "".join(f"<li><b>{points}</b> {_e(file.rubric[points])}</li>" for points in (3, 2, 1, 0))
    questions = "".join(_question(n, one) for n, one in enumerate(sheet.asked, 1))
    return (
        '<section class="sheet">'
        f'<p class="kicker">Oral · {_e(lesson)} · {MINUTES} minutes · not for the student</p>'
        f"<h1>{_e(who)}</h1><p class='soft'>{_e(title)}</p>{questions}"
        f'<ul class="rubric" aria-label="Points for each question">{rubric}</ul>'
        '<table class="names"><caption>Names and points, for up to four who sit together</caption>'
        f'<thead><tr><th scope="col">name</th>{heads}<th scope="col">sum</th></tr></thead>'
        f"<tbody>{first}{blank * (GROUP - 1)}</tbody></table></section>"
    )


def _question(number: int, one: Asked) -> str:
    question = one.question
    lines = [
        f"<h2>{number} · {FAMILY_WORDS[question.family]} <code>{_e(question.function)}</code></h2>",
        f'<p class="ask">{_words(one.words)}</p>',
        f"<p><b>Right:</b> {_right(one)} {_words(question.right)}</p>",
    ]
    if warning := _warning(one):
        lines.append(f'<p class="says">{_words(warning)}</p>')
    lines.append(f"<p><b>Then ask:</b> {_words(question.then)}</p>")
    return f'<div class="question">{"".join(lines)}</div>'


def _right(one: Asked) -> str:
    near = _e(in_words(one.low, one.high, one.question.unit))
    if one.question.family == "trace":
        return f"<strong>{near}</strong>."
    return f"<strong>{direction(one.right)}, {near}</strong> (now {_e(in_figures(rounded(one.right[0])))})."


def _warning(one: Asked) -> str:
    """What the examiner must know where the student's own code gives something else."""
    if one.own is None:
        return f"Their own code gives nothing here ({one.trouble.rstrip('.')}). Ask what it should do."
    if one.agrees:
        return ""
    unit = one.question.unit
    now, near = in_figures(rounded(one.own[0])), in_words(one.own_low, one.own_high, unit)
    if one.question.family == "trace":
        return f"Their own code gives {near}. Who says that has traced it well: ask whether it should."
    return (
        f"Their own code gives {direction(one.own)}, {near} (now {now}). That is right for their code, "
        "and their code is not right: ask for the step that makes the difference."
    )


def _words(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _e(" ".join(text.split())))


def _e(text: str) -> str:
    return escape(text, quote=True)


STYLE = """
.sheet { break-after: page; border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: 1rem }
.sheet:first-of-type { border-top: 0; margin-top: 0; padding-top: 0 }
.sheet h1 { margin-bottom: 0 } .question { break-inside: avoid; margin-top: 1.1rem }
.question h2 { font-size: 1.05rem }
.ask { font-size: 1.1rem; border-left: 4px solid var(--blue); padding-left: 1rem }
p.says { padding: .4rem 1rem; margin: .4rem 0 }
.rubric { list-style: none; padding: 0; margin: 1rem 0 .4rem; font-size: .9rem; color: var(--soft) }
.names { border-collapse: collapse; width: 100%; margin-top: .6rem }
.names caption { text-align: left; font-size: .9rem; color: var(--soft); padding-bottom: .2rem }
.names th, .names td { border: 1px solid var(--rule); padding: .35rem .6rem; text-align: left;
  font-weight: 400 }
.names td, .names thead th + th { width: 4.5rem; text-align: center }
@media print { .sheet { border: 0; margin: 0; padding: 0 } }
"""


# ---------------------------------------------------------------------------------------------- the table

HEADS = (
    "student", "name", "family", "question", "asked", "direction", "right_low", "right_high", "own_low",
    "own_high", "unit", "code_agrees", "memo_says", "follow_up", "points",
)  # fmt: skip


def csv_bytes(sheets: Sequence[Sheet]) -> bytes:
    """One row for each question of each student; `points` is for the examiner to fill in."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    for sheet in sheets:
        for row in _rows(sheet):
            writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8", "replace")


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    for one in sheet.asked:
        right = [_plain(one.low), _plain(one.high)]
        own = ["", ""] if one.own is None else [_plain(one.own_low), _plain(one.own_high)]
        agrees = "yes" if one.agrees else "no" if one.own is not None else "gives nothing"
        way = "" if one.question.family == "trace" else direction(one.right)
        yield [
            sheet.student, sheet.name, one.question.family, one.name, one.words, way, *right,
            *own, one.question.unit, agrees, one.memo, " ".join(one.question.then.split()), "",
        ]  # fmt: skip


def _plain(value: float) -> str:
    return f"{rounded(value):.10g}"
