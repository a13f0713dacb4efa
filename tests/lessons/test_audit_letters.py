"""The open test of an audit knows the letters that the lesson's own table of kinds has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from classroom.check.kinds import LETTERS

COURSE = Path(__file__).parents[2] / "course"
NOTEBOOKS = [
    path for path in sorted(COURSE.rglob("*.ipynb")) if "check.rows(" in path.read_text(encoding="utf-8")
]


def test_there_are_audits():
    assert len(NOTEBOOKS) >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_audit_takes_the_letters_of_its_table(path):
    cells = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    listed = ""
    for text in cells:
        listed = "".join(re.findall(r"^\| \*\*([a-z])\*\* \|", text, re.MULTILINE)) or listed
        if "check.rows(" in text:
            given = re.search(r'kinds="([a-z]+)"', text)
            assert (given[1] if given else LETTERS) == listed
