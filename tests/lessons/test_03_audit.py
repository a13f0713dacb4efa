"""Lesson 03's audit asks for nothing that the notebook's own names could not tell, to the last digit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from worked_notebook import names_at_audit

from classroom.check.reports import figures, usable
from classroom.data import open_tables
from staffroom.lessons import audits
from staffroom.teaching.companies import company

LESSON = Path(__file__).parents[2] / "solutions" / "03_lifetime_value"
SEED = 101

#: Sentence → what a student may type once the notebook has been worked through.
TYPED = {
    "first": 'counted[counted["first"] & by_store(counted)]["margin_eur"].mean()',
    "more": 'new[~new["first"] & by_store(new)]["margin_eur"].mean()',
    "ahead": 'later["store"]',
    "after": 'min(price.loc["store", "next"], 999)',
    "alive": '100 * fits["store"].model.p_alive(once["x"], once["t_x"], once["T"]).mean()',
    "times": 'price.loc["store", "next"] / price.loc["store", "usual"]',
    "tenth": "100 * each.nlargest(len(each) // 10).sum() / each.sum()",
    "once": "100 * len(once) / len(mine)",
    "kept": '100 * store["margin_eur"].sum() / store["revenue_eur"].sum()',
    "losses": "100 * (each < 0).mean()",
    "watched": 'mine["T"].mean()',
    "mailed": "mail.mean()",
}
#: Names that a student may make for it.
MADE = """
def by_store(rows):
    return rows["channel"] == "store"

store = new[by_store(new)]
mine = history.loc[store["customer_id"].unique()]
once = mine[mine["x"] == 0]
each = store.groupby("customer_id")["margin_eur"].sum()
"""


@pytest.fixture(scope="module")
def worked():
    audit = audits.load(LESSON, "value_report")
    return audit, figures(audit, open_tables(company(SEED)), strictly=True)


@pytest.mark.slow
def test_the_notebook_tells_every_right_figure(worked, tmp_path):
    audit, found = worked
    assert set(TYPED) == {one.name for one in audit.sentences}
    names = names_at_audit(LESSON, company(SEED), tmp_path)
    exec(MADE, names)
    typed = pd.Series({name: float(eval(code, names)) for name, code in TYPED.items()})
    right = pd.Series({name: figure.right for name, figure in found.items()})
    # a fit ends within its own tolerance, which depends on the order of its rows
    assert ((typed - right).abs() <= 1e-6 * right.abs()).all(), pd.DataFrame({"typed": typed, "right": right})


def test_every_sentence_can_be_used_right_and_wrong(worked):
    audit, found = worked
    fit = usable(audit, found)
    assert set(fit) == {one.name for one in audit.sentences} and all(fit.values())
