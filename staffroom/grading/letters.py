"""What the test of a question of letters printed: place by place, whether the letter fits, and why not.

An audit prints the same for each sentence of its report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classroom.check.audits import PLACE
from classroom.check.letters import FITS, OPEN, UNFIT

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LINE = re.compile(
    rf"^(?P<sign>[{FITS}{UNFIT}{OPEN}]) (?P<place>\w{{1,60}})"
    r'(?: "(?P<letter>[^"\n]{1,20})")?: (?P<says>.+)$',
    re.MULTILINE,
)
MOST = 60


@dataclass(frozen=True)
class Letter:
    """One place: the student's letter (empty if it was left open), whether it fits, and a sentence."""

    place: str
    letter: str
    fits: bool | None
    says: str


def letters_of(cell: NotebookNode | dict[str, Any]) -> tuple[Letter, ...]:
    """Read a test cell's outputs; empty where it is no question of letters."""
    printed = "".join(
        output.get("text", "")
        for output in cell.get("outputs", [])
        if output.get("output_type") == "stream" and output.get("name") == "stdout"
    )
    found = []
    for line in list(_LINE.finditer(printed))[:MOST]:
        fits = None if line["sign"] == OPEN else line["sign"] == FITS
        found.append(Letter(line["place"], line["letter"] or "", fits, line["says"].strip()))
    return tuple(found)


def is_audit(letters: Iterable[Letter]) -> bool:
    """Whether these are verdicts on the sentences of a report."""
    return any(one.place.startswith(PLACE) for one in letters)


def in_words(letters: tuple[Letter, ...]) -> tuple[str, str]:
    """One sentence on all places of an answer without full marks, and the key of the mistake."""
    fits = sum(one.fits is True for one in letters)
    unfit = sum(one.fits is False for one in letters)
    still_open = len(letters) - fits - unfit
    if is_audit(letters):
        # a sentence fits once its verdict earns something; its kind, severity or figure may still be wrong
        if fits == len(letters):
            return (
                f"{fits} of {fits} verdicts count. What is lost is a kind, a severity or a figure.",
                "wrong-value",
            )
        parts = [f"{fits} of {len(letters)} verdicts count"]
        parts += [f"{unfit} {'does' if unfit == 1 else 'do'} not"] if unfit else []
    else:
        parts = [f"{fits} of {len(letters)} letters fit"]
        parts += [f"{unfit} {'does' if unfit == 1 else 'do'} not"] if unfit else []
    if still_open:
        parts.append(f"{still_open} {'is' if still_open == 1 else 'are'} open")
    return ", ".join(parts) + ".", "wrong-value" if unfit else "unanswered"
