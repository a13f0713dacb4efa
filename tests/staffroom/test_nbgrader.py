"""nbgrader's own tools on what `centric grade` wrote: formgrader, feedback, export."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit
from test_build import nbgrader

from staffroom.grading.run import grade_lesson
from staffroom.grading.runner import end_tree
from staffroom.mend import put_scripts_on_path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course, released = make_class(tmp_path_factory.mktemp("formgrader"))
    submit(course.root, "ada", answered(released, answer_total=RIGHT, written_memo="Yes."))
    submit(course.root, "bob", answered(released, answer_total=RETURNS_LEFT_IN))
    submit(course.root, "dan", b"{")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    return course


PAGES = (
    "", "/manage_assignments", f"/manage_submissions/{LESSON}", "/gradebook", f"/gradebook/{LESSON}",
    f"/gradebook/{LESSON}/{LESSON}", "/manage_students",
)  # fmt: skip


class Server:
    """A Jupyter server in the course's folder, asked with its token."""

    def __init__(self, port: int, token: str) -> None:
        self.base, self.token = f"http://127.0.0.1:{port}", token

    def get(self, path: str) -> str:
        address = f"{self.base}/{urllib.parse.quote(path, safe='/?=&')}"
        request = urllib.request.Request(address, headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            assert answer.status == 200
            return answer.read().decode("utf-8")


@contextlib.contextmanager
def serving(root) -> Iterator[Server]:
    put_scripts_on_path()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    words = [
        sys.executable, "-m", "jupyter_server", "--no-browser", f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={root}", "--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True",
    ]  # fmt: skip
    with (root / "server.log").open("wb") as log:
        process = subprocess.Popen(
            words, cwd=root, env={**os.environ, "JUPYTER_TOKEN": token}, stdout=log, stderr=log
        )
        server = Server(port, token)
        try:
            until = time.monotonic() + 600
            while True:
                try:
                    server.get("api/status")
                    break
                except (urllib.error.URLError, ConnectionError):
                    assert process.poll() is None and time.monotonic() < until, (
                        root / "server.log"
                    ).read_text()
                    time.sleep(0.3)
            yield server
        finally:
            end_tree(process)


def test_formgrader_opens_on_the_result(course):
    with serving(course.root) as server:
        for page in PAGES:
            assert "formgrader" in server.get(f"formgrader{page}").lower()
        lessons = json.loads(server.get("formgrader/api/assignments"))
        assert [(a["name"], a["max_score"], a["num_submissions"]) for a in lessons] == [(LESSON, 10, 3)]
        work = json.loads(server.get(f"formgrader/api/submissions/{LESSON}"))
        state = {w["student"]: (w["autograded"], w["score"], w["needs_manual_grade"]) for w in work}
        assert state["ada"] == (True, 3, True) and state["bob"] == (True, 0, False)
        assert state["dan"][0] is False, "what was not gradable is not graded in nbgrader either"
        notebooks = json.loads(server.get(f"formgrader/api/submitted_notebooks/{LESSON}/{LESSON}"))
        page = server.get(f"formgrader/submissions/{notebooks[0]['id']}")
        assert "An empty basket costs nothing" in page, "the instructor sees the whole test"
        assert "written_memo" in page


def test_plain_nbgrader_feedback_hides_what_tests_hide(course):
    nbgrader(course.root, "generate_feedback", LESSON, "--force")
    for student in ("ada", "bob"):
        page = (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
        assert "An empty basket" not in page and "Grade cell" in page
    assert "Lines that came back are still in your sum." in page


def test_plain_nbgrader_exports_the_scores(course):
    nbgrader(course.root, "export", "--to", "all.csv")
    rows = list(csv.DictReader((course.root / "all.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["student_id"]: float(row["raw_score"]) for row in rows if row["student_id"] != "dan"} == {
        "ada": 3,
        "bob": 0,
    }
