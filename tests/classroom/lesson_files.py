"""Lessons' files for tests to fill a folder with."""

from __future__ import annotations

from pathlib import Path

from classroom.lessons import bank


def write_help(folder: Path, lesson: str, text: str) -> Path:
    """Write what a lesson's helpers say into a folder of lessons; gives the lesson's own folder."""
    (folder / lesson).mkdir(exist_ok=True)
    (folder / lesson / bank.HELP).write_text(text, encoding="utf-8")
    return folder / lesson
