"""The command itself, with the sandbox, killed again and again: taken up each time, nothing left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, answered, make_class, submit

from staffroom.grading import gradebook
from staffroom.grading.journal import Journal
from staffroom.grading.run import grade_lesson

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")]

STUDENTS = 60
# as at a keyboard, also where these tests are run in the background and inherit that interrupts are ignored
MAIN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from staffroom.cli import main
raise SystemExit(main())
"""
GRADE = [sys.executable, "-c", MAIN, "grade", "00", "--workers", "2"]


def ours(scratch: Path) -> list[str]:
    """Processes that work on something below a folder, whoever is their parent now: by words or by mounts."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            mounts = Path(f"/proc/{process.pid}/mountinfo").read_text(encoding="utf-8", errors="replace")
            if str(scratch) in words or str(scratch) in mounts:
                found.append(words)
        except (psutil.Error, OSError):
            continue
    return found


def gone(scratch: Path) -> bool:
    """Whether all of them end within a while."""
    until = time.monotonic() + 120
    while ours(scratch) and time.monotonic() < until:
        time.sleep(0.2)
    return ours(scratch) == []


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    """A folder for temporary files of its own, so that what is left in it can be told."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_killed_runs_of_the_command_leave_nothing(tmp_path, scratch):
    course, released = make_class(tmp_path / "course")
    want = {}
    for number in range(STUDENTS):
        right = number % 3 > 0
        answer = RIGHT if right else RETURNS_LEFT_IN
        want[f"s{number:02d}"] = 5.0 if right else 2.0
        work = answered(released, answer_total=answer, answer_dearest="dearest = 'rug'")
        submit(course.root, f"s{number:02d}", work)
    journal = course.grades / LESSON / "journal.jsonl"
    chance, kills = random.Random(5), 0
    for _ in range(6):
        process = subprocess.Popen(GRADE, cwd=course.root, stdout=subprocess.DEVNULL, start_new_session=True)
        done = len(Journal(journal).entries)
        until = time.monotonic() + 600
        # not before something new was graded, so that it comes to an end some day
        while process.poll() is None and len(Journal(journal).entries) <= done:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert process.poll() in (None, 0), process.returncode
        time.sleep(chance.uniform(0, 1))
        kills += process.poll() is None
        # the command alone, as the system kills for want of memory: its processes must see that themselves
        process.kill()
        process.wait()
    outcome = grade_lesson(course, LESSON, workers=2)
    assert kills >= 1
    assert {s.student: s.score for s in outcome.results.students} == want
    with gradebook.opened(course) as book:
        assert {
            name: sum(s.score or 0 for s in rows) for name, rows in gradebook.scores(book, LESSON).items()
        } == want
    assert gone(scratch), ours(scratch)
    assert list(scratch.iterdir()) == []
    assert not any(path.name.startswith(".s") for path in course.grades.iterdir())


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
def test_a_stop_at_the_keyboard_keeps_what_is_done(tmp_path, scratch):
    course, released = make_class(tmp_path / "course")
    for number in range(30):
        # the last ones take long enough that the stop comes before them, however busy the machine is
        slow = f"import time\ntime.sleep({0.2 if number < 6 else 2})\n{RIGHT}"
        submit(course.root, f"s{number:02d}", answered(released, answer_total=slow))
    process = subprocess.Popen(
        GRADE,
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    to = course.autograded
    until = time.monotonic() + 600
    while len(list(to.glob("*"))) < 3:
        assert time.monotonic() < until and process.poll() is None, process.communicate()
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 130 and "Stopped; what was finished is kept." in said
    assert "Traceback" not in said
    kept = Journal(course.grades / LESSON / "journal.jsonl").entries
    assert 3 <= len(kept) < 30
    assert gone(scratch) and list(scratch.iterdir()) == []
    assert len(grade_lesson(course, LESSON, workers=2).skipped) == len(kept)
