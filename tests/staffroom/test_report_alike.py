"""Alike answers: copies are found under other names, and people who learned the same are left in peace."""

from __future__ import annotations

import ast
import itertools
import json

import pytest
from effort import calls
from small_course import LESSON, RIGHT, PlainRunner, answered, make_class, submit

from staffroom.course import find_course
from staffroom.grading.analysis.alike import alike
from staffroom.grading.analysis.fingerprints import fingerprints, tokens
from staffroom.grading.analysis.handed_in import known_code
from staffroom.grading.report import write_report
from staffroom.grading.run import grade_lesson
from staffroom.lessons.source import read_lesson
from staffroom.players import read_answers

OWN = """
def customer_pnl(lines, returns, orders, tickets):
    ledger = {}
    for order in orders.itertuples():
        ledger.setdefault(order.customer_id, dict.fromkeys(("margin", "parcel", "asked"), 0.0))
        ledger[order.customer_id]["parcel"] += 7.0 if order.channel == "web" else 6.0
    owner = dict(zip(orders["order_id"], orders["customer_id"], strict=True))
    given_back = {(back.order_id, back.line_no): back.refund_eur for back in returns.itertuples()}
    for line in lines.itertuples():
        entry = ledger[owner[line.order_id]]
        entry["margin"] += line.paid_eur - line.quantity * line.unit_cost_eur
        entry["margin"] -= given_back.get((line.order_id, line.line_no), 0.0)
    for ticket in tickets.itertuples():
        if ticket.customer_id in ledger:
            ledger[ticket.customer_id]["asked"] += 8.0
    table = pd.DataFrame.from_dict(ledger, orient="index").sort_index()
    return table.assign(profit=table["margin"] - table["parcel"] - table["asked"])
"""


class Renamed(ast.NodeTransformer):
    """What somebody does who hopes that nobody notices."""

    WORDS = {  # noqa: RUF012
        "ledger": "book", "order": "o", "owner": "who", "given_back": "refunds", "back": "r", "line": "row",
        "entry": "e", "ticket": "t", "table": "result", "lines": "all_lines", "returns": "all_returns",
    }  # fmt: skip

    def visit_Name(self, node):
        return ast.Name(self.WORDS.get(node.id, node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self.WORDS.get(node.arg, node.arg))


def renamed(source: str) -> str:
    return "# my own work\n" + ast.unparse(ast.fix_missing_locations(Renamed().visit(ast.parse(source))))


def test_names_comments_and_layout_play_no_role():
    other = renamed(OWN)
    assert "ledger" not in other and list(tokens(other)) == list(tokens(OWN))
    assert fingerprints(other) == fingerprints(OWN) and len(fingerprints(OWN)) > 20


def test_what_is_not_python_has_no_fingerprints():
    assert fingerprints("def f(:\n") == frozenset() and fingerprints("x = 1") == frozenset()
    assert fingerprints("%matplotlib inline\n!pip list\n" + OWN) == fingerprints(OWN)


def test_a_copy_is_found_in_a_class_and_nobody_else_is_named():
    lesson, others = lessons_class()
    others["ada"] = {**others["s0"], "customer_pnl": OWN}
    others["bob"] = {**others["s1"], "customer_pnl": renamed(OWN)}
    others["cat"] = {**others["s2"], "customer_pnl": OWN}
    pairs = alike(others.items(), known_code(lesson, "01_product_vs_customer"))
    assert {(p.one, p.other) for p in pairs} == {("ada", "bob"), ("ada", "cat"), ("bob", "cat")}
    by = {(p.one, p.other): p for p in pairs}
    assert by["ada", "cat"].verbatim == ("customer_pnl",) and by["ada", "bob"].verbatim == ()
    assert by["ada", "bob"].exercises == ("customer_pnl",) and by["ada", "bob"].share > 0.9


def lessons_class():
    course = find_course(else_own=True)
    name = "01_product_vs_customer"
    answers = read_answers(read_lesson(course.source / name / f"{name}.py"))
    others = {}
    for n in range(20):
        others[f"s{n}"] = {
            exercise: list(found.right.values())[(n + i) % len(found.right)]
            for i, (exercise, found) in enumerate(answers.items())
            if found.right
        }
    return course, others


def test_right_answers_in_other_styles_are_not_alike():
    """Twenty-five honest ways through a lesson, nothing known beforehand: no two are alike."""
    course = find_course(else_own=True)
    name = "01_product_vs_customer"
    answers = read_answers(read_lesson(course.source / name / f"{name}.py"))
    styles = [
        {
            exercise: list(found.right.values())[n]
            for exercise, found in answers.items()
            if len(found.right) > n
        }
        for n in range(5)
    ]
    assert all(len(style) >= 6 for style in styles)
    assert alike((f"s{n}", style) for n, style in enumerate(styles)) == []


def test_what_many_wrote_says_nothing():
    students = [(f"s{n}", {"customer_pnl": OWN}) for n in range(60)]
    assert alike(students) == []
    assert len(alike(students[:3])) == 3


def test_what_the_author_wrote_says_nothing():
    assert alike([("ada", {"x": OWN}), ("bob", {"x": OWN})], {"x": [renamed(OWN)]}) == []


def of_their_own(count, *, times=3, exercises=2):
    """Students of whom each wrote something of their own: by default about as long as lesson 01's answers."""
    words = ["paid", "refund", "goods", "parcel", "margin", "handling"]
    orders = itertools.islice(itertools.permutations(words), count)
    students = []
    for n, order in enumerate(orders):
        lines = [
            f"    out['{word}'] = table['{word}'].sum() * {n + i} - len('{word}')"
            for i, word in enumerate(order)
        ]
        body = "\n".join(lines * times)
        answer = f"def f(table):\n    out = {{}}\n{body}\n    return out"
        students.append((f"s{n}", {f"x{k}": answer for k in range(exercises)}))
    return students


@pytest.mark.slow
def test_five_hundred_students_take_seconds():
    """Thirty thousand calls for each student take a hundredth of a second; pairs, 125,000 here, take none."""
    few, many, long = (
        of_their_own(125, times=1, exercises=1),
        of_their_own(500, times=1, exercises=1),
        of_their_own(20),
    )
    alike(few)
    assert calls(lambda: alike(many)) < 4.1 * calls(lambda: alike(few)), "as the class, not as its pairs"
    assert calls(lambda: alike(long)) < 20 * 80_000


@pytest.fixture
def graded(tmp_path):
    course, released = make_class(tmp_path / "course")
    for student in ("ada", "bob"):
        submit(course.root, student, answered(released, answer_total=RIGHT + f"\n{OWN}"))
    submit(course.root, "cat", answered(released, answer_total=RIGHT))
    return course, grade_lesson(course, LESSON, runner=PlainRunner(course)).results


def test_the_report_names_the_pairs(graded):
    course, results = graded
    page = write_report(course, results).read_text(encoding="utf-8")
    assert "ada and bob" in page and "letter by letter" in page
    lines = (course.grades / LESSON / "alike.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("student,other,in_common") and lines[1].startswith("ada,bob,1.000")
    assert len(lines) == 2
    analysis = json.loads((course.grades / LESSON / "analysis.json").read_text(encoding="utf-8"))
    assert [(p["one"], p["other"]) for p in analysis["alike"]] == [("ada", "bob")]
    assert {item["name"] for item in analysis["items"]} >= {"total", "dearest"}
