"""A cell run again gives what it gave: no later cell changes what it, or a function it calls, reads."""

from __future__ import annotations

import ast
import symtable
from pathlib import Path

import pytest

from staffroom.lessons.source import Cell, read_lesson

LESSONS = sorted(path for path in (Path(__file__).parents[2] / "solutions").glob("[0-9]*/[0-9]*.py"))
#: Lesson -> names that may be set again: what later cells give them is as good to the cells before.
HARMLESS = {
    "02_customer_base_audit": {"toy": "the same page", "likely_range": "the same draws, in other words"}
}


def names_set(source: str) -> set[str]:
    """Names to which a cell gives a value, at its top level; an import always gives the same one."""
    table = symtable.symtable(source, "<cell>", "exec")
    return {one.get_name() for one in table.get_symbols() if one.is_assigned()}


def statements_that_set(source: str) -> dict[str, set[str]]:
    """Each name that a cell sets -> the statements that set it: the same one gives the same."""
    found: dict[str, set[str]] = {}
    for statement in ast.parse(source).body:
        text = ast.unparse(statement)
        for name in names_set(text):
            found.setdefault(name, set()).add(text)
    return found


def names_read(source: str) -> set[str]:
    """Names of the notebook that a piece of code reads, in its functions, too."""
    table = symtable.symtable(source, "<cell>", "exec")
    tables = [table]
    for one in tables:
        tables += one.get_children()
    return {
        symbol.get_name()
        for one in tables
        for symbol in one.get_symbols()
        if symbol.is_referenced() and (one is table or symbol.is_global())
    }


def names_needed(source: str) -> set[str]:
    """Names that a cell reads and has not set in a statement before."""
    needed: set[str] = set()
    own: set[str] = set()
    for statement in ast.parse(source).body:
        text = ast.unparse(statement)
        loops = isinstance(statement, (ast.For, ast.FunctionDef))  # sets its own names before it reads them
        needed |= names_read(text) - own - (names_set(text) if loops else set())
        own |= names_set(text)
    return needed


def functions_of(source: str) -> dict[str, str]:
    """The functions that a cell defines: name -> code."""
    return {one.name: ast.unparse(one) for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)}


def needed_with_functions(source: str, known: dict[str, str]) -> set[str]:
    """What a cell needs, and what the functions of earlier cells need that it calls."""
    found: set[str] = set()
    open_names = names_needed(source)
    while open_names:
        name = open_names.pop()
        found.add(name)
        if name in known:
            open_names |= names_read(known[name]) - found - {name}
    return found


def statements(name: str, made: list[dict[str, set[str]]]) -> set[str]:
    """All statements of some cells that set a name."""
    return set().union(*(one.get(name, set()) for one in made))


def changed_by_later_cells(cells: list[Cell]) -> list[str]:
    """Names that a cell needs from an earlier cell, and that it or a later cell sets anew."""
    run = [cell for cell in cells if cell.kind in ("code", "try", "answer", "predict")]
    made = [statements_that_set(cell.source) for cell in run]
    known: dict[str, str] = {}
    found = []
    for place, cell in enumerate(run):
        found += [
            f"{name} (line {cell.line_no})"
            for name in sorted(needed_with_functions(cell.source, known))
            if (before := statements(name, made[:place])) and statements(name, made[place:]) - before
        ]
        known |= functions_of(cell.source)
    return found


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_later_cell_changes_what_a_cell_reads(path):
    found = changed_by_later_cells(read_lesson(path).cells)
    passed_over = set(HARMLESS.get(path.stem, ()))
    assert [one for one in found if one.split()[0] not in passed_over] == []
    assert {one.split()[0] for one in found} >= passed_over, (
        "no longer set again: take it out of the list above"
    )


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (["rows = 1", "print(rows)", "for rows in (2, 3):\n    print(rows)"], ["rows (line 2)"]),
        (["rows = 1", "def half():\n    return rows / 2", "rows = 2"], ["rows (line 2)"]),
        (["rows = 1\ndef half():\n    return rows / 2", "half()", "rows = []"], ["rows (line 2)"]),
        (
            ["rows = 1\ndef half():\n    return rows / 2", "def both():\n    half()", "both()", "rows = []"],
            ["rows (line 2)", "rows (line 3)"],
        ),
        (["rows = 1", "rows = rows + 1"], ["rows (line 2)"]),
        (["rows = 1", "print([rows for rows in (1, 2)])", "print(rows)"], []),
        (["for rows in (1, 2):\n    print(rows)", "rows = 5\nprint(rows)"], []),
        (["rows = 1", "print(rows)", "rows = 1"], []),
        (["import rows", "rows.show()", "import rows"], []),
    ],
)  # fmt: skip
def test_what_it_finds(sources, found):
    cells = [Cell("code", None, 0, "core", source, number) for number, source in enumerate(sources, 1)]
    assert changed_by_later_cells(cells) == found
