"""Put a submission in good repair: every graded cell there, once, with the marks of the released one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.preflight.findings import Findings
from staffroom.grading.preflight.lesson import other_lesson
from staffroom.grading.preflight.match import Match, match
from staffroom.grading.preflight.read import Cell, Reading
from staffroom.grading.preflight.releases import change, is_earlier, is_untouched, marks_differ
from staffroom.grading.preflight.say import listed
from staffroom.grading.preflight.wanted import Given, Wanted, plain
from staffroom.grading.preflight.written import Found, find_written
from staffroom.grading.verdict import Note, Reason

_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
GONE = "# The cell for this answer was not in the notebook."
ELSEWHERE = "Nothing was written into this cell; the following was found {where}, and put here to be read."


@dataclass(frozen=True)
class Repaired:
    """A notebook in good repair, what was mended, how many answers were touched, and the old metadata."""

    notebook: bytes
    notes: tuple[Note, ...]
    answered: int
    metadata: dict[str, Any] = field(default_factory=dict)


def repair(reading: Reading, wanted: Wanted) -> Repaired | Reason:
    """Bring a notebook into the form in which it is graded; a `Reason` if it is not one of this lesson."""
    given, cells = wanted.cells, reading.cells
    found = match(given, cells)
    reason = other_lesson(reading, wanted, found)
    if reason is not None:
        return reason
    seen = Findings()
    written = find_written(given, cells, found)
    out: list[dict[str, Any]] = []
    known, used = {want.name for want in given}, {cell.id for cell in given}
    for number, cell in _order(given, cells, found):
        if number is None:
            assert cell is not None
            out.append(_own(cell, used, known, seen))
        elif number in written:
            out.append(_filled(given[number], cell, written[number], seen, found))
        elif cell is None:
            out.append(_put_back(given[number], seen))
        else:
            out.append(_kept(given[number], cell, seen, found, number))
    _whole(reading, wanted, found, seen)
    notebook = {"cells": out, "metadata": wanted.metadata, "nbformat": 4, "nbformat_minor": 5}
    # without indentation: that is ten times as fast, and nobody reads this version
    text = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
    notes = (*reading.notes, *seen.notes())
    return Repaired((text + "\n").encode("utf-8"), notes, seen.answered, reading.metadata)


def _order(given: tuple[Given, ...], cells: list[Cell], found: Match) -> list[tuple[int | None, Cell | None]]:
    """The student's order, with what is missing put where it belongs."""
    order: list[tuple[int | None, Cell | None]] = [
        (found.given_of.get(number), cell) for number, cell in enumerate(cells)
    ]
    for number, want in enumerate(given):
        if number in found.cell_of or not want.name:
            continue
        at = 0
        numbers = [known for known, _ in order]
        for before in range(number - 1, -1, -1):
            if before in numbers:
                at = numbers.index(before) + 1
                break
        # a test goes below what the student wrote in cells of their own
        while want.locked and at < len(order) and order[at][0] is None:
            at += 1
        order.insert(at, (number, None))
    return _tests_below(given, order)


def _tests_below(
    given: tuple[Given, ...], order: list[tuple[int | None, Cell | None]]
) -> list[tuple[int | None, Cell | None]]:
    """The same with no test above a marked cell that comes before it in the lesson.

    What a later test hands to a student's function may hold an earlier exercise's answer.
    """
    for number, want in enumerate(given):
        if not want.locked:
            continue
        numbers = [known for known, _ in order]
        before = [n for n, known in enumerate(numbers) if known is not None and known < number]
        last = max((n for n in before if given[numbers[n] or 0].name), default=-1)
        at = numbers.index(number) if number in numbers else last
        if at < last:
            order.insert(last, order.pop(at))
    return order


def _put_back(want: Given, seen: Findings) -> dict[str, Any]:
    if want.locked:
        seen.add("tests-put-back", want.name)
        return _made(want, want.source)
    if want.grade:
        # with other words than were given out, so that it is no unanswered one: a person looks
        seen.add("written-missing", want.name)
        return _made(want, GONE if want.kind == "code" else f"*{GONE.lstrip('# ')}*")
    # an answer may stand in another cell: the stub would overwrite it
    seen.add("answers-missing", want.name)
    return _made(want, GONE if want.kind == "code" else want.source)


def _filled(want: Given, cell: Cell | None, text: Found, seen: Findings, found: Match) -> dict[str, Any]:
    """A written answer that was found elsewhere, in its cell, with a line that says so."""
    seen.add("written-elsewhere", want.name, where=text.where)
    seen.answered += 1
    if cell is not None:
        _compare(want, cell, seen, found)
    words = ELSEWHERE.format(where=text.where)
    if want.kind == "code":
        lines = [words, *text.text.split("\n")]
        return _made(want, "\n".join(f"# {line}".rstrip() for line in lines))
    return _made(want, f"*{words}*\n\n{text.text}".rstrip(), text.pictures)


def _kept(want: Given, cell: Cell, seen: Findings, found: Match, number: int) -> dict[str, Any]:
    if found.doubles.get(number):
        seen.add("cells-twice", want.name)
    earlier = _compare(want, cell, seen, found)
    source = cell.source
    if want.locked:
        if not earlier and plain(source) != plain(want.source):
            seen.add("tests-edited", want.name)
        source = want.source
    elif want.solution and plain(source) != plain(want.source):
        seen.answered += 1
    return _made(want, source, cell.pictures)


def _compare(want: Given, cell: Cell, seen: Findings, found: Match) -> bool:
    """Note what is other in a marked cell than in the one given out; True if that is as a release had it."""
    if not want.name:
        return False
    if cell.kind != want.kind:
        seen.add("kind-changed", want.name)
    if not cell.name:
        seen.add("marks-restored", want.name, by_id=len(found.by_id), by_text=len(found.by_text))
        return False
    version = cell.mark.get("schema_version", 0)
    if version != want.metadata["nbgrader"].get("schema_version"):
        seen.add("other-schema", str(version)[:12])
        return False
    other_text = want.locked and plain(cell.source) != plain(want.source)
    if not (marks_differ(want, cell) or other_text):
        return False
    if is_earlier(want, cell):
        seen.add("earlier-release", change(want, cell))
        return is_untouched(want, cell)
    if marks_differ(want, cell):
        seen.add("marks-altered", want.name)
    return False


def _own(cell: Cell, used: set[str], known: set[str], seen: Findings) -> dict[str, Any]:
    """A cell that the student added: without marks, and with an id that no other cell has."""
    if (cell.mark.get("grade") or cell.mark.get("solution")) and cell.name not in known:
        seen.add("marks-foreign", cell.name or "without a name")
    name = cell.id
    if not _ID.match(name) or name in used:
        count = len(used)
        while (name := f"own-{count}") in used:
            count += 1
    used.add(name)
    return _cell(name, cell.kind, cell.source, {}, cell.pictures)


def _made(want: Given, source: str, pictures: dict[str, Any] | None = None) -> dict[str, Any]:
    return _cell(want.id, want.kind, source, want.metadata, pictures if want.kind == "markdown" else None)


def _cell(
    name: str, kind: str, source: str, metadata: dict[str, Any], pictures: dict[str, Any] | None
) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": metadata, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if pictures:
        cell["attachments"] = pictures
    return cell


def _whole(reading: Reading, wanted: Wanted, found: Match, seen: Findings) -> None:
    """Note what is to be said of the notebook as a whole."""
    for number, want in enumerate(wanted.cells):
        if number not in found.cell_of and not want.name and want.kind == "code":
            seen.add("given-cells-missing")
    if _moved(wanted, found):
        seen.add("order-changed")
    kernel, right = _kernel(reading.metadata), _kernel(wanted.metadata)
    if kernel and right and kernel != right:
        seen.add("kernel-changed", kernel, right=listed([right]))


def _moved(wanted: Wanted, found: Match) -> bool:
    at = [found.cell_of[n] for n, want in enumerate(wanted.cells) if want.name and n in found.cell_of]
    return at != sorted(at)


def _kernel(metadata: dict[str, Any]) -> str:
    spec = metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) else ""
