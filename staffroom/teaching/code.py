"""What a code cell defines, needs, changes and calls, read from its syntax tree."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Callable
from functools import cache

from staffroom.grading.inside.parsed import parse as one_at_a_time
from staffroom.lessons.source import Cell, Lesson

CODE_KINDS = ("code", "answer", "try", "test", "predict", "puzzle")


def parse(source: str) -> ast.Module | None:
    """Parse a cell; None where it is not Python (a broken answer is somebody's answer all the same)."""
    try:
        return one_at_a_time(source)
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


@cache
def names(source: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the module-level names that a cell (binds, needs from elsewhere, changes in place).

    A name that the cell binds before it reads it is not needed. What a function's body reads is needed when
    the function is called, so it only counts if the cell does not bind it at all.
    """
    tree = parse(source)
    if tree is None:
        return frozenset(), frozenset(), frozenset()
    reader = _Reader()
    reader.block(tree.body)
    needed = (reader.needed | (reader.later - reader.bound)) - set(dir(builtins))
    return frozenset(reader.bound), frozenset(needed), frozenset(_changed(tree))


class _Reader:
    """Goes through statements in the order in which they run, and notes what is bound and what is needed."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.needed: set[str] = set()
        self.later: set[str] = set()

    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.reads(*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d))
            self.later |= _globals_of(node)
            self.bound.add(node.name)
        elif isinstance(node, ast.ClassDef):
            self.reads(*node.decorator_list, *node.bases)
            self.later |= {name for part in node.body for name in _loads(part)}
            self.bound.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.bound |= {(alias.asname or alias.name.split(".")[0]) for alias in node.names}
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.reads(node.iter)
            self.binds(node.target)
            self.block([*node.body, *node.orelse])
        elif isinstance(node, (ast.While, ast.If)):
            self.reads(node.test)
            self.block([*node.body, *node.orelse])
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self.reads(item.context_expr)
                if item.optional_vars:
                    self.binds(item.optional_vars)
            self.block(node.body)
        elif isinstance(node, ast.Try):
            self.block(node.body)
            for handler in node.handlers:
                self.reads(*([handler.type] if handler.type else []))
                self.bound |= {handler.name} if handler.name else set()
                self.block(handler.body)
            self.block([*node.orelse, *node.finalbody])
        else:
            self.reads(node)
            self.binds(node)

    def reads(self, *nodes: ast.AST) -> None:
        self.needed |= {name for node in nodes for name in _loads(node)} - self.bound

    def binds(self, node: ast.AST) -> None:
        inner = _comprehension_names(node)
        self.bound |= {
            name.id
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store) and name.id not in inner
        }


def _loads(node: ast.AST) -> set[str]:
    """Names read in a piece of code, without those that a comprehension or a lambda binds for itself."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        found.add(node.target.id)
    return found - _comprehension_names(node)


def _comprehension_names(node: ast.AST) -> set[str]:
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.comprehension):
            found |= {n.id for n in ast.walk(inner.target) if isinstance(n, ast.Name)}
        elif isinstance(inner, ast.Lambda):
            found |= {a.arg for a in [*inner.args.args, *inner.args.kwonlyargs]}
    return found


def _globals_of(function: ast.AST) -> set[str]:
    """Names that a function's body takes from the module."""
    table = symtable.symtable(ast.unparse(function), "function", "exec")
    found: set[str] = set()
    scopes = list(table.get_children())
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        found |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return found


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


@cache
def imported(source: str) -> frozenset[str]:
    """Names that a cell binds by import."""
    tree = parse(source)
    found: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((alias.asname or alias.name.split(".")[0]) for alias in node.names)
    return frozenset(found)


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
    open_names = {i: facts[i][1] for i in wanted if i in facts}
    for i in sorted(facts, reverse=True):
        later = set().union(*(read for j, read in open_names.items() if j > i), set())
        bound, read, changed = facts[i]
        if i in taken or (bound | (changed - modules)) & later:
            taken.add(i)
            open_names[i] = read
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
