"""Marking one's own memo, for who learns alone: row by row beside marked samples, then the model answer."""

from __future__ import annotations

import os
import re
from typing import Any

from classroom.pages import Page
from classroom.study import place
from classroom.study.rubric import Rubric, own_text, read_rubric
from classroom.words import say

SHORTEST = 100
"""Words that a memo must have before it is marked: lessons ask for as many."""


MEMO = "memo"
"""What a lesson's written answer is called, if it has one."""


def mark_memo(answer: str = MEMO, *, text: str | None = None, **marks: int) -> Page:
    """Mark your own memo, one row of the rubric after the other. The model answer comes when all are marked.

    The mark is your own: nobody else has read the memo. In a class, your instructor marks it.

    Parameters
    ----------
    answer : the name of the written answer
    text : your memo, where this notebook's file cannot be read
    marks : row of the rubric -> your points, such as `decision=2`
    """
    lesson = place.lesson_here()
    graded = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    rubric = None if graded else read_rubric(lesson, answer)
    if rubric is None:
        usual = None if graded else read_rubric(lesson, MEMO)
        if usual is None:
            return Page("", [say("memo.instructor")])
        row = next(iter(usual.rows))
        if isinstance(answer, str):
            return Page("", [say("memo.no-such", answer=answer, row=row)])
        return Page("", [say("memo.call", row=row)])
    memo = own_text(answer) if text is None else text
    if memo is None:
        return Page("", [say("memo.not-found", answer=answer)])
    words = len(memo.split())
    if words < SHORTEST:
        return Page("", [say("memo.short", words=words, least=SHORTEST) if words else say("memo.unwritten")])
    unfit = _unfit(marks, rubric)
    if unfit:
        return Page("", [unfit])
    with place.notes_of(lesson) as notes:
        kept = notes["memos"].setdefault(answer, {"first": {}, "now": {}})
        was_done = len(kept["first"]) == len(rubric.rows)
        kept["now"] |= {row: int(points) for row, points in marks.items()}
        if not was_done:  # nobody has seen the model answer
            kept["first"] = dict(kept["now"])
        kept["most"] = rubric.most * len(rubric.rows)
        first, now = dict(kept["first"]), dict(kept["now"])
    left = [row for row in rubric.rows if row not in now]
    if left:
        return _row(rubric, left[0], now, shown=bool(now))
    return _result(rubric, first, now, was_done)


def _unfit(marks: dict[str, Any], rubric: Rubric) -> str:
    """The sentence for a row or points that the rubric does not have; "" if all fit."""
    for row, points in marks.items():
        if row not in rubric.rows:
            return say("memo.no-row", row=row, rows=", ".join(rubric.rows))
        if isinstance(points, bool) or points not in range(rubric.most + 1):
            return say("memo.no-points", row=row, most=rubric.most)
    return ""


def _row(rubric: Rubric, row: str, now: dict[str, int], *, shown: bool) -> Page:
    """One row beside the samples; with the samples' whole text before the first one."""
    sentences = []
    if not shown:
        sentences += [say("memo.own"), say("memo.samples")]
        for sample in rubric.samples:
            sentences += [f"{sample.title}:", *_paragraphs(sample.text)]
    number = list(rubric.rows).index(row) + 1
    sentences.append(
        say("memo.row", number=number, all=len(rubric.rows), row=row, most=rubric.most, rule=rubric.rows[row])
    )
    for sample in rubric.samples:
        if row in sample.marks:
            points, why = sample.marks[row]
            sentences.append(say("memo.sample", title=sample.title, points=points, why=why))
    sentences.append(say("memo.next", row=row, most=rubric.most))
    return Page(say("memo.heading"), sentences)


def _result(rubric: Rubric, first: dict[str, int], now: dict[str, int], was_done: bool) -> Page:
    """The sum, all rows beside the samples, and the model answer."""
    import pandas as pd

    table = pd.DataFrame({say("memo.yours"): now}, index=pd.Index(list(rubric.rows), name=say("memo.what")))
    for sample in rubric.samples:
        table[sample.title] = pd.Series({row: points for row, (points, _) in sample.marks.items()})
    most = rubric.most * len(rubric.rows)
    sentences = [say("memo.sum", points=sum(now.values()), most=most)]
    if now != first:
        sentences.append(say("memo.first", points=sum(first.values()), most=most))
    weakest = min(now, key=lambda row: now[row])
    if now[weakest] < rubric.most:
        sentences.append(say("memo.weakest", row=weakest, rule=rubric.rows[weakest]))
    if not was_done:
        sentences.append(say("memo.model-now"))
    sentences.append(say("memo.model"))
    sentences += _paragraphs(rubric.model)
    sentences.append(say("memo.again", row=weakest))
    return Page(say("memo.heading"), sentences, [(say("memo.caption"), table)], digits=0)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs of a text without Markdown's marks of emphasis."""
    plain = re.sub(r"(\*+)(?=\S)(.+?)(?<=\S)\1", r"\2", text, flags=re.DOTALL)
    return [" ".join(part.split()) for part in plain.split("\n\n") if part.strip()]
