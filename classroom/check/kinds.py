"""The kinds of flaw that a report can have: one closed list for the whole course.

A lesson's audits use those that fit it. A kind keeps its letter in every lesson.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of flaw: its letter, its name, what somebody has done who made it, and an example of it."""

    letter: str
    name: str
    says: str
    example: str


KINDS = (
    Kind(
        "a",
        "wrong denominator",
        "a part is divided by other people, orders or euros than the sentence says",
        "all buyers, where it says lamp buyers",
    ),
    Kind(
        "b",
        "survivors only",
        "people are missing: those who left, never came back or never finished",
        "a mean over those who came back",
    ),
    Kind(
        "c",
        "wrong window",
        "the people are right and the days are not, or windows are of unequal length",
        "36 months, where it says one year",
    ),
    Kind(
        "d",
        "left out",
        "the figure is the one asked for, but a cost, a refund or an entry in it is missing",
        "profit without the mailings",
    ),
    Kind(
        "e",
        "counted twice or too much",
        "a join made rows of it, another figure holds it too, or it does not belong in",
        "a ticket once for each mailing",
    ),
    Kind("f", "wrong unit", "ten, a hundred or a thousand times too large or too small", "cents for euros"),
    Kind(
        "g",
        "wrong average",
        "a total, a mean or the middle one is given as if it were another of these",
        "the total, where it says on average",
    ),
    Kind(
        "h",
        "selection",
        "unlike people are compared, and the door or the deed gets the credit",
        "lamp buyers beside all others",
    ),
    Kind(
        "i",
        "pooled groups",
        "groups are thrown together, and their mix looks like a change",
        "new and old customers in one share",
    ),
    Kind(
        "j",
        "regression to the mean",
        "the same people are looked at twice, picked when they were at their extreme",
        "last year's worst, who do better now",
    ),
    Kind("k", "hindsight", "something is used that was known only later", "a forecast that knows who left"),
    Kind(
        "l",
        "another measure",
        "another thing is counted altogether than the sentence says",
        "orders for euros, sales for profit",
    ),
)

LETTERS = "".join(kind.letter for kind in KINDS)
BY_LETTER = {kind.letter: kind for kind in KINDS}


def table(letters: str = LETTERS) -> str:
    """The list as a table in Markdown, for the page of an audit, or only the kinds with these letters."""
    rows = [
        f"| **{kind.letter}** | {kind.name} | {kind.says} | {kind.example} |"
        for kind in KINDS
        if kind.letter in letters
    ]
    return "\n".join(["| letter | kind | what happened | for example |", "|---|---|---|---|", *rows])
