"""A memo that was not written into its cell: found, shown to a reader, and never zero unread."""

from __future__ import annotations

import json

import pytest
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit
from test_preflight import keys, look, released  # noqa: F401  (a fixture)
from test_preflight_repair import at, drop

from staffroom.grading.preflight import written
from staffroom.grading.run import grade_lesson
from staffroom.lessons.notebook import is_authors

MEMO = (
    "Keep the lamp. One lamp of three came back, and that return costs more than its sale brought in. "
    "If the next ten lamps all stay with their buyers, then I was wrong about this. "
    "Until then the shop should not order more of them, and ask each buyer who sends one back for a reason."
)
NUMBERED = [f"{word}." for word in MEMO.split(". ")]


def cell(kind: str, source: str) -> dict:
    return {"cell_type": kind, "id": f"own-{kind}", "source": source, "metadata": {}}


def place_of(notebook: dict, name: str = "written_memo") -> int:
    return notebook["cells"].index(at(notebook, name))


def below(kind: str, source: str):
    return lambda notebook: notebook["cells"].insert(place_of(notebook) + 1, cell(kind, source))


def above(kind: str, source: str):
    return lambda notebook: notebook["cells"].insert(place_of(notebook), cell(kind, source))


def at_the_top(notebook: dict) -> None:
    notebook["cells"].insert(0, cell("markdown", MEMO))


def into(name: str, source: str):
    def change(notebook: dict) -> None:
        found = at(notebook, name)
        found["source"] = "".join(found["source"]) + source

    return change


def into_a_given_cell(notebook: dict) -> None:
    notebook["cells"][0]["source"] = "".join(notebook["cells"][0]["source"]) + f"\n\n{MEMO}"


def behind_a_line_of_a_given_cell(notebook: dict) -> None:
    notebook["cells"][0]["source"] = "".join(notebook["cells"][0]["source"]) + f" {MEMO}"


COMMENTS = "".join(f"# {line}\n" for line in NUMBERED)
BESIDE = {
    "text-below": below("markdown", MEMO),
    "text-above": above("markdown", MEMO),
    "raw-below": below("raw", MEMO),
    "short-text-below": below("markdown", "Stop selling lamps."),
    "comments-below": below("code", COMMENTS),
    "a-text-in-code-below": below("code", f'memo = """{MEMO}"""\nprint(memo)'),
    "a-docstring-below": below("code", f'def memo():\n    """{MEMO}"""'),
    "plain-words-in-code": below("code", MEMO),
    "at-the-top": at_the_top,
    "in-the-instructions": into_a_given_cell,
    "behind-a-line-of-the-instructions": behind_a_line_of_a_given_cell,
    "in-comments-of-an-answer": into("answer_dearest", f"\n{COMMENTS}# {MEMO}"),
    "in-an-edited-test": into("test_dearest", f'\n"""{MEMO} {MEMO}"""'),
}


@pytest.fixture
def work(released) -> dict:  # noqa: F811
    """All answered but the memo."""
    return answered(released, answer_total=RIGHT, answer_dearest="dearest = 'rug'")


def mended(tmp_path, released, notebook):  # noqa: F811
    submit(tmp_path, "ada", notebook)
    job = look(tmp_path, released)
    return keys(job), job, json.loads(job.notebook)


@pytest.mark.parametrize("how", BESIDE)
@pytest.mark.parametrize("deleted", [False, True], ids=["blank", "deleted"])
def test_text_beside_the_cell_is_put_into_it(tmp_path, released, work, how, deleted):  # noqa: F811
    BESIDE[how](work)
    if deleted:
        drop("written_memo")(work)
    found, job, notebook = mended(tmp_path, released, work)
    memo = at(notebook, "written_memo")
    words = "Stop selling lamps." if "short" in how else NUMBERED[1]
    assert words in memo["source"] and memo["cell_type"] == "markdown"
    given = json.loads(released)["cells"]
    assert memo["metadata"] == next(c for c in given if c["id"] == "written_memo")["metadata"]
    if deleted and how in ("text-below", "text-above", "short-text-below"):
        assert "marks-restored" in found, "that cell itself is the answer"
    else:
        assert "written-elsewhere" in found and memo["source"].startswith("*Nothing was written into this")
        note = next(note for note in job.notes if note.key == "written-elsewhere")
        assert "written_memo" in note.to_student and "a person reads it" in note.to_student


def test_several_cells_beside_it_are_put_together(tmp_path, released, work):  # noqa: F811
    below("markdown", "And order no more of them.")(work)
    above("code", COMMENTS)(work)
    found, job, notebook = mended(tmp_path, released, work)
    source = at(notebook, "written_memo")["source"]
    assert found == ["written-elsewhere"]
    assert source.index("Keep the lamp.") < source.index("And order no more")
    assert "in a code cell above it and in a text cell below it" in job.notes[0].to_student


def test_a_picture_beside_it_is_an_answer(tmp_path, released, work):  # noqa: F811
    """A photograph of a page, for instance."""
    below("markdown", "![page](a.png)")(work)
    work["cells"][-1]["attachments"] = {"a.png": {"image/png": "QUJD"}}
    found, _, notebook = mended(tmp_path, released, work)
    assert found == ["written-elsewhere"]
    assert at(notebook, "written_memo")["attachments"] == {"a.png": {"image/png": "QUJD"}}


@pytest.mark.parametrize(
    "change",
    [
        lambda notebook: None,
        below("code", "total(basket)  # a look at the sum"),
        below("markdown", "## Notes"),
        below("code", "basket.loc[basket['paid'] > 20, ['thing', 'paid']].sort_values('paid')"),
        lambda notebook: notebook["cells"].insert(0, cell("markdown", "A note to myself: read this again.")),
    ],
    ids=["nothing", "code", "heading", "columns", "short-note-elsewhere"],
)
def test_what_is_no_answer_leaves_a_blank_memo_blank(tmp_path, released, work, change):  # noqa: F811
    change(work)
    found, _, notebook = mended(tmp_path, released, work)
    assert found == []
    assert at(notebook, "written_memo")["source"] == "".join(
        next(c for c in json.loads(released)["cells"] if c["id"] == "written_memo")["source"]
    )


def test_a_memo_in_its_cell_is_left_alone(tmp_path, released, work):  # noqa: F811
    at(work, "written_memo")["source"] = "See my slides."
    below("markdown", MEMO)(work)
    found, _, notebook = mended(tmp_path, released, work)
    assert found == [] and at(notebook, "written_memo")["source"] == "See my slides."


def test_an_author_s_cell_of_an_earlier_release_is_no_answer(tmp_path, released, work):  # noqa: F811
    """Its id tells that nobody wrote over it."""
    import hashlib

    text = "Write to the board, in plain words."
    old = cell("markdown", text)
    old["id"] = "007-" + hashlib.sha256(f"markdown\n{text}".encode()).hexdigest()[:8]
    assert is_authors(old["id"], text) and not is_authors(old["id"], text + " ")
    work["cells"].insert(place_of(work), old)
    assert mended(tmp_path, released, work)[0] == []


def test_the_ids_of_a_lesson_tell_its_text(released):  # noqa: F811
    given = [c for c in json.loads(released)["cells"] if "nbgrader" not in c["metadata"]]
    assert len(given) > 2 and all(is_authors(c["id"], "".join(c["source"])) for c in given)


def test_no_more_code_is_looked_through_than_is_bearable(tmp_path, released, work, monkeypatch):  # noqa: F811
    seen: list[int] = []
    honest = written._prose
    monkeypatch.setattr(written, "_prose", lambda code: (seen.append(len(code)), honest(code))[1])
    work["cells"] += [cell("code", f"# {MEMO}\n" * 40) for _ in range(100)]
    assert "written-elsewhere" in mended(tmp_path, released, work)[0]
    assert sum(seen) < 1.1 * written.MOST_CODE


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A run: one memo beside its cell, one blank, one whose cell is gone."""
    course, given = make_class(tmp_path_factory.mktemp("course"))
    works = {name: answered(given, answer_total=RIGHT) for name in ("beside", "blank", "gone")}
    below("raw", MEMO)(works["beside"])
    drop("written_memo")(works["gone"])
    for name, notebook in works.items():
        submit(course.root, name, notebook)
    outcome = grade_lesson(course, LESSON, runner=PlainRunner(course))
    return course, {student.student: student for student in outcome.results.students}


def page(course, student: str) -> str:
    return (course.feedback / student / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")


def test_only_a_blank_memo_is_zero_unread(graded):
    _, students = graded
    memo = {name: {c.cell: c.score for c in one.cells}["written_memo"] for name, one in students.items()}
    assert memo == {"beside": None, "blank": 0, "gone": None}
    assert students["beside"].waiting == students["gone"].waiting == ("written_memo",)


def test_readers_see_it_where_they_look(graded):
    course, students = graded
    notebook = json.loads((course.autograded / "beside" / LESSON / f"{LESSON}.ipynb").read_bytes())
    assert "Keep the lamp" in "".join(at(notebook, "written_memo")["source"]), "as formgrader shows it"
    memo = page(course, "beside").split('id="x-memo"')[1]
    assert "Keep the lamp" in memo and "waits for a reader" in memo
    assert "You did not write into the cell of written_memo" in page(course, "beside")
    assert "in a text cell below it" in students["beside"].notes[0].to_instructor


def test_a_deleted_memo_is_not_a_blank_one(graded):
    course, students = graded
    assert [note.key for note in students["gone"].notes] == ["written-missing"]
    assert students["gone"].notes[0].to_instructor.startswith("Nothing in its place")
    assert (
        "no longer in your notebook" in page(course, "gone")
        and "not answered" not in (page(course, "gone").split('id="x-memo"')[1])
    )
    assert students["blank"].notes == () and "not answered" in page(course, "blank").split('id="x-memo"')[1]
