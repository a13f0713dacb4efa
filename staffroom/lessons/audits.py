"""Audits of a report: what a tag `[audit]` becomes, and the author's file with its sentences.

    # %% [audit] board_report 9 minutes=10

The tag stands for three cells: the report, as prose; the student's table; and its test. Beside the text lies
`audits/board_report.py`, with the sentences, each with its right and its flawed computations. They go into
the table's solution and into the test's hidden part, so that neither needs a file beside it; the report's
text comes from the course's company (`audited`), or at a personal release from each student's own.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classroom.check.kinds import LETTERS
from generator.errors import UserError
from staffroom.lessons import reference

if TYPE_CHECKING:
    from classroom.check.reports import Audit
    from staffroom.lessons.source import Cell

FOLDER = "audits"
#: Beside the author's files: the reports on the company of the course that the lesson lies in, as built last.
BUILT = "built.json"
#: What a report's cell says before it was ever built.
UNBUILT = "*(The report comes here with `centric build`.)*"
#: In a released notebook's metadata: the audit whose report a cell holds.
MARK = "report"
_HEAD = "    # sentence, verdict, kind, severity, corrected figure"


def built(folder: Path) -> dict[str, Any]:
    """Audit → {report, held} of the lesson in this folder, as it was built last; empty if it never was."""
    path = folder / FOLDER / BUILT
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def to_keep(folder: Path, reports: Mapping[str, Any]) -> Iterator[tuple[Path, bytes]]:
    """The file that `built` reads; none for a lesson without audits."""
    if reports:
        text = json.dumps(reports, ensure_ascii=False, indent=1)
        yield folder / FOLDER / BUILT, (text + "\n").encode("utf-8")


def three_cells(cell: Cell, path: Path, last_line: int) -> list[Cell]:
    """The report, the student's table and its test, for which a cell `[audit]` stands; `filled` fills them.

    Raises `UserError` where something stands in the cell itself.
    """
    from classroom.check.reports import SIZE

    name = str(cell.name)
    if cell.source.strip():
        raise UserError(
            f"{path}:{cell.line_no}: [audit] {name} holds nothing itself; put text into a cell above."
        )
    stub = "\n".join(
        [f"{name} = [", _HEAD, *(f"    [{n}, ..., ..., ..., ...]," for n in range(1, SIZE + 1)), "]"]
    )
    answer = f"{stub}\n### BEGIN SOLUTION\n{name} = ...\n### END SOLUTION"
    shown = f'from classroom import check\n\ncheck.rows({name}, "{name}", sentences={SIZE})'
    options = {"audit": name}
    return [
        replace(cell, kind="markdown", name=None, points=0, source=UNBUILT, options=options),
        replace(cell, kind="answer", points=0, source=answer, options={**cell.options, **options}),
        replace(cell, kind="test", source=shown, line_no=last_line, options=options),
    ]


def file_of(lesson: Path, name: str) -> Path:
    """The author's file of an audit. `lesson` is the lesson's folder."""
    return lesson / FOLDER / f"{name}.py"


def load(lesson: Path, name: str) -> Audit:
    """An author's audit. Raises `UserError` where the file is missing, stops, or lacks something."""
    from classroom.check.reports import audit_from

    path = file_of(lesson, name)
    beside = {reference.NAME: reference.load(lesson)} if (lesson / reference.FILE).is_file() else {}
    module = reference.load_file(path, **beside)
    try:
        return audit_from(vars(module))
    except UserError as error:
        raise UserError(f"{path}: {error}") from None


def filled(cell: Cell, lesson: Path, reports: Mapping[str, Any], *, kinds: str) -> Cell:
    """A cell of an audit with what belongs into it. `reports`: audit → what was built of it last.

    `kinds` are the letters that the lesson's list of kinds has: whoever writes another one is told.

    Raises `UserError` where the author's file cannot be put into a cell.
    """
    name = cell.audits
    if cell.kind == "markdown":
        return replace(cell, source=str(reports.get(name, {}).get("report", UNBUILT)))
    function, salt = as_function(lesson, name), salt_of(lesson, name)
    made = f"{function_name(name)}()"
    if cell.kind == "answer":
        answer = f"{name} = _audits.reference({made}, salt={salt!r})"
        solution = f"{function}\n\nimport classroom.check.audits as _audits\n\n{answer}"
        return replace(cell, source=cell.source.replace(f"\n{name} = ...\n", f"\n{solution}\n"))
    call = f'check.on_report({name}, {made}, "{name}", points={cell.points!r}, salt={salt!r})'
    hidden = f"### BEGIN HIDDEN TESTS\n{function}\n\n{call}\n### END HIDDEN TESTS"
    shown = cell.source
    if kinds != LETTERS:
        shown = f'{shown.removesuffix(")")}, kinds="{kinds}")'
    return replace(cell, source=f"{shown}\n{hidden}")


def function_name(name: str) -> str:
    """What the function is called that makes the audit in a cell."""
    return f"_audit_of_{name}"


def salt_of(lesson: Path, name: str) -> str:
    """What, with the company, decides a report: follows from all that the author wrote for it."""
    return hashlib.sha256(as_function(lesson, name).encode()).hexdigest()[:16]


def as_function(lesson: Path, name: str) -> str:
    """The author's file, and what it takes from the lesson's reference, as one function that gives the audit.

    Raises `UserError` for a file that is missing, cannot be read, or would mean something else there.
    """
    from classroom.check.reports import NAMES

    path = file_of(lesson, name)
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file; [audit] {name} needs it.") from None
    except (SyntaxError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: it cannot be read: {error}.") from None
    if any(isinstance(n, ast.Global) or (isinstance(n, ast.alias) and n.name == "*") for n in ast.walk(tree)):
        raise UserError(f"{path}: it cannot be put into a test: let it have no `global` and no `import *`.")
    body = "\n".join(_text(text, node) for node in tree.body if not _is_left_out(node))
    wanted = [found["name"] for found in reference.USE.finditer(body)]
    own = reference.pieces(lesson, wanted, f"{path}") if wanted else ""
    body = reference.USE.sub(r"_\g<name>", body)
    names = ", ".join(f'"{name}": {name}' for name in NAMES)
    made = "from classroom.check.reports import audit_from as _audit_from"
    inside = "\n".join([made, own, body, f"return _audit_from({{{names}}})"])
    lines = [line for line in textwrap.indent(inside, "    ").split("\n") if line.strip()]
    function = "\n".join([f"def {function_name(name)}():", *lines])
    ast.parse(function)
    return function


def _is_left_out(node: ast.stmt) -> bool:
    """The docstring, and the import of the reference, which is put in itself."""
    if isinstance(node, ast.Import):
        return any(alias.name == reference.NAME for alias in node.names)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _text(text: str, node: ast.stmt) -> str:
    """A statement as it was written; anew where a text of several lines would change by being moved."""
    if any(
        isinstance(n, ast.Constant) and isinstance(n.value, str) and n.end_lineno != n.lineno
        for n in ast.walk(node)
    ):
        return ast.unparse(node)
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
    return "\n".join(text.split("\n")[first - 1 : node.end_lineno])


# --------------------------------------------------------------------------------- for one student alone


def names_in(notebook: Mapping[str, Any]) -> list[str]:
    """The audits whose reports stand in a notebook."""
    found = (cell.get("metadata", {}).get("centric", {}).get(MARK) for cell in notebook.get("cells", ()))
    return [name for name in found if name]


def with_own_reports(notebook: dict[str, Any], lesson: Path, company: Any, decides: int) -> None:
    """Put the reports of one student's company into a notebook.

    `company`: the company's tables; `decides`: the number from which its reports are drawn. Raises
    `UserError` where a report cannot be made of this company.
    """
    from classroom.check.reports import drawn_up, figures
    from staffroom.lessons.notebook import id_with

    for cell in notebook["cells"]:
        name = cell.get("metadata", {}).get("centric", {}).get(MARK)
        if not name:
            continue
        audit = load(lesson, name)
        text = drawn_up(audit, figures(audit, company), salt_of(lesson, name), decides).prose()
        cell["source"] = text.splitlines(keepends=True)
        cell["id"] = id_with(cell["id"], text)


def digest(parts: Iterable[object]) -> str:
    """Sixteen hexadecimal digits for what something was made from."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:16]


def read_names(text: str) -> list[str]:
    """The audits that a lesson's text asks for."""
    return re.findall(r"^# %% \[audit\] (\w+)", text, re.MULTILINE)
