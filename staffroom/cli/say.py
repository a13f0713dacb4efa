"""What commands have in common: options, sentences, tables, machine-readable answers."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program to read.")]
AllowUnsandboxed = Annotated[
    bool,
    typer.Option(
        "--allow-unsandboxed",
        help="Where there is no sandbox: run students' code with YOUR rights.",
    ),
]
Lesson = Annotated[str, typer.Argument(help="The lesson (`01` will do).")]
OnlyStudents = Annotated[
    list[str] | None,
    typer.Option(
        "--student", "-s", help="Only this student; may be given more than once.", show_default=False
    ),
]
CourseDir = Annotated[
    Path | None,
    typer.Option("--course-dir", help="The course's folder, if it is not this one.", show_default=False),
]


#: So many students are named in a sentence.
MOST_NAMES = 8

#: The terminal in which a bar is moving; what is said meanwhile goes above it.
_bars: list[Console] = []


def say(text: str = "", *, err: bool = False, hang: int = 0) -> None:
    """Print text for people: on a terminal wrapped between words, anywhere else as it is.

    `hang` indents the second line of a sentence and those after it by so many columns.
    """
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        typer.echo(text, err=err)
        return
    width = width_of(stream)
    lines = [
        textwrap.fill(
            line, width, subsequent_indent=" " * min(hang, width // 2), replace_whitespace=False,
            break_long_words=False, break_on_hyphens=False,
        )
        for line in text.split("\n")
    ]  # fmt: skip
    if _bars:
        _bars[-1].print("\n".join(lines), markup=False, highlight=False, emoji=False, soft_wrap=True)
    else:
        typer.echo("\n".join(lines), err=err)


def width_of(stream: TextIO) -> int:
    """Columns of a terminal; 80 if it does not say."""
    with contextlib.suppress(KeyError, ValueError):
        return max(1, int(os.environ["COLUMNS"]))
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or 80
    return 80


@contextlib.contextmanager
def above(console: Console) -> Iterator[None]:
    """While a bar moves on this console, `say` puts its sentences above the bar."""
    _bars.append(console)
    try:
        yield
    finally:
        _bars.remove(console)


def show(table: Table) -> None:
    """Print a table: on a terminal as wide as that is, anywhere else as wide as the table; nothing is cut."""
    from rich.console import Console

    for column in table.columns:
        column.overflow = "fold"
    console = Console(width=None if sys.stdout.isatty() else 10_000)
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as capture:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in capture.get().splitlines()))


def answer_json(answer: Any) -> None:
    """Print one JSON document, and nothing else, on the output stream."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def plural(count: int, noun: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def named(students: Sequence[str]) -> str:
    """Names for the screen, and how many more there are."""
    more = len(students) - MOST_NAMES
    names = ", ".join(plain(name) for name in students[:MOST_NAMES])
    return names + (f" and {more} more" if more > 0 else "")


def plain(text: str) -> str:
    """Text of others for the screen: what would steer a terminal is told by its number."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def shown(path: Path) -> str:
    """A path as short as it can be said from the working folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
