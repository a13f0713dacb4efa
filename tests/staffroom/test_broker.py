"""The broker: whatever a student's process does, the rest is graded, and no wait is without an end."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace

import pytest
from plain_house import serve_student
from small_paper import PATIENT, QUICK, grade, house_for, paper, problem, with_answers

from staffroom.grading.split import broker, said
from staffroom.grading.split.blueprint import blueprint
from staffroom.grading.split.line import Gone
from staffroom.grading.split.plan import make_plan

TWO = paper(
    ("answer", "a", "def f(x):\n    return x + 1"),
    ("test", "first", "assert f(1) == 2"),
    ("answer", "b", "def g(x):\n    return x + 2"),
    ("test", "second", "assert g(1) == 3"),
    ("given", "last", "print('the end')"),
)


def test_a_cell_without_end_is_stopped_and_the_rest_is_graded():
    endless = "def g(x):\n    return x + 2\nwhile True:\n    pass"
    points, outcome = grade(TWO, b=endless, hurry={"b": QUICK})
    assert points == {"first": 2, "second": 2}
    assert problem(outcome, 2).startswith("CellTimeoutError: This cell ran for more than 2 seconds")
    assert outcome.outputs[4][0]["text"] == "the end\n"
    assert [note.key for note in outcome.notes] == ["cell-stopped"]


def test_a_cell_that_ignores_interrupts_costs_only_itself():
    stubborn = (
        "import time\nuntil = time.time() + 300\n"
        "while time.time() < until:\n    try:\n        time.sleep(9)\n"
        "    except BaseException:\n        pass"
    )
    brief = replace(QUICK, cell_seconds=1, grace_seconds=0.4)
    points, outcome = grade(TWO, b=f"{stubborn}\ndef g(x):\n    return x + 2", hurry={"b": brief})
    assert points == {"first": 2, "second": 0}
    assert problem(outcome, 3) == "NameError: name 'g' is not defined"


def test_a_cell_that_ends_python_costs_only_itself():
    points, outcome = grade(TWO, b="import os\nos._exit(3)")
    assert points == {"first": 2, "second": 0}
    assert problem(outcome, 2).startswith("ProcessEnded: This cell ended Python itself")
    assert outcome.outputs[4][0]["text"] == "the end\n"
    assert [note.key for note in outcome.notes] == ["process-ended"]
    assert (
        "2nd code cell" not in outcome.notes[0].to_student and "3rd code cell" in outcome.notes[0].to_student
    )


def test_a_function_that_ends_python_costs_its_test_alone():
    points, outcome = grade(TWO, a="import os\ndef f(x):\n    os._exit(0)")
    assert points == {"first": 0, "second": 2}
    assert problem(outcome, 1).startswith("ProcessEnded: Your code ended Python itself")


def test_a_function_without_end_costs_its_test_alone():
    points, outcome = grade(TWO, a="def f(x):\n    while True:\n        pass", hurry={"first": QUICK})
    assert points == {"first": 0, "second": 2}
    assert problem(outcome, 1) == "CellTimeoutError: Your code took more than 0.8 seconds and was stopped."


def test_who_dies_too_often_is_not_started_again():
    ends = "import os\nos._exit(0)"
    source = paper(*[("answer", f"a{n}", "x = 1") for n in range(6)], ("test", "t", "assert x == 1"))
    notes = blueprint("paper", source)
    house = house_for(notes)
    points, outcome = grade(source, house=house, **{f"a{n}": ends for n in range(6)})
    assert house.students == 1 + PATIENT.restarts and points == {"t": 0}
    assert problem(outcome, 5) == "ProcessEnded: This was not run: your code had ended Python too often."


def test_points_earned_before_the_end_stay():
    points, _ = grade(TWO, last="import os\nos.kill(os.getpid(), 9)")
    assert points == {"first": 2, "second": 2}


def test_the_whole_submission_has_an_end():
    slow = "import time\ntime.sleep(60)"
    source = paper(
        ("answer", "a", "x = 1"),
        *[("given", f"g{n}", "pass") for n in range(4)],
        ("test", "t", "assert x == 1"),
    )
    limits = replace(PATIENT, submission_seconds=2)
    points, outcome = grade(source, limits, **{f"g{n}": slow for n in range(4)}, a="x = 1")
    assert problem(outcome, 1).startswith("CellTimeoutError"), "stopped before its own time was over"
    assert {problem(outcome, place) for place in range(2, 6)} == {f"CellTimeoutError: {said.NO_TIME_LEFT}"}
    assert "too-slow" in [note.key for note in outcome.notes] and points == {"t": 0}


def test_a_test_without_end_is_stopped():
    source = paper(
        ("answer", "a", "n = 3"),
        ("test", "t", "k = 0\nwhile k != n:\n    k += 1"),
        ("answer", "b", "m = 1"),
        ("test", "u", "assert m == 1"),
    )
    points, outcome = grade(source, a="n = -1", hurry={"t": QUICK})
    assert points == {"t": 0, "u": 2}
    assert problem(outcome, 1) == "CellTimeoutError: This check took too long and was stopped."


def test_names_of_earlier_tests_are_there_after_the_tests_process_died():
    source = paper(
        ("answer", "a", "n = 3"),
        ("test", "t", "wanted = 3\nassert n == wanted"),
        ("answer", "b", "m = 1"),
        ("test", "u", "import os\nif m != 1:\n    os._exit(1)"),
        ("test", "v", "assert n == wanted"),
    )
    points, outcome = grade(source, b="m = 2")
    assert points == {"t": 2, "u": 0, "v": 2}
    assert [note.key for note in outcome.notes] == ["test-died"]


def garbage(channel):
    channel.receive()
    channel.sock.setblocking(True)
    channel.sock.sendall(os.urandom(200))
    time.sleep(600)


def chatter(channel):
    channel.receive()
    while True:
        channel.send({"say": "done", "n": 1, "status": "ok"})
        time.sleep(0)


def impostor(channel):
    """Answers everything at once with words of the tests' own."""
    while True:
        head, _ = channel.receive()
        channel.send({"say": "done", "n": head["n"], "status": "ok", "seen": {}, "points": 99}, b'[{"a": 1}]')
        channel.send({"say": "value", "n": head["n"]}, b"{}")


@pytest.mark.parametrize("serve", [garbage, chatter, impostor])
def test_a_process_out_of_order_earns_nothing_and_stops_nobody(serve, monkeypatch):
    house = house_for(blueprint("paper", TWO), student=serve)
    monkeypatch.setattr(broker, "STARTING", 120.0)
    take_seat = house.student

    def hurried_to_its_seat():
        broker.STARTING = 2.0 if serve is chatter else 120.0
        return take_seat()

    monkeypatch.setattr(house, "student", hurried_to_its_seat)
    try:
        points, _ = grade(TWO, house=house)
    except Gone:
        assert serve is not impostor
    else:
        assert serve is impostor and points == {"first": 0, "second": 0}


def test_outputs_of_students_are_rebuilt():
    def odd(channel):
        while True:
            head, _ = channel.receive()
            outputs = [
                {"output_type": "stream", "name": "x", "text": "y" * 300_000, "extra": 1},
                {"output_type": "execute_result", "data": {"text/plain": "7", "application/javascript": "z"}},
                {"output_type": "display_data", "data": {"image/png": "no base64 !"}},
                {"output_type": "error", "ename": "<b>", "evalue": 3, "traceback": "x"},
                {"output_type": "other"},
                "text",
            ]
            channel.send({"say": "done", "n": head["n"], "status": "ok"}, json.dumps(outputs).encode())

    _, outcome = grade(TWO, student=odd, hurry={"first": QUICK, "second": QUICK})
    stream, *rest = outcome.outputs[4]
    assert set(stream) == {"output_type", "name", "text"} and len(stream["text"]) < 210_000
    assert stream["name"] == "stdout"
    assert [output["output_type"] for output in rest] == ["error"] and rest[0]["ename"] == "Error"


class TestPlan:
    SOURCE = paper(
        ("given", "g1", "import pandas as pd\nrows = [1]"),
        ("answer", "a", "x = 1"),
        ("test", "t", "helper = 3\n### BEGIN HIDDEN TESTS\nassert x == 1\n### END HIDDEN TESTS"),
        ("given", "g2", "n = len(rows)"),
        ("given", "g3", "y = x + 1"),
        ("given", "g4", "import random\nrandom.seed(3)"),
    )

    def steps(self, **answers):
        return make_plan(blueprint("paper", self.SOURCE), with_answers(self.SOURCE, **answers)).steps

    def test_cells_that_stand_on_no_answer_are_shared(self):
        assert [step.shared for step in self.steps()] == [0, None, None, 3, None, None]

    @pytest.mark.parametrize(
        ("cell", "common", "personal"),
        [
            ("n = len(rows)\nm = f(n)", "n = len(rows)", "pass\nm = f(n)"),
            # what is printed between two values is printed for each; a last expression would be shown
            ("n = len(rows)\nprint(n)\nm = f(n)", "n = len(rows)", "pass\nprint(n)\nm = f(n)"),
            ("n = 1\nprint(n)\nk = 2\nm = f(n)", "n = 1\nprint(n)\nk = 2", "pass\n\n\nm = f(n)"),
            ("def g(x):\n    return f(x)\nn = len(rows)\nm = 1", "", ""),
            ("n = len(rows)\ndef g(x):\n    return f(x)\nm = g(n)", "n = len(rows)", None),
            ("n = len(rows); m = f(n)", "", ""),
            ("m = f(1)\nn = len(rows)\nk = n", "", ""),
            ("n = rows[0]\nm = f(n)", "", ""),
            ("def g(x):\n    return len(x)\nm = f(1)", "", ""),
            ("n = len(rows)\nimport random\nrandom.seed(n)\nm = f(n)", "n = len(rows)\nimport random", None),
            ("%matplotlib inline\nn = len(rows)\nm = f(n)", "", ""),
            ("n = len(rows)\nstudy.compare('guess', n)\nm = f(n)", "n = len(rows)", None),
            (
                "n = len(rows)\n@f\ndef g(x):\n    return x",
                "n = len(rows)",
                "pass\n@f\ndef g(x):\n    return x",
            ),
        ],
    )
    def test_of_a_cell_that_stands_on_answers_the_beginning_is_shared(self, cell, common, personal):
        source = paper(
            ("given", "g1", "rows = [1]"), ("answer", "a", "def f(x):\n    return x"), ("given", "g2", cell)
        )
        found = blueprint("paper", source).given[2]
        assert found.shareable is bool(common) and found.source == cell
        if common:
            assert found.common == common
            assert personal is None or found.personal == personal
            assert found.common.count("\n") + 1 <= found.personal.count("\n") + 1  # lines keep their places

    def test_what_the_beginning_binds_is_shared_further_on_and_what_the_rest_binds_is_not(self):
        source = paper(
            ("answer", "a", "def f(x):\n    return x"),
            ("given", "g1", "n = int(1)\nbox = []\nm = f(n)\nbox.append(m)"),
            ("given", "g2", "k = n + 1"),
            ("given", "g3", "w = m + 1"),
            ("given", "g4", "size = len(box)"),
        )
        given = blueprint("paper", source).given
        assert [given[place].shareable for place in (1, 2, 3, 4)] == [True, True, False, False]
        assert not any(given[place].trusted for place in (1, 2, 3, 4))
        assert given[1].reads == frozenset() and given[2].reads == {"n"}

    def test_a_changed_cell_is_not_shared(self):
        assert [step.shared for step in self.steps(g1="rows = [1, 2]")] == [None, None, None, 3, None, None]

    def test_the_open_part_of_a_test_runs_with_the_student_where_later_cells_use_it(self):
        assert [step.visible for step in self.steps()] == [""] * 6
        assert self.steps(g3="y = helper")[2].visible == "helper = 3"

    def test_hidden_lines_do_not_reach_the_students_process(self):
        seen = []

        def listening(channel):
            receive = channel.receive

            def heard(*args):
                head, body = receive(*args)
                assert "assert x == 1" not in str(head), "a hidden line came through"
                return head, body

            channel.receive = heard
            serve_student(channel)

        points, _ = grade(self.SOURCE, student=listening, g3="y = helper")
        assert points == {"t": 2} and not seen


class TestWithStudent:
    """The way out: a test that runs where the student's code does."""

    SOURCE = paper(
        ("answer", "a", "def f(x):\n    return x + 1"),
        ("test", "t", "import sys\nprint('old', file=sys.stderr)\nassert f is f and f(1) == 2"),
        run="with-student",
    )

    def test_its_points_count_and_it_is_named(self):
        points, outcome = grade(self.SOURCE)
        assert points == {"t": 2} and outcome.open == ["t"]
        assert grade(self.SOURCE, a="def f(x):\n    return x")[0] == {"t": 0}

    def test_the_marker_of_a_lesson_says_so(self, tmp_path):
        from staffroom.lessons.notebook import build_notebook
        from staffroom.lessons.source import read_lesson

        text = (
            "# ---\n# title: T\n# ---\n\n# %% [answer] f\n### BEGIN SOLUTION\nf = abs\n### END SOLUTION\n\n"
            "# %% [test] f 2 run=with-student\nassert f is abs\n"
        )
        (tmp_path / "x.py").write_text(text, encoding="utf-8")
        cell = build_notebook(read_lesson(tmp_path / "x.py")).cells[-1]
        assert cell.metadata.centric.run == "with-student"


def test_a_build_refuses_a_test_that_cannot_work(tmp_path):
    from generator.errors import UserError
    from staffroom.lessons.build import require_tests_that_can_work
    from staffroom.lessons.source import read_lesson

    text = (
        "# ---\n# title: T\n# ---\n\n# %% [answer] f\n### BEGIN SOLUTION\nf = abs\n### END SOLUTION\n\n"
        "# %% [test] f 2\nassert f(1) == 1\nassert f is abs\n"
    )
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"x\.py:12: in the test f, values come as copies"):
        require_tests_that_can_work(read_lesson(tmp_path / "x.py"))


class TestGivenCells:
    """The author's own cells in the tests' process: prepared once, and as they would be in a notebook."""

    def test_names_of_the_first_ones_stand_ready(self):
        from staffroom.grading.inside import tester

        notes = blueprint(
            "paper",
            paper(
                ("given", "g", "%matplotlib inline\nk = 2\ndef scale(x):\n    return k * x + extra()"),
                ("answer", "a", "def extra():\n    return 1"),
                ("test", "t", "assert scale(1) == 3"),
            ),
        )
        assert [step[0] for step in notes.steps] == ["setup", "drop", "test"]
        tester._given.clear()
        try:
            tester._given.update(steps=notes.steps)
            tester._prepare()
            names, at = tester._given["ready"]
            assert at == 2 and names["k"] == 2
            names.student = {"extra": lambda: 1}.__getitem__
            assert names["scale"](3) == 7
        finally:
            tester._given.clear()

    def test_a_name_that_an_answer_changes_is_the_students_in_functions_too(self):
        source = paper(
            ("given", "g", "k = 2\ndef scale(x):\n    return k * x"),
            ("answer", "a", "k = 3"),
            ("test", "t", "assert scale(1) == 3 and k == 3"),
        )
        assert grade(source)[0] == {"t": 2}
        assert grade(source, a="pass")[0] == {"t": 0}


def test_files_beside_a_notebook(tmp_path):
    from staffroom.grading.split.beside import files_beside, has_truth, without_truth

    for name in ("x.csv", "more/y.csv", "x.py", "exercises/z.csv", "x.ipynb", "truth/t.csv"):
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    found = files_beside(tmp_path / "here", ["exercises", "*.py", "truth"])
    assert found == {"more/y.csv": b"more/y.csv", "x.csv": b"x.csv"}
    assert has_truth(tmp_path / "here")
    (tmp_path / "there").mkdir()
    there = without_truth(tmp_path / "here", tmp_path / "there")
    assert not has_truth(there) and (there / "more" / "y.csv").is_file()


@pytest.mark.parametrize("ignore", [["*.py", "*.md", "*.yaml"], None])
def test_what_building_and_measuring_leave_is_no_file_of_a_lessons(tmp_path, ignore):
    """With a file beside it a lesson is not rehearsed for the class, and students' code can read the file."""
    from small_course import ROOT

    from staffroom.course import find_course
    from staffroom.grading.split.beside import files_beside
    from staffroom.grading.stream import given_files

    course = find_course(ROOT)
    ignored = course.config.CourseDirectory.ignore if ignore is None else ignore
    lessons = course.lessons()
    assert any((course.source / lesson / "measured.json").is_file() for lesson in lessons)
    assert any((course.source / lesson / "audits").is_dir() for lesson in lessons)
    for lesson in lessons:
        own = [name for name in files_beside(course.source / lesson, ignored) if "/" not in name]
        assert own == [] and given_files(course, lesson) == {}


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("x = 1", True),
        ("import os\nos._exit(3)", False),
        ("import signal, os\nos.kill(os.getpid(), signal.SIGSTOP)", False),
    ],
)
def test_the_debrief_asks_what_is_still_there_and_never_waits_for_long(monkeypatch, last, told):
    """A plain process does not know the question, and says so; one that is gone or stopped says nothing."""
    monkeypatch.setattr(broker, "ASKING", 0.3)
    asked = []

    class Asking(broker.Broker):
        def _told(self, names):
            asked.append(names)
            return super()._told(names)

    notes = blueprint("paper", TWO)
    brief = replace(QUICK, grace_seconds=0.2, cell_seconds=0.5)
    plan = make_plan(notes, with_answers(TWO, last=last), share=False)
    parcels = {"student": broker.Parcel(), "tester": broker.Parcel()}
    house = house_for(notes, student=serve_and_tell)
    outcome = Asking(notes, plan, house, brief, **parcels, expected=broker.Expected(), asks=["x"]).run()
    assert asked == [["x"]] and outcome.told == (b'{"x": 1}' if told else b"")


def serve_and_tell(channel):
    """A student's process that knows one question more."""

    class Telling:
        def receive(self, *seconds):
            head, body = channel.receive(*seconds)
            while head.get("say") == "tell":
                channel.send({"say": "done", "status": "ok", "n": head["n"]}, b'{"x": 1}')
                head, body = channel.receive(*seconds)
            return head, body

        def __getattr__(self, name):
            return getattr(channel, name)

    serve_student(Telling())
