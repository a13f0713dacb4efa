"""What a test may ask of the student's work besides its values: the text in which a name was written.

    source = check.source("line_pnl")
    with check.typed("3", "yes"):
        got = check.call(ask_twice, "ask_twice")

The same call works in the student's Lab, under nbgrader, and where tests run in another process than the
student's code.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import sys
from collections.abc import Iterator
from typing import Any, Protocol


class Asked(Protocol):
    """Whoever can be asked where the student's code runs elsewhere."""

    def source(self, name: str) -> str:
        """The student's text of a name; empty if there is none."""
        ...

    def elsewhere(self, function: Any) -> bool:
        """Whether this stands for a function of the student's that runs in another process."""
        ...

    def type_in(self, answers: list[str] | None) -> None:
        """What `input` gives there during each call from now on; None: nothing is typed."""
        ...

    def describe(self, thing: Any) -> dict[str, Any]:
        """What is in a figure of the student's."""
        ...


_asked: list[Asked] = []


def ask(whom: Asked) -> None:
    """Ask there from now on, instead of the notebook of this process."""
    _asked[:] = [whom]


def elsewhere(function: Any) -> bool:
    """Whether a function runs in another process than this one; it has `changed_input` after a call then."""
    return bool(_asked) and _asked[-1].elsewhere(function)


def described(thing: Any) -> dict[str, Any] | None:
    """What is in a figure that is in another process; None if the thing is in this one."""
    return _asked[-1].describe(thing) if elsewhere(thing) else None


@contextlib.contextmanager
def typed(*answers: str) -> Iterator[None]:
    """Let `input` give these answers, one after the other, to the call of a student's function in the block.

    One call in a block: the answers begin anew with the next. When they are used up, `input` raises EOFError.
    """
    if _asked:
        _asked[-1].type_in(list(answers))
        try:
            yield
        finally:
            _asked[-1].type_in(None)
        return
    left, usual = list(answers), builtins.input

    def answer(prompt: object = "", /) -> str:
        if not left:
            raise EOFError("nothing more is typed")
        return left.pop(0)

    builtins.input = answer
    try:
        yield
    finally:
        builtins.input = usual


def source(name: str) -> str:
    """The text in which the student defined `name` last: a function, a class, or an assignment.

    Empty text if no cell that ran defines it. A function keeps its decorators; remarks are kept as written.
    """
    if _asked:
        return _asked[-1].source(name)
    return latest(name, _cells_so_far())


def nodes(name: str) -> list[ast.AST]:
    """All that the text holds in which the student defined `name`; nothing where it cannot be read."""
    try:
        return list(ast.walk(ast.parse(source(name))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _cells_so_far() -> list[str]:
    """Sources of the cells that ran in this kernel, the running one left out."""
    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return []
    return [str(text) for text in shell.user_ns.get("In", [])[:-1]]


def latest(name: str, cells: list[str]) -> str:
    """The text of the last definition of a name in these cells; empty if there is none."""
    for text in reversed(cells):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in reversed(tree.body):
            if _binds(node, name):
                return _text(text, node)
    return ""


def _binds(node: ast.stmt, name: str) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name == name
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.With)):
        return any(
            isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(node)
        )
    return False


def _text(text: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(text.split("\n")[first - 1 : node.end_lineno])
