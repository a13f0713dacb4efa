"""Run a lesson in this process, cell by cell, without a kernel: what each test says of each answer.

This is a stage for the author's own answers, wrong ones included, and never for a student's submission:
nothing is shut off here. Cells share one fresh namespace, pictures are drawn to nowhere, what is printed is
kept, warnings are noted. As in a notebook that is graded, a cell that fails does not stop the next.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import io
import os
import signal
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from staffroom.grading.inside.memo import MARK
from staffroom.grading.marks import words_of
from staffroom.lessons.source import Cell, Lesson, hidden_lines, released
from staffroom.teaching.code import CODE_KINDS, needed
from staffroom.teaching.kept import Kept, compiled

#: A cell that takes longer (an endless loop of a mutant) is stopped where the system can do that.
PATIENCE = 60.0
#: The key of a test that gave some of its points.
IN_PART = "in-part"


@dataclass(frozen=True)
class Ran:
    """How one cell went. `key`: empty if it passed, else the mistake's, or `!` and an error's name.

    `hidden` says whether it was in its hidden part that it failed, so that its student saw it pass.
    `earned` are a test's points: all or none, or its last value. One that gives some of them has the key of
    the mistake that it names, or else `in-part`.
    """

    cell: Cell
    key: str = ""
    message: str = ""
    printed: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    hidden: bool = False
    earned: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether the cell ran to its end."""
        return not self.key


@dataclass(frozen=True)
class Played:
    """How a lesson went, cell by cell (prose left out)."""

    lesson: Lesson
    ran: list[Ran] = field(default_factory=list)

    def tests(self, exercise: str) -> list[Ran]:
        """How the tests of one exercise went."""
        ours = next(e for e in self.lesson.exercises() if e.name == exercise)
        return [ran for ran in self.ran if any(ran.cell is test for test in ours.tests)]

    def failure(self, exercise: str) -> Ran | None:
        """The first test of an exercise that failed: what its student reads first."""
        return next((ran for ran in self.tests(exercise) if not ran.passed), None)

    @property
    def points(self) -> float:
        """Points earned by the tests."""
        return sum(ran.earned for ran in self.ran if ran.cell.kind == "test")

    @property
    def max_points(self) -> float:
        """Points of all tests of the lesson."""
        return sum(cell.points for cell in self.lesson.cells if cell.kind == "test")

    def others(self) -> list[Ran]:
        """Cells other than tests that failed."""
        return [ran for ran in self.ran if ran.cell.kind != "test" and not ran.passed]


def play(
    lesson: Lesson,
    replacements: Mapping[str, str] | None = None,
    company: str | Path | None = None,
    kept: Kept | None = None,
) -> Played:
    """Run all cells in order, with some exercises' answers replaced.

    `replacements` maps an exercise to the source of a whole answer cell; `company` is the folder of the
    company to run on, else the one that the lesson finds by itself; `kept` is what is known of it already.
    """
    return _play(lesson, _texts(lesson, replacements or {}), company, kept)


def play_released(lesson: Lesson, company: str | Path | None = None, kept: Kept | None = None) -> Played:
    """Run the student's version of a lesson as it is handed out: no answers, no hidden tests."""
    return _play(lesson, released, company, kept)


def excused(lesson: Lesson, ran: Ran) -> bool:
    """Whether a cell of the blank release may fail: it needs an answer that is not there yet."""
    place = next(i for i, cell in enumerate(lesson.cells) if cell is ran.cell)
    used = [lesson.cells[i] for i in needed(lesson, [place], lambda cell: cell.source) if i != place]
    return any(cell.kind in ("answer", "puzzle", "predict") for cell in used)


def _play(
    lesson: Lesson, text: Callable[[Cell], str], company: str | Path | None, kept: Kept | None
) -> Played:
    namespace = fresh()
    with stage(company, kept):
        ran = [run(cell, text(cell), namespace, kept) for cell in lesson.cells if cell.kind in CODE_KINDS]
    return Played(lesson, ran)


def _texts(lesson: Lesson, replacements: Mapping[str, str]) -> Callable[[Cell], str]:
    by_cell = {id(e.answer): replacements[e.name] for e in lesson.exercises() if e.name in replacements}
    unknown = set(replacements) - {e.name for e in lesson.exercises()}
    if unknown:
        raise KeyError(f"{lesson.name} has no exercise {', '.join(sorted(unknown))}")
    return lambda cell: by_cell.get(id(cell), cell.source)


class Bench:
    """One exercise of a lesson, warmed up on one company, on which many answers are tried fast.

    Only the cells that the exercise's answer and tests need are run, those before the answer once. Between
    two tries the namespace is set back; tables are handed out as lazy copies, so that an answer which
    changes its table spoils nothing for the next. Benches on the same company may share what is `kept`.
    """

    def __init__(
        self, lesson: Lesson, exercise: str, company: str | Path | None = None, kept: Kept | None = None
    ) -> None:
        """Find the exercise's cells; nothing is run yet."""
        self.lesson = lesson
        self.exercise = next(e for e in lesson.exercises() if e.name == exercise)
        self.company = company
        self.kept = kept or Kept()
        self._place = {id(cell): i for i, cell in enumerate(lesson.cells)}
        self._answer = self._place[id(self.exercise.answer)]
        self._tests = [self._place[id(test)] for test in self.exercise.tests]
        self._done: list[int] = []
        self._namespace = fresh()
        self._saved = dict(self._namespace)

    def cells(self, source: str | None = None) -> list[int]:
        """Places of the cells that a try of this answer runs, in order."""
        answer = self.exercise.answer
        text = (lambda c: source if c is answer else c.source) if source is not None else (lambda c: c.source)
        return needed(self.lesson, [self._answer, *self._tests], text)

    def attempt(self, source: str | None = None, *, stop: bool = False) -> list[Ran]:
        """Try an answer (the reference if none is given): how the answer and then each test went.

        With `stop`, the first test that fails is the last that is run.
        """
        cells = self.cells(source)
        out: list[Ran] = []
        with stage(self.company, self.kept):
            self._set_back([i for i in cells if i < self._answer])
            for place in (i for i in cells if i >= self._answer):
                cell = self.lesson.cells[place]
                mine = source if source is not None and place == self._answer else cell.source
                ran = run(cell, mine, self._namespace, self.kept)
                if place == self._answer or place in self._tests:
                    out.append(ran)
                if stop and place in self._tests and not ran.passed:
                    break
        return out

    def outcome(self, source: str | None = None) -> str:
        """What a student with this answer is told first: a mistake's key, `!` and an error, or `passed`."""
        tests = [ran for ran in self.attempt(source, stop=True) if ran.cell.kind == "test"]
        return next((ran.key for ran in tests if not ran.passed), "passed")

    def _set_back(self, before: list[int]) -> None:
        missing = [i for i in before if i not in self._done]
        if missing:  # an answer that needs more than those before it: start over, in order
            self._namespace.clear()
            self._namespace.update(fresh())
            self._done = sorted({*self._done, *before})
            for place in self._done:
                run(self.lesson.cells[place], self.lesson.cells[place].source, self._namespace)
            self._saved = dict(self._namespace)
        # the same dict object is kept, since functions hold on to it
        self._namespace.clear()
        self._namespace.update({name: _lazy(value) for name, value in self._saved.items()})


def _lazy(value: Any) -> Any:
    if type(value).__module__.split(".")[0] == "pandas" and hasattr(value, "copy"):
        return value.copy(deep=False)  # pandas copies on write
    if type(value) in (dict, list, set):
        return copy.copy(value)
    return value


# --------------------------------------------------------------------------------------------- stage


def fresh() -> dict[str, Any]:
    """A new notebook's namespace."""
    return {"__name__": "__main__", "__builtins__": builtins, "display": lambda *things, **how: None}


@contextlib.contextmanager
def stage(company: str | Path | None = None, kept: Kept | None = None) -> Iterator[None]:
    """Set up what a notebook finds around it: a company, a folder of the student's own, no screen.

    What a lesson sets for itself (its name, the look of figures) is set back at the end.
    """
    import matplotlib

    from classroom import notebook

    matplotlib.use("Agg")
    begun = list(notebook.named)
    with (
        matplotlib.rc_context(),
        kept.lent() if kept else contextlib.nullcontext(),
        tempfile.TemporaryDirectory(prefix="centric-stage-", ignore_cleanup_errors=True) as own,
    ):
        wanted = {"CENTRIC_STUDY": own}
        if company is not None:
            wanted["CENTRIC_COMPANY"] = str(company)
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update(wanted)
        try:
            yield
        finally:
            notebook.named[:] = begun
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def run(cell: Cell, source: str, namespace: dict[str, Any], kept: Kept | None = None) -> Ran:
    """Run one cell's source in a namespace; nothing that it raises gets through.

    With `kept`, the own functions of a test that only reckon are not run twice for the same arguments.
    """
    printed = io.StringIO()
    key = message = ""
    hidden = False
    earned = 0.0
    started = time.perf_counter()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(record=True) as noted,
        _patience(PATIENCE),
    ):
        warnings.simplefilter("default")
        try:
            earned = _points(_run(cell, source, namespace, kept), cell.points)
            if earned < cell.points and cell.kind == "test":  # what costs points without an error is hidden
                message = printed.getvalue()
                named = words_of("Mistake", message)[1]
                key, hidden = IN_PART if named == "unnamed" else named, True
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            key = getattr(error, "key", None) if isinstance(error, AssertionError) else None
            key = key or f"!{type(error).__name__}"
            message = str(error)
            hidden = _line_in(error, _filename(cell)) in hidden_lines(source)
        finally:
            _close_figures()
    return Ran(
        cell,
        key,
        message,
        printed.getvalue(),
        tuple(f"{w.category.__name__}: {w.message}" for w in noted),
        time.perf_counter() - started,
        hidden,
        earned,
    )


def _run(cell: Cell, source: str, namespace: dict[str, Any], kept: Kept | None) -> Any:
    """Run a cell; gives the value of its last expression, if it is a test that ends in one."""
    filename = _filename(cell)
    if cell.kind != "test":
        exec(compile(ast.parse(source), filename, "exec"), namespace)
        return None
    namespace.update(kept.names() if kept is not None else {MARK: lambda key: lambda function: function})
    body, last = compiled(source, filename)
    exec(body, namespace)
    return None if last is None else eval(last, namespace)


def _filename(cell: Cell) -> str:
    return f"<cell {cell.line_no}>"


def _line_in(error: BaseException, filename: str) -> int:
    """The line of a cell at which an error came out of it; 0 if there is none."""
    lines = [
        line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == filename
    ]
    return lines[0] if lines else 0


def _points(value: Any, points: float) -> float:
    """What a test that ran to its end earns, as nbgrader has it: its last value if that is a number."""
    try:
        earned = float(repr(value))
    except ValueError:
        return points
    return earned if 0 <= earned <= points else points


def _close_figures() -> None:
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@contextlib.contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Interrupt what takes too long, where the system has alarms and we are the main thread."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"stopped after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    started = time.monotonic()
    theirs, again = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # an alarm that somebody else had set goes on
        left = max(theirs - (time.monotonic() - started), 0.001) if theirs else 0
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left, again)
