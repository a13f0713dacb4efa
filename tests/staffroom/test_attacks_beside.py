"""Attacks that are no cells: names, other files, marks and metadata of what is handed in."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import players_of_target as target
import pytest
from effort import calls, grows
from typer.testing import CliRunner

from staffroom.cli.app import make_app
from staffroom.grading import gradebook
from staffroom.grading.preflight import wanted_of
from staffroom.grading.preflight.read import read_notebook
from staffroom.grading.preflight.repair import repair

FORGED = "def total(lines):\n    return 3.0"
NAME = f"{target.LESSON}.ipynb"
#: Files beside the notebook that Python would import in the place of others.
STRANGERS = ("pandas.py", "numpy.py", "sitecustomize.py", "usercustomize.py", "classroom/__init__.py",
             "classroom/check/__init__.py", "inside/tester.py", "conftest.py", "json.py")  # fmt: skip


def wrong(released: bytes) -> dict:
    """A notebook with nothing right in it."""
    return json.loads(target.hand_in(released, {**target.WRONG, "total": FORGED}, {}))


def forged_marks(released: bytes) -> bytes:
    """Tests that claim to run with the student, more points, and tests of one's own under their names."""
    notebook = wrong(released)
    notebook["metadata"] |= {"centric": {"run": "with-student", "kind": "answer"}, "odd": [float("nan")]}
    for cell in list(notebook["cells"]):
        mark = cell["metadata"].get("nbgrader")
        if mark and mark.get("grade"):
            mark |= {"points": 1000, "locked": False, "solution": True, "schema_version": 3}
            cell["metadata"]["centric"] = {"run": "with-student", "kind": "given"}
            more = {**cell, "id": cell["id"] + "-2", "source": "1000"}
            invented = {**mark, "grade_id": "test_more", "solution": False}
            own = {**cell, "id": "own", "source": "1000", "metadata": {"nbgrader": invented}}
            notebook["cells"][:0] = [more]
            notebook["cells"] += [more, own]
            cell["source"] = "3.0"
    return json.dumps(notebook).replace('"nbformat": 4', '"nbformat": 3, "nbformat": 4').encode()


def bomb(released: bytes) -> bytes:
    """An archive with the notebook, a path upwards, and a file that unpacks to 500 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, json.dumps(wrong(released)))
        archive.writestr("../../gradebook.db", "x")
        with archive.open("zeros.csv", "w", force_zip64=True) as file:
            for _ in range(50):
                file.write(bytes(10_000_000))
    return packed.getvalue()


@pytest.mark.slow
def test_names_files_and_marks_gain_and_harm_nothing(tmp_path: Path) -> None:
    course, released = target.make_course(tmp_path / "course")

    def submit(who: str, files: dict[str, bytes]) -> Path:
        place = course.submitted / who / target.LESSON
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        return place

    right = target.hand_in(released, target.RIGHT, {})
    loser = json.dumps(wrong(released)).encode()
    evil = b"raise SystemExit('LOOT')\n"
    submit("aaa", {NAME: right})
    submit("forged", {NAME: forged_marks(released)})
    submit("strangers", {NAME: loser, **dict.fromkeys(STRANGERS, evil)})
    submit("bomb", {"mine.zip": bomb(released)})
    submit("odd\x1b[2J\nname", {NAME: loser})
    place = submit("names", {NAME: loser, "a\x1b]0;evil\x07\nb.csv": b"1", "=cmd|' /C calc'!A0.csv": b"1"})
    (place / "secret.csv").symlink_to(course.root / "gradebook.db")
    submit("zzz", {NAME: right})

    # a sandbox or nothing: without one the command fails, and so does this test
    ran = CliRunner().invoke(
        make_app(), ["grade", target.LESSON, "--course-dir", str(course.root), "--workers", "2"]
    )
    assert ran.exit_code == 1, ran.output  # one has a name that cannot be
    assert all(c.isprintable() or c == "\n" for c in ran.output)
    with gradebook.opened(course) as book:
        found = gradebook.scores(book, target.LESSON)
    scores = {
        who: {score.cell.removeprefix("test_"): score.score for score in given}
        for who, given in found.items()
    }
    assert scores["aaa"] == scores["zzz"] == target.POINTS
    for who in ("forged", "strangers", "bomb", "names"):
        assert scores[who].keys() == target.POINTS.keys() and sum(scores[who].values()) == 0, who
    assert set(scores) == {"aaa", "zzz", "forged", "strangers", "bomb", "names"}


@pytest.mark.slow
def test_a_notebook_of_thousands_of_likely_cells_is_soon_done_with(tmp_path: Path) -> None:
    """None of the marks is there, and each cell could be any of the missing ones."""
    _, released = target.make_course(tmp_path / "course")
    words = ["lines", "def", "return", "paid", "back", "total", "basket", *"()[]:,.=", "assert", "check"]
    cells = [
        {"cell_type": "code", "source": " ".join(words[n % 7 :] * 30), "metadata": {}, "outputs": []}
        for n in range(2_900)
    ]
    last = [cell for cell in json.loads(released)["cells"] if cell["id"].startswith("answer_")][-1]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    books = {n: json.dumps({**notebook, "cells": [*cells[:n], last]}).encode() for n in (360, 2_900)}
    wanted = wanted_of(target.LESSON, released)
    assert grows(lambda n: repair(read_notebook(books[n], NAME), wanted), *books, at_most=24)
    assert calls(lambda: repair(read_notebook(books[2_900], NAME), wanted)) < 2_900 * 200
