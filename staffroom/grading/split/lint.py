"""Idioms that cannot work in a test, because it runs in another process than the student's code.

Each finding says what the test would really see, and what to write instead.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from staffroom.grading.split.uses import uses


@dataclass(frozen=True)
class Finding:
    """One place in a test: its line in the cell, from 1 on, a key, and a sentence."""

    line: int
    key: str
    says: str


_SAYS = {
    "magic": "a line for IPython (% or !) is no Python, and tests run without IPython. Write it in Python.",
    "source": "the student's source code is not in the tests' process. Write `check.source(\"name\")`.",
    "figure-state": "figures that students drew are not in the tests' process. "
    "Let the answer be the figure or its axes, and look at `check.picture(answer)`.",
    "typed": "the student's `input` is another one. Put the call below `with check.typed('3'):`.",
    "patched": "what is patched here is not patched where the student's code runs. "
    "Hand the function what it needs, or a function of the test's.",
    "shell": "the notebook's history is not in the tests' process. Write `check.source(\"name\")`.",
    "veiled": "names reached through `{what}` are those of the tests alone. Use the name itself.",
    "main": "`__main__` is the tests' own. Use the name itself.",
    "identity": "values come as copies, so nothing of the student's `is` something else. Write `==`.",
    "file": "files that students' code wrote are not in the tests' process. "
    "Let the answer give the content back.",
    "warned": "warnings of the student's code stay with it. Test what the function gives back.",
    "unchanged": "the function gets a copy of `{what}`, so that this would hold whatever it does. "
    "`check.call` sees what a function changes, and says so.",
    "empty": "`{what}` holds for an empty answer, too. Write `check.same`, or test its `.shape`.",
    "vacuous": "this test can only pass: it has no `assert`, no `check`, nothing that raises, no points.",
    "unnamed": "`{what}` is neither the test's own nor a name of an earlier cell.",
}  # fmt: skip


def lint(source: str, known: set[str] | None = None) -> list[Finding]:
    """Look through one test cell, hidden part included.

    `known` are the names that earlier cells make; with them, a misspelt name is found too.
    """
    if uses(source).magic:
        line = next(
            n for n, text in enumerate(source.split("\n"), 1) if text.lstrip()[:1] in ("%", "!", "?") and text
        )
        return [Finding(line, "magic", _SAYS["magic"])]
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [Finding(error.lineno or 1, "syntax", f"this is no Python: {error.msg}.")]
    found = [*_idioms(tree), *_unchanged(tree), *_empty(tree)]
    if not _can_fail(tree):
        found.append(Finding(1, "vacuous", _SAYS["vacuous"]))
    if known is not None:
        unknown = uses(source).reads - known - set(dir(builtins)) - {"display", "get_ipython"}
        for name in sorted(unknown):
            line = next((n.lineno for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name), 1)
            found.append(Finding(line, "unnamed", _SAYS["unnamed"].format(what=name)))
    return sorted(set(found), key=lambda one: (one.line, one.key))


def _idioms(tree: ast.AST) -> Iterator[Finding]:
    for node in ast.walk(tree):
        key, what = _idiom(node)
        if key:
            yield Finding(getattr(node, "lineno", 1), key, _SAYS[key].format(what=what))


_VEILED = ("globals", "locals", "vars", "eval", "exec")
_CALLS = {
    "gcf": "figure-state", "gca": "figure-state", "get_fignums": "figure-state",
    "getsource": "source", "getsourcelines": "source", "getsourcefile": "source",
    "get_ipython": "shell", "read_text": "file", "read_bytes": "file", "warns": "warned",
    "catch_warnings": "warned", "setattr": "patched",
}  # fmt: skip


def _idiom(node: ast.AST) -> tuple[str, str]:
    """The key of the idiom that a node is, and what it is about; empty if it is none."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _VEILED and isinstance(node.func, ast.Name):
            return "veiled", name
        if name == "open" and isinstance(node.func, ast.Name):
            return "file", ""
        if name == "setattr" and isinstance(node.func, ast.Name) is False:
            return "patched", ""  # monkeypatch.setattr
        if name in _CALLS and name != "setattr":
            return _CALLS[name], ""
        if name == "patch" or (
            isinstance(node.func, ast.Attribute) and _dotted(node.func).startswith("mock.")
        ):
            typed = any(isinstance(a, ast.Constant) and "input" in str(a.value) for a in node.args)
            return ("typed" if typed else "patched"), ""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and _dotted(target) in ("builtins.input", "sys.stdin"):
                return "typed", ""
    if isinstance(node, ast.Import) and any(alias.name == "__main__" for alias in node.names):
        return "main", ""
    if isinstance(node, ast.ImportFrom) and node.module == "__main__":
        return "main", ""
    if isinstance(node, ast.Name) and node.id in ("In", "Out", "_ih", "_oh"):
        return "shell", ""
    if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
        sides = [node.left, *node.comparators]
        if not any(_single(side) for side in sides):
            return "identity", ""
    return "", ""


def _single(node: ast.expr) -> bool:
    """Whether there is only one such thing, wherever it comes from: None, `...`, True, a type."""
    if isinstance(node, ast.Constant):
        return node.value is None or node.value is ... or isinstance(node.value, bool)
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") == "type"
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ("NA", "NaT", "NotImplemented", "Ellipsis") or isinstance(
        getattr(builtins, name, None), type
    )


def _dotted(node: ast.Attribute) -> str:
    return f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else f".{node.attr}"


# ------------------------------------------------------------- "the argument is as it was before the call"


def _unchanged(tree: ast.Module) -> Iterator[Finding]:
    """A copy is made of a thing, the thing is handed over, and then both are compared."""
    copies: dict[str, str] = {}
    handed: set[str] = set()
    for node in _in_order(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            original = _copy_of(node.value)
            if original:
                copies[node.targets[0].id] = original
        for pair, line in _compared(node):
            for one, other in (pair, pair[::-1]):
                if copies.get(one) == other and other in handed:
                    yield Finding(line, "unchanged", _SAYS["unchanged"].format(what=other))
        if isinstance(node, ast.Call) and not _copy_of(node):
            handed |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}


def _in_order(tree: ast.AST) -> list[ast.AST]:
    nodes = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))  # type: ignore[attr-defined]


def _copy_of(node: ast.AST) -> str:
    """The name of which an expression makes a copy; empty if it makes none."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "copy" and not node.args:
        return getattr(node.func.value, "id", "")
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in ("copy", "deepcopy", "list", "dict", "set") and len(node.args) == 1:
        return getattr(node.args[0], "id", "")
    return ""


def _compared(node: ast.AST) -> Iterator[tuple[tuple[str, str], int]]:
    """Pairs of names that a node compares."""
    names: list[str] = []
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        names = [getattr(side, "id", "") for side in (node.left, node.comparators[0])]
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        args = [getattr(arg, "id", "") for arg in node.args]
        if name in ("equals", "array_equal") and len(args) == 1 and isinstance(node.func, ast.Attribute):
            names = [getattr(node.func.value, "id", ""), args[0]]
        elif name.startswith("assert_") or name == "array_equal":
            names = args[:2]
    if len(names) == 2 and all(names):
        yield (names[0], names[1]), getattr(node, "lineno", 1)


#: With a number on the other side, these hold for an empty array: no value differs.
_HOLD_FOR_NOTHING = (
    *("allclose", "assert_allclose", "assert_array_equal"),
    *("assert_almost_equal", "assert_array_almost_equal"),
)


def _empty(tree: ast.Module) -> Iterator[Finding]:
    """NumPy's comparisons that an empty answer passes, where the test looks at no size."""
    sized = any(
        (isinstance(node, ast.Attribute) and node.attr in ("shape", "size"))
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len")
        for node in ast.walk(tree)
    )
    for node in ast.walk(tree):
        if not sized and isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _HOLD_FOR_NOTHING:
                yield Finding(node.lineno, "empty", _SAYS["empty"].format(what=name))


def _can_fail(tree: ast.Module) -> bool:
    """Whether a test can end in anything but full marks."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        return True  # points, or a call
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assert, ast.Raise)):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            home = _dotted(node.func) if isinstance(node.func, ast.Attribute) else ""
            if name.startswith("assert") or home.startswith("check."):
                return True
    return False
