"""Whether a notebook is one of this lesson, and if not, of which.

A student may have pasted cells of another lesson into the right notebook, and lessons have cells in common.
So what is counted is what only one of the two lessons has: graded cells, and texts of the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from staffroom.grading.preflight.match import Match, names_bound
from staffroom.grading.preflight.read import Cell, Reading
from staffroom.grading.preflight.say import listed, refuse, shown
from staffroom.grading.preflight.wanted import LONG, Given, Known, Wanted, plain, title_of
from staffroom.grading.verdict import Reason

_BEGIN = re.compile(r"""^\s*study\.begin\(\s*(?:lesson\s*=\s*)?["']([^"'\n]{1,80})["']""", re.MULTILINE)


def other_lesson(reading: Reading, wanted: Wanted, found: Match) -> Reason | None:
    """Say so if this cannot be a notebook of the lesson; None if it can be."""
    marked = [n for n, want in enumerate(wanted.cells) if want.name]
    if not marked:
        return None
    rival, theirs = _rival(reading.cells, wanted)
    ours = [n for n in found.cell_of if _sure(wanted.cells[n], n, found, rival)]
    have = [n for n in ours if wanted.cells[n].name]
    if len(have) * 2 > len([n for n in marked if not _shared(wanted.cells[n], rival)]):
        return None
    if rival is not None and len(theirs) > len(ours):
        return _is(rival.lesson, rival.title, reading, wanted)
    named = _named(reading, wanted)
    if named and not (rival is not None and rival.lesson == named):
        return _is(named, _title(reading, wanted), reading, wanted)
    if len(_foreign(reading.cells, wanted)) > len(have):
        return _is("", _title(reading, wanted), reading, wanted)
    if not have:
        title = _title(reading, wanted)
        return refuse(
            "other-notebook",
            "None of this lesson's exercises are in your notebook; put your answers into the notebook that "
            "you were given, without deleting its cells, and hand it in again.",
            "No cell of the notebook could be matched with one that is graded"
            + (f"; its title is “{title}”." if title else "."),
        )
    return None


def _rival(cells: Sequence[Cell], wanted: Wanted) -> tuple[Known | None, set[str]]:
    """The other lesson of the course of which the notebook has most, and what of it: grade ids, texts."""
    names = {want.name for want in wanted.cells}
    texts = {plain(want.source) for want in wanted.cells}
    best: Known | None = None
    most: set[str] = set()
    for known in wanted.others:
        only_names, only_texts = known.names - names, known.texts - texts
        have = {
            cell.name if cell.name in only_names else text
            for cell in cells
            if (text := plain(cell.source)) in only_texts or cell.name in only_names
        }
        if len(have) > len(most):
            best, most = known, have
    return best, most


def _sure(want: Given, number: int, found: Match, rival: Known | None) -> bool:
    """Whether it tells of this lesson that this cell has a counterpart."""
    if number in found.by_place or _shared(want, rival):
        return False
    by_mark = bool(want.name) and number not in found.by_text
    return by_mark or len(plain(want.source)) >= LONG or bool(want.solution and names_bound(want.source))


def _shared(want: Given, rival: Known | None) -> bool:
    return rival is not None and (want.name in rival.names or plain(want.source) in rival.texts)


def _named(reading: Reading, wanted: Wanted) -> str:
    """The other lesson that the notebook says it is; what it runs goes before its metadata."""
    begun = _begun(reading.cells)
    if begun:
        return "" if wanted.lesson in begun else begun[0]
    noted = _noted(reading)
    return noted if noted != wanted.lesson else ""


def _begun(cells: Sequence[Cell]) -> list[str]:
    return [name for cell in cells if cell.kind == "code" for name in _BEGIN.findall(cell.source)]


def _noted(reading: Reading) -> str:
    noted = reading.metadata.get("centric")
    name = noted.get("lesson") if isinstance(noted, dict) else None
    return name if isinstance(name, str) else ""


def _foreign(cells: Sequence[Cell], wanted: Wanted) -> list[str]:
    """Grade ids that the lesson does not have."""
    names = {want.name for want in wanted.cells}
    marked = (cell for cell in cells if cell.mark.get("grade") or cell.mark.get("solution"))
    return list(dict.fromkeys(cell.name for cell in marked if cell.name and cell.name not in names))


def _title(reading: Reading, wanted: Wanted) -> str:
    """The notebook's first heading; empty if it is this lesson's."""
    title = title_of([(cell.kind, cell.source) for cell in reading.cells])
    own = title_of([(want.kind, want.source) for want in wanted.cells])
    return shown(title, 80) if title != own else ""


def _is(name: str, title: str, reading: Reading, wanted: Wanted) -> Reason:
    """Say which lesson it is, and to the instructor by what that is known."""
    foreign, begun, noted = _foreign(reading.cells, wanted), _begun(reading.cells), _noted(reading)
    named = f"the lesson {shown(name)}" if name else "another lesson"
    if title:
        named += f", “{shown(title, 80)}”,"
    elif not name:
        named += f" (its exercises are {listed(foreign)})"
    signs = [
        f"it begins {listed(list(dict.fromkeys(begun)))}" if begun else "",
        f"its metadata name {shown(noted)}" if noted else "",
        f"its graded cells are {listed(foreign)}" if foreign else "",
        f"its title is “{own}”" if (own := _title(reading, wanted)) else "",
    ]
    told = "; ".join(sign for sign in signs if sign) or "most of its cells are of that lesson"
    return refuse(
        "other-lesson",
        f"What is in your notebook is {named} and not {wanted.lesson}; hand in the notebook in which you "
        f"answered {wanted.lesson}, as {wanted.lesson}.ipynb.",
        f"The notebook is {named} and not {wanted.lesson}: {told}.",
    )
