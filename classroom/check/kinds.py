"""The kinds of flaw that a report can have: one closed list for the whole course.

A lesson's audits use those that fit it. A kind keeps its letter in every lesson.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of flaw: its letter, its name, and what somebody has done who made it."""

    letter: str
    name: str
    says: str


KINDS = (
    Kind("a", "wrong denominator", "a part is divided by the wrong people, orders or euros"),
    Kind("b", "survivors only", "those who left, never came back or never finished are missing"),
    Kind("c", "wrong window", "other days are counted than the sentence says, or windows of unequal length"),
    Kind("d", "left out", "a cost, a refund or an entry that belongs to the figure is missing"),
    Kind(
        "e", "counted twice", "a thing counts more than once: a join made rows of it, or two figures hold it"
    ),
    Kind("f", "wrong unit", "ten, a hundred or a thousand times too large or too small"),
    Kind("g", "wrong average", "a total, a mean or the middle one is given as if it were another of these"),
    Kind("h", "selection", "unlike people are compared, and the door or the deed gets the credit"),
    Kind("i", "pooled groups", "groups are thrown together, and their mix looks like a change"),
    Kind(
        "j",
        "regression to the mean",
        "they were picked at their extreme, so the next figure is milder anyway",
    ),
    Kind("k", "hindsight", "something is used that was known only later"),
    Kind("l", "another measure", "orders are given instead of euros, sales instead of profit, and the like"),
)

LETTERS = "".join(kind.letter for kind in KINDS)
BY_LETTER = {kind.letter: kind for kind in KINDS}


def table() -> str:
    """The list as a table in Markdown, for the page of an audit."""
    rows = [f"| **{kind.letter}** | {kind.name} | {kind.says} |" for kind in KINDS]
    return "\n".join(["| letter | kind | what happened |", "|---|---|---|", *rows])
