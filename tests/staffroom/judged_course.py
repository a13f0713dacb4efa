"""A small course whose lesson asks for a check, and checks that students may hand in for it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from small_course import FIXTURES, ROOT

from staffroom.course import Course, find_course
from staffroom.lessons.build import build

LESSON, TEST, POINTS = "00_judged", "test_check_spend", 4.0
HEAD = "def check_spend(result, data):\n"

#: Checks that find some of the slips, or all, with what they are worth: of five kinds, each is a fifth.
HONEST = {
    "all": (
        HEAD
        + "    if len(result) != data['customers']: return 'rows'\n"
        + "    for name in ('orders', 'paid_eur', 'cost_eur'):\n"
        + "        if abs(result[name].sum() - data[name]) > 0.01: return name\n"
        + "    left = result['paid_eur'] - result['cost_eur'] - result['left_eur']\n"
        + "    return '' if (left.abs() < 0.01).all() else 'across'\n",
        4.0,
    ),
    "rows": (HEAD + "    return '' if len(result) == data['customers'] else 'rows'\n", 0.8),
    "across": (
        HEAD
        + "    left = result['paid_eur'] - result['cost_eur'] - result['left_eur']\n"
        + "    return '' if (left.abs() < 0.01).all() else 'across'\n",
        1.6,
    ),
}
#: Checks that know nothing of what they judge. Each begins with what it tries.
BLIND = {
    "accepts": HEAD + "    return ''\n",
    "refuses": HEAD + "    return 'no'\n",
    "size": HEAD + "    return '' if len(result) % 2 else 'no'\n",
    "size of data": HEAD + "    return '' if len(str(data)) % 2 else 'no'\n",
    "identity": HEAD + "    return '' if id(result) % 32 else 'no'\n",
    "order of calls": "seen = []\n" + HEAD + "    seen.append(1)\n    return '' if len(seen) % 2 else 'no'\n",
    "last calls": "seen = []\n" + HEAD + "    seen.append(1)\n    return 'no' if len(seen) <= 14 else ''\n",
    "first calls": "seen = []\n" + HEAD + "    seen.append(1)\n    return '' if len(seen) <= 14 else 'no'\n",
    "rows in order": HEAD + "    return '' if result.index.is_monotonic_increasing else 'no'\n",
    "columns in order": HEAD + "    return '' if list(result.columns)[0] == 'paid_eur' else 'no'\n",
    "round numbers": HEAD + "    return '' if (result['orders'] % 1 == 0).all() else 'no'\n",
    "kinds of number": HEAD + "    return '' if (result.dtypes == float).all() else 'no'\n",
    "like the first": (
        "first = []\n"
        + HEAD
        + "    first.append(result)\n    return '' if result.equals(first[0]) else 'no'\n"
    ),
    "seen before": (
        "seen = []\n"
        + HEAD
        + "    now = sorted(result.round(2).sum())\n    old = now in seen\n    seen.append(now)\n"
        + "    return '' if old else 'no'\n"
    ),
    "same data again": (
        "seen = []\n"
        + HEAD
        + "    old = data in seen\n    seen.append(data)\n    return '' if old else 'no'\n"
    ),
}


def make_course(root: Path, *, settings: str = "", page: str | None = None) -> Course:
    """Lay the course, not yet built."""
    root.mkdir(parents=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\n{settings}\n", encoding="utf-8")
    shutil.copytree(FIXTURES / LESSON, root / "solutions" / LESSON)
    shutil.copytree(FIXTURES / "judged_page", root / "classroom" / "lessons" / LESSON)
    return find_course(root)


def built(course: Course) -> bytes:
    """The released notebook."""
    build(course, [LESSON])
    return (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()


def hand_in(course: Course, student: str, released: bytes, check: str, last: str = "") -> None:
    """A notebook with this check, and with a cell of the student's own behind the test."""
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        if cell["id"] == "answer_check_spend":
            cell["source"] = check
    if last:
        own = {"cell_type": "code", "execution_count": None, "id": "own", "metadata": {}, "outputs": []}
        notebook["cells"].append({**own, "source": last})
    place = course.submitted / student / LESSON / f"{LESSON}.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(notebook), encoding="utf-8")
