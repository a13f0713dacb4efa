"""What a code cell defines, needs, changes and calls, read from its syntax tree."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Callable, Iterator

from staffroom.lessons.source import Cell, Lesson

CODE_KINDS = ("code", "answer", "try", "test", "predict", "puzzle")


def parse(source: str) -> ast.Module | None:
    """Parse a cell; None where it is not Python (a broken answer is somebody's answer all the same)."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def docstring_lines(tree: ast.AST) -> set[int]:
    """Line numbers that docstrings take up."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and node.body:
            first = node.body[0]
            text = first.value if isinstance(first, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def code_lines(source: str) -> list[int]:
    """Numbers (from 1) of the lines that a reader must understand: no blank, remark or docstring."""
    tree = parse(source)
    skip = docstring_lines(tree) if tree else set()
    return [
        number
        for number, line in enumerate(source.split("\n"), 1)
        if line.strip() and not line.strip().startswith("#") and number not in skip
    ]


def solution_lines(source: str) -> list[int]:
    """Numbers of the code lines inside the author's solution regions."""
    inside, within = False, set()
    for number, line in enumerate(source.split("\n"), 1):
        if "### BEGIN SOLUTION" in line:
            inside = True
        elif "### END SOLUTION" in line:
            inside = False
        elif inside:
            within.add(number)
    return [number for number in code_lines(source) if number in within]


def hidden_lines(source: str) -> set[int]:
    """Numbers of the lines inside regions of hidden tests."""
    inside, within = False, set()
    for number, line in enumerate(source.split("\n"), 1):
        if "### BEGIN HIDDEN TESTS" in line:
            inside = True
        elif "### END HIDDEN TESTS" in line:
            inside = False
        elif inside:
            within.add(number)
    return within


# ------------------------------------------------------------------------------------------ names


def names(source: str) -> tuple[set[str], set[str], set[str]]:
    """Give the module-level names that a cell (binds, reads, changes in place); imports count as bound."""
    tree = parse(source)
    if tree is None:
        return set(), set(), set()
    bound: set[str] = set()
    read: set[str] = set()
    table = symtable.symtable(source, "cell", "exec")
    for scope in _scopes(table):
        top = scope is table
        for symbol in scope.get_symbols():
            ours = top or symbol.is_global()
            if ours and (symbol.is_assigned() or symbol.is_imported() or (top and symbol.is_namespace())):
                bound.add(symbol.get_name())
            if ours and symbol.is_referenced():
                read.add(symbol.get_name())
    return bound, read - set(dir(builtins)), _changed(tree)


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _changed(tree: ast.Module) -> set[str]:
    """Names whose object a cell alters: `x[...] = `, `x.y = `, and a bare call `x.update(...)`."""
    changed: set[str] = set()
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            targets = [node.value.func]
        for target in targets:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                base = root(target)
                if base:
                    changed.add(base)
    return changed


def root(node: ast.expr) -> str | None:
    """The name at the left end of a chain: `orders` in `orders.groupby("x")["y"].sum`."""
    while True:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return None


def imported(source: str) -> set[str]:
    """Names that a cell binds by import."""
    tree = parse(source)
    found: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((alias.asname or alias.name.split(".")[0]) for alias in node.names)
    return found


def needed(lesson: Lesson, wanted: list[int], text: Callable[[Cell], str]) -> list[int]:
    """Find the cells before and between `wanted` cells that these need, by the names they use.

    `wanted` and the result are places in `lesson.cells`, the result in order and with `wanted` in it. `text`
    gives a cell's source. Test and try cells define nothing that others may rely on, so they are left out.
    """
    facts = {
        i: names(text(cell))
        for i, cell in enumerate(lesson.cells)
        if cell.kind in CODE_KINDS and (cell.kind not in ("test", "try") or i in wanted)
    }
    modules = set().union(*(imported(text(lesson.cells[i])) for i in facts)) if facts else set()
    taken = set(wanted)
    open_names = {i: set(facts[i][1]) for i in wanted if i in facts}
    for i in sorted(facts, reverse=True):
        later = set().union(*(read for j, read in open_names.items() if j > i), set())
        bound, read, changed = facts[i]
        if i in taken or (bound | (changed - modules)) & later:
            taken.add(i)
            open_names[i] = set(read)
    return sorted(taken)


# ------------------------------------------------------------------------------------------ calls


def calls(tree: ast.AST) -> list[tuple[str, ast.AST]]:
    """List what a piece of code calls or reaches into.

    A function is `len` or `pd.concat` (a dotted name whose left end is a plain name), a method or accessor
    is `.groupby`, `.loc`, `.dt`. A plain attribute at the end of a chain may be a column and is left out.
    """
    found: list[tuple[str, ast.AST]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.append((node.func.id, node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((_dotted(node.func), node))
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Attribute):
            found.append((f".{node.value.attr}", node))
    return found


def _dotted(func: ast.Attribute) -> str:
    if isinstance(func.value, ast.Name):
        return f"{func.value.id}.{func.attr}"
    return f".{func.attr}"


def is_choice(cell: Cell) -> bool:
    """Whether an exercise only asks to choose: its reference answer assigns nothing but literals."""
    tree = parse(cell.source)
    if tree is None or cell.kind != "answer":
        return False
    kept = set(solution_lines(cell.source))
    body = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno in kept]
    return bool(body) and all(isinstance(node, ast.Assign) and _literal(node.value) for node in body)


def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
