"""Python's own parser, one thread at a time.

In Python 3.11 the depth of the tree that is being built is kept for all threads together: if two build one at
the same moment, either may stop with a SystemError ("AST constructor recursion depth mismatch").
"""

from __future__ import annotations

import ast
import threading

_TURN = threading.Lock()


def parse(source: str) -> ast.Module:
    """The tree of a program. Raises what `ast.parse` raises: SyntaxError, ValueError, RecursionError,
    MemoryError."""
    with _TURN:
        return ast.parse(source)
