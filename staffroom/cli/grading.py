"""`centric grade` and `centric report`."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the commands for grading."""
