"""Merges inside a student's function: multiplied rows are told, and none fills the memory."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.core.reshape import merge as home

from classroom import check
from classroom.check import merges
from classroom.check.clues import Clues
from classroom.check.merges import MOST, TooManyRows, watched

ORDERS = pd.DataFrame({"order_id": [1, 2, 3], "customer_id": [1, 1, 2]})
LINES = pd.DataFrame({"order_id": [1, 1, 2, 3], "eur": [5.0, 6.0, 7.0, 8.0]})
TICKETS = pd.DataFrame({"order_id": [1, 1, 3], "topic": ["a", "b", "c"]})

keys = st.lists(st.sampled_from([1, 2, 3, None]), max_size=7)
HOWS = ["inner", "left", "right", "outer"]


def seen_in(work, files=frozenset()):
    with watched(set(files)) as seen:
        work()
    return seen


class TestWhatIsForeseen:
    @settings(max_examples=40, deadline=None)
    @given(left=keys, right=keys, how=st.sampled_from(HOWS), two=st.booleans())
    def test_as_many_rows_as_pandas_makes(self, left, right, how, two):
        one = pd.DataFrame({"k": pd.array(left, dtype="Int64"), "m": [i % 2 for i in range(len(left))]})
        other = pd.DataFrame({"k": pd.array(right, dtype="Int64"), "m": [i % 2 for i in range(len(right))]})
        on = ["k", "m"] if two else ["k"]
        made = []
        (merge,) = seen_in(lambda: made.append(one.merge(other, on=on, how=how)))
        assert (merge.left, merge.right, merge.rows) == (len(one), len(other), len(made[0]))
        twice = [frame[frame.duplicated(on)][on].drop_duplicates() for frame in (one, other)]
        assert merge.multiplies == bool(len(twice[0].merge(twice[1], on=on)))

    @pytest.mark.parametrize(
        "work",
        [
            lambda: pd.merge(LINES, TICKETS, on="order_id"),
            lambda: home.merge(LINES, TICKETS),
            lambda: LINES.merge(TICKETS.rename(columns={"order_id": "o"}), left_on="order_id", right_on="o"),
            lambda: LINES.set_index("order_id").join(TICKETS.set_index("order_id"), how="inner"),
            lambda: LINES.join(TICKETS.set_index("order_id"), on="order_id", how="inner"),
            lambda: LINES.set_index("order_id").merge(TICKETS, left_index=True, right_on="order_id"),
        ],
    )
    def test_however_it_is_written(self, work):
        (merge,) = seen_in(work)
        assert (merge.rows, merge.left_times, merge.right_times) == (5, 2, 2)
        assert merge.key.endswith(" 1")

    def test_each_with_each(self):
        (merge,) = seen_in(lambda: LINES.merge(TICKETS, how="cross"))
        assert merge.rows == 12 and not merge.multiplies

    def test_one_row_with_several_is_no_multiplying(self):
        for how in HOWS:
            for merge in seen_in(lambda how=how: ORDERS.merge(LINES, on="order_id", how=how)):
                assert not merge.multiplies

    def test_large_tables_of_few_partners_are_left_alone(self):
        long = pd.DataFrame({"k": np.arange(3_000)})
        for other in (pd.DataFrame({"k": [1, 2]}), long, pd.concat([long, long])):
            assert seen_in(lambda other=other: long.merge(other, on="k")) == []
            assert seen_in(lambda other=other: other.merge(long, on="k")) == []

    def test_afterwards_pandas_is_as_it_was(self):
        before = home._MergeOperation.get_result
        with pytest.raises(ValueError), watched(set()), watched(set()):
            assert home._MergeOperation.get_result is not before
            raise ValueError
        assert home._MergeOperation.get_result is before

    def test_without_pandas_own_parts_nothing_is_seen_and_nothing_breaks(self, monkeypatch):
        monkeypatch.setattr(merges, "_foreseen", lambda *_: 1 / 0)
        assert seen_in(lambda: LINES.merge(TICKETS)) == []


class TestMemory:
    """No merge is let begin that would make more than four million rows out of few."""

    many = pd.DataFrame({"line": np.repeat(["a", "b"], 3_000), "eur": 1.0})

    @pytest.mark.parametrize("how", [*HOWS, "cross"])
    def test_it_stops_before_it_begins(self, how):
        def answer(table):
            try:
                return (
                    table.merge(table, how=how) if how == "cross" else table.merge(table, on="line", how=how)
                )
            except ValueError:
                return 1

        with pytest.raises(check.Mistake) as found:
            check.call(answer, "answer", self.many)
        assert found.value.key == "raised"
        rows = "36,000,000" if how == "cross" else "18,000,000"
        assert (
            f"A merge of 6,000 rows with 6,000 rows would make {rows} rows, and was stopped"
            in found.value.sentence
        )
        assert ("line a is in 3,000 rows of one table" in found.value.sentence) == (how != "cross")
        assert "in line " in found.value.sentence

    def test_as_many_rows_as_both_tables_have_are_allowed(self, monkeypatch):
        monkeypatch.setattr(merges, "MOST", 10)
        long = pd.DataFrame({"k": np.arange(3_000)})
        assert len(check.call(lambda t: t.merge(t, on="k", how="outer"), "f", long)) == 3_000
        twice = pd.concat([long, long])
        with pytest.raises(check.Mistake):
            check.call(lambda t: t.merge(t, on="k"), "f", pd.concat([twice, long]))

    def test_only_while_a_check_calls(self):
        small = pd.DataFrame({"k": [1] * 2_100})
        assert len(small.merge(small, on="k")) == 4_410_000 > MOST

    def test_it_is_an_error_of_memory(self):
        assert issubclass(TooManyRows, MemoryError)
        with pytest.raises(check.Mistake) as found:
            check.call(lambda: (_ for _ in ()).throw(MemoryError()), "f")
        assert "Did a merge multiply rows?" in found.value.sentence


class TestWhatIsSaid:
    def clues(self, work) -> Clues:
        return Clues(seen_in(work, {__file__}))

    def test_how_many_became_how_many_where_and_why(self):
        clues = self.clues(lambda: LINES.merge(TICKETS, on="order_id", how="left"))
        said = clues.multiplied()
        assert said.startswith("In line ") and said.partition(", ")[2] == (
            "a merge of 4 rows with 3 rows made 6 rows. For example, order_id 1 is in 2 rows of one "
            "table and in 2 rows of the other: each row met each."
        )

    def test_several_keys(self):
        one = pd.DataFrame({"a": [1.0, 1.0], "b": ["x", "x"]})
        assert "For example, a 1, b x is in" in self.clues(lambda: one.merge(one, on=["a", "b"])).multiplied()

    @pytest.mark.parametrize(
        ("got", "want"),
        [
            (np.arange(8.0), np.arange(7.0)),
            (pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 1.0, "b": 3.0})),
            (
                pd.DataFrame({"line": ["a", "a"], "x": [1.0, 1.0]}),
                pd.DataFrame({"x": [1.0]}, index=pd.Index(["a"], name="line")),
            ),
            (pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 1.0})),
        ],
        ids=["too many", "value", "twice", "extra"],
    )
    def test_it_goes_with_what_is_wrong(self, got, want):
        clues = self.clues(lambda: LINES.merge(TICKETS, on="order_id"))
        for known in (clues, Clues()):
            with pytest.raises(check.Mistake) as found:
                check.same(got, want, "x", clues=known)
            assert ("a merge of 4 rows with 3 rows made 5 rows" in found.value.sentence) == (known is clues)

    def test_more_rows_than_before_are_told_only_where_there_are_too_many(self):
        clues = self.clues(lambda: ORDERS.merge(LINES, on="order_id"))
        with pytest.raises(check.Mistake) as found:
            check.same(np.arange(8.0), np.arange(7.0), "x", clues=clues)
        assert found.value.sentence.endswith("a merge of 3 rows with 4 rows made 4 rows.")
        with pytest.raises(check.Mistake) as found:
            check.same(pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": 1.0, "b": 3.0}), "x", clues=clues)
        assert "merge" not in found.value.sentence

    def test_on_the_page_of_a_lesson(self, here):
        def line_pnl(lines, products, returns):
            sold = lines.merge(lines[["order_id"]], on="order_id").merge(products[["product_id", "line"]])
            return (
                sold.groupby("line")[["paid_eur"]]
                .sum()
                .rename(columns={"paid_eur": "revenue_eur"})
                .assign(refunds_eur=0.0, goods_eur=0.0, return_handling_eur=0.0, margin_eur=0.0)
            )

        with pytest.raises(check.Mistake) as found:
            check.on_page(line_pnl, "01/line_pnl")
        assert (
            "a merge of 8 rows with 8 rows made 12 rows. For example, order_id 101 is in 2"
            in found.value.sentence
        )
