"""Exercises in which a student writes the check: what a tag `[check]` becomes, and what it is tried on.

    # %% [check] line_pnl 4
    def check_line_pnl(result, data):
        ### BEGIN SOLUTION
        return ""
        ### END SOLUTION

The tag names an exercise of the lesson, or one that only `page.yaml`, the reference and a folder of answers
know. It stands for two cells, the answer `check_line_pnl` and its test. The results that the check is tried
on are those of the exercise's right and wrong answers; the functions go into the test's hidden part, so that
a test cell needs no file beside it. `exercises/<exercise>/check.yaml` says more, if more is to be said.
"""

from __future__ import annotations

import ast
import hashlib
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import UserError
from staffroom.lessons import exercises, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from staffroom.lessons.exercises import Answer
    from staffroom.lessons.source import Cell, Lesson

FILE = "check.yaml"
#: So many kinds of slip must be left on each company; so many are shown at least, and at most.
LEAST, SHOWN, MOST_SHOWN = 4, 2, 3


class Settings(BaseModel):
    """What `check.yaml` may hold.

    `data`, `inputs`: functions of the reference that take a company's tables, and give what the check gets
    beside a result, and what the exercise is called with. `shown`: the two or three mistakes whose results
    are shown. `leave_out`: mistakes that no check could find from the data, each with the reason.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: str = ""
    inputs: str = ""
    shown: tuple[str, ...] = ()
    leave_out: dict[str, str] = {}


def name_of(exercise: str) -> str:
    """The name of the check for an exercise: of the answer, of its test, and of the function."""
    return f"check_{exercise}"


def two_cells(cell: Cell, path: Path, last_line: int) -> list[Cell]:
    """The answer and the test that a cell `[check]` stands for; the hidden part comes with `with_results`.

    Raises `UserError` for a cell without a reference check, or without the function.
    """
    where, exercise = f"{path}:{cell.line_no}", str(cell.name)
    name = name_of(exercise)
    if "### BEGIN SOLUTION" not in cell.source:
        raise UserError(f"{where}: [check] {exercise} has no solution region with its reference check.")
    if f"def {name}(" not in cell.source:
        raise UserError(f"{where}: [check] {exercise} asks for a function `{name}(result, data)`.")
    options = {**cell.options, "check": exercise}
    answer = replace(cell, kind="answer", name=name, points=0, options=options)
    shown = f'from classroom import check\n\ncheck.on_shown({name}, "{path.stem[:2]}/{exercise}")'
    test = replace(cell, kind="test", name=name, source=shown, line_no=last_line, options={"check": exercise})
    return [answer, test]


def settings(lesson: Path, exercise: str) -> Settings:
    """What `check.yaml` says of an exercise's check; raises `UserError` where it cannot be read."""
    path = lesson / exercises.FOLDER / exercise / FILE
    if not path.is_file():
        return Settings()
    try:
        return Settings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except yaml.YAMLError:
        raise UserError(f"{path}: this is no YAML; mend it.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{path}: {place}: {first['msg']}.") from None


def usable(lesson: Path, exercise: str, where: str) -> list[Answer]:
    """The wrong answers whose results a check is tried on.

    Raises `UserError` where there is no such exercise, there are too few, or one is named that is not there.
    """
    if not (lesson / exercises.FOLDER / exercise).is_dir():
        raise UserError(f"{where}: [check] {exercise}: there is no folder {exercises.FOLDER}/{exercise}.")
    how, found = settings(lesson, exercise), exercises.wrong(lesson, exercise)
    known = {answer.key for answer in found}
    for key in (*how.shown, *how.leave_out):
        if key not in known:
            raise UserError(
                f"{lesson / exercises.FOLDER / exercise / FILE}: there is no wrong answer `{key}`."
            )
    left = [answer for answer in found if answer.key not in how.leave_out]
    if len(left) < LEAST:
        raise UserError(
            f"{where}: [check] {exercise} needs {LEAST} wrong answers or more in "
            f"{exercises.FOLDER}/{exercise}/wrong, and has {len(left)}."
        )
    return left


def with_results(cell: Cell, lesson: Lesson, where: str) -> str:
    """The test of a check, with the hidden part that tries it on the results of right and wrong answers.

    Raises `UserError` as `usable` does, and where an answer cannot be put into a test.
    """
    folder, exercise = lesson.path.parent, cell.checks
    how = settings(folder, exercise)
    wrong, right = usable(folder, exercise, where), exercises.right(folder, exercise)
    functions = {f"_wrong_{answer.name}": answer for answer in wrong}
    functions |= {f"_right_{answer.name}": answer for answer in right}
    taken: dict[str, str] = {}
    texts = [_as_function(name, answer, taken) for name, answer in functions.items()]
    salt = hashlib.sha256("".join(texts).encode()).hexdigest()[:16]
    named = f'"{lesson.path.stem[:2]}/{exercise}"'
    rights = ", ".join([f"{reference.NAME}.{exercise}", *(f"_right_{answer.name}()" for answer in right)])
    lines = [
        *_imports(lesson, texts, taken),
        "import classroom.check.cases as _tried",
        *texts,
        "",
        f"def _cases_of_{exercise}(tables):",
        f"    right = [{rights}]",
        "    wrong = {",
        *(f'        "{answer.key}": _wrong_{answer.name}(),' for answer in wrong),
        "    }",
        "    return _tried.cases(",
        f"        tables, {named}, right, wrong,",
        f"        arguments={_of_reference(how.inputs)}, data={_of_reference(how.data)}, salt={salt!r},",
        "    )",
        "",
        "_beliefs = {",
        *(f"    {answer.key!r}:\n    {answer.belief!r}," for answer in wrong),
        "}",
        "check.on_results(",
        f"    {cell.name}, {named}, _cases_of_{exercise}, _beliefs, points={cell.points!r}, salt={salt!r},",
        ")",
    ]
    hidden = "\n".join(lines)
    return f"{cell.source}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"


def _of_reference(name: str) -> str:
    return f"{reference.NAME}.{name}" if name else "None"


def _as_function(name: str, answer: Answer, taken: dict[str, str]) -> str:
    """An answer's cell as the body of a function that gives the answer's function.

    Modules that it imports go into `taken`, name → statement, as far as no other one has the name. Raises
    `UserError` for an answer that would mean something else there.
    """
    try:
        tree = ast.parse(answer.source)
    except SyntaxError as error:
        raise UserError(f"{answer.path}:{error.lineno}: it cannot be read: {error.msg}.") from None
    lines = answer.source.rstrip().split("\n")
    if ast.get_docstring(tree) is not None:
        lines = lines[tree.body[0].end_lineno :]
        tree.body.pop(0)
    for node in [node for node in tree.body if isinstance(node, ast.Import) and len(node.names) == 1]:
        bound = (node.names[0].asname or node.names[0].name).partition(".")[0]
        if taken.setdefault(bound, ast.unparse(node)) == ast.unparse(node):
            lines = [line for line in lines if line.strip() != ast.unparse(node)]
            tree.body.remove(node)
    body = "\n".join(lines).strip("\n")
    text = f"\ndef {name}():\n{textwrap.indent(body, '    ')}\n    return {answer.exercise}\n"
    inside = ast.parse(text).body[0]
    assert isinstance(inside, ast.FunctionDef)
    inner = [ast.dump(node) for node in inside.body[:-1]]
    if inner != [ast.dump(node) for node in tree.body] or _reaches_out(tree):
        raise UserError(
            f"{answer.path}: it cannot be put into a test: let it have no text of several lines, no `global` "
            "and no `import *`."
        )
    return text


def _reaches_out(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Global) or (isinstance(node, ast.alias) and node.name == "*")
        for node in ast.walk(tree)
    )


def _imports(lesson: Lesson, texts: list[str], taken: dict[str, str]) -> Iterator[str]:
    """What these functions import, and what of the lesson's own imports they use; a statement each."""
    yield from taken.values()
    used = {n.id for text in texts for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
    seen = set(taken)
    for cell in lesson.cells:
        for node in ast.parse(cell.source).body if cell.kind == "code" else ():
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            for alias in node.names:
                name = (alias.asname or alias.name).partition(".")[0]
                if name in used - seen - {"check"}:
                    seen.add(name)
                    yield ast.unparse(_alone(node, alias))


def _alone(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(node, ast.ImportFrom):
        return ast.ImportFrom(node.module, [alias], node.level)
    return ast.Import([alias])


# ------------------------------------------------------------------------------------- what is shown


def shown(
    lesson: Lesson, exercise: str, page: Any, functions: dict[str, Any], right: Any
) -> list[dict[str, Any]]:
    """Two right and two or three wrong results, encoded: on the page, and without its last customer.

    `functions`: key of the mistake → the wrong function; `right` is the reference's module. Raises
    `UserError` where the page is not divided by customers, or a mistake does not show there.
    """
    import pandas as pd

    from classroom.check.cases import Groups, customers, divided_by, laid_out, lot, same
    from classroom.lessons.results import encode, encode_parts

    folder = lesson.path.parent
    where = f"{folder / exercises.FOLDER / exercise / FILE}"
    usable(folder, exercise, str(lesson.path))
    how, call = settings(folder, exercise), page.call(exercise)
    by = divided_by(page, call.call)
    ids = customers(page, by)
    if len(ids) < 2:
        raise UserError(f"{lesson.path}: [check] {exercise}: the page has no table with `customer_id`.")
    ahead = Groups(page, pd.Series([0] * (len(ids) - 1) + [1], index=pd.Index(ids)), by)[0]
    whole = Groups(page, pd.Series(0, index=pd.Index(ids)), by)[0]

    def given(tables: Any) -> tuple[Any, ...]:
        if how.inputs:
            return tuple(getattr(right, how.inputs)(tables))
        return tuple(tables[table] for table in call.call)

    def beside(tables: Any) -> Any:
        return getattr(right, how.data)(tables) if how.data else {t: tables[t] for t in call.call}

    reference_function = getattr(right, exercise)
    found = []
    keys = list(how.shown) or list(functions)[:SHOWN]
    if not SHOWN <= len(keys) <= MOST_SHOWN:
        raise UserError(f"{where}: `shown` names {SHOWN} or {MOST_SHOWN} wrong answers.")
    try:
        plan = [(whole, ""), (whole, keys[0]), (ahead, ""), *((ahead, key) for key in keys[1:])]
        for number, (tables, key) in enumerate(plan):
            function = functions[key] if key else reference_function
            result = function(*given(tables))
            if key and same(result, reference_function(*given(tables)), exercise, call.unit):
                raise UserError(f"{where}: on the page, {key} gives the right result; show another one.")
            laid = laid_out(result, lot(lesson.path.stem, exercise, number))
            found.append({"right": not key, "result": encode(laid), "data": encode_parts(beside(tables))})
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise UserError(
            f"{where}: the results cannot be worked out on the page: {type(error).__name__}: {error}."
        ) from error
    return found
