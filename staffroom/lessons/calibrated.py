"""Each reference check is tried when a lesson is built: it earns every point, constant ones earn none."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.lessons import checks
from staffroom.lessons.source import released
from staffroom.lessons.worked import imports

if TYPE_CHECKING:
    from classroom.check.cases import Case
    from staffroom.lessons.source import Cell, Lesson

COMPANY = "CENTRIC_COMPANY"


def calibrate(lesson: Lesson, results: dict[str, Any], company: Path | None = None) -> dict[str, str]:
    """Try every check of a completed lesson, unless the same was tried when it was built last.

    Gives what was tried: exercise -> digest. `results` are what exercises give on the page; `company` is the
    folder of the course's company, if it has one of its own. Raises `UserError` where the reference check
    does not earn every point, one that gives the same to all earns any, or too few kinds of slip show.
    """
    from classroom.lessons import bank

    before = bank.built(lesson.name).get("checks", {})
    tried: dict[str, str] = {}
    for test in lesson.cells:
        if not test.checks or test.kind != "test":
            continue
        place = f"{lesson.path}: [check] {test.checks}"
        if test.checks not in results:
            raise UserError(f"{place}: page.yaml does not say how {test.checks} is called.")
        answer = next(c for c in lesson.cells if c.checks == test.checks and c.kind == "answer")
        held = hashlib.sha256(f"{answer.source}\n{test.source}".encode()).hexdigest()[:16]
        if before.get(test.checks) != held:
            with on_company(company):
                _try(lesson, answer, test, place)
        tried[test.checks] = held
    return tried


def _try(lesson: Lesson, answer: Cell, test: Cell, place: str) -> None:
    from classroom import check, load

    names: dict[str, Any] = imports(lesson)
    tree = ast.parse(test.source)
    # without the two calls that try the student's check
    tree.body = [node for node in tree.body if not isinstance(node, ast.Expr)]
    for code in (ast.parse(answer.source), tree):
        exec(compile(code, str(lesson.path), "exec"), names)
    companies = {"the course's company": load.all(), "another company": load.other(1)}
    found = {where: names[f"_cases_of_{test.checks}"](tables) for where, tables in companies.items()}
    for where, cases in found.items():
        kinds = {case.kind for case in cases} - {""}
        if len(kinds) < checks.LEAST:
            raise UserError(
                f"{place}: on {where} only {len(kinds)} kinds of slip give another result than the right "
                f"one, and {checks.LEAST} are needed."
            )
    exercise = f"{lesson.path.stem[:2]}/{test.checks}"

    def earned(function: Callable[..., Any]) -> tuple[float, str]:
        cases: Iterator[list[Case]] = iter(found.values())
        try:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                points = check.on_results(
                    function, exercise, lambda _: next(cases), names["_beliefs"], points=test.points
                )
            return points, said.getvalue()
        except check.Mistake as mistake:
            return 0.0, mistake.sentence

    blank = dict(names)
    exec(compile(ast.parse(released(answer)), str(lesson.path), "exec"), blank)
    for function, what, wanted in (
        (names[str(test.name)], "its reference check", test.points),
        (blank[str(test.name)], "what students are given", 0),
        (lambda result, data: "", "a check that accepts everything", 0),
        (lambda result, data: "no", "a check that turns everything away", 0),
    ):
        points, said = earned(function)
        if points != wanted:
            raise UserError(
                f"{place}: {what} earns {points:g} of {test.points:g} points. {' '.join(said.split())}"
            )


@contextlib.contextmanager
def on_company(folder: Path | None) -> Iterator[None]:
    """While this lasts, `load` means the company in this folder; None changes nothing."""
    before = os.environ.get(COMPANY)
    if folder is not None:
        os.environ[COMPANY] = str(folder)
    try:
        yield
    finally:
        if before is not None:
            os.environ[COMPANY] = before
        elif folder is not None:
            del os.environ[COMPANY]
