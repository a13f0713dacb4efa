"""Audits of a report: what a course makes of them, what nobody may see before, and what an answer earns."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import audited_course as audited
import nbformat
import pytest
from attacks_on_audits import ALL_WRONG, SLY

from classroom.lessons import bank
from generator.errors import UserError
from staffroom.course import Course, find_course
from staffroom.grading import gradebook
from staffroom.grading.feedback.again import write_again
from staffroom.grading.run import grade_lesson
from staffroom.lessons import audited as trial
from staffroom.lessons import audits
from staffroom.lessons.build import build, is_stale
from staffroom.lessons.notebook import is_authors
from staffroom.lessons.source import parse, read_lesson, released
from staffroom.roster.key import Key


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, built, and given out to three students."""
    made = audited.make_course(tmp_path_factory.mktemp("audited"))
    build(made, [audited.LESSON])
    audited.enrol(made, "ada", "bob", "eve")
    audited.given_out(made)
    return made


def released_text(course: Course) -> str:
    return (course.release / audited.LESSON / f"{audited.LESSON}.ipynb").read_text(encoding="utf-8")


class TestTheText:
    TEXT = "# ---\n# title: t\n# ---\n# %% [audit] {marker}\n{body}"

    @pytest.mark.parametrize(
        ("marker", "body", "says"),
        [
            ("board", "", "needs its points"),
            ("4", "", "needs a name"),
            ("board 4", "x = 1\n", "holds nothing itself"),
            ("board 4 run=with-student", "", "belongs to a \\[test\\]"),
        ],
    )
    def test_faults_in_it(self, marker: str, body: str, says: str) -> None:
        with pytest.raises(UserError, match=says):
            parse(self.TEXT.format(marker=marker, body=body), Path("00_x.py"))

    def test_a_tag_is_three_cells(self) -> None:
        cells = parse(self.TEXT.format(marker="board 4 more minutes=9", body=""), Path("00_x.py")).cells
        assert [(c.kind, c.grade_id, c.points, c.group) for c in cells] == [
            ("markdown", None, 0, "more"),
            ("answer", "answer_board", 0, "more"),
            ("test", "test_board", 4, "more"),
        ]
        assert [c.options.get("minutes") for c in cells] == [None, "9", None]

    def test_a_student_gets_rows_to_fill_in(self) -> None:
        answer = parse(self.TEXT.format(marker="board 4", body=""), Path("00_x.py")).cells[1]
        names: dict = {}
        exec(released(answer), names)
        assert len(names["board"]) == 7 and set(map(len, names["board"])) == {5}
        assert all(part is ... for row in names["board"] for part in row[1:])


class TestBuilding:
    def test_nothing_of_the_key_is_released(self, course: Course) -> None:
        audit = audits.load(course.source / audited.LESSON, audited.NAME)
        built = (bank.folder_of(audited.LESSON) / bank.BUILT).read_text(encoding="utf-8")
        secrets = [flaw.why for one in audit.sentences for flaw in one.flaws]
        secrets += [one.why for one in audit.sentences if one.why]
        secrets += [
            "_audit_of",
            "on_report",
            "lambda",
            audits.salt_of(course.source / audited.LESSON, audited.NAME),
        ]
        for text in (released_text(course), built):
            assert [one for one in secrets if one in text] == []

    def test_whatever_the_classroom_holds_knows_no_sentence(self) -> None:
        folder = audited.ROOT / "solutions" / "01_product_vs_customer"
        audit = audits.load(folder, "board_report")
        secrets = [flaw.why for one in audit.sentences for flaw in one.flaws]
        for path in (*(audited.ROOT / "classroom").rglob("*.*"), *(audited.ROOT / "course").rglob("*.ipynb")):
            if path.suffix in (".py", ".yaml", ".json", ".ipynb"):
                text = path.read_text(encoding="utf-8")
                assert [one for one in secrets if one in text] == [], path

    def test_the_visible_test_looks_at_the_form_alone(self, course: Course) -> None:
        cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(released_text(course))["cells"]}
        assert cells[audited.TEST].endswith('check.rows(board_report, "board_report", sentences=7)')

    def test_what_was_tried_is_kept(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trial, "_try", lambda *given: pytest.fail("tried again"))
        assert not any(one.changed for one in build(find_course(course.root), [audited.LESSON]))

    def test_another_company_makes_it_stale(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not is_stale(course, audited.LESSON)
        monkeypatch.setattr(Course, "company", course.root / "personal" / audited.LESSON / "ada" / "company")
        assert is_stale(course, audited.LESSON)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (lambda path: path.unlink(), "there is no such file"),
            (lambda path: edit(path, "RECOMMENDS", "RECOMMEND"), "an audit needs `RECOMMENDS`"),
            (lambda path: edit(path, "rule(paid, goods)", "rule(paid, nobody)"), "no sentence is called so"),
            (lambda path: edit(path, 'Flaw("g"', 'Flaw("z"'), "a flaw of the kind 'z', which is none"),
            (lambda path: edit(path, "euros on average.", "euros {} on average."), "needs one gap"),
            (lambda path: edit(path, "b.paid_by.mean()", "b.nothing.mean()"), "stops with AttributeError"),
            (lambda path: edit(path, "surprises=True", "surprises=False"), "no report came out"),
            (lambda path: path.write_text(few(path.read_text())), "only 5 sentences can be used here"),
            (lambda path: path.write_text(one_kind(path.read_text())), "guessing earns"),
            (lambda path: edit(path, "def rule", "def _rule_():\n    global x\n\n\ndef rule"), "no `global`"),
        ],
    )  # fmt: skip
    def test_faults_beside_it(
        self, course: Course, tmp_path: Path, change: Callable[[Path], object], says: str
    ) -> None:
        root = tmp_path / "course"
        shutil.copytree(course.root, root, ignore=shutil.ignore_patterns("personal", "roster"))
        own = find_course(root)
        change(audits.file_of(own.source / audited.LESSON, audited.NAME))
        try:
            with pytest.raises(UserError, match=says):
                build(own, [audited.LESSON])
        finally:
            find_course(course.root)
            bank.forget()

    def test_a_text_of_several_lines_means_the_same_in_a_cell(self, course: Course, tmp_path: Path) -> None:
        folder = tmp_path / audited.LESSON
        shutil.copytree(course.source / audited.LESSON, folder)
        path = audits.file_of(folder, audited.NAME)
        edit(path, 'OPENING = "**To the board.**', 'OPENING = """**To\nthe board.**')
        edit(path, 'of all 36 months."', 'of all 36\n    months."""')
        names: dict = {}
        exec(audits.as_function(folder, audited.NAME), names)
        assert (
            names[audits.function_name(audited.NAME)]().opening == audits.load(folder, audited.NAME).opening
        )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def few(text: str) -> str:
    """The author's file with five of its sentences."""
    head, *sentences = text.split("    Sentence(\n")
    return head + "".join("    Sentence(\n" + one for one in sentences[:5]) + ")\n"


def one_kind(text: str) -> str:
    """The author's file, in which each sentence has but one flaw, told by its kind."""
    return text.replace("SENTENCES = (", "_ALL = (") + (
        "\nfrom dataclasses import replace\n\n"
        'SENTENCES = tuple(\n    replace(s, flaws=(replace(s.flaws[0], kind="abcdefghijkl"[n % 12]),))\n'
        "    for n, s in enumerate(_ALL)\n)\n"
    )


class TestForEachStudent:
    def test_each_has_the_report_that_the_grader_makes_again(self, course: Course) -> None:
        texts = {s: audited.text_in(audited.notebook_of(course, s)) for s in ("ada", "bob", "eve")}
        assert texts == {s: audited.report_of(course, s).prose() for s in texts}
        shared = audited.text_in(json.loads(released_text(course)))
        assert len({*texts.values(), shared}) == 4

    def test_the_report_counts_as_the_authors_text(self, course: Course) -> None:
        for cell in audited.notebook_of(course, "ada")["cells"]:
            if cell["metadata"].get("centric", {}).get("report"):
                assert is_authors(cell["id"], "".join(cell["source"]))

    def test_a_second_release_keeps_all_and_mends_a_spoilt_report(self, course: Course) -> None:
        assert audited.given_out(course).made == []
        path = course.root / "personal" / audited.LESSON / "ada" / f"{audited.LESSON}.ipynb"
        before = path.read_bytes()
        notebook = audited.notebook_of(course, "ada")
        for cell in notebook["cells"]:
            if cell["metadata"].get("centric", {}).get("report"):
                cell["source"] = "All is well."
        path.write_text(json.dumps(notebook), encoding="utf-8")
        assert audited.given_out(course).kept == ["ada", "bob", "eve"]
        assert path.read_bytes() == before

    def test_zips_hold_the_same(self, course: Course) -> None:
        audited.given_out(course, zipped=True)
        assert audited.given_out(course, zipped=True).made == []
        for student in ("ada", "bob"):
            place = course.root / "personal" / audited.LESSON / f"{student}.zip"
            with zipfile.ZipFile(place) as file:
                inside = json.loads(file.read(f"{audited.LESSON}/{audited.LESSON}.ipynb"))
            assert inside == audited.notebook_of(course, student)

    def test_the_lot_is_in_no_file(self, course: Course) -> None:
        from staffroom.roster.secret import open_key

        lot = str(open_key(course).lot("ada", audited.LESSON)).encode()
        own = course.root / "personal" / audited.LESSON / "ada"
        assert not any(lot in path.read_bytes() for path in own.rglob("*") if path.is_file())

    def test_a_new_secret_gives_another_report(self, course: Course) -> None:
        one, other = (Key("c", bytes([n]) * 32) for n in (1, 2))
        assert one.lot("ada", "01") not in (
            other.lot("ada", "01"),
            one.lot("bob", "01"),
            one.seed("ada", "01"),
        )


# ------------------------------------------------------------------------------------------ in the sandbox


def rows(report, change=lambda row: row) -> str:
    return f"{audited.NAME} = {[change(row) for row in report.answer()]!r}"


@pytest.mark.slow
def test_in_the_sandbox(tmp_path: Path) -> None:
    """One class with own companies: honest audits get what they are worth, and sly ones nothing."""
    course = audited.make_course(
        tmp_path, settings="c.Grading.call_seconds = 3\nc.Grading.test_seconds = 20\n"
    )
    build(course, [audited.LESSON])
    sly = {f"sly-{n}": name for n, name in enumerate(SLY)}
    audited.enrol(course, "blank", "all", "right", "wrong", "kinds", "alarm", "pasted", *sly)
    audited.given_out(course)
    reports = {s: audited.report_of(course, s) for s in ("all", "right", "kinds", "alarm")}
    source = json.loads(
        (course.source / audited.LESSON / f"{audited.LESSON}.ipynb").read_text(encoding="utf-8")
    )
    (solution,) = ["".join(c["source"]) for c in source["cells"] if c["id"] == audited.ANSWER]
    answers = {
        "all": rows(reports["all"]),
        "right": rows(reports["right"], lambda row: [row[0], "right", ..., ..., ...]),
        "wrong": f"{audited.NAME} = {ALL_WRONG}",
        "kinds": rows(reports["kinds"], lambda row: [*row[:3], None, None]),
        "alarm": rows(
            reports["alarm"], lambda row: row if row[1] == "wrong" else [row[0], "wrong", "a", None, 1]
        ),
        # who has the author's file knows how reports are made, but not which one this is
        "pasted": solution,
    }
    audited.hand_in(course, "blank", audited.notebook_of(course, "blank"), f"{audited.NAME} = ...")
    for student, answer in answers.items():
        audited.hand_in(course, student, audited.notebook_of(course, student), answer)
    for student, name in sly.items():
        audited.hand_in(course, student, audited.notebook_of(course, student), *SLY[name])
    grade_lesson(course, audited.LESSON, workers=2)
    with gradebook.opened(course) as book:
        found = gradebook.scores(book, audited.LESSON)
    scores = {who: {one.cell: one.score for one in every}[audited.TEST] for who, every in found.items()}
    # each right sentence that is called wrong takes a whole share away
    flawed = len(reports["alarm"].flawed)
    alarm = audited.POINTS * max(0.0, 1 - (len(reports["alarm"].lines) - flawed) / flawed)
    wanted = {
        "blank": 0,
        "all": audited.POINTS,
        "right": 0,
        "wrong": 0,
        "kinds": 4,
        "alarm": alarm,
        "pasted": 0,
    }
    assert {who: scores[who] for who in wanted} == pytest.approx(wanted)
    assert {name: scores[who] for who, name in sly.items() if scores[who]} == {}
    for student in ("pasted", *sly):
        place = course.root / "autograded" / student / audited.LESSON / f"{audited.LESSON}.ipynb"
        notebook = nbformat.read(place, as_version=4)
        (cell,) = [cell for cell in notebook.cells if cell.id == audited.ANSWER]
        raised = [one.ename for one in cell.outputs if one.output_type == "error"]
        assert raised == (["Trouble"] if student == "pasted" else []), sly.get(student, student)
    write_again(course, audited.LESSON)
    page = (course.feedback / "right" / audited.LESSON / f"{audited.LESSON}.html").read_text(encoding="utf-8")
    assert "Sentence by sentence" in page and "You let it stand, and it is wrong." in page
    assert "_audit_of" not in page and "lambda" not in page


@pytest.mark.slow
def test_nbgraders_own_commands_give_the_same_score(tmp_path: Path) -> None:
    course = audited.make_course(tmp_path)
    build(course, [audited.LESSON])
    audited.enrol(course, "ada")
    audited.given_out(course)
    audited.hand_in(course, "ada", audited.notebook_of(course, "ada"), rows(audited.report_of(course, "ada")))
    grade_lesson(course, audited.LESSON)
    before = score_of(course, "ada")
    env = {**os.environ, "PYTHONPATH": str(audited.ROOT)}
    command = [sys.executable, "-m", "nbgrader", "autograde", audited.LESSON, "--force"]
    done = subprocess.run(command, cwd=course.root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert score_of(course, "ada") == before == audited.POINTS


def score_of(course: Course, student: str) -> float:
    with gradebook.opened(course) as book:
        return {one.cell: one.score for one in gradebook.scores(book, audited.LESSON)[student]}[audited.TEST]


def test_without_the_lot_nothing_is_scored(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student's own notebook, graded where nobody knows the secret, stops and says why."""
    from classroom.check.own_report import report_here
    from classroom.errors import Trouble

    own = course.root / "personal" / audited.LESSON / "ada" / "company"
    monkeypatch.setenv("CENTRIC_COMPANY", str(own))
    monkeypatch.delenv("CENTRIC_LOT", raising=False)
    audit = audits.load(course.source / audited.LESSON, audited.NAME)
    with pytest.raises(Trouble, match="does not say which report"):
        report_here(audit, "any")


def test_the_lessons_own_solution_reads_well(course: Course) -> None:
    lesson = read_lesson(course.source / audited.LESSON / f"{audited.LESSON}.py")
    kinds = [cell.kind for cell in lesson.cells if cell.audits]
    assert kinds == ["markdown", "answer", "test"]
