"""What tests may ask besides values: the student's text, typed input, what is in a figure."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

from classroom import check
from classroom.check.student import latest


class TestSource:
    CELLS = ("x = 1", "@cache\ndef f(a):\n    # remark\n    return a", "f(2)", "x, y = 2, 3", "def g(:")

    def test_the_last_definition(self):
        assert latest("f", list(self.CELLS)) == "@cache\ndef f(a):\n    # remark\n    return a"
        assert latest("x", list(self.CELLS)) == latest("y", list(self.CELLS)) == "x, y = 2, 3"

    def test_nothing_is_empty_text(self):
        assert latest("z", list(self.CELLS)) == "" and check.source("z") == ""


class TestTyped:
    def test_answers_come_one_after_the_other(self):
        with check.typed("3", "4"):
            assert int(input("how many? ")) + int(input()) == 7

    def test_more_is_not_there(self):
        with check.typed("3"), pytest.raises(EOFError):
            input()
            input()

    def test_afterwards_all_is_as_before(self):
        usual = input
        with check.typed():
            assert input is not usual
        assert input is usual


class TestPicture:
    def test_bars_lines_and_points(self):
        figure, (left, right) = plt.subplots(ncols=2)
        left.bar(["a", "b"], [3, 5])
        left.set(title="Sales", xlabel="shop", ylabel="euros")
        right.plot([1, 2], [10, 20], label="all")
        right.scatter([1], [7])
        right.legend()
        about = check.picture(left)
        plt.close(figure)
        assert [bar["height"] for bar in about["axes"][0]["bars"]] == [3.0, 5.0]
        assert about["axes"][0]["title"] == "Sales" and about["axes"][0]["ylabel"] == "euros"
        assert about["axes"][0]["xticks"] == ["a", "b"]
        assert about["axes"][1]["lines"] == [{"x": [1.0, 2.0], "y": [10.0, 20.0], "label": "all"}]
        assert about["axes"][1]["points"] == [{"x": 1.0, "y": 7.0}] and about["axes"][1]["legend"] == ["all"]

    def test_figures_grids_and_arrays_of_axes(self):
        figure, axes = plt.subplots(2, 2)
        assert check.picture(figure) == check.picture(axes) == check.picture(axes[0, 0])
        plt.close(figure)

    def test_what_is_none(self):
        with pytest.raises(TypeError, match="int is no figure"):
            check.picture(3)
