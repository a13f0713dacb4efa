"""Handed in again: a person's mark and comment belong to the text that they read."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest
from nbgrader.api import Gradebook
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit
from spoken import centric

from staffroom.course import find_course
from staffroom.grading.export import export
from staffroom.grading.feedback.again import write_again
from staffroom.grading.journal import Journal
from staffroom.grading.report import write_report
from staffroom.grading.results import read_results
from staffroom.grading.run import grade_lesson
from staffroom.grading.summary import summarise

#: Each grades a class or two.
pytestmark = pytest.mark.slow

FIRST = {"answer_total": RETURNS_LEFT_IN, "answer_dearest": "dearest = 'rug'", "written_memo": "Close it."}


class Class:
    """A course with one student, ada."""

    def __init__(self, root) -> None:
        self.course = find_course(root)
        self.released = (self.course.release / LESSON / f"{LESSON}.ipynb").read_bytes()

    def hand_in(self, **answers: str):
        submit(self.course.root, "ada", answered(self.released, **answers))
        return self.grade()

    def grade(self, **more):
        return grade_lesson(self.course, LESSON, runner=PlainRunner(self.course), **more)

    def book(self):
        return Gradebook(self.course.db_url, self.course.course_id)

    def read(self, cell: str, score: float, comment: str = "", on: str = "") -> None:
        """Score and comment on a cell, as formgrader writes them."""
        with self.book() as book:
            grade = book.find_grade(cell, LESSON, LESSON, "ada")
            grade.manual_score, grade.needs_manual_grade = score, False
            book.db.commit()
        if comment:
            self.comment(on or cell, comment)

    def comment(self, cell: str, words: str) -> None:
        with self.book() as book:
            book.find_comment(cell, LESSON, LESSON, "ada").manual_comment = words
            book.db.commit()

    @property
    def ada(self):
        return next(s for s in read_results(self.course, LESSON).students if s.student == "ada")

    def row(self) -> dict[str, str]:
        content = export(self.course, [LESSON], "plain").content.decode("utf-8")
        return next(csv.DictReader(io.StringIO(content)))

    def page(self) -> str:
        return (self.course.feedback / "ada" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    course, _ = make_class(tmp_path_factory.mktemp("again") / "course")
    ada = Class(course.root)
    ada.hand_in(**FIRST)
    ada.read("written_memo", 4, "Say when.")
    assert ada.ada.score == 6 and ada.ada.waiting == ()
    return course.root


@pytest.fixture
def ada(read, tmp_path):
    """Her memo has been read: 4 points of 5, and a comment."""
    return Class(shutil.copytree(read, tmp_path / "course"))


class TestAnotherMemo:
    @pytest.fixture(autouse=True)
    def handed_in_again(self, ada):
        ada.hand_in(**FIRST | {"written_memo": "Keep it."})

    def test_it_waits_and_the_old_mark_does_not_count(self, ada):
        assert ada.ada.waiting == ada.ada.again == ("written_memo",) and ada.ada.score == 2
        with ada.book() as book:
            memo = book.find_grade("written_memo", LESSON, LESSON, "ada")
            assert memo.needs_manual_grade and memo.manual_score == 4, "nothing of a person's is lost"

    def test_the_file_of_grades_leaves_it_out(self, ada):
        assert (ada.row()[LESSON], ada.row()[f"{LESSON} state"]) == ("", "waits for a reader")
        made = export(ada.course, [LESSON], "canvas")
        assert made.rows == 0 and made.waiting == ("ada",)

    def test_the_screen_and_the_report_say_so(self, ada):
        said = centric("grade", "00", cwd=ada.course.root).stdout
        assert "to be read again" in " ".join(said.split()) and "written_memo" in said
        results = read_results(ada.course, LESSON)
        assert summarise(results).waiting == 1
        assert "1</dd><dt>memos to read" in write_report(ada.course, results).read_text(encoding="utf-8")
        told = json.loads(centric("report", "00", "--json", cwd=ada.course.root).stdout)["students"][0]
        memo = next(c for c in told["cells"] if c["cell"] == "written_memo")
        assert (memo["score"], memo["earlier"]) == (None, 4)

    def test_the_page_says_so_and_whose_comment_it_is(self, ada):
        for again in (False, True):
            if again:
                write_again(ada.course, LESSON)
            page = ada.page()
            assert "waits for a reader" in page and "2 / 10" in page and "will be read again" in page
            assert "Comment on your earlier version:</strong> Say when." in page

    def test_read_again_it_counts_and_the_comment_is_of_now(self, ada):
        """Also with the same mark: formgrader has a button for that."""
        ada.read("written_memo", 4)
        assert ada.ada.score == 6 and ada.row()[f"{LESSON} state"] == "graded"
        write_again(ada.course, LESSON)
        assert "Comment:</strong> Say when." in ada.page() and "read again" not in ada.page()

    def test_a_new_comment_is_of_now(self, ada):
        ada.comment("written_memo", "Better.")
        write_again(ada.course, LESSON)
        assert "Comment:</strong> Better." in ada.page()

    def test_a_third_time_with_that_memo_it_still_waits(self, ada):
        ada.hand_in(**FIRST | {"written_memo": "Keep it.", "answer_total": RIGHT})
        assert ada.ada.waiting == ("written_memo",) and ada.ada.score == 5
        assert "Comment on your earlier version" in ada.page()
        ada.grade(regrade=True)
        assert ada.ada.waiting == ("written_memo",) and "Comment on your earlier version" in ada.page()


def test_an_emptied_memo_waits_too(ada):
    ada.hand_in(**{name: text for name, text in FIRST.items() if name != "written_memo"})
    assert ada.ada.again == ("written_memo",) and "will be read again" in ada.page()


@pytest.mark.parametrize("memo", ["Close it.", "\nClose it.  \n\n"])
def test_the_same_memo_keeps_its_mark(ada, memo):
    ada.hand_in(**FIRST | {"answer_total": RIGHT, "written_memo": memo})
    assert ada.ada.score == 9 and ada.ada.waiting == () and ada.row()[f"{LESSON} state"] == "graded"
    assert "Comment:</strong> Say when." in ada.page()


def test_a_broken_file_in_between_changes_nothing_of_that(ada):
    submit(ada.course.root, "ada", b"{")
    ada.grade()
    ada.hand_in(**FIRST | {"answer_total": RIGHT})
    assert ada.ada.score == 9 and ada.ada.waiting == ()


def test_graded_again_nothing_has_to_be_read_again(ada):
    ada.grade(regrade=True)
    assert ada.ada.score == 6 and "Comment:</strong> Say when." in ada.page()


def test_a_picture_in_the_memo_is_part_of_it(ada):
    work = answered(ada.released, **FIRST)
    memo = next(cell for cell in work["cells"] if cell["id"] == "written_memo")
    memo["attachments"] = {"a.png": {"image/png": "QUJD"}}
    submit(ada.course.root, "ada", work)
    ada.grade()
    assert ada.ada.waiting == ("written_memo",)


def test_a_comment_on_code_belongs_to_the_code_that_was_read(ada):
    ada.comment("answer_total", "Mind the returns.")
    write_again(ada.course, LESSON)
    assert "Comment:</strong> Mind the returns." in ada.page()
    ada.hand_in(**FIRST | {"answer_dearest": "dearest = 'pan'"})
    assert "Comment:</strong> Mind the returns." in ada.page()
    ada.hand_in(**FIRST | {"answer_total": RIGHT})
    assert "Comment on your earlier version:</strong> Mind the returns." in ada.page()


def test_a_test_that_a_person_scored_waits_if_the_program_is_another_one(ada):
    ada.read("test_total", 1)
    ada.hand_in(**FIRST | {"written_memo": "Close it!"})
    assert ada.ada.again == ("written_memo",), "the same program, so nobody must look at that again"
    ada.hand_in(**FIRST | {"answer_total": RETURNS_LEFT_IN + "  # all"})
    assert set(ada.ada.again) == {"written_memo", "test_total"}


def test_a_kill_before_the_rows_does_not_make_the_new_memo_the_old_one(ada, monkeypatch):
    """By then the new notebook lies in `autograded/`, so that file says nothing on what was read."""
    from staffroom.grading.rows import Rows

    class Killed(BaseException):
        pass

    def killed(*_, **__):
        raise Killed

    monkeypatch.setattr(Rows, "write", killed)
    with pytest.raises(Killed):
        ada.hand_in(**FIRST | {"written_memo": "Keep it."})
    monkeypatch.undo()
    ada.grade()
    assert ada.ada.again == ("written_memo",)


def test_what_an_earlier_version_of_the_program_graded_waits_if_anything_changed(ada):
    """Its journal has no fingerprints: nobody can tell whether the memo is the one that was read."""
    path = ada.course.grades / LESSON / "journal.jsonl"
    entry = Journal(path).entries["ada"]
    path.write_text(json.dumps({k: v for k, v in entry.items() if k not in ("answers", "earlier_comments")}))
    ada.grade(regrade=True)
    assert ada.ada.waiting == (), "nothing was handed in since"
    path.write_text(json.dumps({k: v for k, v in entry.items() if k not in ("answers", "earlier_comments")}))
    ada.hand_in(**FIRST | {"answer_total": RIGHT})
    assert ada.ada.again == ("written_memo",)
