"""Real kernels: what a hostile or broken submission does to itself, and not to the others.

This is how Windows grades, on request; everywhere else the sandbox does. So `.ci/run` runs these tests, the
default run does not.
"""

from __future__ import annotations

import contextlib
import json

import nbformat
import psutil
import pytest
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, answered, make_class, submit

from staffroom.grading import gradebook, run, runner
from staffroom.grading.marks import marks_of
from staffroom.grading.run import grade_lesson
from staffroom.grading.runner import KernelRunner, nth
from staffroom.grading.runners import kernel_runner
from staffroom.grading.verdict import Job
from staffroom.lessons.give import source_bytes
from staffroom.lessons.release import release_bytes

pytestmark = pytest.mark.slow

SETTINGS = """
c.Execute.timeout = 20
c.Execute.iopub_timeout = 20
c.BoundedExecute.timeout_after_timeout = 10
c.BoundedExecute.grace = 15
c.BoundedExecute.submission_timeout = 900
"""

LOOPS = "def total(lines):\n    while True:\n        pass"
ENDS = "import os\ndef total(lines):\n    os._exit(3)"
STUBBORN = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
WARNS = "import warnings\n" + RIGHT.replace("\n", "\n    warnings.warn('odd')\n", 1)
PRINTS = "print('x' * 50 + '\\n' * 3)\n" + RIGHT
READS = (
    "import os, pathlib\n"
    "dearest = 'rug' if pathlib.Path('own.csv').read_text() == 'a,b' and 'CENTRIC_COMPANY' not in os.environ "
    "and os.environ['NBGRADER_EXECUTION'] == 'autograde' else 'pan'"
)

CLASS = {
    "ada": {"answer_total": RIGHT, "answer_dearest": "dearest = 'rug'"},
    "bob": {"answer_total": RETURNS_LEFT_IN, "answer_dearest": "dearest = 'rug'"},
    "ends": {"answer_total": ENDS, "answer_dearest": "dearest = 'rug'"},
    "loops": {"answer_total": LOOPS, "answer_dearest": "dearest = 'rug'"},
    "prints": {"answer_total": PRINTS, "answer_dearest": READS},
    "stubborn": {"answer_total": STUBBORN},
    "warns": {"answer_total": WARNS, "answer_dearest": "dearest = 'rug'"},
}


@pytest.fixture(scope="module", autouse=True)
def kernels():
    """Everything here is run by kernels, not in the sandbox."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "usual_runner", lambda wish: contextlib.nullcontext(kernel_runner(wish)))
        yield


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class above with a damaged file, graded once with real kernels."""
    course, released = make_class(tmp_path_factory.mktemp("kernels"), settings=SETTINGS)
    for student, answers in CLASS.items():
        submit(course.root, student, answered(released, **answers))
    submit(course.root, "prints", b"a,b", name="own.csv")
    submit(course.root, "torn", released[:500])
    steps = []
    outcome = grade_lesson(course, LESSON, workers=2, progress=lambda *step: steps.append(step))
    return course, outcome, steps


def of(graded, student):
    return next(s for s in graded[1].results.students if s.student == student)


def test_everybody_is_graded_but_those_who_cannot_be(graded):
    _, outcome, steps = graded
    assert sorted(outcome.refused) == ["ends", "stubborn", "torn"]
    assert sorted(outcome.graded) == ["ada", "bob", "loops", "prints", "warns"]
    assert [done for _, _, done, _ in steps] == list(range(1, 9)) and {total for *_, total in steps} == {8}


def test_scores_are_nbgraders(graded):
    assert [of(graded, name).score for name in ("ada", "bob", "loops", "prints")] == [5, 2, 2, 5]


def test_a_kernel_that_ends_is_told_with_the_cell(graded):
    ends = of(graded, "ends")
    assert (ends.score, ends.reason_key) == (None, "kernel-ended")
    assert "4th code cell" in ends.to_student


def test_a_loop_without_end_costs_its_own_points_only(graded):
    loops = of(graded, "loops")
    assert {c.cell: c.mistake for c in loops.cells}["test_total"] == "too-slow"
    assert loops.score == 2, "what came behind it was graded: its own limit stopped it, not that of the whole"


def test_a_loop_that_cannot_be_interrupted_is_killed(graded):
    stubborn = of(graded, "stubborn")
    assert (stubborn.score, stubborn.reason_key) == (None, "does-not-stop")


def test_no_process_is_left_behind(graded):
    """Kernels and workers of the run are gone, also those that would not stop."""
    kernels = [p for p in psutil.Process().children(recursive=True) if "ipykernel" in " ".join(_words(p))]
    assert psutil.wait_procs(kernels, timeout=60)[1] == []


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_warning_costs_points_as_in_nbgrader_and_is_said_so(graded):
    cell = {c.cell: c for c in of(graded, "warns").cells}["test_total"]
    assert (cell.score, cell.mistake) == (0, "warning-printed") and "warning" in cell.message


def test_autograded_notebooks_are_for_formgrader(graded):
    course, _, _ = graded
    text = (course.autograded / "ada" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, 4)
    assert [m.score for m in marks_of(notebook)] == [3, 2, 0]
    assert any(cell.get("outputs") for cell in notebook.cells if cell.cell_type == "code")


def test_the_company_of_the_course_is_what_notebooks_see(tmp_path):
    course, released = make_class(tmp_path / "course")
    (course.root / "company").mkdir()
    (course.root / "company" / "manifest.json").write_text("{}", encoding="utf-8")
    assert course.company == course.root / "company"
    say = "import os\nprint('company:', os.environ['CENTRIC_COMPANY'])"
    submit(course.root, "ada", answered(released, answer_total=say))
    grade_lesson(course, LESSON)
    kept = (course.autograded / "ada" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert f"company: {course.root / 'company'}" in kept


def test_a_worker_that_hangs_is_replaced(tmp_path, monkeypatch):
    """The last resort: nothing comes back in time, whatever the reason."""
    course, released = make_class(tmp_path / "course")
    monkeypatch.setattr(runner, "SPARE", 0)
    lesson = f"sqlite:///{tmp_path / 'lesson.db'}"
    release_bytes(source_bytes(course, LESSON), LESSON, course.config, db_url=lesson)
    slow = json.dumps(answered(released, answer_total="import time\ntime.sleep(600)")).encode()
    jobs = [Job(name, LESSON, slow) for name in ("ada", "bob")]
    verdicts = list(KernelRunner(course.root, lesson, limit=2).run(jobs))
    assert [(v.student, v.reason.key) for v in verdicts] == [("ada", "worker-lost"), ("bob", "worker-lost")]


def test_scores_are_those_of_plain_nbgrader_cell_by_cell(graded, tmp_path):
    """Same submissions, `nbgrader autograde` student by student: every score is the same."""
    from test_build import nbgrader

    mine, _, _ = graded
    course, released = make_class(tmp_path / "course", settings=SETTINGS)
    honest = ("ada", "bob", "loops", "prints", "warns")
    for student in honest:
        submit(course.root, student, answered(released, **CLASS[student]))
    submit(course.root, "prints", b"a,b", name="own.csv")
    nbgrader(course.root, "generate_assignment", LESSON, "--force")
    for student in honest:
        nbgrader(course.root, "autograde", LESSON, "--student", student)
    with gradebook.opened(course) as theirs, gradebook.opened(mine) as ours:
        want, have = gradebook.scores(theirs, LESSON), gradebook.scores(ours, LESSON)
    key = lambda score: score.cell  # noqa: E731
    for student in honest:
        assert sorted(have[student], key=key) == sorted(want[student], key=key)


def test_numbers_in_words():
    assert [nth(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
