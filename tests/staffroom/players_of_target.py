"""Submissions for the lesson 00_target: each attack and each honest habit is a file that fills in cells.

A file begins with a docstring: what it tries. Its text is one cell's (`total`, unless it says otherwise), or
several, each below a line `# %% <place>`: the name of an answer; `before <name>`, `after <name>`, `last` for
a cell of one's own.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from staffroom.course import Course, find_course
from staffroom.lessons.build import build

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
LESSON = "00_target"
POINTS = {"average": 1.0, "total": 3.0, "dearest": 2.0, "by_back": 2.0}

RIGHT = {
    "average": 'average = basket["paid"].mean()',
    "total": 'def total(lines):\n    return lines.loc[~lines["back"], "paid"].sum()',
    "dearest": 'dearest = basket.loc[basket["paid"].idxmax(), "thing"]',
    "by_back": 'by_back = basket.groupby("back")[["paid"]].sum()',
}
WRONG = {
    "average": "average = 0",
    "total": 'def total(lines):\n    return lines["paid"].sum()',
    "dearest": 'dearest = "pan"',
    "by_back": 'by_back = basket.groupby("back")[["paid"]].mean() + 1',
}
_PLACE = re.compile(r"^# %% (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Player:
    """One file: its name, what it says of itself, and its cells by place."""

    name: str
    about: str
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def keeps_the_rest(self) -> bool:
        """Whether the answers after the attack are right, and must count."""
        return "(keeps the rest)" in self.about


def read_player(path: Path, root: Path) -> Player:
    """Read one file."""
    text = path.read_text(encoding="utf-8")
    end = text.index('"""', 3) + 3
    about = ast.literal_eval(text[:end].strip())
    parts = _PLACE.split(text[end:].strip("\n"))
    cells = {"total": parts[0].strip("\n")} if parts[0].strip() else {}
    cells.update({place: body.strip("\n") for place, body in zip(parts[1::2], parts[2::2], strict=True)})
    return Player(path.relative_to(root).with_suffix("").as_posix(), " ".join(about.split()), cells)


def players(kind: str) -> list[Player]:
    """All files of a kind: "attacks" or "honest"."""
    root = FIXTURES / kind
    return [read_player(path, root) for path in sorted(root.rglob("*.py"))]


def make_course(root: Path, *, settings: str = "", token: str = "") -> tuple[Course, bytes]:
    """Lay a course with the lesson, and build it; gives the course and the released notebook.

    `token` is put into a hidden test as a remark: wherever it turns up, hidden source got out.
    """
    root.mkdir(parents=True, exist_ok=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\n{settings}\n", encoding="utf-8")
    shutil.copytree(FIXTURES / LESSON, root / "solutions" / LESSON)
    text = root / "solutions" / LESSON / f"{LESSON}.py"
    hidden = text.read_text(encoding="utf-8").replace("_right =", f"# {token}\n_right =")
    text.write_text(hidden, encoding="utf-8")
    course = find_course(root)
    build(course, [LESSON])
    return course, (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()


def hand_in(released: bytes, answers: dict[str, str], cells: dict[str, str], prelude: str = "") -> bytes:
    """A notebook with answers filled in, replaced by `cells`; `prelude` goes before each of these."""
    notebook = json.loads(released)
    filled = {**answers, **{place: text for place, text in cells.items() if place in RIGHT}}
    for cell in notebook["cells"]:
        name = cell["id"].removeprefix("answer_")
        if cell["id"] != name:
            cell["source"] = (prelude if name in cells else "") + filled[name]
    for n, (place, text) in enumerate((p, t) for p, t in cells.items() if p not in RIGHT):
        where, _, name = place.partition(" ")
        ids = [cell["id"] for cell in notebook["cells"]]
        at = len(ids) if where == "last" else ids.index(f"answer_{name}") + (where == "after")
        own = {"cell_type": "code", "execution_count": None, "id": f"own-{n}", "metadata": {}}
        notebook["cells"].insert(at, {**own, "outputs": [], "source": prelude + text})
    return json.dumps(notebook).encode()
