"""Where a cell stopped, a later one says which cell makes the name that it misses."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from classroom import unmade

NOTEBOOK = [
    ("markdown", "# A lesson\n\n## What closing saves"),
    ("code", "%matplotlib inline\nsaved = 1 / 0"),
    ("markdown", "### Three crowds\n\nText."),
    ("code", "def draw(n):\n    inside = n\n    return inside"),
    ("code", "low, high = 1, 2\nfor each in range(3):\n    pass"),
    ("code", "answer = ..."),
    ("code", "print(saved + 1)"),
]


@pytest.fixture
def path(tmp_path):
    book = nbformat.v4.new_notebook()
    for kind, text in NOTEBOOK:
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        book.cells.append(new(text))
    path = tmp_path / "01_a.ipynb"
    nbformat.write(book, path)
    return path


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("saved", "What closing saves"),
        ("low", "Three crowds"),
        ("each", "Three crowds"),
        ("draw", "Three crowds"),
        ("inside", None),
        ("answer", None),
        ("nowhere", None),
    ],
)
def test_the_heading_above_the_cell_that_makes_a_name(path, name, heading):
    assert unmade.made_under(path, name) == heading


def test_in_a_kernel_one_sentence_takes_the_traceback_s_place(path):
    book = nbformat.read(path, 4)
    book.cells.insert(1, nbformat.v4.new_code_cell('from classroom import study\nstudy.begin("01_a")'))
    book.cells.append(nbformat.v4.new_code_cell("nowhere"))
    NotebookClient(book, allow_errors=True, resources={"metadata": {"path": str(path.parent)}}).execute()
    stopped = [
        "\n".join(output["traceback"])
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
    zero, missing, typing_error = stopped
    assert "ZeroDivisionError" in zero
    assert (
        missing.startswith("`saved` is missing.")
        and "What closing saves" in missing
        and "NameError" not in missing
    )
    assert "NameError" in typing_error
