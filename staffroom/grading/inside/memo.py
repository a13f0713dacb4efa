"""Functions of test cells that only reckon are worked out once for the class, while the process warms up.

A test's own `_wanted(tables)` gives every submission the same. What such a function gave while the author's
notebook was rehearsed is kept with what its arguments were built of; called with the same again, it hands
out a lazy copy. Anything that might look at the student's work, at chance, time or files is run every time.
"""

from __future__ import annotations

import ast
import builtins
import functools
import hashlib
import symtable
from collections.abc import Callable
from typing import Any

from .copies import alike, build, copied

#: What stands in front of a function that is remembered.
MARK = "_centric_remember"
#: Builtins and attributes by which a function would be more than its arguments.
_OUTSIDE = {
    *("open", "input", "print", "exec", "eval", "compile", "globals", "locals", "vars"),
    *("getattr", "setattr", "delattr", "__import__", "id"),
}
_CHANGING = {"random", "now", "today", "time", "uniform", "normal", "seed", "environ", "read_csv", "to_csv"}
#: Entries of one function.
MOST = 50

_entries: dict[str, list[tuple[Any, Any]]] = {}
_recording = False


def record(on: bool) -> None:
    """Keep what functions give from here on, or only look it up."""
    global _recording
    _recording = on


def held() -> list[Any]:
    """All results that are kept."""
    return [result for entries in _entries.values() for _, result in entries]


def remember(key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: look up what the function gave for these arguments."""

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def looked_up(*args: Any, **kwargs: Any) -> Any:
            given = _build_of((*args, *kwargs.values()))
            if given is None:
                return function(*args, **kwargs)
            given = [("names", tuple(kwargs)), *given]
            for other, result in _entries.get(key, ()):
                if len(given) == len(other) and all(map(_alike, given, other)):
                    return copied(result, {})
            result = function(*args, **kwargs)
            if _recording:
                _keep(key, given, (args, kwargs), result)
            return result

        return looked_up

    return around


def _keep(key: str, given: list[Any], arguments: Any, result: Any) -> None:
    args, kwargs = arguments
    after = _build_of((*args, *kwargs.values()))
    entries = _entries.setdefault(key, [])
    if after is None or not all(map(_alike, given[1:], after)) or len(entries) >= MOST:
        return  # it alters its arguments
    entries.append((given, copied(result, {})))


_PLAIN = (int, float, str, bool, bytes, type(None))


def _build_of(values: tuple[Any, ...]) -> list[Any] | None:
    """What arguments are built of; None if one is of a kind that cannot be compared so."""
    import pandas as pd

    from classroom.data import Tables

    found: list[Any] = []
    for value in values:
        if type(value) in _PLAIN:
            found.append(("plain", type(value), value))
        elif type(value) is Tables:
            found.append(("tables", value._where))
        elif type(value) in (pd.DataFrame, pd.Series):
            found.append(build(value))
        elif type(value) in (list, tuple):
            inner = _build_of(tuple(value))
            if inner is None:
                return None
            found += [("items", type(value), len(inner)), *inner]
        else:
            return None
    return found


def _alike(one: Any, other: Any) -> bool:
    if one[0] == "frame" and other[0] == "frame":
        return alike(one, other)
    return bool(one[0] != "frame" and other[0] != "frame" and one == other)


# ------------------------------------------------------------------------- which functions only reckon


def prepare(tree: ast.Module) -> ast.Module:
    """Put the decorator in front of a cell's own functions that only reckon."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    modules = _modules(tree)
    pure = {name for name, node in functions.items() if _reckons(node)}
    while True:
        fits = {name for name in pure if _outer(functions[name]) <= pure | modules | {name} | _safe()}
        if fits == pure:
            break
        pure = fits
    for name in pure:
        used = sorted(_used(name, functions, pure))
        text = "\n".join(ast.dump(functions[one]) for one in used)
        node = functions[name]
        mark = ast.Call(
            ast.Name(MARK, ast.Load()), [ast.Constant(hashlib.sha256(text.encode()).hexdigest())], []
        )
        node.decorator_list = [ast.copy_location(mark, node)]
    return ast.fix_missing_locations(tree)


def _modules(tree: ast.Module) -> set[str]:
    """Names bound by import alone, of packages that only reckon."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {
                alias.asname or alias.name
                for alias in node.names
                if alias.name in ("pandas", "numpy", "math", "statistics", "itertools", "functools", "re")
            }
    bound_otherwise = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return found - bound_otherwise


@functools.cache
def _safe() -> frozenset[str]:
    return frozenset(dir(builtins)) - _OUTSIDE


def _reckons(node: ast.FunctionDef) -> bool:
    if node.decorator_list:
        return False
    for part in ast.walk(node):
        if isinstance(part, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Await, ast.Import)):
            return False
        if isinstance(part, ast.Attribute) and part.attr in _CHANGING:
            return False
    return True


def _outer(node: ast.FunctionDef) -> set[str]:
    """Names that a function takes from outside of itself, its defaults included."""
    found: set[str] = set()
    scopes = [symtable.symtable(ast.unparse(node), "test", "exec")]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        found |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return found


def _used(name: str, functions: dict[str, ast.FunctionDef], pure: set[str]) -> set[str]:
    found, rest = {name}, [name]
    while rest:
        for other in _outer(functions[rest.pop()]) & pure - found:
            found.add(other)
            rest.append(other)
    return found
