"""Grading on a Dask cluster: two workers, one of them killed; everyone is graded, nobody twice."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time

import psutil
import pytest
from small_course import FAILS_ON_EMPTY, LESSON, RETURNS_LEFT_IN, RIGHT, answered, make_class, submit

from generator.errors import UserError
from staffroom.grading import gradebook
from staffroom.grading.run import grade_lesson

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux"),
    # what a cluster leaves open when one of its workers is killed is not ours
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

WORK = {
    RIGHT: 5.0,
    RETURNS_LEFT_IN: 2.0,
    FAILS_ON_EMPTY: 2.0,
    f"import time\ntime.sleep(1)\n{RIGHT}": 5.0,
    "import os\nos._exit(1)": 2.0,
}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    from staffroom.grading import cluster

    monkeypatch.setattr(cluster, "REACH_SECONDS", 300)
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 300)


@pytest.fixture
def scheduler():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=2,
        processes=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


def warm_processes() -> set[int]:
    found = set()
    for process in psutil.process_iter():
        try:
            if any("zygote" in word for word in process.cmdline()):
                found.add(process.pid)
        except psutil.Error:
            continue
    return found


def test_one_of_two_workers_is_killed(tmp_path, scheduler):
    from distributed import Client

    before = warm_processes()
    course, released = make_class(tmp_path / "course")
    expected = {}
    for number in range(24):
        answer = list(WORK)[number % len(WORK)]
        student = f"s{number:02d}"
        expected[student] = WORK[answer]
        submit(
            course.root, student, answered(released, answer_total=answer, answer_dearest="dearest = 'rug'")
        )
    with Client(scheduler.scheduler_address, set_as_default=False) as client:
        victims = client.run(os.getpid)
    killed = []

    def kill_one(student, state, done, total):
        if done == 4 and not killed:
            killed.append(next(iter(victims.values())))
            os.kill(killed[0], signal.SIGKILL)

    outcome = grade_lesson(course, LESSON, scheduler=scheduler.scheduler_address, progress=kill_one)
    assert killed and not psutil.pid_exists(killed[0])
    assert {s.student: s.score for s in outcome.results.students} == expected
    assert sorted(outcome.graded) == sorted(expected), "each once"
    lines = (course.grades / LESSON / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["student"] for line in lines) == sorted(expected)
    with gradebook.opened(course) as book:
        assert len(gradebook.scores(book, LESSON)) == len(expected)
    until = time.monotonic() + 120
    while warm_processes() - before and time.monotonic() < until:
        time.sleep(0.2)
    assert warm_processes() - before == set()
    again = grade_lesson(course, LESSON, scheduler=scheduler.scheduler_address)
    assert again.graded == [] and len(again.skipped) == 24


def test_a_company_that_workers_do_not_see_is_sent(tmp_path, scheduler, monkeypatch):
    from staffroom.grading import cluster

    course, released = make_class(tmp_path / "course")
    (course.root / "company").mkdir()
    (course.root / "company" / "manifest.json").write_text("{}", encoding="utf-8")
    (course.root / "company" / "one.csv").write_text("a\n1\n", encoding="utf-8")
    reads = "import os, pathlib\nfolder = pathlib.Path(os.environ['CENTRIC_COMPANY'])\n"
    reads += "dearest = 'rug' if (folder / 'one.csv').read_text() == 'a\\n1\\n' else 'pan'"
    submit(course.root, "ada", answered(released, answer_total=RIGHT, answer_dearest=reads))
    monkeypatch.setattr(
        cluster.ClusterRunner, "_company", lambda self: ("/nowhere", "x", cluster._packed(self.company))
    )
    outcome = grade_lesson(course, LESSON, scheduler=scheduler.scheduler_address)
    assert [s.score for s in outcome.results.students] == [5.0]


def test_no_scheduler_is_one_sentence(tmp_path, monkeypatch):
    from staffroom.grading import cluster

    monkeypatch.setattr(cluster, "REACH_SECONDS", 1)
    course, released = make_class(tmp_path / "course")
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    with pytest.raises(UserError, match="No scheduler answers at tcp://127"):
        grade_lesson(course, LESSON, scheduler="tcp://127.0.0.1:9")
