"""What a lesson hands to its exercises' functions has the row labels that another argument is joined with."""

from __future__ import annotations

import functools
import io
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from classroom.lessons import page
from staffroom.lessons.source import Lesson
from staffroom.teaching.companies import company
from staffroom.teaching.play import fresh

SEED = 101


def label(value: object) -> object:
    """The name of a table's row labels."""
    return value.index.name if isinstance(value, (pd.DataFrame, pd.Series)) else None


def promised(arguments: tuple[object, ...]) -> list[object]:
    """For each argument the name of its row labels, if another one has a column of this name; else None."""
    columns = [set(one.columns) if isinstance(one, pd.DataFrame) else set() for one in arguments]
    return [
        label(one) if any(label(one) in those for those in columns[:place] + columns[place + 1 :]) else None
        for place, one in enumerate(arguments)
    ]


def broken(lesson: Lesson, folder: Path) -> list[str]:
    """Arguments that a cell calls an exercise's function with, and that are not labelled as on the page."""
    held, found, space = page.page(lesson.name), [], fresh()
    wanted = {name: promised(held.arguments(name)) for name in held.exercises()}

    def watched(name, function):
        @functools.wraps(function)
        def call(*args, **kwargs):
            for place, (got, want) in enumerate(zip(args, wanted[name], strict=False)):
                if want is not None and label(got) != want:
                    found.append(f"{name}, argument {place}: {label(got)} instead of {want}")
            return function(*args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        patch.setenv("CENTRIC_COMPANY", str(company(SEED)))
        patch.setenv("CENTRIC_STUDY", str(folder))
        patch.chdir(folder)
        for cell in lesson.cells:
            if cell.is_prose or cell.kind == "test":
                continue
            exec(compile(cell.source, cell.name or "cell", "exec"), space)
            if cell.kind == "answer" and cell.name in wanted and callable(space.get(cell.name)):
                space[cell.name] = watched(cell.name, space[cell.name])
    return found


def test_what_a_cell_hands_over_is_labelled_as_its_question_says(lesson, tmp_path):
    assert broken(lesson, tmp_path) == []


def test_a_series_under_another_label_is_found(lesson, tmp_path):
    if lesson.name != "01_product_vs_customer":
        pytest.skip("the fault is put into the first lesson")
    old = 'one_year.rename_axis("customer_id")'
    cell = next(cell for cell in lesson.cells if old in cell.source)
    place = lesson.cells.index(cell)
    cells = [*lesson.cells]
    cells[place] = replace(cell, source=cell.source.replace(old, "one_year"))
    found = broken(replace(lesson, cells=cells), tmp_path)
    assert found and all("likely_range, argument 0: first_line" in one for one in found)
