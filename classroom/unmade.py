"""A name is missing because the cell that makes it has not run to its end: which cell, in one sentence.

Where a cell stops, each later one that needs its names would stop with a NameError and a page of code. Which
cell makes a name stands in the notebook itself.
"""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any

from classroom.errors import wrapped
from classroom.notebook import this_notebook
from classroom.words import say

_HEADING = re.compile(r"^#{1,4} +(?P<words>.+?)\s*$", re.MULTILINE)
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_STANDING = ("...", "None")
"""What a cell gives a name that is still to be answered."""


def watch() -> None:
    """Let the notebook that runs here say so; outside of one, and while one is graded, do nothing."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None and os.environ.get("NBGRADER_EXECUTION") != "autograde":
        shell.set_custom_exc((NameError,), _tell)


def _tell(
    shell: Any,
    kind: type[NameError],
    error: NameError,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show the error as IPython does, or as one sentence if a cell of this notebook makes the name."""
    said = sentence(error)
    if said:
        error._render_traceback_ = lambda: wrapped(said)  # type: ignore[attr-defined]
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def sentence(error: NameError) -> str:
    """Which cell makes the missing name; nothing if no cell does."""
    path = this_notebook()
    if path is None or not isinstance(error.name, str):
        return ""
    try:
        heading = made_under(path, error.name)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return "" if heading is None else say("unmade.name", name=error.name, heading=heading)


def made_under(path: Path, name: str) -> str | None:
    """The heading above the first cell of a notebook that makes a name; None if no cell does.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError, RecursionError
        the file is no notebook
    """
    heading = ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = ([found["words"] for found in _HEADING.finditer(text)] or [heading])[-1]
        elif cell["cell_type"] == "code" and name in made_by(text):
            return heading
    return None


def made_by(source: str) -> set[str]:
    """The names that a cell gives a value to, outside of its functions; `...` is no value."""
    try:
        tree = ast.parse(_MAGIC.sub("", source))
    except SyntaxError:
        return set()
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in _STANDING:
            continue
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        else:
            found |= {
                part.id
                for part in ast.walk(node)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
    return found
