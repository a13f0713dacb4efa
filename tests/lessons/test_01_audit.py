"""Lesson 01's audit asks for nothing that the notebook's own names could not tell."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from worked_notebook import names_at_audit

from classroom.check.reports import figures, in_figures, usable
from classroom.data import open_tables
from staffroom.lessons import audits
from staffroom.lessons.source import read_lesson
from staffroom.teaching.companies import company

LESSON = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer"
SEED = 101

#: Sentence → what a student may type once the notebook has been worked through.
TYPED = {
    "saved": "saved",
    "came": "len(lumen_first)",
    "each": 'later_profit(rest, first)["Lumen"]',
    "tenth": "100 * profit.nlargest(len(profit) // 10).sum() / profit.sum()",
    "losses": "100 * (profit < 0).mean()",
    "below": "100 * (one_year < one_year.mean()).mean()",
    "middle": "one_year.median()",
    "refunds": '100 * by_line.loc["Lumen", "refunds_eur"] / by_line.loc["Lumen", "revenue_eur"]',
    "tickets": "100 * len(tickets) / len(orders)",
    "mailings": 'touches["cost_eur"].sum() / len(profit)',
    "orders": "len(orders) / len(profit)",
    "share": '100 * by_line.loc["Lumen", "revenue_eur"] / by_line["revenue_eur"].sum()',
    "gap": "gaps.mean()",
    "served": '100 * bridge["nobody_eur"] / bridge["lines_eur"]',
    "back": "100 * again_in_year.reindex(lumen_first.index, fill_value=0).gt(0).mean()",
    "basket": 'lumen_first["first_paid_eur"].mean()',
    "ten": "100 * one_year.nlargest(10).sum() / one_year.sum()",
}


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The names of the notebook, worked through with the lesson's own answers."""
    space = names_at_audit(LESSON, company(SEED), tmp_path_factory.mktemp("work"))
    exec(
        "rows = orders.merge(first, on='customer_id')\n"
        "days = (rows['ordered_at'] - rows['first_at']).dt.days\n"
        "rows = rows[(rows['order_id'] != rows['first_order_id']) & (days < 365)]\n"
        "again_in_year = rows.groupby('customer_id').size()\n",
        space,
    )
    return space


@pytest.fixture(scope="module")
def worked():
    audit = audits.load(LESSON, "board_report")
    found = figures(audit, open_tables(company(SEED)), strictly=True)
    return audit, found


@pytest.mark.slow
def test_the_notebook_tells_every_right_figure(names, worked):
    audit, found = worked
    assert set(TYPED) == {one.name for one in audit.sentences}
    typed = pd.Series({name: float(eval(code, names)) for name, code in TYPED.items()})
    right = pd.Series({name: figure.right for name, figure in found.items()})
    assert ((typed - right).abs() <= 1e-9 * right.abs()).all(), pd.DataFrame({"typed": typed, "right": right})


def test_every_sentence_is_there_and_most_flaws_show(worked):
    audit, found = worked
    fit = usable(audit, found)
    assert set(fit) == {one.name for one in audit.sentences} and all(fit.values())


def test_a_figure_tells_its_kind(worked):
    """Where two slips print the same figure, one of the kinds that count for both is the same."""
    audit, found = worked
    for one in audit.sentences:
        for n, m in combinations(usable(audit, found)[one.name], 2):
            first, other = (in_figures(found[one.name].wrong[k], one.digits) for k in (n, m))
            assert first != other or set(one.flaws[n].kind) & set(one.flaws[m].kind), (one.name, first)


def test_the_page_shows_the_kinds_that_can_occur(worked):
    audit, _ = worked
    kinds = {letter for one in audit.sentences for flaw in one.flaws for letter in flaw.kind}
    text = (LESSON / f"{LESSON.name}.py").read_text(encoding="utf-8")
    assert f"{{{{audit_kinds.{''.join(sorted(kinds))}}}}}" in text


def test_the_report_in_the_course_is_what_grading_makes_again():
    from staffroom.course import find_course
    from staffroom.lessons.build import is_stale

    course = find_course(LESSON.parent.parent)
    assert not is_stale(course, LESSON.name)
    lesson = read_lesson(LESSON / f"{LESSON.name}.py")
    audit = audits.load(LESSON, "board_report")
    from classroom.check.own_report import report_here

    text = report_here(audit, audits.salt_of(LESSON, "board_report")).prose()
    assert [cell.source for cell in lesson.cells if cell.audits and cell.is_prose] == [text]
