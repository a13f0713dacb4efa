"""From text to notebook: what nbgrader gets to know, the same bytes each time, and nothing given away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from small_course import LESSON, ROOT

from generator.errors import UserError, WrongUse
from staffroom.course import find_course
from staffroom.lessons.build import build
from staffroom.lessons.leak import leaks, leaks_in_notebook, secret_lines
from staffroom.lessons.notebook import build_notebook, to_bytes
from staffroom.lessons.release import release_bytes
from staffroom.lessons.source import read_lesson, released


@pytest.fixture
def built(course_dir: Path) -> Path:
    build(find_course(course_dir), [LESSON])
    return course_dir


def lesson_of(root: Path):
    return read_lesson(root / "solutions" / LESSON / f"{LESSON}.py")


def released_notebook(root: Path) -> dict:
    return json.loads((root / "course" / LESSON / f"{LESSON}.ipynb").read_bytes())


def test_tags_become_nbgraders_metadata(course_dir):
    notebook = build_notebook(lesson_of(course_dir))
    MetadataValidator().validate_nb(notebook)
    of = {cell.id: cell.metadata.get("nbgrader") for cell in notebook.cells}
    test, answer, memo, predict = (
        of[i] for i in ("test_total", "answer_total", "written_memo", "predict_share_back")
    )
    assert (test.grade, test.solution, test.locked, test.points) == (True, False, True, 3)
    assert (answer.grade, answer.solution, answer.locked) == (False, True, False)
    assert (memo.grade, memo.solution, memo.points) == (True, True, 5)
    assert (predict.grade, predict.solution) == (False, True)
    assert all(meta.grade_id == i and meta.schema_version == 3 for i, meta in of.items() if meta)
    assert notebook.metadata.kernelspec.name == "python3"


def test_what_can_wait_does_not_stop_a_run_of_all_cells(course_dir):
    path = lesson_of(course_dir).path
    text = path.read_text(encoding="utf-8")
    assert not any("tags" in cell.metadata for cell in build_notebook(lesson_of(course_dir)).cells)
    path.write_text(text.replace("[test] total 3", "[test] total 3 more"), encoding="utf-8")
    goes_on = [cell.id for cell in build_notebook(lesson_of(course_dir)).cells if "tags" in cell.metadata]
    assert goes_on == ["test_total"]


def test_cell_ids_are_valid_unique_and_stay(course_dir):
    ids = [cell.id for cell in build_notebook(lesson_of(course_dir)).cells]
    assert len(set(ids)) == len(ids)
    assert ids == [cell.id for cell in build_notebook(lesson_of(course_dir)).cells]
    nbformat.validate(build_notebook(lesson_of(course_dir)))


def test_a_build_is_the_same_in_another_process(built):
    paths = [
        built / "solutions" / LESSON / f"{LESSON}.ipynb",
        built / "course" / LESSON / f"{LESSON}.ipynb",
    ]
    before = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    code = (
        "from staffroom.course import find_course; from staffroom.lessons.build import build;"
        f"build(find_course({str(built)!r}), [{LESSON!r}])"
    )
    env = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=built.parent)
    assert [path.read_bytes() for path in paths] == before


def test_build_says_what_changed_and_writes_only_that(built):
    course = find_course(built)
    assert [b.changed for b in build(course, [LESSON])] == [False, False]
    stamp = (built / "course" / LESSON / f"{LESSON}.ipynb").stat().st_mtime_ns
    text = built / "solutions" / LESSON / f"{LESSON}.py"
    hidden_only = text.read_text(encoding="utf-8").replace("An empty basket costs", "Nothing bought costs")
    text.write_text(hidden_only, encoding="utf-8")
    assert [b.changed for b in build(course, [LESSON], write=False)] == [True, False]
    assert [b.changed for b in build(course, [LESSON])] == [True, False]
    assert (built / "course" / LESSON / f"{LESSON}.ipynb").stat().st_mtime_ns == stamp


def test_the_students_version_is_what_released_says(built):
    lesson = lesson_of(built)
    got = ["".join(cell["source"]) for cell in released_notebook(built)["cells"]]
    assert got == [released(cell) for cell in lesson.cells]


def test_nothing_but_the_notebook_is_released_and_it_gives_nothing_away(built):
    assert leaks(lesson_of(built), built / "course" / LESSON) == []
    assert [p.name for p in (built / "course").rglob("*") if p.is_file()] == [f"{LESSON}.ipynb"]
    secret = secret_lines(lesson_of(built))
    assert any("exercises/" in where for where in secret.values())
    assert {'kept_lines = lines.loc[~lines["back"]]', "empty = toy.iloc[:0]"} <= set(secret)


@pytest.mark.parametrize(
    ("put", "named"),
    [
        ("kept_lines = lines.loc[~lines['back']]", None),
        ('kept_lines = lines.loc[~lines["back"]]', "a region of [answer] total"),
        ("empty = toy.iloc[:0]", "a region of [test] total"),
        (
            "A full answer names the lamp, its return, and a test that could show the contrary.",
            "[written] memo",
        ),
        (
            "return float(sum(row.paid for row in lines.itertuples() if not row.back))",
            "exercises/total/loop.py",
        ),
        ("### BEGIN HIDDEN TESTS", "hidden test mark"),
        ("people = company.truth.table('x')", "truth table"),
        ("from staffroom import demo", "instructor's package"),
    ],
)
def test_the_search_finds_what_is_put_in(built, put, named):
    notebook = released_notebook(built)
    notebook["cells"][1]["source"] = ["x = 1\n", put]
    found = leaks_in_notebook(lesson_of(built), json.dumps(notebook).encode())
    assert (named is None and not found) or any(named in leak for leak in found)


def test_outputs_and_stray_files_are_leaks(built):
    notebook = released_notebook(built)
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    assert any(
        "outputs" in leak for leak in leaks_in_notebook(lesson_of(built), json.dumps(notebook).encode())
    )
    (built / "course" / LESSON / "truth.parquet").write_bytes(b"")
    with pytest.raises(UserError, match=r"truth\.parquet lies in the released folder"):
        build(find_course(built), [LESSON])


@pytest.mark.slow
def test_plain_nbgrader_releases_the_same(built):
    """`nbgrader generate_assignment` with the course's settings gives the same bytes and no other file."""
    path = built / "course" / LESSON / f"{LESSON}.ipynb"
    mine = path.read_bytes()
    (built / "solutions" / LESSON / "TEACHING.md").write_text("# for the teacher\n", encoding="utf-8")
    nbgrader(built, "generate_assignment", LESSON, "--force")
    assert path.read_text(encoding="utf-8").encode() == mine
    assert [p.name for p in (built / "course").rglob("*") if p.is_file()] == [f"{LESSON}.ipynb"]


def nbgrader(root: Path, *words: str) -> str:
    from staffroom.mend import put_scripts_on_path

    put_scripts_on_path()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=root, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_lesson_is_found_by_the_beginning_of_its_name(built):
    course = find_course(built)
    assert course.lesson("00") == LESSON == course.lesson(LESSON)
    with pytest.raises(WrongUse, match="There is no lesson `01`"):
        course.lesson("01")


def test_a_course_is_found_from_within_or_by_name(built, monkeypatch, tmp_path):
    monkeypatch.chdir(built / "course" / LESSON)
    assert find_course().root == built
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WrongUse, match=r"no nbgrader_config\.py"):
        find_course()
    with pytest.raises(WrongUse, match="--course-dir"):
        find_course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read"):
        find_course(tmp_path)


def test_notebook_bytes_do_not_depend_on_the_platforms_line_ends(course_dir):
    path = course_dir / "solutions" / LESSON / f"{LESSON}.py"
    unix = to_bytes(build_notebook(lesson_of(course_dir)))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert to_bytes(build_notebook(lesson_of(course_dir))) == unix


@pytest.mark.parametrize("name", find_course(ROOT).with_text())
def test_no_lesson_of_this_course_gives_anything_away(name):
    """Neither as it would be released now, nor as it lies in `course/`."""
    course = find_course(ROOT)
    lesson = read_lesson(course.source / name / f"{name}.py")
    released = release_bytes(to_bytes(build_notebook(lesson)), name, course.config)
    assert len(secret_lines(lesson)) > 20
    assert leaks_in_notebook(lesson, released) == []
    if (course.release / name / f"{name}.ipynb").is_file():
        assert leaks(lesson, course.release / name) == []


def test_the_course_folder_holds_notebooks_and_the_syllabus_only():
    files = {p.relative_to(ROOT / "course") for p in (ROOT / "course").rglob("*") if p.is_file()}
    strange = {p for p in files if p.suffix != ".ipynb" and p.as_posix() != "README.md"}
    assert {p for p in strange if ".ipynb_checkpoints" not in p.parts} == set()
