"""The room as a whole: quick to enter, and open only to the side it may be open to."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import classroom

ROOM = Path(classroom.__file__).parent
HEAVY = [
    "matplotlib",
    "seaborn",
    "ipywidgets",
    "pydantic",
    "scipy",
    "nbgrader",
    "IPython",
    "yaml",
    "staffroom",
]


def fresh(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_entering_imports_no_more_than_pandas_brings():
    code = "import pandas, sys; had = set(sys.modules)\n"
    code += "from classroom import load, check, study, explore, figures\n"
    code += "import json; print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - had})))"
    new = set(json.loads(fresh(code)))
    assert new.isdisjoint(HEAVY)
    assert {"classroom", "generator"} <= new


def test_the_package_alone_brings_nothing():
    code = "import sys, classroom; print([n for n in ('pandas', 'numpy') if n in sys.modules])"
    assert fresh(code).strip() == "[]"


def test_the_public_names():
    assert {"load", "check", "study", "explore", "figures"} <= set(dir(classroom))
    for name in classroom.__all__:
        assert getattr(classroom, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'grades'"):
        classroom.grades  # noqa: B018


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_it_looks_only_towards_the_generators_observable_side():
    for path in ROOM.rglob("*.py"):
        for name in imported(path):
            assert name.split(".")[0] not in ("staffroom", "nbgrader", "solutions"), path
            assert "truth" not in name, path


def test_files_are_short():
    for path in ROOM.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_every_doc_example_of_a_public_function_exists():
    """Names that the docstrings of the rooms show are really there."""
    import re

    from classroom import check, explore, figures, study

    for room in (check, study, explore, figures):
        short = room.__name__.split(".")[-1]
        for name in re.findall(rf"\b{short}\.(\w+)\(", room.__doc__):
            assert hasattr(room, name), f"{short}.{name}"
