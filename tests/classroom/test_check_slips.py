"""The classic slips: each is named with what and where, and no right answer in any style sets one off."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from classroom import check
from classroom.check.clues import Clues
from classroom.lessons import page as pages

LINES = ["Brio", "Hearth", "Linen", "Lumen"]


def by_line(values, name="line") -> pd.Series:
    return pd.Series(list(values), index=pd.Index(LINES[: len(values)], name=name), name="eur")


def sentence(got, want, **how) -> str:
    with pytest.raises(check.Mistake) as found:
        check.same(got, want, "answer", **how)
    return found.value.sentence


class TestSign:
    want = by_line([40.0, -19.0, 7.0, -3.0])

    def test_in_all_rows(self):
        assert "the sign is turned round. Which way do you subtract" in sentence(-self.want, self.want)

    def test_in_some_rows_they_are_named(self):
        assert sentence(self.want.abs(), self.want, unit="EUR") == (
            "`answer`: the sign is turned round in Hearth, Lumen, and the rest agrees. "
            "Was a minus lost there?"
        )
        one = self.want.where(self.want != -19.0, 19.0)
        assert "the sign is turned round in row Hearth, and" in sentence(one, self.want)
        assert "turned round in the second number" in sentence((2.0, 3.0), (2.0, -3.0))

    def test_with_another_fault_it_is_not_a_matter_of_sign(self):
        other = self.want.abs() + by_line([0.0, 0.0, 0.0, 5.0])
        assert "sign" not in sentence(other, self.want)

    def test_near_zero_there_is_no_sign(self):
        assert "sign" not in sentence(by_line([40.0, 0.02]), by_line([40.0, -0.02]), unit="EUR")


class TestUnit:
    @pytest.mark.parametrize(
        ("got", "want", "unit", "says"),
        [
            (42.0, 0.42, "share (0-1)", "This looks like percent. The unit is share (0-1)."),
            (0.42, 42.0, "%", "These look like shares between 0 and 1. The unit is %."),
            (0.42, 42.0, "percent", "These look like shares between 0 and 1."),
            (4200.0, 42.0, "%", "everything is 100 times too large. The unit is %."),
            (4200.0, 42.0, "orders", "everything is 100 times too large. The unit is orders."),
            (4200.0, 42.0, "EUR", "These look like cents."),
            (42_000.0, 42.0, "EUR", "everything is 1,000 times too large."),
            (0.042, 42.0, "EUR", "everything is 1,000 times too small."),
        ],
    )
    def test_it_is_named(self, got, want, unit, says):
        assert says in sentence(got, want, unit=unit)


class TestDivisor:
    trial = pd.DataFrame(
        {
            "customer_id": range(1, 10),
            "arm": ["a", "a", "a", "a", "b", "b", "b", "c", "c"],
            "bought": [True, True, False, False, True, False, False, True, True],
            "gain_eur": [10.0, 30.0, 0.0, 0.0, 12.0, 0.0, 0.0, 8.0, 6.0],
        }
    )
    per_asked = trial.groupby("arm")["gain_eur"].mean()
    per_buyer = trial[trial["bought"]].groupby("arm")["gain_eur"].mean()

    def said(self, got, want, **tables):
        return sentence(got, want, unit="EUR", clues=Clues(tables=tables))

    def test_buyers_in_place_of_all_who_were_asked(self):
        said = self.said(self.per_buyer, self.per_asked, trial=self.trial)
        assert said.endswith(
            "Your values fit a division by the number of rows of `trial` where `bought` is True. "
            "By what does the question divide?"
        )
        assert "right in 1 of 3 rows" in said

    def test_rows_in_place_of_customers(self):
        orders = pd.DataFrame(
            {
                "customer_id": [1, 1, 1, 2, 3, 3],
                "line": ["Brio", "Brio", "Brio", "Brio", "Hearth", "Hearth"],
                "eur": [6.0, 3.0, 3.0, 12.0, 5.0, 1.0],
            }
        )
        by = orders.groupby("line")
        want = by["eur"].sum() / by["customer_id"].nunique()
        assert "by the number of rows of `orders`" in self.said(by["eur"].mean(), want, orders=orders)

    def test_a_label_may_stand_in_another_table(self):
        first = pd.DataFrame(
            {"line": ["Brio", "Brio", "Hearth"]}, index=pd.Index([1, 2, 3], name="customer_id")
        )
        sales = pd.DataFrame({"customer_id": [1, 1, 2, 3, 3, 3], "eur": [6.0, 2.0, 1.0, 9.0, 3.0, 3.0]})
        line = sales["customer_id"].map(first["line"]).rename("line")
        want = sales["eur"].groupby(line).sum() / first.groupby("line").size()
        said = self.said(sales["eur"].groupby(line).mean(), want, sales=sales, first=first)
        assert "by the number of rows of `sales`" in said

    def test_one_factor_for_all_is_told_without_a_name(self):
        want = by_line([8.0, 12.0, 30.0])
        said = self.said(want / 3, want)
        assert said.endswith(
            "All values are off by one and the same factor. What do you divide or multiply by?"
        )
        assert "3 times" not in said

    def test_other_faults_are_none_of_it(self):
        want = by_line([8.0, 12.0, 30.0])
        for got in (want + 1, want * by_line([1.0, 1.5, 1.0]), want.where(want > 8), want * 0, -want * 2):
            said = self.said(got, want, trial=self.trial)
            assert "divi" not in said.replace("Did a merge, a division", "") and "factor" not in said

    def test_odd_tables_do_no_harm(self):
        two = pd.DataFrame([[1, 2]], columns=["arm", "arm"])
        for table in (two, pd.DataFrame(), [1, 2], 3, None):
            assert "too high" in self.said(self.per_asked + 1, self.per_asked, t=table, trial=self.trial)


class TestLabelsLost:
    want = by_line([40.0, -19.0, 7.0])

    @pytest.mark.parametrize(
        "got",
        [
            want.reset_index(drop=True),
            want.sort_values().reset_index(drop=True),
            want.to_numpy(),
            list(want),
            pd.DataFrame({"eur": list(want)}),
        ],
        ids=["reset", "sorted", "values", "list", "frame"],
    )
    def test_right_values_without_labels(self, got):
        said = sentence(got, self.want, unit="EUR")
        assert said == (
            "`answer`: the values are right, and the row labels are lost. Keep `line` as the index: "
            "`reset_index(drop=True)`, `.values` and a list lose it."
        )

    def test_a_table_of_several_columns(self):
        want = pd.DataFrame({"a": [1.0, 2.0, 2.0], "b": ["x", "z", "y"]}, index=self.want.index)
        assert "row labels are lost" in sentence(want.reset_index(drop=True), want)
        assert "row labels are lost" in sentence(want.iloc[[2, 0, 1]].reset_index(drop=True), want)

    def test_wrong_values_or_other_labels_are_something_else(self):
        got = (self.want + 1).reset_index(drop=True)
        assert "only numbered" in sentence(got, self.want)
        assert "should be labelled by `line`" in sentence(
            self.want.rename_axis("product"), by_line([1.0, 2.0])
        )
        assert "row labels are lost" not in sentence(self.want.iloc[:2].reset_index(drop=True), self.want)


class TestPrintedAndTwice:
    def test_printed_in_place_of_returned(self):
        with pytest.raises(check.Mistake) as found:
            check.call(lambda t: print(t.sum()), "answer", by_line([1.0]))
        assert "prints its result, and gives nothing back" in found.value.sentence

    def test_a_column_of_the_same_name_twice(self):
        want = pd.DataFrame({"a": [1.0, 2.0]}, index=pd.Index(LINES[:2], name="line"))
        assert "the column `a` is there twice" in sentence(pd.concat([want, want], axis=1), want)

    def test_a_column_of_which_a_merge_made_two(self):
        want = pd.DataFrame({"a": [1.0, 2.0]}, index=pd.Index(LINES[:2], name="line"))
        got = want.reset_index().merge(want.reset_index(), on="line")
        assert sentence(got, want) == (
            "`answer`: the column `a` is missing. A merge found `a` in both tables, and called them `a_x` "
            "and `a_y`. Take it from one table only."
        )


class TestChangedArguments:
    table = pd.DataFrame({"a": [3, 1], "b": [1.0, 2.0]})

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            (lambda t: t.__setitem__("c", 1), " (new: c)"),
            (lambda t: t.__delitem__("a"), " (gone: a)"),
            (lambda t: setattr(t, "index", [7, 8]), " (its rows)"),
            (lambda t: t.loc.__setitem__(5, 1), " (its rows)"),
            (lambda t: t.__setitem__("b", 0), " (the values of b)"),
        ],
    )
    def test_which_and_what(self, change, what):
        def answer(n, orders):
            change(orders)
            return n

        for call in (
            lambda: check.call(answer, "f", 1, self.table),
            lambda: check.call(answer, "f", 1, orders=self.table),
        ):
            with pytest.raises(check.Mistake) as found:
                call()
            assert found.value.key == "changed-input"
            assert found.value.sentence == (
                f"`f` changes `orders`, which it is given{what}. Others need it as it was. "
                "Write `orders = orders.copy()` as the first line."
            )

    def test_where_the_name_is_not_known(self):
        with pytest.raises(check.Mistake) as found:
            check.call(lambda *all: all[0].__setitem__("c", 1) or 1, "f", self.table)
        assert "`orders = orders.copy()`" in found.value.sentence


class TestWhatAgrees:
    want = pd.DataFrame(
        {"a": [1.0, 2.0, 3.0], "b": [4.0, 5.0, 6.0], "c": [7.0, 8.0, 9.0]},
        index=pd.Index(["x", "y", "z"], name="line"),
    )

    def further(self, got, want, **how) -> str:
        with pytest.raises(check.Mistake) as found:
            check.same(got, want, "answer", mistakes={"listed": (got, "This one.")}, **how)
        assert found.value.sentence == "`answer`: This one."
        return found.value.further

    def test_beside_a_known_mistake_too(self):
        got = self.want.assign(b=[4.0, 0.0, 0.0], c=0.0)
        assert self.further(got, self.want) == "Right in every row: `a`. Right in 1 of 3 rows: `b`."
        assert self.further(got[::-1].reset_index(), self.want) == self.further(got, self.want)
        assert self.further(got["b"], self.want["b"]) == "Right in 1 of 3 rows: x."
        assert (
            self.further([4.0, 0.0, 6.0, 1, 1, 1, 1], [4.0, 5.0, 6.0, 1, 1, 1, 1]) == "Right in 6 of 7 rows."
        )
        assert self.further({"p": 1, "q": 3}, {"p": 1, "q": 2}) == "Right already: p."
        assert self.further((1, 3), (1, 2)) == "Right already: the first number."

    def test_where_nothing_agrees_or_rows_are_others_nothing_is_said(self):
        assert self.further(self.want + 1, self.want) == ""
        assert self.further(self.want.iloc[:2], self.want) == ""
        assert self.further(3.0, 4.0) == ""
        assert self.further({"x"}, {"x", "y"}) == ""
        assert self.further("b", "a") == ""

    def test_a_single_row_is_not_counted(self):
        assert sentence(by_line([2.0]), by_line([1.0])) == "`answer`, row Brio: 2 is too high."

    def test_none_of_many(self):
        said = sentence(by_line([2.0, 9.0, 9.0, 9.0]), by_line([1.0, 1.0, 5.0, 6.0]))
        assert (
            said == "`answer`: right in none of the 4 rows. Row Brio: 2 is too high. "
            "Wrong too: Hearth, Linen, Lumen."
        )


numbers = st.floats(-1e6, 1e6).map(lambda v: round(v, 2))


@settings(max_examples=25, deadline=None)
@given(values=st.lists(numbers, min_size=1, max_size=4), noise=st.sampled_from([0.0, 1e-12]))
def test_no_right_answer_sets_off_a_slip(values, noise):
    """Whatever is equal passes before any slip is looked for."""
    want = by_line(values)
    merged = want.reset_index().merge(want.reset_index(), on="line", suffixes=("", "_twin"))
    for got in (want * (1 + noise), want[::-1], want.to_dict(), want.reset_index(), merged):
        check.same(got, want, "eur", unit="EUR", clues=Clues(tables={"t": merged}))


@pytest.mark.parametrize("lesson", pages.pages())
def test_right_answers_on_the_page_pass_with_all_that_is_known(lesson):
    held = pages.page(lesson)
    for exercise in held.exercises():
        rights = iter([held.right(exercise, turn) for turn in range(len(held.call(exercise).calls))])
        check.on_page(lambda *arguments, rights=rights: next(rights), f"{lesson}/{exercise}")


def test_what_is_known_changes_no_verdict():
    want = by_line([1.0, 2.0])
    for clues in (None, Clues(), Clues(tables={"t": want.reset_index()})):
        check.same(want, want, "x", clues=clues)
        with pytest.raises(check.Mistake) as found:
            check.same(want * 2, want, "x", clues=clues)
        assert found.value.key == "wrong-value"
    assert np.isfinite(want).all()
