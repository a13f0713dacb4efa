"""Checks that students write: what they earn, what earns nothing, and what an author is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import judged_course as judged
import pandas as pd
import pytest
from attacks_on_judging import SLY
from nbformat import v4

from classroom import data
from classroom.check import Mistake, cases, on_shown, student
from classroom.lessons import bank, page
from generator import generate
from generator.errors import UserError
from staffroom.course import Course
from staffroom.grading import gradebook
from staffroom.grading.feedback.again import write_again
from staffroom.grading.marks import marks_of
from staffroom.grading.results import read_results
from staffroom.grading.run import grade_lesson
from staffroom.grading.verdict import NOT_GRADABLE
from staffroom.lessons import checks
from staffroom.lessons.build import build
from staffroom.lessons.source import parse, read_lesson
from staffroom.teaching.play import Bench, Ran

NAME = "check_spend"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    made = judged.make_course(tmp_path_factory.mktemp("judged") / "course")
    generate(made.root / "company", customers=900, seed=5, truth=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "OTHER_CUSTOMERS", 900)
        patch.setattr(data, "_others", {})
        patch.setenv("CENTRIC_COMPANY", str(made.root / "company"))
        judged.built(made)
        yield made


@pytest.fixture(scope="module")
def tried(course: Course) -> Callable[[str], Ran]:
    """How the test of a check went, in this process, which knows its text as a notebook does."""
    bench = Bench(read_lesson(course.source / judged.LESSON / f"{judged.LESSON}.py"), NAME)

    def attempt(check: str) -> Ran:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(student, "_cells_so_far", lambda: [check])
            return bench.attempt(check)[-1]

    return attempt


@pytest.mark.parametrize("name", judged.HONEST)
def test_points_for_what_is_caught(tried: Callable[[str], Ran], name: str) -> None:
    check, points = judged.HONEST[name]
    ran = tried(check)
    assert ran.earned == points
    assert ran.passed == (points == judged.POINTS)


@pytest.mark.parametrize("name", [name for name in judged.BLIND if name != "identity"])
def test_nothing_for_what_is_blind(tried: Callable[[str], Ran], name: str) -> None:
    assert tried(judged.BLIND[name]).earned == 0


def test_a_coin_earns_next_to_nothing(tried: Callable[[str], Ran]) -> None:
    tosses = "import random\nrandom.seed({seed})\n" + judged.HEAD
    tosses += "    return 'no' if random.random() < {share} else ''\n"
    earned = [
        tried(tosses.format(seed=seed, share=share)).earned for seed in range(6) for share in (0.5, 0.9)
    ]
    assert sum(earned) / len(earned) <= 0.05 * judged.POINTS


def test_feedback_names_the_belief_and_no_code(tried: Callable[[str], Ran]) -> None:
    said = tried(judged.HONEST["across"][0]).printed
    assert "3 of 5 kinds of slip" in said
    assert "Each row is one piece." in said
    assert "unit_cost_eur" not in said and "merge(" not in said


def test_false_alarms_cost_what_misses_cost(tried: Callable[[str], Ran]) -> None:
    exact = judged.HONEST["all"][0].replace("> 0.01", "> 0")
    ran = tried(exact)
    assert ran.earned == 0
    assert "12 of 12 right results" in ran.message


@pytest.mark.parametrize(
    ("body", "key"),
    [("    ...", "unanswered"), ("    return True", "wrong-type"), ("    return result", "wrong-type")],
)
def test_what_is_no_check_is_told_in_the_open(tried: Callable[[str], Ran], body: str, key: str) -> None:
    assert tried(judged.HEAD + body + "\n").key == key


@pytest.mark.parametrize(
    "body", ["    pass", "    if len(result) < 0:\n        return 'few'", "    reason = ''"]
)
def test_a_check_that_gives_nothing_back_is_told_so(tried: Callable[[str], Ran], body: str) -> None:
    ran = tried(judged.HEAD + body + "\n")
    assert ran.key == "wrong-type"
    assert "gave nothing back (None) for a result" in ran.message and '`return ""`' in ran.message
    assert "not answered yet" not in ran.message


def test_who_compares_counts_by_equals_is_told_of_dicts(tried: Callable[[str], Ran]) -> None:
    body = "    return '' if result['orders'].value_counts().equals({}) else 'orders'\n"
    assert "Compare counts as two dicts" in tried(judged.HEAD + body).message
    assert "dicts" not in tried(judged.HONEST["all"][0].replace("> 0.01", "> 0")).message


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("(left != 0).any()", True),
        ("not left.eq(0).all()", True),
        ("(left.abs() > 0).any()", True),
        ("(left.abs() > 1e-300).any()", False),
    ],
)
def test_who_asks_for_equal_numbers_is_reminded_of_cents(
    tried: Callable[[str], Ran], test: str, told: bool
) -> None:
    ran = tried(
        f"{judged.HEAD}    left = result['paid_eur'] - result['cost_eur'] - result['left_eur']\n"
        f"    return 'rows' if {test} else ''\n"
    )
    assert "of 12 right results" in ran.message
    assert ("by less than a cent" in ran.message) == told


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("result['orders'].div(result['orders'].max()).between(0, 1).all()", True),
        ("(result['orders'] <= 1).all()", True),
        ("(result['orders'] > -1).all()", False),
        ("(result['left_eur'] - 5).abs().max() < 1", False),
        ("len(result) == 1", False),
        ("len(result) > 1", False),
    ],
)
def test_who_allows_nothing_above_one_is_reminded_of_floats(
    tried: Callable[[str], Ran], test: str, told: bool
) -> None:
    ran = tried(f"{judged.HEAD}    return 'no' if {test} or True else ''\n")
    assert "of 12 right results" in ran.message and "less than a cent" not in ran.message
    assert ("allows nothing above 1" in ran.message) == told


def test_equality_with_words_asks_nothing_of_numbers(tried: Callable[[str], Ran]) -> None:
    ran = tried(f"{judged.HEAD}    return 'no' if result.columns[0] == 'x' or len(result) else ''\n")
    assert "of 12 right results" in ran.message and "less than a cent" not in ran.message


def test_an_error_is_no_verdict(tried: Callable[[str], Ran]) -> None:
    check = judged.HONEST["all"][0].replace("return 'rows'", "raise ValueError('rows')")
    assert tried(check).earned == 3.2


def test_part_of_the_points_is_explained_by_what_the_test_prints() -> None:
    test = v4.new_code_cell("check.on_results()")
    points = {"grade": True, "solution": False, "grade_id": "test_x", "points": 4, "schema_version": 3}
    test.metadata["nbgrader"] = {**points, "locked": True, "task": False}
    text = "result A is right.\n`check_x`: it lets 2 through.\nmistake: lines-counted\n"
    test.outputs = [
        v4.new_output("stream", name="stdout", text=text),
        v4.new_output("execute_result", data={"text/plain": "1.6"}, execution_count=1),
    ]
    [mark] = marks_of(v4.new_notebook(cells=[test]))
    assert (mark.score, mark.mistake) == (1.6, "lines-counted")
    assert mark.message == "`check_x`: it lets 2 through."


# ------------------------------------------------------------------------------------------ what is tried


def test_each_result_has_customers_of_its_own(course: Course) -> None:
    held = page.page(judged.LESSON)
    people = range(1, 401)
    orders = pd.DataFrame({"order_id": people, "customer_id": people, "channel": "web"})
    lines = pd.DataFrame(
        {"order_id": people, "line_no": 1, "quantity": 2, "paid_eur": 9.0, "unit_cost_eur": 1.0}
    )
    tables = Small({"orders": orders, "order_lines": lines})

    def right(orders: pd.DataFrame, order_lines: pd.DataFrame) -> pd.DataFrame:
        rows = order_lines.merge(orders, on="order_id")
        return rows.groupby("customer_id")[["paid_eur"]].sum()

    wrong = {"doubled": lambda *tables: 2 * right(*tables), "the same": right, "stops": lambda: None}
    found = cases.cases(tables, "00/spend", [right], wrong, salt="x")
    assert held.call("spend").unit == "EUR"
    assert {case.kind for case in found} == {"", "doubled"}
    everybody = [customer for case in found for customer in case.result.index]
    assert len(everybody) == len(set(everybody))
    assert all(set(case.data["orders"]["customer_id"]) == set(case.result.index) for case in found)
    again = cases.cases(tables, "00/spend", [right], wrong, salt="x")
    assert [list(case.result.index) for case in again] == [list(case.result.index) for case in found]
    other = cases.cases(tables, "00/spend", [right], wrong, salt="y")
    assert [list(case.result.index) for case in other] != [list(case.result.index) for case in found]


class Small(dict):
    """Tables by name."""

    def names(self) -> list[str]:
        return list(self)


def test_what_is_shown(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    found = page.page(judged.LESSON).shown("spend")
    assert [(one.letter, one.right) for one in found] == [
        ("A", True),
        ("B", False),
        ("C", True),
        ("D", False),
    ]
    assert len(found[2].result) == 2 and found[2].data["customers"] == 2
    on_shown(lambda result, data: "" if len(result) == 3 else "I know\nthree", "00/spend")
    said = capsys.readouterr().out
    assert "result A is right, and your check accepts it." in said
    assert "result C is right, but your check turns it away: “I know three”" in said
    with pytest.raises(Mistake, match="text is expected"):
        on_shown(lambda result, data: 1, "00/spend")


# ------------------------------------------------------------------------------------ what authors are told


TEXT = """# ---
# title: t
# ---
# %% [check] {marker}
def check_spend(result, data):
    ### BEGIN SOLUTION
    return ""
    ### END SOLUTION
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TEXT.format(marker="spend"), "needs its points"),
        (TEXT.format(marker="4"), "needs a name"),
        (TEXT.format(marker="total 4"), "asks for a function `check_total\\(result, data\\)`"),
        (TEXT.format(marker="spend 4").replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", ""),
         "no solution region with its reference check"),
    ],
)  # fmt: skip
def test_faults_in_the_text(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        parse(text, Path("00_x.py"))


def spoilt(course: Course, folder: Path, change: Callable[[Path], object]) -> str:
    """What a build says of the course after a change to the lesson's folder."""
    root = folder / "course"
    shutil.copytree(course.root, root)
    own = judged.find_course(root)
    change(own.source / judged.LESSON)
    try:
        with pytest.raises(UserError) as told:
            build(own, [judged.LESSON])
    finally:
        judged.find_course(course.root)
        bank.forget()
    return str(told.value)


EXERCISE = Path("exercises", "spend")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: shutil.rmtree(f / EXERCISE), "there is no folder exercises/spend"),
        (lambda f: [p.unlink() for p in list((f / EXERCISE / "wrong").glob("*"))[:2]], "needs 4 wrong"),
        (lambda f: (f / EXERCISE / "check.yaml").write_text("shown: [nobody]"), "no wrong answer `nobody`"),
        (lambda f: (f / EXERCISE / "check.yaml").write_text("show: 1"), "show: Extra inputs"),
        (lambda f: (f / EXERCISE / "check.yaml").write_text("data: nothing"), "nothing"),
        (lambda f: edit(f / "00_judged.py", '"" if (left.abs()', '"" if 1 or (left.abs()'),
         "its reference check earns 2.4 of 4 points"),
        (lambda f: edit(f / EXERCISE / "wrong" / "best_only.py", "return", '_ = """\n    x"""\n    return'),
         "cannot be put into a test"),
    ],
)  # fmt: skip
def test_faults_beside_the_text(
    course: Course, tmp_path: Path, change: Callable[[Path], object], says: str
) -> None:
    assert says in spoilt(course, tmp_path, change)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_calibration_is_kept(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    from staffroom.lessons import calibrated

    monkeypatch.setattr(calibrated, "_try", lambda *given: pytest.fail("tried again"))
    assert not any(one.changed for one in build(course, [judged.LESSON]))


@pytest.mark.slow
def test_few_kinds_on_a_company(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    from staffroom.lessons import calibrated

    lesson = read_lesson(course.source / judged.LESSON / f"{judged.LESSON}.py")
    monkeypatch.setattr(checks, "LEAST", 6)
    with pytest.raises(UserError, match="on the course's company only 5 kinds"):
        test = next(cell for cell in lesson.cells if cell.kind == "test")
        calibrated._try(lesson, lesson.cells[2], test, "here")


def test_nothing_hidden_is_released(course: Course) -> None:
    released = (course.release / judged.LESSON / f"{judged.LESSON}.ipynb").read_text(encoding="utf-8")
    cells = {cell["id"]: cell["source"] for cell in json.loads(released)["cells"]}
    assert "".join(cells["test_check_spend"]).endswith('check.on_shown(check_spend, "00/spend")')
    assert "_wrong_" not in released and "_tried" not in released


# ------------------------------------------------------------------------------------------ in the sandbox


@pytest.mark.slow
def test_in_the_sandbox(tmp_path: Path) -> None:
    """One class: honest checks get what they are worth, blind and sly ones get nothing."""
    settings = "c.Grading.call_seconds = 3\nc.Grading.test_seconds = 20\n"
    course = judged.make_course(tmp_path / "course", settings=settings)
    # the sandbox shows the course's own company alone
    shutil.copytree(judged.ROOT / "datasets" / "fernhill", course.root / "company")
    released = judged.built(course)
    wanted: dict[str, float] = {"blank": 0.0}
    place = course.submitted / "blank" / judged.LESSON / f"{judged.LESSON}.ipynb"
    place.parent.mkdir(parents=True)
    place.write_bytes(released)
    for n, (check, points) in enumerate(judged.HONEST.values()):
        wanted[f"honest-{n}"] = points
        judged.hand_in(course, f"honest-{n}", released, check)
    names = {}
    for n, (name, check) in enumerate(judged.BLIND.items()):
        names[f"blind-{n}"] = name
        judged.hand_in(course, f"blind-{n}", released, check)
    for n, (name, (check, last)) in enumerate(SLY.items()):
        names[f"sly-{n}"] = name
        judged.hand_in(course, f"sly-{n}", released, check, last)
    grade_lesson(course, judged.LESSON, workers=2)
    refused = read_results(course, judged.LESSON).of(NOT_GRADABLE)
    assert not refused, refused
    with gradebook.opened(course) as book:
        found = gradebook.scores(book, judged.LESSON)
    scores = {who: {one.cell: one.score for one in every}[judged.TEST] for who, every in found.items()}
    assert {who: scores[who] for who in wanted} == wanted
    gained = {names[who]: score for who, score in scores.items() if who in names and score}
    # what these two go by differs from run to run: now and then they have a coin's luck
    lucky = [gained.pop(name, 0.0) for name in ("identity", "goes by the clock")]
    assert max(lucky) <= 0.3 * judged.POINTS
    assert not gained, gained
    assert set(scores) == {*wanted, *names}
    write_again(course, judged.LESSON)
    page_of = course.feedback / "honest-2" / judged.LESSON / f"{judged.LESSON}.html"
    feedback = page_of.read_text(encoding="utf-8")
    assert "3 of 5 kinds of slip" in feedback and "Each row is one piece." in feedback
    assert "_wrong_" not in feedback and "groupby(" not in feedback
