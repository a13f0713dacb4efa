"""One's own marks of a sample memo, beside the marks that were agreed on, and the reasons for these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from classroom import lessons
from classroom.check.plain import Unfit, is_blank, plain_number
from classroom.pages import Page
from classroom.study import place
from classroom.words import say

if TYPE_CHECKING:
    from classroom.lessons.schema import MarkedMemo


def agreed(name: str, marks: Mapping[str, Any]) -> Page:
    """Your marks of a sample memo beside the agreed ones, with the reason for each row.

    Nothing is shown before every row is marked: a reason read first is no longer one's own.

    Parameters
    ----------
    name : the memo's name, such as "memo_a"
    marks : row of the rubric -> your points
    """
    samples = lessons.read(place.lesson_here()).samples
    if name not in samples:
        return Page("", [say("agreed.unknown", name=name, names=", ".join(samples) or "–")])
    memo = samples[name]
    given = _given(marks, memo)
    left = [row for row in memo.marks if row not in given]
    if left:
        return Page("", [say("agreed.open", most=memo.most, rows=", ".join(left))])
    return _beside(memo, given)


def _given(marks: Any, memo: MarkedMemo) -> dict[str, int]:
    """The rows that hold a whole number of points, as such."""
    found: dict[str, int] = {}
    for row in memo.marks if isinstance(marks, Mapping) else ():
        value = marks.get(row)
        if is_blank(value) or isinstance(value, bool):
            continue
        try:
            points = plain_number(value)
        except Unfit:
            continue
        if points in range(memo.most + 1):
            found[row] = int(points)
    return found


def _beside(memo: MarkedMemo, given: dict[str, int]) -> Page:
    import pandas as pd

    rows = list(memo.marks)
    table = pd.DataFrame(
        {
            say("agreed.yours"): [given[row] for row in rows],
            say("agreed.agreed"): [memo.marks[row].points for row in rows],
            say("agreed.why"): [memo.marks[row].why for row in rows],
        },
        index=pd.Index(rows, name=say("agreed.what")),
    )
    apart = [row for row in rows if given[row] != memo.marks[row].points]
    sums = {"points": sum(given.values()), "agreed": sum(one.points for one in memo.marks.values())}
    sentences = [
        say("agreed.sum", most=memo.most * len(rows), **sums),
        say("agreed.apart", rows=", ".join(apart)) if apart else say("agreed.same"),
    ]
    return Page(say("agreed.heading", title=memo.title), sentences, [(say("agreed.caption"), table)])
