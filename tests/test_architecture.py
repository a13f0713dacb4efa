"""The house keeps its plan: which package may know which, and what never lies in a student's folder."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "generator": {"generator"},
    "classroom": {"classroom", "generator"},
    "staffroom": {"staffroom", "classroom", "generator"},
}
# The floors of the generator, from the ground up. A file belongs to the longest name that it begins with.
FLOORS = {
    "play": ("play",),
    "what is asked": ("errors", "scenario", "schema"),
    "chance and time": (
        "draws", "maths", "rows", "block_values", "arrow_values", "clock", "latents", "newcomers",
        "catalogue", "world", "memo",
    ),
    "business": ("text", "business"),
    "making": ("vocabulary", "block", "memory", "engines", "making", "storage", "schema.documents"),
    "using": (
        "", "company", "reading", "facts", "mess", "realism", "stories", "policy", "simulate",
    ),
}  # fmt: skip
NOTEBOOK_TOOLS = {"nbgrader", "IPython", "ipywidgets", "jupyterlab", "nbformat", "nbclient", "jupytext"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, node.lineno


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_point_one_way(package):
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, line in imports(path)
        if name.split(".")[0] in set(MAY_IMPORT) - MAY_IMPORT[package]
    ]
    assert not wrong


@cache
def arrows():
    """File of the generator -> files that it imports, whenever it does: (name of the file, line)."""
    paths = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        paths[".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")] = path
    found = {name: [] for name in paths}
    for name, path in paths.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                inside = [f"{node.module}.{alias.name}" for alias in node.names]
                targets = {part if part in paths else node.module for part in inside}
            elif isinstance(node, ast.Import):
                targets = {alias.name for alias in node.names}
            else:
                continue
            found[name] += [(target, node.lineno) for target in sorted(targets & set(paths) - {name})]
    return found


def floor(name):
    """The floor of a file of the generator, as a number from the ground."""
    short = name.removeprefix("generator").removeprefix(".")
    fits = {
        room: k
        for k, rooms in enumerate(FLOORS.values())
        for room in rooms
        if short == room or (room and short.startswith(f"{room}."))
    }
    assert fits, f"{name} is on no floor: say in FLOORS on which."
    return fits[max(fits, key=len)]


def test_the_generator_is_built_floor_by_floor():
    floors = list(FLOORS)
    wrong = [
        f"{name}:{line} ({floors[floor(name)]}) imports {target} ({floors[floor(target)]})"
        for name, targets in arrows().items()
        for target, line in targets
        if floor(target) > floor(name)
    ]
    assert not wrong


def test_no_file_of_the_generator_stands_in_a_circle():
    rest = {name: {target for target, _ in targets} for name, targets in arrows().items()}
    while free := {name for name, targets in rest.items() if not targets & set(rest)}:
        rest = {name: targets for name, targets in rest.items() if name not in free}
    assert not rest, f"in a circle, or above one: {sorted(rest)}"


def test_the_generator_knows_no_notebook_and_no_grader():
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted((ROOT / "generator").rglob("*.py"))
        for name, line in imports(path)
        if name.split(".")[0] in NOTEBOOK_TOOLS
    ]
    assert not wrong


def test_the_classroom_reaches_for_the_truth_in_one_place():
    """The classroom is all that exists in a student's sandbox.

    `load.truth` alone opens truth tables, where grading has laid some, which is never in the student's reach.
    """
    found = []
    for path in sorted((ROOT / "classroom").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            # A table's own mark (`table.truth`, for leaving it out) is not the company's truth.
            reached = isinstance(node, ast.Attribute) and node.attr == "truth"
            marked = reached and isinstance(node.value, ast.Name) and node.value.id in {"table", "about"}
            if reached and not marked:
                found.append(f"{path.relative_to(ROOT).as_posix()}: {ast.unparse(node)}")
    assert found == ["classroom/data.py: open_company(path).truth"]


@pytest.mark.parametrize(
    ("package", "heavy"),
    [
        ("generator", {"numpy", "pandas", "pyarrow", "pydantic"}),
        ("classroom", {"seaborn", "matplotlib.pyplot", "ipywidgets", "scipy", "nbgrader"}),
        ("staffroom.cli", {"nbgrader", "pandas", "matplotlib", "numpy", "pydantic"}),
    ],
)
def test_imports_stay_light(package, heavy):
    """What is heavy is imported when it is used."""
    code = f"import sys, {package}; print(*[name for name in {sorted(heavy)!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_the_folders_at_the_top_are_there():
    for name in ("course", "datasets", "solutions", "generator", "tests", "classroom", "staffroom"):
        assert (ROOT / name).is_dir(), name
    for name in ("environment.yml", "README.md", "centric.py", "pyproject.toml", "requirements.lock"):
        assert (ROOT / name).is_file(), name
