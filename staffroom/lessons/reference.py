"""A lesson's reference: `solutions/<lesson>/reference.py`, what its tests, ranges and stories compute with.

A hidden test says `reference.line_pnl`. When the lesson is read, the function and all that it stands on are
put into the test's own hidden part, as `_line_pnl`: a test cell then needs no file beside it, wherever it is
run, and a change of the reference is a change of the test.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from generator.errors import UserError

FILE = "reference.py"
NAME = "reference"
_OPENING = "### BEGIN HIDDEN TESTS"
#: Where something of the reference is used.
USE = re.compile(rf"(?<![\w.]){NAME}\.(?P<name>[A-Za-z_]\w*)")


def load(lesson: Path) -> ModuleType:
    """Import the reference in a lesson's folder.

    Raises `UserError` if there is none, or if it stops with an error.
    """
    return load_file(lesson / FILE)


def load_file(path: Path, **beside: ModuleType) -> ModuleType:
    """Import a file of a lesson's folder; `beside` are modules that it may import by these names.

    Raises `UserError` if there is no such file, or if it stops with an error.
    """
    if not path.is_file():
        raise UserError(f"{path}: there is no such file.")
    spec = importlib.util.spec_from_file_location(f"{path.stem}_of_{path.parent.name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = {name: sys.modules.get(name) for name in beside}
    sys.modules.update(beside)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UserError(f"{path}: it stops with {type(error).__name__}: {error}.") from error
    finally:
        for name, other in before.items():
            del sys.modules[name]
            if other is not None:
                sys.modules[name] = other
    return module


def inlined(source: str, lesson: Path, where: str) -> tuple[str, int]:
    """A test cell with the reference's functions put into its hidden part, and how many lines that added.

    `where` is the cell's place, for the sentence. Raises `UserError` where the reference is used in the open
    part, or names a function that is not there.
    """
    wanted = [found["name"] for found in USE.finditer(source)]
    if not wanted:
        return source, 0
    head, opening, hidden = source.partition(_OPENING)
    if USE.search(head) or not opening:
        raise UserError(f"{where}: `{NAME}.{wanted[0]}` would be released; use it in the hidden tests alone.")
    text = pieces(lesson, wanted, where)
    hidden = USE.sub(r"_\g<name>", hidden).lstrip("\n")
    return f"{head}{opening}\n{text}\n\n{hidden}", text.count("\n") + 2


def pieces(lesson: Path, wanted: list[str], where: str) -> str:
    """The reference's functions of these names and all that they stand on, under their inlined names.

    Raises `UserError` for a name that is not there; `where` is the place that wants them.
    """
    return "\n".join(_Module(lesson / FILE).pieces(wanted, where))


class _Module:
    """The text of a reference, piece by piece."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
            self.tree = ast.parse(self.text)
        except FileNotFoundError:
            raise UserError(
                f"{path}: there is no such file; put the lesson's right functions there."
            ) from None
        except (SyntaxError, UnicodeDecodeError) as error:
            raise UserError(f"{path}: it cannot be read: {error}.") from None
        self.imports: dict[str, ast.stmt] = {}
        self.own: dict[str, ast.stmt] = {}
        for node in self.tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.imports |= {(a.asname or a.name).partition(".")[0]: node for a in node.names}
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                self.own[node.name] = node
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self.own |= {t.id: node for t in targets if isinstance(t, ast.Name)}

    def pieces(self, wanted: list[str], where: str) -> Iterator[str]:
        """Imports first, then constants and functions in the order of the file, under their inlined names."""
        needed = self._needed(wanted, where)
        nodes = [node for node in self.tree.body if node in needed]
        plain = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
        yield from (self._text(node) for node in plain)
        for node in nodes:
            if node not in plain:
                apart = "\n\n" if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else ""
                yield apart + self._text(node)
        yield ""

    def _needed(self, wanted: list[str], where: str) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        rest = list(dict.fromkeys(wanted))
        for name in rest:
            if name not in self.own:
                raise UserError(f"{where}: {self.path.name} has no function `{name}`.")
        while rest:
            name = rest.pop()
            node = self.own.get(name) or self.imports.get(name)
            if node is None or node in found:
                continue
            found.append(node)
            if name in self.own:
                self._require_one_meaning(node)
                rest += [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
        return found

    def _require_one_meaning(self, node: ast.stmt) -> None:
        """A name of the module's must not be a local name, too: inlined, the two could not be told apart."""
        for part in ast.walk(node):
            local = part.arg if isinstance(part, ast.arg) else None
            if part is not node and isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                local = part.id if not isinstance(node, (ast.Assign, ast.AnnAssign)) else None
            if local in self.own:
                raise UserError(
                    f"{self.path}:{part.lineno}: `{local}` is a function of this file and a local name, too; "
                    "rename one of them."
                )

    def _text(self, node: ast.stmt) -> str:
        """The node's own text, remarks included, with the module's names under their inlined ones."""
        lines = self.text.split("\n")[node.lineno - 1 : node.end_lineno]
        marks = [
            (part.lineno, part.col_offset)
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and part.id in self.own
        ]
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            marks.append((node.lineno, node.col_offset + (4 if isinstance(node, ast.FunctionDef) else 6)))
        for line, column in sorted(marks, reverse=True):
            raw = lines[line - node.lineno].encode()
            lines[line - node.lineno] = (raw[:column] + b"_" + raw[column:]).decode()
        return "\n".join(lines)
