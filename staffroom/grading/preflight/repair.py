"""Put a submission in good repair: every graded cell there, once, with the marks of the released one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from staffroom.grading.preflight.lesson import other_lesson
from staffroom.grading.preflight.match import Match, match
from staffroom.grading.preflight.read import Cell, Reading
from staffroom.grading.preflight.say import cells as the_cells
from staffroom.grading.preflight.say import listed, note
from staffroom.grading.preflight.wanted import Given, Wanted, plain
from staffroom.grading.verdict import Note, Reason

_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
GONE = "# The cell for this answer was not in the notebook."


@dataclass(frozen=True)
class Repaired:
    """A notebook in good repair, what was mended, how many answers were touched, and the old metadata."""

    notebook: bytes
    notes: tuple[Note, ...]
    answered: int
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Findings:
    """Grade ids by what was found; `known` are all that the lesson has."""

    known: set[str]
    missing_tests: list[str] = field(default_factory=list)
    missing_answers: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    schemas: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)
    setup: int = 0
    answered: int = 0


def repair(reading: Reading, wanted: Wanted) -> Repaired | Reason:
    """Bring a notebook into the form in which it is graded; a `Reason` if it is not one of this lesson."""
    given, cells = wanted.cells, reading.cells
    found = match(given, cells)
    reason = other_lesson(reading, wanted, found)
    if reason is not None:
        return reason
    seen = _Findings({want.name for want in given})
    order = _order(given, cells, found)
    out: list[dict[str, Any]] = []
    used = {cell.id for cell in given}
    for number, cell in order:
        if cell is None:
            assert number is not None
            out.append(_put_back(given[number], seen))
        elif number is None:
            out.append(_own(cell, used, seen))
        else:
            out.append(_kept(given[number], cell, seen, found, number))
    seen.setup = sum(
        n not in found.cell_of and not want.name and want.kind == "code" for n, want in enumerate(given)
    )
    notebook = {"cells": out, "metadata": wanted.metadata, "nbformat": 4, "nbformat_minor": 5}
    # without indentation: that is ten times as fast, and nobody reads this version
    text = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
    notes = (*reading.notes, *_notes(seen, reading, wanted, found))
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


def _put_back(want: Given, seen: _Findings) -> dict[str, Any]:
    if want.locked:
        seen.missing_tests.append(want.name)
        return _made(want, want.source)
    seen.missing_answers.append(want.name)
    # an answer may stand in another cell: the stub would overwrite it
    return _made(want, want.source if want.kind != "code" or want.grade else GONE)


def _kept(want: Given, cell: Cell, seen: _Findings, found: Match, number: int) -> dict[str, Any]:
    if found.doubles.get(number):
        seen.twice.append(want.name)
    if want.name:
        if cell.kind != want.kind:
            seen.kinds.append(want.name)
        if not cell.name:
            seen.marks.append(want.name)
        else:
            _compare_marks(want, cell, seen)
    source = cell.source
    if want.locked:
        if plain(source) != plain(want.source):
            seen.edited.append(want.name)
        source = want.source
    elif want.solution and plain(source) != plain(want.source):
        seen.answered += 1
    return _made(want, source, cell.pictures)


def _compare_marks(want: Given, cell: Cell, seen: _Findings) -> None:
    right = want.metadata["nbgrader"]
    version = cell.mark.get("schema_version", 0)
    if version != right.get("schema_version"):
        seen.schemas.add(str(version)[:12])
    elif any(cell.mark.get(key) != right.get(key) for key in ("grade", "solution", "locked", "points")):
        seen.altered.append(want.name)


def _own(cell: Cell, used: set[str], seen: _Findings) -> dict[str, Any]:
    """A cell that the student added: without marks, and with an id that no other cell has."""
    if (cell.mark.get("grade") or cell.mark.get("solution")) and cell.name not in seen.known:
        seen.foreign.append(cell.name or "without a name")
    name = cell.id
    if not _ID.match(name) or name in used:
        count = 1
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


def _notes(seen: _Findings, reading: Reading, wanted: Wanted, found: Match) -> list[Note]:
    notes: list[Note] = []
    if seen.missing_tests:
        which = the_cells(seen.missing_tests)
        notes.append(
            note(
                "tests-put-back",
                f"{which} no longer in your notebook and was put back." if len(seen.missing_tests) == 1
                else f"{which} no longer in your notebook and were put back.",
                f"Deleted test cells were put back: {listed(seen.missing_tests)}.",
            )
        )  # fmt: skip
    if seen.missing_answers:
        which = the_cells(seen.missing_answers)
        notes.append(
            note(
                "answers-missing",
                f"{which} no longer in your notebook. If you answered elsewhere in it, the checks see that; "
                "otherwise hand in the notebook again with the answer in its cell.",
                f"Answer cells are missing: {listed(seen.missing_answers)}.",
            )
        )
    if seen.edited:
        notes.append(
            note(
                "tests-edited",
                f"You changed the text of the test {listed(seen.edited)}; it was graded with the original.",
                f"Edited test cells were replaced by the original: {listed(seen.edited)}.",
            )
        )
    if seen.twice:
        notes.append(
            note(
                "cells-twice",
                f"{the_cells(seen.twice)} in your notebook more than once; one of each counts, and the "
                "copies were run as plain cells.",
                f"Copied cells lost their marks: {listed(seen.twice)}.",
            )
        )
    if seen.marks:
        notes.append(
            note(
                "marks-restored",
                "The marks by which your answers are found were gone from your notebook (some programs drop "
                f"them), and were put back for {listed(seen.marks)}: make sure that these are your answers.",
                f"nbgrader's metadata were gone and were restored for {listed(seen.marks)}, "
                f"{len([n for n in found.by_id if wanted.cells[n].name])} by cell id, "
                f"{len(found.by_text)} by text and place.",
            )
        )
    if seen.altered:
        notes.append(
            note(
                "marks-altered",
                f"The marks of {listed(seen.altered)} were altered; the original ones count.",
                f"nbgrader's metadata were altered and were restored: {listed(seen.altered)}.",
            )
        )
    if seen.schemas:
        notes.append(
            note(
                "other-schema",
                "Your notebook was made for another version of the course software, and was brought up to "
                "date.",
                f"nbgrader's metadata are of schema {', '.join(sorted(seen.schemas))}; brought up to date.",
            )
        )
    if seen.kinds:
        notes.append(
            note(
                "kind-changed",
                f"The type (code or text) of the cell {listed(seen.kinds)} was changed; it was put back.",
                f"The cell type was changed and put back: {listed(seen.kinds)}.",
            )
        )
    if seen.foreign:
        notes.append(
            note(
                "marks-foreign",
                "Your notebook has cells marked for grading that this lesson does not have; "
                "they count as your own.",
                f"Marks of cells that the lesson does not have were dropped: {listed(seen.foreign)}.",
            )
        )
    if seen.setup:
        what = "A code cell" if seen.setup == 1 else f"{seen.setup} code cells"
        notes.append(
            note(
                "given-cells-missing",
                f"{what} that you were given {'is' if seen.setup == 1 else 'are'} no longer in your "
                "notebook: if your answers need what was defined there, they fail.",
                f"{what} of the author's {'is' if seen.setup == 1 else 'are'} gone (not put back).",
            )
        )
    if _moved(wanted, found):
        notes.append(
            note(
                "order-changed",
                "The exercises of your notebook are not in their original order; a check sees only what "
                "stands above it.",
                "Graded cells were moved; no test was run before what comes before it in the lesson.",
            )
        )
    kernel = _kernel(reading.metadata)
    right = _kernel(wanted.metadata)
    if kernel and right and kernel != right:
        notes.append(
            note(
                "kernel-changed",
                f"Your notebook was set to the kernel {listed([kernel])}; it was run with {listed([right])}.",
                f"The kernel {listed([kernel])} was replaced by {listed([right])}.",
            )
        )
    return notes


def _moved(wanted: Wanted, found: Match) -> bool:
    at = [found.cell_of[n] for n, want in enumerate(wanted.cells) if want.name and n in found.cell_of]
    return at != sorted(at)


def _kernel(metadata: dict[str, Any]) -> str:
    spec = metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) else ""
