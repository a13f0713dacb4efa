"""A student's page: what it tells, in which order, and what it never shows."""

from __future__ import annotations

import contextlib
import io
import json
from html.parser import HTMLParser

import pytest
from effort import calls, grows
from feedback_parts import GUIDE, HIDDEN, PNG, error, notebook, shown, stream
from small_course import LESSON, RETURNS_LEFT_IN, RIGHT, PlainRunner, answered, make_class, submit

from classroom import check
from generator.errors import UserError, WrongUse
from staffroom.grading import gradebook
from staffroom.grading.feedback.again import write_again
from staffroom.grading.feedback.gather import gather
from staffroom.grading.feedback.given import Given, given_of
from staffroom.grading.feedback.guide import read_guide
from staffroom.grading.feedback.page import page_html
from staffroom.grading.gradebook import Score
from staffroom.grading.marks import marks_of
from staffroom.grading.run import grade_lesson
from staffroom.grading.verdict import Note

LEFT_IN = error("AssertionError", "Lines that came back are still in your sum.\nmistake: returns-left-in")


class Reader(HTMLParser):
    """The page's words and tags; fails where a tag is not closed in order."""

    VOID = ("meta", "img", "br", "hr")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.words = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def read(nb, given=None, notes=()) -> tuple[str, Reader]:
    page = page_html(gather(GUIDE, "ada", nb, given, notes))
    return page, Reader(page)


def points(value: str) -> dict:
    data = {"text/plain": value}
    return {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}


def test_a_failed_check_is_told_with_its_thought_and_where_to_read_on():
    _, page = read(notebook(test=[LEFT_IN]))
    words = page.words
    for said in (
        "Lines that came back are still in your sum.",
        "Adds every line, also what came back.",
        "the part “Baskets” of the lesson",
        "Look at back again.",
        "def total(lines):",
        "Add up a basket.",
    ):
        assert said in words
    assert "mistake:" not in words and "0 / 3" in words and "not yet" in words


def test_a_passed_exercise_is_told_in_a_word():
    page, reader = read(notebook())
    assert "3 / 3" in reader.words and "passed" in reader.words and "Where to read on" not in reader.words
    assert "<details><summary>Your answer" in page


def test_partial_credit_is_told_as_such():
    _, page = read(notebook(test=[points("1.5")]))
    assert "1.5 / 3" in page.words and "in part" in page.words


def test_letters_are_told_place_by_place():
    key = {"demand": ("a", {"b": "Look at `who` buys."}), "supply": ("a", {}), "law": ("b", {})}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        given = {"demand": "b", "supply": "a", "law": ...}
        check.letters(given, "forces", options="abc")
        value = check.fitting(given, key, "forces", options="abc", points=3)
    nb = notebook(test=[stream(printed.getvalue()), points(repr(value))])
    marked = marks_of(nb)[0]
    assert (marked.score, marked.mistake) == (0.5, "wrong-value")
    page, reader = read(nb)
    assert "1 of 3 letters fit, 1 does not, 1 is open." in reader.words
    assert "does not fit. Look at who buys." in reader.words and "left open." in reader.words
    assert "<caption>Letter by letter" in page and "0.5 / 3" in reader.words and "in part" in reader.words


def test_letters_that_all_fit_or_none_are_told_as_such():
    lines = '{0} demand "a": fits.\n'
    _, page = read(notebook(test=[stream(lines.format("✓")), points("3.0")]))
    assert "passed" in page.words and "Letter by letter" in page.words
    _, page = read(notebook(test=[stream('✗ demand "b": does not fit. No.\n'), points("0.0")]))
    assert "not yet" in page.words and "0 of 1 letters fit, 1 does not." in page.words


def test_a_reason_that_repeats_a_hidden_line_is_left_out():
    page, _ = read(notebook(test=[stream(f'✗ demand "b": {HIDDEN}\n'), points("0.0")]))
    assert "empty_basket" not in page


def test_a_memo_waits_for_its_reader_and_then_has_their_score_and_comment():
    _, page = read(notebook())
    assert "waits for a reader" in page.words and "3 / 8" in page.words and "so far" in page.words
    given = Given(
        {"written_memo": Score("written_memo", 5, None, 4, None, False)}, {"written_memo": "Well put."}
    )
    _, page = read(notebook(), given)
    assert "7 / 8" in page.words and "Well put." in page.words and "so far" not in page.words


def test_lateness_and_notes_on_the_file_are_told():
    given = Given(penalty=2, late=3 * 86_400 + 60)
    note = Note("encoding", "Your file was not UTF-8; we read it all the same.", "latin-1")
    _, page = read(notebook(), given, [note, note])
    assert "Handed in 3 days late: 2 points are taken off." in page.words and "1 / 8" in page.words
    assert page.words.count("Your file was not UTF-8") == 1 and "latin-1" not in page.words


def test_lateness_takes_no_more_than_there_is():
    _, page = read(notebook(test=[LEFT_IN]), Given(penalty=2))
    assert "0 / 8" in page.words and "-2" not in page.words


def test_the_students_outputs_are_shown_and_harmless():
    outputs = [
        stream("a < b\n\x1b[31mred\x1b[0m \u202e"),
        stream("careful", "stderr"),
        shown(image_png=PNG),
        shown(text_html="<table><tr><td onclick=x()>7</td></tr></table><script>alert(1)</script>"),
    ]
    page, reader = read(notebook(outputs=outputs))
    assert "a &lt; b\nred " in page and "\u202e" not in page and "\x1b" not in page
    assert "Warnings and messages" in reader.words and "careful" in reader.words
    assert f"data:image/png;base64,{PNG}" in page
    assert "<td>7</td>" in page and "onclick" not in page and "alert" not in page
    assert not [attrs for tag, attrs in reader.tags if tag == "img" and not attrs.get("alt")]


def test_the_authors_own_code_is_not_shown_again():
    _, page = read(notebook())
    assert "80" in page.words and "# try it" not in page.words


@pytest.mark.parametrize("trick", ["print", "repr", "html", "error", "result"])
def test_hidden_lines_never_reach_the_page(trick):
    line = HIDDEN
    output = {
        "print": stream(line),
        "repr": stream(repr(f"x\n{line}")),
        "html": shown(text_html=f"<b>{line.replace(' ', '&#32;').replace('=', '&#61;')}</b>"),
        "error": error("ValueError", "no", [f"\x1b[31m{line}\x1b[0m"]),
        "result": shown(text_plain=line),
    }[trick]
    page, reader = read(notebook(outputs=[output]))
    assert "empty_basket" not in page and "This output is not shown" in reader.words


def test_values_of_the_reference_are_not_told():
    """A bare comparison of pandas prints both sides; what was wanted is nobody's business."""
    words = "Series are different\n\nSeries values are different (100.0 %)\n[left]:  [1]\n[right]: [4711]"
    page, reader = read(notebook(test=[error("AssertionError", words)]))
    assert "4711" not in page and "What your code gives is not what is asked for." in reader.words
    page, reader = read(notebook(test=[error("AssertionError", HIDDEN)]))
    assert "empty_basket" not in page


def test_cells_that_stopped_are_named_with_their_error():
    after = [("1 / 0", [error("ZeroDivisionError", "division by zero", ["line 1", "1 / 0"])])]
    _, page = read(notebook(after=after))
    assert "A cell that stopped with an error" in page.words and "division by zero" in page.words


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_texts_from_anywhere_are_text():
    given = Given({}, {"written_memo": EVIL})
    nb = notebook(
        answer=EVIL, memo=EVIL, test=[error(EVIL, EVIL)], after=[(EVIL, [error(EVIL, EVIL, [EVIL])])]
    )
    page, reader = read(nb, given, [Note("k", EVIL, "")])
    assert "<script" not in page and "<img" not in page
    assert reader.words.count("onerror=alert(1)") >= 5


def test_the_page_asks_for_nothing_and_forbids_it_too():
    page, reader = read(notebook())
    assert "http" not in page.replace("http-equiv", "")
    policy = next(a for t, a in reader.tags if t == "meta" and "http-equiv" in a)
    assert policy["content"].startswith("default-src 'none'")
    tags = [tag for tag, _ in reader.tags]
    assert not {"script", "link", "iframe", "form", "object"} & set(tags) and tags.count("h1") == 1


@pytest.mark.parametrize(
    "outputs",
    [
        [stream("x\n" * 100_000)],
        [shown(text_html="<b>" * 30_000)],
        [shown(text_html="<b>" * 200_000)],
        [shown(text_html="<![x" * 3000)],
        [shown(image_png="iVBORw0KGgo" + "A" * 3_000_000, text_plain="a picture")],
        [shown(image_png='iVBORw0KGgo" onerror="alert(1)', text_plain="a picture")],
        [stream(f"{n}\n") if n % 2 else shown(text_plain=str(n)) for n in range(500)],
        [{"output_type": "stream"}, {"output_type": "display_data", "data": {"text/html": 3}}],
    ],
)
def test_odd_and_huge_outputs_are_bounded(outputs):
    page, _ = read(notebook(outputs=outputs))
    assert len(page) < 200_000 and "alert" not in page


@pytest.mark.parametrize(
    "outputs",
    [
        lambda n: [stream("x\n" * n)],
        lambda n: [stream("\x1b[1m" * n)],
        lambda n: [shown(text_html="<b>" * n)],
        lambda n: [shown(text_html="<![x" * n)],
        lambda n: [shown(image_png="iVBORw0KGgo" + "A" * 30 * n, text_plain="a picture")],
        lambda n: [stream(f"{k}\n") if k % 2 else shown(text_plain=str(k)) for k in range(n // 50)],
    ],
)
def test_ever_larger_outputs_cost_no_more_than_their_size(outputs):
    books = {n: notebook(outputs=outputs(n)) for n in (12_500, 100_000)}
    assert grows(lambda n: page_html(gather(GUIDE, "ada", books[n])), *books, at_most=24)
    assert calls(lambda: page_html(gather(GUIDE, "ada", books[100_000]))) < 300_000


def test_the_guide_is_read_from_the_lesson(tmp_path):
    course, _ = make_class(tmp_path / "course")
    guide = read_guide(course, LESSON)
    assert guide.title == "What does a basket cost?"
    assert [(p.name, p.cells, p.written) for p in guide.parts] == [
        ("total", ("test_total",), False),
        ("dearest", ("test_dearest",), False),
        ("memo", ("written_memo",), True),
    ]
    assert len({p.heading for p in guide.parts}) == 3
    assert guide.misconception("total", "returns-left-in") == "Adds every line, also what came back."
    assert any("emptybasket" in line.lower() for line in guide.hidden)


@pytest.fixture
def graded(tmp_path):
    course, released = make_class(tmp_path / "course")
    for student, text in (("ada", RIGHT), ("bob", RETURNS_LEFT_IN)):
        submit(course.root, student, answered(released, answer_total=text, written_memo="Yes."))
    submit(course.root, "dan", b"{")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    return course


def page_of(course, student):
    return (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def test_pages_are_written_again_with_what_people_gave(graded):
    from nbgrader.api import Gradebook

    with Gradebook(graded.db_url, graded.course_id) as book:
        grade = book.find_grade("written_memo", LESSON, LESSON, "ada")
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        book.find_comment("written_memo", LESSON, LESSON, "ada").manual_comment = "A <b>fine</b> memo."
        book.db.commit()
    assert "waits for a reader" in page_of(graded, "ada")
    paths, _ = write_again(graded, LESSON)
    assert [path.parent.parent.name for path in paths] == ["ada", "bob"]
    page = page_of(graded, "ada")
    assert "A &lt;b&gt;fine&lt;/b&gt; memo." in page and "7.5 / 10" in page and "waits" not in page
    assert (graded.feedback / "dan" / LESSON / "not-graded.html").is_file()


def test_who_has_no_grade_gets_no_page(graded):
    with pytest.raises(WrongUse, match="no graded work of the student dan"):
        write_again(graded, LESSON, ["dan"])


def test_nothing_graded_is_said(tmp_path):
    course, _ = make_class(tmp_path / "course")
    with pytest.raises(UserError, match="centric grade"):
        write_again(course, LESSON)


def test_what_people_gave_is_read_for_a_batch_at_once(graded):
    from sqlalchemy import event

    with gradebook.opened(graded) as book:
        asked = []
        event.listen(book.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        given = given_of(book, LESSON, ["ada", "bob", "nobody"])
    assert set(given) == {"ada", "bob", "nobody"} and given["nobody"].scores == {}
    assert given["bob"].scores["test_total"].score == 0
    assert len(asked) < 12


def test_a_page_takes_milliseconds():
    """A table of sixty rows and a figure in each exercise: 20,000 calls are seven of them."""
    rows = "".join("<tr>" + f"<td>{n}.25</td>" * 8 + "</tr>" for n in range(60))
    outputs = [shown(text_html=f"<table><tbody>{rows}</tbody></table>"), shown(image_png=PNG * 1)]
    nb = notebook(outputs=outputs, test=[LEFT_IN])
    json.dumps(nb)
    page_html(gather(GUIDE, "ada", nb))
    assert calls(lambda: page_html(gather(GUIDE, "ada", nb))) < 50_000


def test_what_was_mended_and_lateness_reach_the_page(tmp_path):
    """The whole way: a deleted test is put back, the hand-in was late, and both stand on the page."""
    settings = "c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'\n"
    settings += "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    course, released = make_class(tmp_path / "course", settings=settings)
    nb = answered(released, answer_total=RIGHT)
    nb["cells"] = [cell for cell in nb["cells"] if cell["id"] != "test_dearest"]
    submit(course.root, "ada", nb)
    submit(course.root, "ada", "2026-03-03 10:00:00 UTC", name="timestamp.txt")
    with gradebook.opened(course) as book:
        book.update_or_create_assignment(LESSON, duedate="2026-03-01 10:00:00 UTC")
    grade_lesson(course, LESSON, runner=PlainRunner(course))
    words = Reader(page_of(course, "ada")).words
    assert "About your file" in words
    assert "Handed in 2 days late: 3 points are taken off." in words and "0 / 10" in words
