"""Comparing answers: any equivalent form passes, any listed mistake is named, nothing is given away."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from classroom import check

LINES = ["Brio", "Hearth", "Linen", "Lumen", "Stow", "Terra"]


def pnl(values: list[float], shares: list[float]) -> pd.DataFrame:
    labels = LINES[: len(values)]
    frame = pd.DataFrame(
        {"line": labels, "margin_eur": values, "share": shares, "orders": range(3, 3 + len(labels))}
    )
    return frame.set_index("line")


def mistake(*args, **kwargs) -> check.Mistake:
    with pytest.raises(check.Mistake) as caught:
        check.same(*args, **kwargs)
    return caught.value


class Elsewhere:
    """A table of another library, as far as a test can tell: it can turn itself into pandas."""

    def __init__(self, frame: pd.DataFrame | pd.Series):
        self._frame = frame

    def to_pandas(self):
        return self._frame


class Relation(Elsewhere):
    """A query result that calls the same thing `df`."""

    to_pandas = None

    def df(self):
        return self._frame


cents = st.integers(-1_000_000, 1_000_000).map(lambda c: c / 100)
part = st.floats(0, 1).map(lambda s: round(s, 6))
tables = st.integers(2, 6).flatmap(
    lambda n: st.builds(pnl, st.lists(cents, min_size=n, max_size=n), st.lists(part, min_size=n, max_size=n))
)

SHAPES = {
    "as it is": lambda t: t,
    "label in a column": lambda t: t.reset_index(),
    "label in the middle column": lambda t: t.reset_index()[["share", "line", "orders", "margin_eur"]],
    "more columns": lambda t: t.assign(note="x", margin=1.0),
    "a mere number besides": lambda t: t.reset_index().rename_axis(index="row"),
    "two levels": lambda t: t.assign(year=2025).set_index("year", append=True),
    "index without a name": lambda t: t.rename_axis(index=None),
    "dict of columns": lambda t: t.reset_index().to_dict("list"),
    "list of rows": lambda t: t.reset_index().to_dict("records"),
    "another library": lambda t: Elsewhere(t.reset_index()),
    "a relation": lambda t: Relation(t.reset_index()),
}
TYPES = {
    "as it is": lambda t: t,
    "decimal": lambda t: t.assign(margin_eur=[Decimal(str(v)) for v in t["margin_eur"]]),
    "fraction": lambda t: t.assign(share=[Fraction(v) for v in t["share"]]),
    "object": lambda t: t.astype(object),
    "nullable": lambda t: t.convert_dtypes(),
    "arrow": lambda t: t.convert_dtypes(dtype_backend="pyarrow"),
    "small whole numbers": lambda t: t.astype({"orders": "int16"}),
    "whole numbers as float": lambda t: t.astype({"orders": "float64"}),
    "category labels": lambda t: t.set_axis(pd.CategoricalIndex(t.index, name="line")),
    "object labels": lambda t: t.set_axis(t.index.astype(object)),
    "float noise": lambda t: t.assign(
        margin_eur=t["margin_eur"] * (1 + 3e-13), share=t["share"] * (1 - 2e-13)
    ),
}


class TestEquivalentFormsPass:
    @settings(max_examples=120)
    @given(
        data=st.data(), table=tables, shape=st.sampled_from(list(SHAPES)), dtype=st.sampled_from(list(TYPES))
    )
    def test_tables(self, data, table, shape, dtype):
        rows = data.draw(st.permutations(range(len(table))))
        given = SHAPES[shape](TYPES[dtype](table).iloc[rows])
        check.same(given, table, "line_pnl", unit="EUR")

    @settings(max_examples=100)
    @given(
        data=st.data(),
        values=st.dictionaries(st.integers(1, 10**6), cents, min_size=2, max_size=8),
        form=st.sampled_from(
            ["series", "dict", "frame", "column", "float labels", "text", "object", "library"]
        ),
    )
    def test_series(self, data, values, form):
        want = pd.Series(values, name="profit_eur").rename_axis(index="customer_id")
        mixed = want.loc[data.draw(st.permutations(list(want.index)))]
        given = {
            "series": lambda s: s.rename("another name"),
            "dict": lambda s: s.to_dict(),
            "frame": lambda s: s.to_frame(),
            "column": lambda s: s.reset_index(),
            "float labels": lambda s: s.set_axis(s.index.astype(float)),
            "text": lambda s: s.map(lambda v: Decimal(str(v))),
            "object": lambda s: s.astype(object),
            "library": lambda s: Elsewhere(s.reset_index()),
        }[form](mixed)
        check.same(given, want, "profit", unit="EUR")

    @settings(max_examples=100)
    @given(
        number=st.integers(-(10**9), 10**9),
        form=st.sampled_from([int, float, np.int64, np.float64, Decimal, Fraction, str]),
        wrap=st.sampled_from(["plain", "series", "array", "zero-d", "frame"]),
    )
    def test_numbers(self, number, form, wrap):
        if form is str:
            form = int
        value = form(number)
        given = {
            "plain": lambda v: v,
            "series": lambda v: pd.Series([v], index=["total"]),
            "array": lambda v: np.array([v]),
            "zero-d": lambda v: np.array(v),
            "frame": lambda v: pd.DataFrame({"total": [v]}),
        }[wrap](value)
        check.same(given, number, "total")
        assert check.number(given, "total") == number

    @pytest.mark.parametrize(
        "given", [[1, 2.5], (1, 2.5), np.array([1, 2.5]), pd.Series([1, 2.5], index=[7, 9])]
    )
    @pytest.mark.parametrize("want", [[1, 2.5], (1, 2.5), np.array([1, 2.5]), pd.Series([1, 2.5])])
    def test_by_position(self, given, want):
        check.same(given, want, "curve")

    @pytest.mark.parametrize(
        "given", [["b", "a"], {"a", "b"}, pd.Index(["a", "b"]), np.array(["a", "b"]), ("a", "b", "a")]
    )
    def test_sets(self, given):
        check.same(given, {"a", "b"}, "lines")

    def test_text_yes_no_and_time(self):
        check.same("  LuMen ", "Lumen", "line")
        check.same(np.bool_(True), True, "reconciles")
        check.same(pd.Series([False]), False, "reconciles")
        day = pd.Timestamp("2025-03-01")
        for answer in (
            day,
            day.to_pydatetime(),
            day.date(),
            np.datetime64("2025-03-01"),
            pd.Timestamp("2025-03-01", tz="UTC"),
        ):
            check.same(answer, day, "first_day")

    def test_times_as_labels_and_as_values(self):
        months = pd.date_range("2025-01-01", periods=3, freq="MS")
        want = pd.Series([1.0, 2.0, 3.0], index=pd.Index(months, name="month_on"))
        check.same(want.set_axis(pd.PeriodIndex(months, freq="M", name="month_on")), want, "margin")
        check.same({day.date(): value for day, value in want.items()}, want, "margin")
        check.same({str(day.date()): value for day, value in want.items()}, want, "margin")
        check.same(list(months.date), list(months), "months")

    def test_two_labels_in_any_order(self):
        want = pd.DataFrame({"line": ["a", "a", "b"], "year": [1, 2, 1], "x": [1.0, 2.0, 3.0]}).set_index(
            ["line", "year"]
        )
        check.same(want.reset_index(), want, "x")
        check.same(want.swaplevel().sort_index(), want, "x")
        check.same(want["x"].swaplevel(), want["x"], "x")

    def test_yes_no_columns(self):
        want = pd.Series([True, False], index=pd.Index([1, 2], name="customer_id"))
        for answer in (want, want.astype(int), want.astype("boolean"), want.astype(object)):
            check.same(answer, want, "came_back")

    def test_missing_equals_missing_and_infinite_equals_infinite(self):
        want = pd.Series([1.0, np.nan, np.inf], index=pd.Index([1, 2, 3], name="customer_id"))
        check.same(want.astype("Float64"), want, "ratio")
        check.same({1: 1.0, 2: None, 3: float("inf")}, want, "ratio")
        words = pd.Series(["a", None], index=pd.Index([1, 2], name="customer_id"))
        check.same(words.astype(object), words, "word")

    def test_a_success_prints_one_line_and_no_promise(self, capsys):
        check.same(1, 1, "peak")
        check.same(1, 1, "peak", on="the small table")
        out = capsys.readouterr().out.splitlines()
        assert out == ["peak: looks right so far.", "peak on the small table: looks right so far."]


class TestTolerance:
    def test_euros_allow_less_than_a_cent(self):
        check.same(10.004, 10.0, "x", unit="EUR")
        assert mistake(10.01, 10.0, "x", unit="EUR").key == "wrong-value"

    def test_other_numbers_allow_a_millionth(self):
        check.same(0.3000002, 0.3, "x", unit="share")
        assert mistake(0.301, 0.3, "x", unit="share").key == "wrong-value"

    def test_tol_is_as_given(self):
        check.same(0.31, 0.3, "x", tol=0.02)
        assert mistake(0.33, 0.3, "x", tol=0.02).key == "wrong-value"

    @given(st.floats(1e3, 1e12), st.integers(1, 50_000))
    def test_the_order_of_a_long_sum_never_matters(self, size, seed):
        values = np.random.default_rng(seed).normal(size, size, 300)
        check.same(float(np.sum(values)), float(sum(sorted(values))), "total", unit="EUR")


def wrongs(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Some plausible wrong results, each different from the right one."""
    return {
        "costs-left-out": table.assign(margin_eur=table["margin_eur"] + 17.5),
        "last-line-lost": table.iloc[:-1],
        "percent-of-ten": table.assign(share=table["share"] * 10 + 1),
        "columns-swapped": table.rename(columns={"margin_eur": "share", "share": "margin_eur"}) + 3,
    }


class TestListedMistakes:
    @settings(max_examples=80)
    @given(
        table=tables,
        key=st.sampled_from(sorted(wrongs(pnl([1.0, 2.0], [0.1, 0.2])))),
        shape=st.sampled_from(list(SHAPES)),
    )
    def test_each_is_named_in_any_form(self, table, key, shape):
        listed = {k: (wrong, f"This is about {k}.") for k, wrong in wrongs(table).items()}
        found = mistake(SHAPES[shape](listed[key][0]), table, "line_pnl", unit="EUR", mistakes=listed)
        assert found.key == key
        assert str(found) == f"`line_pnl`: This is about {key}.\nmistake: {key}"

    def test_a_wrong_value_may_be_a_function_and_only_a_part_of_the_table(self):
        table = pnl([1.0, 2.0], [0.1, 0.2])
        wrong = table.assign(margin_eur=[5.0, 6.0])
        listed = {"refunds-left-out": (lambda: wrong[["margin_eur"]], "The refunds.")}
        assert mistake(wrong, table, "x", mistakes=listed).key == "refunds-left-out"
        assert mistake(wrong, table, "x", mistakes={"k": wrong["margin_eur"].to_frame()}).key == "k"

    def test_two_that_give_the_same_are_both_told(self):
        table = pnl([1.0, 2.0], [0.1, 0.2])
        wrong = table.assign(margin_eur=[5.0, 6.0])
        part = wrong[["margin_eur"]]
        listed = {
            "tickets-twice": (lambda: part, "Each ticket counts twice."),
            "shares": (wrong.assign(share=[9.0, 9.0])[["share"]], "The shares."),
            "returns-twice": (part.iloc[::-1], "Each return counts twice."),
        }
        found = mistake(wrong, table, "x", mistakes=listed)
        assert (found.key, found.also) == ("tickets-twice", ("returns-twice",))
        assert str(found).endswith("\nmistake: tickets-twice, returns-twice")
        again = pickle.loads(pickle.dumps(found))
        assert (str(again), again.also) == (str(found), found.also)
        assert found.sentence == (
            "`x`: two slips look like this. Either: Each ticket counts twice.\nOr: Each return counts twice."
        )

    def test_of_two_in_different_columns_the_first_is_told(self):
        table = pnl([1.0, 2.0], [0.1, 0.2])
        wrong = table.assign(margin_eur=[5.0, 6.0], share=[9.0, 9.0])
        listed = {"margins": (wrong[["margin_eur"]], "Margins."), "shares": (wrong[["share"]], "Shares.")}
        assert mistake(wrong, table, "x", mistakes=listed).sentence == "`x`: Margins."

    def test_several_numbers_at_once(self):
        right, swapped = (1.42, 0.55), (0.55, 1.42)
        check.same([1.42, 0.55], right, "peak")
        assert (
            mistake(swapped, right, "peak", mistakes={"swapped": (swapped, "Turned round.")}).key == "swapped"
        )

    def test_without_a_sentence_the_key_says_it(self):
        assert "refunds left out" in mistake(2, 1, "x", mistakes={"refunds-left-out": 2}).sentence

    def test_it_may_have_another_form_than_the_right_answer(self):
        table = pnl([1.0, 2.0], [0.1, 0.2])
        found = mistake(3.0, table, "x", mistakes={"all-together": (3.0, "One number for all.")})
        assert found.key == "all-together"

    def test_a_listed_value_that_is_right_here_accuses_nobody(self):
        table = pnl([1.0, 2.0], [0.1, 0.2])
        answer = table.assign(share=[0.5, 0.5])
        listed = {"same-here": (table[["margin_eur"]], "Not this."), "broken": (lambda: 1 / 0, "Nor this.")}
        assert mistake(answer, table, "x", mistakes=listed).key == "wrong-value"

    def test_the_right_answer_passes_whatever_is_listed(self):
        check.same(1, 1, "x", mistakes={"one": 1})

    def test_listed_mistakes_come_before_the_general_ones(self):
        assert mistake(100.0, 1.0, "x", mistakes={"percent": (100, "In percent.")}).key == "percent"


class TestUnits:
    @settings(max_examples=60)
    @given(
        values=st.lists(st.floats(5, 1e5), min_size=1, max_size=6),
        factor=st.sampled_from([100, 0.01, 1000, 0.001, -1]),
    )
    def test_a_constant_factor_is_a_matter_of_unit(self, values, factor):
        want = pd.Series(values, index=pd.Index(LINES[: len(values)], name="line"))
        assert mistake(want * factor, want, "margin", unit="EUR").key == "wrong-unit"

    def test_words_follow_the_unit(self):
        assert "cents" in mistake(4200, 42, "x", unit="EUR").sentence
        assert "percent" in mistake(42, 0.42, "x", unit="share").sentence
        assert "sign" in mistake(-42, 42, "x", unit="EUR").sentence
        assert "1,000 times too small" in mistake(4.2, 4200, "x", unit="EUR").sentence

    def test_only_the_column_that_is_off_is_named(self):
        table = pnl([10.0, 20.0], [0.1, 0.2])
        found = mistake(table.assign(share=table["share"] * 100), table, "x")
        assert found.key == "wrong-unit"
        assert found.sentence.startswith("`x`, column `share`: everything is 100 times too large.")
        assert found.sentence.endswith("Right in every row: `margin_eur`, `orders`.")

    def test_a_factor_in_one_row_only_is_a_wrong_value(self):
        table = pnl([10.0, 20.0], [0.1, 0.2])
        table2 = table.copy()
        table2.loc["Brio", "margin_eur"] = 1000
        assert mistake(table2, table, "x", unit="EUR").key == "wrong-value"

    def test_amounts_near_the_tolerance_tell_no_unit(self):
        assert mistake(2.3, 0.02, "x", unit="EUR").key == "wrong-value"

    def test_nothing_but_zeros_has_no_unit(self):
        assert mistake([0.0, 5.0], [0.0, 0.0], "x").key == "wrong-value"


class TestWhatIsWrong:
    table = pnl([10.0, 20.0, 30.0], [0.1, 0.2, 0.7])

    @pytest.mark.parametrize(
        ("given", "key", "says"),
        [
            (..., "unanswered", "not answered yet"),
            (None, "unanswered", "None"),
            ("...", "unanswered", "not answered yet"),
            (lambda t: t, "wrong-type", "call it with brackets"),
            (table.groupby("line"), "wrong-type", ".sum()"),
            ((table, 3), "wrong-type", "Commas make a tuple"),
            (5, "wrong-type", "a number"),
            ("a table", "wrong-type", "text"),
            ([1, 2, 3], "wrong-type", "a list"),
            (np.zeros((3, 3)), "wrong-type", "NumPy array"),
            (table["share"], "wrong-shape", "one column"),
            (table.drop(columns="share"), "wrong-names", "`share`"),
            (table.rename(columns={"share": "Share"}), "wrong-names", "rename it"),
            (table.reset_index(drop=True), "wrong-names", "`line`"),
            (table.iloc[:2], "wrong-shape", "Linen"),
            (table.iloc[:0], "wrong-names", "none of the rows"),
            (pd.concat([table, table.iloc[[1]]]), "wrong-shape", "Hearth in 2 rows"),
            (table.rename(index={"Brio": "brio"}), "wrong-shape", "no row for Brio"),
            (pd.concat([table, table.iloc[[0]].rename(index={"Brio": "Total"})]), "wrong-shape", "Total"),
            (table.set_axis(["x", "y", "z"]), "wrong-names", "x, y, z"),
            (table.astype(str), "wrong-type", "margin_eur"),
            (table.agg(["sum", "mean"]), "wrong-names", "none of the rows"),
            (table.groupby("line").agg(["sum", "mean"]), "wrong-names", "two layers"),
            (
                table.assign(share=[0.1, np.nan, 0.7]),
                "wrong-value",
                "right in 2 of 3 rows. Row Hearth: the value is missing",
            ),
            (
                table.assign(share=[0.1, 0.25, 0.65]),
                "wrong-value",
                "right in 1 of 3 rows. Row Hearth: 0.25 is too high. Wrong too: Linen.",
            ),
            (
                table.assign(share=[0.1, 0.15, 0.7]),
                "wrong-value",
                "right in 2 of 3 rows. Row Hearth: 0.15 is too low.",
            ),
        ],
    )
    def test_it_is_named(self, given, key, says):
        found = mistake(given, self.table, "line_pnl", unit="EUR")
        assert found.key == key
        assert says in found.sentence
        assert found.sentence.startswith("`line_pnl`")
        assert str(found).splitlines()[-1] == f"mistake: {key}"

    def test_two_columns_of_one_name(self):
        twice = self.table.reset_index()
        twice.columns = ["line", "share", "share", "orders"]
        assert "twice" in mistake(twice, self.table[["share"]], "x").sentence

    def test_whole_number_labels_are_shown_as_such(self):
        want = pd.Series([1.0, 2.0], index=pd.Index([7, 8], name="customer_id"))
        assert "Row 7:" in mistake((want + 0.5).set_axis([7.0, 8.0]), want, "x").sentence

    def test_a_count_from_one_may_be_labels(self):
        want = pd.Series([1.0, 2.0], index=pd.Index([1, 2], name="customer_id"))
        check.same(pd.Series([1.0, 2.0], index=pd.RangeIndex(1, 3)), want, "x")

    def test_other_rows_that_differ_are_named(self):
        found = mistake(self.table.assign(share=[9.0, 8.0, 0.7]), self.table, "x")
        assert found.sentence == (
            "`x`, column `share`: right in 1 of 3 rows. Row Brio: 9 is too high. Wrong too: Hearth. "
            "Right in every row: `margin_eur`, `orders`."
        )

    def test_rounding_is_named(self):
        want = pd.Series([0.123456, 0.345678], index=pd.Index(["a", "b"], name="line"))
        for digits in (1, 2, 3):
            assert "rounded" in mistake(want.round(digits), want, "share").sentence

    def test_a_gap_where_there_is_nothing_is_told_from_a_gap_elsewhere(self):
        want = pd.Series([5.0, 0.0], index=pd.Index([1, 2], name="customer_id"))
        assert "Having none" in mistake(want.replace(0.0, np.nan), want, "x").sentence
        assert "Did a merge" in mistake(want.replace(5.0, np.nan), want, "x").sentence

    def test_where_a_gap_has_a_meaning_nobody_is_told_to_fill_one(self):
        want = pd.Series([0.5, 0.0, np.nan], index=pd.Index([1, 2, 3], name="cohort"))
        for value in (0.0, 0.5):
            said = mistake(want.replace(value, np.nan), want, "x").sentence
            assert "can be known here" in said and "fill" not in said and "merge" not in said

    def test_what_is_rounded_is_not_called_a_wrong_factor(self):
        want = pd.Series([2 / 3, 2 / 3], index=pd.Index([1, 2], name="cohort"))
        said = mistake(want.round(2), want, "x").sentence
        assert "rounded" in said and "factor" not in said
        assert "factor" in mistake(want * 1.1, want, "x").sentence

    def test_an_empty_table_is_called_empty(self):
        want = pd.Series([1.0, 2.0], index=pd.Index([1, 2], name="cohort"))
        said = mistake(want.iloc[:0], want, "x").sentence
        assert "it is empty" in said and "begin with" not in said

    def test_a_number_where_nothing_can_be_known(self):
        want = pd.Series([5.0, np.nan], index=pd.Index([1, 2], name="customer_id"))
        assert "should be missing" in mistake(want.fillna(0), want, "x").sentence

    @pytest.mark.parametrize(
        ("given", "key", "says"),
        [
            ([1, 2], "wrong-names", "customer_id"),
            (pd.Series([1.0, 2.5]), "wrong-names", "only numbered"),
            (pd.Series([1.0, 2.0]), "wrong-names", "the values are right, and the row labels are lost"),
            (pd.Series([1.0, 2.0], index=pd.Index([1, 3], name="order_id")), "wrong-names", "order_id"),
            (pd.DataFrame({"customer_id": [1, 2], "a": [1, 2], "b": [3, 4]}), "wrong-shape", "2"),
            ({}, "wrong-names", "none of the rows"),
        ],
    )
    def test_labels_of_a_column(self, given, key, says):
        want = pd.Series([1.0, 2.0], index=pd.Index([1, 2], name="customer_id"))
        found = mistake(given, want, "profit")
        assert says in found.sentence
        assert found.key == key or (key, found.key) == ("wrong-names", "wrong-type")

    def test_lists(self):
        curve = list(range(1, 9))
        assert mistake([1, 2], curve, "curve").sentence.endswith("Did a merge or a filter drop some?")
        assert "too many" in mistake([*curve, 9], curve, "curve").sentence
        assert "Row 2 from the top" in mistake([1, 5, *curve[2:]], curve, "curve").sentence
        assert "right in 2 of 3 rows. Row 2" in mistake([1, 5, 3], np.array([1, 2, 3]), "curve").sentence

    @pytest.mark.parametrize(
        ("given", "key", "says"),
        [
            ((2, 4), "wrong-value", "`pair`, the second number: 4 is too high."),
            ([1, 2], "wrong-value", "the first number: 1 is too low. Wrong too: the second number."),
            (2, "wrong-type", "two numbers are expected, and this is one."),
            ("2", "wrong-type", "two numbers are expected, and this is text. Take away the quotes"),
            ((2, 3, 1), "wrong-shape", "two numbers are expected, and there are 3."),
            ((2,), "wrong-shape", "two numbers are expected, and there are 1."),
            (
                (2, pd.Series([1, 2, 0])),
                "wrong-shape",
                "the second number is a column (Series) with 3 values",
            ),
            ((2, {"a": 3}), "wrong-shape", "the second number is a dict with 1 values"),
            ((2, "3"), "wrong-type", "numbers are expected"),
        ],
    )
    def test_a_pair_is_spoken_of_as_numbers(self, given, key, says):
        found = mistake(given, (2, 3), "pair")
        assert says in found.sentence
        assert found.key == key
        assert "row" not in found.sentence

    @pytest.mark.parametrize(
        "given", [[2, 3], (pd.Series([2]), np.array(3)), pd.Series([2, 3]), np.array([2, 3])]
    )
    def test_a_pair_in_any_form(self, given):
        check.same(given, (2, 3), "pair")

    @pytest.mark.parametrize(
        ("given", "key", "says"),
        [
            (
                {"a_eur": 1, "nobody_eur": pd.Series([1, 2, 3])},
                "wrong-shape",
                "`nobody_eur` is a column (Series)",
            ),
            ({"a_eur": 1, "nobody_eur": [1, 2, 3]}, "wrong-shape", "is a last `.sum()` missing?"),
            ({"a_eur": 1, "nobody_eur": 7}, "wrong-value", "`bridge`, key `nobody_eur`: 7 is too high."),
            ({"a_eur": 1}, "wrong-shape", "the key nobody_eur is missing"),
            (
                {"a_eur": 1, "nobody_eur": 6, "c": pd.Series([1, 2])},
                "wrong-shape",
                "a key that should not be there: c",
            ),
            ({"x": 1, "y": 6}, "wrong-names", "none of its keys is expected. Yours begin with x, y."),
            (
                (1, 6),
                "wrong-names",
                "this is a tuple of 2, and a dict with these keys is expected: a_eur, nobody_eur.",
            ),
            (6, "wrong-type", "this is a number, and a dict with these keys is expected: a_eur, nobody_eur."),
            (pd.Series([1, 6]), "wrong-names", "a dict with these keys is expected"),
            (len, "wrong-type", "call it with brackets"),
            ({}, "wrong-names", "`bridge`: a dict with these keys is expected: a_eur, nobody_eur."),
        ],
    )
    def test_a_dict_is_spoken_of_by_its_keys(self, given, key, says):
        found = mistake(given, {"a_eur": 1.0, "nobody_eur": 6.0}, "bridge")
        assert says in found.sentence
        assert found.key == key
        assert "row" not in found.sentence

    def test_a_list_of_one_is_no_matter_of_several_numbers(self):
        assert "one numbers" not in mistake(1, [1.0], "x").sentence
        assert "one numbers" not in mistake([1, 2], [1.0], "x").sentence

    def test_a_dict_in_any_form(self):
        want = {"a": 1.0, "b": 6.0}
        for form in ({"b": 6, "a": pd.Series([1])}, pd.Series(want), {"a": np.array(1), "b": np.array([6])}):
            check.same(form, want, "bridge")

    def test_the_same_labels_under_another_name_are_right(self):
        lines = pd.DataFrame({"product_id": [1, 2, 3], "x": [1.0, 2.0, 4.0]})
        line_of = pd.Series({1: "Linen", 2: "Lumen", 3: "Linen"})
        want = pd.DataFrame({"x": [5.0, 2.0]}, index=pd.Index(["Linen", "Lumen"], name="line"))
        found = lines.groupby(lines["product_id"].map(line_of)).sum()[["x"]]
        assert found.index.name == "product_id"
        check.same(found, want, "by_line")
        check.same(found["x"], want["x"], "by_line")
        check.same(found, want["x"], "by_line")
        assert mistake(found + 1, want, "by_line").key == "wrong-value"

    def test_other_labels_under_another_name_are_not(self):
        lines = pd.DataFrame({"product_id": [1, 2], "x": [5.0, 2.0]}).groupby("product_id").sum()
        want = pd.DataFrame({"x": [5.0, 2.0]}, index=pd.Index(["Linen", "Lumen"], name="line"))
        for labelled in (lines, lines.set_axis(pd.Index(["Linen", "Stow"], name="product_id"))):
            for right in (want, want["x"]):
                for form in (labelled, labelled["x"]):
                    found = mistake(form, right, "by_line")
                    assert found.key == "wrong-names"
                    assert "labelled by `product_id`, and should be labelled by `line`" in found.sentence
                    assert '.rename_axis("line")' in found.sentence

    def test_a_near_name_is_asked_about(self):
        found = mistake(self.table.rename(columns={"share": "share_"}), self.table, "x")
        assert "`share_`. Is it the same thing under another name? Then rename it." in found.sentence

    def test_without_a_unit_none_is_named(self):
        assert mistake(50.0, 0.5, "share").sentence.endswith("This looks like percent.")
        assert mistake(5000.0, 50.0, "cost", unit="EUR").sentence.endswith("The unit is EUR.")

    def test_order_matters_only_if_asked_for(self):
        check.same(self.table[::-1], self.table, "x")
        assert "order" in mistake(self.table[::-1], self.table, "x", ordered=True).sentence

    def test_sets_do_not_name_what_is_missing(self):
        found = mistake({"Lumen"}, {"Lumen", "Linen"}, "lines")
        assert "Linen" not in str(found)
        assert "Brio" in mistake({"Lumen", "Brio"}, {"Lumen", "Linen"}, "lines").sentence
        assert mistake([], {"Lumen"}, "lines").key == "wrong-value"
        assert mistake("Lumen", {"Lumen"}, "lines").key == "wrong-type"

    @pytest.mark.parametrize(
        ("given", "want", "key"),
        [
            ("Linen", "Lumen", "wrong-value"),
            (3, "Lumen", "wrong-type"),
            ("True", True, "wrong-type"),
            (1, True, "wrong-type"),
            (False, True, "wrong-value"),
            (5, pd.Timestamp("2025-01-01"), "wrong-type"),
            ("soon", pd.Timestamp("2025-01-01"), "wrong-type"),
            (pd.Timestamp("2025-02-01"), pd.Timestamp("2025-01-01"), "wrong-value"),
            (True, 1.0, "wrong-type"),
        ],
    )
    def test_single_values(self, given, want, key):
        assert mistake(given, want, "x").key == key

    def test_times_say_late_or_early(self):
        day = pd.Timestamp("2025-01-05")
        assert "too late" in mistake(day + pd.Timedelta(days=1), day, "x").sentence
        assert "too early" in mistake(day - pd.Timedelta(days=1), day, "x").sentence

    def test_an_object_that_equals_everything_does_not_pass(self):
        class Yes:
            def __eq__(self, other):
                return True

            __hash__ = None

        class Number(float):
            def __eq__(self, other):
                return True

            __hash__ = None

        assert mistake(Yes(), 3.0, "x").key == "wrong-type"
        assert mistake(Number(2.0), 3.0, "x").key == "wrong-value"


class TestNothingIsGivenAway:
    @settings(max_examples=150)
    @given(
        want=st.lists(
            st.integers(1_234_567, 9_876_543).map(lambda c: c / 100), min_size=2, max_size=5, unique=True
        ),
        change=st.sampled_from(
            ["shift", "percent", "sign", "one sign", "one", "drop", "nan", "text", "half", "numbered", "list"]
        ),
        data=st.data(),
    )
    def test_the_right_value_is_never_in_the_message(self, want, change, data):
        right = pd.Series(want, index=pd.Index(LINES[: len(want)], name="line"))
        given = {
            "shift": right + 111.11,
            "percent": right * 100,
            "sign": -right,
            "drop": right.iloc[1:],
            "nan": right.where(right != right.iloc[0]),
            "text": right.astype(str) + " EUR",
            "half": right / 2,
            "one sign": right.where(right != right.iloc[0], -right),
            "one": right.where(right != right.iloc[0], right + 7),
            "numbered": right.reset_index(drop=True),
            "list": list(right),
        }[change]
        listed = {"half": (right / 2, "Half of it."), "drop": (right.iloc[1:], "One is gone.")}
        found = mistake(
            given, right, "margin", unit="EUR", mistakes=listed if data.draw(st.booleans()) else {}
        )
        message = f"{found} {found.shown()}"
        digits = re.sub(r"[^0-9]", "", message)
        for value in want:
            assert f"{value:,.2f}" not in message
            assert f"{value * 100:.0f}" not in digits


def test_a_mistake_is_an_assertion_and_survives_a_pickle():
    import pickle

    found = mistake(2, 1, "x", mistakes={"two": (2, "You have two.")})
    assert isinstance(found, AssertionError)
    again = pickle.loads(pickle.dumps(found))
    assert (again.key, again.sentence, str(again)) == (found.key, found.sentence, str(found))
    assert str(found).splitlines()[-1] == "mistake: two"
    assert found._render_traceback_() == ["`x`: You have two."]
    found.further = "Now this."
    assert pickle.loads(pickle.dumps(found))._render_traceback_() == ["`x`: You have two.", "", "Now this."]
