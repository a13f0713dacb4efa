"""Small bites: short cells, few new terms at once, and something to do before long.

Code lines are those that must be understood: blank lines, remarks and docstrings do not count. Test cells
are exempt, since nobody has to read them, and so are the author's own marks for a written answer. Tables and
code inside a text cell are looked at rather than read, and are not counted as words. A report to be audited
is a piece of work, and as long as it is.
"""

from __future__ import annotations

import ast
from statistics import median

from staffroom.lessons.source import Cell, Lesson, released
from staffroom.teaching.code import calls, code_lines, parse
from staffroom.teaching.finding import Finding, Result, at
from staffroom.teaching.terms import new_terms
from staffroom.teaching.words import count_words

CODE_MEDIAN, CODE_MOST = 6, 12
TEXT_MEDIAN, TEXT_MOST = 60, 120
TERMS, IN_A_ROW, IDLE = 1, 3, 8

READ_CODE = ("code", "answer", "try", "predict", "puzzle")


def has_something_to_do(cell: Cell) -> bool:
    """Whether a cell asks the student for something: an answer, a guess, a hand on a slider."""
    if cell.kind in ("answer", "predict", "puzzle", "written"):
        return True
    tree = parse(cell.source) if cell.kind in ("code", "try") else None
    names = [name for name, _ in calls(tree)] if tree else []
    if tree and any(_is_open(node) for node in tree.body):
        return True
    return any(name.startswith(("explore.", "study.")) and not name.endswith("_text") for name in names)


def _is_open(node: ast.stmt) -> bool:
    """Whether a line gives a name a value with a `...` in it, for the student to fill in."""
    if not isinstance(node, ast.Assign):
        return False
    return any(isinstance(part, ast.Constant) and part.value is ... for part in ast.walk(node.value))


def measure(lesson: Lesson) -> Result:
    """Count lines, words, terms and idle stretches."""
    findings: list[Finding] = []
    code = [(cell, len(code_lines(_read(cell)))) for cell in lesson.cells if cell.kind in READ_CODE]
    text = [(cell, count_words(released(cell))) for cell in lesson.cells if cell.is_prose and not cell.audits]
    for cell, lines in code:
        if lines > CODE_MOST:
            findings.append(at(lesson, cell, f"{lines} lines of code; {CODE_MOST} at most"))
    for cell, number in text:
        if number > TEXT_MOST:
            findings.append(at(lesson, cell, f"{number} words; {TEXT_MOST} at most"))
    middle_code = median([n for _, n in code]) if code else 0
    middle_text = median([n for _, n in text]) if text else 0
    if middle_code > CODE_MEDIAN:
        findings.append(
            at(lesson, code[0][0], f"median code cell: {middle_code:g} lines; {CODE_MEDIAN} at most")
        )
    if middle_text > TEXT_MEDIAN:
        findings.append(
            at(lesson, text[0][0], f"median text cell: {middle_text:g} words; {TEXT_MEDIAN} at most")
        )
    for place, terms in new_terms(lesson).items():
        if len(terms) > TERMS:
            findings.append(at(lesson, lesson.cells[place], f"{len(terms)} new terms: {', '.join(terms)}"))
    findings += _stretches(lesson)
    value = f"code {middle_code:g}/{max((n for _, n in code), default=0)} lines, "
    value += f"text {middle_text:g}/{max((n for _, n in text), default=0)} words"
    return Result("load", value, "code ≤ 6/12, text ≤ 60/120", findings)


def _read(cell: Cell) -> str:
    """What has to be understood of a cell: nobody writes an audit's solution, and nobody reads it."""
    return released(cell) if cell.audits else cell.source


def _stretches(lesson: Lesson) -> list[Finding]:
    findings = []
    row = idle = 0
    for cell in lesson.cells:
        row = row + 1 if cell.kind == "markdown" else 0
        if row == IN_A_ROW + 1:
            findings.append(at(lesson, cell, f"more than {IN_A_ROW} text cells in a row"))
        if has_something_to_do(cell):
            idle = 0
        elif cell.kind not in ("test", "try"):  # these belong to the answer above
            idle += 1
            if idle == IDLE + 1:
                findings.append(at(lesson, cell, f"nothing to do in {IDLE} cells before this one"))
    return findings
