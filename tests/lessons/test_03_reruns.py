"""A cell of lesson 03 that is run again gives what it gave: no later cell changes a name that it reads."""

from __future__ import annotations

import ast
import symtable
from pathlib import Path

import pytest

from staffroom.lessons.source import Cell, read_lesson

LESSON = Path(__file__).parents[2] / "solutions" / "03_lifetime_value" / "03_lifetime_value.py"


def names_set(source: str) -> set[str]:
    """Names to which a cell gives a value, at its top level."""
    table = symtable.symtable(source, "<cell>", "exec")
    return {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}


def names_needed(source: str) -> set[str]:
    """Names that a cell reads and has not set in a statement before."""
    needed: set[str] = set()
    own: set[str] = set()
    for statement in ast.parse(source).body:
        text = ast.unparse(statement)
        table = symtable.symtable(text, "<cell>", "exec")
        tables = [table]
        for one in tables:
            tables += one.get_children()
        read = {
            symbol.get_name()
            for one in tables
            for symbol in one.get_symbols()
            if symbol.is_referenced() and (one is table or symbol.is_global())
        }
        loops = isinstance(statement, (ast.For, ast.FunctionDef))  # sets its own names before it reads them
        needed |= read - own - (names_set(text) if loops else set())
        own |= names_set(text)
    return needed


def changed_by_later_cells(cells: list[Cell]) -> list[str]:
    """Names that a cell needs from an earlier cell, and that it or a later cell sets anew."""
    run = [cell for cell in cells if cell.kind in ("code", "try", "answer", "predict")]
    made = [names_set(cell.source) for cell in run]
    return [
        f"{name} (line {cell.line_no})"
        for place, cell in enumerate(run)
        for name in sorted(names_needed(cell.source))
        if any(name in names for names in made[:place]) and any(name in names for names in made[place:])
    ]


def test_no_later_cell_changes_what_a_cell_reads():
    assert changed_by_later_cells(read_lesson(LESSON).cells) == []


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (["rows = 1", "print(rows)", "for rows in (2, 3):\n    print(rows)"], ["rows (line 2)"]),
        (["rows = 1", "def half():\n    return rows / 2", "rows = 2"], ["rows (line 2)"]),
        (["rows = 1", "rows = rows + 1"], ["rows (line 2)"]),
        (["rows = 1", "print([rows for rows in (1, 2)])", "print(rows)"], []),
        (["for rows in (1, 2):\n    print(rows)", "rows = 5\nprint(rows)"], []),
    ],
)
def test_what_it_finds(sources, found):
    cells = [Cell("code", None, 0, "core", source, number) for number, source in enumerate(sources, 1)]
    assert changed_by_later_cells(cells) == found
