"""A lesson's page: tables handed out anew, results that come back as they were, faults in words."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from lesson_files import write_help

from classroom import check, toys
from classroom.errors import Misuse, Trouble
from classroom.lessons import bank, page, results

PAGE = """
tables:
  sales: |
    shop_id, sold_at,    paid_eur
    1,       2025-03-03, 4
    2,       2025-03-04, 6
  by_shop: {result_of: total}
  without_two: {result_of: total, where: shop_id != 2}
exercises:
  total: {call: [sales], unit: EUR}
  share: {call: [{table: by_shop, index: shop_id, column: paid_eur}, 2], place: two shops}
"""


@pytest.fixture
def lesson(bank_folder):
    folder = write_help(bank_folder, "01_a", "recall: []\n")
    (folder / bank.PAGE).write_text(PAGE, encoding="utf-8")
    right = pd.DataFrame({"shop_id": [1, 2], "paid_eur": [4.0, 6.0]}).set_index("shop_id")
    wrong = pd.DataFrame({"shop_id": [1, 2], "paid_eur": [1.0, 1.0]}).set_index("shop_id")
    built = {
        "total": {
            "right": results.encode(right),
            "mistakes": {"counted": {"wrong": results.encode(wrong), "says": "Rows are counted."}},
        },
        "share": {"right": 0.6, "mistakes": {}},
    }
    import json

    (folder / bank.BUILT).write_text(json.dumps({"results": built}), encoding="utf-8")
    bank.forget()
    return folder


def test_a_page_is_handed_out_anew_each_time(lesson):
    table = toys.page("01_a")["sales"]
    table["paid_eur"] = 0
    assert (toys.page("01_a")["sales"]["paid_eur"] > 0).all()
    assert str(table["sold_at"].dt.tz) == "UTC"


def test_results_are_handed_out_anew_each_time(lesson):
    held = toys.page("01_a")
    for spoilt in (held.right("total"), held.mistakes("total")["counted"][0]):
        spoilt.loc[1, "paid_eur"] = 9.0
        spoilt.index.name = "mine"
    assert held.right("total").reset_index().to_dict("list") == {"shop_id": [1, 2], "paid_eur": [4.0, 6.0]}
    assert held.mistakes("total")["counted"][0]["paid_eur"].tolist() == [1.0, 1.0]


def test_a_table_may_be_what_an_exercise_gives(lesson):
    held = toys.page("01_a")
    assert held["by_shop"].to_dict("list") == {"shop_id": [1, 2], "paid_eur": [4.0, 6.0]}
    assert held["without_two"]["shop_id"].tolist() == [1]
    shares, which = held.arguments("share")
    assert (shares.loc[2], which) == (6.0, 2)


@pytest.mark.parametrize("name", ["01/total", "01_a/total"])
def test_an_answer_is_tried_on_the_page(lesson, capsys, name):
    check.on_page(lambda sales: sales.set_index("shop_id")[["paid_eur"]], name)
    assert capsys.readouterr().out == "total on the page: looks right so far.\n"
    with pytest.raises(check.Mistake, match=r"Rows are counted\.") as told:
        check.on_page(lambda sales: sales.groupby("shop_id")[["paid_eur"]].count(), name)
    assert told.value.key == "counted"
    with pytest.raises(check.Mistake, match="two shops"):
        check.on_page(lambda shares, which: 0.5, "01/share")


def test_inputs_of_a_test_s_own(lesson):
    def half(x):
        return x / 2

    check.on_inputs(half, half, "01/share", [(2,), (3,)])
    with pytest.raises(check.Mistake):
        check.on_inputs(lambda x: x // 2, half, "01/share", [(2,), (3,)])


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (lambda: toys.page("01_a")["lamps"], "has no table `lamps`; it has sales"),
        (lambda: toys.page("01_a").right("lamps"), "knows no exercise `lamps`; it knows total"),
        (lambda: toys.page("99_nothing"), "no page for a lesson `99_nothing`; lessons with a page: 01_a"),
        (lambda: check.on_page(len, "total"), "names no exercise"),
        (lambda: check.on_page(len, "99/total"), "no page for a lesson `99`"),
        (lambda: check.on_page(len, "01/lamps"), "knows no exercise `lamps`"),
    ],
)
def test_what_does_not_exist_is_said_in_words(lesson, wanted, says):
    with pytest.raises(Misuse, match=says):
        wanted()


def test_a_page_that_was_not_built_says_so(lesson):
    (lesson / bank.BUILT).unlink()
    bank.forget()
    with pytest.raises(Misuse, match="was not built; run `centric build`"):
        toys.page("01_a").right("total")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exercises: {a: {call: [sales]}}", "names the table 'sales', which is not on the page"),
        ("exercises: {a: {call: [{table: sales}]}}", "names the table 'sales', which is not on the page"),
        ("tables: {x: {result_of: a}}", "the result of 'a', which is not called here"),
        ("exercises: {a: {call: []}}", "exercises.a.call"),
        ("exercises: {a: {calls: [1]}}", "exercises.a.call"),
    ],
)
def test_what_is_wrong_in_a_page_s_file_is_named(bank_folder, text, says):
    (write_help(bank_folder, "01_a", "recall: []\n") / bank.PAGE).write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as told:
        page.page("01_a")
    assert str(told.value).startswith("classroom/lessons/01_a/page.yaml, ")
    assert says in str(told.value)


FRAME = pd.DataFrame({"line": ["a", "b"], "eur": [1.5, np.nan], "n": [1, 2]})
TIMES = pd.DataFrame({"at": pd.to_datetime(["2025-01-01", "2025-02-01"], utc=True), "x": [1, 2]})


@pytest.mark.parametrize(
    "value",
    [
        FRAME,
        FRAME.set_index("line"),
        FRAME.set_index(["line", "n"]),
        TIMES.set_index("at"),
        pd.Series([1.5, 2], index=pd.Index(["a", "b"], name="line")),
        pd.Series([np.nan, np.nan], index=pd.Index([1, 2], name="customer_id")),
    ],
)
def test_tables_come_back_as_they_were(value):
    back = results.decode(json.loads(json.dumps(results.encode(value))))
    same = (
        pd.testing.assert_frame_equal if isinstance(value, pd.DataFrame) else pd.testing.assert_series_equal
    )
    same(back, value, check_names=False, check_freq=False)
    assert list(back.index.names) == list(value.index.names)


@pytest.mark.parametrize("value", [3, 0.1, "b", True, (1, 0.5), {"a": 1.0, "b": -2}, None])
def test_plain_values_come_back(value):
    assert results.decode(results.encode(value)) == value


def test_a_missing_number_comes_back_as_one():
    assert math.isnan(results.decode(json.loads(json.dumps(results.encode(np.float64("nan"))))))


def test_digits_that_differ_from_machine_to_machine_are_left_out():
    assert results.encode(0.1 + 0.2) == 0.3
    assert str(results.encode(-0.0)) == "0.0"


def test_what_cannot_be_a_result_is_refused():
    with pytest.raises(results.NoResult, match="a object cannot be the result"):
        results.encode(object())
