"""`centric new`: what it writes builds at once, says what is missing, and takes nothing that is there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from small_course import ROOT
from spoken import centric, say

from classroom.lessons import bank
from generator.errors import UserError
from staffroom.lessons import insert, todo
from staffroom.lessons.source import read_lesson

LESSON, TITLE = "20_who_stayed", "Who stayed with us?"
MODEL = "01_product_vs_customer"
SYLLABUS = "# Syllabus\n\n| | question |\n|---|---|\n| 01 | one |\n| 44 | four |\n\nMore.\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a course without lessons."""
    folder = tmp_path / "course of one's own"
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv(bank.VARIABLE, "")
    bank.forget()
    yield folder
    bank.forget()


@pytest.fixture
def lesson(root: Path) -> Path:
    """The same with a new lesson; gives its text."""
    assert centric("new", "lesson", LESSON, TITLE).returncode == 0
    return root / "solutions" / LESSON / f"{LESSON}.py"


@pytest.fixture
def model(root: Path) -> Path:
    """The same with a copy of lesson 01 in its two folders; gives its text."""
    for inside in (Path("solutions"), bank.INSIDE):
        shutil.copytree(ROOT / inside / MODEL, root / inside / MODEL)
    return root / "solutions" / MODEL / f"{MODEL}.py"


def test_a_lesson_that_was_planned_keeps_its_questions(root):
    """Recall questions may be there before the lesson has a text."""
    folder = root / bank.INSIDE / "09_planned"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / bank.INSIDE / "00_meet_fernhill" / bank.HELP, folder)
    before = bank.read_words(folder).recall
    assert before
    assert centric("new", "lesson", "09_planned", TITLE).returncode == 0
    assert bank.read_words(folder).recall == before
    assert centric("build", "09").returncode == 0
    (folder / bank.PAGE).unlink()
    assert "is there already" in centric("new", "lesson", "09_planned", TITLE).stderr


def files(folder: Path) -> dict[str, str]:
    """Path -> content of every file in a folder."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in found}


def folders_of(names: set[str], lesson: str) -> set[str]:
    return {name.partition(f"{lesson}/")[0] + lesson for name in names}


def is_within(lines: list[str], more: list[str]) -> bool:
    """Whether all lines are still there, in their order."""
    rest = iter(more)
    return all(line in rest for line in lines)


class TestLesson:
    def test_it_is_two_folders_that_build_at_once(self, root, lesson, capsys):
        made = set(files(root)) - {"nbgrader_config.py"}
        assert folders_of(made, LESSON) == {f"solutions/{LESSON}", f"classroom/lessons/{LESSON}"}
        code, out, err = say(capsys, "build", "20")
        assert (code, err) == (0, "")
        assert "places still say `TODO:`" in out
        assert read_lesson(lesson).title == TITLE

    @pytest.mark.slow
    @pytest.mark.parametrize("more", [False, True], ids=["one exercise", "two"])
    def test_its_measures_end_and_miss_only_what_is_still_to_write(self, lesson, more):
        assert not more or centric("new", "exercise", "20", "gain_loss").returncode == 0
        assert centric("build", "20").returncode == 0
        found = json.loads(centric("measure", "20", "--json").stdout)
        missed = {result["measure"] for result in found if not result["passed"]}
        assert missed == {"terms", "minutes", "unfinished"} | (set() if more else {"fading"})

    @pytest.mark.parametrize(
        "title", ["A: colon, 'quotes' \"and\" $dollars", "50 % more? {{objectives}}", "# 1"]
    )
    def test_any_title_will_do(self, root, title):
        assert centric("new", "lesson", LESSON, title).returncode == 0
        assert read_lesson_text(root).header["title"] == title

    def test_its_explorer_takes_no_name_that_is_taken(self, root):
        assert centric("new", "lesson", "87_whale", "Where?").returncode == 0
        text = (root / "classroom/lessons/87_whale/explorer.py").read_text(encoding="utf-8")
        assert 'name="whale_explorer"' in text

    def test_an_installed_centric_has_the_templates(self):
        from hatchling.builders.wheel import WheelBuilder

        packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
        skeleton = ROOT / "staffroom" / "lessons" / "skeleton"
        templates = {p.relative_to(ROOT).as_posix() for p in skeleton.rglob("*") if p.is_file()}
        assert len(templates) > 20 and templates <= packed


def read_lesson_text(root: Path):
    from staffroom.lessons.source import read_text

    return read_text(root / "solutions" / LESSON / f"{LESSON}.py")


def test_an_audit_stands_before_the_memo_and_nothing_is_overwritten(lesson):
    assert centric("new", "audit", "20", "growth_report").returncode == 0
    text = read_text_of(lesson)
    places = [n for n, cell in enumerate(text.cells) if cell.audits or cell.name == "memo"]
    assert [text.cells[n].kind for n in places] == ["markdown", "answer", "test", "written"]
    assert text.header["objectives"][-1]["exercise"] == "growth_report"
    assert (lesson.parent / "audits" / "growth_report.py").is_file()
    again = centric("new", "audit", "20", "growth_report")
    assert again.returncode and "nothing is overwritten" in again.stderr


class TestExercise:
    def test_it_adds_to_two_folders_and_takes_nothing_away(self, root, model):
        before = files(root)
        done = centric("new", "exercise", "01", "repeat_share")
        assert done.returncode == 0, done.stderr
        after = files(root)
        changed = {name for name in after if after[name] != before.get(name)}
        assert folders_of(changed, MODEL) == {f"solutions/{MODEL}", f"classroom/lessons/{MODEL}"}
        assert len([name for name in changed if "/wrong/" in name]) == 3
        assert len([name for name in changed if "/right/" in name]) == 5
        for name in changed & set(before):
            assert is_within(before[name].splitlines(), after[name].splitlines()), name
        page = yaml.safe_load(after[f"classroom/lessons/{MODEL}/page.yaml"])
        words = yaml.safe_load(after[f"classroom/lessons/{MODEL}/help.yaml"])
        assert "repeat_share" in page["exercises"] and "repeat_share" in words["exercises"]

    def test_it_stands_behind_the_last_and_its_objective_is_the_last(self, model):
        centric("new", "exercise", "01", "repeat_share")
        text = read_text_of(model)
        names = [exercise.name for exercise in text.exercises()]
        assert names[-2:] == ["board_report", "repeat_share"]
        assert text.header["objectives"][-1]["exercise"] == "repeat_share"
        places = [n for n, cell in enumerate(text.cells) if cell.name in ("repeat_share", "memo")]
        assert text.cells[places[-1]].name == "memo"

    def test_it_stands_behind_the_one_that_is_named(self, model):
        centric("new", "exercise", "01", "repeat_share", "--after", "line_pnl")
        text = read_text_of(model)
        assert [exercise.name for exercise in text.exercises()][:2] == ["line_pnl", "repeat_share"]
        kinds = [cell.kind for cell in text.cells if cell.name == "line_pnl"]
        assert kinds == ["answer", "test", "try"]
        heading = next(c for c in text.cells if "{{repeat_share}}" in c.source)
        assert heading.source.startswith("### ")

    @pytest.mark.slow
    def test_a_lesson_builds_with_it(self, root, model):
        centric("new", "exercise", "01", "repeat_share", "--after", "line_pnl")
        done = centric("build", "01")
        assert (done.returncode, done.stderr) == (0, "")
        assert "25 places still say" in done.stdout
        notebook = (root / "course" / MODEL / f"{MODEL}.ipynb").read_text(encoding="utf-8")
        assert "repeat_share" in notebook and "return len(orders)" not in notebook

    def test_what_its_author_wrote_before_is_kept(self, root, lesson):
        folder = lesson.parent
        own = '\n\ndef gain_loss(orders):\n    """Mine."""\n    return 4\n'
        with (folder / "reference.py").open("a", encoding="utf-8") as file:
            file.write(own)
        assert centric("new", "exercise", "20", "gain_loss").returncode == 0
        text = (folder / "reference.py").read_text(encoding="utf-8")
        assert text.endswith(own) and text.count("def gain_loss") == 1


class TestCheck:
    def test_it_builds_and_says_what_is_missing(self, root, model, capsys):
        before = files(root)
        done = centric("new", "check", "01", "line_pnl")
        assert done.returncode == 0, done.stderr
        after = files(root)
        answers = f"solutions/{MODEL}/exercises"
        assert set(after) - set(before) == {
            f"{answers}/line_pnl/check.yaml",
            f"{answers}/check_line_pnl/wrong/first_belief.py",
        }
        text = read_text_of(model)
        assert [e.name for e in text.exercises()][:2] == ["line_pnl", "check_line_pnl"]
        assert text.header["objectives"][-1]["exercise"] == "check_line_pnl"
        code, out, err = say(capsys, "build", "01")
        assert (code, err) == (0, "")  # its check earns every point, and what students get earns none
        assert f"{len(todo.left(text))} places still say" in out and len(todo.left(text)) > 5
        notebook = (root / "course" / MODEL / f"{MODEL}.ipynb").read_text(encoding="utf-8")
        assert "def check_line_pnl(result, data)" in notebook
        assert "line_pnl(*data.values())" not in notebook

    @pytest.mark.parametrize(
        ("exercise", "says"),
        [
            ("nothing", "its exercises are: line_pnl"),
            ("customer_pnl", "has a check of `customer_pnl` already"),
            ("reconcile", "is called with more than tables"),
            ("cracks", "asks for no function"),
        ],
    )
    def test_what_cannot_be_checked_is_refused(self, root, model, capsys, exercise, says):
        before = files(root)
        code, _, err = say(capsys, "new", "check", "01", exercise)
        assert code in (1, 2) and says in err and len(err.strip().splitlines()) == 1
        assert files(root) == before

    def test_few_wrong_answers_are_too_few(self, lesson, capsys):
        code, _, err = say(capsys, "new", "check", "20", "first_step")
        assert code == 1 and "needs 4 wrong answers or more" in err and "has 3" in err


def read_text_of(path: Path):
    from staffroom.lessons.source import read_text

    return read_text(path)


REFUSED = {
    ("lesson", "2_base", TITLE): "cannot be a lesson's name",
    ("lesson", "03_Base", TITLE): "cannot be a lesson's name",
    ("lesson", "03_base/../x", TITLE): "cannot be a lesson's name",
    ("lesson", "03_base", "  "): "needs a title",
    ("lesson", "20_other", TITLE): "is there already",
    ("lesson", "01_other", TITLE): "is there already",
    ("lesson", "03_base", TITLE, "--exercise", "Bad"): "cannot be an exercise's name",
    ("exercise", "20", "first_step"): "has an exercise `first_step` already",
    ("exercise", "20", "Gain"): "cannot be an exercise's name",
    ("exercise", "20", "lambda"): "has a meaning of its own",
    ("exercise", "20", "sum"): "has a meaning of its own",
    ("exercise", "20", "objectives"): "has a meaning of its own",
    ("exercise", "20", "orders"): "is a name of this cell",
    ("exercise", "20", "gain_loss", "--after", "nothing"): "its exercises are: first_step",
    ("exercise", "97", "gain_loss"): "There is no lesson `97`",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_written(root, lesson, words, capsys):
    before = files(root)
    code, out, err = say(capsys, "new", *words)
    assert code in (1, 2) and out == ""
    assert REFUSED[words] in err and len(err.strip().splitlines()) == 1
    assert files(root) == before


def test_an_exercise_is_not_written_into_a_folder_of_another_course(root, lesson, capsys):
    shutil.copytree(ROOT / "solutions" / MODEL, root / "solutions" / MODEL)
    before = (ROOT / bank.INSIDE / MODEL / bank.PAGE).read_bytes()
    code, _, err = say(capsys, "new", "exercise", "01", "repeat_share")
    assert code == 1 and "lies outside the course" in err
    assert (ROOT / bank.INSIDE / MODEL / bank.PAGE).read_bytes() == before


class TestUnfinished:
    def test_every_mark_is_found_with_its_place(self, lesson):
        (lesson.parent / "TEACHING.md").write_text("# Note\n\nTODO: the debrief\n", encoding="utf-8")
        centric("build", "20")
        left = todo.left(read_lesson(lesson))
        assert (f"{LESSON}/TEACHING.md:3", "the debrief") in [(one.place, one.what) for one in left]
        assert {one.file.suffix for one in left} == {".py", ".md", ".yaml"}  # nothing that is built

    def test_such_a_lesson_is_not_released(self, root, lesson, capsys):
        centric("build", "20")
        code, _, err = say(capsys, "release", "20")
        assert code == 1 and len(err.strip().splitlines()) == 1
        assert f"{LESSON} is not finished: " in err and "--only unfinished" in err
        assert not (root / "gradebook.db").exists()

    @pytest.mark.slow
    def test_its_row_in_the_syllabus_waits_until_all_is_written(self, root, lesson, capsys):
        syllabus = root / "course" / "README.md"
        syllabus.parent.mkdir()
        syllabus.write_text(SYLLABUS, encoding="utf-8")
        centric("build", "20")
        assert syllabus.read_text(encoding="utf-8") == SYLLABUS
        for path in root.rglob("*"):
            if path.is_file() and path.suffix in (".py", ".yaml", ".md"):
                path.write_text(path.read_text(encoding="utf-8").replace("TODO: ", ""), encoding="utf-8")
        code, out, _ = say(capsys, "build", "20")
        assert code == 0 and "TODO" not in out
        rows = re.findall(r"^\| .*\d\d.*$", syllabus.read_text(encoding="utf-8"), re.MULTILINE)
        assert [row[:6].strip("| *") for row in rows] == ["01", "20", "44"]
        assert TITLE in rows[1] and "| 75 + 75 minutes | **open** |" in rows[1]
        assert say(capsys, "release", "20")[0] == 0


class TestInsert:
    def test_comments_and_layout_stay(self):
        text = "# mine\ntables: {}\n\nexercises:\n  # first\n  a: {call: [1]}  # one\n\n\n# end\nmore: 1\n"
        after = insert.under(text, "exercises", "b", "  b:\n    call: [2]\n", Path("page.yaml"))
        assert is_within(text.splitlines(), after.splitlines())
        assert yaml.safe_load(after)["exercises"] == {"a": {"call": [1]}, "b": {"call": [2]}}

    @pytest.mark.parametrize("text", ["", "exercises:\n", "exercises: {}  # none\n", "tables: {}\n"])
    def test_an_empty_or_missing_mapping_is_begun(self, text):
        after = insert.under(text, "exercises", "b", "  b: 2\n", Path("page.yaml"))
        assert yaml.safe_load(after)["exercises"] == {"b": 2}

    def test_what_is_there_stays(self):
        text = "exercises: {b: 1}\n"
        assert insert.under(text, "exercises", "b", "  b: 2\n", Path("page.yaml")) == text

    @pytest.mark.parametrize("text", ["exercises: {a: 1}\n", "exercises:\n    a: 1\n"])
    def test_a_layout_that_cannot_be_added_to_is_refused(self, text):
        with pytest.raises(UserError, match="write `exercises:` as a block"):
            insert.under(text, "exercises", "b", "  b: 2\n", Path("page.yaml"))
