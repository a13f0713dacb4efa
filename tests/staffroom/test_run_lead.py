"""A whole run: one at a time, a stream of jobs, changed scores told, limits and files of the lesson."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from effort import calls
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit

from generator.errors import UserError
from staffroom.cli import main
from staffroom.grading import gradebook
from staffroom.grading import run as run_module
from staffroom.grading import stream as stream_module
from staffroom.grading.agree import Agreement
from staffroom.grading.inside.limits import Limits
from staffroom.grading.journal import Journal
from staffroom.grading.lock import RunLock
from staffroom.grading.preflight import wanted_of
from staffroom.grading.run import grade_lesson
from staffroom.grading.runners import limits_of
from staffroom.grading.stream import Jobs
from staffroom.grading.verdict import Note, Verdict

HOLD = """
import sys, time
from pathlib import Path
from staffroom.grading.lock import RunLock
with RunLock(Path(sys.argv[1]), "01_lesson"):
    print("held", flush=True)
    time.sleep(3600)
"""


def holder(path: Path) -> subprocess.Popen:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_refused_and_says_who_has_the_lock(tmp_path):
    course, released = make_class(tmp_path / "course")
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    other = holder(course.grades / ".lock")
    try:
        with pytest.raises(UserError, match=f"01_lesson, process {other.pid} on .* wait until it has ended"):
            grade_lesson(course, LESSON, runner=PlainRunner(course))
        assert not (course.root / "gradebook.db").exists()
    finally:
        other.kill()
        other.communicate()
    assert grade_lesson(course, LESSON, runner=PlainRunner(course)).graded == ["ada"], "a killed one lets go"


def test_a_lock_tells_whether_its_last_holder_was_killed(tmp_path):
    path = tmp_path / "lock"
    with RunLock(path, "a") as lock:
        assert not lock.broken
    with RunLock(path, "a") as lock:
        assert not lock.broken
    other = holder(path)
    other.kill()
    other.communicate()
    with RunLock(path, "a") as lock:
        assert lock.broken
    with RunLock(path, "a") as lock:
        assert not lock.broken


def test_what_a_killed_run_had_begun_to_write_is_swept(tmp_path):
    course, released = make_class(tmp_path / "course")
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    other = holder(course.grades / ".lock")
    other.kill()
    other.communicate()
    scraps = [
        course.autograded / "ada" / LESSON / f".{LESSON}.ipynb.k3x_a2b1",
        course.feedback / "ada" / LESSON / f".{LESSON}.html.abcdefgh",
        course.grades / ".scratch" / "lesson.db",
    ]
    for path in scraps:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    assert not any(path.exists() for path in scraps) and not (course.grades / ".scratch").exists()
    assert (course.autograded / "ada" / LESSON / f"{LESSON}.ipynb").is_file()


def stream(course, released, **more):
    wanted = wanted_of(LESSON, released)
    journal = Journal(course.grades / LESSON / "journal.jsonl")
    with gradebook.opened(course) as book:
        agreement = Agreement.of(course, book, LESSON, journal)
    return Jobs(course, wanted, course.students_with_work(LESSON), agreement, **more)


def test_jobs_are_read_when_they_are_asked_for(tmp_path):
    """Never the whole class in memory: what is not yet asked for may still change on the disk."""
    course, released = make_class(tmp_path / "course")
    for number in range(6):
        submit(course.root, f"s{number}", answered(released, answer_total=f"x = {number}"))
    jobs = stream(course, released)
    first = next(jobs)
    assert first.student == "s0" and set(jobs.open) == {"s0"}
    submit(course.root, "s5", b"{")
    assert [job.student for job in jobs] == ["s1", "s2", "s3", "s4"]
    assert [refused.student for refused in jobs.refused] == ["s5"]
    assert jobs.done("s0").job is first and "s0" not in jobs.open


def test_jobs_may_be_pulled_by_many_threads(tmp_path):
    course, released = make_class(tmp_path / "course")
    for number in range(40):
        submit(course.root, f"s{number:02d}", b"" if number % 8 == 0 else released)
    jobs = stream(course, released)
    assert jobs.any() and jobs.any()
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.extend(job.student for job in jobs)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [f"s{n:02d}" for n in range(40) if n % 8]
    assert sorted(r.student for r in jobs.refused) == [f"s{n:02d}" for n in range(0, 40, 8)]


@pytest.mark.slow
def test_a_failure_of_the_preflight_is_one_students_affair(tmp_path, monkeypatch):
    from staffroom.grading import stream as stream_module

    course, released = make_class(tmp_path / "course")
    for name in ("ada", "bob"):
        submit(course.root, name, answered(released, answer_total=RIGHT))
    whole = stream_module.inspect

    def fails(folder, student, *rest):
        if student == "ada":
            raise MemoryError("too much")
        return whole(folder, student, *rest)

    monkeypatch.setattr(stream_module, "inspect", fails)
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course))
    assert (outcome.graded, outcome.refused) == (["bob"], ["ada"])
    monkeypatch.undo()
    assert grade_lesson(course, LESSON, runner=PlainRunner(course)).graded == ["ada"], "tried again"


def test_a_test_worth_too_much_is_no_end_of_the_run(tmp_path):
    """nbgrader raises for partial credit beyond the maximum; here the student's state says so."""

    class Generous(PlainRunner):
        def run(self, jobs):
            for verdict in super().run(jobs):
                notebook = json.loads(verdict.notebook)
                for cell in notebook["cells"]:
                    if cell["id"] == "test_total" and verdict.student == "ada":
                        data = {"text/plain": "99"}
                        cell["outputs"] = [
                            {
                                "output_type": "execute_result",
                                "data": data,
                                "metadata": {},
                                "execution_count": 1,
                            }
                        ]
                yield Verdict(verdict.student, 0.0, notebook=json.dumps(notebook).encode())

    course, released = make_class(tmp_path / "course")
    for name in ("ada", "bob"):
        submit(course.root, name, answered(released, answer_total=RIGHT))
    outcome = grade_lesson(course, LESSON, runner=Generous(course))
    assert (outcome.graded, outcome.refused) == (["bob"], ["ada"])
    ada = next(s for s in outcome.results.students if s.student == "ada")
    assert "partial credit" in ada.reason


def test_notes_open_cells_and_phases_are_kept(tmp_path):
    class Says(PlainRunner):
        def run(self, jobs):
            for v in super().run(jobs):
                note = Note("cell-stopped", "A cell was stopped.", "A cell was stopped (4).")
                yield Verdict(v.student, 0.5, v.notebook, None, (note,), ("test_total",), {"cells": 0.25})

    course, released = make_class(tmp_path / "course")
    work = answered(released, answer_total=RIGHT)
    work["cells"] = [cell for cell in work["cells"] if cell["id"] != "test_dearest"]
    submit(course.root, "ada", work)
    outcome = grade_lesson(course, LESSON, runner=Says(course))
    ada = outcome.results.students[0]
    assert [note.key for note in ada.notes] == ["tests-put-back", "cell-stopped"]
    assert ada.open == ("test_total",) and set(ada.phases) == {"preflight", "cells", "write"}
    assert {"start", "warm", "grading", "preflight", "write"} <= set(outcome.phases)
    page = (course.feedback / "ada" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "A cell was stopped." in page and "(4)" not in page


def test_regrading_tells_what_changed_and_leaves_the_rest(tmp_path):
    from staffroom.lessons.build import build

    course, released = make_class(tmp_path / "course")
    for name, thing in (("ada", "rug"), ("bob", "pan")):
        submit(
            course.root, name, answered(released, answer_total=RIGHT, answer_dearest=f"dearest = '{thing}'")
        )
    assert grade_lesson(course, LESSON, runner=PlainRunner(course)).changes == []
    assert grade_lesson(course, LESSON, runner=PlainRunner(course), regrade=True).changes == []
    text = course.source / LESSON / f"{LESSON}.py"
    text.write_text(
        text.read_text(encoding="utf-8").replace('dearest == "rug"', 'dearest in ("rug", "pan")'),
        encoding="utf-8",
    )
    build(course, [LESSON])
    assert grade_lesson(course, LESSON, runner=PlainRunner(course)).outdated == ["ada", "bob"]
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course), regrade=True)
    assert [(c.student, c.cell, c.before, c.after) for c in outcome.changes] == [
        ("bob", "test_dearest", 0, 2)
    ]


def test_the_lessons_own_files_go_before_a_students(tmp_path):
    seen = {}

    class Looks(PlainRunner):
        def run(self, jobs):
            jobs = list(jobs)
            seen.update({job.student: job.extras for job in jobs})
            yield from super().run(jobs)

    course, released = make_class(tmp_path / "course")
    (course.source / LESSON / "prices.csv").write_bytes(b"right")
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    submit(course.root, "ada", b"forged", name="prices.csv")
    submit(course.root, "ada", b"own", name="own.csv")
    grade_lesson(course, LESSON, runner=Looks(course))
    assert seen["ada"] == {"prices.csv": b"right", "own.csv": b"own"}, "and no answers, no text of the lesson"


@pytest.mark.slow
def test_no_process_is_started_where_there_is_nothing_to_run(tmp_path, monkeypatch):
    course, _ = make_class(tmp_path / "course")
    submit(course.root, "ada", b"")
    monkeypatch.setattr(run_module, "usual_runner", lambda _: pytest.fail("a runner was asked for"))
    assert grade_lesson(course, LESSON).refused == ["ada"]
    assert grade_lesson(course, LESSON).skipped == ["ada"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_as_time_stamp_is_not_read(tmp_path):
    course, released = make_class(tmp_path / "course")
    path = submit(course.root, "ada", answered(released, answer_total=RIGHT))
    (tmp_path / "secret").write_text("2026-03-02 10:00:00 UTC", encoding="utf-8")
    path.with_name("timestamp.txt").symlink_to(tmp_path / "secret")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    assert not (course.autograded / "ada" / LESSON / "timestamp.txt").exists()
    with gradebook.opened(course) as book:
        assert book.find_submission(LESSON, "ada").timestamp is None


def test_limits_come_from_the_courses_settings(tmp_path):
    course, _ = make_class(tmp_path / "a", settings="c.Grading.cell_seconds = 7\nc.Grading.memory = 10**9")
    assert limits_of(course) == Limits(cell_seconds=7.0, memory=10**9)
    course, _ = make_class(tmp_path / "b", settings="c.Grading.cel_seconds = 7")
    with pytest.raises(UserError, match=r"sets c\.Grading\.cel_seconds, but there is no such limit"):
        limits_of(course)
    course, _ = make_class(tmp_path / "c", settings="c.Grading.cell_seconds = 'long'")
    with pytest.raises(UserError, match="a limit that is no number"):
        limits_of(course)


@pytest.mark.slow
def test_a_large_class_is_told_in_few_lines(tmp_path, monkeypatch, capsys):
    import contextlib

    course, released = make_class(tmp_path / "course")
    for number in range(60):
        submit(course.root, f"s{number:02d}", b"" if number == 17 else answered(released, answer_total=RIGHT))
    monkeypatch.setattr(run_module, "usual_runner", lambda _: contextlib.nullcontext(PlainRunner(course)))
    assert main(["grade", "00", "--course-dir", str(course.root)]) == 1
    out = capsys.readouterr().out
    assert "s17" in out and "s18 " not in out.split("New to")[0]
    assert "60 students: 59 graded, 1 not gradable, 0 not handed in" in out


@pytest.mark.slow
def test_time_is_bounded_by_the_disk_and_not_by_the_class(tmp_path, monkeypatch):
    """A second run over a class that is all done reads folders and nothing else."""
    course, released = make_class(tmp_path / "course")
    for number in range(80):
        submit(course.root, f"s{number:02d}", answered(released, answer_total=RIGHT))
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    jobs = stream(course, released)
    monkeypatch.setattr(stream_module, "inspect", None)  # no notebook is opened
    assert calls(jobs.any) < 80 * 400
    assert len(jobs.skipped) == 80 and not jobs.open and not jobs.refused
