"""A function that stops: in which of the student's lines, why, and what was there."""

from __future__ import annotations

import linecache
import textwrap

import numpy as np
import pandas as pd
import pytest

from classroom import check
from classroom.check.raised import files_of, line_of, value_in_words

SALES = pd.DataFrame({"order_id": [1, 2, 2], "line": ["a", "b", "b"], "paid_eur": [5.0, 7.0, 9.0]})
PRODUCTS = pd.DataFrame({"line": ["a", "b"], "paid_eur": [1, 2]})
ROOM = "check/"


def written(text: str, file: str = "<a cell>"):
    """The function `answer` of a cell, as a notebook compiles it."""
    text = textwrap.dedent(text).lstrip("\n")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    names = {"pd": pd, "np": np}
    exec(compile(text, file, "exec"), names)
    return names["answer"]


def told(text: str, *arguments) -> list[str]:
    """The lines that a student reads when this function is called."""
    with pytest.raises(check.Mistake) as found:
        check.call(written(text), "answer", *arguments)
    assert found.value.key == "raised"
    assert ROOM not in found.value.sentence and "Traceback" not in found.value.sentence
    return found.value.sentence.splitlines()


def test_the_line_its_number_and_what_was_there():
    lines = told(
        """
        def answer(sales, products):
            sold = sales.copy()
            rate = 0.5

            return sold["paid"] * rate
        """,
        SALES,
        PRODUCTS,
    )
    assert lines == [
        "`answer` stops with an error in line 5 of its cell:",
        '    return sold["paid"] * rate',
        "It asks for a column or key that is not there: paid. There is one called `paid_eur`.",
        "What is there: `sold` is a table of 3 rows with the columns order_id, line, paid_eur; "
        "`rate` is 0.5.",
    ]


def test_a_column_that_a_merge_made_two_of():
    lines = told(
        """
        def answer(sales, products):
            both = sales.merge(products, on="line")
            return both.groupby("line")[["order_id"]].sum() + both["paid_eur"]
        """,
        SALES,
        PRODUCTS,
    )
    assert lines[0].endswith("in line 3 of its cell:")
    assert lines[2] == (
        "It asks for a column or key that is not there: paid_eur. A merge found `paid_eur` in both tables, "
        "and called them `paid_eur_x` and `paid_eur_y`. Take it from one table only."
    )


def test_a_function_that_it_calls_is_named():
    helper = written("def answer(t):\n    return t['paid'] / 2\n", "<an earlier cell>")
    helper.__code__ = helper.__code__.replace(co_name="half")
    fn = written("def answer(sales):\n    return half(sales)\n")
    fn.__globals__["half"] = helper
    line = None
    try:
        fn(SALES)
    except KeyError as error:
        line = line_of(error, {"<an earlier cell>", *files_of(fn)})
    assert (line.number, line.inside, line.text) == (2, "half", "return t['paid'] / 2")
    lines = told(
        """
        def half(t):
            return t["paid"] / 2

        def answer(sales):
            return half(sales)
        """,
        SALES,
    )
    assert lines[:2] == [
        "`answer` stops with an error in `half`, line 2 of that cell:",
        '    return t["paid"] / 2',
    ]


def test_a_statement_of_several_lines_tells_of_all_its_names():
    lines = told(
        """
        def answer(sales, products):
            return sales.merge(
                products,
                on="lines",
            )
        """,
        SALES,
        PRODUCTS,
    )
    assert "line 2 of its cell" in lines[0]
    assert "`sales` is a table of 3 rows" in lines[-1] and "`products` is a table of 2 rows" in lines[-1]


def test_of_a_loop_only_its_own_line_is_told():
    lines = told(
        """
        def answer(sales):
            for k in sales:
                total = 1 / 0
        """,
        SALES,
    )
    assert lines[:3] == [
        "`answer` stops with an error in line 3 of its cell:",
        "    total = 1 / 0",
        "It divides by zero.",
    ]
    assert len(lines) == 3


def test_a_function_in_a_function_is_in_its_own_line():
    lines = told("def answer(sales):\n    return sales['line'].map(lambda s: s.sum())\n", SALES)
    assert "in line 2 of its cell" in lines[0] and '`s` is "a"' in lines[-1]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("sales['paid']", "paid"),
        ("sales[['paid']]", "paid"),
        ("sales[['line', 'paid', 'cost']]", "paid, cost"),
        ("sales.groupby('line')['paid'].sum()", "paid"),
        ("sales.groupby('shop').sum()", "shop"),
        ("sales.merge(sales, on='paid')", "paid"),
        ("sales.loc['x']", "x"),
        ("sales.drop(columns='paid')", "paid"),
        ("sales.set_index('paid')", "paid"),
        ("{'a': 1}['b']", "b"),
    ],
)
def test_what_is_not_there_is_named_whoever_missed_it(step, name):
    assert f"that is not there: {name}." in told(f"def answer(sales):\n    return {step}\n", SALES)[2]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("sales['paid_eur'] > 3 and sales['order_id'] > 1", "write `&` or `|`"),
        ("sales.merge(sales.astype({'line': object}).assign(line=1), on='line')", "such as numbers and text"),
        ("sales['paid_eur'] + sales['line'].tolist()[0] + 1 + None", "kinds that do not go together"),
        ("3 + 'a'", "kinds that do not go together"),
        ("(sales['paid_eur'] > 3) - (sales['order_id'] > 1)", "into numbers with `.astype(int)`"),
        ("sales('line')", "A column stands in square brackets"),
        ("len(sales)[0]", "has no parts"),
        ("sales.assign(x=[1, 2])", "columns of different lengths"),
        ("sales.sumn()", "does not exist"),
        ("None + 1", "gave None"),
        ("undefined + 1", "does not know: undefined"),
    ],
)
def test_the_usual_errors_are_put_into_words(step, says):
    lines = told(f"def answer(sales):\n    return {step}\n", SALES)
    assert says in " ".join(lines), lines
    assert lines[1] == f"    return {step}"


def test_without_a_line_of_the_students_the_sentence_stands_alone():
    with pytest.raises(check.Mistake) as found:
        check.call(written("def answer(a, b):\n    return a\n"), "answer", 1)
    assert "\n" not in found.value.sentence and "arguments" in found.value.sentence


def test_no_text_no_names_and_no_harm():
    names: dict = {}
    exec(compile("def answer(t):\n    return t.nothing\n", "<not kept>", "exec"), names)
    with pytest.raises(check.Mistake) as found:
        check.call(names["answer"], "answer", SALES)
    assert found.value.sentence.startswith("`answer` stops with an error in line 2 of its cell:\nIt uses")


class Odd:
    def __repr__(self):
        raise ValueError

    __str__ = __repr__


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (SALES, "a table of 3 rows with the columns order_id, line, paid_eur"),
        (pd.DataFrame(index=[1]), "a table of 1 row without columns"),
        (pd.DataFrame([range(12)]), "a table of 1 row with the columns 0, 1, 2, 3, 4, 5, 6, 7 and 4 more"),
        (SALES["paid_eur"], "a column (Series) of 3 numbers"),
        (SALES["line"], "a column (Series) of 3 texts"),
        (SALES["paid_eur"] > 6, "a column (Series) of 3 values that are True or False"),
        (pd.Index(pd.to_datetime(["2025-01-01"])), "an Index of 1 times"),
        (np.zeros((2, 3)), "a NumPy array of 6 values"),
        ({"a": 1, "b": 2}, 'a dict of 2 with the keys "a", "b"'),
        ([1, 2], "a list of 2"),
        ((1, 2, 3), "a tuple of 3"),
        ({1}, "a set of 1"),
        (SALES.groupby("line"), "a grouped table without its last step"),
        (3.5, "3.5"),
        (np.float64(3.5), "3.5"),
        ("left", '"left"'),
        ("x" * 50, f'"{"x" * 39} …'),
        (None, "None"),
        (pd.Timestamp("2025-01-01"), "2025-01-01 00:00:00"),
        (len, ""),
        (pd, ""),
        (Odd(), ""),
    ],
)
def test_what_a_name_holds(value, says):
    assert value_in_words(value) == says


def test_rows_that_a_condition_left_empty_are_spoken_of_as_such():
    step = "sales[sales['paid_eur'] > 8].groupby('line').sum().loc[['a', 'b']]"
    assert "nothing fell into them" in told(f"def answer(sales):\n    return {step}\n", SALES)[2]
    assert "fell into" not in told("def answer(sales):\n    return sales[['x', 'line']]\n", SALES)[2]


def test_the_missing_name_itself_is_no_other_name_for_it():
    """A line holds two tables, and only one has the column."""
    lines = told(
        """
        def answer(sales):
            costs = pd.DataFrame({"unit_cost_eur": [3.0]})
            return costs["unit_cost_eur"] * sales["unit_cost_eur"]
        """,
        SALES,
    )
    assert lines[2] == "It asks for a column or key that is not there: unit_cost_eur."


class TestLabelsOfAColumn:
    def test_a_label_that_is_not_there(self):
        lines = told(
            """
            def answer(sales):
                rates = pd.Series({"web_order": 7.0, "app_order": 6.0, "store_order": 4.0})
                return rates["web_orders"]
            """,
            SALES,
        )
        assert lines[2:] == [
            "It asks for a column or key that is not there: web_orders. There is one called `web_order`.",
            "What is there: `rates` is a column (Series) of 3 numbers with the labels web_order, app_order, "
            "store_order.",
        ]

    def test_many_labels_are_cut(self):
        many = pd.Series(range(50), index=[f"c{n}" for n in range(50)])
        assert value_in_words(many).endswith("with the labels c0, c1, c2, c3, c4, c5, c6, c7 and 42 more")

    def test_rows_that_are_only_numbered_have_none(self):
        assert "labels" not in value_in_words(SALES["paid_eur"])
