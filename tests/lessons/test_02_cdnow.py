"""Lesson 02's exercises on a real shop, CDNOW: the lesson's own answers beside its reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classroom.check import same
from generator import Company
from staffroom.lessons import reference
from staffroom.lessons.source import Lesson

LESSON = "02_customer_base_audit"
DATA = Path(__file__).parents[1] / "classroom" / "clv_data" / "cdnow_sample.csv"
#: `gain_loss` needs a log of more than two years; this one has a year and a half.
ON_A_LOG = ("revenue_tree", "cohort_table", "own_trend", "buys_again")


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    """CDNOW's log as the lesson makes it: euros for dollars, and one item a line.

    All its customers began in its first quarter. One older order makes them a cohort that counts.
    """
    raw = pd.read_csv(DATA)
    days = pd.Timestamp("1997-01-01") + pd.to_timedelta(raw["day"], unit="D")
    frame = pd.DataFrame({"who": raw["customer"], "when": days, "paid": raw["cents"] / 100})
    shop = Company.from_transactions(
        frame, customer="who", time="when", amount="paid", same_day=True, name="CDNOW", end="1998-07-01"
    )
    sums = (
        shop.table("order_lines").groupby("order_id").agg(items=("line_no", "size"), eur=("paid_eur", "sum"))
    )
    orders = shop.table("orders").merge(sums, on="order_id")
    known = orders.iloc[[0]].assign(customer_id=0, order_id=0)
    known["ordered_at"] = orders["ordered_at"].min() - pd.Timedelta(days=91)
    return pd.concat([known, orders], ignore_index=True)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ON_A_LOG)
def test_an_exercise_runs_on_a_real_log(lesson: Lesson, log: pd.DataFrame, exercise: str):
    if lesson.path.stem != LESSON:
        pytest.skip("of lesson 02 alone")
    answer = next(cell for cell in lesson.cells if cell.kind == "answer" and cell.name == exercise)
    names: dict[str, object] = {"pd": pd, "np": np}
    exec(answer.source, names)
    right = getattr(reference.load(lesson.path.parent), exercise)(log)
    same(names[exercise](log.copy()), right, exercise)
    assert right.notna().to_numpy().any()


@pytest.mark.slow
def test_what_the_lesson_says_of_survivors_holds_there_too(lesson: Lesson, log: pd.DataFrame):
    if lesson.path.stem != LESSON:
        pytest.skip("of lesson 02 alone")
    trend = reference.load(lesson.path.parent).own_trend(log)
    rises = trend.loc[6] / trend.loc[1]
    assert rises["pooled"] > 1.1 and rises["pooled"] > rises["within"]
