"""A program's fingerprints: the same for programs that differ only in names, comments and layout.

The program is read as a syntax tree. Names that it makes itself (variables, parameters, functions) are all
one name; attributes, keywords, built-in names and constants stay. The tree is written out as a row of
tokens, and of all runs of tokens some are kept by a rule that finds every long common run (winnowing:
Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for document fingerprinting", SIGMOD).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from staffroom.grading.inside.parsed import parse

#: Tokens in a run, and runs of which one is kept: a common row of RUN + WINDOW - 1 tokens is always found.
RUN = 10
WINDOW = 5
_PRIME = 2**61 - 1
_BASE = 1_000_003
_GONE = pow(_BASE, RUN, _PRIME)
_STIR = 0x9E3779B97F4A7C15 % _PRIME


def fingerprints(source: str, salt: str = "") -> frozenset[int]:
    """The fingerprints of a program; empty if it cannot be read as Python, or is too short to tell."""
    return winnow(list(tokens(source)), salt)


def winnow(row: list[str], salt: str = "") -> frozenset[int]:
    """Keep some of the runs of a row of tokens: in each window the one with the smallest hash."""
    if len(row) < RUN:
        return frozenset()
    hashes = _hashes([_number(word) for word in row], _number(salt))
    spans = range(max(1, len(hashes) - WINDOW + 1))
    return frozenset(min(hashes[n : n + WINDOW]) for n in spans)


def _hashes(row: list[int], salt: int) -> list[int]:
    """A hash for each run, rolled on from the one before (Karp and Rabin), with the salt stirred in."""
    found, rolling = [], 0
    for n, number in enumerate(row):
        rolling = (rolling * _BASE + number) % _PRIME
        if n >= RUN:
            rolling = (rolling - row[n - RUN] * _GONE) % _PRIME
        if n >= RUN - 1:
            found.append((rolling ^ salt) * _STIR % _PRIME)
    return found


@lru_cache(maxsize=65_536)
def _number(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % _PRIME


def tokens(source: str) -> Iterator[str]:
    """Write a program as a row of tokens; nothing if it is not Python."""
    try:
        tree = parse(_without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    own = _own_names(tree)
    stack: list[ast.AST | str] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if _is_docstring(node):
            continue
        yield from _word(node, own)
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.If, ast.With, ast.ClassDef)):
            stack.append("end")
        stack.extend(reversed(children))


def _word(node: ast.AST, own: set[str]) -> Iterable[str]:
    if isinstance(node, (ast.Load, ast.Store, ast.Del, ast.Expr, ast.Module, ast.arguments, ast.Pass)):
        return ()
    if isinstance(node, ast.Name):
        return ("v" if node.id in own else f"name {node.id}",)
    if isinstance(node, ast.arg):
        return ("v",)
    if isinstance(node, ast.Attribute):
        return (f".{node.attr}",)
    if isinstance(node, ast.keyword):
        return (f"{node.arg}=",)
    if isinstance(node, ast.Constant):
        return (f"const {type(node.value).__name__} {str(node.value)[:40]}",)
    if isinstance(node, ast.alias):
        return (f"import {node.name}",)
    return (type(node).__name__,)


def _own_names(tree: ast.AST) -> set[str]:
    """The names that a program makes, imports excepted."""
    own: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
    return own


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _without_magics(source: str) -> str:
    """A cell's code without the lines that only a notebook understands."""
    return "\n".join(
        "" if line.lstrip()[:1] in ("%", "!", "?") or line.rstrip().endswith("?") else line
        for line in source.split("\n")
    )
