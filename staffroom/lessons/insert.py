"""Put more into a lesson's files, with everything else in them as its author laid it out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from generator.errors import UserError, WrongUse
from staffroom.lessons.source import Cell, Lesson, parse

_HEADING = re.compile(r"^(#{1,6})\s", re.MULTILINE)


def under(text: str, key: str, name: str, block: str, path: Path) -> str:
    """A YAML text with a block at the end of its mapping `key`; as it is if `name` stands there already.

    Raises `UserError` where the mapping is laid out in a way that cannot be added to.
    """
    before = _mapping(text, path)
    if name in (before.get(key) or {}):
        return text
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if re.match(rf"{key}\s*:", line)), None)
    if start is None:
        new = [*lines, *([""] if lines else []), f"{key}:", *block.splitlines()]
    else:
        lines[start] = re.sub(r":\s*(\{\s*\}|null|~)?(?=\s*(#.*)?$)", ":", lines[start])
        end = next((n for n in range(start + 1, len(lines)) if re.match(r"[^\s#]", lines[n])), len(lines))
        last = next(n for n in range(end - 1, start - 1, -1) if n == start or re.match(r"\s+\S", lines[n]))
        apart = [""] if "" in lines[start:last] else []
        new = [*lines[: last + 1], *apart, *block.splitlines(), *lines[last + 1 :]]
    after = "\n".join(new) + "\n"
    wanted = {**before, key: {**(before.get(key) or {}), **yaml.safe_load(block)}}
    try:
        same = yaml.safe_load(after) == wanted
    except yaml.YAMLError:
        same = False
    if not same:
        raise UserError(f"{path}: write `{key}:` as a block, one name per line, so that {name} can be added.")
    return after


def _mapping(text: str, path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UserError(f"{path}{f':{mark.line + 1}' if mark else ''}: this is no YAML; mend it.") from None
    if not isinstance(found, dict):
        raise UserError(f"{path}: a mapping `name: ...` is expected here.")
    return found


def objective(text: str, block: str, lesson: Lesson) -> str:
    """A lesson's text with one more objective at the end of those in its header.

    Raises `UserError` where these are laid out in a way that cannot be added to.
    """
    lines = text.splitlines()
    end_of_header = lesson.cells[0].line_no - 1
    start = next((n for n in range(end_of_header) if re.match(r"#\s+objectives\s*:", lines[n])), None)
    if start is None:
        fences = [n for n in range(end_of_header) if lines[n].strip() == "# ---"]
        new = [*lines[: fences[1]], "# objectives:", *block.splitlines(), *lines[fences[1] :]]
    else:
        lines[start] = re.sub(r":\s*\[\s*\]\s*$", ":", lines[start])
        after = range(start + 1, end_of_header)
        end = next((n for n in after if re.match(r"# ?[\w-]", lines[n]) and lines[n][:4] != "# - "), None)
        assert end is not None  # the fence at least
        new = [*lines[:end], *block.splitlines(), *lines[end:]]
    written = "\n".join(new) + "\n"
    wanted = [
        *(lesson.header.get("objectives") or []),
        *yaml.safe_load(re.sub(r"^# ?", "", block, flags=re.M)),
    ]
    try:
        same = parse(written, lesson.path).header.get("objectives") == wanted
    except UserError:
        same = False
    if not same:
        raise UserError(f"{lesson.path}: write `objectives:` as a block, so that one more can be added.")
    return written


def place_for_exercise(lesson: Lesson, after: str | None = None) -> int:
    """Before which cell a new exercise goes: behind the exercise `after`, else behind the last one.

    In a lesson without exercises it goes before the text above the memo. Raises `WrongUse` if there is no
    exercise `after`.
    """
    exercises = {exercise.name: exercise for exercise in lesson.exercises()}
    if after is not None and after not in exercises:
        known = ", ".join(exercises) or "none"
        raise WrongUse(f"{lesson.name} has no exercise `{after}`; its exercises are: {known}.")
    chosen = [exercises[after]] if after is not None else list(exercises.values())
    tests = [n for n, cell in enumerate(lesson.cells) if any(cell is t for e in chosen for t in e.tests)]
    if tests:
        return _behind(lesson.cells, tests[-1])
    return place_for_audit(lesson)


def place_for_audit(lesson: Lesson) -> int:
    """Before which cell an audit goes: the text above the memo, or the end."""
    memo = next((n for n, cell in enumerate(lesson.cells) if cell.kind == "written"), len(lesson.cells))
    while memo > 1 and lesson.cells[memo - 1].kind == "markdown":
        memo -= 1
    return memo


def _behind(cells: list[Cell], test: int) -> int:
    place = test + 1
    while place < len(cells) and cells[place].kind == "try" and cells[place].name == cells[test].name:
        place += 1
    return place


def level_at(lesson: Lesson, place: int) -> str:
    """The marks of a heading that goes before this cell: of the level of the last one, but not the first."""
    prose = [cell.source for cell in lesson.cells[:place] if cell.is_prose]
    marks = [mark for text in prose for mark in _HEADING.findall(text)]
    return max("##", marks[-1] if marks else "##", key=len)


def cells(text: str, block: str, lesson: Lesson, place: int) -> str:
    """A lesson's text with more cells before the one at this place."""
    lines = text.splitlines()
    if place == len(lesson.cells):
        return "\n".join([*lines, "", *block.rstrip("\n").splitlines()]) + "\n"
    at = lesson.cells[place].line_no - 1
    return "\n".join([*lines[:at], *block.splitlines(), *lines[at:]]) + "\n"
