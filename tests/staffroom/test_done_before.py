"""What is done before: journal, gradebook and executed notebook must agree, else it is graded again."""

from __future__ import annotations

import json
import shutil

import pytest
from nbgrader.api import Gradebook
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit
from spoken import centric

from generator.errors import UserError, WrongUse
from staffroom.course import find_course
from staffroom.grading import gradebook
from staffroom.grading.agree import WHY
from staffroom.grading.export import export
from staffroom.grading.feedback.again import write_again
from staffroom.grading.results import read_results
from staffroom.grading.run import grade_lesson

#: Each grades a class or two.
pytestmark = pytest.mark.slow

TWO, FIVE = {"answer_total": RETURNS_LEFT_IN}, {"answer_total": RIGHT}
DEAREST = {"answer_dearest": "dearest = 'rug'"}
MEMO = {"written_memo": "Yes."}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Ada and bob have handed in twice, cat a damaged file. Beside it copies of how it was in between."""
    course, released = make_class(tmp_path_factory.mktemp("done") / "course")
    keep = course.root.parent
    submit(course.root, "ada", answered(released, **FIVE, **DEAREST, **MEMO))
    submit(course.root, "bob", answered(released, **FIVE, **DEAREST))
    run(course)
    shutil.copy(course.root / "gradebook.db", keep / "older.db")
    shutil.copy(course.journal(LESSON), keep / "older.jsonl")
    submit(course.root, "ada", answered(released, **TWO, **DEAREST, **MEMO))
    submit(course.root, "cat", b'{"cells": [')
    run(course)
    return course


@pytest.fixture
def course(graded, tmp_path):
    shutil.copytree(graded.root, tmp_path / "course")
    return find_course(tmp_path / "course")


def run(course, **more):
    return grade_lesson(course, LESSON, runner=more.pop("runner", None) or PlainRunner(course), **more)


def scores(results):
    return {s.student: s.score for s in results.students}


def put(course, name, source):
    shutil.copy(source, course.root / name if name == "gradebook.db" else course.journal(LESSON))


def deleted(course, _):
    (course.root / "gradebook.db").unlink()


def emptied(course, _):
    (course.root / "gradebook.db").write_bytes(b"")


def older(course, keep):
    put(course, "gradebook.db", keep / "older.db")


def older_journal(course, keep):
    put(course, "journal", keep / "older.jsonl")


def no_journal(course, _):
    course.journal(LESSON).unlink()


def no_rows(course, _):
    with gradebook.opened(course) as book:
        book.remove_submission(LESSON, "ada")


def no_student(course, _):
    with gradebook.opened(course) as book:
        book.remove_student("ada")


def one_row_less(course, _):
    with gradebook.opened(course) as book:
        book.db.delete(book.find_grade("test_total", LESSON, LESSON, "ada"))
        book.db.commit()


def other_score(course, _):
    with gradebook.opened(course) as book:
        book.find_grade("test_total", LESSON, LESSON, "ada").auto_score = 3
        book.db.commit()


def executed(course):
    return course.autograded / "ada" / LESSON / f"{LESSON}.ipynb"


def file_gone(course, _):
    executed(course).unlink()


def file_changed(course, _):
    executed(course).write_bytes(executed(course).read_bytes() + b"\n")


#: What happened, who is graded again and why, and what a report says of ada before that.
CASES = {
    deleted: ({"ada": "no-rows", "bob": "no-rows", "cat": "no-student"}, None),
    emptied: ({"ada": "no-rows", "bob": "no-rows", "cat": "no-student"}, None),
    older: ({"ada": "other-scores", "cat": "no-student"}, None),
    older_journal: ({"ada": "other-scores"}, None),
    no_journal: ({"ada": "no-entry", "bob": "no-entry"}, 2),
    no_rows: ({"ada": "no-rows"}, None),
    no_student: ({"ada": "no-rows"}, None),
    one_row_less: ({"ada": "other-scores"}, None),
    other_score: ({"ada": "other-scores"}, None),
    file_gone: ({"ada": "no-file"}, 2),
    file_changed: ({"ada": "other-file"}, 2),
}


#: Each takes three runs: the default tests have one of each kind.
QUICK = (deleted, older, no_journal, file_gone)


@pytest.mark.parametrize(
    "what",
    [pytest.param(what, marks=[] if what in QUICK else pytest.mark.slow) for what in CASES],
    ids=lambda what: what.__name__,
)
def test_where_they_disagree_it_is_graded_again(graded, course, what):
    again, told = CASES[what]
    what(course, graded.root.parent)
    assert scores(read_results(course, LESSON))["ada"] == told
    runner = PlainRunner(course)
    outcome = run(course, runner=runner)
    assert outcome.again == again
    assert set(again) - {"cat"} == set(runner.seen), "nobody else"
    assert scores(outcome.results) == {"ada": 2, "bob": 5, "cat": None}
    assert scores(read_results(course, LESSON)) == {"ada": 2, "bob": 5, "cat": None}
    after = run(course, runner=(second := PlainRunner(course)))
    assert second.seen == [] and after.again == {} and len(after.skipped) == 3


def test_nothing_shows_a_score_that_the_journal_contradicts(graded, course):
    """Report, results and exported grades: five points lay in the gradebook for a work that had two."""
    older(course, graded.root.parent)
    said = centric("report", LESSON, cwd=course.root)
    assert said.returncode == 0 and "disagree on 1 student" in said.stderr and "ada" in said.stderr
    table = (course.grades / LESSON / "results.csv").read_text(encoding="utf-8")
    assert "\nada,to be graded again,,10,,,," in table
    report = (course.grades / LESSON / "report.html").read_text(encoding="utf-8")
    assert "To be graded again" in report and "1<small> of 3</small>" in report
    made = export(course, [LESSON], "plain", so_far=True)
    assert "\nada,,,,,10,to be graded again," in made.content.decode()
    assert "ada" in made.not_graded and any("graded again: ada" in remark for remark in made.remarks)
    with pytest.raises(UserError, match="No page was written for ada"):
        write_again(course, LESSON)


def test_the_command_says_why(graded, course, monkeypatch):
    from staffroom.grading import run as run_module

    def plain(wish):
        import contextlib

        return contextlib.nullcontext(PlainRunner(course))

    monkeypatch.setattr(run_module, "usual_runner", plain)
    deleted(course, None)
    said = centric("grade", LESSON, cwd=course.root)
    assert f"Graded again, because {WHY['no-rows']}: ada, bob." in said.stdout
    assert "done before" not in said.stdout
    emptied(course, None)
    answer = json.loads(centric("grade", LESSON, "--json", cwd=course.root).stdout)
    assert answer["run"]["again"][0] == {"student": "ada", "key": "no-rows", "why": WHY["no-rows"]}
    assert answer["run"]["graded"] == ["ada", "bob"]


def test_what_a_person_gave_is_no_disagreement_and_stays(graded, course):
    with gradebook.opened(course) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
        memo.manual_score, memo.extra_credit, memo.needs_manual_grade = 4, 0.5, False
        test = book.find_grade("test_total", LESSON, LESSON, "ada")
        test.manual_score, test.needs_manual_grade = 1, False
        book.find_comment("written_memo", LESSON, LESSON, "ada").manual_comment = "Well said."
        book.db.commit()
    runner = PlainRunner(course)
    outcome = run(course, runner=runner)
    assert runner.seen == [] and outcome.again == {} and scores(outcome.results)["ada"] == 7.5
    file_gone(course, None)
    outcome = run(course, runner=runner)
    assert runner.seen == ["ada"] and scores(outcome.results)["ada"] == 7.5

    def given():
        with Gradebook(course.db_url, course.course_id) as book:
            memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
            comment = book.find_comment("written_memo", LESSON, LESSON, "ada").manual_comment
            return memo.manual_score, memo.extra_credit, memo.needs_manual_grade, comment

    assert given() == (4, 0.5, False, "Well said."), "the same work: nobody must read it twice"
    with gradebook.opened(course) as book:
        book.find_grade("test_dearest", LESSON, LESSON, "ada").auto_score = 0
        book.db.commit()
    ada = next(s for s in run(course).results.students if s.student == "ada")
    assert given() == (4, 0.5, True, "Well said."), "who knows which work that was: look again"
    assert "written_memo" in ada.again and ada.score == 2, "until then it does not count"


def test_an_earlier_score_stands_beside_a_refusal_only_if_it_was_the_last(graded, course):
    submit(course.root, "ada", b"")
    assert scores(run(course).results)["ada"] == 2, "not gradable, and what was graded before stays"
    older(course, graded.root.parent)
    assert scores(read_results(course, LESSON))["ada"] is None
    outcome = run(course)
    assert outcome.again["ada"] == "other-scores" and scores(outcome.results)["ada"] is None
    outcome = run(course)
    assert outcome.again == {} and scores(outcome.results)["ada"] is None
    with gradebook.opened(course) as book:
        assert "ada" in gradebook.scores(book, LESSON), "nothing is taken out of the gradebook"


def test_another_time_of_handing_in_is_another_work(course):
    submit(course.root, "ada", "2026-03-01 10:00:00.123456 UTC", name="timestamp.txt")
    run(course)
    assert run(course).again == {}
    with gradebook.opened(course) as book:
        book.update_or_create_submission(LESSON, "ada", timestamp="2026-02-01 10:00:00 UTC")
    assert run(course).again == {"ada": "other-scores"}
    assert run(course).again == {}


def test_an_entry_of_an_earlier_version_counts_as_far_as_it_goes(course):
    """It has no print of the notebook and no time: its scores and its seal are compared all the same."""
    lines = [json.loads(line) for line in course.journal(LESSON).read_text(encoding="utf-8").splitlines()]
    for entry in lines:
        for name in ("executed", "timestamp", "unsandboxed", "stands"):
            entry.pop(name, None)
        if entry["state"] == "not gradable":
            del entry["marks"]
    course.journal(LESSON).write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    assert run(course).again == {}
    other_score(course, None)
    assert run(course).again == {"ada": "other-scores"}


NO_DATABASE = {
    "report": b"no database at all" * 100,
    "grade": b"x",  # SQLite takes so short a file for an empty one, and writes over it
    "feedback": None,  # cut off
    "grades": b"SQLite format 3\0" + b"\xff" * 600,
}


@pytest.mark.parametrize(("command", "content"), NO_DATABASE.items(), ids=NO_DATABASE)
def test_a_gradebook_that_is_none_is_one_sentence(course, command, content):
    path = course.root / "gradebook.db"
    content = path.read_bytes()[:5000] if content is None else content
    path.write_bytes(content)
    said = centric(command, LESSON, cwd=course.root)
    assert said.returncode == 1 and said.stderr.count("\n") == 1
    assert "gradebook.db" in said.stderr and "damaged; put a copy back" in said.stderr
    assert path.read_bytes() == content


# ------------------------------------------------------------------------------------ damaged lines

DAMAGED = [
    b"3", b"[]", b'"x"', b"null", b"{", b"{}", b'{"student": 5}', b"\xff\xfe\x00\x01", b"[" * 100_000,
    b'{"student": "zoe"}',
    b'{"student": "zoe", "state": "graded", "marks": 5}',
    b'{"student": "zoe", "state": "graded", "marks": [5]}',
    b'{"student": "zoe", "state": "graded", "marks": [{"cell": [], "score": 1}]}',
    b'{"student": "zoe", "state": "graded", "marks": [{"cell": "a", "score": NaN}]}',
    b'{"student": "zoe", "state": "graded", "notes": [1], "marks": []}',
    b'{"student": "zoe", "state": "graded", "notes": [{"key": {}}], "marks": []}',
    b'{"student": "zoe", "state": "graded", "phases": [], "marks": []}',
    b'{"student": "zoe", "state": "graded", "phases": {"cells": "long"}, "marks": []}',
    b'{"student": "zoe", "state": "graded", "open": 1, "marks": []}',
    b'{"student": "zoe", "state": "graded", "seconds": 1e999, "marks": []}',
    b'{"student": "zoe", "state": "not gradable", "reason": "x"}',
    b'{"student": "zoe", "state": "not gradable", "reason": {"key": []}}',
    b'{"student": "zoe", "state": ["graded"]}',
    b'{"student": "\\ud800", "state": "graded", "marks": []}',
]  # fmt: skip


def test_any_damaged_line_is_passed_over_and_told_once(course):
    path = course.journal(LESSON)
    path.write_bytes(path.read_bytes() + b"\n".join(DAMAGED))
    for command in ("report", "feedback", "grades"):
        said = centric(command, LESSON, cwd=course.root)
        assert said.returncode == 0, said.stderr
        if command != "grades":
            assert f"{len(DAMAGED)} lines of grades/{LESSON}/journal.jsonl could not be read" in said.stderr
    outcome = run(course)
    assert outcome.results.unreadable == len(DAMAGED) and len(outcome.skipped) == 3
    assert {s.student for s in outcome.results.students} == {"ada", "bob", "cat"}
    assert run(course).results.unreadable == 0


@pytest.mark.parametrize("line", [b"3", b'{"student": "ada", "state": "graded", "marks": [{}]}'])
def test_whose_line_is_damaged_is_graded_again(course, line):
    path = course.journal(LESSON)
    rows = path.read_bytes().splitlines()
    rows = [row for row in rows if b'"student": "ada"' not in row] + [line]
    path.write_bytes(b"\n".join(rows) + b"\n")
    runner = PlainRunner(course)
    outcome = run(course, runner=runner)
    assert runner.seen == ["ada"] and outcome.results.unreadable == 1
    assert json.loads(path.read_bytes().splitlines()[-1])["student"] == "ada"


def test_a_damaged_line_takes_back_what_was_said_before_of_that_student(course):
    with course.journal(LESSON).open("ab") as file:
        file.write(b'{"student": "bob", "state": 0}\n')
    assert run(course, runner=(runner := PlainRunner(course))) and runner.seen == ["bob"]


@pytest.mark.parametrize(
    "content", [b"3", b"[]", b'{"cells": 3}', b'{"cells": [3, {"metadata": 1}]}', b"\xff"]
)
def test_a_damaged_notebook_in_autograded_is_one_sentence(course, content):
    executed(course).write_bytes(content)
    no_print = course.journal(LESSON).read_text(encoding="utf-8").replace('"executed"', '"was"')
    course.journal(LESSON).write_text(no_print, encoding="utf-8")
    assert centric("report", LESSON, cwd=course.root).returncode == 0
    with pytest.raises(UserError, match="No page was written for ada"):
        write_again(course, LESSON)
    with pytest.raises(WrongUse, match="no graded work of the student zoe"):
        write_again(course, LESSON, ["zoe"])


def test_a_lock_with_odd_words_is_one_sentence():
    from staffroom.grading.lock import _taken

    for since in ("x", None, [], 1e30):
        assert _taken({"lesson": "l", "since": since}).endswith("; wait until it has ended, or end it.")
