"""What a lesson's source notebook says about grading it: fixed once, the same for every submission."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from staffroom.grading.split.uses import Uses, beginning, closure, parted, uses, without_magics
from staffroom.lessons.source import without_hidden_tests

SPLIT, WITH_STUDENT = "split", "with-student"


@dataclass(frozen=True)
class Test:
    """One graded code cell. `visible` is what students see of it, `run` where it runs."""

    id: str
    place: int
    source: str
    visible: str
    points: float
    run: str = SPLIT


@dataclass(frozen=True)
class Given:
    """One of the author's own code cells, which a student is not meant to change.

    `trusted` says that it stands on nothing that students write, so that the tests may have it from the
    source; `shareable` that running `common`, its beginning or all of it, once for the whole class, and
    `personal` for each student, is as good as running it all for each; `reads` is what `common` reads then.
    """

    place: int
    id: str
    source: str
    trusted: bool
    shareable: bool
    reads: frozenset[str]
    common: str = ""
    personal: str = ""


@dataclass(frozen=True)
class Blueprint:
    """A lesson as grading sees it; places count the source notebook's cells from 0.

    `steps` lead the tests' process through the lesson: ["setup", source], ["drop", [names]], ["test", id].
    `needs` gives for a test the earlier tests whose names it uses.
    """

    lesson: str
    notebook: dict[str, Any]
    tests: dict[str, Test]
    given: dict[int, Given]
    answers: dict[str, str]
    steps: list[list[Any]]
    needs: dict[str, list[str]] = field(default_factory=dict)


def blueprint(lesson: str, source: bytes) -> Blueprint:
    """Read a source notebook, as nbgrader's `source/` holds it."""
    notebook = json.loads(source)
    cells = [_cell(cell, place) for place, cell in enumerate(notebook["cells"])]
    given, steps = _given(cells), []
    tests: dict[str, Test] = {}
    for cell in cells:
        if cell.kind == "test":
            run = cell.settings.get("run", SPLIT)
            visible = without_hidden_tests(cell.source)
            tests[cell.id] = Test(cell.id, cell.place, cell.source, visible, cell.points, run)
            apart = run != WITH_STUDENT  # else what it makes is to be had where it runs
            steps.append(["test", cell.id] if apart else ["drop", sorted(uses(cell.source).binds)])
        elif cell.kind == "answer":
            found = uses(cell.source)
            if found.binds | found.alters:
                steps.append(["drop", sorted(found.binds | found.alters)])
        elif cell.kind == "given":
            one = given[cell.place]
            if one.trusted:
                steps.append(["setup", without_magics(cell.source), cell.place])
            else:  # these names are to be had from the student, whose answers they come from
                found = uses(cell.source)
                steps.append(["drop", sorted(found.binds | found.alters)])
    answers = {cell.id: cell.source for cell in cells if cell.kind == "answer"}
    return Blueprint(
        lesson, notebook, tests, given, answers, _only_needed(steps, tests), _needs(steps, tests)
    )


@dataclass(frozen=True)
class _Cell:
    kind: str  # test, answer, given or prose
    id: str
    place: int
    source: str
    points: float = 0
    settings: dict[str, Any] = field(default_factory=dict)


def text_of(cell: dict[str, Any]) -> str:
    """A cell's source, which may be written as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _cell(cell: dict[str, Any], place: int) -> _Cell:
    meta = cell.get("metadata", {})
    mark, settings = meta.get("nbgrader", {}), meta.get("centric", {})
    name = str(mark.get("grade_id") or cell.get("id") or f"cell-{place}")
    if cell["cell_type"] != "code":
        return _Cell("prose", name, place, "")
    text = text_of(cell)
    if mark.get("grade") and not mark.get("solution"):
        return _Cell("test", name, place, text, float(mark.get("points", 0)), settings)
    kind = "answer" if mark.get("solution") else "given"
    return _Cell(kind, name, place, text, settings=settings)


def _given(cells: list[_Cell]) -> dict[int, Given]:
    """Sort out which of the author's cells stand on students' work, by the names that they use."""
    from_students: set[str] = set()
    not_shared: set[str] = set()
    late: dict[str, frozenset[str]] = {}
    found: dict[int, Given] = {}
    lost = False  # after a cell that cannot be read, or that reaches names unseen, nothing is sure
    for cell in cells:
        if cell.kind not in ("answer", "given"):
            continue
        seen = uses(cell.source)
        late |= dict(seen.late)
        reads = closure(seen.reads | seen.alters, late)
        if cell.kind == "answer":
            from_students |= seen.binds | seen.alters
            not_shared |= seen.binds | seen.alters
            continue
        lost = lost or not seen.readable or "*" in seen.binds
        trusted = not (reads & from_students or lost)
        _mark(from_students, seen, clean=trusted)
        apart = partial(_apart, not_shared=frozenset(not_shared), late=dict(late))
        common, personal = parted(cell.source)
        if lost or seen.magic:
            common = ""
        elif apart(seen):
            common, personal = beginning(cell.source, apart)
        if common:
            own = uses(common)
            reads = closure(own.reads | own.alters, late)
            _mark(not_shared, own, clean=True)
            _mark(not_shared, uses(personal), clean=False)
        else:
            _mark(not_shared, seen, clean=False)
        found[cell.place] = Given(
            cell.place, cell.id, cell.source, trusted, bool(common), reads, common, personal
        )
    return found


def _apart(seen: Uses, *, not_shared: frozenset[str], late: dict[str, frozenset[str]]) -> bool:
    """Whether a cell is to be run for each student: what it reads may differ, or it does more than bind."""
    reads = closure(seen.reads | seen.alters, late | dict(seen.late))
    return bool(reads & not_shared or seen.steers or seen.veiled or not seen.readable)


def _mark(names: set[str], seen: Uses, *, clean: bool) -> None:
    if clean:
        names -= seen.binds
    else:
        names |= seen.binds | seen.alters


def _only_needed(steps: list[list[Any]], tests: dict[str, Test]) -> list[list[Any]]:
    """Leave out each setup cell that no test makes use of, directly or by another setup cell."""
    kept: list[list[Any]] = []
    wanted: set[str] = set()
    all_wanted = any(uses(test.source).veiled for test in tests.values())
    for step in reversed(steps):
        if step[0] == "test":
            seen = uses(tests[step[1]].source)
            wanted |= closure(seen.reads | seen.alters, dict(seen.late))
        elif step[0] == "setup":
            seen = uses(step[1])
            if not (all_wanted or (seen.binds | seen.alters) & wanted or seen.steers):
                continue
            wanted |= closure(seen.reads | seen.alters, dict(seen.late))
        kept.append(step)
    return kept[::-1]


def _needs(steps: list[list[Any]], tests: dict[str, Test]) -> dict[str, list[str]]:
    """For each test, the earlier ones that must have run for it: it reads a name that they bind."""
    maker: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    for step in steps:
        if step[0] == "drop":
            for name in step[1]:
                maker.pop(name, None)
        elif step[0] == "setup":
            for name in uses(step[1]).binds:
                maker.pop(name, None)
        else:
            seen = uses(tests[step[1]].source)
            direct = {maker[name] for name in seen.reads if name in maker}
            needs[step[1]] = sorted(direct.union(*(needs[test] for test in direct)), key=list(needs).index)
            maker |= dict.fromkeys(seen.binds, step[1])
    return needs
