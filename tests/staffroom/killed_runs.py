"""Grade a small class while being killed over and over: `python killed_runs.py FOLDER KILLS SEED`.

Between kills students hand in again, so that there is always something half done. In the end all is graded
once more without a kill, beside the same class that was never disturbed; what differs is printed as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from small_course import (
    FAILS_ON_EMPTY,
    LESSON,
    RETURNS_LEFT_IN,
    RIGHT,
    PlainRunner,
    answered,
    make_class,
    submit,
)

from staffroom.course import Course
from staffroom.grading import gradebook, writer
from staffroom.grading.run import grade_lesson

STUDENTS = [f"s{n:02d}" for n in range(24)]
WORK = [
    {"answer_total": RIGHT, "answer_dearest": "dearest = 'rug'", "written_memo": "Yes."},
    {"answer_total": RETURNS_LEFT_IN},
    {"answer_total": FAILS_ON_EMPTY, "answer_dearest": "dearest = 'pan'"},
    {},
]
#: Those whose last work can be graded.
LAST = [student for number, student in enumerate(STUDENTS) if number % 5 != 4]
SETTINGS = """
c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'
c.LateSubmissionPlugin.penalty_method = 'zero'
"""


class Slow(PlainRunner):
    """Takes its time, so that a kill comes between verdicts too."""

    def run(self, jobs):
        for verdict in super().run(jobs):
            time.sleep(0.01)
            yield verdict


def main(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    writer.BATCH = 5
    course, released = make_class(folder / "killed", settings=SETTINGS)
    calm, _ = make_class(folder / "calm", settings=SETTINGS)
    for one in (course, calm):
        with gradebook.opened(one) as book:
            book.update_or_create_assignment(LESSON, duedate="2026-03-01 10:00:00 UTC")
    for number, student in enumerate(STUDENTS):
        hand_in(course, released, student, number)
    whole = timed(course, None)
    assert whole is not None
    killed = tries = 0
    while killed < kills and tries < 20 * kills:
        for student in chance.sample(STUDENTS, 12):
            hand_in(course, released, student, chance.randrange(5))
        # how long a run takes is another thing at each moment of a busy machine
        ended_in = timed(course, chance.uniform(0.02, whole * 0.6))
        killed, tries, whole = killed + (ended_in is None), tries + 1, ended_in or whole
    for number, student in enumerate(STUDENTS):
        for one in (course, calm):
            hand_in(one, released, student, number)
    run(course, None)
    run(calm, None)
    left = [str(p.relative_to(course.root)) for p in course.root.rglob(".*") if p.name != ".lock"]
    print(json.dumps({"killed": killed, "different": differences(course, calm), "left": left}))


def hand_in(course: Course, released: bytes, student: str, kind: int) -> None:
    if kind % 5 == 4:
        submit(course.root, student, released[:400])
    else:
        submit(course.root, student, answered(released, **WORK[kind % 5]))
    day = "02-28" if kind % 2 else "03-02"
    submit(course.root, student, f"2026-{day} 10:00:00 UTC", name="timestamp.txt")


def timed(course: Course, seconds: float | None) -> float | None:
    """Grade as `run` does; gives after how many seconds it came to its end, None if it was killed."""
    start = time.perf_counter()
    return time.perf_counter() - start if run(course, seconds) else None


def run(course: Course, seconds: float | None) -> bool:
    """Grade in a child; after `seconds` it is killed. Gives whether it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            grade_lesson(course, LESSON, runner=Slow(course))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit("a run failed")
    return os.WIFEXITED(status)


def differences(left: Course, right: Course) -> list[str]:
    """What two courses have in their gradebooks, folders and results, and do not share."""
    found = []
    for what in (rows, files, results):
        a, b = what(left), what(right)
        found += [
            f"{what.__name__}: {key}" for key in sorted(a.keys() | b.keys()) if a.get(key) != b.get(key)
        ]
    return found


def rows(course: Course) -> dict[str, object]:
    """The whole gradebook without its random keys."""
    import sqlite3

    query = """
        select s.student_id, n.name, b.name, g.auto_score, g.manual_score, g.needs_manual_grade, s.timestamp,
               m.late_submission_penalty, c.auto_comment, count(*)
        from submitted_assignment s
        join submitted_notebook m on m.assignment_id = s.id
        join notebook n on n.id = m.notebook_id
        left join grade g on g.notebook_id = m.id
        left join base_cell b on b.id = g.cell_id
        left join comment c on c.notebook_id = m.id and c.cell_id = g.cell_id
        group by 1, 2, 3
    """
    comments = """
        select s.student_id, b.name, c.auto_comment, count(*)
        from comment c join submitted_notebook m on m.id = c.notebook_id
        join submitted_assignment s on s.id = m.assignment_id join base_cell b on b.id = c.cell_id
        group by 1, 2
    """
    connection = sqlite3.connect(course.root / "gradebook.db")
    # who handed in a damaged file last keeps an earlier grade, which the calm course never had
    found: dict[str, object] = {
        " ".join(map(str, row[:3])): row[3:]
        for row in [*connection.execute(query), *connection.execute(comments)]
        if row[0] in LAST
    }
    found["students"] = connection.execute("select id from student order by id").fetchall()
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    return found


def files(course: Course) -> dict[str, object]:
    """What was written for students."""
    return {
        str(path.relative_to(course.root)): path.read_bytes()
        for step in (course.autograded, course.feedback)
        for student in LAST
        for path in sorted((step / student).rglob("*"))
        if path.is_file()
    }


def results(course: Course) -> dict[str, object]:
    found = json.loads((course.grades / LESSON / "results.json").read_text(encoding="utf-8"))
    return {
        s["student"]: (s["state"], s["score"], s["late_penalty"], s["reason"], s["waiting"])
        for s in found["students"]
        if s["state"] == "graded"
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
