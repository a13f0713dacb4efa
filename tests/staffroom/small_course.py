"""A small course with a small lesson, and what students may hand in for it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"
LESSON = "00_small"


def make_course(root: Path) -> Path:
    """Lay a course folder with the small lesson's text in it, not yet built."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    shutil.copytree(FIXTURES / LESSON, root / "solutions" / LESSON)
    return root


def submit(root: Path, student: str, notebook: dict | bytes | str, name: str = f"{LESSON}.ipynb") -> Path:
    """Put a file into a student's folder as if it had been handed in."""
    path = root / "submitted" / student / LESSON / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, dict):
        notebook = json.dumps(notebook)
    path.write_bytes(notebook.encode("utf-8") if isinstance(notebook, str) else notebook)
    return path


def answered(released: bytes, **answers: str) -> dict:
    """A student's notebook: the released one with cells filled in, named by their id."""
    notebook = json.loads(released)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for name, text in answers.items():
        cells[name]["source"] = text
    return notebook
