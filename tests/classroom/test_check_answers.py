"""One answer at a time, and calls of a student's function."""

from __future__ import annotations

import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from classroom import check
from classroom.check import mistakes


def caught(look, *args, **kwargs) -> check.Mistake:
    with pytest.raises(check.Mistake) as found:
        look(*args, **kwargs)
    return found.value


class TestAnswered:
    @pytest.mark.parametrize("value", [..., None, "", "  ", "...", "…", NotImplemented])
    def test_a_stub_is_not_an_answer(self, value):
        found = caught(check.answered, value, "memo")
        assert found.key == "unanswered"
        assert "`memo`" in found.sentence

    @pytest.mark.parametrize("value", [0, False, "b", [], pd.DataFrame(), np.array([1, 2]), float("nan")])
    def test_anything_else_is(self, value):
        assert check.answered(value, "memo") is value


class TestNumber:
    @pytest.mark.parametrize(
        "value",
        [
            3,
            3.0,
            np.int8(3),
            np.float32(3),
            Decimal(3),
            pd.Series([3]),
            pd.DataFrame({"a": [3]}),
            np.array([[3]]),
        ],
    )
    def test_any_way_to_write_a_number(self, value):
        given = check.number(value, "x")
        assert given == 3.0
        assert type(given) is float

    @pytest.mark.parametrize(
        ("value", "key", "says"),
        [
            (..., "unanswered", "`x`"),
            ("3", "wrong-type", "quotes"),
            (True, "wrong-type", "True or False"),
            ((3,), "wrong-type", "comma"),
            ((3, 4), "wrong-type", "Commas"),
            (len, "wrong-type", "brackets"),
            (pd.Series([1, 2]), "wrong-shape", "2 values"),
            ([1, 2, 3], "wrong-shape", "3 values"),
            ({"a": 1}, "wrong-shape", "a dict"),
            (pd.Series([], dtype=float), "wrong-shape", "0 values"),
            (float("nan"), "wrong-value", "NaN"),
            (pd.NA, "wrong-value", "NaN"),
            (np.float64("inf"), "wrong-value", "infinite"),
            (10**400, "wrong-value", "infinite"),
            (3 + 4j, "wrong-type", "complex"),
            (object(), "wrong-type", "object"),
            (int, "wrong-type", "class int"),
            (pd.Timestamp("2025-01-01"), "wrong-type", "Timestamp"),
            (pd.DataFrame({"a": [1]}).groupby("a"), "wrong-type", "groupby"),
        ],
    )
    def test_what_is_not_one(self, value, key, says):
        found = caught(check.number, value, "x")
        assert found.key == key
        assert says in found.sentence

    def test_bounds_are_included(self):
        assert check.number(0, "x", low=0, high=1) == 0
        assert check.number(1, "x", low=0, high=1) == 1

    @pytest.mark.parametrize(
        ("value", "says"),
        [(42, "hundredth"), (1200, "thousandth"), (-0.4, "sign"), (5e9, "higher"), (-5e9, "lower")],
    )
    def test_out_of_bounds_is_a_matter_of_unit(self, value, says):
        low, high = (0, 1) if value != 1200 else (1, 2)
        found = caught(check.number, value, "share", unit="share (0-1)", low=low, high=high)
        assert found.key == "wrong-unit"
        assert says in found.sentence
        assert "share (0-1)" in found.sentence


class TestTableAndSeries:
    frame = pd.DataFrame({"line": ["b", "a"], "x": [1.0, 2.0], "y": [3, 4]})

    def test_known_labels_may_go_by_another_name(self):
        frame = pd.DataFrame({"x": [1, 2]}, index=pd.Index(["Linen", "Lumen"], name="product_id"))
        back = check.table(frame, "t", index="line", labels=["Lumen", "Linen"])
        assert back.index.name == "line"
        for labels in (None, ["Lumen", "Linen", "Stow"]):
            found = caught(check.table, frame, "t", index="line", labels=labels)
            assert found.key == "wrong-names"
            assert "should be labelled by `line`" in found.sentence

    def test_rows_and_columns_that_changed_places_are_told_so(self):
        frame = pd.DataFrame([[1, 2], [3, 4]], pd.Index(["web", "shop"], name="channel"), ["Lumen", "Linen"])
        found = caught(check.table, frame, "t", index="line", labels=["Linen", "Lumen"])
        assert found.key == "wrong-names" and "changed places" in found.sentence and "`.T`" in found.sentence
        assert "changed places" not in caught(check.table, frame, "t", index="line", labels=["Stow"]).sentence

    def test_table_comes_back_labelled_with_the_columns_in_order(self):
        for given in (self.frame, self.frame.set_index("line"), self.frame.to_dict("list")):
            out = check.table(given, "t", index="line", columns=["y", "x"])
            assert list(out.columns) == ["y", "x"]
            assert out.index.name == "line"
            assert out.loc["a", "x"] == 2.0

    def test_the_students_frame_stays_as_it_is(self):
        before = self.frame.copy()
        out = check.table(self.frame, "t", index="line", columns=["x"])
        out.loc["a", "x"] = 99.0
        pd.testing.assert_frame_equal(self.frame, before)

    def test_a_table_with_several_labels_or_none(self):
        assert check.table(self.frame, "t", index=["line", "y"], columns=["x"]).index.nlevels == 2
        assert list(check.table(self.frame, "t", columns="x").columns) == ["x"]
        assert len(check.table(self.frame, "t")) == 2

    @pytest.mark.parametrize(
        ("given", "key"),
        [
            (..., "unanswered"),
            (frame["x"], "wrong-shape"),
            (frame.drop(columns="x"), "wrong-names"),
            (frame.drop(columns="line"), "wrong-names"),
            (frame.iloc[:0], "wrong-shape"),
            (pd.concat([frame, frame]), "wrong-shape"),
            (3, "wrong-type"),
            ({"a": [1, 2], "b": [1]}, "wrong-type"),
            ([], "wrong-type"),
        ],
    )
    def test_what_is_not_the_table(self, given, key):
        assert caught(check.table, given, "t", index="line", columns=["x", "y"]).key == key

    @pytest.mark.parametrize(
        "given", [{"a": 2.0, "b": 1.0}, frame[["line", "x"]], frame.set_index("line")["x"]]
    )
    def test_series(self, given):
        out = check.series(given, "x", index="line")
        assert out.index.name == "line"
        assert out["a"] == 2.0

    def test_series_takes_the_column_of_its_name_from_a_wider_table(self):
        assert check.series(self.frame, "y", index="line")["a"] == 4

    def test_series_without_labels(self):
        assert list(check.series(np.array([1, 2]), "x")) == [1, 2]
        assert list(check.series(np.array([[1], [2]]), "x")) == [1, 2]

    @pytest.mark.parametrize(
        ("given", "key"),
        [
            (None, "unanswered"),
            ([1, 2], "wrong-type"),
            (frame["x"], "wrong-names"),
            (frame, "wrong-shape"),
            (pd.Series({"a": 1, "b": 2}).iloc[:0].rename_axis("line"), "wrong-shape"),
            (pd.Series([1, 2], index=["a", "a"]).rename_axis("line"), "wrong-shape"),
            (frame.set_index(["line", "y"])["x"], "wrong-names"),
            (7, "wrong-type"),
        ],
    )
    def test_what_is_not_the_series(self, given, key):
        assert caught(check.series, given, "profit", index="line").key == key


class TestText:
    @pytest.mark.parametrize("value", ["b", "B", " b ", "b.", "(b)", "`b`", "'B'"])
    def test_a_letter_in_any_dress(self, value):
        assert check.text(value, "a", options="abcd") == "b"

    @pytest.mark.parametrize("value", ["bd", "d, b", "B D", "b;d", "d b d"])
    def test_several_letters(self, value):
        assert check.text(value, "a", options="abcd", many=True) == "bd"

    def test_words(self):
        assert check.text("The  Same ", "a", options=["less", "the same", "more"]) == "the same"
        assert check.text("more, less", "a", options=["less", "more"], many=True) == "less,more"
        assert check.text(" Anything goes.", "a") == "anything goes"

    @pytest.mark.parametrize(
        ("value", "key"),
        [
            (..., "unanswered"),
            ("", "unanswered"),
            (2, "wrong-type"),
            ("e", "wrong-value"),
            ("ab", "wrong-value"),
        ],
    )
    def test_what_is_no_option(self, value, key):
        found = caught(check.text, value, "a", options="abcd")
        assert found.key == key

    def test_several_where_one_is_strange(self):
        assert caught(check.text, "b z", "a", options="abcd", many=True).key == "wrong-value"
        assert caught(check.text, " , ", "a", options="abcd", many=True).key == "wrong-value"


class TestCall:
    frame = pd.DataFrame({"line": ["b", "a"], "x": [1.0, 2.0]})

    def test_it_gives_what_the_function_returns(self, capsys):
        assert check.call(lambda t, k=1: len(t) + k, "f", self.frame, k=3) == 5
        assert check.call(lambda name: name, "f", name="a keyword called name") == "a keyword called name"
        assert check.call(print_and_return, "f", 3) == 3
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize("fn", [..., None, lambda: ..., lambda: NotImplemented])
    def test_an_unwritten_function(self, fn):
        assert caught(check.call, fn, "f").key == "unanswered"

    def test_not_implemented_is_unwritten(self):
        def later():
            raise NotImplementedError

        assert caught(check.call, later, "f").key == "unanswered"

    @pytest.mark.parametrize("step", [lambda t: (...).sum(), lambda t: t + ..., lambda t: t.merge(...)])
    def test_a_given_line_that_meets_the_stub(self, step):
        assert caught(check.call, step, "f", self.frame).key == "unanswered"

    def test_forgotten_return(self):
        found = caught(check.call, lambda t: None, "f", self.frame)
        assert found.key == "unanswered"
        assert "return" in found.sentence

    def test_print_instead_of_return(self):
        found = caught(check.call, print, "f", self.frame)
        assert found.key == "wrong-type"
        assert "instead of `print`" in found.sentence

    def test_the_result_instead_of_the_function(self):
        found = caught(check.call, self.frame, "f")
        assert found.key == "wrong-type"
        assert "`def`" in found.sentence

    def test_the_function_gets_copies(self):
        before = self.frame.copy()
        found = caught(check.call, spoil, "f", self.frame)
        assert found.key == "changed-input"
        assert found.sentence == (
            "`f` changes `table`, which it is given (the values of x). Others need it as it was. "
            "Write `table = table.copy()` as the first line."
        )
        pd.testing.assert_frame_equal(self.frame, before)

    @pytest.mark.parametrize(
        ("change", "argument"),
        [
            (lambda t: t.__setitem__("x", 0) or 1, frame),
            (lambda t: setattr(t, "columns", ["a", "b"]) or 1, frame),
            (lambda t: t.__setitem__(slice(None), 0) or 1, pd.Series([1, 2])),
            (lambda t: t.append(3) or 1, [1, 2]),
            (lambda t: t.update(a=3) or 1, {"a": frame}),
            (lambda t: t["a"].__setitem__("x", 0) or 1, {"a": frame}),
            (lambda t: t.fill(0) or 1, np.array([1.0, np.nan])),
        ],
    )
    def test_a_changed_argument_of_any_kind_is_seen(self, change, argument):
        assert caught(check.call, change, "f", argument).key == "changed-input"

    @pytest.mark.parametrize(
        "argument",
        [
            frame,
            pd.DataFrame({"a": [np.nan, 1]}),
            np.array([np.nan, 1.0]),
            [frame, {"b": frame}],
            float("nan"),
            lambda v: v,
            object(),
            (i for i in range(3)),
            pd.Series([pd.NaT]),
        ],
    )
    def test_an_unchanged_argument_of_any_kind_is_no_matter(self, argument):
        assert check.call(lambda t: 1, "f", argument) == 1

    @pytest.mark.parametrize(
        ("fn", "says"),
        [
            (lambda t: t["paid_eur"], "paid_eur"),
            (lambda t: nothing_of_the_kind + 1, "nothing_of_the_kind"),  # noqa: F821
            (lambda t: t.sumn(), "sumn"),
            (lambda t: 1 / 0, "divides by zero"),
            (lambda t: t.iloc[99, 0], "row that is not there"),
            (lambda: 1, "arguments"),
            (lambda t, u: 1, "arguments"),
            (lambda t: None + 1, "gave None"),
            (lambda t: exit_now(), "return"),
            (lambda t: forever(t), "without end"),
            (lambda t: int("seven"), "seven"),
            (lambda t: (_ for _ in ()).throw(AssertionError()), "AssertionError"),
        ],
    )
    def test_an_error_is_put_into_words(self, fn, says):
        found = caught(check.call, fn, "f", self.frame)
        assert found.key == "raised"
        assert says in found.sentence
        assert "Traceback" not in str(found)

    def test_an_unexpected_keyword(self):
        assert "arguments" in caught(check.call, lambda t: 1, "f", self.frame, rate=3).sentence

    def test_a_mistake_inside_is_passed_on(self):
        assert caught(check.call, lambda: check.same(2, 1, "inner"), "f").key == "wrong-value"

    def test_a_warning_in_the_students_function_is_no_failure(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert check.call(lambda: warnings.warn("hm") or 1, "f") == 1


def print_and_return(value):
    print("looking at", value)
    return value


def spoil(table):
    table["x"] = 0
    return table


def exit_now():
    raise SystemExit(1)


def forever(value):
    return forever(value)


class TestListeners:
    @pytest.fixture
    def told(self, monkeypatch):
        found = []
        monkeypatch.setattr(mistakes, "_listeners", [])
        check.listen(lambda *event: found.append(event))
        return found

    def test_they_hear_of_success_and_failure_once(self, told, capsys):
        check.same(1, 1, "a")
        caught(check.same, 2, 1, "a")
        caught(check.call, ..., "b")
        caught(check.number, "x", "c")
        assert [event[:2] for event in told] == [
            ("a", ""),
            ("a", "wrong-value"),
            ("b", "unanswered"),
            ("c", "wrong-type"),
        ]

    def test_fingerprints_tell_attempts_apart(self, told):
        for value in (2, 3, 2):
            caught(check.same, value, 1, "a")
        prints = [event[2] for event in told]
        assert prints[0] == prints[2] != prints[1]

    def test_a_mistake_from_within_a_call_is_heard_once(self, told):
        caught(check.call, lambda: check.same(2, 1, "inner"), "outer")
        assert [event[:2] for event in told] == [("inner", "wrong-value")]

    def test_passed_prints_and_tells(self, told, capsys):
        check.passed("memo")
        assert capsys.readouterr().out == "memo: looks right so far.\n"
        assert told[0][:2] == ("memo", "")

    def test_what_cannot_be_shown_has_no_fingerprint(self, told):
        class Shy:
            def __repr__(self):
                raise ValueError

        caught(check.same, Shy(), 1, "a")
        assert told[0][2] == ""
