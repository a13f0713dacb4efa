"""The author's text of a lesson: `solutions/<lesson>/<lesson>.py`, read into cells.

The text is plain Python in cells that start with a marker line. A marker says what the cell is for, and
everything that nbgrader must know follows from it:

```
# ---
# title: Which line would you close?
# ---
# %% [markdown] more                  prose; the group word (core, more, deep) may follow any marker
# %%                                  code that the student runs as it is
# %% [answer] line_pnl                the student's answer, graded by the tests of the same name
# %% [try] line_pnl                   an ungraded call with the result that it should give
# %% [test] line_pnl 3                a test worth 3 points
# %% [check] line_pnl 4               a check that the student writes for results of an exercise (`checks`)
# %% [audit] board_report 9           a report on the company, which the student audits (`audits`)
# %% [written] memo 10                a written answer, graded by hand
# %% [predict] unprofitable           a prediction (`study.predict`), graded only if a test follows
# %% [puzzle] cost_to_serve           an ordering puzzle (`study.order`), graded only if a test follows
```

`key=value` words may follow any marker (`minutes=3`). With a prose cell marked `sitting` the second sitting
of a lesson begins; before it a student may stop for the day. The word `folded` behind a code cell's marker
hides its code until somebody opens it. A test with `run=with-student` runs in the student's process; its
score is not protected. The lines of a prose cell are comments. What stands between
`### BEGIN SOLUTION` and `### END SOLUTION` is the author's own, and what stands between
`### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS` is never shown to a student. Prose takes objectives, key
points and results on the page from elsewhere (`prose`), and a hidden test may call the lesson's reference
(`reference`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from classroom.check.kinds import LETTERS
from generator.errors import UserError
from staffroom.lessons import audits, checks, prose, reference

KINDS = ("markdown", "code", "answer", "try", "test", "written", "predict", "puzzle")
#: Tags that stand for several cells, an answer and its test among them.
CHECK, AUDIT = JUDGED = "check", "audit"
TAGS = (*KINDS, *JUDGED)
GROUPS = ("core", "more", "deep")
#: The word behind the marker of a cell with which another sitting begins.
SITTING = "sitting"

#: Kinds that carry a name in their marker.
NAMED = ("answer", "try", "test", "written", "predict", "puzzle", *JUDGED)
#: Kinds whose text the student writes or changes.
EDITED = ("answer", "written", "predict", "puzzle")
#: Kinds written as comment lines.
PROSE = ("markdown", "written")

#: What the student finds in place of the author's answer.
CODE_STUB = "..."
TEXT_STUB = "*Write your answer here.*"

_MARKER = re.compile(r"^# %%(?P<rest>.*)$")
_TAG = re.compile(r"^\s*\[(?P<tag>[^\]]*)\]\s*(?P<words>.*)$")
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_REGION = re.compile(r"^[\s#]*\b(?P<edge>BEGIN|END) (?P<what>SOLUTION|HIDDEN TESTS)\b\s*$")
_MENTION = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS)\b")
_OWN_STUB = re.compile(r"^\s*[A-Za-z_][\w.]*(\s*:[^=]+)?\s*=\s*\.\.\.\s*(#.*)?$")


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson.

    `source` is the author's full text, regions included; prose has lost its comment marks. `points` is 0
    for whatever is not graded. `line_no` is the marker's line in the file, counted from 1. `inlined` lines of
    `source` are the reference's and stand in another file.
    """

    kind: str
    name: str | None
    points: int | float
    group: str
    source: str
    line_no: int
    options: dict[str, str] = field(default_factory=dict)
    inlined: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether the notebook shows this cell as Markdown."""
        return self.kind in PROSE

    @property
    def checks(self) -> str:
        """The exercise whose results a student's check is for; empty for any other cell."""
        return self.options.get(CHECK, "")

    @property
    def audits(self) -> str:
        """The audit that this cell is a part of; empty for any other cell."""
        return self.options.get(AUDIT, "")

    @property
    def grade_id(self) -> str | None:
        """The id under which nbgrader knows the cell, for example `test_line_pnl`; None for the others."""
        if self.kind in EDITED or self.kind == "test":
            return f"{self.kind}_{self.name}"
        return None


@dataclass(frozen=True)
class Exercise:
    """An answer (or puzzle, or prediction) with the tests that grade it."""

    name: str
    points: int | float
    answer: Cell
    tests: list[Cell]


@dataclass(frozen=True)
class Lesson:
    """A lesson as its author wrote it. `header` is the YAML block at the top, `path` the file read."""

    name: str
    title: str
    header: dict[str, Any]
    cells: list[Cell]
    path: Path

    def exercises(self) -> list[Exercise]:
        """All exercises that tests grade, in the order of their answers."""
        tests: dict[int, list[Cell]] = {}
        for test, answer in _pair(self.cells, self.path):
            tests.setdefault(id(answer), []).append(test)
        return [
            Exercise(str(cell.name), sum(test.points for test in tests[id(cell)]), cell, tests[id(cell)])
            for cell in self.cells
            if id(cell) in tests
        ]

    def written(self) -> list[Cell]:
        """The written answers, which a person grades."""
        return [cell for cell in self.cells if cell.kind == "written"]

    def sittings(self) -> list[list[Cell]]:
        """The cells of each sitting, in order; a lesson without a place to stop is one sitting."""
        starts = [i for i, cell in enumerate(self.cells) if i and SITTING in cell.options]
        return [self.cells[a:b] for a, b in pairwise([0, *starts, len(self.cells)])]

    @property
    def max_points(self) -> int | float:
        """Points of all tests and written answers together."""
        return sum(cell.points for cell in self.cells)


def read_lesson(path: str | Path) -> Lesson:
    """Read a lesson's text, with what its prose and its tests take from elsewhere, as it was built last.

    Raises `UserError` with file and line where the text breaks a rule: no title, an unknown tag, a name
    missing or used twice, points where none belong or none where some must be, an answer without a test, a
    test without an answer, a region left open or in a cell where it has no business.
    """
    from classroom.lessons import bank

    lesson = read_text(path)
    results = bank.built(lesson.name).get("results", {})
    return completed(lesson, results, audits.built(lesson.path.parent))


def read_text(path: str | Path) -> Lesson:
    """Read a lesson's text as it stands in its file; raises `UserError` as `read_lesson` does."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such lesson text.") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: the text is not UTF-8 (byte {error.start}); save it as UTF-8.") from None
    return parse(text, path)


def parse(text: str, path: Path) -> Lesson:
    """Read a lesson's text that is to stand in `path`; raises `UserError` as `read_lesson` does."""
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if _MARKER.match(line)), len(lines))
    header = _read_header(lines[:start], path)
    cells = _read_cells(lines, start, path)
    if not cells:
        raise UserError(f"{path}: there is no cell; start each cell with a line `# %%`.")
    _forbid_twins(cells, path)
    _pair(cells, path)
    return Lesson(name=path.stem, title=header["title"], header=header, cells=cells, path=path)


def completed(lesson: Lesson, results: dict[str, Any], reports: Mapping[str, Any] | None = None) -> Lesson:
    """The lesson with what its prose takes from header and page, and its tests from the reference.

    `results` are what its exercises give on the page: exercise -> {right, mistakes}, encoded. `reports` are
    those to be audited, as they were built. Raises `UserError` for a name that has no meaning.
    """
    cells: list[Cell] = []
    kinds = LETTERS
    for cell in lesson.cells:
        where = f"{lesson.path}:{cell.line_no}"
        kinds = prose.kinds_listed(cell.source) or kinds if cell.is_prose else kinds
        if cell.audits:
            cell = audits.filled(cell, lesson.path.parent, reports or {}, kinds=kinds)
        elif cell.is_prose:
            cell = replace(cell, source=prose.filled(cell.source, lesson.header, results, where))
        elif cell.kind == "test":
            text = checks.with_results(cell, lesson, where) if cell.checks else cell.source
            source, inlined = reference.inlined(text, lesson.path.parent, where)
            cell = replace(cell, source=source, inlined=inlined)
        cells.append(cell)
    return replace(lesson, cells=cells)


def released(cell: Cell) -> str:
    """Give the student's version of a cell: solution replaced by a stub, hidden tests gone."""
    text = without_solution(cell.source, stub=TEXT_STUB if cell.is_prose else CODE_STUB)
    return without_hidden_tests(text)


def without_solution(text: str, *, stub: str) -> str:
    """Replace each solution region by `stub`, indented as the region was.

    A line `name = ...` directly above a region is a stub already, as is the stub itself in prose: the region
    then leaves nothing behind.
    """
    out: list[str] = []
    inside = False
    for line in text.split("\n"):
        edge = _edge(line)
        if edge == ("BEGIN", "SOLUTION"):
            inside = True
            if not _stub_above(out, line, stub):
                out.extend(_indent(line) + part for part in stub.split("\n"))
        elif edge == ("END", "SOLUTION"):
            inside = False
        elif not inside:
            out.append(line)
    return "\n".join(out).rstrip("\n")


def _stub_above(above: list[str], line: str, stub: str) -> bool:
    """Whether the author's own stub stands above a region that begins at `line`.

    It is a line `name = ...`, or a list or dict whose last line before the bracket holds a `...`.
    """
    last = next((text for text in reversed(above) if text.strip()), "")
    if above and above[-1] in [_indent(line) + bracket for bracket in "]})"]:
        return len(above) > 1 and CODE_STUB in above[-2]
    if stub == TEXT_STUB:
        return last.strip() == stub
    return (
        bool(above) and last is above[-1] and bool(_OWN_STUB.match(last)) and _indent(last) == _indent(line)
    )


def without_hidden_tests(text: str) -> str:
    """Leave out each region of hidden tests."""
    hidden = hidden_lines(text)
    return "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number not in hidden)


def hidden_lines(text: str) -> set[int]:
    """The numbers, from 1 on, of the lines in regions of hidden tests, their marks included."""
    found = set()
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        edge = _edge(line)
        mark = edge is not None and edge[1] == "HIDDEN TESTS"
        if mark:
            inside = edge[0] == "BEGIN"
        if mark or inside:
            found.add(number)
    return found


# ---------------------------------------------------------------------------------------------- header


def _read_header(lines: list[str], path: Path) -> dict[str, Any]:
    fences = [i for i, line in enumerate(lines) if line.strip() == "# ---"]
    if len(fences) < 2:
        raise UserError(
            f"{path}:1: the lesson must begin with its header, a YAML comment block between lines `# ---`."
        )
    block = []
    for number, line in enumerate(lines[fences[0] + 1 : fences[1]], fences[0] + 2):
        if not line.startswith("#"):
            raise UserError(f"{path}:{number}: each line of the header must start with `# `.")
        block.append(line[2:] if line.startswith("# ") else line[1:])
    try:
        header = yaml.safe_load("\n".join(block))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        number = fences[0] + 2 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise UserError(f"{path}:{number}: the header cannot be read: {problem}.") from None
    if not isinstance(header, dict) or not isinstance(header.get("title"), str):
        raise UserError(f"{path}:{fences[0] + 1}: the header must give the lesson's `title`.")
    objectives = header.get("objectives", [])
    if not isinstance(objectives, list) or not all(isinstance(o, dict) and "id" in o for o in objectives):
        raise UserError(
            f"{path}:{fences[0] + 1}: `objectives` must be a list of entries with id, text and exercise."
        )
    return header


# ----------------------------------------------------------------------------------------------- cells


def _read_cells(lines: list[str], start: int, path: Path) -> list[Cell]:
    marks = [i for i in range(start, len(lines)) if _MARKER.match(lines[i])]
    cells = []
    for mark, end in zip(marks, [*marks[1:], len(lines)], strict=True):
        kind, name, points, group, options = _read_marker(lines[mark], f"{path}:{mark + 1}")
        body = lines[mark + 1 : end]
        if kind in PROSE:
            body = [_uncomment(line, f"{path}:{mark + 2 + i}") for i, line in enumerate(body)]
        while body and not body[-1].strip():
            body.pop()
        lead = 0
        while lead < len(body) and not body[lead].strip():
            lead += 1
        source = "\n".join(_tidy(line) for line in body[lead:])
        cell = Cell(kind, name, points, group, source, mark + 1, options)
        made = [cell]
        if kind in JUDGED:
            parts = checks.two_cells if kind == CHECK else audits.three_cells
            made = parts(cell, path, last_line=end)
        _check_regions(made[0], path, first_line=mark + 2 + lead)
        cells += made
    return cells


def _read_marker(line: str, where: str) -> tuple[str, str | None, int | float, str, dict[str, str]]:
    rest = line[len("# %%") :]
    kind, words = "code", rest.split()
    if rest.strip().startswith("["):
        tag = _TAG.match(rest)
        if tag is None:
            raise UserError(f"{where}: the tag has no closing bracket.")
        kind, words = tag["tag"].strip(), tag["words"].split()
        if kind not in TAGS:
            known = ", ".join(f"[{k}]" for k in TAGS)
            raise UserError(f"{where}: the tag [{kind}] is unknown; the tags are {known}.")
    options: dict[str, str] = {}
    group, name, points = "core", None, None
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            if not _NAME.match(key) or not value:
                raise UserError(f"{where}: `{word}` is not of the form key=value.")
            if key in options:
                raise UserError(f"{where}: `{key}` is given twice.")
            options[key] = value
        elif _NUMBER.match(word) and points is None:
            points = float(word) if "." in word else int(word)
        elif kind in NAMED and name is None:
            if not _NAME.match(word):
                raise UserError(
                    f"{where}: `{word}` is not a name; use small letters, digits and underscores."
                )
            name = word
        elif word in GROUPS:
            group = word
        elif word == "folded" and kind in ("code", "try"):
            options["folded"] = "yes"
        elif word == SITTING:
            options[SITTING] = "begins"
        else:
            raise UserError(f"{where}: the word `{word}` has no meaning here.")
    group = options.pop("group", group)
    if group not in GROUPS:
        raise UserError(f"{where}: the group `{group}` is unknown; the groups are {', '.join(GROUPS)}.")
    if kind in ("answer", "test", "written", "predict", "puzzle", *JUDGED) and name is None:
        raise UserError(f"{where}: a [{kind}] cell needs a name, for example `# %% [{kind}] line_pnl`.")
    if kind in ("test", "written", *JUDGED) and not points:
        raise UserError(f"{where}: [{kind}] {name} needs its points, for example `# %% [{kind}] {name} 3`.")
    if kind not in ("test", "written", *JUDGED) and points is not None:
        advice = f"give them to a `[test] {name}` that follows" if kind in EDITED else "leave them out"
        raise UserError(f"{where}: points do not belong to a [{kind}] cell; {advice}.")
    if SITTING in options and (kind != "markdown" or options[SITTING] != "begins"):
        raise UserError(f"{where}: `{SITTING}` is a word of its own behind a [markdown] cell's marker.")
    if "run" in options and (kind != "test" or options["run"] != "with-student"):
        raise UserError(f"{where}: `run=` belongs to a [test] and can only be `run=with-student`.")
    return kind, name, points or 0, group, options


def _uncomment(line: str, where: str) -> str:
    if _edge(line):
        return line.strip()
    if not line.strip() or line.strip() == "#":
        return ""
    if line.startswith("# "):
        return line[2:].rstrip()
    raise UserError(f"{where}: a line of prose must start with `# `.")


def _tidy(line: str) -> str:
    """Write the edge of a region in one way, with the indentation that it has."""
    edge = _edge(line)
    return f"{_indent(line)}### {edge[0]} {edge[1]}" if edge else line.rstrip()


def _edge(line: str) -> tuple[str, str] | None:
    found = _REGION.match(line)
    return (found["edge"], found["what"]) if found else None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _check_regions(cell: Cell, path: Path, *, first_line: int) -> None:
    open_since: tuple[str, int] | None = None
    solution = False
    for number, line in enumerate(cell.source.split("\n"), first_line):
        where = f"{path}:{number}"
        edge = _edge(line)
        if edge is None:
            # nbgrader looks for these words anywhere in a line, so that a mention would open a region
            if _MENTION.search(line):
                raise UserError(
                    f"{where}: the words `{_MENTION.search(line)[0]}` may only stand alone in a comment line."
                )
            continue
        what = edge[1]
        if what == "SOLUTION" and cell.kind not in EDITED:
            raise UserError(f"{where}: a solution region in a [{cell.kind}] cell would be released.")
        if what == "HIDDEN TESTS" and cell.kind != "test":
            raise UserError(f"{where}: hidden tests belong in a [test] cell, not in a [{cell.kind}] cell.")
        if edge[0] == "BEGIN":
            if open_since:
                raise UserError(
                    f"{where}: a region begins inside the one that began in line {open_since[1]}."
                )
            open_since = (what, number)
            solution = solution or what == "SOLUTION"
        elif open_since is None or open_since[0] != what:
            raise UserError(f"{where}: END {what} without BEGIN {what}.")
        else:
            open_since = None
    if open_since:
        raise UserError(
            f"{path}:{open_since[1]}: the region BEGIN {open_since[0]} is not closed before the cell ends."
        )
    if cell.kind == "answer" and not solution:
        raise UserError(f"{path}:{cell.line_no}: [answer] {cell.name} has no solution region.")


# ------------------------------------------------------------------------------------- cells together


def _forbid_twins(cells: list[Cell], path: Path) -> None:
    seen: dict[str, int] = {}
    for cell in cells:
        if cell.grade_id is None:
            continue
        if cell.grade_id in seen:
            raise UserError(
                f"{path}:{cell.line_no}: [{cell.kind}] {cell.name} is there already in line "
                f"{seen[cell.grade_id]}; give it another name."
            )
        seen[cell.grade_id] = cell.line_no


def _pair(cells: list[Cell], path: Path) -> list[tuple[Cell, Cell]]:
    """Find for each test the answer that it grades, which must stand above it."""
    pairs = []
    above: dict[tuple[str, str], Cell] = {}
    tested: set[int] = set()
    for cell in cells:
        if cell.kind in ("answer", "puzzle", "predict"):
            above[cell.kind, str(cell.name)] = cell
        elif cell.kind == "test":
            answer = _answer_of(cell, above)
            if answer is None:
                raise UserError(
                    f"{path}:{cell.line_no}: [test] {cell.name} has no answer above it; "
                    f"name it as the [answer] that it grades, or write of=<answer>."
                )
            tested.add(id(answer))
            pairs.append((cell, answer))
    for cell in cells:
        if cell.kind == "answer" and id(cell) not in tested:
            raise UserError(f"{path}:{cell.line_no}: [answer] {cell.name} has no [test] below it.")
    return pairs


def _answer_of(test: Cell, above: dict[tuple[str, str], Cell]) -> Cell | None:
    """The answer named as the test, or by `of=`, or whose name begins the test's (`line_pnl_returns`)."""
    wanted = test.options.get("of", str(test.name))
    parts = wanted.split("_")
    names = [wanted] if "of" in test.options else ["_".join(parts[:n]) for n in range(len(parts), 0, -1)]
    for name in names:
        for kind in ("answer", "puzzle", "predict"):
            if (kind, name) in above:
                return above[kind, name]
    return None
