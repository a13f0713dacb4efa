"""Rows of the gradebook: as nbgrader itself would write them, a batch in a handful of statements."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
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
from sqlalchemy import event

from generator.errors import UserError
from staffroom.grading import gradebook
from staffroom.grading.lateness import Change, policy
from staffroom.grading.rows import Rows, Work
from staffroom.grading.run import grade_lesson

SETTINGS = """
c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'
c.LateSubmissionPlugin.penalty_method = 'zero'
"""
WORK = {
    "ada": {"answer_total": RIGHT, "answer_dearest": "dearest = 'rug'", "written_memo": "Yes."},
    "bob": {"answer_total": RETURNS_LEFT_IN},
    "cat": {},
    "dan": {"answer_total": FAILS_ON_EMPTY, "answer_dearest": "dearest = 'pan'"},
}
DUE = "2026-03-01 10:00:00 UTC"
LATE = "2026-03-01 12:00:00 CET"  # an hour late: noon there is eleven in UTC


@pytest.fixture
def course(tmp_path):
    course, released = make_class(tmp_path / "course", settings=SETTINGS)
    for student, answers in WORK.items():
        submit(course.root, student, answered(released, **answers))
    submit(course.root, "ada", LATE, name="timestamp.txt")
    submit(course.root, "bob", "no time at all", name="timestamp.txt")
    with gradebook.opened(course) as book:
        book.update_or_create_assignment(LESSON, duedate=DUE)
    return course


def dump(path):
    """All of a gradebook but its random keys."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        """
        select s.student_id, s.timestamp, s.extension, m.flagged, m.late_submission_penalty, b.name, b.type,
               g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, c.auto_comment,
               c.manual_comment
        from base_cell b join submitted_notebook m on m.notebook_id = b.notebook_id
        join submitted_assignment s on s.id = m.assignment_id
        left join grade g on g.cell_id = b.id and g.notebook_id = m.id
        left join comment c on c.cell_id = b.id and c.notebook_id = m.id
        order by 1, 6, 7
        """
    ).fetchall()
    students = connection.execute("select * from student order by id").fetchall()
    connection.close()
    return rows, students


def test_rows_are_those_that_nbgrader_writes(course, tmp_path):
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    mine = dump(course.root / "gradebook.db")
    theirs = f"sqlite:///{tmp_path / 'theirs.db'}"
    from staffroom.lessons.give import source_bytes
    from staffroom.lessons.release import release_bytes

    release_bytes(source_bytes(course, LESSON), LESSON, course.config, db_url=theirs)
    for student in WORK:
        path = course.autograded / student / LESSON / f"{LESSON}.ipynb"
        notebook = nbformat.read(path, 4)
        with Gradebook(theirs) as book:
            book.update_or_create_assignment(LESSON, duedate=DUE)
            book.update_or_create_student(student)
            more = {"timestamp": LATE} if student == "ada" else {}
            with book.db.no_autoflush:
                book.update_or_create_submission(LESSON, student, **more)
        what = {"student": student, "assignment": LESSON, "notebook": LESSON, "db_url": theirs}
        for step in (SaveAutoGrades, AssignLatePenalties):
            step(config=course.config).preprocess(notebook, {"nbgrader": what})
    want = dump(tmp_path / "theirs.db")
    assert mine == want
    assert len(mine[0]) == 4 * 7 and any(row[4] for row in mine[0]), "somebody is late"


def rows_of(course):
    return gradebook.opened(course)


def test_only_what_changed_is_told_and_a_persons_score_stays(course):
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    with rows_of(course) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
        memo.manual_score, memo.needs_manual_grade = 4, False
        test = book.find_grade("test_total", LESSON, LESSON, "bob")
        test.manual_score, test.extra_credit, test.needs_manual_grade = 1, 0.5, False
        book.db.commit()
    with rows_of(course) as book:
        rows = Rows(book, LESSON, policy(course.config))
        auto = {"test_total": 3.0, "test_dearest": 2.0, "written_memo": None}
        same = Work("ada", auto, {}, same=True)
        # all that ada has is taken off, so what a person adds is too
        assert rows.write([same]) == [Change("ada", "late_penalty", 5.0, 9.0)]
        assert rows.write([same]) == []
        bob = Work("bob", {**auto, "written_memo": 0.0}, {}, same=True)
        assert rows.write([bob]) == [
            Change("bob", "test_total", 0.0, 3.0),
            Change("bob", "test_dearest", 0.0, 2.0),
        ]
    with Gradebook(course.db_url, course.course_id) as book:
        memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
        assert (memo.manual_score, memo.needs_manual_grade) == (4, False), "nobody must read it twice"
        test = book.find_grade("test_total", LESSON, LESSON, "bob")
        assert (test.auto_score, test.manual_score, test.extra_credit) == (3, 1, 0.5)
        assert test.needs_manual_grade, "the tests say something else now: a person must look again"
    with rows_of(course) as book:
        rows = Rows(book, LESSON, policy(course.config))
        rows.write([Work("ada", auto, {}, same=False)])
    with Gradebook(course.db_url, course.course_id) as book:
        assert book.find_grade("written_memo", LESSON, LESSON, "ada").needs_manual_grade, "a new text"


@pytest.mark.slow
def test_in_time_after_all_takes_the_penalty_off(course):
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    with rows_of(course) as book:
        assert book.find_submission(LESSON, "ada").late_submission_penalty == 5
        book.update_or_create_assignment(LESSON, duedate="2026-04-01 10:00:00 UTC")
    grade_lesson(course, LESSON, runner=PlainRunner(course), regrade=True)
    with rows_of(course) as book:
        assert book.find_submission(LESSON, "ada").late_submission_penalty == 0


def test_a_late_policy_that_fails_is_named(course, monkeypatch):
    from nbgrader.plugins import LateSubmissionPlugin

    monkeypatch.setattr(LateSubmissionPlugin, "late_submission_penalty", lambda *_: 1 / 0)
    with pytest.raises(UserError, match="late policy LateSubmissionPlugin failed for ada: ZeroDivisionError"):
        grade_lesson(course, LESSON, runner=PlainRunner(course))


def test_a_batch_of_any_size_takes_the_same_statements(course):
    """A row at a time is what makes nbgrader's own writing slow; here a batch is a handful of statements."""
    auto = {"test_total": 3.0, "test_dearest": 2.0, "written_memo": None}
    when = datetime(2026, 3, 1, 9)
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    with rows_of(course) as book:
        rows = Rows(book, LESSON, policy(course.config))
        engine, said = book.db.get_bind(), []
        event.listen(engine, "before_cursor_execute", lambda *words: said.append(words[2]))

        def statements(names: list[str], score: float) -> int:
            said.clear()
            works = [
                Work(name, {**auto, "test_total": score}, {"answer_total": True}, when) for name in names
            ]
            rows.write(works)
            return len(said)

        few, many = [f"few{n}" for n in range(2)], [f"many{n}" for n in range(200)]
        assert statements(few, 3.0) == statements(many, 3.0) < 20
        assert statements(few, 2.0) == statements(many, 2.0) < 20
        assert len(gradebook.scores(book, LESSON)) == 4 + 202
