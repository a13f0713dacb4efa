"""Run one cell of trusted code, as a notebook would: what it prints and shows, its last value, its error.

There is no IPython here: magics are no Python, and fail as a syntax error.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
from collections.abc import Callable
from typing import Any

from .memo import MARK, prepare, remember

#: Characters of a text that is kept.
LONGEST = 20_000

Output = dict[str, Any]


class Printed(io.StringIO):
    """What a test cell prints; what the student's functions print meanwhile is not written here."""


def run_cell(
    source: str, names: dict[str, Any], label: str, tell: Callable[[BaseException], Output]
) -> list[Output]:
    """Run `source` in `names`; gives its outputs. `tell` puts an error into an output.

    Nothing that the cell raises gets through.
    """
    printed, shown = Printed(), []

    def display(*things: Any, **_how: Any) -> None:
        for thing in things:
            shown.append(_shown("display_data", thing))

    names["display"], names[MARK] = display, remember
    error: Output | None = None
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        try:
            body, last = parts(source, label)
            exec(body, names)
            if last is not None:
                value = eval(last, names)
                if value is not None:
                    shown.append(_shown("execute_result", value))
        except BaseException as raised:
            error = tell(raised)
    text = printed.getvalue()[:LONGEST]
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    return [*outputs, *shown, *([error] if error else [])]


@functools.cache
def parts(source: str, label: str) -> tuple[Any, Any]:
    """The cell's statements, and its last expression if it ends in one that is shown, both compiled.

    Kept: what the warm process has compiled, no submission's process compiles again. Raises SyntaxError.
    """
    tree = prepare(ast.parse(source, label))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = compile(ast.Expression(tree.body.pop().value), label, "eval")
    return compile(tree, label, "exec"), last


def _shown(kind: str, value: Any) -> Output:
    output: Output = {"output_type": kind, "metadata": {}, "data": {"text/plain": repr(value)[:LONGEST]}}
    if kind == "execute_result":
        output["execution_count"] = None
    return output


def line_in(error: BaseException, label: str) -> int | None:
    """The line of the cell `label` in which an error arose; the innermost one of that cell."""
    found = error.lineno if isinstance(error, SyntaxError) and error.filename == label else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == label:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
