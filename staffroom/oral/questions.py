"""A lesson's questions for an oral: `solutions/<lesson>/oral.yaml`, checked against its reference."""

from __future__ import annotations

import ast
import inspect
import string
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from classroom.lessons.schema import KEY, NAME, Strict
from generator.errors import UserError
from staffroom.lessons import reference

FILE = "oral.yaml"
FAMILIES = ("trace", "change", "defend")
#: How near a right answer must be, as part of the value, unless the question says so.
NEAR = {"trace": 0.0, "change": 0.1, "defend": 0.1}
#: What a question may be told of: what comes out before the change, its unit, the memo's number.
GAPS = ("before", "unit", "memo")
RESULT = "result"

RUBRIC = {
    3: "right, with the reason, and without help",
    2: "right in direction and reason; the size is off, or it took one hint",
    1: "a part of it: names the step that matters, and does not get through",
    0: "nothing that holds, or what their own code contradicts",
}


class Question(Strict):
    """One template. Expressions see the function's arguments by their names, `result`, `pd` and `np`."""

    family: Literal["trace", "change", "defend"]
    function: str = Field(pattern=NAME)
    at: Literal["page", "company"] = "company"
    inputs: str | None = Field(default=None, pattern=NAME)
    change: dict[str, str] = Field(min_length=1)
    value: str
    unit: str
    near: float | None = Field(default=None, ge=0, le=1)
    memo: Literal["share", "euros"] | None = None
    ask: str
    if_silent: str | None = None
    right: str
    then: str

    @model_validator(mode="after")
    def _whole(self) -> Question:
        if self.at == "page" and self.inputs:
            raise ValueError("`inputs` belongs to a question on the company; the page has its own")
        if self.memo and self.family != "defend":
            raise ValueError("`memo` belongs to the family defend")
        if (self.memo is None) != (self.if_silent is None):
            raise ValueError("`memo` and `if_silent` come together: a memo may hold no such number")
        for name in ("ask", "if_silent"):
            self._gaps(name, getattr(self, name) or "")
        return self

    def _gaps(self, name: str, text: str) -> None:
        try:
            found = {gap for _, gap, _, _ in string.Formatter().parse(text) if gap is not None}
        except ValueError as error:
            raise ValueError(f"`{name}` has a brace too many or too few ({error})") from None
        if found - set(GAPS):
            gap = min(found - set(GAPS))
            raise ValueError(f"`{name}` has a gap {{{gap}}}; the gaps are {', '.join(GAPS)}")
        if "before" in found and self.family == "trace":
            raise ValueError(f"`{name}` tells what came out before; who traces code is given the input alone")
        if "memo" in found and (self.memo is None or name == "if_silent"):
            raise ValueError(f"`{name}` has a gap {{memo}}, and there is no number of the memo's to fill it")

    @property
    def nearness(self) -> float:
        """How near a right answer must be, as part of the value."""
        return NEAR[self.family] if self.near is None else self.near


class OralFile(Strict):
    """The whole file. `rubric` takes the place of the usual one, points to words."""

    questions: dict[str, Question] = Field(min_length=1)
    rubric: dict[int, str] = RUBRIC

    @model_validator(mode="after")
    def _whole(self) -> OralFile:
        for name in self.questions:
            if not name.replace("-", "").isalnum() or name != name.lower():
                raise ValueError(f"{name!r} is no name; small letters, digits and - ({KEY})")
        missing = [f for f in FAMILIES if f not in {q.family for q in self.questions.values()}]
        if missing:
            raise ValueError(f"there is no question of the family {missing[0]}")
        if sorted(self.rubric) != [0, 1, 2, 3]:
            raise ValueError("the rubric needs words for 0, 1, 2 and 3 points")
        return self


def read_questions(lesson: Path) -> OralFile:
    """Read and check a lesson's questions; `lesson` is its folder of solutions.

    Raises `UserError` with file and place: no such file, no YAML, an unknown key, a function that the
    reference does not have, an argument that it does not take, an expression that is no Python.
    """
    path = lesson / FILE
    if not path.is_file():
        raise UserError(f"{path}: there is no such file; solutions/WRITING.md tells what an oral needs.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise UserError(f"{path}{line}: this is no YAML; mend the line.") from None
    if not isinstance(content, dict):
        raise UserError(f"{path}: it must begin with `questions:`.")
    try:
        found = OralFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise UserError(f"{path}: {where + ': ' if where else ''}{what}.") from None
    module = reference.load(lesson)
    for name, question in found.questions.items():
        for trouble in _trouble(question, module):
            raise UserError(f"{path}: questions.{name}: {trouble}.")
    return found


def _trouble(question: Question, module: ModuleType) -> list[str]:
    """What does not fit between a question and the reference."""
    for what in (question.function, question.inputs):
        if what and not inspect.isfunction(getattr(module, what, None)):
            return [f"{reference.FILE} has no function `{what}`"]
    takes = list(inspect.signature(getattr(module, question.function)).parameters)
    found = [
        f"`{question.function}` takes no `{argument}`; it takes {', '.join(takes)}"
        for argument in question.change
        if argument not in takes
    ]
    known = {*takes, RESULT, "pd", "np"}
    for place, text in [
        *((f"change.{argument}", text) for argument, text in question.change.items()),
        ("value", question.value),
    ]:
        if says := _expression(text, known - ({RESULT} if place.startswith("change") else set())):
            found.append(f"{place}: {says}")
    return found


def _expression(text: str, known: set[str]) -> str:
    """What is wrong with an expression; "" if nothing is."""
    import builtins

    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return f"`{text}` is no expression of Python"
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    bound |= {a.arg for a in ast.walk(tree) if isinstance(a, ast.arg)}
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - bound - set(dir(builtins))
    strange = sorted(read - known)
    return f"`{strange[0]}` is not known there; known are {', '.join(sorted(known))}" if strange else ""


def plain(question: Question) -> dict[str, Any]:
    """What the tests' process needs of a question."""
    return {name: getattr(question, name) for name in ("family", "function", "at", "inputs", "value")}
