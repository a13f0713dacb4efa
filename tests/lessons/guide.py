"""The walk in solutions/WRITING.md: commands with what they say, and pieces with the files they go into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from staffroom.lessons.source import parse

PATH = Path(__file__).parents[2] / "solutions" / "WRITING.md"
_FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def walk() -> Iterator[tuple[str, str]]:
    """(file, piece) and ("$", a command with the lines that it says below it), in the order of the guide."""
    for fence in _FENCE.finditer(PATH.read_text(encoding="utf-8")):
        if fence["kind"] == "console":
            yield from (("$", part) for part in re.split(r"^\$ ", fence["body"], flags=re.MULTILINE) if part)
        elif fence["file"]:
            yield fence["file"], fence["body"]


def put(path: Path, piece: str) -> None:
    """A piece in its file: in place of what stands there under the same name, or as the file."""
    if not path.is_file():
        path.write_text(piece, encoding="utf-8")
        return
    lines, new = path.read_text(encoding="utf-8").splitlines(), piece.splitlines()
    start, end = _cells(lines, new, path) if new[0].startswith("# %%") else _entry(lines, new)
    path.write_text("\n".join([*lines[:start], *new, *lines[end:]]) + "\n", encoding="utf-8")


def _cells(lines: list[str], new: list[str], path: Path) -> tuple[int, int]:
    """All cells of one exercise, and the prose above them."""
    name = next(line.split()[-1] for line in new if line.startswith("# %% [answer]"))
    cells = parse("\n".join(lines), path).cells
    own = [n for n, cell in enumerate(cells) if cell.name == name]
    return cells[own[0] - 1].line_no - 1, cells[own[-1] + 1].line_no - 1


def _entry(lines: list[str], new: list[str]) -> tuple[int, int]:
    """One entry of a YAML text, of a header, or of a module: as far as lines are indented further."""
    start = lines.index(new[0])
    after = (n for n in range(start + 1, len(lines)) if lines[n].strip())
    end = next((n for n in after if _depth(lines[n]) <= _depth(lines[start])), len(lines))
    return start, end


def _depth(line: str) -> int:
    line = line.replace("#", " ", 1) if line.startswith("#") else line
    return len(line) - len(line.lstrip())
