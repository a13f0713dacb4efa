"""The author's text: what is read from it, and what is said about a text that breaks a rule."""

from pathlib import Path

import pytest

from generator.errors import UserError
from staffroom.lessons.notebook import build_notebook
from staffroom.lessons.source import read_lesson, released

HEADER = """# ---
# title: Which line?
# minutes: 30
# objectives: [{id: o1, text: Add, exercise: total}]
#
# ---
"""
GOOD = """
# %% [markdown] more
# # Which line?
#
# Look at **every** line.

# %%
import pandas as pd

# %% [predict] loss minutes=3
guess = ...

# %% [answer] total
def total(xs):
    \"\"\"Add.\"\"\"
    ### BEGIN SOLUTION
    return sum(xs)
    ### END SOLUTION

# %% [try] total
total([1, 2])  # the result should be 3

# %% [test] total 3
assert total([1]) == 1, "open"
### BEGIN HIDDEN TESTS
assert total([2, 3]) == 5, "hidden"
### END HIDDEN TESTS

# %% [test] total_empty 0.5
assert total([]) == 0

# %% [puzzle] order group=deep
answer = ...
# BEGIN SOLUTION
answer = "AB"
# END SOLUTION

# %% [test] order 1
assert answer == "AB"

# %% [written] memo 10
# Say why.
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""


def write(tmp_path: Path, body: str, header: str = HEADER) -> Path:
    path = tmp_path / "demo.py"
    path.write_text(header + body, encoding="utf-8")
    return path


def test_reads_every_kind_of_cell(tmp_path):
    lesson = read_lesson(write(tmp_path, GOOD))
    assert (lesson.name, lesson.title) == ("demo", "Which line?")
    assert lesson.header["objectives"][0]["exercise"] == "total"
    assert [c.kind for c in lesson.cells] == [
        "markdown", "code", "predict", "answer", "try", "test", "test", "puzzle", "test", "written",
    ]  # fmt: skip
    prose, _, predict, answer, _, test, half, puzzle, _, written = lesson.cells
    assert prose.source == "# Which line?\n\nLook at **every** line."
    assert (prose.group, puzzle.group, answer.group) == ("more", "deep", "core")
    assert predict.options == {"minutes": "3"}
    assert (test.points, half.points, written.points, answer.points) == (3, 0.5, 10, 0)
    assert answer.grade_id == "answer_total" and test.grade_id == "test_total"
    assert lesson.path.read_text(encoding="utf-8").splitlines()[answer.line_no - 1] == "# %% [answer] total"
    assert lesson.max_points == 14.5


def test_a_folded_cell_hides_its_code_and_prose_cannot_be_folded(tmp_path):
    lesson = read_lesson(write(tmp_path, "# %% [markdown]\n# # A\n# %% folded\nx = 1\n"))
    cell = build_notebook(lesson).cells[1]
    assert cell.metadata["jupyter"] == {"source_hidden": True} and cell.source == "x = 1"
    with pytest.raises(UserError, match="`folded` has no meaning here"):
        read_lesson(write(tmp_path, "# %% [markdown] folded\n# # A\n"))


def test_exercises_join_answers_and_tests(tmp_path):
    exercises = read_lesson(write(tmp_path, GOOD)).exercises()
    assert [(e.name, e.points, len(e.tests)) for e in exercises] == [("total", 3.5, 2), ("order", 1, 1)]
    assert exercises[1].answer.kind == "puzzle"


def test_released_has_stubs_and_no_secrets(tmp_path):
    lesson = read_lesson(write(tmp_path, GOOD))
    texts = {c.grade_id or c.kind: released(c) for c in lesson.cells}
    assert texts["answer_total"] == 'def total(xs):\n    """Add."""\n    ...'
    assert texts["test_total"] == 'assert total([1]) == 1, "open"'
    assert texts["puzzle_order"] == "answer = ..."
    assert texts["written_memo"] == "Say why.\n*Write your answer here.*"
    assert texts["predict_loss"] == "guess = ..."


def test_the_authors_own_stub_is_enough(tmp_path):
    body = """
# %% [answer] x
x = ...  # a number
### BEGIN SOLUTION
x = 1
### END SOLUTION

# %% [test] x 1
assert x == 1

# %% [written] memo 2
# *Write your answer here.*
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""
    x, _, memo = read_lesson(write(tmp_path, body)).cells
    assert released(x) == "x = ...  # a number"
    assert released(memo) == "*Write your answer here.*"


def region(kind: str) -> str:
    return f"\n# %% {kind}\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n"


TEST = "\n# %% [test] x 1\nassert x == 1\n"


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("# %% [anwser] x\nx = 1\n", 7, "tag [anwser] is unknown"),
        ("# %% [answer x\nx = 1\n", 7, "no closing bracket"),
        ("# %% [answer]\nx = 1\n", 7, "needs a name"),
        ("# %% [answer] X-1\nx = 1\n", 7, "`X-1` is not a name"),
        ("# %% [answer] x core what\nx = 1\n", 7, "word `what`"),
        ("# %%\nx = 1\n# %% [markdown] group=easy\n# hi\n", 9, "group `easy` is unknown"),
        ("# %% [markdown]\n# fine\nnot fine\n", 9, "must start with `# `"),
        (region("[answer] x"), 8, "[answer] x has no [test]"),
        (TEST + region("[answer] x"), 8, "[test] x has no answer above"),
        (region("[answer] x") + TEST + TEST, 16, "there already in line 13"),
        ("# %% [answer] x\nx = 1\n" + TEST, 7, "no solution region"),
        ("# %% [answer] x\n### BEGIN SOLUTION\nx = 1\n" + TEST, 8, "is not closed"),
        ("# %% [answer] x\nx = 1\n### END SOLUTION\n" + TEST, 9, "END SOLUTION without BEGIN"),
        ("# %% [answer] x\n### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION\n", 9, "begins inside"),
        (region("[answer] x") + "# %% [test] x 1\n### BEGIN HIDDEN TESTS\nassert x\n", 13, "is not closed"),
        ("# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", 8, "would be released"),
        ("# %%\n### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS\n", 8, "belong in a [test] cell"),
        ("# %%\nx = 1  # the BEGIN SOLUTION line\n", 8, "may only stand alone"),
        (region("[answer] x") + "# %% [test] x\nassert x\n", 12, "needs its points"),
        ("# %% sitting\nx = 1\n", 7, "a word of its own behind a [markdown]"),
        ("# %% [markdown] sitting=2\n# x\n", 7, "a word of its own behind a [markdown]"),
        ("# %% [puzzle] x 2\nanswer = ...\n", 7, "points do not belong to a [puzzle]"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(tmp_path, body, line, words):
    path = write(tmp_path, body)
    with pytest.raises(UserError) as caught:
        read_lesson(path)
    assert str(caught.value).startswith(f"{path}:{line}:")
    assert words in str(caught.value)


def test_a_marked_cell_begins_another_sitting(tmp_path):
    whole = read_lesson(write(tmp_path, GOOD))
    assert whole.sittings() == [whole.cells]
    marked = GOOD.replace("# %%\nimport", "# %% [markdown] sitting more\n# ## On\n\n# %%\nimport", 1)
    two = read_lesson(write(tmp_path, marked.replace("[markdown] more", "[markdown] more sitting", 1)))
    assert [len(sitting) for sitting in two.sittings()] == [
        1,
        len(two.cells) - 1,
    ]  # the first cell begins none
    assert two.sittings()[1][0].source == "## On"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "must begin with its header"),
        ("# ---\n# minutes: 3\n# ---\n", "must give the lesson's `title`"),
        ("# ---\n# title: [\n# ---\n", "the header cannot be read"),
        ("# ---\n# title: a\n# objectives: [o1]\n# ---\n", "`objectives` must be a list"),
    ],
)
def test_a_broken_header_is_named(tmp_path, header, words):
    with pytest.raises(UserError, match=r"demo\.py") as caught:
        read_lesson(write(tmp_path, "# %%\nx = 1\n", header))
    assert words in str(caught.value)


def test_a_missing_or_foreign_file_is_named(tmp_path):
    with pytest.raises(UserError, match="no such lesson text"):
        read_lesson(tmp_path / "none.py")
    path = tmp_path / "latin.py"
    path.write_bytes("# caf\xe9".encode("latin-1"))
    with pytest.raises(UserError, match="not UTF-8"):
        read_lesson(path)
