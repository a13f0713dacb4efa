"""What a lesson's exercises give on its page, worked out from its reference and its wrong answers."""

from __future__ import annotations

import ast
import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.lessons import checks, exercises, reference

if TYPE_CHECKING:
    from classroom.lessons.page import Page
    from staffroom.lessons.exercises import Answer
    from staffroom.lessons.source import Lesson


def worked_out(lesson: Lesson) -> dict[str, Any]:
    """Exercise -> {right, mistakes: key -> {wrong, says}, shown, again}, encoded; empty without a page.

    Raises `UserError` for a reference without the function of an exercise, for a wrong answer that stops,
    that gives the right result, or that has no sentence for its student.
    """
    from classroom.errors import Trouble
    from classroom.lessons import bank, page
    from classroom.lessons.results import NoResult, encode

    try:
        content = bank.read_page(lesson.name)
    except Trouble as error:
        raise UserError(str(error)) from None
    if content is None or not content.exercises:
        return {}
    results: dict[str, Any] = {}
    held = page.Page(lesson.name, content, results)
    right = reference.load(lesson.path.parent)
    names = imports(lesson)
    checked = {cell.checks for cell in lesson.cells} - {""}
    for name in _in_order(content):
        found = _call(getattr(right, name, None), held, name, lesson.path.parent / reference.FILE)
        try:
            results[name] = {"right": encode(found), "mistakes": {}}
            turns = [results[name]]
            for turn in range(1, len(content.exercises[name].calls)):
                again = _call(getattr(right, name), held, name, lesson.path.parent / reference.FILE, turn)
                turns.append({"right": encode(again), "mistakes": {}})
                results[name]["again"] = turns[1:]
            functions = {}
            for answer in exercises.wrong(lesson.path.parent, name):
                functions[answer.key] = function = _function(answer, names)
                _require_sentence(answer)
                for turn, found in enumerate(turns):
                    wrong = _call(function, held, name, answer.path, turn)
                    part = telling(wrong, held.right(name, turn), name)
                    if part is not None:
                        found["mistakes"][answer.key] = {"wrong": encode(part), "says": answer.says}
                if not any(answer.key in found["mistakes"] for found in turns):
                    raise UserError(f"{answer.path}: on the page this wrong answer gives the right result.")
            if name in checked:
                results[name]["shown"] = checks.shown(lesson, name, held, functions, right)
        except NoResult as error:
            raise UserError(f"{lesson.path.parent / reference.FILE}: `{name}`: {error}.") from None
    return results


def _in_order(content: Any) -> list[str]:
    """The page's exercises, those first whose results are tables that others are called with."""
    rest, done = list(content.exercises), []
    while rest:
        for name in rest:
            tables = [
                getattr(one, "table", one)
                for call in content.exercises[name].calls
                for one in call
                if not hasattr(one, "text")
            ]
            held = [content.tables[t] for t in tables if isinstance(t, str)]
            if all(getattr(h, "result_of", None) in (None, *done) for h in held):
                done.append(name)
        if rest == (rest := [name for name in rest if name not in done]):
            raise UserError(f"page.yaml: {', '.join(rest)}: each is called with the result of another.")
    return done


def telling(wrong: Any, right: Any, name: str) -> Any:
    """The part of a wrong result that tells the mistake; None if nothing differs.

    Of a table it is the first column that differs: whoever makes this mistake and one more is told, too.
    """
    import pandas as pd

    if not isinstance(wrong, pd.DataFrame) or not isinstance(right, pd.DataFrame):
        return None if _same(wrong, right, name) else wrong
    for column in right.columns:
        if column in wrong.columns and not _same(wrong[[column]], right[[column]], name):
            return wrong[[column]]
    return None if set(right.columns) <= set(wrong.columns) else wrong


def _same(wrong: Any, right: Any, name: str) -> bool:
    from classroom.check.compare import require_same
    from classroom.check.mistakes import Mistake

    try:
        require_same(wrong, right, name)
    except Mistake:
        return False
    return True


def _require_sentence(answer: Answer) -> None:
    if not answer.belief or not answer.says:
        raise UserError(
            f"{answer.path}: its docstring needs two paragraphs: what the student believes, and the sentence "
            "that helps."
        )
    if not answer.says.endswith((".", "?")):
        raise UserError(f"{answer.path}: the sentence that helps ends with no full stop.")


def imports(lesson: Lesson) -> dict[str, Any]:
    """What the lesson's own cells import, so that an answer may use it."""
    names: dict[str, Any] = {}
    for cell in lesson.cells:
        if cell.kind == "code":
            body = [n for n in ast.parse(cell.source).body if isinstance(n, (ast.Import, ast.ImportFrom))]
            exec(compile(ast.Module(body, []), str(lesson.path), "exec"), names)
    return names


def functions(lesson: Lesson, exercise: str) -> dict[str, Any]:
    """The wrong answers of an exercise as functions, by the key of the mistake."""
    names = imports(lesson)
    return {answer.key: _function(answer, names) for answer in exercises.wrong(lesson.path.parent, exercise)}


def _function(answer: Answer, names: dict[str, Any]) -> Any:
    own = dict(names)
    try:
        exec(compile(answer.source, str(answer.path), "exec"), own)
    except Exception as error:
        raise UserError(f"{answer.path}: it stops with {type(error).__name__}: {error}.") from error
    return own.get(answer.exercise)


def _call(function: Any, held: Page, name: str, path: Path, turn: int = 0) -> Any:
    if not callable(function):
        raise UserError(f"{path}: there is no function `{name}`.")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*held.arguments(name, turn))
    except Exception as error:
        raise UserError(
            f"{path}: called on the page, `{name}` stops with {type(error).__name__}: {error}."
        ) from error
