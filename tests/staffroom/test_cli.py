"""The `centric` command: what it says, to whom, and with which exit code."""

from __future__ import annotations

import contextlib
import errno
import json
import subprocess
import sys

import pytest
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, make_course, submit
from spoken import say

from staffroom.grading import run as run_module


@pytest.fixture
def course(tmp_path, monkeypatch):
    course, released = make_class(tmp_path / "course")
    submit(course.root, "ada", answered(released, answer_total=RIGHT))
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(run_module, "usual_runner", lambda _: contextlib.nullcontext(PlainRunner(course)))
    return course


def test_help_names_every_command_with_examples(capsys):
    code, out, _ = say(capsys, "--help")
    assert code == 0
    for command in ("lab", "build", "release", "grade", "report", "test", "demo", "doctor"):
        assert command in out
        _, words, _ = say(capsys, command, "--help")
        assert "Examples:" in words and f"centric {command}" in words


def test_help_is_quick_because_nothing_heavy_is_imported():
    code = (
        "import sys; from staffroom.cli import main; main(['--help'])\n"
        "heavy = {'pandas', 'nbgrader', 'nbformat', 'nbconvert', 'jupyterlab', 'pyarrow', 'sqlalchemy'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["grade", "99"], 2, "There is no lesson `99`"),
        (["grade", "00", "--student", "nobody"], 2, "There is no student nobody"),
        (["grade", "00", "--course-dir", "/nowhere"], 2, "There is no nbgrader_config.py in"),
        (["bild"], 2, "No such command"),
        (["grade"], 2, "Missing argument"),
        (["build", "--chekc"], 2, "No such option"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_2(course, capsys, words, code, sentence):
    got, out, err = say(capsys, *words)
    assert got == code and sentence in err and out == ""
    assert "Traceback" not in err


def test_grade_tells_and_writes(course, capsys):
    code, out, _ = say(capsys, "grade", "00")
    assert code == 0
    assert "ada" in out and "3 / 10" in out and "1 submission graded" in out
    assert (course.grades / LESSON / "report.html").is_file()
    code, out, _ = say(capsys, "grade", "00")
    assert "1 done before" in out


def test_grade_says_where_the_pages_lie(course, capsys):
    out = say(capsys, "grade", "00")[1]
    page = course.feedback / "ada" / LESSON / f"{LESSON}.html"
    assert page.is_file() and any(line.split()[-1].endswith(page.name) for line in out.splitlines() if line)
    submit(course.root, "bob", answered((course.release / LESSON / f"{LESSON}.ipynb").read_bytes()))
    submit(course.root, "cem", b"")
    lines = [line.split() for line in say(capsys, "grade", "00")[1].splitlines()]
    assert [words[0] for words in lines[-3:]] == ["feedback", "report", "results"]
    assert lines[-3][1].endswith("feedback")


def test_grade_ends_with_1_when_something_is_not_gradable(course, capsys):
    submit(course.root, "dan", b"")
    code, out, _ = say(capsys, "grade", "00", "--json")
    answer = json.loads(out)
    assert code == 1
    assert answer["run"]["not_gradable"] == ["dan"] and answer["counts"]["not gradable"] == 1
    assert {s["student"]: s["score"] for s in answer["students"]} == {"ada": 3, "dan": None}


def test_report_again(course, capsys):
    say(capsys, "grade", "00")
    (course.grades / LESSON / "report.html").unlink()
    code, out, _ = say(capsys, "report", "00", "--json")
    assert code == 0 and json.loads(out)["counts"]["graded"] == 1
    assert (course.grades / LESSON / "report.html").is_file()


def test_build_check_names_what_is_stale(course, capsys):
    assert say(capsys, "build", "--check") == (0, "", "")
    path = course.release / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("basket", "cart"), encoding="utf-8")
    code, out, err = say(capsys, "build", "--check")
    assert code == 1 and out == "" and str(path.relative_to(course.root)) in err and err.count("\n") == 1
    code, out, _ = say(capsys, "build", "--json")
    assert code == 0 and [b["changed"] for b in json.loads(out)] == [False, True]


def test_build_of_a_broken_text_is_one_sentence(course, capsys):
    text = course.source / LESSON / f"{LESSON}.py"
    text.write_text(text.read_text(encoding="utf-8") + "\n# %% [anwser] x\n", encoding="utf-8")
    before = (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    code, _, err = say(capsys, "build")
    assert code == 1 and "[anwser] is unknown" in err and err.count("\n") == 1
    assert (course.release / LESSON / f"{LESSON}.ipynb").read_bytes() == before


def test_release_records_the_lesson_and_gives_the_built_notebook(course, capsys, tmp_path):
    code, out, _ = say(capsys, "release", "00", "--to", str(tmp_path / "given"), "--json")
    given = tmp_path / "given" / LESSON / f"{LESSON}.ipynb"
    assert code == 0 and json.loads(out)["path"] == str(given)
    assert given.read_bytes() == (course.release / LESSON / f"{LESSON}.ipynb").read_bytes()
    from nbgrader.api import Gradebook

    with Gradebook(course.db_url, "centric") as book:
        assert book.find_assignment(LESSON).max_score == 10


def test_release_of_an_unbuilt_lesson_says_what_to_do(tmp_path, capsys):
    root = make_course(tmp_path / "fresh")
    code, _, err = say(capsys, "release", "00", "--course-dir", str(root))
    assert code == 1 and "run `centric build 00_small` first" in err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x.ipynb"), "The disk is full (x.ipynb)"),
        (PermissionError(errno.EACCES, "denied", "/etc/x"), "may not be read or written (/etc/x)"),
        (OSError(errno.EROFS, "read-only"), "may only be read"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(course, capsys, monkeypatch, error, words):
    def refuse(*_, **__):
        raise error

    before = sorted(p for p in course.root.rglob("*"))
    monkeypatch.setattr("staffroom.lessons.build.read_text", refuse)
    code, _, err = say(capsys, "build")
    assert code == 1 and words in err and err.count("\n") == 1
    assert sorted(p for p in course.root.rglob("*")) == before


def test_a_full_disk_leaves_the_old_file(course, monkeypatch):
    """A write that fails in the middle puts nothing in place and leaves no scrap."""
    import staffroom.place as place

    path = course.release / LESSON / f"{LESSON}.ipynb"
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(place.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        place.write_atomically(path, b"half")
    assert path.read_bytes() == before and [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_stop_by_the_user_is_said(course, capsys, monkeypatch):
    class Stops(PlainRunner):
        def run(self, jobs):
            raise KeyboardInterrupt
            yield

    monkeypatch.setattr(run_module, "usual_runner", lambda _: contextlib.nullcontext(Stops(course)))
    code, _, err = say(capsys, "grade", "00")
    assert code == 130 and err.endswith("Stopped; what was finished is kept.\n")


def test_doctor_says_what_is_there(course, capsys):
    code, out, _ = say(capsys, "doctor", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["good"]
    words = {f["what"]: f["words"] for f in answer["findings"]}
    assert str(course.root) in words["course"] and "bubblewrap" in words
    assert "nbgrader" in words


def test_doctor_fails_when_a_package_is_missing(course, capsys, monkeypatch):
    from importlib import metadata

    from staffroom import doctor

    def version(name):
        if name == "nbgrader":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor.metadata, "version", version)
    code, out, _ = say(capsys, "doctor")
    assert code == 1 and "MISSING nbgrader" in out


def test_version(capsys):
    code, out, _ = say(capsys, "--version")
    assert code == 0 and out.startswith("centric ")


def test_lab_and_test_pass_words_on(course, capsys, monkeypatch):
    seen = []
    monkeypatch.setattr(subprocess, "call", lambda words, cwd: seen.append((words, cwd)) or 0)
    assert say(capsys, "lab", "--no-browser", "--port", "8890")[0] == 0
    assert seen[0][0][-3:] == ["--no-browser", "--port", "8890"] and seen[0][1] == course.root
    assert say(capsys, "test")[0] == 1  # the course has no tests
    (course.root / "tests").mkdir()
    assert say(capsys, "test", "--", "-k", "grade")[0] == 0
    assert seen[1][0][-2:] == ["-k", "grade"] and "not slow and not browser" in seen[1][0]
