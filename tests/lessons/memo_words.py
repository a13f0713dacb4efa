"""What tests of memos share: texts without marks, agreed marks, and numbers of the course's company."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import generator
from staffroom.lessons import stories
from staffroom.lessons.stories import Frames

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (?:decision|evidence|customer|limits|language) \| (\d) \|", re.M)


@cache
def embedded(lesson: Path) -> dict[str, float]:
    """The facts of `stories.py` in a lesson's folder, on the company that comes with the course."""
    company = generator.Company.open(ROOT / "datasets" / "fernhill")
    return stories.load(lesson).facts_of(Frames(company.table, company.tables))


def plain(text: str) -> str:
    """A text without comment marks and line ends."""
    return re.sub(r"\s+", " ", re.sub(r"^# ?", "", text, flags=re.M))


def marks_of(memo: str) -> int:
    """The sum of a marked memo's five rows."""
    rows = _ROW.findall(memo)
    assert len(rows) == 5
    return sum(map(int, rows))
