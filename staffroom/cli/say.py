"""What commands have in common: options, tables, machine-readable answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program to read.")]
CourseDir = Annotated[
    Path | None,
    typer.Option("--course-dir", help="The course's folder, if it is not this one.", show_default=False),
]


def answer_json(answer: Any) -> None:
    """Print one JSON document, and nothing else, on the output stream."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def plural(count: int, noun: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def shown(path: Path) -> str:
    """A path as short as it can be said from the working folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
